"""The check on a terminal: counts, every claim with its finding and main record, publisher, what no record decides.

Text from articles and records goes through :func:`~cuibono.reporting.plain.line` and is printed as plain text: no terminal
sequences, no markup. A finding is told by word and symbol; colour only repeats it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cuibono.model import (
    Check,
    Evidence,
    Finding,
    Interest,
    PublisherProfile,
    Review,
    Searched,
    Source,
    Verdict,
    count_findings,
)
from cuibono.reporting import phrases, sourcing
from cuibono.reporting.plain import host_of, line, readable_date, short, web_address
from cuibono.reporting.wording import finding_words, kind_words, word

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDEST = 100
SHOWN_RECORDS = 2
SHOWN_TIES = 5
STYLES: dict[Finding, str] = {
    "supported": "bold green",
    "overstated": "bold yellow",
    "misdated": "bold blue",
    "contradicted": "bold red",
    "unrecorded": "bold",
    "unresolved": "bold magenta",
}


class Printer:
    """Prints plain text on one console: within ``WIDEST`` columns, in characters that the console's encoding has."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = min(console.width, WIDEST)
        self.encoding = console.encoding or "utf-8"
        self.first_shown: dict[str, int] = {}
        self.explained: dict[str, int] = {}
        self.reviews: Mapping[str, Review] = {}
        self.lists: dict[tuple[str, str], int] = {}

    @property
    def unicode(self) -> bool:
        return self.encoding.lower().replace("-", "") in ("utf8", "utf8sig", "utf16", "utf32")

    def text(self, words: str, style: str = "") -> Text:
        """Words as text that rich neither parses nor highlights."""
        fit = words if self.unicode else words.encode(self.encoding, "replace").decode(self.encoding)
        return Text(fit, style=style, overflow="fold")

    def put(self, what: RenderableType, indent: int = 0) -> None:
        self.console.print(
            Padding(what, (0, 0, 0, indent)), width=self.width, highlight=False, soft_wrap=False
        )

    def say(self, words: str, style: str = "", indent: int = 0) -> None:
        if words:
            self.put(self.text(words, style), indent)

    def gap(self) -> None:
        self.console.print()

    def head(self, words: str) -> None:
        self.gap()
        self.say(words, "bold underline")

    def rows(self, rows: Iterable[tuple[str, str]], indent: int = 0, label: int = 9) -> None:
        """Label and words side by side; long words wrap under themselves."""
        grid = Table.grid(padding=(0, 1), expand=False)
        grid.add_column(width=label, no_wrap=True)
        grid.add_column(overflow="fold")
        kept = [(name, words) for name, words in rows if words]
        for name, words in kept:
            grid.add_row(self.text(name, "dim"), self.text(words))
        if kept:
            self.put(grid, indent)

    def symbol(self, finding: Finding) -> str:
        words = finding_words(finding)
        return words.symbol if self.unicode else words.ascii


def print_check(check: Check, console: Console, reviews: Mapping[str, Review] | None = None) -> None:
    """Print the summary of one check; fits 80 columns and narrower. ``reviews``: what people say of findings, by claim id."""
    printer = Printer(console)
    printer.reviews = reviews or {}
    printer.lists = {(s.dataset, s.version): n for n, s in enumerate(check.ledger, 1)}
    _print_head(check, printer)
    for number, verdict in enumerate(check.verdicts, 1):
        _print_verdict(number, verdict, printer)
    _print_uncheckable(check, printer)
    _print_publisher(check.publisher, printer)
    _print_sources(check, printer)
    _print_lists(check.ledger, printer)
    _print_foot(check, printer)


def _print_head(check: Check, printer: Printer) -> None:
    document = check.document
    printer.say(phrases.heading(document), "bold")
    published = readable_date(document.published) or "no date in the text"
    where = line(document.publisher or check.publisher.name) or "no publisher in the text"
    printer.say(f"{where} · {published} · checked {readable_date(check.as_of)}", "dim")
    printer.gap()
    printer.say(phrases.overview(check))
    counts = [(f, n) for f, n in count_findings(check.verdicts).items() if n]
    if counts:
        cells = [f"{printer.symbol(f)}\u00a0{n}\u00a0{finding_words(f).label.lower()}" for f, n in counts]
        printer.put(
            Text("   ").join(
                printer.text(cell, STYLES[f]) for cell, (f, _) in zip(cells, counts, strict=True)
            )
        )


