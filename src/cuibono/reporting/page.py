"""The report: one HTML file that stands alone, works without script and lets nothing in from outside.

All words of texts and records pass :mod:`~cuibono.reporting.plain` and the template's autoescape. The content security policy
allows this page's own style and script by their hash, images as data, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from cuibono.model import FINDINGS, Check, Review, Source, count_findings
from cuibono.reporting import phrases, sourcing
from cuibono.reporting.layout import picture
from cuibono.reporting.network import network
from cuibono.reporting.plain import (
    host_of,
    line,
    readable_date,
    readable_sum,
    short,
    shown,
    web_address,
)
from cuibono.reporting.timeline import timeline
from cuibono.reporting.tongue import count, say, tongue
from cuibono.reporting.view import Names, article_rows, cards
from cuibono.reporting.wording import finding_words, kind_words, word

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


def to_html(
    check: Check,
    *,
    slot: Callable[[str, Any], Any] | None = None,
    reviews: Mapping[str, Review] | None = None,
) -> str:
    """The whole report as one HTML document; the same check gives the same text.

    ``slot`` may add something at named places of cards and tables: it is given the place (``summary``, ``card``, ``actor``, ...)
    and the thing shown there, and answers with markup or text. ``reviews`` (claim id -> what a person says of the finding) stand on
    the cards as theirs.

    Needs nothing from outside: no font, no script, no picture. Lone surrogates in the text are shown as U+FFFD, so that the
    result can always be encoded as UTF-8.
    """
    style, script = _part("report.css"), _part("report.js")
    return _template().render(
        style=_trusted(style),
        script=_trusted(script),
        policy=content_policy(style, script),
        slot=slot or _nothing,
        **report_view(check),
        reviews=reviews or {},
    )


def content_policy(style: str, script: str) -> str:
    """The content security policy of a page with this style and this script."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _part(name: str) -> str:
    """A part of the page that ships with cuibono, comments and indentation taken out."""
    text = (files("cuibono.reporting") / "templates" / name).read_text(encoding="utf-8")
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "\n".join(kept for row in bare.splitlines() if (kept := row.strip()))


def _trusted(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - our own file, never data


@cache
def _template() -> Template:
    return _environment().get_template("report.html.j2")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("cuibono.reporting", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    furnish(environment)
    return environment


def furnish(environment: Environment) -> None:
    """Give a template environment what the report's parts use: its filters, words and language."""
    environment.filters.update(
        line=line,
        shown=shown,
        short=short,
        day=readable_date,
        web=web_address,
        host=host_of,
        sum=readable_sum,
        markup=_trusted,
    )
    environment.install_gettext_callables(say, count, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        slot=_nothing,
        reviews={},
        review_words=phrases.review_words,
        tongue=tongue,
        word=word,
        finding_words=finding_words,
        kind_words=kind_words,
        actor_name=phrases.actor_name,
        record_title=phrases.record_title,
        telling=phrases.telling,
    )


def _nothing(place: str, thing: object) -> str:
    """What the report adds at a place of a card or a table: nothing. The web page fills these places."""
    return ""


def report_view(check: Check) -> dict[str, Any]:
    """All that the template needs, in its own terms."""
    document = check.document
    found = network(check)
    chain = sourcing.chain(check)
    made = cards(check)
    counts = count_findings(check.verdicts)
    return {
        "check": check,
        "document": document,
        "title": phrases.heading(document) or say("Untitled text"),
        "language": document.language if _LANGUAGE.match(document.language) else "und",
        "overview": phrases.overview(check),
        "counts": [(finding_words(f), counts[f]) for f in FINDINGS],
        "total": len(check.verdicts),
        "first": [made[i] for i in phrases.outstanding(check)[:8]],
        "cards": made,
        "rows": article_rows(check),
        "kinds": _kinds(check),
        "network": found,
        "node_names": {node.key: node.name for node in (*chain.nodes, *found.nodes)},
        "chain": chain,
        "chain_picture": picture(chain),
        "sources": [_source_view(source, check) for source in check.sourcing.sources],
        "shared": [(s, sourcing.shared_names(s, check)) for s in check.sourcing.shared],
        "picture": picture(found),
        "timeline": timeline(check),
        "names": Names(check),
        "matched": [actor for actor in check.actors if actor.status != "document"],
        "publisher_searched": phrases.by_completeness(check.publisher.searched),
        "searched_sentence": phrases.searched_sentence(check.ledger),
        "list_numbers": {(s.dataset, s.version): n for n, s in enumerate(check.ledger, 1)},
        "hidden": len(document.text) - len(shown(document.text)),
    }


def _source_view(source: Source, check: Check) -> dict[str, Any]:
    """One source as its part of the page shows it; ``spoken`` are the numbers of the claims beside its unsaid interests."""
    return {
        "source": source,
        "numbers": sourcing.cited_in(source, check),
        "ties": sourcing.gathered(source.interests),
        "links": [address for url in source.links if (address := web_address(url))],
        "unsaid": [(unsaid, sourcing.claim_number(unsaid.claim, check)) for unsaid in source.unsaid],
    }


def _kinds(check: Check) -> list[tuple[str, str, list[int]]]:
    """Kinds of passages that no record decides: label, meaning, and the passages (indexes)."""
    kinds = dict.fromkeys(passage.kind for passage in check.uncheckable)
    return [(*kind_words(k), [i for i, p in enumerate(check.uncheckable) if p.kind == k]) for k in kinds]
