"""Names of a ledger in a text: right places, longest match, whole words, one answer however the text comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.entities import Screener, fold, screen
from cuibono.errors import InputError

from .fakes import ledger

NAMED = [
    ("ned", "National Endowment for Democracy"), ("ned", "NED"), ("ark", "Ar.Rukh.Khak"), ("gazprom", "Gazprom"),
    ("neft", "Gazprom Neft"), ("att", "AT&T"), ("it", "IT"), ("law", "iLaw"), ("ablyazov", "Мухтар Аблязов"),
    ("vlast", "Власть"), ("bank", "中国银行"), ("dogan", "Doğan Holding"), ("press", "Press Centre"),
    ("orda", "Orda"), ("orda2", "ORDA"),
]  # fmt: skip
SCREENER = Screener.build(NAMED)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[h.span.start : h.span.end], h.entity_ids[0]) for h in SCREENER.screen(text)]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        (
            "The National Endowment for Democracy (NED) paid.",
            [("National Endowment for Democracy", "ned"), ("NED", "ned")],
        ),
        ("NATIONAL ENDOWMENT FOR DEMOCRACY", [("NATIONAL ENDOWMENT FOR DEMOCRACY", "ned")]),
        ("Gazprom Neft and Gazprom’s men", [("Gazprom Neft", "neft"), ("Gazprom", "gazprom")]),
        ("Gazpromneft is another word", []),
        ("it is IT that counts, said It", [("IT", "it")]),
        ("AT&T, AT & T; at T", [("AT&T", "att"), ("AT & T", "att")]),
        ("Ar/Rukh/Khak", [("Ar/Rukh/Khak", "ark")]),
        ("DOGAN HOLDING a.ş. und Doğan\nHolding", [("DOGAN HOLDING", "dogan"), ("Doğan\nHolding", "dogan")]),
        (
            "встретился с Мухтаром Аблязовым; власти Власти",
            [("Мухтаром Аблязовым", "ablyazov"), ("Власти", "vlast")],
        ),
        ("据中国银行报道", [("中国银行", "bank")]),
        ("iLaw said; Ilaw too", [("iLaw", "law"), ("Ilaw", "law")]),
        ("The Press Centre", []),
        ("Gazprom.  \n\n Neft", [("Gazprom", "gazprom")]),
        ("Do\u00adğan Hol\u00adding", [("Do\u00adğan Hol\u00adding", "dogan")]),
        ("", []),
    ],
)
def test_names_are_found_where_they_stand(text: str, hits: list[tuple[str, str]]) -> None:
    assert found(text) == hits


def test_all_bearers_of_a_spelling_are_named() -> None:
    (hit,) = SCREENER.screen("in Orda.")
    assert hit.entity_ids == ("orda", "orda2")


PIECES = [name for _, name in NAMED] + [" ", ", ", " and ", "\n", "x", "é", "😀", "…", " the ", "\u0301", "Ө"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(deadline=None, max_examples=200)
def test_offsets_give_back_the_mention_and_mentions_do_not_overlap(text: str) -> None:
    last = 0
    for hit in SCREENER.screen(text):
        assert hit.span.start >= last
        last = hit.span.end
        mention = text[hit.span.start : hit.span.end]
        letters = [c for c in fold(mention) if c.isalnum()]
        if not hit.inflected:
            assert letters == [c for c in fold(hit.name) if c.isalnum()]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.integers(1, 9))
@settings(deadline=None, max_examples=100)
def test_a_text_in_pieces_gives_the_same_hits(text: str, size: int) -> None:
    chunks = [text[i : i + size] for i in range(0, len(text), size)]
    assert list(SCREENER.screen_stream(chunks)) == list(SCREENER.screen(text))


def test_the_edges_of_blocks_hide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"{name} met {'x' * (i % 7)} " for i in range(60) for _, name in NAMED)
    whole = list(SCREENER.screen(text))
    monkeypatch.setattr("cuibono.entities.screening.BLOCK", 97)
    monkeypatch.setattr("cuibono.entities.screening.OVERLAP", 64)
    assert list(SCREENER.screen(text)) == whole
    assert list(SCREENER.screen_stream([text[i : i + 50] for i in range(0, len(text), 50)])) == whole


def test_a_ledger_s_screener_is_kept_in_a_file_and_read_again(tmp_path: Path) -> None:
    records = ledger()
    records.path = tmp_path
    text = "Uralskaya Nedelya got money from the National Endowment for Democracy."
    first = list(Screener.open(records).screen(text))
    assert [h.entity_ids for h in first] == [("uralsk",), ("ned",)]
    assert list((tmp_path / ".names").glob("screen-*.idx"))
    assert list(Screener.open(records).screen(text)) == first


def test_pairs_may_be_screened_without_a_ledger() -> None:
    assert [h.name for h in screen("Gazprom", [("g", "Gazprom")])] == ["Gazprom"]


def test_a_saved_table_answers_like_the_one_it_was_made_of(tmp_path: Path) -> None:
    SCREENER.save(tmp_path / "names.idx")
    text = " ".join(name for _, name in NAMED) + " с Мухтаром Аблязовым"
    assert list(Screener.load(tmp_path / "names.idx").screen(text)) == list(SCREENER.screen(text))


@pytest.mark.parametrize("content", [b"", b"nonsense", b"cuibono names\n\x02\0\0\0\0\0\0\0{}"])
def test_any_other_file_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(InputError, match="save it again"):
        Screener.load(tmp_path / "x")
