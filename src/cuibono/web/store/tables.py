"""The tables. Times are ISO 8601 in UTC with microseconds, so that they sort as text in every database."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str = "id") -> Column[str]:
    return Column(name, String(32), primary_key=True)


def _to(target: str, name: str, *, needed: bool = True) -> Column[str]:
    return Column(
        name, String(32), ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=not needed, index=True
    )


teams = Table(
    "teams",
    metadata,
    _id(),
    Column("name", String(120), nullable=False, unique=True),
    Column("created", String(32), nullable=False),
)

users = Table(
    "users",
    metadata,
    _id(),
    Column("name", String(120), nullable=False, unique=True),
    Column("password", Text, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("created", String(32), nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("team_id", String(32), ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String(32), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("role", String(16), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", String(64), primary_key=True),
    _to("users", "user_id"),
    _to("teams", "team_id"),
    Column("created", String(32), nullable=False),
    Column("expires", String(32), nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    _id(),
    _to("users", "user_id"),
    _to("teams", "team_id"),
    Column("name", String(120), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("scopes", JSON, nullable=False),
    Column("created", String(32), nullable=False),
    Column("expires", String(32)),
    Column("used", String(32)),
    Column("revoked", String(32)),
)

checks = Table(
    "checks",
    metadata,
    _id(),
    _to("teams", "team_id"),
    Column("created", String(32), nullable=False),
    Column("updated", String(32), nullable=False),
    Column("creator", String(120), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("name", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("options", JSON, nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("published", String(10)),
    Column("language", String(16)),
    Column("state", String(8), nullable=False),
    Column("message", Text, nullable=False, default=""),
    Column("counts", JSON, nullable=False),
    Column("latest", Integer, nullable=False, default=0),
    Column("public", Boolean, nullable=False, default=False),
    Column("revision", Integer, nullable=False, default=0),
    UniqueConstraint("team_id", "content_hash"),
    Index("ix_checks_recent", "team_id", "created"),
)

sources = Table(
    "sources",
    metadata,
    Column("check_id", String(32), ForeignKey("checks.id", ondelete="CASCADE"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("media_type", String(120)),
    Column("address", Text),
)

results = Table(
    "results",
    metadata,
    Column("check_id", String(32), ForeignKey("checks.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("created", String(32), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("ledger", String(80), nullable=False),
    Column("software", String(80), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

mentions = Table(
    "mentions",
    metadata,
    Column("check_id", String(32), ForeignKey("checks.id", ondelete="CASCADE"), primary_key=True),
    Column("entity_id", String(255), primary_key=True, index=True),
    Column("name", Text, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    _id(),
    _to("checks", "check_id"),
    _to("teams", "team_id"),
    Column("state", String(8), nullable=False, index=True),
    Column("stage", String(16), nullable=False),
    Column("progress", Float, nullable=False, default=0.0),
    Column("message", Text, nullable=False, default=""),
    Column("attempts", Integer, nullable=False, default=0),
    Column("created", String(32), nullable=False),
    Column("started", String(32)),
    Column("finished", String(32)),
    Column("heartbeat", String(32)),
    Column("worker", String(120)),
)

judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    _to("teams", "team_id"),
    _to("checks", "check_id", needed=False),
    Column("claim_id", String(64)),
    Column("kind", String(16), nullable=False),
    Column("finding", String(16)),
    Column("name", Text),
    Column("folded", String(200), index=True),
    Column("entity_ids", JSON, nullable=False),
    Column("caption", Text),
    Column("why", Text, nullable=False),
    Column("author", String(120), nullable=False),
    Column("created", String(32), nullable=False),
    Column("undone", String(32)),
    Column("undone_by", String(120)),
    Index("ix_judgements_claim", "check_id", "claim_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("team_id", String(32), index=True),
    Column("who", String(120), nullable=False),
    Column("action", String(40), nullable=False),
    Column("target", String(200), nullable=False),
    Column("detail", Text, nullable=False, default=""),
)
