"""Roles: who heads, founded, is a partner; what is a renaming."""

from __future__ import annotations

import pytest

from cuibono.verification import roles


@pytest.mark.parametrize(
    "role",
    [None, "", "President", "Chief Executive Officer", "CEO", "chairwoman of the board", "Editor-in-Chief", "Director General",
     "Secretary-General", "Founder and CEO", "acting president", "General Secretary", "председатель правления", "Генеральный директор",
     "Managing Director", "party leader", "vice-chancellor", "deputy chair; president"],
)  # fmt: skip
def test_heads(role: str | None) -> None:
    assert roles.is_head(role)


@pytest.mark.parametrize(
    "role",
    ["board member", "member of the board of directors", "deputy director", "Vice President", "secretary", "treasurer", "former president",
     "non-executive chairman", "honorary president", "adviser to the president", "head of department", "spokesman", "founder",
     "заместитель председателя", "член правления", "director", "president-elect", "assistant to the CEO"],
)  # fmt: skip
def test_no_heads(role: str) -> None:
    assert not roles.is_head(role)


@pytest.mark.parametrize("role", ["director", "Director", "директор", "editor"])
def test_bare_titles_wait_for_their_peers(role: str) -> None:
    assert roles.is_bare_head(role)
    assert not roles.is_bare_head(f"deputy {role}")


@pytest.mark.parametrize(
    "role", ["founder", "Co-Founder", "founding member", "учредитель", "Founder and president"]
)
def test_founders(role: str) -> None:
    assert roles.is_founder(role)


@pytest.mark.parametrize("role", [None, "", "president", "foundling home"])
def test_no_founders(role: str | None) -> None:
    assert not roles.is_founder(role)


@pytest.mark.parametrize("role", ["partner", "media partner", "Strategic Partnership", "joint venture"])
def test_partners(role: str) -> None:
    assert roles.is_partner(role)


@pytest.mark.parametrize("role", [None, "", "mentioned together", "life partner", "observer"])
def test_no_partners(role: str | None) -> None:
    assert not roles.is_partner(role)


@pytest.mark.parametrize(
    ("text", "renamed"),
    [("renamed", True), ("change of name", True), ("переименована", True), ("merger", False), ("renamed after merger", False),
     ("spin-off", False), ("", False), ("legal successor", False)],
)  # fmt: skip
def test_only_a_new_name_is_a_renaming(text: str, renamed: bool) -> None:
    assert roles.is_renaming(text) == renamed
