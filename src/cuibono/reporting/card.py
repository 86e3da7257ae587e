"""What the ledger knows of one name, for the terminal and as JSON: the answer to ``cuibono who``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from cuibono.model import Candidate, LinkStatus
from cuibono.reporting.objects import Object, candidate_object, json_bytes
from cuibono.reporting.phrases import runs, telling
from cuibono.reporting.plain import (
    line,
    plain_number,
    readable_date,
    readable_period,
    readable_sum,
    web_address,
)
from cuibono.reporting.wording import word

if TYPE_CHECKING:
    from rich.console import Console

    from cuibono.reporting.terminal import Printer

Row = tuple[str, str]


class Source(Protocol):
    """Where a line of a card comes from."""

    @property
    def dataset(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def url(self) -> str | None: ...


class NameLine(Protocol):
    """One spelling and the property that holds it."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def sources(self) -> Sequence[Source]: ...


class MoneyLine(Protocol):
    """Payments with one other side, in one year and currency."""

    @property
    def other(self) -> str: ...
    @property
    def year(self) -> str | None: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def records(self) -> int: ...
    @property
    def unstated(self) -> int: ...
    @property
    def sources(self) -> Sequence[Source]: ...


class TieLine(Protocol):
    """One other tie."""

    @property
    def relation(self) -> str: ...
    @property
    def other(self) -> str: ...
    @property
    def role(self) -> str | None: ...
    @property
    def start(self) -> str | None: ...
    @property
    def end(self) -> str | None: ...
    @property
    def detail(self) -> str: ...
    @property
    def sources(self) -> Sequence[Source]: ...


class ListingLine(Protocol):
    """One listing by an authority."""

    @property
    def authority(self) -> str: ...
    @property
    def programme(self) -> str: ...
    @property
    def start(self) -> str | None: ...
    @property
    def end(self) -> str | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def sources(self) -> Sequence[Source]: ...


class Card(Protocol):
    """What is known of one name; only a ``linked`` one has more than candidates."""

    @property
    def query(self) -> str: ...
    @property
    def status(self) -> LinkStatus: ...
    @property
    def note(self) -> str: ...
    @property
    def caption(self) -> str | None: ...
    @property
    def schema(self) -> str | None: ...
    @property
    def countries(self) -> Sequence[str]: ...
    @property
    def entity_ids(self) -> Sequence[str]: ...
    @property
    def names(self) -> Sequence[NameLine]: ...
    @property
    def gives(self) -> Sequence[MoneyLine]: ...
    @property
    def receives(self) -> Sequence[MoneyLine]: ...
    @property
    def owners(self) -> Sequence[TieLine]: ...
    @property
    def owns(self) -> Sequence[TieLine]: ...
    @property
    def heads(self) -> Sequence[TieLine]: ...
    @property
    def ties(self) -> Sequence[TieLine]: ...
    @property
    def listings(self) -> Sequence[ListingLine]: ...
    @property
    def candidates(self) -> Sequence[Candidate]: ...


def card_object(card: Card) -> Object:
    """The card as plain objects: every field under its own name, sums as strings of digits."""
    plain = _plain(card)
    if not isinstance(plain, dict):
        raise TypeError(f"no card: {type(card).__name__}")
    return plain


