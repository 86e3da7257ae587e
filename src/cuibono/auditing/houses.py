"""A house's own rules for drafts: which interests, which levels, what was accepted, why and when. TOML, read strictly."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from cuibono.auditing.resources import load
from cuibono.errors import InputError

Level = Literal["note", "warning", "error", "off"]
LEVELS: tuple[Level, ...] = ("note", "warning", "error", "off")
NAMES = ("cuibono.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that the house has looked at and accepts: for a rule, a source or both, with the reason and the day."""

    reason: str
    date: str
    rule: str = ""
    source: str = ""
    other: str = ""
    until: str = ""

    def covers(self, rule: str, source: str, other: str, today: str) -> bool:
        """Whether it speaks of this finding and has not run out."""
        if self.until and today > self.until:
            return False
        pairs = ((self.rule, rule), (self.source, source), (self.other, other))
        return all(not mine or mine.casefold() == theirs.casefold() for mine, theirs in pairs)


@dataclass(frozen=True, slots=True)
class House:
    """Levels by rule, the level from which the exit status is 1, the outlet, and what is accepted."""

    levels: Mapping[str, Level] = field(default_factory=dict)
    fail_on: Level = "error"
    outlet: str = ""
    probability: float = 0.8
    accepted: tuple[Accepted, ...] = ()
    path: str = ""

    def level(self, rule: str) -> Level:
        """The house's level for a rule, else that of the rule file."""
        return self.levels.get(rule) or cast(Level, load("lint")["rules"][rule]["level"])


def read_house(path: Path | None, start: Path | None = None) -> House:
    """The configuration at ``path``, or the first ``cuibono.toml`` or ``pyproject.toml`` with ``[tool.cuibono.lint]`` above ``start``.

    Raises :class:`InputError` for a file that is no TOML, an unknown key, rule or level, and an exception without reason or date.
    """
    if path is not None:
        return _house(path, _table(path, needed=True))
    for folder in [base := (start or Path.cwd()).resolve(), *base.parents]:
        for name in NAMES:
            if (found := folder / name).is_file() and (table := _table(found, needed=False)) is not None:
                return _house(found, table)
    return House()


def _table(path: Path, *, needed: bool) -> Mapping[str, Any] | None:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if not needed and path.name == "pyproject.toml":
            return None
        raise InputError(f"{path}: no TOML: {error}") from error
    if "tool" in data or path.name == "pyproject.toml":
        found = data.get("tool", {}).get("cuibono", {}).get("lint")
        if found is not None or not needed:
            return cast("Mapping[str, Any] | None", found)
    return cast("Mapping[str, Any]", data.get("lint", data))


def _house(path: Path, table: Mapping[str, Any] | None) -> House:
    table = table or {}
    known = {"levels", "fail_on", "outlet", "probability", "accepted"}
    if unknown := sorted(set(table) - known):
        raise InputError(f"{path}: {unknown[0]!r} is no setting: there are {', '.join(sorted(known))}")
    levels = table.get("levels", {})
    for rule, level in levels.items():
        if rule not in load("lint")["rules"]:
            raise InputError(
                f"{path}: levels: {rule!r} is no rule: there are {', '.join(load('lint')['rules'])}"
            )
        _level(path, level)
    probability = table.get("probability", 0.8)
    if not isinstance(probability, (int, float)) or not 0 <= probability <= 1:
        raise InputError(f"{path}: probability: {probability!r} is not between 0 and 1")
    return House(
        levels=dict(levels),
        fail_on=_level(path, table.get("fail_on", "error")),
        outlet=str(table.get("outlet", "")),
        probability=float(probability),
        accepted=tuple(_accepted(path, n, row) for n, row in enumerate(table.get("accepted", ()), 1)),
        path=str(path),
    )


def _level(path: Path, level: object) -> Level:
    if level not in LEVELS:
        raise InputError(f"{path}: {level!r} is no level: there are {', '.join(LEVELS)}")
    return level


def _accepted(path: Path, number: int, row: Mapping[str, Any]) -> Accepted:
    where = f"{path}: accepted, number {number}"
    known = {"rule", "source", "other", "reason", "date", "until"}
    if unknown := sorted(set(row) - known):
        raise InputError(f"{where}: {unknown[0]!r} is no field: there are {', '.join(sorted(known))}")
    values = {key: str(value).strip() for key, value in row.items()}
    if not values.get("reason") or not values.get("date"):
        raise InputError(f"{where}: needs a reason and a date")
    if not values.get("rule") and not values.get("source"):
        raise InputError(f"{where}: needs a rule or a source")
    for name in ("date", "until"):
        _day(where, name, values.get(name, ""))
    if values.get("rule") and values["rule"] not in load("lint")["rules"]:
        raise InputError(f"{where}: {values['rule']!r} is no rule")
    return Accepted(**values)


def _day(where: str, name: str, value: str) -> None:
    try:
        if value:
            date.fromisoformat(value)
    except ValueError as error:
        raise InputError(f"{where}: {name} {value!r} is no day: write it as YYYY-MM-DD") from error
