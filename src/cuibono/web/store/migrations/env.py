"""Alembic runs the migrations on the connection that the store hands over."""

from __future__ import annotations

from alembic import context

from cuibono.web.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
