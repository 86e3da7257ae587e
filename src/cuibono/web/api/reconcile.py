"""The reconciliation service that OpenRefine and others ask for names (Reconciliation Service API 0.2)."""

from __future__ import annotations

from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Form, Query, Request

from cuibono.entities import candidates, decisive
from cuibono.errors import InputError
from cuibono.ledger import Ledger
from cuibono.model import Candidate
from cuibono.web.access import Reading, viewer
from cuibono.web.api.models import PROBLEMS
from cuibono.web.desk import desk, sender

router = APIRouter(prefix="/api/v1/reconcile", tags=["reconciliation"], responses=PROBLEMS)
Json = dict[str, Any]
TYPES: Final = ({"id": "Organization", "name": "Organisation"}, {"id": "Person", "name": "Person"})
MOST: Final = 50
_SPACE: Final = "https://followthemoney.tech/explorer/schemata/"


@router.get("")
def manifest(
    request: Request, who: Reading, queries: Annotated[str | None, Query(max_length=100_000)] = None
) -> Json:
    """What this service is; with `queries`, its answers."""
    if queries is not None:
        return _answers(request, queries)
    base = str(request.base_url).rstrip("/")
    return {
        "versions": ["0.2"],
        "name": "cuibono",
        "identifierSpace": f"{base}/entities/",
        "schemaSpace": _SPACE,
        "defaultTypes": list(TYPES),
        "view": {"url": f"{base}/entities/{{{{id}}}}"},
        "batchSize": MOST,
    }


@router.post("")
def reconcile(request: Request, who: Reading, queries: Annotated[str, Form(max_length=1_000_000)]) -> Json:
    """Answers to a batch of queries."""
    return _answers(request, queries)


def _answers(request: Request, text: str) -> Json:
    viewer(request)
    here = desk(request)
    here.limits.hit("look", sender(request))
    try:
        queries = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InputError("queries is no JSON object") from error
    if not isinstance(queries, dict) or len(queries) > MOST:
        raise InputError(f"queries must be a JSON object of at most {MOST} queries")
    with here.records.borrow() as ledger:
        return {str(key): {"result": _one(ledger, asked)} for key, asked in queries.items()}


def _one(ledger: Ledger, asked: object) -> list[Json]:
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
        raise InputError("each query needs a string `query`")
    limit = asked.get("limit", 5)
    limit = limit if isinstance(limit, int) and 1 <= limit <= 50 else 5
    name = asked["query"].strip()[:300]
    if not name:
        return []
    return [_hit(c) for c in candidates(name, ledger, schema=_type(asked.get("type")), limit=limit)]


def _type(given: object) -> str | None:
    kind = given[0] if isinstance(given, list) and given else given
    kind = kind.get("id") if isinstance(kind, dict) else kind
    return kind if kind in ("Person", "Organization") else None


def _hit(candidate: Candidate) -> Json:
    person = candidate.schema == "Person"
    return {
        "id": candidate.entity_ids[0],
        "name": candidate.caption,
        "score": round(candidate.probability * 100, 1),
        "match": candidate.probability >= decisive(person),
        "type": [{"id": candidate.schema, "name": candidate.schema}],
        "features": [{"id": f.name, "value": round(f.score, 4)} for f in candidate.features],
    }
