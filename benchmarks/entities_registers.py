"""Names of real registers, and labelled pairs of them: what the name benchmarks and the name models are made from.

Everything is read from ``../shared/records`` at run time; nothing of it is kept here. A positive pair is two spellings
that one register gives to one entity; a negative one, the nearest names of two entities of one register (so that the
register itself says that they are two), or a parent and its child. Pairs are split by entity.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from cuibono.entities.align import align
from cuibono.entities.features import features
from cuibono.entities.index import NameIndex
from cuibono.entities.names import parse

RECORDS = Path(__file__).resolve().parents[2] / "shared" / "records"


@dataclass(slots=True)
class Registered:
    """One entity of one register: its main name first."""

    id: str
    register: str
    person: bool
    names: list[str]
    country: str = ""


class Row(NamedTuple):
    """A spelling, as an index wants it."""

    entity_id: str
    schema: str
    name: str
    kind: str = "name"
    dataset: str = "register"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names and whether they are one actor's; ``source`` says how the pair came about."""

    a: str
    b: str
    same: bool
    person: bool
    source: str
    group: str


def _open(path: Path, encoding: str = "utf-8") -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding=encoding, errors="replace", newline="")
    return path.open(encoding=encoding, errors="replace", newline="")


def ofac(snapshot: str = "2022-01-31") -> Iterator[Registered]:
    """The OFAC list: persons and organisations, no ships and aircraft."""
    folder = RECORDS / "ofac_sdn" / snapshot
    found: dict[str, Registered] = {}
    with _open(folder / "sdn.csv.gz") as rows:
        for row in csv.reader(rows):
            kind = row[2].strip() if len(row) > 2 else ""
            if kind in ("individual", "-0-"):
                found[row[0]] = Registered(f"ofac-{row[0]}", "ofac", kind == "individual", [row[1].strip()])
    with _open(folder / "alt.csv.gz") as rows:
        for row in csv.reader(rows):
            if len(row) > 3 and row[0] in found and row[3].strip() not in found[row[0]].names:
                found[row[0]].names.append(row[3].strip())
    yield from found.values()


def uk() -> Iterator[Registered]:
    """The UK sanctions list, without ships."""
    folder = RECORDS / "uk_sanctions_list"
    with _open(folder / "subjects.csv") as rows:
        kinds = {row["unique_id"]: row["subject_type"] for row in csv.DictReader(rows)}
    found: dict[str, Registered] = {}
    with _open(folder / "subject_names.csv.gz") as rows:
        for row in csv.DictReader(rows):
            key, kind = row["unique_id"], kinds.get(row["unique_id"])
            if kind not in ("individual", "entity") or row["alias_strength"] == "low_quality_aka":
                continue
            entity = found.setdefault(key, Registered(f"uk-{key}", "uk", kind == "individual", []))
            name = row["full_name"].strip()
            if name and name not in entity.names:
                entity.names.insert(0, name) if row["name_type"] == "primary" else entity.names.append(name)
    yield from (e for e in found.values() if e.names)


def un() -> Iterator[Registered]:
    """The UN Security Council's consolidated list."""
    with gzip.open(next((RECORDS / "un_consolidated").glob("*.xml.gz"))) as source:
        root = ET.parse(source).getroot()  # noqa: S314 (a file of our own)
    for tag, person in (("INDIVIDUAL", True), ("ENTITY", False)):
        for node in root.iter(tag):
            parts = [node.findtext(f"{n}_NAME") or "" for n in ("FIRST", "SECOND", "THIRD", "FOURTH")]
            names = [" ".join(p.strip() for p in parts if p.strip())]
            if original := (node.findtext("NAME_ORIGINAL_SCRIPT") or "").strip():
                names.append(original)
            for alias in node.iter(f"{tag}_ALIAS"):
                text = (alias.findtext("ALIAS_NAME") or "").strip()
                if text and (alias.findtext("QUALITY") or "") != "Low" and text not in names:
                    names.append(text)
            if names[0]:
                yield Registered(f"un-{node.findtext('DATAID')}", "un", person, names)


