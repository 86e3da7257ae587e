from __future__ import annotations

import io
from dataclasses import replace

from hypothesis import given, settings
from rich.cells import cell_len
from rich.console import Console

from cuibono.model import Check
from cuibono.reporting import print_check
from cuibono.reporting.wording import finding_words
from tests.reporting.sample import poisoned, sample
from tests.reporting.strategies import hostile


def printed(check: Check, width: int = 80, *, colour: bool = False, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    console = Console(
        file=stream, width=width, force_terminal=colour, color_system="standard" if colour else None
    )
    print_check(check, console)
    stream.flush()
    return raw.getvalue().decode(encoding)


PLAIN = printed(sample())


def test_every_claim_is_told_with_finding_quote_and_source(check: Check) -> None:
    joined = " ".join(PLAIN.split())
    for number, verdict in enumerate(check.verdicts, 1):
        words = finding_words(verdict.finding)
        assert f"{number} {words.symbol} {words.label.upper()}" in joined
        assert verdict.claim.quote[:25] in joined
        for difference in verdict.differences:
            assert f"claimed: {difference.claimed}" in joined
    assert "https://registers.westmark.example/lobby?id=rep-400" in joined


def test_lists_are_told_once_and_referred_to_by_their_numbers(check: Check) -> None:
    joined = " ".join(PLAIN.split())
    for number, searched in enumerate(check.ledger, 1):
        assert f"[{number}] {searched.dataset} {searched.version}: {searched.title}" in joined
    body = joined.split("Lists at hand")[0]
    assert "searched" in body
    assert all(s.title not in body for s in check.ledger)
    assert "complete, with exceptions" in body


def test_an_explanation_that_says_the_same_again_is_referred_to(check: Check) -> None:
    twice = replace(check, verdicts=(check.verdicts[0], check.verdicts[0]))
    joined = " ".join(printed(twice).split())
    assert joined.count(" ".join(check.verdicts[0].explanation.split())) == 1
    assert "As for 1." in joined


def test_a_text_without_title_is_called_by_its_first_words(check: Check) -> None:
    document = replace(check.document, title=None, text="\n  The Sound pays the Gazette.\nMore.")
    first = printed(replace(check, document=document, verdicts=(), uncheckable=())).splitlines()[0]
    assert first.strip() == "“The Sound pays the Gazette.”"


def test_who_says_so_is_told_with_quotation_marks_closed(check: Check) -> None:
    one = check.verdicts[0]
    said = [
        replace(one, claim=replace(one.claim, attribution=a)) for a in ("page on “Friends", "same editor")
    ]
    joined = " ".join(printed(replace(check, verdicts=tuple(said))).split())
    assert "said by page on “Friends”" in joined
    assert "said by the same editor" in joined


def test_publisher_passages_and_limits_are_told() -> None:
    joined = " ".join(PLAIN.split())
    assert "then and now owned by Ferry Lines Holding" in joined
    assert "now only listed by Westmark" in joined
    assert "motive “Westmark wants to strangle our ports”" in joined
    assert "Not recorded is not false" in joined
    assert "review Paid through a go-between" in joined


def test_it_fits_the_width() -> None:
    for width in (40, 80, 200):
        assert max(cell_len(row) for row in printed(sample(), width).splitlines()) <= width


@settings(deadline=None, max_examples=30)
@given(hostile())
def test_no_text_drives_the_terminal(poison: str) -> None:
    out = printed(poisoned(poison))
    assert not {char for char in out if char != "\n" and (ord(char) < 32 or 127 <= ord(char) < 160)}
    assert not {"\u202e", "\u2066", "\u200f"} & set(out)
    assert max(cell_len(row) for row in out.splitlines()) <= 80


def test_markup_in_a_text_is_printed_not_obeyed() -> None:
    out = printed(poisoned("[bold]x[/bold] :smile:"), colour=True)
    assert "[bold]x[/bold]" in out
    assert ":smile:" in out


def test_only_our_own_colours_are_sent() -> None:
    coloured = printed(sample(), colour=True)
    assert "\x1b[" in coloured
    assert "\x1b]8" not in coloured


def test_a_console_without_unicode_gets_plain_symbols(check: Check) -> None:
    out = printed(check, encoding="ascii")
    assert "x CONTRADICTED" in out
    assert out.isascii()


def test_nothing_known_is_said_in_words(empty: Check) -> None:
    out = " ".join(printed(empty).split())
    assert "no claim of influence" in out
    assert "does not say who published it" in out
