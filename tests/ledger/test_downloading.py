"""Downloads come whole or not at all, go on where they broke off, and reach public addresses only, whatever the server does."""

from __future__ import annotations

import base64
import hashlib
import random
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cuibono.errors import CuibonoError, FetchError, LedgerError
from cuibono.ledger.downloading import Held, Limits, download
from tests.ledger.listserver import (
    ListServer,
    Misdeed,
    cut_off,
    dripping,
    endless,
    header,
    network_to,
    raw,
    well_behaved,
)

URL = "http://lists.example/list.csv"
BODY = random.Random(1).randbytes(300_000)  # noqa: S311
LIMITS = Limits(largest=1_000_000, seconds=20, pause=0)


@pytest.fixture
def server() -> Iterator[ListServer]:
    server = ListServer()
    server.files["/list.csv"] = BODY
    yield server
    server.close()


def fetch(server: ListServer, folder: Path, *, known: Held | None = None, **options: object) -> Held | None:
    limits = options.pop("limits", LIMITS)
    url = str(options.pop("url", URL))
    return download(  # type: ignore[arg-type,misc]
        url, folder / "list.csv", limits, known=known, network=network_to(server), **options
    )


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_with_its_digest_and_the_server_s_name_for_its_state(
    server: ListServer, tmp_path: Path
) -> None:
    held = fetch(server, tmp_path)
    assert held == Held(URL, hashlib.sha256(BODY).hexdigest(), len(BODY), server.etag("/list.csv"))
    assert (tmp_path / "list.csv").read_bytes() == BODY
    assert leftovers(tmp_path) == ["list.csv"]
    assert header(server.requests[0], "Accept-Encoding") == "identity"


def test_what_has_not_changed_is_not_sent_again(server: ListServer, tmp_path: Path) -> None:
    held = fetch(server, tmp_path)
    assert fetch(server, tmp_path, known=held) is None
    assert server.statuses == [200, 304]
    server.files["/list.csv"] = BODY[::-1]
    again = fetch(server, tmp_path, known=held)
    assert again is not None
    assert (tmp_path / "list.csv").read_bytes() == BODY[::-1]


def test_a_connection_that_breaks_is_taken_up_where_it_broke(server: ListServer, tmp_path: Path) -> None:
    server.misdeeds = [cut_off(100_000), cut_off(50_000)]
    held = fetch(server, tmp_path)
    assert held is not None
    assert (tmp_path / "list.csv").read_bytes() == BODY
    assert server.statuses == [200, 206, 206]
    assert header(server.requests[2], "Range") == "bytes=150000-"
    assert held.sha256 == hashlib.sha256(BODY).hexdigest()


def test_the_next_call_goes_on_with_what_an_earlier_one_left(server: ListServer, tmp_path: Path) -> None:
    server.misdeeds = [cut_off(100_000), cut_off(0), cut_off(0)]
    with pytest.raises(FetchError, match="continues where this one broke off") as error:
        fetch(server, tmp_path)
    assert "\n" not in str(error.value)
    assert leftovers(tmp_path) == ["list.csv.part", "list.csv.part.json"]
    server.misdeeds, server.requests = [], []
    assert fetch(server, tmp_path) is not None
    assert header(server.requests[0], "Range") == "bytes=100000-"
    assert (tmp_path / "list.csv").read_bytes() == BODY


def test_a_file_that_changes_midway_is_begun_again(server: ListServer, tmp_path: Path) -> None:
    def change(server: ListServer, client: object, text: str) -> bool:
        server.files["/list.csv"] = BODY[::-1]
        return False

    server.misdeeds = [cut_off(100_000), change]
    assert fetch(server, tmp_path) is not None
    assert server.statuses == [200, 200]
    assert (tmp_path / "list.csv").read_bytes() == BODY[::-1]


