"""Files of a check: what a reporter leaves with."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from cuibono.reporting.plain import line
from cuibono.reporting.tongue import speaking
from cuibono.reporting.view import Card
from cuibono.web.access import Reading
from cuibono.web.desk import desk
from cuibono.web.errors import NotHereError
from cuibono.web.handing import Dossier, file_of
from cuibono.web.pages.check import entry_of, result_of
from cuibono.web.rendering import environment, language
from cuibono.web.speech import tongue_for
from cuibono.web.store import judgements
from cuibono.web.store.judgements import standing

router = APIRouter(include_in_schema=False)
# A report is somebody's text in a page: opened by itself it may do nothing at all on this site.
_BOXED = "default-src 'none'; sandbox"


@router.get("/checks/{id}/files/{name}")
def file(
    request: Request,
    who: Reading,
    id: str,
    name: str,
    run: Annotated[int | None, Query(ge=1, le=100_000)] = None,
) -> Response:
    """One file of a check, to be kept."""
    here = desk(request)
    entry = entry_of(here, who, id)
    check, _ = result_of(here, entry, run)
    with here.store.reading() as connection:
        found = judgements.of_check(connection, entry.id)
    judged = standing(found)

    def slot(place: str, thing: Any) -> Markup | str:
        if place != "summary" or not isinstance(thing, Card):
            return ""
        made = environment().get_template("on_paper.html.j2")
        return Markup(made.render(mine=judged.get(thing.verdict.claim.id)))  # noqa: S704 - it escapes

    with speaking(tongue_for(language(request))):
        made = file_of(name, Dossier(check, found, judged, slot))
    if made is None:
        raise NotHereError("there is no such file")
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", line(entry.id + "-" + name))
    return Response(
        made.data,
        media_type=made.media_type,
        headers={
            "content-disposition": f'attachment; filename="{safe}"',
            "content-security-policy": _BOXED,
        },
    )
