"""The page about the ledger names every format and every field, and its example of a format runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from cuibono.ledger import add, create, open_ledger
from cuibono.ledger.formats import Format, all_formats
from cuibono.ledger.formats.mapping_file import EntityModel, MappingModel, PropertyModel, QueryModel
from cuibono.ledger.metadata import CoverageModel, Metadata, PublisherModel

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "ledger.md").read_text(encoding="utf-8")
FORMATS = (DOCS / "formats.md").read_text(encoding="utf-8")
#: Formats whose words are explained on the page about the ledger.
ELSEWHERE = {
    "ftm",
    "statements",
    "parquet",
    "eu-annexes",
    "un-consolidated",
    "cn-measures",
    "fara",
    "state-media",
    "grants",
    "ror",
}
COOKBOOK = (DOCS / "cookbook-register.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(all_formats()))
def test_every_format_is_on_the_page(name: str) -> None:
    assert f"| `{name}` |" in PAGE


@pytest.mark.parametrize("model", [Metadata, PublisherModel, CoverageModel])
def test_every_field_of_dataset_yml_is_on_the_page(model: type[BaseModel]) -> None:
    assert [name for name in model.model_fields if f"`{name}`" not in PAGE] == []


def test_the_example_of_a_format_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(
        r"```python\n(from cuibono\.ledger\.formats import Format.*?)```", COOKBOOK, re.DOTALL
    )
    assert code.count("\n") <= 40
    space: dict[str, Any] = {}
    exec(code, space)  # noqa: S102  our own page
    own = space["FORMAT"]
    assert isinstance(own, Format)
    monkeypatch.setattr("cuibono.ledger.formats.all_formats", lambda: {"example": own})
    source = tmp_path / "payments.csv"
    source.write_text(
        'Payer,Payee,Sum,Paid on\nOffice of Examples,Example Fund,"1,000",02.03.2020\nOffice of Examples,,5,02.03.2020\n',
        encoding="utf-8",
    )
    (test,) = re.findall(r"```python\n(from pathlib import Path.*?)```", COOKBOOK, re.DOTALL)
    exec(test, space)  # noqa: S102  our own page
    space["check"](source, tmp_path / "l")


def test_the_example_of_a_mapping_works(tmp_path: Path) -> None:
    for name, kind in (("payments.csv", "csv"), ("mapping.yml", "yaml")):
        (text,) = re.findall(rf"```{kind}\n(.*?)```", COOKBOOK, re.DOTALL)
        (tmp_path / name).write_text(text, encoding="utf-8")
    create(tmp_path / "l")
    done = add(tmp_path / "l", tmp_path / "payments.csv", mapping=tmp_path / "mapping.yml")
    with open_ledger(tmp_path / "l") as ledger:
        (paid,) = ledger.all_edges()
        assert ledger.dataset("kz-example-payments").title == "Payments of the Office of Examples"
    assert (done.rejects, str(paid.amount), paid.start) == (0, "1000.50", "2020-03-02")
    assert paid.first("purpose") == "grant number 1"


def test_every_field_of_a_mapping_is_in_the_cookbook() -> None:
    models = (MappingModel, QueryModel, EntityModel, PropertyModel)
    fields = {name.rstrip("_") for model in models for name in model.model_fields} - {
        "name",
        "queries",
        "entities",
        "properties",
        "fuzzy",
    }
    assert [name for name in sorted(fields) if f"`{name}`" not in COOKBOOK] == []


@pytest.mark.parametrize("name", sorted(set(all_formats()) - ELSEWHERE))
def test_what_becomes_of_every_register_is_told(name: str) -> None:
    (row,) = [
        line for line in FORMATS.splitlines() if line.startswith("| `") and f"`{name}`" in line.split("|")[1]
    ]
    assert row.count("|") == 5