def card_json(card: Card) -> bytes:
    """:func:`card_object` as one line of UTF-8 JSON, without a line end."""
    return json_bytes(card_object(card))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, Candidate):
        return candidate_object(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def print_card(card: Card, console: Console) -> None:
    """Print what is known of a name, every line with the number of its sources, which stand at the end."""
    from cuibono.reporting.terminal import Printer

    printer, notes = Printer(console), Notes()
    _print_title(card, printer)
    for head, rows, width in (
        ("Also written", _name_rows(card.names, notes), 14),
        ("Receives", [_money_row(m, "from", notes) for m in card.receives], 6),
        ("Gives", [_money_row(m, "to", notes) for m in card.gives], 6),
        ("Owned or controlled by", [_tie_row(t, notes, coming=True) for t in card.owners], 6),
        ("Owns or controls", [_tie_row(t, notes) for t in card.owns], 6),
        ("Officers and staff", [_tie_row(t, notes, coming=True) for t in card.heads], 6),
        ("Other ties", [_tie_row(t, notes) for t in card.ties], 6),
        ("Listed", [_listing_row(x, notes) for x in card.listings], 6),
    ):
        _print_part(head, rows, width, printer)
    _print_candidates(card, printer)
    _print_part("Sources", notes.rows(), 6, printer)


class Notes:
    """Numbers for sources in order of first use, as under a paper."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def refer(self, sources: Iterable[Source]) -> str:
        """The numbers of these sources: ``[1, 3-5]``; ``""`` for none."""
        words = runs([self._number(source) for source in sources])
        return f" [{words}]" if words else ""

    def _number(self, source: Source) -> int:
        page = web_address(source.url)
        words = f"{line(source.dataset)} {line(source.version)}".strip() + (f"\n{page}" if page else "")
        return self._numbers.setdefault(words, len(self._numbers) + 1)

    def rows(self) -> list[Row]:
        return [(f"[{number}]", words) for words, number in self._numbers.items()]


def _print_title(card: Card, printer: Printer) -> None:
    printer.say(line(card.caption) or line(card.query), "bold")
    about = [
        line(card.schema),
        ", ".join(line(c) for c in card.countries),
        " ".join(line(i) for i in card.entity_ids),
    ]
    printer.say(" · ".join(part for part in about if part), "dim")
    if card.status != "linked":
        printer.say(f"{word('statuses', card.status)}; nothing was chosen", indent=2)
    printer.say(line(card.note), indent=2)


def _print_part(head: str, rows: Sequence[Row], width: int, printer: Printer) -> None:
    if rows:
        printer.head(head)
        printer.rows(rows, 2, label=width)


def _name_rows(names: Sequence[NameLine], notes: Notes) -> list[Row]:
    """Spellings by kind, each once, with the sources of the kind."""
    kinds: dict[str, list[NameLine]] = {}
    for name in names:
        kinds.setdefault(line(name.kind), []).append(name)
    rows = []
    for kind, lines in kinds.items():
        spellings = dict.fromkeys(line(n.name) for n in lines)
        sources = notes.refer(source for n in lines for source in n.sources)
        rows.append((kind, "; ".join(spellings) + sources))
    return rows


def _money_row(money: MoneyLine, toward: str, notes: Notes) -> Row:
    total = readable_sum(money.amount, money.currency) or "sum not stated"
    several = f" in {money.records} records" if money.records > 1 else ""
    unstated = (
        f" ({money.unstated} of them without a sum)" if money.unstated and money.amount is not None else ""
    )
    words = f"{total} {toward} {line(money.other)}{several}{unstated}"
    return line(money.year) or "–", words + notes.refer(money.sources)


def _tie_row(tie: TieLine, notes: Notes, *, coming: bool = False) -> Row:
    """The tie in words, from the other side's end where the heading says so."""
    schema, _, backwards = tie.relation.partition(" ")
    coming = coming or backwards == "of"
    relation, other = word("schemas", schema), line(tie.other)
    extras = [line(tie.role), line(tie.detail), readable_period(tie.start, tie.end)]
    tail = ", ".join(part for part in extras if part)
    words = f"{other} {relation} it" if coming else f"{relation} {other}"
    return _year(tie.start), words + (f" ({tail})" if tail else "") + notes.refer(tie.sources)


def _listing_row(listing: ListingLine, notes: Notes) -> Row:
    until = f", until {readable_date(listing.end)}" if listing.end else ""
    extras = [line(listing.programme), line(listing.reason)]
    tail = "; ".join(part for part in extras if part)
    since = readable_date(listing.start) or "no date on record"
    words = f"{line(listing.authority)}, {since}{until}" + (f" ({tail})" if tail else "")
    return _year(listing.start), words + notes.refer(listing.sources)


def _year(iso: str | None) -> str:
    return line(iso)[:4] or "–"


def _print_candidates(card: Card, printer: Printer) -> None:
    if card.status == "linked" and len(card.candidates) < 2:
        return
    rows = [(f"{c.probability:.2f}", _candidate_words(c)) for c in card.candidates]
    _print_part("Could be" if card.status != "linked" else "Also looked at", rows, 6, printer)


def _candidate_words(candidate: Candidate) -> str:
    ids = " ".join(map(line, candidate.entity_ids))
    about = [line(candidate.schema), ", ".join(map(line, candidate.countries)), ids]
    written, recorded = candidate.pair
    pair = f"“{line(written)}” beside “{line(recorded)}”" if written else ""
    why = "; ".join(
        f"{line(f.name)} {f.score:+.2f}" + (f" ({line(f.note)})" if f.note else "")
        for f in telling(candidate)
    )
    return "\n".join(filter(None, (line(candidate.caption), " · ".join(filter(None, about)), pair, why)))
