"""A check as its page shows it: which claims the reader asked for, what people judged, what may be done from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from cuibono.model import THIS_ARTICLE, Actor, Check, Verdict
from cuibono.reporting.page import report_view
from cuibono.reporting.view import Card
from cuibono.reporting.wording import finding_words
from cuibono.web.access import Viewer
from cuibono.web.rendering import environment
from cuibono.web.store.checks import Entry
from cuibono.web.store.judgements import Judged, Judgement, standing


@dataclass(frozen=True, slots=True)
class Wish:
    """Which claims a reader wants to see; empty: all."""

    finding: str = ""
    relation: str = ""
    actor: str = ""
    judged: str = ""

    @property
    def any(self) -> bool:
        return bool(self.finding or self.relation or self.actor or self.judged)

    def plain(self) -> dict[str, str]:
        """As a query carries it."""
        return {
            "finding": self.finding,
            "relation": self.relation,
            "actor": self.actor,
            "judged": self.judged,
        }

    def wants(self, verdict: Verdict, judged: Judged | None) -> bool:
        """Whether a claim is among those wanted."""
        claim = verdict.claim
        done = judged is not None and judged.stance is not None
        return (
            self.finding in ("", verdict.finding)
            and self.relation in ("", claim.predicate)
            and self.actor in ("", claim.subject.name, claim.object.name)
            and (not self.judged or (self.judged == "yes") == done)
        )


@dataclass(frozen=True, slots=True)
class Showing:
    """One check for one reader."""

    entry: Entry
    check: Check
    number: int
    wish: Wish
    judged: Mapping[str, Judged]
    viewer: Viewer

    def hidden(self, verdict: Verdict) -> bool:
        return not self.wish.wants(verdict, self.judged.get(verdict.claim.id))

    def slot(self, place: str, thing: Any) -> Markup | str:
        """What the page adds at a place of the report's parts."""
        if place == "attributes" and isinstance(thing, Card):
            return self._attributes(thing)
        if place in ("summary", "card") and isinstance(thing, Card):
            return self._part("on_card.html.j2", place, card=thing)
        if place == "actor" and isinstance(thing, Actor):
            return self._part("on_actor.html.j2", place, actor=thing)
        return self._part("on_rows.html.j2", place, choices=self.choices()) if place == "rows" else ""

    def _attributes(self, card: Card) -> Markup:
        made = Markup(' data-claim="{}"').format(card.verdict.claim.id)
        stance = self.stance(card.verdict.claim.id)
        made += Markup(' data-judged="{}"').format(stance.kind) if stance else Markup()
        return made + Markup(" hidden") if self.hidden(card.verdict) else made

    def stance(self, claim_id: str) -> Judgement | None:
        """The judgement that counts for a claim."""
        found = self.judged.get(claim_id)
        return found.stance if found else None

    def _part(self, template: str, place: str, **context: Any) -> Markup:
        from cuibono.web.rendering import FORM

        text = (
            environment()
            .get_template(template)
            .render(
                place=place,
                entry=self.entry,
                number=self.number,
                wish=self.wish,
                viewer=self.viewer,
                judged=self.judged,
                check=self.check,
                csrf=FORM,
                **context,
            )
        )
        return Markup(text)  # noqa: S704 - rendered by our own template, which escapes

    def choices(self) -> dict[str, Any]:
        """What there is to filter by, with how many claims each has."""
        verdicts = self.check.verdicts
        actors: Counter[str] = Counter()
        for verdict in verdicts:
            actors.update({verdict.claim.subject.name, verdict.claim.object.name} - {THIS_ARTICLE})
        return {
            "findings": list(Counter(v.finding for v in verdicts).items()),
            "relations": sorted(Counter(v.claim.predicate for v in verdicts).items()),
            "actors": sorted(actors.items(), key=lambda pair: (-pair[1], pair[0]))[:300],
            "shown": sum(not self.hidden(v) for v in verdicts),
            "total": len(verdicts),
        }

    def context(self) -> dict[str, Any]:
        """All that the page's template needs."""
        return {
            **report_view(self.check),
            "entry": self.entry,
            "number": self.number,
            "wish": self.wish,
            "judged": self.judged,
            "slot": self.slot,
            "showing": self,
        }


def showing(
    entry: Entry, check: Check, number: int, wish: Wish, found: Sequence[Judgement], viewer: Viewer
) -> Showing:
    """A check for one reader; the public sees no judgements' authors' names but what was published with it."""
    return Showing(entry, check, number, wish, standing(found), viewer)


def finding_label(finding: str | None) -> str:
    """A finding's word in the language spoken now."""
    return finding_words(finding).label if finding else ""  # type: ignore[arg-type]


__all__ = ["Showing", "Wish", "finding_label", "showing"]
