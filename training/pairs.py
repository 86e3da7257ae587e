"""Feature matrices of the pairs and single spots of exported passages."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from cuibono.claims.english.tree import Node, Sentence
from cuibono.claims.learned.features import View, pair, single
from cuibono.claims.learned.reading import CITED, oriented
from cuibono.claims.learned.rendering import Window, actor_words
from cuibono.claims.learned.scorer import BITS, hashed
from cuibono.claims.learned.spots import Spot
from cuibono.model import Mention, Span


def view(w: dict[str, Any]) -> View:
    """A window as it was exported, as the objects that the package works with."""
    nodes = [
        Node(
            i,
            n[5],
            n[6],
            n[0],
            name=True if n[8] else None,
            tail=n[7],
            lemma=n[1],
            pos=n[2],
            dep=n[3],
            head=n[4],
        )  # type: ignore[arg-type]
        for i, n in enumerate(w["nodes"])
    ]
    for node in nodes:
        if node.head >= 0:
            nodes[node.head].kids.append(node.i)
    spots = tuple(
        Spot(
            0,
            0,
            Mention(s["text"], Span(s["start"], s["end"]), s["name"], ("referred",) if s["referred"] else ()),
            s["kind"],
        )
        for s in w["spots"]
    )
    ends = tuple(at + len(actor_words(spot)) for at, spot in zip(w["at"], spots, strict=True))
    return View(
        Sentence(w["sentence"], Span(*w["span"]), [], (), nodes),
        Window(tuple(w["words"]), tuple(w["at"]), ends, spots),
    )


def matrix(rows: list[list[int]]) -> csr_matrix:
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.asarray(r, np.int32) for r in rows]) if rows else np.zeros(0, np.int32)
    return csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(rows), 1 << BITS))


def features_of(w: dict[str, Any]) -> tuple[list[tuple[int, int, list[int]]], list[tuple[int, list[int]]]]:
    """Hashed features of the ordered pairs of a window, and of the spots that may be cited."""
    v = view(w)
    pairs = [(s, o, hashed(pair(v, s, o))) for s, o in oriented(v)]
    singles = [(k, hashed(single(v, k))) for k, spot in enumerate(v.window.spots) if spot.kind in CITED]
    return pairs, singles
