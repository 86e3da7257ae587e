"""Names spelt exactly as a record spells them, where the rules for names alone would look no further.

"National Public Radio" is generic words alone and "PEN Ukraine" reads like a person's name: the exact spelling on record
says that each is a name. Two generic words ("Press Centre") stay no name, however they are recorded, and what begins with
a given name stays a person.
"""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from cuibono.entities.compare import NameScore
from cuibono.entities.folding import fold
from cuibono.entities.gate import Family, family
from cuibono.entities.index import Records
from cuibono.entities.latin import sound_key
from cuibono.entities.lexicon import person_words
from cuibono.entities.names import parse
from cuibono.entities.retrieval import Scored, index_of, join_clusters, scored_one
from cuibono.model import Feature

PROBABILITY = 0.995
FEWEST_WORDS = 3


def tells(name: str) -> bool:
    """Whether generic words can be a name together: three of them, or one from another language ("Novaya Gazeta").

    They must be written as a name, with capitals or in a script without them.
    """
    words = [word for word in name.split() if word[:1].isalpha()]
    core = parse(name).core
    if not words or any(word[0].islower() for word in (words[0], words[-1])):
        return False
    foreign = any(
        t.kind == "generic" and Levenshtein.normalized_similarity(t.text, t.concept) < 0.5 for t in core
    )
    return len(core) >= FEWEST_WORDS or (foreign and len(core) > 1)


def begins_like_a_person(name: str) -> bool:
    """Whether the first word is a given name, and no acronym."""
    first = name.split()[0] if name.split() else ""
    acronym = len(first) > 1 and first.isupper() and not name.isupper()
    return not acronym and sound_key(fold(first)) in person_words().known_given


def exactly_recorded(name: str, ledger: Records, families: frozenset[Family]) -> list[Scored]:
    """Entities of the wanted families with this very spelling, case and accents aside; records of one actor joined."""
    index = index_of(ledger)
    spelling = fold(name).strip()
    ids = {
        index.entity_id(hit.entity): hit.name
        for hit in index.equal({"'" + spelling})
        if family(index.schema(hit.entity), hit.name) in families and fold(hit.name).strip() == spelling
    }
    entities = ledger.entities(ids)
    return join_clusters(
        [
            scored_one(name, entities[i], _score(name, recorded), frozenset())
            for i, recorded in ids.items()
            if i in entities
        ],
        ledger,
    )


def _score(name: str, recorded: str) -> NameScore:
    note = "the very spelling on record"
    return NameScore(PROBABILITY, (Feature("spelling", 1.0, 5.3, note),), (name, recorded))
