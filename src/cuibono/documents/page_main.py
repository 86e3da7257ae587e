"""Which runs of a web page are its article.

trafilatura finds the main text; the reader's own runs that occur in it are kept, and with them what stands between and
directly beside them in the same part of the page: lists, tables, quotations and short paragraphs that heuristics of length
and link density drop, and that hold the very names of who pays whom.
"""

from __future__ import annotations

import copy
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from cuibono.documents.data import table
from cuibono.documents.limits import MAX_DEPTH
from cuibono.documents.page_runs import Run, fold

_LONG: Final = 40  # letters and digits from which on a match is no chance
_MIN_SHARE: Final = 0.25  # of the page's own paragraphs that trafilatura must have found to be followed
_LINKED: Final = 0.6
_MAX_NAME_WORDS: Final = 6  # a link of more words in a list is a headline
_NEAR: Final = 12  # runs looked at beyond the last that trafilatura has
_MAX_TREE: Final = 60_000  # elements: beyond this the reader goes by itself


def article_runs(root: Any, runs: list[Run], host: str) -> list[Run]:
    """The runs of the article, in order. ``host`` is the page's own, to tell links inside the site."""
    found = fold(_main_text(root)) if len(runs) > 3 else ""
    core = [i for i, run in enumerate(runs) if len(run.key) >= _LONG and run.key in found]
    if not core or not _enough(runs, core):
        return _without_related([run for run in runs if not run.chrome and not _is_menu(run, host)])
    first, last = core[0], core[-1]
    container = _container([runs[i].element for i in core])
    first, last = _extend(runs, first, -1, container, host), _extend(runs, last, 1, container, host)
    inside = set(core)
    kept = [
        run
        for i, run in enumerate(runs[first : last + 1], first)
        if i in inside or (not run.chrome and not _is_menu(run, host))
    ]
    return _without_related(kept)


def _main_text(root: Any) -> str:
    """trafilatura's main text; empty where it finds none, or where the tree is too deep or large for it."""
    if _too_big(root):
        return ""
    import trafilatura

    found = trafilatura.bare_extraction(
        copy.deepcopy(root),
        fast=True,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        with_metadata=False,
    )
    text = getattr(found, "text", None)
    return text if isinstance(text, str) else ""


def _too_big(root: Any) -> bool:
    from lxml import etree

    depth = deepest = size = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        size += event == "start"
        if deepest > MAX_DEPTH or size > _MAX_TREE:
            return True
    return False


def _enough(runs: list[Run], core: list[int]) -> bool:
    own = sum(len(r.key) for r in runs if not r.chrome and r.kind != "heading" and r.linked < _LINKED)
    return sum(len(runs[i].key) for i in core) >= _MIN_SHARE * own


def _container(elements: list[Any]) -> Any:
    """The innermost element around all of ``elements``; around one alone, its parent."""
    paths = [
        [*reversed(list(element.iterancestors())), element] for element in elements if element is not None
    ]
    if not paths:
        return None
    common = None
    for level in zip(*paths, strict=False):
        if any(element is not level[0] for element in level):
            break
        common = level[0]
    if common is not None and len({id(path[-1]) for path in paths}) == 1 and common.getparent() is not None:
        return common.getparent()
    return common


def _extend(runs: list[Run], start: int, step: int, container: Any, host: str) -> int:
    """The furthest run from ``start`` on that still belongs: inside ``container``, no chrome, no menu, no gap."""
    edge, i = start, start + step
    while 0 <= i < len(runs) and abs(i - edge) <= _NEAR:
        run = runs[i]
        if run.chrome or _is_related(run) or not _within(run.element, container):
            break
        if not _is_menu(run, host):
            edge = i
        i += step
    return edge


def _within(element: Any, container: Any) -> bool:
    if container is None or element is None:
        return False
    return element is container or any(parent is container for parent in element.iterancestors())


def _is_menu(run: Run, host: str) -> bool:
    """Whether a run is hardly more than links inside the site with the length of headlines, or a bare row of links."""
    if run.linked < _LINKED or run.kind == "heading":
        return False
    if any(_host(url) != host for url in run.addresses):
        return False
    return len(run.addresses) > 1 or len(run.text.split()) > _MAX_NAME_WORDS


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@cache
def _related() -> tuple[str, ...]:
    return tuple(sorted({fold(str(words)) for words in table("pages")["related_headings"]}))


def _is_related(run: Run) -> bool:
    return len(run.key) < 40 and run.kind != "cell" and run.key in _related()


def _without_related(runs: list[Run]) -> list[Run]:
    """``runs`` without short lines such as "Related articles" and the linked headlines under them."""
    kept: list[Run] = []
    dropping = False
    for run in runs:
        if _is_related(run):
            dropping = True
        elif dropping and run.linked < _LINKED:
            dropping = False
        if not dropping:
            kept.append(run)
    return kept
