"""Which languages have an extractor. Each registers one function of one shape; nothing else in the room knows languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from cuibono.model import Claim, Document, Span

Batch = Iterable[tuple[Document, Sequence[str]]]
LanguageExtractor = Callable[[Batch], Iterator[tuple[Document, tuple[Span, ...], tuple[Claim, ...]]]]

NAMES = {
    "en": "English",
    "ru": "Russian",
    "kk": "Kazakh",
    "uk": "Ukrainian",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "zh": "Chinese",
    "und": "unknown",
}


def _english(batch: Batch) -> Iterator[tuple[Document, tuple[Span, ...], tuple[Claim, ...]]]:
    from cuibono.claims.english.extractor import extract

    return extract(batch)


def _russian(batch: Batch) -> Iterator[tuple[Document, tuple[Span, ...], tuple[Claim, ...]]]:
    from cuibono.claims import russian

    for document, known_names in batch:
        yield (
            document,
            russian.find_sentences(document.text),
            tuple(russian.extract_claims(document, known_names)),
        )


def extractor_for(language: str) -> LanguageExtractor | None:
    """The extractor of a language (ISO 639-1), or None when there is none or its parts are not installed."""
    if language == "en":
        return _english
    if language == "ru":
        from cuibono.claims import russian

        return _russian if russian.available() else None
    return None


def unsupported(language: str) -> str:
    """The plain words for a language without an extractor."""
    if language == "ru":
        from cuibono.claims import russian

        return russian.NOTE
    name = NAMES.get(language, language)
    return f"No claims were extracted: the text's language is {name}; claims are extracted from English and Russian."
