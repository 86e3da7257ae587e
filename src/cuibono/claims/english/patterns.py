"""Token patterns beside the tree: relations that stand in the words themselves, whatever the parser made of them.

A sentence is written as one line in which each name is a mark (``§3`` is node 3); regular expressions built from the
same frames as the tree rules are run over it. Where both find a claim, their agreement is its confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.employment import fits_role
from cuibono.claims.english.kinds import fits
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.rules import RoleFrame, VerbFrame, role_frames, role_words, verb_frames
from cuibono.claims.english.tree import Sentence
from cuibono.claims.english.triggers import inflections
from cuibono.claims.english.verbs import fits_frame

_NAME = r"§\d+"
_LIST = rf"{_NAME}(?: (?:, (?:and |or )?|and |& |or |as well as )(?:the |a )?{_NAME})*"
_MODIFIERS = r"(?:[a-z][a-z.'/-]* ){0,3}?"


@cache
def _role_pattern() -> re.Pattern[str]:
    heads = "|".join(
        sorted(
            (
                re.escape(h)
                for h, frames in role_frames().items()
                if all("genitive_only" not in f.flags for f in frames)
            ),
            key=len,
            reverse=True,
        )
    )
    role = rf"(?:{heads})"
    pair = (
        rf"(?P<mods>{_MODIFIERS})(?P<role>{role})(?: (?:and|/|,) (?P<mods2>{_MODIFIERS})(?P<role2>{role}))?"
    )
    return re.compile(
        rf"(?P<before>{_NAME}) (?:'s |’s )?{pair} (?P<named>{_NAME})"
        rf"|(?P<holder>{_NAME}) ,? ?(?:who is |who was |is |was |, |as )?(?:the |a |an |its |their )?{pair.replace('<mods', '<xmods').replace('<role', '<xrole')} (?P<prep>of|at|for|with|,) (?:the )?(?:{_NAME} (?:'s|’s) )?(?P<body>{_NAME})(?! , (?:said|told|and) )(?! (?:'s|’s|'|’|parent|subsidiary|owner) )"
    )


_EDGE = r"(?= (?:[.,;:)!?—–]|and |or |in |on |to |for |from |since |after |before |which |who |that |while |but |with |between |during |through |via |as |at |by |of |when |until |under )|$)"
_STARTS = frozenset(
    (
        "",
        ",",
        ";",
        ":",
        "that",
        "said",
        "and",
        "but",
        "while",
        "when",
        "because",
        "whether",
        "as",
        "if",
        "“",
        '"',
        "(",
        "–",
        "—",
        "says",
        "although",
        "though",
        "since",
        "where",
        "which",
    )
)


@cache
def _verb_tables() -> tuple[
    dict[str, list[VerbFrame]], dict[tuple[str, str], list[VerbFrame]], tuple[re.Pattern[str], ...]
]:
    """Frames that need nothing beside subject and object, by each form of their verbs; the patterns to find them."""
    direct: dict[str, list[VerbFrame]] = {}
    with_prep: dict[tuple[str, str], list[VerbFrame]] = {}
    for verb, frames in verb_frames().items():
        for frame in frames:
            if " " in verb or frame.needs or frame.subject[:1] != ("subj",):
                continue
            for form in inflections(verb):
                if frame.object[:1] == ("obj",):
                    direct.setdefault(form, []).append(frame)
                for prep in ("for", "to", "in", "with", "on behalf of"):
                    if prep in frame.object and "cue_in_object" not in frame.flags:
                        with_prep.setdefault((form, prep), []).append(frame)
    forms = "|".join(sorted(map(re.escape, direct), key=len, reverse=True))
    prep_forms = "|".join(sorted({re.escape(f) for f, _ in with_prep}, key=len, reverse=True))
    adverb = r"(?:[a-z]+ly |also |now |partly |once |long |both |still |first )?"
    copula = r"(?:(?:which |who |that )?(?:is|are|was|were|has been|had been|have been) )"
    passive = rf"(?P<obj>{_LIST}) (?:{copula}|, (?:{copula.replace('who |that )?', 'who )')})?){adverb}(?P<verb>{forms})(?: and (?P<verb2>{forms}))? by (?:the )?(?P<subj>{_LIST}){_EDGE}"
    active = rf"(?P<subj>{_NAME}) (?:, (?:which|who) |who |that |which )?(?:has |had |have )?{adverb}(?P<verb>{forms}) (?:the )?(?P<obj>{_LIST}){_EDGE}"
    oblique = rf"(?P<subj>{_NAME}) (?:, (?:which|who) |who |that |which )?(?:has |had |have )?{adverb}(?P<verb>{prep_forms}) (?P<prep>for|to|in|with|on behalf of) (?:the )?(?P<obj>{_LIST}){_EDGE}"
    return direct, with_prep, (re.compile(passive), re.compile(active), re.compile(oblique))


def pattern_candidates(s: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    """All claims that the patterns see in ``s``."""
    if not s.names:
        return
    line, offsets = _line(s)
    for match in _role_pattern().finditer(line):
        yield from _role(s, resolver, match, offsets)
    direct, with_prep, patterns = _verb_tables()
    for pattern in patterns:
        for match in pattern.finditer(line):
            groups = match.groupdict()
            if _heads_clause(line, match):
                for group in ("verb", "verb2"):
                    if form := groups.get(group):
                        frames = (
                            with_prep.get((form, groups["prep"] or ""), [])
                            if "prep" in groups
                            else direct.get(form, [])
                        )
                        yield from _verb(s, resolver, match, group, frames, offsets)


def _heads_clause(line: str, match: re.Match[str]) -> bool:
    """Whether the pattern begins a clause: "an agency of X runs Y" is not about X."""
    if re.match(r"\S+ ,? ?(?:which|who|that) ", match[0]) or re.match(
        rf"{_NAME} , [a-z]+ (?:[a-z]+ )?(?:and [a-z]+ )?by ", match[0]
    ):
        return True
    before = line[: match.start()].rstrip().removesuffix(" the").removesuffix(" a")
    last = before.rpartition(" ")[2] if before != "the" else ""
    return (
        last in _STARTS
        and not (last == "and" and "§" in before.split()[-2:][0])
        and not (last == "," and "§" in "".join(before.split()[-3:-1]))
    )


def _line(s: Sentence) -> tuple[str, dict[int, int]]:
    """The sentence as one line, and the node at each offset where one begins."""
    parts, offsets, at = [], {}, 0
    for node in s.nodes:
        word = (
            f"§{node.i}"
            if node.name is not None and node.tail is None and node.name.kind != "work"
            else node.low
        )
        offsets[at] = node.i
        parts.append(word)
        at += len(word) + 1
    return " ".join(parts), offsets


def _named(s: Sentence, resolver: Resolver, marks: str) -> list[Argument]:
    found = (resolver.named(s, s.nodes[int(mark)]) for mark in re.findall(r"§(\d+)", marks))
    return [a for a in found if a is not None]


def _verb(
    s: Sentence,
    resolver: Resolver,
    match: re.Match[str],
    group: str,
    frames: list[VerbFrame],
    offsets: dict[int, int],
) -> Iterator[Candidate]:
    trigger = offsets.get(match.start(group))
    if trigger is None:
        return
    for frame in frames:
        if "passive_only" in frame.flags or ("sanction" in frame.flags and " by " not in match[0]):
            continue
        for subject in _named(s, resolver, match["subj"]):
            for object_ in _named(s, resolver, match["obj"]):
                good = fits(subject.kind, frame.subject_kind, subject.mention.name) and fits(
                    object_.kind, frame.object_kind, object_.mention.name
                )
                if (
                    good
                    and fits_frame(s, subject, object_, frame, trigger)
                    and subject.mention.name != object_.mention.name
                ):
                    yield Candidate(
                        frame.predicate,
                        subject,
                        object_,
                        s,
                        trigger,
                        trigger,
                        s.nodes[trigger].text,
                        "pattern",
                        frame.nature,
                        "past" in frame.flags,
                    )


def _role(
    s: Sentence, resolver: Resolver, match: re.Match[str], offsets: dict[int, int]
) -> Iterator[Candidate]:
    if match["before"]:
        bearers, arguments, prefix = (
            _named(s, resolver, match["named"]),
            _named(s, resolver, match["before"]),
            "",
        )
    else:
        bearers, arguments, prefix = (
            _named(s, resolver, match["holder"]),
            _named(s, resolver, match["body"]),
            "x",
        )
    seen: set[str] = set()
    for suffix in ("", "2"):
        head = match[f"{prefix}role{suffix}"]
        trigger = offsets.get(match.start(f"{prefix}role{suffix}")) if head else None
        if trigger is None:
            continue
        modifiers = set((match[f"{prefix}mods{suffix}"] or "").split())
        if any(
            s.nodes[k].pos == "VERB" and s.nodes[k].dep != "amod"
            for k in range(max(0, trigger - len(modifiers)), trigger)
        ):
            continue
        for frame in role_frames()[head]:
            if (frame.predicate in ("works_for", "owns", "directs") and seen) or not _suits(
                frame, modifiers, bool(match["before"])
            ):
                continue
            if match["prep"] not in (None, ",", *frame.preps) or _shared(match, frame, suffix):
                continue
            for candidate in _filled(s, frame, bearers, arguments, trigger, modifiers):
                seen.add(frame.predicate)
                yield candidate


def _shared(match: re.Match[str], frame: RoleFrame, suffix: str) -> bool:
    """Whether a client stands only with another role: "a lawyer and director of X" is no lawyer of X."""
    return (
        frame.predicate == "represents" and not suffix and match["prep"] is not None and bool(match["xrole2"])
    )


def _suits(frame: RoleFrame, modifiers: set[str], before: bool) -> bool:
    if modifiers & (frame.without | role_words("not_yet") | _FUNCTION_WORDS) or (
        frame.with_words and not modifiers & frame.with_words
    ):
        return False
    return not before or frame.bearer_kind == frozenset({"person"}) or frame.predicate == "founded"


_FUNCTION_WORDS = frozenset(
    [
        "of",
        "by",
        "in",
        "to",
        "and",
        "or",
        "for",
        "with",
        "from",
        "on",
        "at",
        "as",
        "that",
        "who",
        "which",
        "is",
        "was",
        "were",
        "are",
        "be",
        "said",
        "says",
        "told",
        "not",
        "no",
        "than",
        "but",
        "alongside",
        "after",
        "before",
        "about",
        "against",
        "over",
        "during",
        "when",
    ]
)


def _filled(
    s: Sentence,
    frame: RoleFrame,
    bearers: list[Argument],
    arguments: list[Argument],
    trigger: int,
    modifiers: set[str],
) -> Iterator[Candidate]:
    for bearer in bearers:
        for argument in arguments:
            if not fits_role(frame, bearer, argument):
                continue
            subject, object_ = (bearer, argument) if frame.bearer_is_subject else (argument, bearer)
            yield Candidate(
                frame.predicate,
                subject,
                object_,
                s,
                trigger,
                trigger,
                s.nodes[trigger].text,
                "pattern",
                frame.nature,
                bool(modifiers & role_words("past")),
            )
