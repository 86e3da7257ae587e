"""The records themselves: search, entities, paths, datasets."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from cuibono.errors import InputError
from cuibono.ledger import Ledger
from cuibono.reporting.card import Notes
from cuibono.reporting.tongue import speaking
from cuibono.tracing.paths import Path, Paths
from cuibono.web.access import Reading
from cuibono.web.desk import desk, sender
from cuibono.web.errors import NotHereError
from cuibono.web.looking import MOST_HOPS, Question, charts, entity_card, left_out, paths, search
from cuibono.web.rendering import language, page
from cuibono.web.speech import tongue_for
from cuibono.web.store import checks

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Words = Annotated[str, Query(max_length=300)]
RELATIONS = (
    "Payment",
    "Ownership",
    "Control",
    "Parent",
    "Directorship",
    "Employment",
    "Membership",
    "Representation",
    "Succession",
    "Debt",
    "UnknownLink",
    "Documentation",
)


@router.get("/search")
def find(request: Request, who: Reading, q: Words = "", kind: Words = "") -> HTMLResponse:
    """Names on record."""
    here = desk(request)
    here.limits.hit("look", sender(request))
    schema = kind if kind in ("Person", "Organization") else None
    with here.records.borrow() as ledger:
        found = search(ledger, q, schema=schema)
    return page(request, "search.html.j2", q=q, kind=kind, found=found)


@router.get("/entities/{id:path}")
def entity(request: Request, who: Reading, id: str) -> HTMLResponse:
    """All that the ledger knows of one actor, every line with its sources."""
    here = desk(request)
    here.limits.hit("look", sender(request))
    with here.records.borrow() as ledger:
        card = entity_card(ledger, id)
        titles = {d.name: d.title for d in ledger.datasets}
    with here.store.reading() as connection:
        articles = checks.naming(connection, card.entity_ids, team=who.team, public=who.public)
    notes = Notes()
    with speaking(tongue_for(language(request))):
        given, received = charts(card.gives), charts(card.receives)
    return page(
        request,
        "entity.html.j2",
        card=card,
        titles=titles,
        articles=articles,
        notes=notes,
        gives=given,
        receives=received,
    )


@router.get("/paths")
def path_finder(
    request: Request,
    who: Reading,
    a: Words = "",
    b: Words = "",
    hops: Annotated[int, Query(ge=1, le=MOST_HOPS)] = 4,
    relation: Annotated[list[str] | None, Query(max_length=20)] = None,
    start: Annotated[str, Query(max_length=10)] = "",
    end: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """The best paths of evidence between two actors."""
    here = desk(request)
    relations = tuple(r for r in relation or () if r in RELATIONS)
    asked = Question(a, b, hops, 5, relations, start or None, end or None)
    found, error = None, ""
    if a and b:
        here.limits.hit("trace", sender(request))
        try:
            with here.records.borrow() as ledger:
                found = _told(paths(ledger, asked), ledger)
        except InputError as wrong:
            error = str(wrong)
    return page(
        request,
        "paths.html.j2",
        asked=asked,
        found=found,
        error=error,
        relations=RELATIONS,
    )


def _told(found: Paths, ledger: Ledger) -> dict[str, Any]:
    titles = {d.name: d.title for d in ledger.datasets}
    return {"paths": [_steps(path) for path in found], "cut": found.cut, "titles": titles}


def _steps(path: Path) -> dict[str, Any]:
    """A path as the template needs it: its hops with names, and its money."""
    names = dict(zip(path.nodes, path.captions, strict=True))
    hops = [{"hop": hop, "source": names[hop.source], "target": names[hop.target]} for hop in path.hops]
    return {"path": path, "hops": hops, "money": path.money()}


@router.get("/ledger")
def ledger(request: Request, who: Reading) -> HTMLResponse:
    """Every dataset with version, coverage and licence."""
    here = desk(request)
    with here.records.borrow() as records:
        datasets = records.datasets
    return page(request, "ledger.html.j2", datasets=datasets)


@router.get("/ledger/{name}")
def dataset(request: Request, who: Reading, name: str) -> HTMLResponse:
    """One dataset: what it is, what its silence is worth, its versions."""
    from cuibono.ledger import history

    here = desk(request)
    with here.records.borrow() as records:
        found = next((d for d in records.datasets if d.name == name), None)
        if found is None:
            raise NotHereError("the ledger has no such dataset")
        folder = records.path
    versions = history(folder, name)
    rejects = left_out(folder, name, found.version)
    return page(request, "dataset.html.j2", dataset=found, versions=versions, rejects=rejects)
