from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cuibono.web import Settings
    from tests.web.browser import Browser

NEEDED = ("fastapi", "sqlalchemy", "alembic", "argon2", "babel", "limits", "xlsxwriter")
MISSING = [name for name in NEEDED if find_spec(name) is None]
collect_ignore_glob = ["test_*.py"] if MISSING else []
TODAY = "2026-11-01"


def pytest_report_header() -> str:
    return f"web: left out, {', '.join(MISSING)} missing (pip install 'cuibono[web]')" if MISSING else ""


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    from cuibono.web import Settings

    return Settings(data=tmp_path_factory.mktemp("web"), workers=0, today=TODAY)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Any:
    from cuibono.web import create_app

    return create_app(settings)


@pytest.fixture
def browser(app: Any) -> Browser:
    from tests.web.browser import Browser

    return Browser(app)


@pytest.fixture(scope="session")
def check(app: Any) -> str:
    """Where a check of the sample article is."""
    from tests.web.browser import Browser

    return Browser(app).hand_in(published="2021-03-05")


@pytest.fixture
def fresh(tmp_path: Path) -> Browser:
    """A browser at a server with a store of its own."""
    from cuibono.web import Settings, create_app
    from tests.web.browser import Browser

    return Browser(create_app(Settings(data=tmp_path, workers=0, today=TODAY)))
