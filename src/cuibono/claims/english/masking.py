"""What the parser is given: each name as one stand-in word, without the words that it stumbles over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cuibono.claims.english.kinds import nationality
from cuibono.claims.english.names import Name
from cuibono.claims.english.rules import role_frames
from cuibono.claims.english.text import Token
from cuibono.claims.english.tree import Node, Sentence
from cuibono.claims.lexicon import words

_REFERENCES = "english/references.yml"

# One stand-in a kind: the parser sees the same word for every state, so a swap of names cannot change the tree.
_STAND_INS = {"person": "Smith", "state": "Russia", "place": "Russia", "work": "Hamlet"}
_DEFAULT_STAND_IN = "Google"
_SCALES = {
    "bn": "billion",
    "m": "million",
    "mn": "million",
    "mln": "million",
    "k": "thousand",
    "tn": "trillion",
}


def masked(sentence: Sentence) -> tuple[list[str], list[bool]]:
    """Build the nodes of ``sentence`` and give the words to parse, with whether a space follows each."""
    by_first = {name.first: name for name in sentence.names}
    tokens, i = sentence.tokens, 0
    nodes: list[Node] = []
    while i < len(tokens):
        name = by_first.get(i)
        if name is None:
            nodes.append(Node(len(nodes), tokens[i].start, tokens[i].end, tokens[i].text))
            i += 1
            continue
        node = Node(len(nodes), name.start, name.end, name.text, name=name)
        _absorb_description(nodes, node, name)
        i = name.last
        if (
            i < len(tokens)
            and tokens[i].text[0] == "-"
            and len(tokens[i].text) > 2
            and tokens[i].text[1].isalpha()
            and tokens[i].start == tokens[i - 1].end
        ):
            node.tail, node.end = tokens[i].text[1:], tokens[i].end
            i += 1
        nodes.append(node)
        i = _after_place(by_first, tokens, _after_label(tokens, i), name)
    nodes = _tidied(nodes)
    sentence.nodes = nodes
    return [_surface(nodes, n) for n in nodes], [True] * len(nodes)


_CURRENCIES = frozenset(
    [
        "A",
        "C",
        "NZ",
        "HK",
        "US",
        "S",
        "R",
        "NT",
        "AU",
        "CA",
        "TL",
        "USD",
        "EUR",
        "GBP",
        "RUB",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "KZT",
        "Rs",
        "Rs.",
        "CNY",
        "RMB",
        "AED",
        "SAR",
        "QAR",
        "JPY",
        "INR",
    ]
)


_LEFT_EDGE = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "for",
        "with",
        "by",
        "to",
        "from",
        "at",
        "in",
        "on",
        "and",
        ",",
        "-",
        "–",
        "—",
        ";",
        ":",
    ]
)
_LABEL = re.compile(r"[RDI](?:-\w.*)?|Republican|Democrat")


def _after_label(tokens: Sequence[Token], i: int) -> int:
    """Past a politician's party and place: "(R-Tenn.)", ", D-N.Y.,"."""
    if i + 1 >= len(tokens) or tokens[i].text not in ("(", ",") or not _LABEL.fullmatch(tokens[i + 1].text):
        return i
    close = ")" if tokens[i].text == "(" else ","
    for k in range(i + 2, min(i + 8, len(tokens))):
        if tokens[k].text == close:
            return k + 1 if close == ")" else k
    return i


def _after_place(by_first: dict[int, Name], tokens: Sequence[Token], i: int, name: Name) -> int:
    """Past "in Finland" after a name: where a body is says nothing of its ties, and misleads the parser in lists."""
    if name.kind in ("place", "state", "work") or i + 1 >= len(tokens) or tokens[i].text != "in":
        return i
    k = i + 2 if tokens[i + 1].text == "the" else i + 1
    place = by_first.get(k)
    if place is None or place.kind not in ("place", "state") or place.last - k > 3:
        return i
    after = tokens[place.last].text if place.last < len(tokens) else "."
    return (
        place.last
        if after
        in (
            ",",
            ".",
            "and",
            "or",
            ";",
            ")",
            "are",
            "is",
            "was",
            "were",
            "has",
            "have",
            "which",
            "who",
            "that",
        )
        else i
    )


_FILLERS = tuple(
    tuple(p.split())
    for p in (
        "in part",
        "in large part",
        "at least in part",
        "in turn",
        "in fact",
        "for example",
        "for instance",
        "in essence",
        "in effect",
        "at the time",
        "so to speak",
        "in practice",
        "to this day",
    )
)


_FILLER_HEADS = frozenset(phrase[0] for phrase in _FILLERS)


def _filler(nodes: Sequence[Node], k: int) -> int:
    """The length of the adverbial phrase or share before "owned" at ``k`` that the parser stumbles over; 0 for none."""
    if (
        k + 2 < len(nodes)
        and nodes[k].text[0].isdigit()
        and nodes[k + 1].low in ("percent", "%")
        and nodes[k + 2].low in ("owned", "held", "controlled")
    ):
        return 2
    if nodes[k].low not in _FILLER_HEADS:
        return 0
    for phrase in _FILLERS:
        if (
            tuple(n.low for n in nodes[k : k + len(phrase)]) == phrase
            and k + len(phrase) < len(nodes)
            and nodes[k + len(phrase)].low not in ("of", "to", "because", "by-")
        ):
            return len(phrase)
    return 0


