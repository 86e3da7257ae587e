"""Run the short measurements one after another."""

from __future__ import annotations

import subprocess
import sys

SHORT = ("benchmarks.claims", "benchmarks.findings", "benchmarks.check")


def main() -> None:
    for module in SHORT:
        print(f"\n== {module}", flush=True)
        subprocess.run([sys.executable, "-m", module], check=False)


if __name__ == "__main__":
    main()
