"""Whether a text uses an actor as a source at one mention: the first rule of ``sourcing.yml`` that fits around the name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cuibono.auditing.data import Use, UseKind
from cuibono.auditing.resources import filled, load
from cuibono.auditing.sentences import Sentences

_BEFORE, _AFTER = 260, 260


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    kind: UseKind
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None
    unless_after: re.Pattern[str] | None
    speech: bool
    outlets: bool


@cache
def _words() -> dict[str, str]:
    return {name: str(value) for name, value in load("sourcing")["words"].items()}


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(filled(pattern, _words())) if pattern else None


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            row["id"],
            row["kind"],
            _compiled(row.get("before")),
            _compiled(row.get("after")),
            _compiled(row.get("unless_before")),
            _compiled(row.get("unless_after")),
            row.get("needs") == "speech",
            bool(row.get("outlets")),
        )
        for row in load("sourcing")["rules"]
    )


@cache
def _never() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    never = load("sourcing")["never"]
    before = tuple(re.compile(filled(p, _words())) for p in never["before"])
    return before, tuple(re.compile(filled(p, _words())) for p in never["after"])


@cache
def _speech() -> re.Pattern[str]:
    return re.compile(filled(load("sourcing")["speech"], _words()))


def use_at(text: str, start: int, end: int, sentences: Sentences, *, person: bool = False) -> Use | None:
    """How the sentence uses the actor named at ``text[start:end]``, or None where it only speaks of it.

    ``person``: rules for outlets ("told the ...") and for staff do not fit a person, nor a host of other people's words.
    """
    first, last = sentences.around(start)
    before = text[max(first, start - _BEFORE) : start]
    after = text[end : max(end, min(last, end + _AFTER))]
    if _is_never(before, after):
        return None
    for rule in _rules():
        if not (person and (rule.outlets or rule.kind == "staff")) and _fits(rule, before, after):
            return Use(rule.id, rule.kind, start, end, first, last)
    return None


def _is_never(before: str, after: str) -> bool:
    befores, afters = _never()
    return any(p.search(before) for p in befores) or any(p.match(after) for p in afters)


def _fits(rule: _Rule, before: str, after: str) -> bool:
    if rule.before is not None and not rule.before.search(before):
        return False
    if rule.after is not None and not rule.after.match(after):
        return False
    if rule.unless_before is not None and rule.unless_before.search(before):
        return False
    if rule.unless_after is not None and rule.unless_after.match(after):
        return False
    return not rule.speech or bool(_speech().search(before) or _speech().search(after))


def rule_ids() -> tuple[str, ...]:
    """The ids of all rules, in the order in which they are tried; ``link`` is that of addresses."""
    return (*(rule.id for rule in _rules()), "link")
