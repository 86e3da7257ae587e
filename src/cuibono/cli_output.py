"""Where the command line writes, and how it tells of errors."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cuibono.errors import CuibonoError, InputError

if TYPE_CHECKING:
    from cuibono.model import Check, Review

STDOUT = "-"


def fail(error: CuibonoError) -> int:
    """Print one line on standard error; return the exit status that goes with it."""
    typer.echo(f"cuibono: {' '.join(str(error).split())}", err=True)
    return error.exit_code


@contextmanager
def reported_errors() -> Iterator[None]:
    """Turn an error that a user can cause into one line and an exit status."""
    try:
        yield
    except CuibonoError as error:
        raise typer.Exit(fail(error)) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise typer.Exit(fail(InputError(f"{error.filename or 'file'}: {error.strerror or error}"))) from None


@contextmanager
def watched() -> Iterator[Callable[[str, int, float | None], None] | None]:
    """How far a long work is, its rate and the time left, on standard error; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    began: dict[str, float] = {}

    def show(stage: str, done: int, share: float | None) -> None:
        seconds = time.monotonic() - began.setdefault(stage, time.monotonic())
        typer.echo(f"\r{progress_line(stage, done, share, seconds):<78}", nl=False, err=True)

    yield show
    typer.echo("\r" + " " * 78 + "\r", nl=False, err=True)


def progress_line(stage: str, done: int, share: float | None, seconds: float) -> str:
    """``reading [######....] 1,200,000, 88,000 a second, 0:40 left``."""
    filled = round(10 * share) if share is not None else 0
    bar = f" [{'#' * filled}{'.' * (10 - filled)}]" if share is not None else ""
    line = f"{stage}{bar} {done:,}"
    if seconds > 0.5:
        line += f", {done / seconds:,.0f} a second"
        if share is not None and share > 0.01:
            left = round(seconds * (1 - share) / share)
            line += f", {left // 60}:{left % 60:02} left"
    return line


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files a check is to be written to; each checked before the work begins."""

    html: Path | None
    json: str | None
    claimreview: str | None
    ftm: str | None
    gexf: str | None
    csv: str | None
    several: bool

    @classmethod
    def prepare(
        cls,
        *,
        html: Path | None,
        json: str | None,
        claimreview: str | None,
        ftm: str | None,
        gexf: str | None,
        csv: str | None,
        several: bool,
    ) -> Outputs:
        """Raise :class:`InputError` for a place that cannot be written, before an hour of work is lost."""
        outputs = cls(html, json, claimreview, ftm, gexf, csv, several)
        if several and gexf:
            raise InputError("--gexf writes one network: give one article")
        if (
            several
            and html
            and not html.is_dir()
            and (html.exists() or html.suffix.lower() in (".html", ".htm"))
        ):
            raise InputError(
                f"--html {html} is one file: several articles need a folder, such as --html reports"
            )
        if not several and html and html.is_dir():
            raise InputError(f"--html {html} is a folder: name a file, such as {html / 'report.html'}")
        if [json, claimreview, ftm, gexf, csv].count(STDOUT) > 1:
            raise InputError("only one output can go to standard output (-)")
        for place in (html if not several else None, json, claimreview, ftm, gexf, csv):
            _check_place(place)
        return outputs

    @property
    def takes_stdout(self) -> bool:
        return STDOUT in (self.json, self.claimreview, self.ftm, self.gexf, self.csv)

    def write(self, checks: Sequence[Check], reviews: Mapping[str, Review] | None = None) -> None:
        """Write all that was asked for; every file appears whole or not at all. ``reviews`` stand in the report, by claim."""
        from cuibono import reporting

        if self.html:
            self._write_html(self.html, checks, reviews or {})
        lines = b"\n"
        if self.json:
            reporting.write(self.json, lines.join(reporting.to_json(c) for c in checks) + lines)
        if self.claimreview:
            reporting.write(
                self.claimreview, lines.join(reporting.claimreview_json(c) for c in checks) + lines
            )
        if self.ftm:
            reporting.write(self.ftm, b"".join(reporting.to_ftm(c) for c in checks))
        if self.gexf:
            reporting.write(self.gexf, reporting.to_gexf(checks[0]))
        if self.csv:
            reporting.write(self.csv, reporting.to_csv(checks))

    def _write_html(self, place: Path, checks: Sequence[Check], reviews: Mapping[str, Review]) -> None:
        from cuibono import reporting

        if not self.several:
            reporting.write(str(place), reporting.to_html(checks[0], reviews=reviews).encode())
            return
        place.mkdir(parents=True, exist_ok=True)
        for result in checks:
            file = place / f"{result.document.id}.html"
            reporting.write(str(file), reporting.to_html(result, reviews=reviews).encode())


def _check_place(place: Path | str | None) -> None:
    if place is None or place == STDOUT:
        return
    path = Path(place)
    if path.is_dir():
        raise InputError(f"{path} is a folder: name a file in it")
    if not path.parent.is_dir():
        raise InputError(f"{path.parent} is no folder: make it first, or write elsewhere")
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"{path.parent} cannot be written to")
