"""What every request needs at hand: settings, store, records, workers, limits and finished pages."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, cast

from fastapi import Request

from cuibono.web.crew import Crew
from cuibono.web.errors import TooOftenError
from cuibono.web.records import Records
from cuibono.web.settings import Settings
from cuibono.web.store import Store

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import MovingWindowRateLimiter

LIMITS: Final[dict[str, str]] = {
    "sign-in": "10/minute",
    "submit": "120/minute",
    "change": "300/minute",
    "look": "1200/minute",
    "trace": "60/minute",
}
KEPT_BYTES: Final = 64 << 20


class Shelf:
    """Finished pages by what they depend on, the least used put away first when they get too many."""

    def __init__(self, limit: int = KEPT_BYTES) -> None:
        self._limit, self._size = limit, 0
        self._kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """The page for ``key``, made when it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._size += len(made) - len(self._kept.pop(key, b""))
            self._kept[key] = made
            while self._size > self._limit and len(self._kept) > 1:
                _, old = self._kept.popitem(last=False)
                self._size -= len(old)
        return made


class Limits:
    """How often one sender may do one thing; counted in this process."""

    def __init__(self) -> None:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self._window: MovingWindowRateLimiter = MovingWindowRateLimiter(MemoryStorage())
        self._items: dict[str, RateLimitItem] = {kind: parse(words) for kind, words in LIMITS.items()}

    def hit(self, kind: str, sender: str) -> None:
        """Count one more. Raises :class:`TooOftenError`."""
        if not self._window.hit(self._items[kind], kind, sender):
            raise TooOftenError(f"too many requests ({LIMITS[kind]} at most): wait a minute")


@dataclass(slots=True)
class Desk:
    """One app's own things."""

    settings: Settings
    store: Store
    records: Records
    crew: Crew
    shelf: Shelf = field(default_factory=Shelf)
    limits: Limits = field(default_factory=Limits)
    _seen: dict[str, str] = field(default_factory=dict)

    def first_today(self, token: str) -> bool:
        """Whether a token is used for the first time today, as far as this process knows."""
        today = datetime.now(UTC).date().isoformat()
        if self._seen.get(token) == today:
            return False
        if len(self._seen) > 10_000:
            self._seen.clear()
        self._seen[token] = today
        return True


def desk(request: Request) -> Desk:
    """The desk of the app that serves this request."""
    return cast(Desk, request.app.state.desk)


def sender(request: Request) -> str:
    """Where a request comes from, for counting."""
    return request.client.host if request.client else "?"
