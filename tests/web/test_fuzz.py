"""Requests made from the API's own description, valid and not: none makes the program fail."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


def test_no_request_makes_the_program_fail(schema: Any) -> None:
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(data=st.data())
        def once(data: st.DataObject, operation: Any = operation) -> None:
            for mode in schemathesis.GenerationMode:
                case = data.draw(operation.as_strategy(generation_mode=mode))
                answer = case.call()
                assert answer.status_code < 500, f"{case.as_curl_command()}: {answer.text[:300]}"
                if answer.status_code >= 400 and "/api/" in case.formatted_path:
                    assert answer.headers["content-type"].startswith(
                        ("application/problem+json", "text/plain")
                    )

        once()
        tried += 1
    assert tried >= 20


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
