"""Sentences and lines that terminal, page and exports share: a claim in words, a record in words, a check in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from cuibono.model import (
    THIS_ARTICLE,
    Actor,
    Amount,
    Candidate,
    Check,
    Claim,
    Completeness,
    Document,
    Evidence,
    Feature,
    Finding,
    Mention,
    Review,
    Searched,
    count_findings,
)
from cuibono.reporting.plain import line, readable_date, readable_period, readable_sum, short
from cuibono.reporting.tongue import count, marked, say
from cuibono.reporting.wording import finding_words, verb, word

_ORDER: dict[Completeness, int] = {"yes": 0, "except": 1, "no": 2}


def actor_name(name: str, limit: int = 120) -> str:
    """An actor's name fit to show; the document itself is "this article"."""
    return say("this article") if name == THIS_ARTICLE else short(name, limit) or say("(no name)")


def heading(document: Document) -> str:
    """What a text is called: its title, else its first words in quotation marks, else its id."""
    first = next((short(row, 70) for row in document.text.splitlines() if line(row)), "")
    return line(document.title) or (f"“{first}”" if first else line(document.id))


def speaker(attribution: str | None) -> str:
    """Whoever the text says says so, fit to stand alone: quotation marks closed, "same X" with its article."""
    words = line(attribution)
    for opening, closing in ("“”", "«»"):
        missing = words.count(opening) - words.count(closing)
        words = words + closing * missing if missing > 0 else opening * -missing + words
    if words.count('"') % 2:
        words += '"'
    return f"the {words}" if words.startswith("same ") else words


def relation(claim: Claim, limit: int = 120) -> str:
    """The claim as a sentence without its trimmings: "A does not fund B"."""
    subject = actor_name(claim.subject.name, limit)
    if claim.subject.name == THIS_ARTICLE:
        subject = subject.capitalize()
    return f"{subject} {verb(claim)} {actor_name(claim.object.name, limit)}"


def statement(claim: Claim) -> str:
    """The claim as a sentence with time, amount, instrument and quantifier where the text names them."""
    parts = [line(claim.amount.text) if claim.amount else "", line(claim.instrument)]
    parts += [line(claim.period.text) if claim.period else "", _quantifier(claim)]
    extra = ", ".join(part for part in parts if part)
    return f"{relation(claim)} ({extra})" if extra else relation(claim)


def _quantifier(claim: Claim) -> str:
    return word("quantifiers", claim.quantifier) if claim.quantifier else ""


def said(claim: Claim) -> list[tuple[str, str]]:
    """What the text adds to the bare relation, as label and words: who says so, hedge, denial, time, amount, ..."""
    hedge = say("yes: “{words}”").format(words=line(claim.hedge)) if claim.hedge else say("yes")
    rows = [
        (marked("Said by"), speaker(claim.attribution) if claim.attribution else say("the article itself")),
        (marked("Hedged"), hedge if claim.hedged else ""),
        (
            marked("Denied"),
            say("yes, the text says that this is not so") if claim.polarity == "denied" else "",
        ),
        (marked("Time"), _time(claim)),
        (marked("Amount"), _amount(claim.amount) if claim.amount else ""),
        (marked("Instrument"), line(claim.instrument)),
        (marked("How much"), _quantifier(claim)),
        (marked("Read as"), _reference(claim.subject)),
        (marked("Read as"), _reference(claim.object)),
    ]
    return [(say(label), value) for label, value in rows if value]


def _time(claim: Claim) -> str:
    if claim.period is None:
        return ""
    written, meant = line(claim.period.text), readable_period(claim.period.start, claim.period.end)
    return _read_as(written, meant) if meant and meant != written else f"“{written}”"


def _amount(amount: Amount) -> str:
    bound = word("bounds", amount.bound)
    meant = f"{bound} {readable_sum(amount.value, amount.currency)}".strip()
    meant += f" {word('rates', amount.per)}" if amount.per else ""
    written = line(amount.text)
    return _read_as(written, meant) if meant != written else f"“{written}”"


def _read_as(written: str, meant: str) -> str:
    return say("“{words}”, read as {meaning}").format(words=written, meaning=meant)


def _reference(mention: Mention) -> str:
    """How "the group" came to stand for a name; empty when the text uses the name itself."""
    if not mention.trail:
        return ""
    steps = ", ".join(line(step) for step in mention.trail)
    return say("“{words}” is {name} ({steps})").format(
        words=short(mention.text, 60), name=actor_name(mention.name), steps=steps
    )


def record_title(evidence: Evidence) -> str:
    """A record in words: its two ends and what it says of them, from its own summary or else from its parts."""
    source, target = end_name(evidence, "source"), end_name(evidence, "target")
    summary = line(evidence.summary)
    if summary:
        ends = " → ".join(end for end in (source, target) if end)
        told = any(end and end.casefold() in summary.casefold() for end in (source, target))
        return summary if told or not ends else f"{ends}: {summary}"
    extras = (readable_sum(evidence.amount, evidence.currency), record_dates(evidence))
    tail = ", ".join(extra for extra in extras if extra)
    words = " ".join(part for part in (source, word("schemas", evidence.schema), target) if part)
    return words + (f" ({tail})" if tail else "")


