"""What a person or a program gets to see of a :class:`~cuibono.model.Check`.

Imports of templates, terminal and XML libraries happen when a function is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuibono.reporting.card import card_json, card_object, print_card
    from cuibono.reporting.claimreview import claimreview_json, to_claimreview
    from cuibono.reporting.ftm import to_ftm
    from cuibono.reporting.gexf import to_gexf
    from cuibono.reporting.objects import check_object, check_schema, claim_line, to_json
    from cuibono.reporting.output import write
    from cuibono.reporting.page import to_html
    from cuibono.reporting.table import to_csv
    from cuibono.reporting.terminal import print_check

_HOMES = {
    "card_json": "card",
    "card_object": "card",
    "print_card": "card",
    "claimreview_json": "claimreview",
    "to_claimreview": "claimreview",
    "to_ftm": "ftm",
    "to_gexf": "gexf",
    "check_object": "objects",
    "check_schema": "objects",
    "claim_line": "objects",
    "to_json": "objects",
    "write": "output",
    "to_html": "page",
    "to_csv": "table",
    "print_check": "terminal",
}

__all__ = [
    "card_json",
    "card_object",
    "check_object",
    "check_schema",
    "claim_line",
    "claimreview_json",
    "print_card",
    "print_check",
    "to_claimreview",
    "to_csv",
    "to_ftm",
    "to_gexf",
    "to_html",
    "to_json",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'cuibono.reporting' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"cuibono.reporting.{_HOMES[name]}"), name)
