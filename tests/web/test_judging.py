"""Judgements: kept with who, when and why; undone, not deleted; they outlive another run; they are no evidence."""

from __future__ import annotations

import re

from cuibono.web.freezing import thaw
from cuibono.web.store import checks, judgements
from tests.web.browser import ARTICLE, Browser, alerts

NAMED = "The Endowment for Democracy"


def judge(browser: Browser, check: str, claim: str, **given: str) -> object:
    at = f"{check}/claims/{claim}/judge"
    return browser.post(at, given, at=at)


def result(browser: Browser, check: str, number: int = 0) -> object:
    id = check.rpartition("/")[2]
    with browser.store.reading() as connection:
        entry = checks.get(connection, id, team="local")
        assert entry
        body = checks.body(connection, id, number or entry.latest)
    assert body
    return thaw(body)


def test_a_judgement_shows_who_when_and_why(fresh: Browser) -> None:
    check = fresh.hand_in()
    claim = fresh.claims(check)[0]
    judge(fresh, check, claim, kind="change", finding="misdated", why="The year is wrong & unclear.")
    page = fresh.words(check)
    assert "A person says: misdated" in page
    assert "The year is wrong & unclear." in page
    history = fresh.words(f"{check}/history")
    assert "you ," in history
    assert "UTC" in history


def test_only_acceptance_needs_no_reason(fresh: Browser) -> None:
    check = fresh.hand_in()
    claim = fresh.claims(check)[0]
    for kind in ("change", "not_a_claim", "note"):
        answer = judge(fresh, check, claim, kind=kind, finding="misdated")
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert "say why" in alerts(answer.text)[0]  # type: ignore[attr-defined]
    assert judge(fresh, check, claim, kind="accept").status_code == 303  # type: ignore[attr-defined]


def test_the_latest_that_was_not_undone_counts(fresh: Browser) -> None:
    check = fresh.hand_in()
    claim = fresh.claims(check)[0]
    judge(fresh, check, claim, kind="accept")
    judge(fresh, check, claim, kind="not_a_claim", why="a headline")
    assert "not a claim: a headline" in fresh.words(check)
    undo = re.findall(r'action="(/judgements/\w+/undo)"', fresh.get(f"{check}/history").text)
    fresh.post(undo[0], {}, at=check)
    page = fresh.words(check)
    assert "not a claim: a headline" not in page
    assert "Accepted" in page
    history = fresh.words(f"{check}/history")
    assert "a headline" in history
    assert "undone by" in history


def test_judgements_stay_when_the_article_is_checked_again(fresh: Browser) -> None:
    check = fresh.hand_in()
    claim = fresh.claims(check)[-1]
    judge(fresh, check, claim, kind="note", why="ask the press office")
    fresh.post(f"{check}/again", {}, at=check)
    assert fresh.claims(check)[-1] == claim
    assert "ask the press office" in fresh.words(check)


def test_a_judgement_changes_no_finding(fresh: Browser) -> None:
    check = fresh.hand_in()
    before = result(fresh, check)
    for claim in fresh.claims(check):
        judge(fresh, check, claim, kind="not_a_claim", why="no")
    fresh.post(f"{check}/again", {}, at=check)
    assert result(fresh, check) == before


def test_a_decided_name_is_linked_so_now_and_in_the_next_article(fresh: Browser) -> None:
    text = ARTICLE.replace("The Quiet Lantern Society", "The Brisling Circle")
    check = fresh.hand_in(text)
    name = "Brisling Circle"
    actors = {a.name: a for a in result(fresh, check).actors}  # type: ignore[attr-defined]
    [given] = [a for a in actors if name in a]
    assert actors[given].status == "unknown"
    form = f"{check}/name?name={given}"
    assert fresh.get(form).status_code == 200
    data = {
        "name": given,
        "kind": "is_entity",
        "entity_ids": "cb-human-rights-watch",
        "check": check.rpartition("/")[2],
    }
    ids = [c["entity_ids"] for c in fresh.get("/api/v1/search?q=Human Rights Watch").json()]
    data["entity_ids"] = " ".join(ids[0])
    assert fresh.post("/names", {**data, "why": "its old name"}, at=check).status_code == 303
    now = {a.name: a for a in result(fresh, check).actors}[given]  # type: ignore[attr-defined]
    assert now.status == "linked"
    assert list(now.entity_ids) == ids[0]
    assert "decided on" in now.note
    assert "its old name" in now.note
    other = fresh.hand_in("Owls and rivers. " + text)
    assert {a.name: a for a in result(fresh, other).actors}[given].status == "linked"  # type: ignore[attr-defined]
    assert given in fresh.words("/names")


def test_a_name_that_is_not_that_entity_is_linked_no_more(fresh: Browser) -> None:
    check = fresh.hand_in()
    actor = next(a for a in result(fresh, check).actors if a.status == "linked" and "Watch" in a.name)  # type: ignore[attr-defined]
    data = {
        "name": actor.name,
        "kind": "not_entity",
        "entity_ids": " ".join(actor.entity_ids),
        "check": check.rpartition("/")[2],
    }
    fresh.post("/names", data, at=check)
    after = next(a for a in result(fresh, check).actors if a.name == actor.name)  # type: ignore[attr-defined]
    assert after.status == "unknown"
    assert not after.entity_ids
    verdicts = [
        v for v in result(fresh, check).verdicts if actor.name in (v.claim.subject.name, v.claim.object.name)
    ]  # type: ignore[attr-defined]
    assert {v.finding for v in verdicts} == {"unresolved"}


def test_an_entity_that_is_not_on_record_is_refused(fresh: Browser) -> None:
    check = fresh.hand_in()
    data = {"name": "Vlast", "kind": "is_entity", "entity_ids": "no-such-id"}
    answer = fresh.post("/names", data, at=check)
    assert answer.status_code == 422
    assert "no-such-id" in alerts(answer.text)[0]


def test_is_and_is_not_end_each_other() -> None:
    def said(number: int, kind: str, *ids: str, undone: str | None = None) -> judgements.Judgement:
        return judgements.Judgement(
            number,
            f"j{number}",
            "t",
            None,
            None,
            kind,
            None,
            "N",
            "n",
            ids,
            "",
            "",
            "a",
            "2026",
            undone,
            None,  # type: ignore[arg-type]
        )

    rules = judgements.name_rules([said(1, "is_entity", "x"), said(2, "not_entity", "x")])
    assert rules["n"].is_ is None
    assert set(rules["n"].never) == {"x"}
    rules = judgements.name_rules([said(1, "not_entity", "x"), said(2, "is_entity", "x")])
    assert rules["n"].is_
    assert not rules["n"].never
    rules = judgements.name_rules([said(1, "is_entity", "x"), said(2, "is_entity", "y", undone="2026")])
    assert rules["n"].is_
    assert rules["n"].is_.entity_ids == ("x",)