def end_name(evidence: Evidence, end: str) -> str:
    """The name of a record's source or target; its id when the name is not at hand."""
    if end == "source":
        return line(evidence.source_name or evidence.source)
    return line(evidence.target_name or evidence.target)


def record_dates(evidence: Evidence) -> str:
    """The record's own dates in words."""
    if evidence.schema == "Payment" and evidence.start and evidence.end is None:
        return readable_date(evidence.start)
    return readable_period(evidence.start, evidence.end)


def provenance(evidence: Evidence) -> str:
    """Where a record comes from: publisher, list, version, whose word it is."""
    weak = say("; a press report, never decisive alone") if evidence.weak else ""
    got = say(", retrieved {day}").format(day=readable_date(evidence.retrieved)) if evidence.retrieved else ""
    return (
        f"{line(evidence.publisher)}: {line(evidence.dataset)} {line(evidence.version)}{got}; "
        f"{word('standings', evidence.standing)}{weak}"
    )


def main_evidence(evidence: Sequence[Evidence], limit: int | None = None) -> tuple[Evidence, ...]:
    """Evidence with what decides first, the given order kept within; ``limit`` cuts."""
    ordered = sorted(evidence, key=lambda e: e.role != "decides")
    return tuple(ordered[:limit])


def by_completeness(searched: Iterable[Searched]) -> list[tuple[Completeness, list[Searched]]]:
    """Lists searched, grouped by what their silence is worth: complete, complete with exceptions, partial."""
    ordered = sorted(searched, key=lambda s: _ORDER[s.complete])
    return [(complete, list(group)) for complete, group in groupby(ordered, key=lambda s: s.complete)]


def runs(numbers: Iterable[int]) -> str:
    """Numbers in order, neighbours as a run: ``"1, 3-5"``; ``""`` for none."""
    held: list[list[int]] = []
    for number in sorted(set(numbers)):
        if held and held[-1][-1] == number - 1:
            held[-1].append(number)
        else:
            held.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in held)


def review_words(review: Review, finding: Finding) -> str:
    """What a person says of a finding, as theirs; told where the program's own has changed since."""
    day = readable_date(review.at[:10])
    if review.kind == "accept":
        head = say("{name}, {day}: accepted").format(name=line(review.by), day=day)
    else:
        label = finding_words(review.finding).label.lower()
        head = say("{name}, {day}: {finding}").format(name=line(review.by), day=day, finding=label)
    told = f"{head}. {line(review.why)}" if review.why else head
    if review.was == finding:
        return told
    was = finding_words(review.was).label.lower()
    return told + " " + say("(Said when the program’s finding was: {finding}.)").format(finding=was)


def searched_sentence(searched: Sequence[Searched]) -> str:
    """How many lists were searched and how many of them are complete for what they cover."""
    if not searched:
        return say("No list was searched.")
    total, complete = len(searched), sum(s.complete == "yes" for s in searched)
    lists = count("{n} list was searched", "{n} lists were searched", total).format(n=total)
    worth = {
        0: say("none is complete for what it covers"),
        total: say("complete for what they cover"),
    }
    some = say("{n} of them complete for what they cover").format(n=complete)
    return f"{lists}; {worth.get(complete, some)}."


def overview(check: Check) -> str:
    """The check in one or two sentences, counts in the order of the findings."""
    total = len(check.verdicts)
    if not total:
        head = say("The text makes no claim of influence that was recognised.")
    else:
        counts = count_findings(check.verdicts)
        found = [f"{n} {finding_words(finding).label.lower()}" for finding, n in counts.items() if n]
        head = count(
            "{n} claim of influence set beside the records: {findings}.",
            "{n} claims of influence set beside the records: {findings}.",
            total,
        ).format(n=total, findings=_listed(found))
    passages = len(check.uncheckable)
    if not passages:
        return head
    more = count(
        "{n} more passage no record can decide.", "{n} more passages no record can decide.", passages
    )
    return f"{head} {more.format(n=passages)}"


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return say("{most} and {last}").format(most=", ".join(parts[:-1]), last=parts[-1])


def outstanding(check: Check) -> list[int]:
    """Indexes of the verdicts an editor looks at first: contradicted, misdated, overstated; in text order within."""
    rank: dict[Finding, int] = {"contradicted": 0, "misdated": 1, "overstated": 2}
    chosen = [i for i, verdict in enumerate(check.verdicts) if verdict.finding in rank]
    return sorted(chosen, key=lambda i: (rank[check.verdicts[i].finding], i))


def telling(candidate: Candidate, limit: int = 6) -> tuple[Feature, ...]:
    """The parts of a score that weigh most, the heaviest first; what adds nothing is left out."""
    weighing = [feature for feature in candidate.features if feature.score]
    return tuple(sorted(weighing, key=lambda f: -abs(f.score))[:limit])


def link_words(actor: Actor) -> str:
    """How an actor's name was matched, in words."""
    status = word("statuses", actor.status)
    return f"{status}: {line(actor.caption)}" if actor.status == "linked" and actor.caption else status
