"""The same over corpora: sources with interests on record, whether the texts tell of them, who cites whom; drafts before publication.

``audit_corpus`` runs an audit and writes all its files, ``lint_drafts`` looks through drafts,
``footprint_files`` lays out what funders paid for, ``watch_once`` tells what changed. Everything is loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuibono.auditing.audit import Audit
    from cuibono.auditing.corpus import Corpus
    from cuibono.auditing.faces import audit_corpus, footprint_files, lint_drafts, watch_once
    from cuibono.auditing.interests import Interests
    from cuibono.auditing.work import Settings, Work

__all__ = [
    "Audit",
    "Corpus",
    "Interests",
    "Settings",
    "Work",
    "audit_corpus",
    "footprint_files",
    "lint_drafts",
    "watch_once",
]

_HOMES = {
    "Audit": "audit",
    "Corpus": "corpus",
    "Interests": "interests",
    "Settings": "work",
    "Work": "work",
    "audit_corpus": "faces",
    "footprint_files": "faces",
    "lint_drafts": "faces",
    "watch_once": "faces",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
