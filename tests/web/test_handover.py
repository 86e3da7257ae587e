"""What leaves the server: every format whole, judgements beside findings, nothing that a spreadsheet or a browser would run."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from cuibono.web.handing import FILES, JUDGED
from tests.web.browser import ARTICLE, Browser
from tests.web.test_judging import judge

FORMULA = '=HYPERLINK("http://example.org";"click")'


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_sent_as_a_file_that_may_do_nothing_here(
    browser: Browser, check: str, name: str
) -> None:
    answer = browser.get(f"{check}/files/{name}")
    assert answer.status_code == 200
    assert answer.content
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_unknown_file_is_not_there(browser: Browser, check: str) -> None:
    for name in ("passwd", "..%2f..%2fetc%2fpasswd", "report.html%00"):
        assert browser.get(f"{check}/files/{name}").status_code == 404


def test_json_is_the_command_lines_object(browser: Browser, check: str) -> None:
    file = browser.get(f"{check}/files/check.json").json()
    assert file == browser.get(f"/api/v1{check}/result").json()


def test_judgements_stand_in_report_and_tables(fresh: Browser) -> None:
    check = fresh.hand_in()
    claim = fresh.claims(check)[0]
    judge(fresh, check, claim, kind="change", finding="misdated", why=FORMULA)
    judge(fresh, check, claim, kind="note", why="a <b>note</b>")
    report = fresh.get(f"{check}/files/report.html").text
    assert "never evidence" in report
    assert "a &lt;b&gt;note&lt;/b&gt;" in report
    assert "<b>note</b>" not in report
    text = fresh.get(f"{check}/files/claims.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert set(JUDGED) <= set(rows[0])
    assert rows[0]["judged_finding"] == "misdated"
    assert rows[0]["why"] == "'" + FORMULA
    file = json.loads(fresh.get(f"{check}/files/judgements.json").content)
    assert [j["kind"] for j in file] == ["change", "note"]


def test_a_workbook_holds_words_and_no_formula(fresh: Browser) -> None:
    check = fresh.hand_in(ARTICLE.replace("Money and media", FORMULA))
    judge(fresh, check, fresh.claims(check)[0], kind="note", why=FORMULA)
    book = zipfile.ZipFile(io.BytesIO(fresh.get(f"{check}/files/claims.xlsx").content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert "HYPERLINK" in book.read("xl/sharedStrings.xml").decode()


def test_the_report_stands_alone(browser: Browser, check: str) -> None:
    report = browser.get(f"{check}/files/report.html").text
    assert "<link" not in report
    assert 'src="' not in report
    assert "/static/" not in report
