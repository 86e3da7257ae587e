"""The rooms import only downwards, and starting the program costs little."""

from __future__ import annotations

import ast
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "cuibono"

# What each room may import, besides itself. The starter ledger is data.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "model": set(),
    "network": {"errors"},
    "documents": {"model", "errors", "network"},
    "claims": {"model", "errors"},
    "ledger": {"model", "errors", "network"},
    "entities": {"model", "errors", "ledger"},
    "tracing": {"model", "errors", "ledger"},
    "verification": {"model", "errors", "ledger", "entities", "tracing"},
    "reporting": {"model", "errors"},
    "reviews": {"model", "errors"},
}
MAY_IMPORT["auditing"] = {*MAY_IMPORT} | {"checking"}
MAY_IMPORT["checking"] = {*MAY_IMPORT}
MAY_IMPORT["web"] = {*MAY_IMPORT} | {"library"}
MAY_IMPORT["library"] = {*MAY_IMPORT}
MAY_IMPORT["cli_output"] = {*MAY_IMPORT}
MAY_IMPORT["cli_audit"] = {*MAY_IMPORT}
MAY_IMPORT["cli_review"] = {*MAY_IMPORT}
MAY_IMPORT["cli_ledger"] = {*MAY_IMPORT}
MAY_IMPORT["cli_web"] = {*MAY_IMPORT}
MAY_IMPORT["cli_entities"] = {*MAY_IMPORT}
MAY_IMPORT["cli_trace"] = {*MAY_IMPORT}
MAY_IMPORT["cli"] = {*MAY_IMPORT}
MAY_IMPORT["__init__"] = {"library", "entities"}
MAY_IMPORT["__main__"] = {"cli"}


def room_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write cuibono.<room>"
            names = (
                [f"cuibono.{alias.name}" for alias in node.names if alias.name != "__version__"]
                if node.module == "cuibono"
                else [node.module or ""]
            )
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "cuibono":
                found.add(parts[1] if len(parts) > 1 else "__init__")
    rooms = {p.stem if p.suffix == ".py" else p.name for p in SRC.iterdir()}
    return {name if name in rooms else "__init__" for name in found}


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: str(p.relative_to(SRC)))
def test_rooms_import_only_downwards(path: Path) -> None:
    room = room_of(path)
    assert room in MAY_IMPORT or room == "starter", f"{room} is no room of the house"
    allowed = MAY_IMPORT.get(room, set()) | {room}
    assert imported_rooms(path) <= allowed, f"{room} may import {sorted(allowed)} only"


def test_no_module_is_longer_than_a_person_reads() -> None:
    long = {
        str(p.relative_to(SRC)): n
        for p in SRC.rglob("*.py")
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 600
    }
    assert not long, f"split these: {long}"


def test_nothing_evaluates_or_unpickles() -> None:
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec"}, f"{path} calls {node.func.id}"
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                module = (
                    node.module if isinstance(node, ast.ImportFrom) else " ".join(a.name for a in node.names)
                )
                assert "pickle" not in (module or "").split("."), f"{path} imports pickle"


def test_help_imports_none_of_the_heavy_parts() -> None:
    code = (
        "import sys, cuibono.cli\n"
        "try: cuibono.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'pyarrow', 'numpy', 'lxml', 'trafilatura', 'lingua', 'httpx', 'pydantic', 'jinja2'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "HEAVY []"


@pytest.mark.skipif(os.name != "posix", reason="CPU time of a child is measured by POSIX means")
def test_help_reports_its_cost_for_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    """The budget itself (0.3 s) is measured by benchmarks/startup.py; a timed assertion would be flaky."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "cuibono", "--help"], capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    assert "check" in done.stdout
    with capsys.disabled():
        print(
            f" [--help: {after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime:.2f} CPU s]",
            end="",
        )
