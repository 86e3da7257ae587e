"""Hostile texts, records, forms, addresses and senders."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from cuibono.web import Settings, create_app
from cuibono.web.freezing import freeze
from cuibono.web.guard import POLICY
from cuibono.web.rendering import asset
from cuibono.web.store import checks, jobs, judgements
from cuibono.web.submitting import of_text
from tests.reporting.sample import sample
from tests.web.browser import ARTICLE, Browser, alerts

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}\u202e\x00"
KEPT = {"finding", "predicate", "polarity", "kind", "status", "standing", "complete", "role", "bound"}
KEPT |= {"quantifier", "quantified", "text", "currency", "per", "start", "end", "retrieved"}


def poisoned(value: Any, field: str = "") -> Any:
    """The same object with hostile words in every text field that is free text."""
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: poisoned(getattr(value, f.name), f.name) for f in fields(value)}
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(poisoned(item, field) for item in value)
    if isinstance(value, str) and field not in KEPT:
        return value + EVIL if field in ("name", "id") or value else value
    return value


class Markup(HTMLParser):
    """What a browser would see: tags, handlers, addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.found.append(f"<script {given}>")
        self.found += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        self.found += [f"<{tag}>" for _ in (1,) if tag in ("style", "iframe", "object", "embed", "base")]
        for name in ("src", "href", "action", "hx-get", "hx-post"):
            address = given.get(name) or ""
            if address.lower().replace("\t", "").startswith(("javascript:", "data:", "vbscript:")):
                self.found.append(f"{tag} {name}={address}")
            loads = name == "src" or (tag == "link" and name == "href") or name.startswith("hx")
            if loads and not address.startswith("/") and address:
                self.outside.append(f"{tag} {name}={address}")


def seen(text: str) -> Markup:
    markup = Markup()
    markup.feed(text)
    return markup


def stored(browser: Browser, check: Any) -> str:
    """A check put straight into the store; where it is."""
    with browser.store.writing() as connection:
        id, _ = checks.add(connection, "local", "you" + EVIL[:60], of_text("x", {}))
        checks.keep_result(connection, id, check, freeze(check), "f")
    return f"/checks/{id}"


def test_hostile_words_in_every_field_stay_words(fresh: Browser) -> None:
    check = stored(fresh, poisoned(sample()))
    claims = [v.claim.id for v in poisoned(sample()).verdicts]
    with fresh.store.writing() as connection:
        for kind in ("change", "note"):
            judgements.add(
                connection,
                team="local",
                author=EVIL,
                kind=kind,  # type: ignore[arg-type]
                why=EVIL.replace("\x00", ""),
                check_id=check.rpartition("/")[2],
                claim_id=claims[0].replace("\x00", ""),
                finding="misdated" if kind == "change" else None,
            )
        judgements.add(
            connection,
            team="local",
            author=EVIL,
            kind="is_entity",
            why=EVIL,
            name=EVIL,
            entity_ids=[EVIL],
            caption=EVIL,
        )
    for address in (
        check,
        f"{check}?actor={EVIL[:40]}",
        f"{check}/history",
        "/",
        "/names",
        f"/?words={EVIL[:40]}",
    ):
        page = fresh.get(address)
        assert page.status_code == 200, address
        markup = seen(page.text)
        assert not markup.found, address
        assert not markup.outside, address
        assert "{{7*7}}" in page.text or "49" not in page.text
        assert "\u202e" not in re.sub(r"(value|href|action|hx-\w+|data-claim)=\"[^\"]*\"", "", page.text), (
            address
        )


def test_hostile_words_in_a_handed_over_report_stay_words(fresh: Browser) -> None:
    check = stored(fresh, poisoned(sample()))
    report = fresh.get(f"{check}/files/report.html").text
    found = [f for f in seen(report).found if f not in ("<script {}>", "<style>")]
    assert not found
    assert not seen(report).outside


