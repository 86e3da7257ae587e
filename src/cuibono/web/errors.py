"""What the web face refuses, in the one error family: each knows its status and says what to do."""

from __future__ import annotations

from cuibono.errors import CuibonoError, InputError


class NotSignedInError(CuibonoError):
    """Nobody is signed in, and this needs somebody."""

    http_status = 401


class NotAllowedError(CuibonoError):
    """Whoever asks may not do this."""

    http_status = 403


class NotHereError(InputError):
    """There is no such page, check or job, or it belongs to others: both look the same."""

    http_status = 404


class TooLargeError(InputError):
    """More was sent than is taken."""

    http_status = 413


class TooOftenError(CuibonoError):
    """Too many requests in a short time."""

    http_status = 429


class TooSlowError(InputError):
    """The request took too long to arrive."""

    http_status = 408
