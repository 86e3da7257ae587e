"""Requests made from the API's own description, valid and not: none makes the program fail."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from cuibono.web import Settings, create_app
from tests.web.browser import Browser

schemathesis = pytest.importorskip("schemathesis", reason="pip install schemathesis to try this")

EXAMPLES = 5


class Idle:
    """Takes no job: what is tried here is what comes in, not the checks."""

    def start(self) -> None: ...
    def wake(self) -> None: ...
    def stop(self) -> None: ...


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = create_app(
        Settings(data=tmp_path_factory.mktemp("fuzz"), workers=0, hosts=("testserver", "localhost"))
    )
    made._app.state.desk.crew = Idle()  # type: ignore[attr-defined]
    return made


@pytest.fixture(scope="module")
def schema(app: Any) -> Any:
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


def try_out(operation: Any, mode: Any) -> int:
    """Requests of one mode for one operation; how many were sent. Some operations have nothing that could be invalid."""
    sent: list[int] = []

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def once(case: Any) -> None:
        answer = case.call()
        sent.append(answer.status_code)
        assert answer.status_code < 500, f"{case.as_curl_command()}: {answer.text[:300]}"
        if answer.status_code >= 400:
            kind = dict(answer.headers)["content-type"]
            assert str(kind).strip("['").startswith(("application/problem+json", "text/plain")), kind

    with suppress(Unsatisfiable):
        once()
    return len(sent)


def test_no_request_makes_the_program_fail(schema: Any) -> None:
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 20
    for mode in schemathesis.GenerationMode:
        assert sum(try_out(operation, mode) for operation in operations) > 40


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(
        ["/", "/rows", "/search", "/paths", "/entities/{}", "/ledger/{}", "/checks/{}", "/checks/{}/files/{}"]
    ),
    words=st.text(max_size=40),
    name=st.sampled_from(
        ["q", "words", "a", "b", "p", "hops", "finding", "run", "kind", "start", "relation"]
    ),
)
def test_no_address_makes_a_page_fail(app: Any, path: str, words: str, name: str) -> None:
    from urllib.parse import quote

    safe = quote(words.encode("utf-8", "replace"), safe="")
    answer = Browser(app).get(
        path.format(safe, safe), params={name: words.encode("utf-8", "replace").decode()}
    )
    assert answer.status_code < 500, answer.text[-400:]