def _print_verdict(number: int, verdict: Verdict, printer: Printer) -> None:
    claim = verdict.claim
    printer.gap()
    label = f"{printer.symbol(verdict.finding)} {finding_words(verdict.finding).label.upper()}  "
    title = Table.grid(padding=(0, 1), expand=False)
    title.add_column(width=3, justify="right", no_wrap=True)
    title.add_column(overflow="fold")
    words = printer.text(label, STYLES[verdict.finding]) + printer.text(phrases.statement(claim), "bold")
    title.add_row(printer.text(str(number), "dim"), words)
    printer.put(title)
    printer.say(f"“{short(claim.quote, 240)}”", "italic", indent=4)
    printer.say(_explained(number, verdict, printer), indent=4)
    printer.rows(_verdict_rows(number, verdict, printer), indent=4)


def _explained(number: int, verdict: Verdict, printer: Printer) -> str:
    """The explanation in full the first time; one that says the same again is referred to."""
    words = line(verdict.explanation)
    first = printer.explained.setdefault(words, number)
    return words if first == number or not words else f"As for {first}."


def _verdict_rows(number: int, verdict: Verdict, printer: Printer) -> list[tuple[str, str]]:
    claim = verdict.claim
    rows = [
        ("said by", phrases.speaker(claim.attribution)),
        ("hedged", line(claim.hedge) or ("yes" if claim.hedged else "")),
    ]
    rows += [
        (word("fields", d.field).lower()[:9], f"claimed: {line(d.claimed)}\nrecorded: {line(d.recorded)}")
        for d in verdict.differences
    ]
    rows += [
        row
        for e in phrases.main_evidence(verdict.evidence, SHOWN_RECORDS)
        for row in _evidence_rows(number, e, printer)
    ]
    left = len(verdict.evidence) - SHOWN_RECORDS
    rows.append(("", f"and {left} more, in the report" if left > 0 else ""))
    rows.append(
        ("could be", "; ".join(f"{line(c.caption)} ({c.probability:.2f})" for c in verdict.candidates[:4]))
    )
    rows.append(("searched", _searched_line(verdict.searched, printer)))
    rows.append(("review", line(verdict.needs_review)))
    made = printer.reviews.get(claim.id)
    rows.append(("person", phrases.review_words(made, verdict.finding) if made else ""))
    if verdict.today:
        rows.append(("today", _today_line(verdict)))
    return rows


def _today_line(verdict: Verdict) -> str:
    assert verdict.today is not None  # noqa: S101 - for the type checker
    label = finding_words(verdict.today.finding).label.lower()
    changes = "; ".join(f"{line(d.claimed)} / {line(d.recorded)}" for d in verdict.today.differences)
    return f"{label}" + (f": {changes}" if changes else "")


def _evidence_rows(number: int, evidence: Evidence, printer: Printer) -> list[tuple[str, str]]:
    """The record in full the first time, then in one line that says where it stood."""
    label = "record" if evidence.role == "decides" else "also"
    first = printer.first_shown.setdefault(evidence.entity_id, number)
    if first != number:
        return [(label, f"{phrases.record_title(evidence)} (as in {first})")]
    address = web_address(evidence.source_url) or f"id {line(evidence.entity_id)}"
    return [(label, "\n".join((phrases.record_title(evidence), phrases.provenance(evidence), address)))]


def _searched_line(searched: Sequence[Searched], printer: Printer) -> str:
    """How many lists, and which by their numbers in the list of lists at the end; by name where they stand in none."""
    groups = phrases.by_completeness(searched)
    told = "; ".join(
        f"{_numbers(lists, printer)} {word('completeness', complete)}" for complete, lists in groups
    )
    return f"{len(searched)} {'list' if len(searched) == 1 else 'lists'}: {told}" if searched else ""


def _numbers(lists: Iterable[Searched], printer: Printer) -> str:
    numbered = [(s, printer.lists.get((s.dataset, s.version))) for s in lists]
    runs = phrases.runs(n for _, n in numbered if n is not None)
    return ", ".join([*([f"[{runs}]"] if runs else []), *(line(s.dataset) for s, n in numbered if n is None)])


