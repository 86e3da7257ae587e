"""Who quotes whom: outlets that report, organisations' reports, "told X", "citing X"."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.claims.english import grammar
from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import words
from cuibono.model import THIS_ARTICLE, Mention, Span

_FILE = "english/reports.yml"


def citation_candidates(s: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    """All citations in ``s``: by another outlet ("X, citing Y") or by the article itself."""
    for node in s.nodes:
        if node.lemma in words(_FILE, "cite_verbs") and grammar.is_verb(s, node.i):
            yield from _cited_by(s, resolver, node.i)
    for node in s.nodes:
        if node.name is not None and node.tail is None and node.name.kind != "work":
            argument = resolver.named(s, node)
            if argument is not None and (trigger := _cited(s, argument)) is not None:
                article = Argument(
                    Mention(THIS_ARTICLE, Span(s.nodes[trigger].start, s.nodes[trigger].start), THIS_ARTICLE),
                    "unknown",
                    trigger,
                )
                yield Candidate("cites", article, argument, s, trigger, node.i, s.nodes[trigger].text, "tree")


def _cited_by(s: Sentence, resolver: Resolver, v: int) -> Iterator[Candidate]:
    """ "X cites Y", "X, citing Y", "X would link to a Y article"."""
    subjects = [
        a
        for n in grammar.logical_subjects(s, v)
        for a in resolver.arguments(s, n)
        if a.kind in ("outlet", "org")
    ]
    targets = grammar.logical_objects(s, v) + [
        o for k in s.kids(v, "prep") if s.nodes[k].low == "to" for o in grammar.objects_of(s, k)
    ]
    for n in targets:
        for target in _sources(s, resolver, n):
            if target.kind in ("outlet", "org"):
                for subject in subjects:
                    if subject.mention.name != target.mention.name:
                        yield Candidate("cites", subject, target, s, v, v, s.nodes[v].text, "tree")


def _sources(s: Sentence, resolver: Resolver, n: int) -> list[Argument]:
    """The body whose document is cited: "figures from X", "an X report", or X itself."""
    found = list(resolver.arguments(s, n))
    if found or s.nodes[n].name is not None:
        return found
    if s.nodes[n].lemma not in words(_FILE, "documents") and s.nodes[n].low not in words(_FILE, "documents"):
        return []
    inside = [
        o
        for k in s.kids(n, "prep")
        if s.nodes[k].low in ("from", "by", "of", "in")
        for o in grammar.objects_of(s, k)
    ]
    return [a for k in (*s.kids(n, "compound", "nmod", "poss"), *inside) for a in resolver.arguments(s, k)]


def _cited(s: Sentence, argument: Argument) -> int | None:
    """The node that makes the article cite this name, if any."""
    node = s.nodes[argument.node]
    outlet = argument.kind == "outlet"
    if node.head < 0:
        return None
    head = s.nodes[node.head]
    if node.dep == "nsubj" and _other_speaker(s, node.i, head.i):
        return None
    if outlet and node.dep in ("dobj", "dative", "npadvmod", "oprd") and head.lemma == "tell":
        return head.i
    if (
        outlet
        and node.dep in ("nsubj", "npadvmod", "dep", "compound")
        and head.lemma in words(_FILE, "outlet_verbs")
        and grammar.is_verb(s, head.i)
        and not grammar.passive(s, head.i)
    ):
        return head.i if _speaks(s, head.i) else None
    if (
        argument.kind == "org"
        and node.dep == "nsubj"
        and head.lemma in words(_FILE, "organisation_verbs")
        and s.kids(head.i, "ccomp", "parataxis") + ([head.i] if head.dep in ("root", "parataxis") else [])
    ):
        return head.i if _scholarly(argument.mention.name) else None
    if (
        node.dep == "nsubj"
        and argument.kind in ("org", "outlet")
        and grammar.is_verb(s, head.i)
        and _in_document(s, argument.node)
    ):
        return head.i
    if node.dep == "pobj":
        return _in_phrase(s, node.head, outlet, argument)
    if (
        node.dep in ("poss", "compound", "nmod", "appos")
        and head.name is None
        and (head.low in words(_FILE, "documents") or head.lemma in words(_FILE, "documents"))
    ):
        return _document(s, head.i, outlet, argument)
    if (
        node.dep == "appos"
        and outlet
        and head.name is None
        and head.dep in ("nsubj", "dobj", "dative")
        and s.nodes[head.head].lemma in ("tell", "report", "write", "say")
    ):
        return head.head
    return None


def _other_speaker(s: Sentence, i: int, verb: int) -> bool:
    """Whether the verb has a subject nearer than ``i``: "X, one columnist wrote, is ..." is not written by X."""
    return any(min(i, verb) < k < max(i, verb) for k in s.kids(verb, "nsubj") if k != i)


def _in_document(s: Sentence, i: int) -> bool:
    """ "X in a 2019 article", "X, in its annual report,": the body speaks in a document."""
    verb = s.nodes[i].head
    preps = [k for n in (i, verb) for k in s.kids(n, "prep") if s.nodes[k].low == "in" and k < verb]
    return any(s.nodes[o].lemma in words(_FILE, "documents") for k in preps for o in s.kids(k, "pobj"))


def _scholarly(name: str) -> bool:
    """Whether the body is of the kind that publishes findings; governments and firms report on themselves."""
    return bool(set(name.casefold().split()) & words(_FILE, "scholarly"))


def _speaks(s: Sentence, v: int) -> bool:
    """Whether the verb reports: it has a clause, a document as object, stands as an insertion, or needs neither."""
    lemma = s.nodes[v].lemma
    if lemma in (
        "report",
        "write",
        "note",
        "say",
        "reveal",
        "claim",
        "allege",
        "state",
        "find",
        "suggest",
        "observe",
    ):
        return bool(s.kids(v, "ccomp", "parataxis", "dobj")) or s.nodes[v].dep in (
            "parataxis",
            "advcl",
            "ccomp",
            "root",
            "relcl",
            "conj",
        )
    if lemma in (
        "publish",
        "run",
        "obtain",
        "carry",
        "describe",
        "cite",
        "quote",
        "document",
        "detail",
        "disclose",
        "uncover",
        "estimate",
    ):
        return any(s.nodes[d].lemma in words(_FILE, "documents") for d in s.kids(v, "dobj")) or bool(
            s.kids(v, "ccomp")
        )
    return bool(s.kids(v, "ccomp"))


def _in_phrase(s: Sentence, prep: int, outlet: bool, argument: Argument) -> int | None:
    """ "according to X", "a report by X", "an interview with X", "seen by X", "reported by X", "said to X"."""
    word = s.nodes[prep].low
    above = s.nodes[prep].head
    if above < 0:
        return None
    up = s.nodes[above]
    if word == "to" and up.low == "according":
        return above if outlet else None
    if word in ("by", "from", "of", "in") and (
        up.lemma in words(_FILE, "documents") or up.low in words(_FILE, "documents")
    ):
        return _document(s, above, outlet, argument)
    if (
        word == "by"
        and grammar.is_verb(s, above)
        and outlet
        and up.lemma in ("see", "obtain", "report", "publish", "review", "reveal", "quote", "cite", "uncover")
        and not (up.lemma == "publish" and subject_is_outlet(s, above))
    ):
        return above
    if outlet and word == "with" and up.lemma == "interview":
        return above
    if (
        outlet
        and word == "to"
        and grammar.is_verb(s, above)
        and up.lemma in ("say", "confirm", "leak", "speak", "explain", "reveal")
    ):
        return above
    return None


def subject_is_outlet(s: Sentence, v: int) -> bool:
    """Whether a paper, not a text, is what is published: "the Herald is published by the Norland Press"."""
    named = (s.nodes[n].name for n in grammar.surface_subjects(s, v))
    return any(name is not None and name.kind in ("outlet", "org") for name in named)


def _document(s: Sentence, noun: int, outlet: bool, argument: Argument) -> int | None:
    """A document of X that speaks: it is the source after "according to", or the subject of a verb of saying."""
    if argument.kind not in ("outlet", "org") or s.nodes[noun].low in words(_FILE, "self_documents"):
        return None
    node = s.nodes[noun]
    if node.head < 0:
        return None
    head = s.nodes[node.head]
    if node.dep == "pobj" and head.low == "to" and head.head >= 0 and s.nodes[head.head].low == "according":
        return head.head
    if node.dep in ("nsubj", "nsubjpass") and head.lemma in words(_FILE, "outlet_verbs") | words(
        _FILE, "document_verbs"
    ):
        return head.i
    if (
        node.dep == "pobj"
        and head.low == "in"
        and outlet
        and node.lemma in ("report", "article", "story", "piece", "interview")
    ):
        return noun
    return None
