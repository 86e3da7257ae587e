"""What goes in and out of the API, checked at this edge. A result itself is the command line's own JSON object."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cuibono.web.store.checks import Entry
from cuibono.web.store.jobs import Job

Short = Annotated[str, Field(max_length=300)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TextIn(_In):
    """One text to check: `text`, or the `address` of a page; date and publisher where they do not say."""

    text: Annotated[str, Field(max_length=5_000_000)] | None = None
    address: Annotated[str, Field(max_length=2000)] | None = None
    published: Annotated[str, Field(max_length=10)] | None = None
    publisher: Short | None = None
    url: Annotated[str, Field(max_length=2000)] | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.text is None) == (self.address is None):
            raise ValueError("give either a text or an address")
        return self


class BatchIn(_In):
    """Several texts at once."""

    texts: Annotated[list[TextIn], Field(min_length=1, max_length=50)]


class JudgementIn(_In):
    """A judgement on one claim's finding; `why` is needed unless the finding is accepted."""

    claim: Annotated[str, Field(max_length=64)]
    kind: Literal["accept", "change", "not_a_claim", "note"]
    finding: Annotated[str, Field(max_length=20)] = ""
    why: Annotated[str, Field(max_length=4000)] = ""


class NameIn(_In):
    """A decision on who a name stands for, in all texts of the team from then on."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    kind: Literal["is_entity", "not_entity"]
    entity_ids: Annotated[list[Short], Field(min_length=1, max_length=50)]
    why: Annotated[str, Field(max_length=4000)] = ""


class CheckOut(BaseModel):
    """A check as lists have it."""

    id: str
    created: str
    updated: str
    creator: str
    kind: str
    name: str
    title: str | None
    outlet: str | None
    published: str | None
    language: str | None
    state: Literal["queued", "running", "done", "failed"]
    message: str
    counts: dict[str, int]
    runs: int
    public: bool
    links: dict[str, str]


class SubmittedOut(BaseModel):
    """What became of one submission: its check, whether that is new, and the job to ask about."""

    check: CheckOut
    new: bool
    job: str | None


class JobOut(BaseModel):
    """How far a run over a text is; `progress` is between 0 and 1."""

    id: str
    check: str
    state: Literal["queued", "running", "done", "failed"]
    stage: str
    progress: float
    message: str
    attempts: int
    created: str
    started: str | None
    finished: str | None


class Listing(BaseModel):
    """A page of checks."""

    total: int
    limit: int
    offset: int
    checks: list[CheckOut]


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words}
    for status, words in (
        (400, "The request cannot be read"),
        (401, "A token is needed, or it is not valid"),
        (403, "The token or role may not do this"),
        (404, "There is no such thing, or it belongs to another team"),
        (413, "More was sent than is taken"),
        (422, "What was given cannot be used; the title says why"),
        (429, "Too many requests"),
        (503, "The records cannot be read now"),
    )
}


def check_out(entry: Entry) -> CheckOut:
    """A check as the API shows it."""
    base = f"/api/v1/checks/{entry.id}"
    links = {"self": base, "result": f"{base}/result", "page": f"/checks/{entry.id}"}
    return CheckOut(
        id=entry.id,
        created=entry.created,
        updated=entry.updated,
        creator=entry.creator,
        kind=entry.kind,
        name=entry.name,
        title=entry.title,
        outlet=entry.outlet,
        published=entry.published,
        language=entry.language,
        state=entry.state,
        message=entry.message,
        counts=dict(entry.counts),
        runs=entry.latest,
        public=entry.public,
        links=links,
    )


def job_out(job: Job) -> JobOut:
    """A job as the API shows it."""
    return JobOut(
        id=job.id,
        check=job.check_id,
        state=job.state,
        stage=job.stage,
        progress=job.progress,
        message=job.message,
        attempts=job.attempts,
        created=job.created,
        started=job.started,
        finished=job.finished,
    )
