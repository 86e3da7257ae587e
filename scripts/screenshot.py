#!/usr/bin/env python3
"""Pictures of a report for people who work on it: phone, tablet, wide, dark, and the printed pages.

    scripts/screenshot.py report.html OUT_DIR [--height N] [--keep findings,article] [--open 5] [--only wide]

Needs Debian's ``chromium`` (and ``pdftoppm``, of poppler-utils, for the printed pages). No part of the product.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WIDTHS = {"phone": 390, "tablet": 820, "wide": 1400}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--force-prefers-reduced-motion",
]


def chromium(*flags: str, page: str) -> None:
    """One run of the browser with a profile of its own, thrown away after."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["chromium", *FLAGS, f"--user-data-dir={profile}", *flags, page]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode:
        sys.exit(f"chromium failed: {done.stderr[-400:]}")


def kept(html: str, sections: str) -> str:
    """The page with only these sections (ids, apart by commas), in their own order."""
    wanted = [f'<section id="{name}"' for name in sections.split(",")]
    parts = re.split(r'(?=<section id=")|(?=</main>)', html)
    body = [part for part in parts[1:] if part.startswith(("</main>", *wanted))]
    return parts[0] + "".join(body)


def take(given: argparse.Namespace, page: str) -> None:
    for name, width in WIDTHS.items():
        if given.only in (None, name):
            picture = given.out / f"{name}.png"
            chromium(f"--window-size={width},{given.height}", f"--screenshot={picture}", page=page)
    if given.only in (None, "dark"):
        dark = ["--blink-settings=preferredColorScheme=0", f"--screenshot={given.out / 'dark.png'}"]
        chromium(f"--window-size={WIDTHS['wide']},{given.height}", *dark, page=page)
    if given.only in (None, "print"):
        paper = given.out / "print.pdf"
        chromium("--no-pdf-header-footer", f"--print-to-pdf={paper}", page=page)
        if shutil.which("pdftoppm"):
            subprocess.run(["pdftoppm", "-r", "60", "-png", paper, given.out / "page"], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("report", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--height", type=int, default=1000, help="height of the window in pixels")
    parser.add_argument("--keep", default="", help="only these sections, e.g. findings,article")
    parser.add_argument("--open", default="", help="numbers of cards to open, e.g. 5,7")
    parser.add_argument("--only", choices=[*WIDTHS, "dark", "print"], help="one picture")
    given = parser.parse_args()
    if not shutil.which("chromium"):
        sys.exit("chromium is missing: apt-get install chromium")
    given.out.mkdir(parents=True, exist_ok=True)
    html = given.report.read_text(encoding="utf-8")
    for number in filter(None, given.open.split(",")):
        html = html.replace(f' data-n="{number}">\n<summary>', f' data-n="{number}" open>\n<summary>')
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(kept(html, given.keep) if given.keep else html, encoding="utf-8")
        take(given, page.as_uri())


if __name__ == "__main__":
    main()
