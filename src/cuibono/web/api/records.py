"""The records over HTTP: who, search, trace, datasets."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from cuibono.ledger import Ledger
from cuibono.ledger.records import Dataset
from cuibono.reporting import card_json
from cuibono.reporting.objects import candidate_object
from cuibono.tracing import path_object
from cuibono.web.access import Reading
from cuibono.web.api.models import PROBLEMS
from cuibono.web.desk import desk, sender
from cuibono.web.looking import MOST_HOPS, MOST_PATHS, Question, paths, search

router = APIRouter(prefix="/api/v1", tags=["records"], responses=PROBLEMS)
Json = dict[str, Any]
Name = Annotated[str, Query(min_length=1, max_length=300)]
Date = Annotated[str | None, Query(max_length=10)]


@router.get("/who", response_model=None)
def who(
    request: Request, viewer: Reading, name: Name, limit: Annotated[int, Query(ge=1, le=100)] = 5
) -> Response:
    """What `cuibono who --json` writes: all that the ledger knows of a name or an entity id."""
    from cuibono.entities import who_card

    here = desk(request)
    here.limits.hit("look", sender(request))
    with here.records.borrow() as ledger:
        card = who_card(name, ledger, limit=limit)
    return Response(card_json(card), media_type="application/json")


@router.get("/search")
def find(
    request: Request,
    viewer: Reading,
    q: Name,
    kind: Annotated[str, Query(pattern="^(Person|Organization|)$")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
) -> list[Json]:
    """Entities whose name is like the words, best first, with the parts of each score."""
    here = desk(request)
    here.limits.hit("look", sender(request))
    with here.records.borrow() as ledger:
        return [candidate_object(c) for c in search(ledger, q, schema=kind or None, limit=limit)]


@router.get("/trace")
def trace(
    request: Request,
    viewer: Reading,
    a: Name,
    b: Name,
    max_hops: Annotated[int, Query(ge=1, le=MOST_HOPS)] = 4,
    k: Annotated[int, Query(ge=1, le=MOST_PATHS)] = 10,
    relation: Annotated[list[str] | None, Query(max_length=30)] = None,
    start: Date = None,
    end: Date = None,
) -> Json:
    """The best paths of evidence between two actors, as `cuibono trace --json` writes them; `cut` says what was left out."""
    here = desk(request)
    here.limits.hit("trace", sender(request))
    asked = Question(a, b, max_hops, k, tuple(relation or ()), start, end)
    with here.records.borrow() as ledger:
        found = paths(ledger, asked)
    return {"paths": [path_object(path) for path in found], "cut": found.cut}


@router.get("/ledger")
def datasets(request: Request, viewer: Reading) -> Json:
    """Every dataset with its version, counts, licence and coverage."""
    with desk(request).records.borrow() as ledger:
        return _ledger(ledger)


def _ledger(ledger: Ledger) -> Json:
    return {"fingerprint": ledger.fingerprint, "datasets": [_dataset(d) for d in ledger.datasets]}


def _dataset(dataset: Dataset) -> Json:
    coverage = dataset.coverage
    return {
        "name": dataset.name,
        "version": dataset.version,
        "title": dataset.title,
        "publisher": dataset.publisher,
        "country": dataset.country,
        "official": dataset.official,
        "standing": dataset.standing,
        "source_kind": dataset.source_kind,
        "licence": dataset.licence,
        "url": dataset.url,
        "retrieved": dataset.retrieved,
        "description": dataset.description,
        "entities": dataset.entities,
        "edges": dataset.edges,
        "statements": dataset.statements,
        "sha256": dataset.sha256,
        "coverage": {
            "relations": list(coverage.relations),
            "sources": list(coverage.sources),
            "places": list(coverage.places),
            "start": coverage.start,
            "end": coverage.end,
            "complete": coverage.complete,
            "basis": coverage.basis,
            "exceptions": coverage.exceptions,
            "withheld": coverage.withheld,
            "minimum_amount": coverage.minimum_amount,
        },
    }