def ror() -> Iterator[Registered]:
    """Research organisations, with labels in many languages."""
    found: dict[str, Registered] = {}
    with _open(RECORDS / "ror_orgs" / "names.csv.gz") as rows:
        for row in csv.DictReader(rows):
            key = row["ror_id"]
            entity = found.setdefault(key, Registered(f"ror-{key}", "ror", False, [], row["country"]))
            name = row["name"].strip()
            if name and name not in entity.names:
                main = "ror_display" in row["name_type"]
                entity.names.insert(0, name) if main else entity.names.append(name)
    yield from (e for e in found.values() if e.names)


def ror_families() -> Iterator[tuple[str, str]]:
    """(child, parent) ids of research organisations."""
    with _open(RECORDS / "ror_orgs" / "relationships.csv.gz") as rows:
        for row in csv.DictReader(rows):
            if row["relation"].lower() == "parent":
                yield f"ror-{row['ror_id']}", f"ror-{row['other_ror_id']}"


def terms() -> dict[str, set[tuple[str, str, str]]]:
    """The legislative terms in which a member sat: two ids of one term are two persons."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    with _open(RECORDS / "everypolitician_2015" / "memberships.csv.gz") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(f"ep-{row['id']}", set()).add((row["country"], row["legislature"], row["term"]))
    return found


def parliaments() -> Iterator[Registered]:
    """Members of 239 legislatures, in many scripts."""
    found: dict[str, Registered] = {}
    with _open(RECORDS / "everypolitician_2015" / "names.csv.gz") as rows:
        for row in csv.DictReader(rows):
            key = row["person_id"]
            entity = found.setdefault(
                key, Registered(f"ep-{key}", "ep-" + row["country"], True, [], row["country"])
            )
            if (name := row["name"].strip()) and name not in entity.names:
                entity.names.append(name)
    yield from (e for e in found.values() if e.names)


def registers() -> dict[str, list[Registered]]:
    """All registers by name."""
    return {
        "ofac": list(ofac()),
        "uk": list(uk()),
        "un": list(un()),
        "ror": list(ror()),
        "parliaments": list(parliaments()),
    }


def part(group: str) -> str:
    """Which part of the data an entity belongs to: 60 % train, 20 % calibrate, 20 % test, by a hash of its id."""
    value = hashlib.blake2b(group.encode(), digest_size=2).digest()[0] % 10
    return "train" if value < 6 else "calibrate" if value < 8 else "test"


_BRACKET = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(slots=True)
class Pairing:
    """Draws pairs from registers, reproducibly."""

    seed: int = 1
    per_entity: int = 3
    random: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 (no secret)
    together: dict[str, set[tuple[str, str, str]]] = field(default_factory=terms)

    def pairs(self, entities: list[Registered], source: str, share: float) -> Iterator[Pair]:
        """Positive and negative pairs of one register."""
        rows = [Row(e.id, "Person" if e.person else "Organization", n) for e in entities for n in e.names[:8]]
        index = NameIndex.build(rows)
        by_id = {e.id: e for e in entities}
        for entity in entities:
            if self.random.random() <= share:
                yield from self._positive(entity, source)
                yield from self._negative(entity, index, by_id, source)

    def _sat_together(self, a: Registered, b: Registered) -> bool:
        return not self.together.get(a.id, set()).isdisjoint(self.together.get(b.id, set()))

    def _positive(self, entity: Registered, source: str) -> Iterator[Pair]:
        first, *others = entity.names
        self.random.shuffle(others)
        for other in others[: self.per_entity]:
            if telling(first, other, entity.person):
                yield Pair(first, other, True, entity.person, source, entity.id)

    def _negative(
        self, entity: Registered, index: NameIndex, by_id: dict[str, Registered], source: str
    ) -> Iterator[Pair]:
        name = self.random.choice(entity.names)
        seen: set[str] = {entity.id}
        for hit in index.near(name, "Person" if entity.person else "Organization", 25):
            other = by_id[index.entity_id(hit.entity)]
            if other.id in seen or other.person != entity.person or _maybe_same(entity, other):
                continue
            if source == "parliaments" and not self._sat_together(entity, other):
                continue
            seen.add(other.id)
            yield Pair(name, hit.name, False, entity.person, source, entity.id)
            if len(seen) > self.per_entity:
                return


def _maybe_same(a: Registered, b: Registered) -> bool:
    """Whether two entries share a spelling, so that the register may hold one actor twice."""
    keys = {parse(n, a.person).key for n in a.names}
    return not keys.isdisjoint(parse(n, b.person).key for n in b.names)


def telling(a: str, b: str, person: bool) -> bool:
    """Whether two names resemble each other at all: half of the shorter one's words, or most letters, or an acronym.

    Other aliases (a nom de guerre, a translation without a common word) are left out: names alone cannot tell them.
    """
    left, right = parse(a, person), parse(b, person)
    if not (left.distinctive and right.distinctive):
        return False
    values = features(align(left, right))
    return values["contained"] >= 0.5 or values["letters"] >= 0.6 or values.get("acronym", 0) > 0


def family_pairs(entities: list[Registered], limit: int, seed: int = 2) -> list[Pair]:
    """Parents and children whose names share a word: the same firm in another country, an institute of a university."""
    by_id = {e.id: e for e in entities}
    found = []
    for child, parent in ror_families():
        if child in by_id and parent in by_id and not _maybe_same(by_id[child], by_id[parent]):
            a, b = by_id[child].names[0], by_id[parent].names[0]
            if telling(a, b, False):
                found.append(Pair(a, b, False, False, "parent and child", parent))
    random.Random(seed).shuffle(found)  # noqa: S311 (no secret)
    return found[:limit]


def initial_pairs(entities: Iterable[Registered], limit: int, seed: int = 3) -> Iterator[Pair]:
    """ "V. Putin": the initial stands for the given name of the same person, or not for another's."""
    chosen = [e for e in entities if re.fullmatch(r"[^\W\d_]{2,} [^\W\d_]{2,}", e.names[0])]
    random.Random(seed).shuffle(chosen)  # noqa: S311 (no secret)
    by_family: dict[str, list[Registered]] = {}
    for entity in chosen:
        by_family.setdefault(entity.names[0].split()[1], []).append(entity)
    for entity in chosen[:limit]:
        given, family = entity.names[0].split()
        yield Pair(f"{given[0]}. {family}", entity.names[0], True, True, "initial", entity.id)
        for other in by_family[family][:3]:
            if other.id != entity.id and other.names[0].split()[0] != given:
                yield Pair(f"{given[0]}. {family}", other.names[0], False, True, "initial", entity.id)


