"""The app: pages and API over one desk, behind one guard. Works under any ASGI server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from cuibono import __version__
from cuibono.errors import CuibonoError
from cuibono.reporting.plain import short
from cuibono.reporting.tongue import marked
from cuibono.web.crew import crew_for
from cuibono.web.desk import Desk
from cuibono.web.errors import NotSignedInError
from cuibono.web.guard import Guard
from cuibono.web.records import Records
from cuibono.web.settings import Settings
from cuibono.web.store import Store
from cuibono.web.store.people import ensure_local_team

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_ABOUT = """The same objects as the command line's JSON, over HTTP.

Sign in with `Authorization: Bearer <token>`; on one's own machine no token is needed. Errors are `application/problem+json`
(RFC 9457). Lists come in pages (`limit`, `offset`); results carry an `ETag`."""


def create_app(settings: Settings | None = None) -> ASGIApp:
    """The ASGI app; without settings, those of the environment (:meth:`Settings.from_environment`).

    Opens and migrates the store at once; workers start and end with the server's lifespan. Raises
    :class:`~cuibono.errors.InputError` when the store cannot be opened.
    """
    chosen = settings or Settings.from_environment()
    store = Store.open(chosen.database_url)
    if not chosen.accounts:
        ensure_local_team(store)
    here = Desk(chosen, store, Records(chosen.ledger), crew_for(chosen, store))
    app = FastAPI(
        title="cuibono",
        version=__version__,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=_lifespan,
    )
    app.state.desk = here
    _mount(app)
    _handle_errors(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    return Guard(app, chosen)  # outermost, so that answers to mistakes of the program carry its headers too


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    here: Desk = app.state.desk
    await run_in_threadpool(here.crew.start)
    try:
        yield
    finally:
        await run_in_threadpool(here.crew.stop)
        here.records.close()
        here.store.close()


def _mount(app: FastAPI) -> None:
    from cuibono.web import api
    from cuibono.web.pages import account, check, handover, home, judging, records

    for module in (home, check, judging, handover, records, account):
        app.include_router(module.router)
    for router in api.ROUTERS:
        app.include_router(router)
    app.add_api_route("/static/{mark}/{name}", _asset, include_in_schema=False)
    app.add_api_route("/healthz", _health, include_in_schema=False)


def _asset(mark: str, name: str) -> Response:
    from cuibono.web.rendering import asset

    try:
        data, media_type, current = asset(name)
    except KeyError:
        raise HTTPException(404, "there is no such file") from None
    kept = "public, max-age=31536000, immutable" if mark == current else "no-cache"
    return Response(data, media_type=media_type, headers={"cache-control": kept})


def _health(request: Request) -> Response:
    """For watchers: whether the store answers."""
    from sqlalchemy import text

    with request.app.state.desk.store.reading() as connection:
        connection.execute(text("SELECT 1"))
    return JSONResponse({"status": "ok", "version": __version__})


def _handle_errors(app: FastAPI) -> None:
    handlers: dict[Any, Callable[[Request, Any], Awaitable[Response]]] = {
        CuibonoError: _ours,
        HTTPException: _theirs,
        RequestValidationError: _invalid,
        Exception: _unforeseen,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


async def _ours(request: Request, error: CuibonoError) -> Response:
    if isinstance(error, NotSignedInError) and not _is_api(request):
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(back, safe='')}", status_code=303)
    return await _told(request, error.http_status, " ".join(str(error).split()))


async def _theirs(request: Request, error: HTTPException) -> Response:
    words = {404: marked("there is no such page"), 405: marked("this cannot be done here")}
    return await _told(request, error.status_code, words.get(error.status_code, str(error.detail)))


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0] if error.errors() else {}
    where = ".".join(str(part) for part in first.get("loc", ())[1:])
    return await _told(request, 422, f"{where}: {first.get('msg', 'cannot be used')}".lstrip(": "))


async def _unforeseen(request: Request, error: Exception) -> Response:
    """A mistake of the program; the server logs it."""
    return await _told(request, 500, marked("the program made a mistake; the log has the details"))


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


async def _told(request: Request, status: int, words: str) -> Response:
    if _is_api(request):
        body = {"type": "about:blank", "title": short(words, 500), "status": status}
        response: Response = JSONResponse(body, status, media_type="application/problem+json")
        if status == 401:
            response.headers["www-authenticate"] = "Bearer"
        return response
    from cuibono.web.rendering import page

    return await run_in_threadpool(lambda: page(request, "error.html.j2", status=status, message=words))
