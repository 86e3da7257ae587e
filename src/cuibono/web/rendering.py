"""Pages from templates: the report's own parts and the web face's, in the reader's language, everything escaped."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from cuibono.reporting.page import furnish
from cuibono.reporting.plain import readable_date, readable_period
from cuibono.reporting.tongue import say, speaking, tongue
from cuibono.reporting.wording import predicate_words
from cuibono.web.access import (
    Viewer,
    csrf_token,
    set_cookie,
    viewer,
)
from cuibono.web.desk import desk
from cuibono.web.errors import NotSignedInError
from cuibono.web.speech import LANGUAGES, chosen, tongue_for

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.responses import Response

FORM: Final = f"form-{secrets.token_hex(16)}"
"""Stands in kept pages where each reader's own form token goes."""
_ASSETS: Final = {
    "report.css": ("cuibono.reporting", "templates", "text/css"),
    "report.js": ("cuibono.reporting", "templates", "text/javascript"),
    "web.css": ("cuibono.web", "static", "text/css"),
    "web.js": ("cuibono.web", "static", "text/javascript"),
    "htmx.min.js": ("cuibono.web", "static", "text/javascript"),
    "icon.svg": ("cuibono.web", "static", "image/svg+xml"),
}


@cache
def asset(name: str) -> tuple[bytes, str, str]:
    """(bytes, media type, mark of the content) of a file that pages use."""
    package, folder, media_type = _ASSETS[name]
    data = (files(package) / folder / name).read_bytes()
    return data, media_type, hashlib.sha256(data).hexdigest()[:12]


def asset_address(name: str) -> str:
    """Where a file of ours is; the address changes with the content, so that it can be kept for ever."""
    return f"/static/{asset(name)[2]}/{name}"


def language(request: Request) -> str:
    """The language of this reader's pages."""
    return chosen(request.cookies.get("cuibono-language"), request.headers.get("accept-language"))


@cache
def environment() -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=ChoiceLoader(
            [PackageLoader("cuibono.web", "templates"), PackageLoader("cuibono.reporting", "templates")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    furnish(made)
    made.filters.update(
        moment=moment, number=number, said=say, pathpart=lambda text: quote(str(text), safe="")
    )
    made.globals.update(
        asset=asset_address, languages=LANGUAGES, query=query, verb_of=predicate_words, period=readable_period
    )
    return made


def moment(iso: str | None) -> str:
    """A time of the store in words: "22 November 2026, 19:30 UTC"."""
    if not iso or not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", iso):
        return readable_date(iso)
    return say("{day}, {time} UTC").format(day=readable_date(iso[:10]), time=iso[11:16])


def number(value: int) -> str:
    """A count with its thousands apart."""
    return tongue().digits(f"{value:,}")


def query(given: Mapping[str, object], **changed: object) -> str:
    """A query string of what is given, with some of it changed; what is empty is left out."""
    values = {name: value for name, value in {**given, **changed}.items() if value not in (None, "", 0)}
    return "?" + urlencode(values) if values else "?"


def words(request: Request, template: str, /, **context: Any) -> str:
    """A template's text in the reader's language."""
    who = _viewer_or_none(request)
    with speaking(tongue_for(language(request))):
        return (
            environment()
            .get_template(template)
            .render(
                request=request,
                viewer=who,
                settings=desk(request).settings,
                lang=tongue().code,
                csrf=FORM,
                here=_here(request),
                **context,
            )
        )


def _viewer_or_none(request: Request) -> Viewer | None:
    try:
        return viewer(request)
    except NotSignedInError:
        return None


def _here(request: Request) -> str:
    """This page's address without the host, to come back to."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def page(request: Request, template: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page or a part of one."""
    return finished(request, words(request, template, **context), status=status)


def finished(request: Request, text: str | bytes, *, status: int = 200) -> HTMLResponse:
    """A page as it goes out: with this browser's form token in its place."""
    body = text.encode() if isinstance(text, str) else text
    place = FORM.encode()
    if place in body:
        body = body.replace(place, csrf_token(request).encode())
    response = HTMLResponse(body, status_code=status)
    response.headers["vary"] = "cookie, accept-language"
    keep_visit(request, response)
    return response


def keep_visit(request: Request, response: Response) -> None:
    """Set the cookie that ties forms to this browser, if it has none yet."""
    if getattr(request.state, "fresh_visit", False):
        set_cookie(response, desk(request).settings, "visit", request.state.visit)


__all__ = [
    "FORM",
    "asset",
    "asset_address",
    "environment",
    "finished",
    "keep_visit",
    "language",
    "moment",
    "page",
    "query",
    "words",
]