def word_pairs(entities: list[Registered], source: str, limit: int, seed: int = 5) -> Iterator[Pair]:
    """Two entities that share a word and no more: what is easy to tell apart, and must be."""
    draw = random.Random(seed)  # noqa: S311 (no secret)
    by_word: dict[str, list[tuple[Registered, str]]] = {}
    for entity in entities:
        name = draw.choice(entity.names[:4])
        for token in parse(name, entity.person).core:
            by_word.setdefault(token.concept, []).append((entity, name))
    chosen = list(entities)
    draw.shuffle(chosen)
    for entity in chosen[:limit]:
        name = entity.names[0]
        words = [t.concept for t in parse(name, entity.person).core if t.concept in by_word]
        if not words:
            continue
        other, theirs = draw.choice(by_word[draw.choice(words)])
        if other.id != entity.id and other.person == entity.person and not _maybe_same(entity, other):
            yield Pair(name, theirs, False, entity.person, source, entity.id)
        stranger = draw.choice(entities)
        if stranger.person == entity.person and not _maybe_same(entity, stranger):
            yield Pair(name, stranger.names[0], False, entity.person, source, entity.id)


def mixed_pairs(entities: list[Registered], limit: int, seed: int = 6) -> Iterator[Pair]:
    """A person and an organisation that bears one of the person's names."""
    draw = random.Random(seed)  # noqa: S311 (no secret)
    by_word: dict[str, list[str]] = {}
    for entity in entities:
        if not entity.person:
            for token in parse(entity.names[0]).core:
                by_word.setdefault(token.concept, []).append(entity.names[0])
    people = [e for e in entities if e.person]
    draw.shuffle(people)
    for person in people[:limit]:
        shared = [t.concept for t in parse(person.names[0], True).core if t.concept in by_word]
        if shared:
            yield Pair(
                person.names[0], draw.choice(by_word[draw.choice(shared)]), False, False, "mixed", person.id
            )
        family = parse(person.names[0], True).core[-1].text.title()
        made = f"{family} {draw.choice(('Foundation', 'Group', 'University', 'Trading Company'))}"
        yield Pair(person.names[0], made, False, False, "mixed", person.id)