def _tidied(nodes: list[Node]) -> list[Node]:
    """Without what the parser stumbles over: letters of a currency before "$" or a number, "them" after "among"."""
    out: list[Node] = []
    skip = 0
    for k, node in enumerate(nodes):
        skip = skip - 1 if skip else _filler(nodes, k)
        if skip:
            continue
        after = nodes[k + 1] if k + 1 < len(nodes) else None
        if (
            after is not None
            and node.text in _CURRENCIES
            and node.end == after.start
            and after.text in "$€£¥"
        ):
            continue
        if after is not None and node.text in _CURRENCIES and len(node.text) > 1 and after.text[0].isdigit():
            node = Node(0, node.start, node.end, "$")
        if (
            node.text in ("”", '"')
            and len(out) > 1
            and out[-1].text == ","
            and (quoted := out[-2].name)
            and quoted.quoted
        ):
            continue  # “Vlast,” leaves its second mark behind the comma
        if (
            node.low in ("them", "others")
            and out
            and out[-1].low == "among"
            and after is not None
            and (after.name is not None or after.low in ("the", "a"))
        ):
            continue
        node.i = len(out)
        out.append(node)
    return out


def _holds_office(nodes: list[Node], k: int) -> bool:
    """Whether the noun before ``k`` is the office of a body named before it: "Howard University law professor X"."""
    if nodes[k - 1].low not in role_frames():
        return False
    for node in reversed(nodes[max(0, k - 5) : k - 1]):
        if node.name is not None:
            return node.name.kind in ("org", "outlet", "unknown") and node.tail is None
        if not node.low.isalpha() or node.low in _LEFT_EDGE:
            return False
    return False


def _absorb_description(nodes: list[Node], node: Node, name: Name) -> None:
    """Drop "the news agency" before "Sputnik": the parser then sees one noun. Relation nouns are never dropped."""
    nouns = (
        words(_REFERENCES, "described_by")
        if name.kind != "person"
        else words(_REFERENCES, "person_described_by")
    )
    k = len(nodes)
    if not k or nodes[k - 1].name is not None or nodes[k - 1].text not in nouns or _holds_office(nodes, k):
        return
    k -= 1
    while (
        k
        and nodes[k - 1].name is None
        and (nodes[k - 1].text in words(_REFERENCES, "describing") or nationality(nodes[k - 1].text))
    ):
        k -= 1
    unlisted = (
        k > 1 and nodes[k - 1].name is None and nodes[k - 1].text.isalpha() and nodes[k - 1].text.islower()
    )
    if unlisted and nodes[k - 2].low in _LEFT_EDGE and nodes[k - 1].low not in _LEFT_EDGE:
        k -= 1
    while k > 1 and _is_place(nodes[k - 1]) and nodes[k - 2].low in ("the", "a"):
        k -= 1
    if k and nodes[k - 1].low in ("the", "a", "an"):
        k -= 1
    elif k and (
        nodes[k - 1].low in ("'s", "’s", "its", "his", "their", "her")
        or nodes[k - 1].name is not None
        or nodes[k - 1].tail
    ):
        return
    del nodes[k:]
    node.i = k


def _is_place(node: Node) -> bool:
    """Whether a node is a place or state of one word ("the Almaty news site X")."""
    return (
        node.name is not None
        and node.tail is None
        and node.name.kind in ("place", "state")
        and " " not in node.text
    )


# Verb forms that look like plural nouns; after a name and before an object the parser is shown "owns" instead.
_NOUN_LIKE = {
    "funds": "fund",
    "lists": "list",
    "heads": "head",
    "sponsors": "sponsor",
    "backs": "back",
    "chairs": "chair",
    "controls": "control",
    "finances": "finance",
    "bankrolls": "bankroll",
    "supports": "support",
    "edits": "edit",
    "houses": "house",
}
_BEFORE_NOUNS = frozenset(
    [
        "the",
        "a",
        "an",
        "its",
        "his",
        "her",
        "their",
        "several",
        "many",
        "some",
        "most",
        "all",
        "both",
        "other",
        "two",
        "three",
        "four",
        "dozens",
        "hundreds",
        "thousands",
        "more",
    ]
)


def _stands_as_verb(nodes: Sequence[Node], node: Node) -> bool:
    """Whether a form such as "funds" is a verb there: right after a name, right before what can only be its object."""
    if not node.i or node.i + 1 >= len(nodes):
        return False
    before, after = nodes[node.i - 1], nodes[node.i + 1]
    if before.name is None or before.tail is not None:
        return before.low in ("which", "who", "also", "that") and (
            after.name is not None or after.low in _BEFORE_NOUNS
        )
    plural = (
        after.text.isalpha() and after.text.islower() and len(after.text) > 4 and after.text.endswith("s")
    )
    return after.name is not None or after.low in _BEFORE_NOUNS or plural


def _ends_genitive(nodes: Sequence[Node], node: Node) -> bool:
    """Whether an apostrophe is the genitive of a name in -s ("Fox News' Smith")."""
    if not node.i or node.i + 1 >= len(nodes):
        return False
    before, after = nodes[node.i - 1], nodes[node.i + 1]
    return (
        before.name is not None
        and before.text.endswith("s")
        and before.end == node.start
        and after.start > node.end
    )


def _surface(nodes: Sequence[Node], node: Node) -> str:
    if node.name is None:
        if node.text in _NOUN_LIKE and _stands_as_verb(nodes, node):
            node.forced = _NOUN_LIKE[node.text]
            return "owns"
        if node.text in ("'", "’") and _ends_genitive(nodes, node):
            return "'s"
        if (
            node.low == "among"
            and node.i + 1 < len(nodes)
            and nodes[node.i + 1].name is not None
            and node.i
            and nodes[node.i - 1].low == ","
        ):
            return "including"
        after_number = node.i > 0 and nodes[node.i - 1].text[0].isdigit()
        return _SCALES.get(node.low, node.text) if after_number else node.text
    if node.tail:
        return f"state-{node.tail}"
    return _STAND_INS.get(node.name.kind, _DEFAULT_STAND_IN)