@pytest.mark.parametrize(
    "address", ["/search?q=", "/paths?b=x&a=", "/entities/", "/ledger/", "/sign-in?next=", "/checks/"]
)
def test_hostile_words_in_an_address_stay_words(browser: Browser, address: str) -> None:
    page = browser.get(address + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert page.status_code < 500
    assert not seen(page.text).found


@pytest.mark.parametrize(
    "address", ["/", "/search", "/paths", "/ledger", "/names", "/nothing", "/api/v1/checks"]
)
def test_every_answer_carries_the_policy(browser: Browser, address: str) -> None:
    headers = browser.get(address).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


def test_a_mistake_of_the_program_is_one_line_with_the_same_headers(
    app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from starlette.testclient import TestClient

    from cuibono.web.pages import home

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(home, "_list", broken)
    answer = TestClient(app, base_url="http://localhost", raise_server_exceptions=False).get("/")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY


def test_vendored_files_are_what_their_publisher_ships() -> None:
    import hashlib
    import tomllib

    folder = Path(__file__).parents[2] / "src/cuibono/web/static"
    listed = tomllib.loads((folder / "VENDORED.toml").read_text(encoding="utf-8"))["file"]
    for file in listed:
        data = (folder / file["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == file["sha256"]
        assert file["version"]
        assert file["licence"]
    assert {f["name"] for f in listed} == {p.name for p in folder.glob("*.min.*")}


def test_the_first_view_is_small(browser: Browser, check: str) -> None:
    import gzip

    files = [asset(n)[0] for n in ("report.css", "web.css", "web.js", "report.js", "htmx.min.js", "icon.svg")]
    for page in ("/", check):
        size = sum(len(gzip.compress(data)) for data in (*files, browser.get(page).content))
        assert size < 150_000, f"{page}: {size} bytes"


@pytest.mark.parametrize(
    "address",
    ["/checks", "/names", "/judgements/x/undo", "/checks/x/again", "/checks/x/delete", "/sign-out", "/team"],
)
@pytest.mark.parametrize("token", ["", "00" * 64, "zz", "ab" * 32])
def test_a_form_without_this_browsers_token_is_refused(browser: Browser, address: str, token: str) -> None:
    browser.get("/")
    assert browser.http.post(address, data={"csrf": token, "text": ARTICLE}).status_code == 403


def test_another_browsers_token_is_refused(app: Any) -> None:
    one, two = Browser(app), Browser(app)
    two.get("/")
    answer = two.http.post("/checks", data={"csrf": one.token(), "text": ARTICLE})
    assert answer.status_code == 403


def test_tokens_differ_each_time_and_all_hold(browser: Browser) -> None:
    tokens = {browser.token() for _ in range(4)}
    assert len(tokens) == 4
    for token in tokens:
        answer = browser.http.post("/checks", data={"csrf": token})
        assert answer.status_code == 422


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
    ],
)
def test_nothing_is_taken_from_another_sites_page(browser: Browser, headers: dict[str, str]) -> None:
    for send in (
        lambda: browser.http.post(
            "/checks", data={"csrf": browser.token(), "text": ARTICLE}, headers=headers
        ),
        lambda: browser.http.post("/api/v1/checks", json={"text": ARTICLE}, headers=headers),
        lambda: browser.http.delete("/api/v1/checks/x", headers=headers),
    ):
        assert send().status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/..%2f..%2fsettings.py",
        "/static/x/%2e%2e/web.css",
        "/static/x/../../settings.py",
        "/ledger/..%2f..",
    ],
)
def test_no_path_leads_out_of_what_is_served(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code in (303, 307, 404)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0/",
    ],
)
def test_no_address_inside_is_fetched(fresh: Browser, address: str) -> None:
    answer = fresh.post("/checks", {"addresses": address})
    if answer.status_code == 303:
        page = fresh.get(answer.headers["location"])
        assert "could not be checked" in page.text
        [alert] = alerts(page.text)
        assert "private or local" in alert or "no such host" in alert or "not fetched" in alert
    else:
        assert answer.status_code in (400, 422)


def test_a_bomb_in_a_file_is_refused_in_one_line(fresh: Browser) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b"\0" * (80 << 20))
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    laughs = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><html><body><p>&e8; owns &e8;</p></body></html>'
    for name, data in (("a.docx", packed.getvalue()), ("a.xhtml", laughs.encode())):
        made = fresh.post("/checks", {}, files={"files": (name, data, "application/octet-stream")})
        page = fresh.get(made.headers["location"])
        assert page.status_code == 200
        assert len(page.content) < 400_000


def test_more_than_the_limit_is_not_taken(tmp_path: Path) -> None:
    browser = Browser(create_app(Settings(data=tmp_path, workers=0, max_bytes=1 << 20)))
    big = b"a" * (3 << 20)
    answer = browser.post("/checks", {}, files={"files": ("a.txt", big, "text/plain")})
    assert answer.status_code == 413
    assert browser.http.post("/api/v1/checks/file", files={"file": ("a.txt", big)}).status_code == 413
    assert browser.get("/api/v1/checks").json()["total"] == 0


async def _send(app: Any, chunks: list[bytes], pause: float) -> list[dict[str, Any]]:
    """One request by hand, its body in pieces with a pause before each."""
    sent: list[dict[str, Any]] = []
    waiting = list(chunks)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(pause)
        body = waiting.pop(0) if waiting else b""
        return {"type": "http.request", "body": body, "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/api/v1/checks",
        "raw_path": b"/api/v1/checks",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, send)
    return sent


def test_a_sender_that_never_ends_is_sent_away(tmp_path: Path) -> None:
    slow = create_app(Settings(data=tmp_path, workers=0, body_seconds=0.3, max_bytes=1 << 20))
    sent = asyncio.run(_send(slow, [b"{"] * 99, 0.05))
    assert sent[0]["status"] == 408
    endless = asyncio.run(_send(slow, [b"a" * (1 << 19)] * 99, 0))
    assert endless[0]["status"] == 413


def test_a_job_is_never_taken_twice(fresh: Browser) -> None:
    from sqlalchemy import update

    from cuibono.web.store import tables as t

    fresh.hand_in()
    with fresh.store.writing() as connection:
        connection.execute(update(t.jobs).values(state="queued"))
    taken = [jobs.take(fresh.store, f"worker {n}") for n in range(3)]
    assert [job is not None for job in taken] == [True, False, False]
