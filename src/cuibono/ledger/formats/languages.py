"""Codes of languages: what registers write to the three letters of FollowTheMoney."""

from __future__ import annotations

from cuibono.ledger.formats.ror import _LANGUAGES as _TWO
from cuibono.ledger.schema import vocabulary


def three_letters(code: str) -> str | None:
    """``en``, ``en-GB``, ``eng`` as ``eng``; None for a language that the vocabulary does not know."""
    short = code.strip().lower().replace("_", "-").split("-")[0]
    return _TWO.get(short, short if short in vocabulary().languages else None)