def test_a_server_that_goes_on_with_another_file_is_not_believed(server: ListServer, tmp_path: Path) -> None:
    other = b"z" * len(BODY)
    lie = (
        f'HTTP/1.1 206 X\r\nETag: "other"\r\nContent-Length: {len(BODY) - 100_000}\r\n'
        f"Content-Range: bytes 100000-{len(BODY) - 1}/{len(BODY)}\r\nConnection: close\r\n\r\n"
    ).encode() + other[100_000:]
    server.misdeeds = [cut_off(100_000), raw(lie)]
    fetch(server, tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == BODY


@pytest.mark.parametrize("place", ["bytes 0-9/300000", "bytes 100001-299999/300000", "nonsense"])
def test_a_range_that_was_not_asked_for_is_not_taken(server: ListServer, tmp_path: Path, place: str) -> None:
    lie = (
        f"HTTP/1.1 206 X\r\nETag: {server.etag('/list.csv')}\r\nContent-Length: 10\r\n"
        f"Content-Range: {place}\r\nConnection: close\r\n\r\n0123456789"
    ).encode()
    server.misdeeds = [cut_off(100_000), raw(lie)]
    fetch(server, tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == BODY


def test_without_a_name_for_the_state_a_broken_download_begins_again(
    server: ListServer, tmp_path: Path
) -> None:
    server.etags = False
    server.misdeeds = [cut_off(100_000)]
    assert fetch(server, tmp_path) is not None
    assert server.statuses == [200, 200]
    assert header(server.requests[1], "Range") is None
    assert (tmp_path / "list.csv").read_bytes() == BODY


LENGTH = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "


@pytest.mark.parametrize(
    ("misdeed", "fragment"),
    [
        (raw(LENGTH + b"999999999999\r\n\r\nshort"), "more than 1,000,000 bytes"),
        (raw(LENGTH + b"900000\r\n\r\nshort"), "broke off|no HTTP"),
        (raw(LENGTH + b"-5\r\n\r\nshort"), "no HTTP"),
        (raw(LENGTH + b"3\r\n\r\nshorter than it should be"), "at least 1,000"),
        (endless, "more than 1,000,000 bytes"),
        (dripping, "too slow|in time"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx"), "asked not to"),
        (raw(b"nonsense\r\n\r\n"), "no HTTP"),
        (raw(b""), "no HTTP"),
        (raw(LENGTH + b"2000\r\n\r\n" + b"<!DOCTYPE html><html>".ljust(2000)), "web page"),
        (raw(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"), "status 403 .*browser"),
        (raw(b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"), "status 503: try again later"),
        (raw(b"HTTP/1.1 302 X\r\nLocation: http://127.0.0.1/a\r\n\r\n"), "private or local"),
        (raw(b"HTTP/1.1 302 X\r\nLocation: http://inside.example/a\r\n\r\n"), "private or local"),
        (raw(b"HTTP/1.1 302 X\r\nLocation: http://169.254.169.254/latest\r\n\r\n"), "private or local"),
        (raw(b"HTTP/1.1 302 X\r\nLocation: file:///etc/passwd\r\n\r\n"), "only http"),
    ],
)
def test_a_server_that_misbehaves_gets_one_clear_line_and_leaves_no_file(
    server: ListServer, tmp_path: Path, misdeed: Misdeed, fragment: str
) -> None:
    server.misdeeds = [misdeed] * 8
    limits = Limits(largest=1_000_000, smallest=1_000, seconds=1.5, pause=0)
    with pytest.raises(FetchError, match=fragment) as error:
        fetch(server, tmp_path, limits=limits)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "list.csv").exists()


def test_an_earlier_file_stays_when_a_later_download_fails(server: ListServer, tmp_path: Path) -> None:
    fetch(server, tmp_path)
    server.misdeeds = [endless]
    with pytest.raises(FetchError):
        fetch(server, tmp_path)
    assert (tmp_path / "list.csv").read_bytes() == BODY


def test_a_redirect_loop_ends(server: ListServer, tmp_path: Path) -> None:
    server.misdeeds = [raw(b"HTTP/1.1 302 X\r\nLocation: /list.csv\r\n\r\n")] * 20
    with pytest.raises(FetchError, match="redirects"):
        fetch(server, tmp_path)
    assert len(server.requests) == 6


def test_a_redirect_to_another_public_host_is_followed(server: ListServer, tmp_path: Path) -> None:
    server.misdeeds = [raw(b"HTTP/1.1 302 X\r\nLocation: http://other.example/list.csv?key=1\r\n\r\n")]
    server.files["/list.csv?key=1"] = BODY
    held = fetch(server, tmp_path)
    assert held is not None
    assert held.url == "http://other.example/list.csv?key=1"


def test_a_digest_that_the_server_tells_or_that_is_known_must_fit(server: ListServer, tmp_path: Path) -> None:
    right = base64.b64encode(hashlib.sha256(b"right").digest()).decode()
    head = (
        f"HTTP/1.1 200 OK\r\nRepr-Digest: sha-256=:{right}:\r\nConnection: close\r\nContent-Length: 5\r\n\r\n"
    )
    server.misdeeds = [raw(head.encode() + b"right"), raw(head.encode() + b"wrong")]
    assert fetch(server, tmp_path) is not None
    with pytest.raises(FetchError, match="do not fit the digest"):
        fetch(server, tmp_path)
    with pytest.raises(FetchError, match="do not fit the digest"):
        fetch(server, tmp_path, digest="0" * 64)
    assert fetch(server, tmp_path, digest=hashlib.sha256(BODY).hexdigest()) is not None


def test_a_note_that_was_tampered_with_is_not_trusted(server: ListServer, tmp_path: Path) -> None:
    (tmp_path / "list.csv.part").write_bytes(b"x" * 100_000)
    for note in (b"", b"{", b"[]", b'{"asked": 1, "held": {}}', b'{"asked": "x", "held": {"y": 1}}'):
        (tmp_path / "list.csv.part.json").write_bytes(note)
        server.misdeeds = [well_behaved]
        fetch(server, tmp_path)
        assert (tmp_path / "list.csv").read_bytes() == BODY


def test_a_full_disk_is_told_as_such(server: ListServer, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
        with pytest.raises(LedgerError, match="cannot write what comes") as error:
            fetch(server, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert isinstance(error.value, CuibonoError)
    assert len(server.requests) == 1
    assert not (tmp_path / "list.csv").exists()
