"""The documents say what the program does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_page_is_the_programs_own_help() -> None:
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == script("docs_commands").page(), (
        "run scripts/docs_commands.py"
    )


def test_every_command_is_on_the_command_page() -> None:
    from cuibono.cli import app

    listed = {" ".join(c) for c in script("docs_commands").COMMANDS}
    own = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    groups = {g.name: g.typer_instance for g in app.registered_groups if g.typer_instance}
    kept = {f"{name} {c.name}" for name, group in groups.items() for c in group.registered_commands}
    assert own | kept | {str(name) for name in groups} == listed


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda p: str(p.relative_to(DOCS)))
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_site_names_every_page() -> None:
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in DOCS.rglob("*.md"):
        assert str(page.relative_to(DOCS)) in config, f"{page.name} is missing in mkdocs.yml"


def test_the_changelog_names_the_version() -> None:
    from cuibono import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
