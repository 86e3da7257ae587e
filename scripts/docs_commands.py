"""Write docs/commands.md from the program's own ``--help``; a test compares the two."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "docs" / "commands.md"
COMMANDS = (
    ("check",), ("claims",), ("review",), ("who",), ("screen",), ("same",), ("different",), ("judgements",), ("trace",), ("audit",), ("lint",), ("footprint",), ("watch",), ("ledger",), ("ledger", "init"), ("ledger", "add"), ("ledger", "sources"), ("ledger", "list"),
    ("ledger", "show"), ("ledger", "diff"), ("ledger", "history"), ("ledger", "export"), ("ledger", "remove"), ("ledger", "verify"),
    ("serve",), ("mcp",), ("users",), ("users", "add"), ("users", "password"), ("users", "list"),
)  # fmt: skip
HEAD = """# Command line

Exit status: 0 done; 2 the input cannot be used; 3 the ledger cannot be read or written, or `verify` found damage; 4 a part of the installation is altered;
130 interrupted. Errors are one line on standard error. What follows is the program's own help.
"""


def help_text(*command: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "cuibono", *command, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return done.stdout.replace("python -m cuibono", "cuibono").strip()


def page() -> str:
    sections = [f"## cuibono {' '.join(c)}\n\n```text\n{help_text(*c)}\n```\n" for c in COMMANDS]
    return "\n".join([HEAD, f"```text\n{help_text()}\n```\n", *sections])


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
