from __future__ import annotations

import pytest

from cuibono.model import Check
from tests.reporting.sample import bare, sample


@pytest.fixture(scope="session")
def check() -> Check:
    return sample()


@pytest.fixture(scope="session")
def empty() -> Check:
    return bare()
