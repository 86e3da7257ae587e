"""The article's own outlet, by the same rules as everybody else: who owns, controls, funds, leads, lists it, then and now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cuibono.model import Actor, Document, Interest, PublisherProfile
from cuibono.verification import search
from cuibono.verification.catalogue import say, speaking
from cuibono.verification.cites import domain
from cuibono.verification.gather import datasets_of, gather
from cuibono.verification.interests import interests_of
from cuibono.verification.sites import actor_of_site

MAX_TIES_TOLD = 5


def profile_publisher(
    document: Document, ledger: Any, *, today: str, language: str = "en"
) -> PublisherProfile:
    """Who is behind the outlet on record, at the document's date (``then``) and on ``today`` (``now``), told in ``language``.

    The outlet is found by the host of the document's address among the websites on record, else by its declared publisher's
    name. An outlet that cannot be found has no interests, and the explanation says so.
    """
    with speaking(language):
        return _profile(document, ledger, today)


def _profile(document: Document, ledger: Any, today: str) -> PublisherProfile:
    host = domain(document.url) if document.url else ""
    actor = _actor(document, host, ledger)
    lists = search.all_searched(datasets_of(ledger))
    base = PublisherProfile(
        document.publisher, host or None, actor, declared=document.declared_funding, searched=lists
    )
    if actor is None or not actor.entity_ids:
        return replace(base, explanation=_unknown(document, host, actor))
    records = gather([actor], ledger, document)
    interests = interests_of(records, actor.entity_ids, document.published or today, today)
    return replace(
        base,
        name=document.publisher or actor.caption,
        interests=interests,
        explanation=_explained(actor, interests),
    )


def _actor(document: Document, host: str, ledger: Any) -> Actor | None:
    found = actor_of_site(host, ledger, document.publisher) if host else None
    if found is not None or not document.publisher:
        return found
    from cuibono.entities import link_name

    named: Actor = link_name(document.publisher, ledger)
    return named


def _unknown(document: Document, host: str, actor: Actor | None) -> str:
    name = document.publisher or host
    if not name:
        return say("publisher", "unnamed")
    if actor is not None and actor.status == "tie":
        return say("publisher", "tie", name=name)
    return say("publisher", "unknown", name=name)


def _explained(actor: Actor, interests: tuple[Interest, ...]) -> str:
    """Who stands behind the outlet then, what has changed since, and the listings."""
    name = actor.caption or actor.name
    if not interests:
        return say("publisher", "nothing", name=name)
    ties = [i for i in interests if i.evidence.schema != "Sanction" and not i.undated]
    undated = [i for i in interests if i.undated]
    then, since = [i for i in ties if i.then], [i for i in ties if i.now and not i.then]
    first = (
        say("publisher", "then", name=name, ties=_spoken(then))
        if then
        else say("publisher", "dated_none" if undated else "then_none", name=name)
    )
    beside = say("publisher", "undated", ties=_spoken(undated)) if undated else ""
    changed = say("publisher", "since", ties=_spoken(since)) if since else ""
    return " ".join(part for part in (first, changed, beside, *_listings(interests)) if part)


def _spoken(interests: list[Interest]) -> str:
    said = list(dict.fromkeys(_tie(i) for i in interests))
    if len(said) <= MAX_TIES_TOLD:
        return ", ".join(said)
    rest = str(len(said) - MAX_TIES_TOLD)
    return say("publisher", "more", ties=", ".join(said[:MAX_TIES_TOLD]), count=rest)


def _tie(interest: Interest) -> str:
    """The tie in words; what one state says of another's outlet is told as its word."""
    said = f"{interest.relation} {interest.other}"
    if interest.evidence.standing == "other_state":
        return say("publisher", "says", tie=said, publisher=interest.evidence.publisher)
    return say("publisher", "reported", tie=said) if interest.evidence.weak else said


def _listings(interests: tuple[Interest, ...]) -> list[str]:
    listed = [i for i in interests if i.evidence.schema == "Sanction"]
    then = ", ".join(dict.fromkeys(i.other for i in listed if i.then))
    since = ", ".join(
        dict.fromkeys(f"{i.other} ({i.evidence.start or '?'})" for i in listed if i.now and not i.then)
    )
    if then:
        more = [say("publisher", "listed_more", authorities=since)] if since else []
        return [say("publisher", "listed_then", authorities=then), *more]
    if since:
        return [say("publisher", "listed_since", authorities=since)]
    return [say("publisher", "unlisted")]
