"""The facts as read by the build script, and the ledger in the package."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from cuibono.ledger import Ledger, open_ledger, starter_path  # noqa: E402
from cuibono.ledger.records import Edge  # noqa: E402
from starter_facts import Actor, FactFile, load  # noqa: E402


@pytest.fixture(scope="session")
def facts() -> tuple[dict[str, Actor], list[FactFile]]:
    return load()


@pytest.fixture(scope="session")
def actors(facts: tuple[dict[str, Actor], list[FactFile]]) -> dict[str, Actor]:
    return facts[0]


@pytest.fixture(scope="session")
def files(facts: tuple[dict[str, Actor], list[FactFile]]) -> list[FactFile]:
    return facts[1]


@pytest.fixture(scope="session")
def ledger() -> Iterator[Ledger]:
    with open_ledger(starter_path()) as opened:
        yield opened


@pytest.fixture(scope="session")
def edges(ledger: Ledger) -> tuple[Edge, ...]:
    return ledger.edges({row.entity_id for row in ledger.names()})
