"""What the ledger knows of one name, for the terminal and as JSON: the answer to ``cuibono who``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from cuibono.model import Candidate
from cuibono.reporting import phrases
from cuibono.reporting.objects import Object, json_bytes
from cuibono.reporting.plain import line, plain_number

if TYPE_CHECKING:
    from rich.console import Console


class Card(Protocol):
    """What a card must have; the rest is shown when it is there."""

    @property
    def query(self) -> str: ...

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
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(item) for item in value)
    return value


def print_card(card: Card, console: Console) -> None:
    """Print what is known of a name; fits 80 columns."""
    from cuibono.reporting.terminal import Printer

    printer = Printer(console)
    printer.say(line(card.query), "bold")
    for candidate in card.candidates:
        printer.say(f"{line(candidate.caption)} ({candidate.probability:.2f})", indent=2)


__all__ = ["Card", "card_json", "card_object", "phrases", "print_card"]
