"""The API gives the command line's objects, keeps its word, and never answers 500."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest

from cuibono.reporting import check_object, check_schema
from cuibono.web.freezing import thaw
from cuibono.web.store import checks
from tests.reporting.schemacheck import errors
from tests.web.browser import ARTICLE, Browser

API = "/api/v1"


def submit(browser: Browser, **given: Any) -> Any:
    return browser.http.post(f"{API}/checks", json=given or {"text": ARTICLE, "published": "2021-03-05"})


def test_a_result_is_the_command_lines_object(browser: Browser) -> None:
    made = submit(browser).json()
    result = browser.get(f"{API}/checks/{made['check']['id']}/result")
    assert not errors(result.json(), check_schema())
    with browser.store.reading() as connection:
        body = checks.body(connection, made["check"]["id"], 1)
    assert body
    assert result.json() == orjson.loads(orjson.dumps(check_object(thaw(body))))


def test_the_same_content_is_submitted_once(fresh: Browser) -> None:
    first, second = submit(fresh), submit(fresh)
    assert (first.status_code, second.status_code) == (202, 200)
    assert (first.json()["new"], second.json()["new"]) == (True, False)
    assert first.json()["check"]["id"] == second.json()["check"]["id"]
    other = submit(fresh, text=ARTICLE, published="2022-01-01").json()
    assert other["check"]["id"] != first.json()["check"]["id"]


def test_a_job_tells_how_far_it_is(fresh: Browser) -> None:
    made = submit(fresh).json()
    job = fresh.get(f"{API}/jobs/{made['job']}").json()
    assert job["state"] == "done"
    assert job["progress"] == 1.0
    assert job["check"] == made["check"]["id"]
    assert fresh.get(f"{API}/jobs/nothere").status_code == 404


def test_a_result_that_did_not_change_is_not_sent_again(fresh: Browser) -> None:
    check = submit(fresh).json()["check"]["id"]
    tag = fresh.get(f"{API}/checks/{check}/result").headers["etag"]
    same = fresh.get(f"{API}/checks/{check}/result", headers={"if-none-match": tag})
    assert same.status_code == 304
    assert not same.content
    fresh.http.post(f"{API}/checks/{check}/again")
    newer = fresh.get(f"{API}/checks/{check}/result", headers={"if-none-match": tag})
    assert newer.status_code == 200
    assert newer.headers["etag"] != tag


def test_lists_come_in_pages_without_gaps(fresh: Browser) -> None:
    texts = [{"text": f"%PDF {n}"} for n in range(7)]
    assert fresh.http.post(f"{API}/checks/batch", json={"texts": texts}).status_code == 202
    seen: list[str] = []
    for offset in range(0, 9, 3):
        page = fresh.get(f"{API}/checks?limit=3&offset={offset}").json()
        assert page["total"] == 7
        seen += [entry["id"] for entry in page["checks"]]
    assert len(seen) == len(set(seen)) == 7


def test_a_batch_is_taken_whole_or_not_at_all(fresh: Browser) -> None:
    texts = [{"text": "A text."}, {"text": "B", "published": "never"}]
    assert fresh.http.post(f"{API}/checks/batch", json={"texts": texts}).status_code == 422
    assert fresh.get(f"{API}/checks").json()["total"] == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "either a text or an address"),
        ({"text": "x", "address": "https://example.org/"}, "either a text or an address"),
        ({"text": "x", "colour": "red"}, "colour"),
        ({"address": "file:///etc/passwd"}, "only http and https"),
    ],
)
def test_errors_are_problems_of_one_line(browser: Browser, given: dict[str, str], words: str) -> None:
    answer = browser.http.post(f"{API}/checks", json=given)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["title"]
    assert "\n" not in answer.json()["title"]


def test_judgements_are_made_and_undone(fresh: Browser) -> None:
    check = submit(fresh).json()["check"]["id"]
    claim = fresh.get(f"{API}/checks/{check}/result").json()["verdicts"][0]["claim"]["id"]
    address = f"{API}/checks/{check}/judgements"
    bare = fresh.http.post(address, json={"claim": claim, "kind": "not_a_claim"})
    assert bare.status_code == 422
    made = fresh.http.post(address, json={"claim": claim, "kind": "not_a_claim", "why": "a caption"})
    assert made.status_code == 201
    undone = fresh.http.delete(f"{API}/judgements/{made.json()['id']}")
    assert undone.json()["undone"]
    assert fresh.http.delete(f"{API}/judgements/{made.json()['id']}").status_code == 404
    assert [j["id"] for j in fresh.get(address).json()] == [made.json()["id"]]


def test_who_search_and_trace_answer_as_the_command_line_does(browser: Browser) -> None:
    from cuibono.library import open_ledger, who
    from cuibono.reporting import card_object

    name = "National Endowment for Democracy"
    card = browser.get(f"{API}/who", params={"name": name}).json()
    assert card == orjson.loads(orjson.dumps(card_object(who(name, open_ledger()))))
    hits = browser.get(f"{API}/search", params={"q": name}).json()
    assert hits[0]["entity_ids"] == card["entity_ids"]
    found = browser.get(f"{API}/trace", params={"a": "Government of the United States", "b": name}).json()
    assert found["paths"][0]["hops"][0]["records"][0]["source_url"]
    unknown = browser.get(f"{API}/trace", params={"a": "Nobody At All Anywhere", "b": name})
    assert unknown.status_code == 422


def test_names_are_reconciled_as_openrefine_asks(browser: Browser) -> None:
    assert browser.get(f"{API}/reconcile").json()["versions"] == ["0.2"]
    queries = {
        "q0": {"query": "National Endowment for Democracy", "type": "Organization", "limit": 3},
        "q1": {"query": "zzzz qqqq xxxx"},
    }
    answer = browser.http.post(f"{API}/reconcile", data={"queries": json.dumps(queries)}).json()
    best = answer["q0"]["result"][0]
    assert best["name"] == "National Endowment for Democracy"
    assert best["match"] is True
    assert best["score"] > 90
    assert not [hit for hit in answer["q1"]["result"] if hit["match"]]
    assert browser.get(f"{API}/reconcile", params={"queries": "no"}).status_code == 422


def test_the_ledger_lists_what_each_dataset_is_complete_for(browser: Browser) -> None:
    found = browser.get(f"{API}/ledger").json()["datasets"]
    assert {d["coverage"]["complete"] for d in found} <= {"yes", "no", "except"}
    assert all(d["version"] and d["sha256"] for d in found)


def test_the_description_names_every_route_and_every_error(browser: Browser) -> None:
    described = browser.get(f"{API}/openapi.json").json()
    assert described["openapi"].startswith("3.")
    assert {f"{API}/checks", f"{API}/trace", f"{API}/reconcile"} <= set(described["paths"])
    assert not [path for path in described["paths"] if not path.startswith(API)]
    for methods in described["paths"].values():
        for operation in methods.values():
            assert {"422", "404", "429"} <= set(operation["responses"])
            assert operation["summary"]
