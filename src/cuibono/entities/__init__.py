"""Names to records: folding, comparison with reasons, a name index, linking, screening, the card of an entity.

Everything is imported when first used, so that ``import cuibono.entities`` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuibono.entities.batch import Answered, Asked, answers, read_names
    from cuibono.entities.card import ListingLine, MoneyLine, NameLine, Source, TieLine, WhoCard, who_card
    from cuibono.entities.compare import NameScore, compare_names, decisive
    from cuibono.entities.folding import fold
    from cuibono.entities.index import NameIndex
    from cuibono.entities.judgements import Judgement, Judgements, judge, judgements_of, undo
    from cuibono.entities.linking import link_actors, link_name
    from cuibono.entities.names import name_shape, skeleton
    from cuibono.entities.retrieval import candidates
    from cuibono.entities.screening import Screener, ScreenHit, screen
    from cuibono.entities.spotting import recorded_names
    from cuibono.entities.states import read_state

_HOMES = {
    "Answered": "batch",
    "Asked": "batch",
    "Judgement": "judgements",
    "Judgements": "judgements",
    "answers": "batch",
    "judge": "judgements",
    "judgements_of": "judgements",
    "read_names": "batch",
    "undo": "judgements",
    "ListingLine": "card",
    "MoneyLine": "card",
    "NameLine": "card",
    "Source": "card",
    "TieLine": "card",
    "WhoCard": "card",
    "who_card": "card",
    "NameIndex": "index",
    "NameScore": "compare",
    "candidates": "retrieval",
    "compare_names": "compare",
    "decisive": "compare",
    "fold": "folding",
    "link_actors": "linking",
    "link_name": "linking",
    "name_shape": "names",
    "read_state": "states",
    "recorded_names": "spotting",
    "ScreenHit": "screening",
    "Screener": "screening",
    "screen": "screening",
    "skeleton": "names",
}

__all__ = [
    "Answered",
    "Asked",
    "Judgement",
    "Judgements",
    "ListingLine",
    "MoneyLine",
    "NameIndex",
    "NameLine",
    "NameScore",
    "ScreenHit",
    "Screener",
    "Source",
    "TieLine",
    "WhoCard",
    "answers",
    "candidates",
    "compare_names",
    "decisive",
    "fold",
    "judge",
    "judgements_of",
    "link_actors",
    "link_name",
    "name_shape",
    "read_names",
    "read_state",
    "recorded_names",
    "screen",
    "skeleton",
    "undo",
    "who_card",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
