"""Fetching reaches public hosts only, however an address is dressed up, and never waits or reads without end."""

from __future__ import annotations

import gzip
import io
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpcore
import pytest

from cuibono.documents import fetch, read, reader
from cuibono.documents.fetching import Fetched
from cuibono.errors import FetchError
from cuibono.network import Network, is_public, system_resolver
from tests.documents import make
from tests.network.web import PUBLIC, Detour, Route, Server, answer, moved, says

OTHER = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
HOSTS: dict[str, list[str]] = {
    "news.example": [PUBLIC],
    "six.example": [OTHER],
    "two.example": ["198.51.100.7"],
    "mixed.example": [PUBLIC, "10.0.0.5"],
    "empty.example": [],
}


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def connected() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def network(server: Server, connected: list[tuple[str, int]]) -> Network:
    def resolve(host: str, port: int) -> Sequence[str]:
        if host in HOSTS:
            return HOSTS[host]
        if host.replace(".", "").replace(":", "").isalnum() and host[0].isdigit() | (":" in host):
            return system_resolver(host, port)  # numbers need no network
        raise socket.gaierror(-2, "Name or service not known")

    return Network(resolve, lambda: Detour(server.port, connected))


def test_a_page_is_fetched_from_the_address_that_was_checked(
    server: Server, network: Network, connected: list[tuple[str, int]]
) -> None:
    server.routes["/a"] = says(answer(make.article(make.PROSE)))
    got = fetch("http://news.example/a?b=1#part", network=network)
    assert got == Fetched(make.article(make.PROSE), "text/html", "http://news.example/a?b=1", "utf-8")
    assert connected == [(PUBLIC, 80)]
    assert "\r\nHost: news.example\r\n" in server.requests[0]
    assert server.requests[0].startswith("GET /a?b=1 HTTP/1.1")


def test_a_fetched_page_becomes_a_document_with_its_address(
    server: Server, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = '<link rel="canonical" href="https://other-outlet.example/story"><link rel="stylesheet" href="/x.css">'
    server.routes["/2022/01/14/story"] = says(
        answer(
            make.article(
                make.PROSE,
                '<p>The list is <a href="/src">Our source</a> for all that has been said here.</p>',
                head=head,
            )
        )
    )
    monkeypatch.setattr(
        "cuibono.documents.fetching.fetch", lambda url, **kw: fetch(url, network=network, **kw)
    )
    document = read("http://news.example/2022/01/14/story")
    assert document.url == "http://news.example/2022/01/14/story", "a page may not pass for another outlet's"
    assert "Our source" in document.text
    assert (
        reader.read_bytes(make.article(make.PROSE), name="a", url="http://x.example/").url
        == "http://x.example/"
    )


def test_redirects_are_followed_and_the_last_address_counts(server: Server, network: Network) -> None:
    server.routes["/1"] = moved("/2", "301 Moved Permanently")
    server.routes["/2"] = moved("http://six.example/3")
    server.routes["/3"] = says(answer(b"<p>" + make.PROSE.encode()))
    assert fetch("http://news.example/1", network=network).final_url == "http://six.example/3"


REFUSED_TARGETS = [
    "http://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:8.8.8.8]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[::]/",
    "http://two.example/",
    "http://mixed.example/",
]


@pytest.mark.parametrize("target", REFUSED_TARGETS)
def test_private_and_local_addresses_are_refused_at_first_and_after_a_redirect(
    target: str, server: Server, network: Network, connected: list[tuple[str, int]]
) -> None:
    with pytest.raises(FetchError, match=r"private or local|no such host"):
        fetch(target, network=network)
    assert connected == []
    server.routes["/go"] = moved(target)
    with pytest.raises(FetchError, match=r"private or local|no such host"):
        fetch("http://news.example/go", network=network)
    assert connected == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    ("url", "fragment"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://news.example/a", "only http and https"),
        ("gopher://news.example/", "only http and https"),
        ("http://user:pass@news.example/", "user name or password"),
        ("http://news.example@127.0.0.1/", "user name or password"),
        ("http://news.example:22/", "port 22 is not fetched from"),
        ("http://news.example:99999/", "is no address"),
        ("http:///path", "names no host"),
        ("http://news.example/a b", "spaces or control characters"),
        ("http://news.example/\r\nX: y", "spaces or control characters"),
        ("http://news.example\\@127.0.0.1/", "spaces or control characters"),
        ("http://[fe80::1%25eth0]/", "names no host"),
        ("http://[::1/", "is no address"),
        ("http://" + "a" * 5000, "too long"),
        ("http://empty.example/", "no such host"),
        ("http://unknown.example/", "no such host"),
        ("http://" + "ы" * 70 + ".example/", "is no host name"),
    ],
)
def test_addresses_that_are_none_are_refused_in_one_line(
    url: str, fragment: str, network: Network, connected: list[tuple[str, int]]
) -> None:
    with pytest.raises(FetchError, match=fragment) as error:
        fetch(url, network=network)
    assert "\n" not in str(error.value)
    assert "pass@" not in str(error.value)
    assert connected == []


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "http://a:b@news.example/", "http://news.example:25/", "http://[/"]
)
def test_a_redirect_is_checked_like_the_first_address(
    location: str, server: Server, network: Network
) -> None:
    server.routes["/go"] = moved(location)
    with pytest.raises(FetchError):
        fetch("http://news.example/go", network=network)
    assert len(server.requests) == 1


