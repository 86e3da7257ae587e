"""The words and symbols of the report, read once from ``resources/wording.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cuibono.errors import ResourceError
from cuibono.model import FINDINGS, PREDICATES, Claim, Finding, UncheckableKind
from cuibono.reporting.plain import line
from cuibono.reporting.tongue import say


@dataclass(frozen=True, slots=True)
class FindingWords:
    """How a finding is named: a word, a symbol (with an ASCII stand-in) and one sentence that says what it means."""

    finding: Finding
    label: str
    symbol: str
    ascii: str
    meaning: str


@cache
def _table() -> Mapping[str, Any]:
    import yaml

    text = (files("cuibono.reporting") / "resources" / "wording.yml").read_text(encoding="utf-8")
    table: Mapping[str, Any] = yaml.safe_load(text)
    missing = [f for f in FINDINGS if f not in table["findings"]] + [
        p for p in PREDICATES if p not in table["predicates"]
    ]
    if missing:
        raise ResourceError(f"reporting/resources/wording.yml: no words for {', '.join(missing)}")
    return table


def finding_words(finding: Finding) -> FindingWords:
    """The words of one finding."""
    row = _table()["findings"][finding]
    return FindingWords(finding, say(row["label"]), row["symbol"], row["ascii"], say(row["meaning"]))


def kind_words(kind: UncheckableKind) -> tuple[str, str]:
    """Label and meaning of a kind of passage that no record can decide."""
    row = _table()["uncheckable"][kind]
    return say(row["label"]), say(row["meaning"])


def verb(claim: Claim) -> str:
    """The claim's relation as a verb phrase: tense and denial included ("does not fund")."""
    forms: Mapping[str, str] = _table()["predicates"][claim.predicate]
    tense = "past" if claim.past else "present"
    return say(forms[tense if claim.polarity == "affirmed" else f"not_{tense}"])


def predicate_words(predicate: str) -> str:
    """A relation as a verb in the present: "funds"."""
    return say(_table()["predicates"][predicate]["present"])


def word(table: str, key: str) -> str:
    """The words for ``key`` in a table of the file (``schemas``, ``standings``, ...); the key itself, fit to show, when it has none."""
    words: Mapping[str, str] = _table()[table]
    return say(words[key]) if words.get(key) else line(words.get(key, key))
