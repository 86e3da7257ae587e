"""What the web face keeps: checks, results, jobs, judgements, people, an audit log. SQLite or PostgreSQL."""

from __future__ import annotations

from cuibono.web.store.engine import Store, new_id, now

__all__ = ["Store", "new_id", "now"]
