"""A server of the Model Context Protocol: check a text, look somebody up, trace a path. Reads records, changes nothing, fetches nothing.

Needs the extra ``cuibono[mcp]``, not that of the web page.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson

from cuibono import __version__
from cuibono.errors import CuibonoError, InputError

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from cuibono.library import Ledger

INSTRUCTIONS: Final = (
    "cuibono sets claims of influence (who funds, owns, directs, sanctions whom) beside public records. Findings hold for the day "
    "of the article. 'unrecorded' means not in the lists searched, never false. Name the record and its source with every finding."
)
LONGEST: Final = 200_000
MOST_HOPS: Final = 5


def server(ledger_path: Path | None = None) -> MCPServer[Any]:
    """The server with its three tools over one ledger."""
    from mcp.server import MCPServer
    from mcp.types import ToolAnnotations

    made: MCPServer[Any] = MCPServer(
        "cuibono", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING"
    )
    reading = ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)

    @cache
    def ledger() -> Ledger:
        from cuibono.library import open_ledger

        return open_ledger(ledger_path)

    @made.tool(annotations=reading, structured_output=False)
    def check(text: str, published: str | None = None, publisher: str | None = None) -> str:
        """Check every claim of influence in a text; the JSON object of `cuibono check --json`. `published` is a date such as 2024-05-31."""
        return _told(lambda: _check(text, published, publisher, ledger()))

    @made.tool(annotations=reading, structured_output=False)
    def who(name: str, limit: int = 5) -> str:
        """What the records know of a name, an acronym or an entity id, with sources; candidates where it is unsure."""
        return _told(lambda: _who(name, limit, ledger()))

    @made.tool(annotations=reading, structured_output=False)
    def trace(a: str, b: str, max_hops: int = 4) -> str:
        """The best paths of evidence between two actors given by name or id; every hop is a record with its source."""
        return _told(lambda: _trace(a, b, max_hops, ledger()))

    return made


def _told(answer: Any) -> str:
    """The answer, or what is wrong with the question in one line of JSON."""
    try:
        text: str = answer()
    except CuibonoError as error:
        return orjson.dumps({"error": " ".join(str(error).split())}).decode()
    return text


def _check(text: str, published: str | None, publisher: str | None, ledger: Ledger) -> str:
    from cuibono.checking import check
    from cuibono.documents import from_text
    from cuibono.reporting import to_json

    if len(text) > LONGEST:
        raise InputError(f"the text is longer than {LONGEST:,} characters: check it in parts")
    document = from_text(text, published=published or None, publisher=publisher or None)
    return to_json(check(document, ledger)).decode()


def _who(name: str, limit: int, ledger: Ledger) -> str:
    from cuibono.entities import who_card
    from cuibono.reporting import card_json

    if not name.strip() or len(name) > 300:
        raise InputError("give a name of at most 300 characters")
    return card_json(who_card(name, ledger, limit=min(max(limit, 1), 50))).decode()


def _trace(a: str, b: str, max_hops: int, ledger: Ledger) -> str:
    from cuibono.library import trace
    from cuibono.tracing import path_object

    found = trace(a[:300], b[:300], ledger, max_hops=min(max(max_hops, 1), MOST_HOPS))
    return orjson.dumps({"paths": [path_object(path) for path in found], "cut": found.cut}).decode()