def acronym_pairs(entities: list[Registered], limit: int, seed: int = 7) -> Iterator[Pair]:
    """An acronym and the full name of its bearer, or of another body with the same initials."""
    draw = random.Random(seed)  # noqa: S311 (no secret)
    by_letters: dict[str, list[Registered]] = {}
    for entity in entities:
        for letters in sorted(parse(entity.names[0]).initials):
            if 3 <= len(letters) <= 6:
                by_letters.setdefault(letters, []).append(entity)
    chosen = [(e, n) for e in entities for n in e.names if re.fullmatch("[A-Z]{3,6}", n)]
    draw.shuffle(chosen)
    for entity, letters in chosen[:limit]:
        others = [o for o in by_letters.get(letters.lower(), ()) if o.id != entity.id]
        if letters.lower() in parse(entity.names[0]).initials:
            yield Pair(letters, entity.names[0], True, False, "acronym", entity.id)
        for other in draw.sample(others, min(3, len(others))):
            yield Pair(letters, other.names[0], False, False, "acronym", entity.id)


_ADDED = ("Neft", "Media", "Energy", "Bank", "Insurance", "Foundation", "University", "Trading", "Shipping", "Invest",
          "Capital", "Logistics", "Hospital", "Sports Club", "Press", "Telecom", "Engineering", "Film")  # fmt: skip
_PLACES = (
    "Hong Kong",
    "Germany",
    "Kenya",
    "Brazil",
    "UK",
    "Ukraine",
    "Singapore",
    "Canada",
    "Kazakhstan",
    "UAE",
)
_FORMS = ("Ltd", "LLC", "Inc.", "GmbH", "OOO", "JSC", "Co., Ltd.", "S.A.", "PLC", "LLP")
_SHORTENED = (("International", "Int'l"), ("Association", "Assoc."), ("Department", "Dept."), ("University", "Univ."),
              ("Institute", "Inst."), ("National", "Nat'l"), ("Foundation", "Fdn"), ("Corporation", "Corp."))  # fmt: skip


def made_pairs(entities: Iterable[Registered], limit: int, seed: int = 4) -> Iterator[Pair]:
    """Real names changed by rule: what may differ in one actor's name, and what may not."""
    draw = random.Random(seed)  # noqa: S311 (no secret)
    chosen = [
        e for e in entities if e.names[0].isascii() and len(e.names[0].split()) >= (2 if e.person else 1)
    ]
    draw.shuffle(chosen)
    for entity in chosen[:limit]:
        changes = _person_changes if entity.person else _organization_changes
        for a, b, same in changes(entity.names[0], draw):
            if a != b:
                yield Pair(a, b, same, entity.person, "made", entity.id)


