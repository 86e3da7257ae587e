"""Run by test_crash.py: import a file into a ledger; killed by its parent at some moment."""

from __future__ import annotations

import sys

# Loaded first: kills are to fall into the import itself.
import pyarrow.compute
import pyarrow.parquet  # noqa: F401

import cuibono.ledger.metadata  # noqa: F401
from cuibono.ledger import add, all_formats

if __name__ == "__main__":
    ledger, source, day = sys.argv[1:4]
    all_formats()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdout.write(add(ledger, source, dataset="payments", retrieved=day).version + "\n")
