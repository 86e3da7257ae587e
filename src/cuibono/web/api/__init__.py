"""The API, version 1: the same objects as the command line's JSON."""

from __future__ import annotations

from fastapi import APIRouter

from cuibono.web.api import checks, reconcile, records

ROUTERS: tuple[APIRouter, ...] = (checks.router, records.router, reconcile.router)