def test_a_redirect_loop_ends(server: Server, network: Network) -> None:
    server.routes["/a"] = moved("/b")
    server.routes["/b"] = moved("/a")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch("http://news.example/a", network=network)
    assert len(server.requests) == 6


def test_a_name_that_changes_its_address_between_check_and_use_gains_nothing(
    server: Server, connected: list[tuple[str, int]]
) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    server.routes["/a"] = says(answer(b"<p>x</p>"))
    network = Network(lambda host, port: next(answers), lambda: Detour(server.port, connected))
    fetch("http://news.example/a", network=network)
    assert connected == [(PUBLIC, 80)], "the address that was checked is the one connected to"
    with pytest.raises(FetchError, match="private or local"):
        fetch("http://news.example/a", network=network)


class Recorder(httpcore.NetworkStream):
    """A server that answers every request at once, and keeps the name for which TLS was asked."""

    def __init__(self, names: list[str | None]) -> None:
        self._names, self._data = names, io.BytesIO(answer(b"<p>secure</p>"))

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._data.read(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        pass

    def close(self) -> None:
        pass

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        assert ssl_context.verify_mode is ssl.CERT_REQUIRED
        assert ssl_context.check_hostname
        self._names.append(server_hostname)
        return self

    def get_extra_info(self, info: str) -> Any:
        return None


def test_the_certificate_is_asked_for_by_name_though_the_connection_goes_to_a_number() -> None:
    names: list[str | None] = []
    addresses: list[str] = []

    class Backend(httpcore.NetworkBackend):
        def connect_tcp(self, host: str, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
            addresses.append(host)
            return Recorder(names)

    got = fetch("https://news.example/", network=Network(lambda host, port: [PUBLIC], Backend))
    assert got.data == b"<p>secure</p>"
    assert names == ["news.example"]
    assert addresses == [PUBLIC]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate for this test")
def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news.example -addext subjectAltName=DNS:news.example"
    subprocess.run(
        [*command.split(), "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = Server(context)
    server.routes["/"] = says(answer(b"<p>secure</p>"))
    network = Network(
        lambda host, port: [PUBLIC],
        lambda: Detour(server.port, []),
        lambda: ssl.create_default_context(cafile=str(certificate)),
    )
    try:
        assert fetch("https://news.example/", network=network).data == b"<p>secure</p>"
        with pytest.raises(FetchError, match=r"six\.example: no connection \(.*certificate") as error:
            fetch("https://six.example/", network=network)
        with pytest.raises(FetchError, match="no connection"):
            fetch("https://news.example/", network=Network(network.resolve, network.backend))
    finally:
        server.close()
    assert "\n" not in str(error.value)


def test_international_names_go_over_the_wire_in_their_ascii_form(
    server: Server, connected: list[tuple[str, int]]
) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return [PUBLIC]

    server.routes["/%D1%84"] = says(answer(b"<p>x</p>"))
    fetch("http://пример.example/ф", network=Network(resolve, lambda: Detour(server.port, connected)))
    assert asked == ["xn--e1afmkfd.example"]
    assert "Host: xn--e1afmkfd.example" in server.requests[0]


def test_the_next_address_is_tried_when_the_first_does_not_answer(server: Server) -> None:
    class Flaky(Detour):
        def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
            if host == PUBLIC:
                raise httpcore.ConnectError("refused")
            return super().connect_tcp(host, port, *args, **kwargs)

    log: list[tuple[str, int]] = []
    server.routes["/"] = says(answer(b"<p>x</p>"))
    network = Network(lambda host, port: [PUBLIC, OTHER], lambda: Flaky(server.port, log))
    assert fetch("http://news.example", network=network).data == b"<p>x</p>"
    assert log == [(OTHER, 80)]


def drip(data: bytes, piece: bytes = b"x", pause: float = 0.05) -> Route:
    def route(client: socket.socket, request: str) -> None:
        client.sendall(data)
        while True:
            client.sendall(piece)
            time.sleep(pause)

    return route


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("route", "fragment"),
    [
        (lambda client, request: time.sleep(3), "did not answer in time"),
        (drip(OK + b"X-A: "), "did not answer in time"),
        (drip(OK + b"\r\n"), "did not answer in time"),
        (drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), "did not answer in time"),
    ],
    ids=["silent", "headers drop by drop", "body drop by drop", "chunks drop by drop"],
)
def test_a_slow_server_is_given_up_at_the_deadline(
    route: Route, fragment: str, server: Server, network: Network
) -> None:
    server.routes["/slow"] = route
    started = time.monotonic()
    with pytest.raises(FetchError, match=fragment):
        fetch("http://news.example/slow", network=network, max_seconds=0.5)
    assert time.monotonic() - started < 2.5


BIG = gzip.compress(b"\0" * (30 << 20))


@pytest.mark.parametrize(
    ("route", "fragment"),
    [
        (drip(OK + b"\r\n", b"x" * 65536, 0), "serves more than 1 MB"),
        (says(OK + b"Content-Length: 99999999999\r\n\r\nx"), "serves more than 1 MB"),
        (says(OK + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n" + BIG), "serves more than 1 MB"),
        (says(OK + b"Content-Encoding: br\r\nConnection: close\r\n\r\nxxxx"), "packs its pages as 'br'"),
        (says(OK + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\nno gzip"), "cannot be unpacked"),
        (says(answer(b"x", "image/png")), "serves image/png, which is no document"),
        (says(answer(b"x", "video/mp4")), "serves video/mp4"),
        (says(answer(b"x", status="403 Forbidden")), r"answered with status 403 \(it wants a person"),
        (says(answer(b"x", status="404 Not Found")), "status 404; check the address"),
        (says(answer(b"x", status="500 Oops")), "answered with status 500"),
        (says(b"SSH-2.0-OpenSSH_9\r\n"), "broke off or answered what is no HTTP"),
        (says(b""), "broke off or answered what is no HTTP"),
        (says(OK + b"Content-Length: 500\r\n\r\nshort"), "broke off or answered what is no HTTP"),
        (
            says(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 300_000 + b"\r\n\r\n"),
            "broke off or answered what is no HTTP",
        ),
    ],
    ids=range(14),
)
def test_what_a_server_should_not_send_is_one_clear_line(
    route: Route, fragment: str, server: Server, network: Network
) -> None:
    server.routes["/bad"] = route
    with pytest.raises(FetchError, match=fragment) as error:
        fetch("http://news.example/bad", network=network, max_bytes=1 << 20, max_seconds=5)
    assert "\n" not in str(error.value)


def test_packed_bodies_are_unpacked(server: Server, network: Network) -> None:
    packed = gzip.compress(make.PROSE.encode())
    server.routes["/z"] = says(answer(packed, "text/plain", more="Content-Encoding: gzip\r\n"))
    assert fetch("http://news.example/z", network=network).data == make.PROSE.encode()


def test_no_proxy_or_environment_leads_elsewhere(
    server: Server, network: Network, monkeypatch: pytest.MonkeyPatch, connected: list[tuple[str, int]]
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.routes["/"] = says(answer(b"<p>x</p>"))
    fetch("http://news.example/", network=network)
    assert connected == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True), (OTHER, True), ("8.8.8.8", True), ("100.64.0.1", False), ("192.0.2.1", False), ("198.18.0.1", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("2001:db8::1", False), ("2001::1", False), ("ff02::1", False),
        ("::ffff:93.184.215.14", False), ("64:ff9b:1::1", False), ("fe80::1%eth0", False), ("nonsense", False), ("", False),
    ],
)  # fmt: skip
def test_public_addresses_are_those_outside_the_special_registries(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_the_command_line_cannot_reach_the_test_network() -> None:
    sources = [p.read_text(encoding="utf-8") for p in (Path(reader.__file__).parent.parent).glob("*.py")]
    assert not any("Network(" in source or "network=" in source for source in sources)
    assert "network" not in Path(reader.__file__).read_text(encoding="utf-8")
