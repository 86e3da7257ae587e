"""Which sentences are worth parsing: those with a name or a reference and a word that may carry a relation."""

from __future__ import annotations

from functools import cache

from cuibono.claims.english.rules import nominal_frames, role_frames, verb_frames, word_set
from cuibono.claims.english.statehood import is_statehood
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import load, words

_REPORTS, _REFERENCES = "english/reports.yml", "english/references.yml"


def inflections(lemma: str) -> set[str]:
    """The forms of a verb, by rule and by the list of irregular ones; the first word of a phrasal verb."""
    base = lemma.split()[0]
    forms = {
        base,
        base + "s",
        base + "es",
        base + "ed",
        base + "ing",
        base + base[-1] + "ed",
        base + base[-1] + "ing",
    }
    if base.endswith("e"):
        forms |= {base + "d", base[:-1] + "ing"}
    if base.endswith("y"):
        forms |= {base[:-1] + "ies", base[:-1] + "ied"}
    return forms | set(load("english/inflections.yml").get(base, ()))


@cache
def strong() -> frozenset[str]:
    """Words that may carry a relation by themselves."""
    out: set[str] = set()
    for verb, frames in verb_frames().items():
        if any(not f.needs for f in frames):
            out |= inflections(verb)
        for frame in frames:
            if frame.needs in load("english/verbs.yml")["words"]:
                out |= word_set(frame.needs)
    out |= words(_REFERENCES, "money") | {
        "behalf",
        "board",
        "interview",
        "according",
        "citing",
        "cited",
        "cites",
        "quoted",
        "quoting",
        "control",
        "direction",
        "behest",
    }
    for head in nominal_frames():
        out |= {head, head + "s"}
    for head, frames_ in role_frames().items():
        if any("genitive_only" not in f.flags for f in frames_):
            out |= {head, head + "s", head[:-3] + "men" if head.endswith("man") else head}
    return frozenset(out) - {
        "have",
        "has",
        "had",
        "having",
        "get",
        "gets",
        "take",
        "takes",
        "put",
        "go",
        "goes",
        "come",
        "comes",
        "run-of",
        "in",
        "us",
        "may",
        "tell",
    }


@cache
def reporting() -> frozenset[str]:
    return frozenset(
        form
        for verb in words(_REPORTS, "outlet_verbs") | words(_REPORTS, "tell_verbs")
        for form in inflections(verb)
    ) | words(_REPORTS, "documents")


@cache
def owned_things() -> frozenset[str]:
    return frozenset(
        head for head, frames in role_frames().items() if any("genitive_only" in f.flags for f in frames)
    )


def worth_parsing(s: Sentence) -> bool:
    """Whether ``s`` may hold a claim: cheap tests on its words, no model."""
    low = {token.text.casefold() for token in s.tokens}
    tails = any(token.text[0] == "-" and len(token.text) > 3 for token in s.tokens)
    if not s.names and not low & _pronouns():
        return False
    if len(s.tokens) > 160 or len(s.tokens) < 3:
        return False
    continues = s.tokens[0].text.casefold() in ("they", "these", "those", "among", "recipients") and low & {
        "include",
        "are",
        "were",
    }
    if tails or continues or low & strong() or _may_be_byline(s) or any(map(is_statehood, low)):
        return True
    if low & reporting() and any(n.kind in ("outlet", "org", "unknown") for n in s.names):
        return True
    return bool(low & owned_things() and low & {"'s", "’s", "his", "her", "’", "'"})


def _may_be_byline(s: Sentence) -> bool:
    """A line of little more than names that holds an outlet: "Smith, The Times", "The Times:"."""
    return len(s.tokens) <= 16 and any(n.kind == "outlet" for n in s.names)


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(["he", "she", "it", "they", "his", "her", "its", "their", "the", "these", "them", "him"])
