"""The API, version 1: the same objects as the command line's JSON."""

from __future__ import annotations

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
