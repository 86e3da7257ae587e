"""The protocol server answers with the command line's objects and changes nothing."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import orjson
import pytest

pytest.importorskip("mcp", reason="needs the extra cuibono[mcp]")


def ask(*calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """Start the server as a client does, call tools in turn; the answers as objects."""
    from mcp import ClientSession, StdioServerParameters, stdio_client

    async def talk() -> list[Any]:
        command = StdioServerParameters(command=sys.executable, args=["-m", "cuibono", "mcp"])
        answers: list[Any] = []
        async with stdio_client(command) as (reading, writing), ClientSession(reading, writing) as session:
            await session.initialize()
            listed = await session.list_tools()
            answers.append(listed.tools)
            for name, given in calls:
                result = await session.call_tool(name, given)
                answers.append(orjson.loads(result.content[0].text))  # type: ignore[union-attr]
        return answers

    return asyncio.run(talk())


def test_its_three_tools_read_and_answer() -> None:
    text = "The National Endowment for Democracy funded Human Rights Watch in 2020."
    tools, checked, card, paths, unknown, wrong = ask(
        ("check", {"text": text, "published": "2021-01-01"}),
        ("who", {"name": "National Endowment for Democracy"}),
        ("trace", {"a": "Government of the United States", "b": "National Endowment for Democracy"}),
        ("trace", {"a": "Nobody Known To Anybody", "b": "Human Rights Watch"}),
        ("check", {"text": text, "published": "yesterday"}),
    )
    assert {tool.name for tool in tools} == {"check", "who", "trace"}
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
    assert checked["format"] == "cuibono.check/1"
    assert checked["document"]["published"] == "2021-01-01"
    assert card["status"] == "linked"
    assert paths["paths"][0]["hops"]
    assert "error" in unknown
    assert "date" in wrong["error"]
