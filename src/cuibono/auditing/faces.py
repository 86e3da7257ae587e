"""What the commands call: options in, files written, lines for the terminal out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import cast, get_args

from cuibono.auditing.audit import Runner, audit
from cuibono.auditing.corpus import Corpus, Form
from cuibono.auditing.fields import Mapper, parse_mapping
from cuibono.auditing.running import Progress, run
from cuibono.errors import InputError


def audit_corpus(
    sources: Sequence[str],
    out: Path,
    *,
    ledger: Path | None = None,
    fields: Sequence[str] = (),
    outlet: str = "",
    form: str | None = None,
    workers: int = 0,
    limit: int | None = None,
    on: str | None = None,
    stage: str | None = None,
    progress: Progress | None = None,
) -> Iterator[str]:
    """Audit a corpus into the folder ``out``: cases.csv, cases.parquet, rates.json, report.html, sourcing.gexf.

    Yields the lines of the summary. Raises :class:`~cuibono.errors.InputError` for options that fit nothing.
    """
    import orjson

    from cuibono.auditing import files
    from cuibono.auditing.page import to_html
    from cuibono.auditing.sourcing import sourcing, to_gexf
    from cuibono.reporting import write

    if form is not None and form not in get_args(Form):
        raise InputError(f"--form {form!r}: one of {', '.join(get_args(Form))}")
    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out} is a file: name a folder")
    corpus = Corpus(sources, Mapper(parse_mapping(fields), outlet=outlet), cast("Form | None", form))
    found = audit(
        corpus, out, ledger=ledger, workers=workers, limit=limit, progress=progress, runner=_runner(on, stage)
    )
    write(out / "cases.csv", files.cases_csv(found))
    files.cases_parquet(found, out / "cases.parquet")
    write(out / "rates.json", orjson.dumps(files.rates_object(found), option=orjson.OPT_INDENT_2) + b"\n")
    cited = sourcing(found.tables())
    write(out / "sourcing.gexf", to_gexf(cited))
    title = outlet or ", ".join(Path(source).name for source in sources[:3])
    write(out / "report.html", to_html(found, cited, title).encode("utf-8", "replace"))
    yield from files.summary_lines(found)
    yield f"report: {out / 'report.html'}"


def _runner(on: str | None, stage: str | None) -> Runner:
    if on is None:
        return run
    from cuibono.auditing.cluster import run_on_ray

    return partial(run_on_ray, address=on, stage=stage)
