"""The limits of what a corpus may hold: everything that comes in is taken for hostile."""

from __future__ import annotations

from typing import Final

MAX_LINE: Final = 64 << 20
"""Bytes of one line of JSON lines or CSV; a longer one is counted as a problem and skipped."""
MAX_TEXT: Final = 5_000_000
"""Characters of one article: about 1,600 pages."""
MAX_CAPTURE: Final = 32 << 20
"""Bytes of one page in a web archive, before and after it is unpacked."""
MAX_FEED_ENTRY: Final = 4 << 20
"""Characters of one entry of a feed."""
MAX_FEED: Final = 512 << 20
"""Bytes of one feed: one that goes on is cut off there, and counted."""
MAX_LINKS: Final = 2_000
BATCH_ARTICLES: Final = 400
BATCH_CHARACTERS: Final = 8 << 20
