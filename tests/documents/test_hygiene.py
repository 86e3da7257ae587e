"""What shows nothing is taken out; what a person sees stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.documents.hygiene import clean, one_line, plain_name


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\r\nb\rc\x0bd\x0ce\u2028f\u2029g\x85h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("\ufeffa\x00b\x07c\x7f", "abc"),
        ("\u202egnp.exe\u202c \u2066x\u2069 \u200e\u200f\u061c", "gnp.exe x "),
        ("Vl\u200bast Har\u00adbour wo\u2060rd", "Vlast Harbour word"),
        ("tag\U000e0041\U000e0042s and var\ufe0fiants", "tags and variants"),
        ("a\u200cb a\u200db", "ab ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("“”‘’—–… \u00a0\u2009é e\u0301 ½ ﬁ", "“”‘’—–… \u00a0\u2009é e\u0301 ½ ﬁ"),
        ("\ud800", "\ufffd"),
        ("\tkept\n", "\tkept\n"),
    ],
)
def test_cleaning(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_cleaning_is_idempotent_and_leaves_no_control_behind(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")
    kept = {"\n", "\t", "\u200c", "\u200d"}
    bad = {
        c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs") or unicodedata.bidirectional(c) in BIDI
    } - kept
    assert not bad


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_names_are_one_line_without_markup() -> None:
    assert plain_name("  Ada &amp; <b>Ben</b>\n Clerk ") == "Ada & Ben Clerk"
    assert plain_name("a < b and c > d") == "a < b and c > d"
    assert plain_name(" <i></i> ") is None
    assert plain_name(5) is None
    assert len(one_line("x" * 10_000)) == 500
