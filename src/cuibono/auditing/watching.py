"""Watching actors, feeds and past checks: what changed since the last look, in the records or in what was published.

The list is TOML; the state is a file beside it that holds digests and what was said last, replaced by one rename. A look that fails
in one place is told and tried again next time.
"""

from __future__ import annotations

import hashlib
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from cuibono.auditing.cases import read_article
from cuibono.auditing.corpus import Problems
from cuibono.auditing.data import Article
from cuibono.auditing.feeds import entries
from cuibono.auditing.fields import Mapper, Unusable
from cuibono.auditing.interests import Interests
from cuibono.auditing.mentions import Spotter
from cuibono.errors import CuibonoError, InputError

_SEEN = 5_000
Kind = Literal["actor", "feed", "check", "failed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: ``what`` it is about, ``came`` and ``went`` in words, ``url`` where it can be seen."""

    kind: Kind
    what: str
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    url: str = ""

    @property
    def text(self) -> str:
        """The change as lines for a mail."""
        rows = [f"{self.what}{' ' + self.url if self.url else ''}"]
        rows += [f"  + {line}" for line in self.came] + [f"  - {line}" for line in self.went]
        return "\n".join(rows)


@dataclass(frozen=True, slots=True)
class WatchList:
    """Whom and what to watch: names or ids of actors, feeds (files or addresses), articles checked before."""

    actors: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


@dataclass(slots=True)
class State:
    """What was there at the last look."""

    actors: dict[str, list[str]] = field(default_factory=dict)
    feeds: dict[str, list[str]] = field(default_factory=dict)
    checks: dict[str, dict[str, Any]] = field(default_factory=dict)


def read_list(path: Path) -> WatchList:
    """Read ``watch.toml``. Raises :class:`InputError` for a file that is none, an unknown key, an empty list."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: no list to watch: {error}") from error
    known = ("actors", "feeds", "checks")
    if unknown := sorted(set(data) - set(known)):
        raise InputError(f"{path}: {unknown[0]!r} is no setting: there are {', '.join(known)}")
    for key, value in data.items():
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise InputError(f"{path}: {key} must be a list of names")
    if not any(data.values()):
        raise InputError(f"{path}: names nothing to watch: give actors, feeds or checks")
    return WatchList(**{key: tuple(data.get(key, ())) for key in known})


def read_state(path: Path) -> State:
    """The state of the last look, an empty one where there was none. Raises :class:`InputError` for a damaged file."""
    import orjson

    if not path.exists():
        return State()
    try:
        data = orjson.loads(path.read_bytes())
        return State(dict(data["actors"]), dict(data["feeds"]), dict(data["checks"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: damaged: remove it to begin anew") from error


def write_state(path: Path, state: State) -> None:
    """Keep the state, by rename."""
    import orjson

    from cuibono.reporting import write

    write(path, orjson.dumps(asdict(state), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")


def look(watched: WatchList, state: State, ledger: Any, *, today: str) -> Iterator[Change]:
    """Everything that changed since the state was taken, which is brought up to date on the way; a first look tells of nothing."""
    for name in watched.actors:
        yield from _guarded(name, _actor(name, state, ledger))
    if watched.feeds:
        from cuibono.entities import Screener

        spotter = Spotter(Screener.open(ledger), ledger, Interests.open(ledger))
        for address in watched.feeds:
            yield from _guarded(address, _feed(address, state, spotter, today))
    for place in watched.checks:
        yield from _guarded(place, _check(place, state, ledger, today))


def _guarded(what: str, changes: Iterable[Change]) -> Iterator[Change]:
    try:
        yield from changes
    except CuibonoError as error:
        yield Change("failed", what, (str(error),))


def _actor(name: str, state: State, ledger: Any) -> Iterator[Change]:
    """Records about an actor that came or went."""
    from cuibono.entities import link_name

    ids = (name,) if ledger.entities([name]) else link_name(name, ledger).entity_ids
    now = _ties(ids, ledger) if ids else []
    before = state.actors.get(name)
    state.actors[name] = now
    if before is not None and before != now:
        yield Change(
            "actor",
            name,
            tuple(sorted(set(now) - set(before))),
            tuple(sorted(set(before) - set(now))),
        )


def _ties(ids: Iterable[str], ledger: Any) -> list[str]:
    edges = ledger.edges(sorted(ids))
    ends = {end for e in edges for end in (e.source, e.target) if end}
    names = {i: e.caption for i, e in ledger.entities(sorted(ends)).items()}
    said = set()
    for e in edges:
        source = names.get(e.source or "", "") or next(iter(e.get("authority")), "") or "?"
        target = names.get(e.target or "", e.target or "?")
        days = f"{e.start or ''}..{e.end or ''}".strip(".")
        money = f" {e.amount} {e.currency}" if e.amount is not None else ""
        said.add(f"{e.schema}: {source} -> {target}{' ' + days if days else ''}{money} [{e.dataset} {e.id}]")
    return sorted(said)


def _feed(address: str, state: State, spotter: Spotter, today: str) -> Iterator[Change]:
    """New entries of a feed that use a source with an interest on record."""
    before = state.feeds.get(address)
    seen = dict.fromkeys(before or ())
    found = list(_articles(address))
    for article in found:
        if article.id in seen:
            continue
        seen[article.id] = None
        if before is None:
            continue
        cases = read_article(_dated(article, today), spotter).cases
        said = tuple(
            f"{c.source}: {c.holdings[0].relation} {c.holdings[0].other}: {c.outcome}"
            + (" in the text" if c.outcome == "not disclosed" else "")
            for c in cases
        )
        if said:
            yield Change("feed", article.title or article.id, said, url=article.url)
    state.feeds[address] = list(seen)[-_SEEN:]


def _dated(article: Article, today: str) -> Article:
    from dataclasses import replace

    return article if article.date else replace(article, date=today)


def _articles(address: str) -> Iterator[Article]:
    mapper, problems = Mapper(), Problems()
    for row, origin in entries(io.BytesIO(_bytes(address)), address, problems):
        try:
            yield mapper.article(row, origin)
        except Unusable:
            continue
    if problems.counts:
        raise InputError(f"{address}: {problems.lines()[0]}")


def _bytes(address: str) -> bytes:
    if address.lower().startswith(("http://", "https://")):
        from cuibono.documents import fetch

        return fetch(address).data
    try:
        return Path(address).read_bytes()
    except OSError as error:
        raise InputError(f"{address}: cannot be read: {error.strerror}") from error


def _check(place: str, state: State, ledger: Any, today: str) -> Iterator[Change]:
    """Findings on an article that changed, because its text or the records did; nothing is done where neither did."""
    from cuibono.checking import check
    from cuibono.documents import read

    document = read(place)
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    before = state.checks.get(place)
    if before and (before["text"], before["records"]) == (digest, ledger.fingerprint):
        return
    verdicts = check(document, ledger, today=today).verdicts
    now = sorted({f"{v.finding}: {' '.join(v.claim.quote.split())[:200]}" for v in verdicts})
    state.checks[place] = {"text": digest, "records": ledger.fingerprint, "findings": now}
    if before is not None and before["findings"] != now:
        came = tuple(sorted(set(now) - set(before["findings"])))
        yield Change("check", place, came, tuple(sorted(set(before["findings"]) - set(now))))


def mail(changes: Iterable[Change], *, today: str) -> str:
    """The changes as the text of a mail, subject first (RFC 5322), for ``sendmail -t`` and its kin."""
    held = list(changes)
    body = "\n\n".join(change.text for change in held) or "Nothing changed."
    count = len(held)
    return (
        f"Subject: cuibono: {count} change{'' if count == 1 else 's'}, {today}\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    )


def as_objects(changes: Iterable[Change]) -> list[Mapping[str, Any]]:
    """The changes as plain values."""
    return [asdict(change) for change in changes]
