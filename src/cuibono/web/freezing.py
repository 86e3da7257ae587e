"""A check as bytes and back, whole: what :mod:`cuibono.reporting.objects` leaves out (blocks of the text) is kept too."""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING

from cuibono.model import Check
from cuibono.reporting.plain import storable

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_LEVEL = 6


@cache
def _adapter() -> TypeAdapter[Check]:
    from pydantic import TypeAdapter

    return TypeAdapter(Check)


def freeze(check: Check) -> bytes:
    """The check as deflated JSON. Lone surrogates, which no database carries, become U+FFFD, one for one."""
    from pydantic_core import PydanticSerializationError

    try:
        return zlib.compress(_adapter().dump_json(check), _LEVEL)
    except (PydanticSerializationError, UnicodeEncodeError):
        import json

        plain = json.dumps(_adapter().dump_python(check, mode="python"), default=str, ensure_ascii=False)
        return zlib.compress(storable(plain).encode(), _LEVEL)


def thaw(body: bytes) -> Check:
    """The check that :func:`freeze` was given."""
    return _adapter().validate_json(zlib.decompress(body))
