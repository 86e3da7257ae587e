"""All words of the interface: taken from templates, code and the report's word table. ``python -m tests.web.messages`` brings the
Russian catalogue up to date: new words come in without a translation, gone ones go."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

SRC = Path(__file__).parents[2] / "src/cuibono"
RUSSIAN = SRC / "web/locale/ru/LC_MESSAGES/messages.po"
ERRORS = ("InputError", "NotHereError", "NotAllowedError", "NotSignedInError", "TooOftenError", "LedgerError")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "say": None,
    "marked": None,
    "count": (1, 2),
    **dict.fromkeys(ERRORS),
}
JINJA = {
    "extensions": "jinja2.ext.i18n",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
}
APART = (
    "wording.py",
    "serving.py",
    "mcp_server.py",
)  # look-ups in the table of words; errors of the command line
WORDS = ("reader", "reviewer", "admin", "read", "check", "judge")


def _leaves(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {
            leaf for key, item in value.items() if key not in ("symbol", "ascii") for leaf in _leaves(item)
        }
    return {value} if isinstance(value, str) and value else set()


def used() -> Catalog:
    """Every phrase that the interface says."""
    found = Catalog(project="cuibono")
    for word in (
        *sorted(_leaves(yaml.safe_load((SRC / "reporting/resources/wording.yml").read_text()))),
        *WORDS,
    ):
        found.add(word, locations=[("reporting/resources/wording.yml", 1)])
    for room in ("web", "reporting"):
        for path in sorted((SRC / room).rglob("*")):
            method = {".j2": "jinja2", ".py": "python"}.get(path.suffix)
            if method is None or "migrations" in path.parts or path.name in APART:
                continue
            options = JINJA if method == "jinja2" else {}
            with path.open("rb") as file:
                for line, message, comments, context in extract(
                    method, file, keywords=KEYWORDS, options=options
                ):
                    if not any(
                        c.isalpha() for c in (message if isinstance(message, str) else message[0] or "")
                    ):
                        continue
                    found.add(
                        message,
                        locations=[(str(path.relative_to(SRC)), line)],
                        auto_comments=comments,
                        context=context,
                    )
    return found


def russian() -> Catalog:
    """The Russian catalogue."""
    return read_po(BytesIO(RUSSIAN.read_bytes()), locale="ru")


def main() -> None:
    kept, fresh = russian(), Catalog(locale="ru", project="cuibono", fuzzy=False)
    for message in used():
        if message.id:
            old = kept.get(message.id)
            fresh.add(message.id, old.string if old else None)
    save(fresh)


def save(catalogue: Catalog) -> None:
    """Write the Russian catalogue, without dates, so that the same words give the same file."""
    out = BytesIO()
    write_po(out, catalogue, no_location=True, sort_output=True, omit_header=False, width=110)
    text = out.getvalue().decode()
    lines = [
        row
        for row in text.splitlines()
        if not row.startswith(('"POT-Creation', '"PO-Revision', '"Generated'))
    ]
    text = "\n".join(lines[lines.index('msgid ""') :])
    RUSSIAN.write_text("# The interface in Russian.\n" + text.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
