from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

for needed in ("fastapi", "sqlalchemy", "alembic", "argon2", "babel", "limits", "xlsxwriter"):
    pytest.importorskip(needed, reason="needs the extra cuibono[web]")

from cuibono.web import Settings, create_app
from tests.web.browser import Browser

TODAY = "2026-11-01"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data=tmp_path_factory.mktemp("web"), workers=0, today=TODAY)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Any:
    return create_app(settings)


@pytest.fixture
def browser(app: Any) -> Browser:
    return Browser(app)


@pytest.fixture(scope="session")
def check(app: Any) -> str:
    """Where a check of the sample article is."""
    return Browser(app).hand_in(published="2021-03-05")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Browser]:
    """A browser at a server with a store of its own."""
    yield Browser(create_app(Settings(data=tmp_path, workers=0, today=TODAY)))