def _print_uncheckable(check: Check, printer: Printer) -> None:
    if not check.uncheckable:
        return
    printer.head("No record can decide")
    printer.rows(
        [(kind_words(passage.kind)[0], f"“{short(passage.quote, 200)}”") for passage in check.uncheckable],
        2,
        label=14,
    )


def _print_publisher(profile: PublisherProfile, printer: Printer) -> None:
    printer.head("The publisher")
    name = line(profile.name) or line(profile.domain) or "The text does not say who published it."
    linked = f" ({phrases.link_words(profile.actor)})" if profile.actor else ""
    printer.say(name + linked, indent=2)
    printer.say(line(profile.explanation), indent=2)
    printer.rows([(_when(i), _interest_line(i)) for i in profile.interests], 2, label=14)
    printer.rows(
        [("page declares", f"{line(d.relation)}: {line(d.name)}") for d in profile.declared], 2, label=14
    )
    printer.rows([("searched", _searched_line(profile.searched, printer))], 2, label=14)


def _print_sources(check: Check, printer: Printer) -> None:
    if not check.sourcing.sources:
        return
    printer.head("Whom the text cites")
    for source in check.sourcing.sources:
        where = ", ".join(map(str, sourcing.cited_in(source, check)))
        cited = f"; claim {where}" if where else "; linked" if source.links else ""
        printer.say(f"{line(source.name)} ({phrases.link_words(source.actor)}{cited})", indent=2)
        printer.rows(_source_rows(source, check), 4, label=14)
    rows = [
        (sourcing.shared_names(s, check), f"{line(s.relation)} {line(s.other)}")
        for s in check.sourcing.shared
    ]
    printer.rows([("shared", f"{names}: {tie}") for names, tie in rows], 2, label=14)


def _source_rows(source: Source, check: Check) -> list[tuple[str, str]]:
    """What is left unsaid first, then the first ties on record."""
    unsaid = [
        (
            "not mentioned",
            f"{phrases.record_title(u.evidence)} (the text speaks of {line(u.other)}, "
            f"claim {sourcing.claim_number(u.claim, check) or '?'})",
        )
        for u in source.unsaid
    ]
    ties = sourcing.gathered(source.interests)
    shown = [
        (_when(t), f"{line(t.relation)} {line(t.other)}" + (f" ({t.detail})" if t.detail else ""))
        for t in ties[:SHOWN_TIES]
    ]
    more = [("", f"and {len(ties) - SHOWN_TIES} more, in the report")] if len(ties) > SHOWN_TIES else []
    none = (
        [("", "no owner, funder, head or listing on record")] if source.actor.entity_ids and not ties else []
    )
    return [*unsaid, *shown, *more, *none]


def _when(interest: Interest | sourcing.Gathered) -> str:
    if interest.undated:
        return "undated"
    return {(True, True): "then and now", (True, False): "then only", (False, True): "now only"}.get(
        (interest.then, interest.now), "earlier"
    )


def _interest_line(interest: Interest) -> str:
    dates = phrases.record_dates(interest.evidence)
    source = host_of(interest.evidence.source_url) or line(interest.evidence.dataset)
    tail = f" ({dates})" if dates else ""
    return f"{line(interest.relation)} {line(interest.other)}{tail}; {source}"


def _print_lists(ledger: tuple[Searched, ...], printer: Printer) -> None:
    if not ledger:
        return
    printer.head("Lists at hand")
    rows = [(f"[{number}]", _list_line(searched)) for number, searched in enumerate(ledger, 1)]
    printer.rows(rows, 2, label=5)


def _list_line(searched: Searched) -> str:
    return (
        f"{line(searched.dataset)} {line(searched.version)}: {line(searched.title)}, {line(searched.publisher)}; "
        f"{word('completeness', searched.complete)}"
    )


def _print_foot(check: Check, printer: Printer) -> None:
    printer.gap()
    for note in check.notes:
        printer.say(f"Note: {line(note)}")
    printer.say(
        f"{line(check.software)}. Reports evidence, never motive. Not recorded is not false.".lstrip(". "),
        "dim",
    )
