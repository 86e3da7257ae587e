"""Who may do what: accounts, roles, teams, tokens, the public."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cuibono.web import Settings, create_app
from cuibono.web.store import Store, people, tables
from tests.web.browser import ARTICLE, Browser, alerts
from tests.web.conftest import TODAY

PASSWORD = "a quiet harbour at dusk"
HTTPS = "https://desk.example"


class Office:
    """A server with two teams."""

    def __init__(self, folder: Path, **more: Any) -> None:
        self.settings = Settings(data=folder, workers=0, today=TODAY, accounts=True, **more)
        store = Store.open(self.settings.database_url)
        with store.writing() as connection:
            for name, team, role in (
                ("Ada", "north", "admin"),
                ("Rev", "north", "reviewer"),
                ("Rea", "north", "reader"),
                ("Sue", "south", "admin"),
            ):
                people.add_user(connection, name=name, password=PASSWORD, team=team, role=role)  # type: ignore[arg-type]
        store.close()
        self.app = create_app(self.settings)

    def browser(self, name: str | None = None) -> Browser:
        made = Browser(self.app, base=HTTPS)
        if name:
            answer = made.post("/sign-in", {"name": name, "password": PASSWORD}, at="/sign-in")
            assert answer.status_code == 303, answer.text
        return made

    def token(self, name: str, *scopes: str) -> dict[str, str]:
        browser = self.browser(name)
        page = browser.post(
            "/account/tokens", {"name": "t", "scope": list(scopes), "days": "9"}, at="/account"
        )
        found = re.search(r"cuib_[\w-]+", page.text)
        assert found, page.text
        return {"authorization": f"Bearer {found[0]}"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_nothing_is_shown_before_signing_in(office: Office) -> None:
    nobody = office.browser()
    for page in ("/", "/rows", "/search?q=x", "/ledger", "/names", "/team", "/checks/abc", "/paths"):
        answer = nobody.get(page)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=")
    for address in ("/api/v1/checks", "/api/v1/who?name=x", "/api/v1/ledger"):
        answer = nobody.get(address)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"


def test_the_session_cookie_is_bound_to_this_host_and_to_tls(office: Office) -> None:
    browser = office.browser()
    answer = browser.post("/sign-in", {"name": "Ada", "password": PASSWORD}, at="/sign-in")
    cookie = next(v for v in answer.headers.get_list("set-cookie") if "session" in v)
    assert cookie.startswith("__Host-cuibono-session=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "strict-transport-security" in answer.headers


def test_signing_in_needs_the_right_password_and_leads_nowhere_else(office: Office) -> None:
    browser = office.browser()
    wrong = browser.post("/sign-in", {"name": "Ada", "password": "wrong"}, at="/sign-in")
    assert wrong.status_code == 403
    assert "do not belong together" in alerts(wrong.text)[0]
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        data = {"name": "Ada", "password": PASSWORD, "next": elsewhere}
        answer = office.browser().post("/sign-in", data, at="/sign-in")
        assert answer.headers["location"] == "/"


def test_guessing_passwords_is_slowed_down(office: Office) -> None:
    browser = office.browser()
    answers = [
        browser.post("/sign-in", {"name": "Ada", "password": f"guess {n}"}, at="/sign-in").status_code
        for n in range(12)
    ]
    assert answers[:10] == [403] * 10
    assert answers[10:] == [429] * 2


def test_signing_out_ends_the_session_on_the_server(office: Office) -> None:
    browser = office.browser("Ada")
    cookies = dict(browser.http.cookies)
    browser.post("/sign-out", {}, at="/account")
    stolen = Browser(office.app, base=HTTPS)
    stolen.http.cookies.update(cookies)
    assert stolen.get("/").status_code == 303


DEEDS: dict[str, Callable[[Browser, str], Any]] = {
    "read": lambda b, c: b.get(c),
    "check": lambda b, c: b.post(f"{c}/again", {}, at="/account"),
    "judge": lambda b, c: b.post(f"{c}/claims/{_claim(b, c)}/judge", {"kind": "accept"}, at="/account"),
    "manage": lambda b, c: b.post(f"{c}/publish", {"public": "true"}, at="/account"),
}


def _claim(browser: Browser, check: str) -> str:
    return browser.claims(check)[0]


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("Rea", {"read"}),
        ("Rev", {"read", "check", "judge"}),
        ("Ada", {"read", "check", "judge", "manage"}),
    ],
)
def test_a_role_may_do_what_it_may_and_nothing_else(office: Office, name: str, may: set[str]) -> None:
    check = office.browser("Ada").hand_in()
    browser = office.browser(name)
    for deed, do in DEEDS.items():
        expected = {200, 303} if deed in may else {403}
        assert do(browser, check).status_code in expected, deed


def test_another_teams_check_does_not_exist(office: Office) -> None:
    ada, sue = office.browser("Ada"), office.browser("Sue")
    check = ada.hand_in()
    claim = ada.claims(check)[0]
    id = check.rpartition("/")[2]
    with ada.store.reading() as connection:
        from cuibono.web.store import jobs

        job = jobs.of_check(connection, id)
    ada.post(f"{check}/claims/{claim}/judge", {"kind": "note", "why": "ours"}, at="/account")
    judgement = ada.get(f"/api/v1/checks/{id}/judgements").json()[0]["id"]
    pages = (
        *(check, f"{check}/progress", f"{check}/history", f"{check}/claims/{claim}", f"{check}?run=1"),
        *(f"{check}/claims/{claim}/judge", f"{check}/name?name=Vlast", f"{check}/files/check.json"),
        *(f"/api/v1/checks/{id}", f"/api/v1/checks/{id}/result", f"/api/v1/checks/{id}/judgements"),
        f"/api/v1/jobs/{job.id}" if job else "",
    )
    for page in pages:
        assert sue.get(page).status_code == 404, page
    posts = (
        (f"{check}/again", {}),
        (f"{check}/delete", {"sure": "true"}),
        (f"{check}/publish", {"public": "true"}),
        (f"{check}/claims/{claim}/judge", {"kind": "accept"}),
        (f"/judgements/{judgement}/undo", {}),
        ("/names", {"name": "x", "kind": "is_entity", "entity_ids": "y", "check": id}),
    )
    for address, data in posts:
        assert sue.post(address, data, at="/account").status_code == 404, address
    assert sue.http.delete(f"/api/v1/checks/{id}").status_code == 404
    assert sue.http.delete(f"/api/v1/judgements/{judgement}").status_code == 404
    assert check not in sue.get("/").text
    assert sue.get("/api/v1/checks").json()["total"] == 0
    assert ada.get(check).status_code == 200


def test_the_same_text_in_two_teams_is_two_checks(office: Office) -> None:
    assert office.browser("Ada").hand_in() != office.browser("Sue").hand_in()


def test_a_team_sees_and_changes_its_own_people_alone(office: Office) -> None:
    ada, sue = office.browser("Ada"), office.browser("Sue")
    assert "Sue" not in ada.words("/team")
    with ada.store.reading() as connection:
        everybody = {p.name: p for p in people.everybody(connection)}
    assert sue.post(f"/team/{everybody['Rea'].user_id}", {"role": "admin"}, at="/team").status_code == 404
    out = ada.post(f"/team/{everybody['Rea'].user_id}", {"role": "reader"}, at="/team")
    assert out.status_code == 303
    refused = office.browser().post("/sign-in", {"name": "Rea", "password": PASSWORD}, at="/sign-in")
    assert refused.status_code == 403
    assert ada.post(f"/team/{everybody['Ada'].user_id}", {"role": "reader"}, at="/team").status_code == 422
    assert office.browser("Rev").get("/team").status_code == 403


def test_a_token_may_do_what_its_scopes_say(office: Office) -> None:
    check = office.browser("Ada").hand_in().rpartition("/")[2]
    read = office.token("Ada", "read")
    http = office.browser().http
    assert http.get(f"/api/v1/checks/{check}", headers=read).status_code == 200
    assert http.post("/api/v1/checks", json={"text": ARTICLE}, headers=read).status_code == 403
    assert http.delete(f"/api/v1/checks/{check}", headers=read).status_code == 403
    write = office.token("Ada", "read", "check")
    assert http.post("/api/v1/checks", json={"text": ARTICLE}, headers=write).status_code in (200, 202)
    claim = http.get(f"/api/v1/checks/{check}/result", headers=write).json()["verdicts"][0]["claim"]["id"]
    judged = {"claim": claim, "kind": "accept"}
    assert http.post(f"/api/v1/checks/{check}/judgements", json=judged, headers=write).status_code == 403
    lesser = office.token("Rea", "read", "check", "judge")
    assert http.post("/api/v1/checks", json={"text": "B."}, headers=lesser).status_code == 403


def test_a_revoked_or_wrong_token_opens_nothing(office: Office) -> None:
    token = office.token("Ada", "read")
    browser = office.browser("Ada")
    assert browser.http.get("/api/v1/checks", headers=token).status_code == 200
    revoke = re.findall(r'action="(/account/tokens/\w+/revoke)"', browser.get("/account").text)
    browser.post(revoke[0], {}, at="/account")
    http = office.browser().http
    for header in (token["authorization"], "Bearer nothing", "Basic QWRhOng=", "Bearer"):
        assert http.get("/api/v1/checks", headers={"authorization": header}).status_code == 401


def test_secrets_are_kept_as_hashes_alone(office: Office) -> None:
    token = office.token("Ada", "read")["authorization"].split()[1]
    with office.browser().store.reading() as connection:
        dump = str(
            [list(connection.execute(select(t))) for t in (tables.users, tables.tokens, tables.sessions)]
        )
    assert token not in dump
    assert PASSWORD not in dump
    assert "$argon2id$" in dump


def test_a_new_password_ends_all_sessions(office: Office) -> None:
    one, two = office.browser("Rev"), office.browser("Rev")
    bad = one.post("/account/password", {"old": "no", "new": PASSWORD + "!"}, at="/account")
    assert bad.status_code == 422
    short = one.post("/account/password", {"old": PASSWORD, "new": "short"}, at="/account")
    assert "too short" in alerts(short.text)[0]
    one.post("/account/password", {"old": PASSWORD, "new": PASSWORD + "!"}, at="/account")
    assert two.get("/").status_code == 303


def test_every_change_is_in_the_log(office: Office) -> None:
    ada = office.browser("Ada")
    check = ada.hand_in()
    ada.post(f"{check}/claims/{ada.claims(check)[0]}/judge", {"kind": "accept"}, at="/account")
    ada.post(f"{check}/publish", {"public": "true"}, at="/account")
    log = ada.words("/team")
    for action in ("sign in", "submit", "judge: accept", "publish"):
        assert action in log


def test_the_public_reads_what_was_published_and_nothing_else(tmp_path: Path) -> None:
    office = Office(tmp_path, public=True)
    ada, anybody = office.browser("Ada"), office.browser()
    shown, kept = ada.hand_in(), ada.hand_in("Another text. " + ARTICLE)
    ada.post(f"{shown}/publish", {"public": "true"}, at="/account")
    assert anybody.get(shown).status_code == 200
    assert anybody.get(kept).status_code == 404
    assert shown in anybody.get("/").text
    assert kept not in anybody.get("/").text
    assert anybody.get("/api/v1/checks").json()["total"] == 1
    assert anybody.get("/names").status_code == 404
    page = anybody.get(shown).text
    assert '<form method="post"' not in page
    assert "Judge this finding" not in page
    claim = anybody.claims(shown)[0]
    assert anybody.get(f"{shown}/claims/{claim}/judge").status_code == 303
    ada.post(f"{shown}/publish", {}, at="/account")
    assert anybody.get(shown).status_code == 404


def test_without_accounts_only_loopback_names_are_answered(fresh: Browser) -> None:
    assert fresh.get("/").status_code == 200
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.nip.example", "10.0.0.5"):
        assert fresh.get("/", headers={"host": host}).status_code == 421
    for header in ("x-forwarded-for", "forwarded"):
        answer = fresh.get("/", headers={header: "203.0.113.9"})
        assert answer.status_code == 403
        assert "--accounts" in answer.text
