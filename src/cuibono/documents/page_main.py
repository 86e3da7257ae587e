"""Which runs of a web page are its article.

trafilatura finds the main text; the reader's own runs that occur in it are the core. With them is kept what stands in the
same element of the page: lists, tables, quotations and short paragraphs, which heuristics of length and link density drop,
and which hold the very names of who pays whom. What stands elsewhere (other stories, captions of films, menus) is not kept.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from cuibono.documents.data import table
from cuibono.documents.limits import MAX_DEPTH
from cuibono.documents.page_runs import Run, fold

_LONG: Final = 30  # letters and digits from which on a match is no chance
_PROSE: Final = 60  # letters and digits of a run that is prose, wherever it stands
_MIN_SHARE: Final = 0.25  # of the page's own prose that trafilatura must have found to be followed
_LITTLE: Final = 250  # characters: for less, trafilatura is asked again with all its means
_LINKED: Final = 0.6
_MAX_NAME_WORDS: Final = 6  # a link of more words in a list is a headline
_MIN_WORDS: Final = 5  # of a paragraph that is not in the core, unless it ends like a sentence
_GAP: Final = 12  # runs that may stand between the core and a list that still belongs to it
_LEAD: Final = 8  # runs above the core among which a standfirst may be
_MAX_TREE: Final = 60_000  # elements: beyond this the reader goes by itself
# From a run's element up through these, one comes to the element that holds the text.
_CLIMBED: Final = frozenset(table("pages")["inner_tags"].split())
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f]")
_SENTENCE: Final = re.compile(r"[.!?:…。！？][\"”’»)]*$")


def article_runs(root: Any, runs: list[Run], heading: Run | None, host: str) -> list[Run]:
    """The runs of the article, in order. ``heading`` shows the title; ``host`` is the page's own."""
    found = fold(_main_text(root)) if len(runs) > 3 else ""
    core = [i for i, run in enumerate(runs) if run is not heading and _in(run, found)]
    if not core or not _enough(runs, core):
        return _whole_page(runs, host)
    home = _Home.of([runs[i] for i in core])
    inside = set(core)
    first, last = _lead(runs, core[0], heading), _end(runs, core[-1], home, host)
    kept = []
    for i, run in enumerate(runs[first : last + 1], first):
        before = i < core[0] and _is_lead(run)
        if i in inside or run is heading or ((before or home.holds(run)) and _belongs(run, host)):
            kept.append(run)
    return _without_last_headings(_without_related(kept), heading)


def _in(run: Run, found: str) -> bool:
    return _weight(run) >= _LONG and run.key in found


def _weight(run: Run) -> int:
    """Letters and digits, those of scripts without word spaces counted three times."""
    return _weigh(run.key)


def _weigh(text: str) -> int:
    return len(text) if text.isascii() else len(text) + 2 * len(_CJK.findall(text))


def _main_text(root: Any) -> str:
    """trafilatura's main text; empty where it finds none, or where the tree is too deep or large for it."""
    if _too_big(root):
        return ""
    quick = _ask(root, fast=True)
    return quick if _weigh(quick) >= _LITTLE else max(quick, _ask(root, fast=False), key=len)


def _ask(root: Any, *, fast: bool) -> str:
    import trafilatura

    found = trafilatura.bare_extraction(
        copy.deepcopy(root), fast=fast, include_comments=False, include_tables=True, with_metadata=False
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
    own = sum(_weight(r) for r in runs if not r.chrome and r.linked < _LINKED and _weight(r) >= _PROSE)
    return sum(_weight(runs[i]) for i in core) >= _MIN_SHARE * own


def _whole_page(runs: list[Run], host: str) -> list[Run]:
    """All but menus and what seems to be around the article; all of the page where nothing else is left."""
    kept = [run for run in runs if not run.chrome and not _is_menu(run, host)]
    return _without_related(kept) or [run for run in runs if not _is_menu(run, host)] or runs


@dataclass(frozen=True, slots=True)
class _Home:
    """The elements that hold the core: directly, or through wrappers of one form (tag and class) around each paragraph."""

    bases: frozenset[Any]
    wrappers: frozenset[tuple[Any, str, str]]

    @classmethod
    def of(cls, core: list[Run]) -> _Home:
        bases = [_base(run.element) for run in core]
        forms = Counter(form for base in dict.fromkeys(bases) if (form := _form(base)) is not None)
        return cls(
            frozenset(bases), frozenset(form for form, n in forms.items() if n > 1 or form[1] == "section")
        )

    def holds(self, run: Run) -> bool:
        base = _base(run.element)
        return base in self.bases or _form(base) in self.wrappers


def _base(element: Any) -> Any:
    """The element that holds a run's text: above paragraphs, list items, cells, quotations, captions and headings."""
    while element is not None and element.tag in _CLIMBED and element.getparent() is not None:
        element = element.getparent()
    return element


def _form(base: Any) -> tuple[Any, str, str] | None:
    parent = base.getparent() if base is not None else None
    return None if parent is None else (parent, base.tag, base.get("class") or "")


def _belongs(run: Run, host: str) -> bool:
    """Whether a run beside the core is text: no menu, and no stray word such as a button's."""
    if run.chrome or _is_menu(run, host):
        return False
    if run.kind == "paragraph":
        return (
            len(run.text.split()) >= _MIN_WORDS
            or _SENTENCE.search(run.text) is not None
            or _weight(run) >= _PROSE
        )
    return True


def _lead(runs: list[Run], core: int, heading: Run | None) -> int:
    """Where the article begins: at its heading, if that stands above the core, else at the core or a standfirst."""
    for i in range(core - 1, -1, -1):
        if runs[i] is heading:
            return i
    return core


def _is_lead(run: Run) -> bool:
    """A standfirst: a sentence above the story, wherever it stands."""
    return run.kind == "paragraph" and len(run.text.split()) >= 8 and _SENTENCE.search(run.text) is not None


def _end(runs: list[Run], core: int, home: _Home, host: str) -> int:
    """Where the article ends: lists, tables and quotations that follow the core in its own element are a part of it."""
    edge, i = core, core + 1
    while i < len(runs) and i - edge <= _GAP:
        run = runs[i]
        if _is_related(run):
            break
        if home.holds(run) and _belongs(run, host):
            edge = i
        i += 1
    return edge


def _is_menu(run: Run, host: str) -> bool:
    """Whether a run is hardly more than links inside the site with the length of headlines, or a bare row of links."""
    if run.linked < _LINKED:
        return False
    if any(_host(url) != host for url in run.addresses):
        return False
    return (
        len(run.addresses) > 1
        or len(run.text.split()) > _MAX_NAME_WORDS
        or run.kind in ("paragraph", "heading")
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@cache
def _related() -> frozenset[str]:
    return frozenset(fold(str(words)) for words in table("pages")["related_headings"])


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


def _without_last_headings(runs: list[Run], heading: Run | None) -> list[Run]:
    """``runs`` without headings at the end, under which nothing was kept."""
    end = len(runs)
    while end and runs[end - 1].kind == "heading" and runs[end - 1] is not heading:
        end -= 1
    return runs[:end]
