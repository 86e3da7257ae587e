"""What people hand in, made ready for the queue: pasted text, files, addresses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final

from cuibono.documents.dates import iso_prefix
from cuibono.errors import InputError
from cuibono.network.addresses import checked_url
from cuibono.reporting.plain import line, short
from cuibono.web.access import Viewer
from cuibono.web.desk import Desk
from cuibono.web.store import audit, checks, jobs
from cuibono.web.store.checks import Submission

MOST: Final = 50
"""Texts in one submission."""
_OPTIONS: Final = ("published", "publisher", "url")


def options_of(given: Mapping[str, str | None]) -> dict[str, str | None]:
    """Date, publisher and address, where somebody gave them. Raises :class:`InputError` for a date that is none."""
    options = {name: line(given.get(name))[:2000] or None for name in _OPTIONS}
    if options["published"]:
        options["published"] = iso_prefix(options["published"], "the date given")
    return options


def of_text(text: str, options: Mapping[str, str | None]) -> Submission:
    """Pasted text."""
    if not text.strip():
        raise InputError("there is no text: paste the article, choose a file or give an address")
    data = text.replace("\r\n", "\n").encode("utf-8", "replace")
    name = short(text.strip().split("\n", 1)[0], 90)
    return _submission("text", name, data, "text/plain; charset=utf-8", None, options)


def of_file(name: str, data: bytes, options: Mapping[str, str | None]) -> Submission:
    """A file; what it is shows in its bytes and its name, never in what the browser says."""
    if not data:
        raise InputError(f"{short(name, 100) or 'the file'}: is empty")
    base = short(name.replace("\\", "/").rpartition("/")[2], 200) or "file"
    return _submission("file", base, data, None, None, options)


def of_address(address: str, options: Mapping[str, str | None]) -> Submission:
    """A page on the web. Raises :class:`~cuibono.errors.FetchError` for what is never fetched."""
    address = address.strip()
    checked_url(address)
    return _submission("url", address, b"", None, address, options)


def _submission(
    kind: checks.Kind,
    name: str,
    data: bytes,
    media_type: str | None,
    address: str | None,
    options: Mapping[str, str | None],
) -> Submission:
    about = json.dumps([kind, address, name if kind == "file" else "", dict(options)], sort_keys=True)
    digest = hashlib.sha256(about.encode() + b"\0" + data).hexdigest()
    return Submission(kind, name, data, media_type, address, options, digest)


def submit(here: Desk, who: Viewer, given: Sequence[Submission]) -> list[tuple[str, bool]]:
    """Queue what was handed in, all of it or nothing: (check id, whether it is new) for each."""
    if not given:
        raise InputError("there is no text: paste the article, choose a file or give an address")
    if len(given) > MOST:
        raise InputError(f"{len(given)} texts at once: hand in {MOST} at most")
    assert who.team is not None  # noqa: S101 - the public may not submit
    done: list[tuple[str, bool]] = []
    with here.store.writing() as connection:
        for submission in given:
            id, new = checks.add(connection, who.team, who.name, submission)
            if new:
                jobs.add(connection, id, who.team)
                audit.note(connection, who.team, who.name, "submit", id, submission.name)
            done.append((id, new))
    if any(new for _, new in done):
        here.crew.wake()
    return done


def check_again(here: Desk, who: Viewer, entry: checks.Entry) -> str:
    """Queue another run over a check, with the records of now; the job's id."""
    with here.store.writing() as connection:
        job = jobs.add(connection, entry.id, entry.team_id)
        audit.note(connection, entry.team_id, who.name, "check again", entry.id)
    here.crew.wake()
    return job
