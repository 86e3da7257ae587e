"""A register by name: fetched, checked, unpacked, imported; or left alone when nothing changed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cuibono.errors import CuibonoError, FetchError, InputError, RecordError
from cuibono.ledger import acquire, create, history, official_sources, open_ledger, verify
from cuibono.ledger.acquiring import Acquired
from cuibono.ledger.downloading import Limits
from cuibono.ledger.registry import FileModel
from cuibono.library import add_register, source_lines
from tests.ledger.listserver import ListServer, cut_off, network_to
from tests.ledger.support import FUND, PAPER, SMALL, thing

MANY = [*SMALL, *(thing(f"t{n}", name=f"Example {n * 7919}") for n in range(2000))]


def lines(*rows: Any) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def at(name: str, path: str, **more: Any) -> FileModel:
    return FileModel.model_construct(
        name=name, url=f"http://lists.example{path}", zip=(), index=(), sha256=None
    ).model_copy(update=more)


@pytest.fixture
def server() -> Iterator[ListServer]:
    server = ListServer()
    server.files["/a.json"] = lines(*MANY)
    yield server
    server.close()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    create(tmp_path / "ledger")
    return tmp_path / "ledger"


class Office:
    """The register ``os-sanctions`` with its files at the test server."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, server: ListServer) -> None:
        self.server, self._patch = server, monkeypatch
        self.set(at("entities.ftm.json", "/a.json"))

    def set(self, *files: FileModel, **more: Any) -> None:
        entry = replace(
            official_sources()["os-sanctions"], files=files, smallest=1_000, largest=10_000_000, **more
        )
        self._patch.setattr("cuibono.ledger.acquiring.official_source", lambda name: entry)

    def get(self, ledger: Path, day: str = "2024-01-01", **options: Any) -> Acquired:
        return acquire(
            ledger,
            "os-sanctions",
            retrieved=day,
            network=network_to(self.server),
            limits=lambda source: Limits(source.largest, seconds=20, pause=0),
            **options,
        )


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, server: ListServer) -> Office:
    return Office(monkeypatch, server)


def test_a_register_is_fetched_and_imported_with_its_description_and_its_raw_digest(
    office: Office, ledger: Path
) -> None:
    got = office.get(ledger)
    assert got.imported is not None
    assert got.imported.entities == len(MANY)
    with open_ledger(ledger) as opened:
        dataset = opened.dataset("os-sanctions")
        assert (dataset.title, dataset.licence) == (got.source.title, "CC BY-NC 4.0")
        assert dataset.coverage.relations == ("Sanction",)
    kept = json.loads((ledger / "os-sanctions" / "2024-01-01" / "dataset.json").read_text("utf-8"))
    (file,) = kept["origin"]
    assert file["sha256"] == got.files["entities.ftm.json"].sha256
    assert file["bytes"] == len(office.server.files["/a.json"])
    assert verify(ledger) == []


def test_what_has_not_changed_is_neither_fetched_nor_stored(office: Office, ledger: Path) -> None:
    office.get(ledger)
    again = office.get(ledger, "2024-02-01")
    assert again.imported is None
    assert again.since == "2024-01-01"
    assert office.server.statuses == [200, 304]
    assert len(history(ledger, "os-sanctions")) == 1


def test_the_same_bytes_under_a_new_name_of_state_are_not_imported_again(
    office: Office, ledger: Path
) -> None:
    office.get(ledger)
    office.server.etags = False
    assert office.get(ledger, "2024-02-01").imported is None
    assert office.server.statuses == [200, 200]


def test_a_changed_list_becomes_a_new_version(office: Office, ledger: Path) -> None:
    office.get(ledger)
    office.server.files["/a.json"] = lines(*MANY, thing("new", name="New"))
    got = office.get(ledger, "2024-02-01")
    assert got.imported is not None
    assert [v.version for v in history(ledger, "os-sanctions")] == ["2024-01-01", "2024-02-01"]


def test_other_wishes_than_last_time_fetch_again(office: Office, ledger: Path) -> None:
    office.get(ledger)
    got = office.get(ledger, "2024-02-01", keep_identifiers=True)
    assert office.server.statuses == [200, 200]
    assert got.imported is not None


def test_an_interrupted_download_goes_on_at_the_next_call(office: Office, ledger: Path) -> None:
    office.server.misdeeds = [cut_off(20_000), cut_off(0), cut_off(0)]
    with pytest.raises(FetchError, match="continues"):
        office.get(ledger)
    assert history_of(ledger) == []
    assert verify(ledger) == []
    assert office.get(ledger).imported is not None
    assert office.server.statuses[-1] == 206


def history_of(ledger: Path) -> list[str]:
    with open_ledger(ledger) as opened:
        return [d.version for d in opened.datasets]


