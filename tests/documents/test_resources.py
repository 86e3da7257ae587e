"""The room's word lists and tables have the shape that the code reads."""

from __future__ import annotations

from importlib.resources import files

import pytest

from cuibono.documents.data import table
from cuibono.documents.kinds import refuse
from cuibono.errors import DocumentError, ResourceError


def test_every_file_is_read() -> None:
    names = {path.name.removesuffix(".yml") for path in (files("cuibono.documents") / "resources").iterdir()}
    assert names == {"advice", "languages", "months", "network", "packages", "pages", "signatures"}
    for name in names:
        assert table(name)


def test_a_missing_table_is_a_resource_error() -> None:
    with pytest.raises(ResourceError, match="install cuibono again"):
        table("nothing")


@pytest.mark.parametrize("name", ["signatures", "packages"])
def test_every_refusal_names_a_thing_and_an_advice(name: str) -> None:
    for entry in table(name):
        assert set(entry) <= {"hex", "offset", "text", "what", "advice", "member"}
        if name == "signatures":
            assert len(bytes.fromhex(entry["hex"])) >= 2
        with pytest.raises(DocumentError, match=r"^x: seems to be an? .+; .+"):
            refuse("x", entry["what"], entry["advice"])


def test_months_are_twelve_and_mean_one_month_each() -> None:
    meaning: dict[str, int] = {}
    for language, months in table("months").items():
        assert len(months) == 12, language
        for number, forms in enumerate(months):
            for form in forms.split():
                assert meaning.setdefault(form.lower(), number) == number, form


def test_languages_refer_to_scripts_and_to_detectable_languages() -> None:
    from lingua import Language

    rows = table("languages")
    known = {language.name for language in Language.all()}
    for script in rows["scripts"].values():
        assert {*script.get("ask", ()), *script.get("near", ())} <= known
        assert ("language" in script) != ("ask" in script)
        assert all(int(a, 16) <= int(b, 16) for a, b in (pair.split("-") for pair in script["ranges"]))
    for row in [*rows["letters"], *rows["words"].values()]:
        assert row["script"] in rows["scripts"]
        assert 0 < row["share"] < 1


def test_media_types_are_written_as_servers_write_them() -> None:
    assert all(kind == kind.lower() and "/" in kind for kind in table("network")["content_types"])


def test_page_words_are_strings() -> None:
    rows = table("pages")
    assert {"article", "p"} & set(rows["block_tags"].split())
    assert not set(rows["block_tags"].split()) & set(rows["skipped_tags"].split())
    for field in rows["meta"].values():
        assert all(name == name.lower() for name in field)
    for name in ("related_headings", "platforms", "article_types", "organization_types", "funding"):
        assert all(isinstance(word, str) for word in rows[name])
