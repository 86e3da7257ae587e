"""What was searched, and what the silence of each list is worth.

Only a list that says it is complete for the very matter (this relation, this payer or authority, this place and time) gives a
"no" any weight; several partial lists never add up to one.
"""

from __future__ import annotations

from collections.abc import Iterable

from cuibono.ledger.records import Coverage, Dataset
from cuibono.model import Searched
from cuibono.verification import authority
from cuibono.verification.ladder import supporting_schemas
from cuibono.verification.text import fold
from cuibono.verification.ties import Case, claimed_authorities
from cuibono.verification.time import FIRST, LAST, first_day, last_day


def searched(dataset: Dataset) -> Searched:
    """One dataset version as searched."""
    coverage = dataset.coverage
    return Searched(
        dataset=dataset.name,
        version=dataset.version,
        title=dataset.title,
        publisher=dataset.publisher,
        complete=coverage.complete,
        basis=coverage.basis,
        covers=covers_words(coverage),
        withheld=withheld_words(coverage),
    )


def covers_words(coverage: Coverage) -> str:
    """What a dataset covers, in words: relations, payers or authorities, places, period."""
    parts = [", ".join(coverage.relations), ", ".join(coverage.sources), ", ".join(coverage.places)]
    if coverage.start or coverage.end:
        parts.append(f"{coverage.start or '...'} to {coverage.end or '...'}")
    if coverage.complete == "except" and coverage.exceptions:
        parts.append(f"except {coverage.exceptions}")
    return "; ".join(part for part in parts if part)


def withheld_words(coverage: Coverage) -> str:
    parts = [coverage.withheld, f"amounts below {coverage.minimum_amount}" if coverage.minimum_amount else ""]
    return "; ".join(part for part in parts if part)


def all_searched(datasets: Iterable[Dataset]) -> tuple[Searched, ...]:
    """All datasets as searched, by name and version."""
    return tuple(searched(d) for d in sorted(datasets, key=lambda d: (d.name, d.version)))


def searched_for(row: str, datasets: Iterable[Dataset]) -> tuple[Searched, ...]:
    """The datasets that may hold records for a row of the ladder; all of them where none says so."""
    held = list(datasets)
    schemas = set(supporting_schemas(row))
    relevant = [d for d in held if not d.coverage.relations or schemas & set(d.coverage.relations)]
    return all_searched(relevant or held)


def complete_lists(case: Case) -> tuple[Dataset, ...]:
    """Datasets that say they are complete (or complete with named exceptions) for the very matter of the claim."""
    return tuple(d for _, d in sorted(case.records.datasets.items()) if _complete_for(case, d))


def _complete_for(case: Case, dataset: Dataset) -> bool:
    coverage = dataset.coverage
    if coverage.complete == "no" or dataset.weak:
        return False
    return (
        bool(set(supporting_schemas(case.row)) & set(coverage.relations))
        and _covers_source(case, coverage)
        and _covers_place(case, coverage)
        and _covers_time(case, coverage)
    )


def _covers_source(case: Case, coverage: Coverage) -> bool:
    if not coverage.sources:
        return True
    names = {name for node in case.subjects for name in case.records.names(node)}
    if names & {fold(source) for source in coverage.sources}:
        return True
    if case.claim.predicate != "sanctioned":
        return False
    recorded = [authority.read_authority(source) for source in coverage.sources]
    return authority.match(claimed_authorities(case), frozenset(), recorded).kind == "same"


def _covers_place(case: Case, coverage: Coverage) -> bool:
    if not coverage.places:
        return True
    ends = (*case.subjects, *case.objects)
    here = {country for node in ends for country in case.records.countries(node)}
    return bool(here & {place.casefold() for place in coverage.places})


def _covers_time(case: Case, coverage: Coverage) -> bool:
    start = first_day(coverage.start) if coverage.start else FIRST
    end = last_day(coverage.end) if coverage.end else LAST
    asked = case.asked
    return (start <= (asked.start if asked.explicit else asked.end) and asked.end <= end) or (
        not asked.explicit and start <= asked.end <= end
    )
