"""Whom the article itself cites: its own links and quotations are the evidence, its id the evidence's."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from cuibono.model import THIS_ARTICLE, Actor, Claim, Document
from cuibono.verification.catalogue import say
from cuibono.verification.judgement import Judgement
from cuibono.verification.records import Records
from cuibono.verification.settings import QUOTATION_REACH
from cuibono.verification.text import fold, has_phrase

_QUOTED = re.compile(r"[“«„\"].{8,}?[”»“\"]", re.DOTALL)


def is_about_article(claim: Claim, subject: Actor) -> bool:
    """Whether the claim says whom this very article cites."""
    here = subject.status == "document" or claim.subject.name == THIS_ARTICLE
    return claim.predicate == "cites" and here


def judge_article(claim: Claim, source: Actor, records: Records) -> Judgement:
    """``supported`` by a link to the source or by its quoted words beside the claim; else ``unrecorded``."""
    from cuibono.verification.judging import unresolved

    if source.status != "linked":
        return unresolved(claim, source, source)
    document = records.document
    name = source.caption or source.name
    if document is not None and (how := _how(claim, source, document, records)):
        return Judgement(
            "supported",
            lead="cites_document",
            values=(("how", say("words", how)), ("name", name)),
            document=True,
        )
    return Judgement("unrecorded", lead="cites_missing", values=(("name", name),))


def _how(claim: Claim, source: Actor, document: Document, records: Records) -> str | None:
    if any(_links_to(url.url, url.text, source, records) for url in document.links):
        return "links"
    return "quotes" if _quoted(claim, document) else None


def _links_to(url: str, text: str, source: Actor, records: Records) -> bool:
    host = domain(url)
    sites = {domain(v) for i in source.entity_ids if (e := records.entities.get(i)) for v in e.get("website")}
    if host and any(site and (host == site or host.endswith("." + site)) for site in sites):
        return True
    names = {fold(source.name), fold(source.caption or "")}
    return any(len(name) > 3 and has_phrase(fold(text), name) for name in names)


def domain(url: str) -> str:
    """The host of an address without ``www.``, in lower case; empty where there is none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")


def _quoted(claim: Claim, document: Document) -> bool:
    start = max(0, claim.span.start - 40)
    end = claim.span.end + QUOTATION_REACH
    if any(b.kind == "quote" and b.span.start < end and b.span.end > start for b in document.blocks):
        return True
    return bool(_QUOTED.search(document.text[start:end]) or _QUOTED.search(claim.quote))