def _organization_changes(name: str, draw: random.Random) -> Iterator[tuple[str, str, bool]]:
    one, two = draw.sample(range(1, 40), 2)
    here, there = draw.sample(_PLACES, 2)
    bare = _BRACKET.sub("", name)
    yield draw.choice(
        [
            (f"{bare} No. {one}", f"{bare} No. {two}", False),
            (f"{bare} {one}", f"{bare} {two}", False),
            (f"{bare} ({here})", f"{bare} ({there})", False),
            (f"{bare} {here}", f"{bare} {there}", False),
        ]
    )
    yield (bare, f"{bare} {draw.choice(_ADDED)}", False)
    yield (bare, f"{bare} {here}" if draw.random() < 0.5 else f"{bare} ({here})", False)
    shortened = bare
    for long, short in _SHORTENED:
        shortened = shortened.replace(long, short)
    plain = bare.replace(" of ", " for ") if draw.random() < 0.5 else bare.replace(" and ", " & ")
    yield draw.choice(
        [
            (bare, f"{bare} {draw.choice(_FORMS)}", True),
            (bare, f"The {bare}", True),
            (bare, bare.upper(), True),
            (bare, shortened, True),
            (bare, plain, True),
            (bare, _slip(bare, draw), True),
        ]
    )


def _person_changes(name: str, draw: random.Random) -> Iterator[tuple[str, str, bool]]:
    words = name.replace(",", "").split()
    plain = " ".join(words)
    yield draw.choice(
        [
            (plain, f"{words[-1]}, {' '.join(words[:-1])}", True),
            (plain, plain.upper(), True),
            (plain, f"{draw.choice(('Dr.', 'Mr', 'Sir', 'Prof.'))} {plain}", True),
            (plain, _slip(plain, draw), True),
        ]
    )
    fathers = ("Petrovich", "Sergeevich", "Kirillovich", "Rashidovich", "Bolatovich", "Ivanovich")
    if len(words) >= 3 and words[-1].lower().endswith(("vich", "вич")):
        stranger = draw.choice([f for f in fathers if f[:4].lower() != words[-1][:4].lower()])
        yield plain, " ".join([*words[:-1], stranger]), False
    elif len(words) == 2 and draw.random() < 0.3:
        one, two = draw.sample(fathers, 2)
        yield f"{words[0]} {one} {words[1]}", f"{words[0]} {two} {words[1]}", False
        yield f"{words[0]} {one} {words[1]}", f"{words[1]} {words[0]}", True
    yield draw.choice(
        [
            (f"{plain} Jr.", f"{plain} Sr.", False),
            (plain, f"{draw.choice(('Anna', 'Viktor', 'Samuel', 'Leila', 'Hugo'))} {words[-1]}", False),
            (plain, f"{words[0]} {draw.choice(('Orlov', 'Haddad', 'Tanaka', 'Moreau', 'Lindqvist'))}", False),
        ]
    )


def _slip(name: str, draw: random.Random) -> str:
    """One slip of the pen inside a long word."""
    words = name.split()
    long = [i for i, word in enumerate(words) if len(word) > 6 and word.isalpha()]
    if not long:
        return name
    place = draw.choice(long)
    word = words[place]
    spot = draw.randrange(2, len(word) - 2)
    words[place] = draw.choice(
        (word[:spot] + word[spot + 1 :], word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :])
    )
    return " ".join(words)


def all_pairs(scale: float = 1.0) -> list[Pair]:
    """The whole labelled set, in a fixed order; ``scale`` thins the large registers."""
    held = registers()
    drawing = Pairing()
    found: list[Pair] = []
    shares = {"ofac": 1.0, "uk": 1.0, "un": 1.0, "ror": 0.2, "parliaments": 0.15}
    for name, entities in held.items():
        found.extend(drawing.pairs(entities, name, min(1.0, shares[name] * scale)))
    found.extend(family_pairs(held["ror"], int(3000 * scale)))
    found.extend(initial_pairs(held["parliaments"], int(800 * scale)))
    for entities in held.values():
        found.extend(made_pairs(entities, int(1000 * scale)))
        found.extend(word_pairs(entities, "one word", int(4000 * scale)))
        found.extend(mixed_pairs(entities + held["ror"][:5000], int(600 * scale)))
    found.extend(acronym_pairs(held["ror"], int(4000 * scale)))
    return found