def test_a_list_that_cannot_be_read_stays_at_hand_and_is_not_fetched_twice(
    office: Office, ledger: Path
) -> None:
    office.server.files["/a.json"] = lines(*[{"schema": "Nothing", "id": "x", "properties": {}}] * 50)
    for _ in range(2):
        with pytest.raises(RecordError):
            office.get(ledger)
    assert office.server.statuses == [200, 304]


def test_a_list_much_smaller_than_it_must_be_is_refused(office: Office, ledger: Path) -> None:
    office.server.files["/a.json"] = lines(FUND)
    with pytest.raises(FetchError, match="at least 1,000 are expected"):
        office.get(ledger)
    assert history_of(ledger) == []


def test_of_several_files_all_are_fetched_when_one_changed(office: Office, ledger: Path) -> None:
    office.set(at("a.json", "/a.json"), at("b.json", "/b.json"), format=None)
    office.server.files["/b.json"] = lines(PAPER)
    with pytest.raises(CuibonoError):  # no format reads such a folder: both files are here by now
        office.get(ledger)
    assert office.server.statuses == [200, 200]
    office.server.files["/b.json"] = lines(FUND)
    with pytest.raises(CuibonoError):
        office.get(ledger)
    assert office.server.statuses == [200, 200, 304, 200]


def packed(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name.replace("__", "."), body)
    return data.getvalue()


def test_the_member_of_an_archive_is_taken_by_its_pattern(office: Office, ledger: Path) -> None:
    office.set(at("a.json", "/a.zip", zip=("*.v2.json", "*.json")))
    office.server.files["/a.zip"] = packed(readme__txt=b"x", list__json=lines(*MANY))
    got = office.get(ledger)
    assert got.imported is not None
    assert got.imported.entities == len(MANY)
    assert office.get(ledger, "2024-02-01").imported is None


@pytest.mark.parametrize(
    ("archive", "fragment"),
    [
        (packed(a__json=b"0" * 201_000_000), "unfolds to more than"),
        (packed(readme__txt=b"x" * 5000), "holds 0 files"),
        (packed(a__json=b"{}", b__json=b"{}"), "holds 2 files"),
        (b"PK\x03\x04" + b"x" * 2000, "damaged archive"),
        (packed(a__json=lines(*MANY))[:-40], "damaged archive"),
    ],
)
def test_bombs_and_broken_archives_are_refused(
    office: Office, ledger: Path, archive: bytes, fragment: str
) -> None:
    office.set(at("a.json", "/a.zip", zip=("*.json",)))
    office.server.files["/a.zip"] = archive
    with pytest.raises(CuibonoError, match=fragment) as error:
        office.get(ledger)
    assert "\n" not in str(error.value)
    assert history_of(ledger) == []


def test_a_member_never_leaves_its_folder(office: Office, ledger: Path) -> None:
    office.set(at("a.json", "/a.zip", zip=("*.json",)))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("../../../outside.json", lines(*MANY))
    office.server.files["/a.zip"] = data.getvalue()
    assert office.get(ledger).imported is not None
    assert not list(ledger.parent.rglob("outside.json"))


def test_an_index_may_name_the_address(office: Office, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office.set(at("a.json", "/index.json", index=("hits", 0, "files", -1, "self")))
    for wrong in (
        b"[]",
        b'{"hits": []}',
        b"no json",
        b'{"hits": [{"files": [{"self": "http://10.0.0.5/"}]}]}',
    ):
        office.server.files["/index.json"] = wrong
        with pytest.raises(FetchError, match=r"index has changed|no https address"):
            office.get(ledger)
    office.server.files["/index.json"] = b'{"hits": [{"files": [{"self": "https://lists.example/a.json"}]}]}'
    asked: list[str] = []
    from cuibono.ledger import acquiring

    real = acquiring.download

    def plain(url: str, *args: Any, **options: Any) -> Any:
        asked.append(url)
        return real(url.replace("https:", "http:"), *args, **options)

    monkeypatch.setattr(acquiring, "download", plain)
    assert office.get(ledger).imported is not None
    assert asked[-1] == "https://lists.example/a.json"


def test_damaged_notes_of_earlier_downloads_do_no_harm(office: Office, ledger: Path) -> None:
    office.get(ledger)
    for text in ("", "{", "[]", '{"files": {"a": 1}, "version": 3, "keep_identifiers": []}'):
        (ledger / ".downloads" / "os-sanctions" / "state.json").write_text(text, encoding="utf-8")
        got = office.get(ledger)
        assert got.imported is not None
        assert got.imported.unchanged


def test_the_command_line_takes_names_where_no_file_of_that_name_lies(ledger: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file, and no register"):
        add_register(ledger, "nothing-of-that-name", given={})
    with pytest.raises(InputError, match="--dataset is for files"):
        add_register(ledger, "ofac-sdn", given={"dataset": "x"})


def test_registers_are_listed_with_publisher_licence_and_address() -> None:
    text = "\n".join(source_lines())
    assert "Office of Foreign Assets Control" in text
    rows = [json.loads(line) for line in source_lines(as_json=True)]
    assert all(row["files"] and row["licence"] for row in rows)
