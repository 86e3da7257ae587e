"""The page about the ledger names every format and every field, and its example of a format runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from cuibono.ledger import add, create, open_ledger
from cuibono.ledger.formats import Format, all_formats
from cuibono.ledger.metadata import CoverageModel, Metadata, PublisherModel

PAGE = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(all_formats()))
def test_every_format_is_on_the_page(name: str) -> None:
    assert f"| `{name}` |" in PAGE


@pytest.mark.parametrize("model", [Metadata, PublisherModel, CoverageModel])
def test_every_field_of_dataset_yml_is_on_the_page(model: type[BaseModel]) -> None:
    assert [name for name in model.model_fields if f"`{name}`" not in PAGE] == []


def test_the_example_of_a_format_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(from cuibono\.ledger\.formats import Format.*?)```", PAGE, re.DOTALL)
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
    create(tmp_path / "l")
    done = add(tmp_path / "l", source)
    with open_ledger(tmp_path / "l") as ledger:
        (paid,) = ledger.all_edges()
    assert (done.rejects, str(paid.amount), paid.start) == (1, "1000", "2020-03-02")
