"""Run by test_crash.py: import a file into a ledger; killed by its parent at some moment."""

from __future__ import annotations

import sys

from cuibono.ledger import add

if __name__ == "__main__":
    ledger, source, day = sys.argv[1:4]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdout.write(add(ledger, source, dataset="payments", retrieved=day).version + "\n")
