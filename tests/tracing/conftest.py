"""What several tests of this room share."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuibono.ledger import create
from tests.tracing.kept import GRANTS, HEADS, put


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "ledger"
    create(home)
    put(home, "grants", GRANTS)
    put(home, "heads", HEADS)
    return home
