"""Invented FollowTheMoney entities for measuring the ledger: deterministic, shaped like public registers.

Six entities in ten are things with about a dozen statements (persons, companies, organisations with names in several spellings,
countries, addresses, numbers, topics, links), four in ten are records between them (payments, ownership, offices, listings)
with about seven. Ids are what registers use: hashes behind a prefix, short hashes, plain numbers. Nobody in it exists.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ONSETS = [
    "b",
    "br",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kl",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "z",
    "zh",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ei", "ou", "ya"]
_CODAS = ["", "", "n", "r", "l", "s", "k", "m", "v", "nd", "rt", "sk"]
_FORMS = [
    "LLC",
    "JSC",
    "Foundation",
    "Ltd",
    "Holding",
    "Media Group",
    "Institute",
    "Trust",
    "GmbH",
    "S.A.",
    "Public Association",
    "Bank",
]
_COUNTRIES = [
    "us",
    "gb",
    "ru",
    "cn",
    "de",
    "fr",
    "kz",
    "ua",
    "tr",
    "ae",
    "qa",
    "sa",
    "in",
    "br",
    "za",
    "ng",
    "jp",
    "kr",
    "it",
    "es",
    "pl",
    "by",
    "ge",
    "am",
    "az",
    "uz",
    "kg",
]
_TOPICS = ["sanction", "role.pep", "gov.soe", "poi", "corp.offshore", "gov", "role.lobby", "debarment"]
_CYRILLIC = str.maketrans("abvgdezijklmnoprstufhcy", "абвгдезийклмнопрстуфхцы")


class Invention:
    """Draws names, dates, sums and ids from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  invented data, no secret
        self.words = sorted({self._word() for _ in range(30_000)})
        self.streets = [self._word().title() for _ in range(3_000)]
        self.cities = [self._word().title() for _ in range(1_500)]

    def _word(self) -> str:
        pick = self.random.choice
        return "".join(
            pick(_ONSETS) + pick(_VOWELS) + pick(_CODAS) for _ in range(self.random.choice((1, 2, 2, 3)))
        )

    def word(self) -> str:
        # Zipf-like: a few words are in many names, most in few.
        return self.words[int(len(self.words) * self.random.random() ** 3)].title()

    def date(self) -> str:
        r = self.random
        return f"{r.randint(1990, 2025)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}"[
            : r.choice((4, 10, 10, 10))
        ]

    def id(self, number: int) -> str:
        digest = hashlib.sha1(str(number).encode(), usedforsecurity=False).hexdigest()
        kind = number % 4
        if kind == 0:
            return f"us-reg-{digest}"
        if kind == 1:
            return f"NK-{digest[:20]}"
        return f"{'gb-coh' if kind == 2 else 'xx-list'}-{number * 7 + 1_000_000}"

    def thing(self, number: int) -> dict[str, Any]:
        r = self.random
        schema = r.choice(("Person", "Company", "Company", "Organization", "PublicBody"))
        country = r.choice(_COUNTRIES)
        words = [self.word() for _ in range(r.randint(2, 3))]
        name = " ".join(words) if schema == "Person" else f"{' '.join(words)} {r.choice(_FORMS)}"
        id_ = self.id(number)
        props: dict[str, list[str]] = {
            "name": [name],
            "alias": [name.upper(), name.lower().translate(_CYRILLIC).title()][: r.randint(0, 2)],
            "country": [country],
            "topics": r.sample(_TOPICS, r.randint(0, 2)),
            "sourceUrl": [f"https://registers.example.org/{country}/entity/{id_}"],
        }
        if schema == "Person":
            props |= {"firstName": words[:1], "lastName": words[-1:], "birthDate": [self.date()[:4]]}
            props |= {
                "nationality": [country],
                "position": [f"{r.choice(('Member', 'Head', 'Deputy'))} of {self.word()}"],
            }
        else:
            props |= {
                "registrationNumber": [str(r.randint(10**8, 10**12))],
                "incorporationDate": [self.date()],
                "address": [
                    f"{r.randint(1, 300)} {r.choice(self.streets)} street, {r.choice(self.cities)}, {country.upper()}"
                ],
                "jurisdiction": [country],
                "status": [r.choice(("Active", "Dissolved", "In liquidation"))],
                "website": [f"https://www.{words[0].lower()}-{words[1].lower()}.example.com"],
            }
        if number % 9 == 0:
            props["notes"] = [" ".join(self.word() for _ in range(r.randint(10, 60)))]
        return {"id": id_, "schema": schema, "properties": {k: v for k, v in props.items() if v}}

    def edge(self, number: int, things: int) -> dict[str, Any]:
        r = self.random
        # Payers are few, payees many; the first things are the hubs.
        source, target = self.id(int(things * r.random() ** 2)), self.id(r.randrange(things))
        schema, ends, more = r.choice(_EDGES)
        props: dict[str, list[str]] = (
            dict(zip(ends, ([source], [target]), strict=False)) if len(ends) == 2 else {}
        )
        if len(ends) == 1:
            props = {
                ends[0]: [target],
                "listingDate": [self.date()],
                "program": [f"PROGRAMME-{r.randint(1, 40)}"],
            }
        for key in more:
            props[key] = [self.value(key)]
        props["sourceUrl"] = [f"https://registers.example.org/record/{number}"]
        return {"id": self.id(number), "schema": schema, "properties": props}

    def value(self, key: str) -> str:
        r = self.random
        if key in ("startDate", "endDate", "date"):
            return self.date()
        if key == "amount":
            return f"{r.randint(1, 999) * 10 ** r.randint(2, 5)}"
        table = {
            "currency": ("USD", "EUR", "GBP", "RUB"),
            "role": ("director", "chair", "member of the board", "chief executive"),
            "authority": ("Office of Foreign Assets Control", "Ministry of Foreign Affairs", "Council"),
            "percentage": ("25", "50", "51", "100"),
        }
        return r.choice(table[key]) if key in table else " ".join(self.word() for _ in range(r.randint(3, 9)))


_EDGES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Payment", ("payer", "beneficiary"), ("amount", "currency", "date", "purpose")),
    ("Payment", ("payer", "beneficiary"), ("amount", "currency", "date", "purpose")),
    ("Ownership", ("owner", "asset"), ("percentage", "startDate", "role")),
    ("Directorship", ("director", "organization"), ("role", "startDate", "endDate")),
    ("Sanction", ("entity",), ("authority", "reason")),
)


def entities(statements: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Entities with about so many statements in all."""
    things, edges = round(statements * 0.0575), round(statements * 0.0385)
    made = Invention(seed)
    for number in range(things):
        yield made.thing(number)
    for number in range(things, things + edges):
        yield made.edge(number, things)


def write(path: Path, statements: int, seed: int = 1) -> None:
    """JSON lines, shuffled as far as a window of 50,000 goes: sources are not sorted by id."""
    order = random.Random(seed)  # noqa: S311
    window: list[str] = []
    with path.open("w", encoding="utf-8") as file:
        for entity in entities(statements, seed):
            window.append(json.dumps(entity, ensure_ascii=False, separators=(",", ":")) + "\n")
            if len(window) >= 50_000:
                order.shuffle(window)
                file.writelines(window[:25_000])
                del window[:25_000]
        order.shuffle(window)
        file.writelines(window)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
