"""Reviews: a person's judgement beside a check, kept in a journal that only grows, shown as theirs, never evidence."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from cuibono import reviews
from cuibono.cli import main
from cuibono.errors import InputError, RecordError
from cuibono.model import FINDINGS, Review
from cuibono.reporting import print_check, to_html, to_json
from tests.reporting.sample import sample

AT = "2022-03-01T10:00:00Z"


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in arguments])
    code = stop.value.code
    assert isinstance(code, int)
    return code


@pytest.fixture
def written(tmp_path: Path) -> Path:
    file = tmp_path / "check.json"
    file.write_bytes(to_json(sample()) + b"\n")
    return file


def lines(check: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in reviews.journal_beside(check).read_text(encoding="utf-8").splitlines()]


def test_accepting_is_kept_beside_the_check(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = written.read_bytes()
    assert run("review", written, "1", "--accept", "--by", "M. Okonedo", "--at", AT) == 0
    (row,) = lines(written)
    claim = sample().verdicts[0].claim
    assert (row["claim"], row["kind"], row["by"], row["at"]) == (claim.id, "accept", "M. Okonedo", AT)
    assert row["document"] == sample().document.id
    assert row["finding"] == row["was"] == sample().verdicts[0].finding
    assert written.read_bytes() == before
    assert "accepted by M. Okonedo" in capsys.readouterr().out


def test_a_finding_is_changed_by_number_or_id(written: Path) -> None:
    claim = sample().verdicts[1].claim
    other = next(f for f in FINDINGS if f != sample().verdicts[1].finding)
    for name in ("2", claim.id):
        assert (
            run("review", written, name, "--finding", other, "--why", "read it", "--by", "A B", "--at", AT)
            == 0
        )
    assert {row["claim"] for row in lines(written)} == {claim.id}
    assert {row["finding"] for row in lines(written)} == {other}


def test_undoing_is_a_line_of_its_own(written: Path) -> None:
    assert run("review", written, "1", "--accept", "--by", "A B", "--at", AT) == 0
    assert run("review", written, "1", "--undo", "--by", "C D", "--at", AT) == 0
    assert [row["kind"] for row in lines(written)] == ["accept", "undo"]
    assert reviews.current(reviews.read(reviews.journal_beside(written))) == {}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("1",), "say one of --accept"),
        (("1", "--accept", "--undo", "--by", "A"), "say one of --accept"),
        (("1", "--accept"), "say who reviews"),
        (("1", "--accept", "--by", " - "), "say who reviews"),
        (("1", "--finding", "true", "--by", "A", "--why", "x"), "is no finding"),
        (("1", "--finding", sample().verdicts[0].finding, "--by", "A", "--why", "x"), "already"),
        (("1", "--finding", "unresolved", "--by", "A"), "say why"),
        (("1", "--undo", "--by", "A"), "no review of claim"),
        (("99", "--accept", "--by", "A"), "no claim 99"),
        (("zzzzzz", "--accept", "--by", "A"), "no claim of this check"),
        (("1", "--accept", "--by", "A", "--at", "yesterday"), "is no time"),
    ],
)
def test_what_is_not_whole_is_told_in_one_line_and_kept_nowhere(
    written: Path, arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("review", written, *arguments) == 2
    assert told in capsys.readouterr().err
    assert not reviews.journal_beside(written).exists()


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"verdicts": 1}', b"\xff\xfe"])
def test_a_file_that_is_no_check_is_told(
    tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "no.json"
    file.write_bytes(data)
    assert run("review", file) == 2
    assert "no.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    "row", ["{", "[]", '{"format": "other"}', '{"format": "cuibono.review/1", "claim": "c", "kind": "burn"}']
)
def test_a_line_that_is_no_review_is_told_with_its_place(tmp_path: Path, row: str) -> None:
    journal = tmp_path / "c.reviews.jsonl"
    journal.write_text(f"\n{row}\n", encoding="utf-8")
    with pytest.raises(RecordError, match="line 2"):
        reviews.read(journal)


def test_the_list_names_what_asks_for_a_person_and_what_was_said(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asks = [n for n, v in enumerate(sample().verdicts, 1) if v.needs_review]
    assert run("review", written) == 0
    first = capsys.readouterr().out
    assert [int(row.split()[0]) for row in first.splitlines()] == asks
    run("review", written, str(asks[0]), "--accept", "--by", "A B", "--why", "called the fund", "--at", AT)
    capsys.readouterr()
    run("review", written)
    assert "accepted by A B: called the fund" in capsys.readouterr().out


def test_the_report_shows_a_judgement_as_the_persons(written: Path) -> None:
    verdict = sample().verdicts[0]
    made = reviews.change(
        verdict.claim.id, verdict.finding, "unrecorded", by="A B", why="another fund", at=AT
    )
    page = to_html(sample(), reviews={made.claim: made})
    assert "A person’s judgement, no evidence:" in page
    assert "A B, 1 March 2022: unrecorded. another fund" in page
    assert page.count('data-n="1"') == to_html(sample()).count('data-n="1"')
    assert "A person’s judgement" not in to_html(sample())


def test_a_judgement_on_an_older_finding_says_so() -> None:
    verdict = sample().verdicts[0]
    was = next(f for f in FINDINGS if f != verdict.finding)
    made = reviews.accept(verdict.claim.id, was, by="A B", at=AT)
    assert "Said when the program’s finding was" in to_html(sample(), reviews={made.claim: made})
    fit, stale = reviews.fitting({made.claim: made}, {verdict.claim.id: verdict.finding})
    assert (fit, stale) == ([], [made])


def test_markup_in_a_judgement_stays_words() -> None:
    verdict = sample().verdicts[0]
    made = reviews.accept(verdict.claim.id, verdict.finding, by="<b>A</b>", why="<script>x</script>", at=AT)
    page = to_html(sample(), reviews={made.claim: made})
    assert "<b>A" not in page
    assert "<script>x" not in page


def test_a_judgement_is_never_evidence(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """The same check with reviews beside it is the same, byte for byte."""
    text = tmp_path / "text.txt"
    text.write_text("Jeff Bezos owns The Washington Post.\n", encoding="utf-8")
    run("check", text, "--json", "-", "--as-of", "2026-11-22", "-q")
    plain = capsysbinary.readouterr().out
    claim = json.loads(plain)["verdicts"][0]["claim"]["id"]
    journal = tmp_path / "text.reviews.jsonl"
    reviews.add(journal, reviews.change(claim, "supported", "contradicted", by="A", why="no", at=AT))
    run("check", text, "--json", "-", "--as-of", "2026-11-22", "-q", "--reviews", journal)
    assert capsysbinary.readouterr().out == plain


def test_a_journal_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Nothing much.\n", encoding="utf-8")
    assert run("check", text, "--reviews", tmp_path / "none.jsonl") == 2
    assert "no such file" in capsys.readouterr().err


words = st.text(max_size=60)


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["accept", "change", "undo"]), words),
        max_size=12,
    )
)
def test_what_counts_is_the_latest_word_that_was_not_undone(steps: list[tuple[str, str, str]]) -> None:
    journal: list[Review] = []
    for claim, kind, why in steps:
        held = reviews.current(journal)
        if kind == "undo":
            if claim not in held:
                with pytest.raises(InputError):
                    reviews.undo(claim, held, by="A")
                continue
            journal.append(reviews.undo(claim, held, by="A", why=why, at=AT))
            assert claim not in reviews.current(journal)
        elif kind == "accept":
            journal.append(reviews.accept(claim, "supported", by="A", why=why, at=AT))
            assert reviews.current(journal)[claim] == journal[-1]
        else:
            journal.append(reviews.change(claim, "supported", "misdated", by="A", why=f"{why} x", at=AT))
            assert reviews.current(journal)[claim].finding == "misdated"


@settings(deadline=None, max_examples=60)
@given(words, words)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, why: str, by: str) -> None:
    journal = tmp_path_factory.mktemp("j") / "c.reviews.jsonl"
    made = reviews.accept("c1", "supported", by=f"A {by}", why=why, at=AT)
    reviews.add(journal, made)
    reviews.add(journal, made)
    assert reviews.read(journal) == (made, made)


def test_the_terminal_shows_it_too() -> None:
    verdict = sample().verdicts[0]
    made = reviews.accept(verdict.claim.id, verdict.finding, by="A B", why="called the fund", at=AT)
    stream = io.StringIO()
    print_check(sample(), Console(file=stream, width=100), {made.claim: made})
    assert "A B, 1 March 2022: accepted. called the fund" in " ".join(stream.getvalue().split())
