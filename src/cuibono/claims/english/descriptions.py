"""What the text says beside a name: "the news site X", "X, a bank", "X, who": it settles kinds and later references."""

from __future__ import annotations

from cuibono.claims.english.actors import Actor, Actors
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import words

_FILE = "english/references.yml"


def describe(sentence: Sentence, actors: Actors) -> None:
    """Note nouns that describe a name: "the news site Prachatai", "Voice of Europe, a news website"."""
    nouns = (
        words(_FILE, "type_nouns")
        | words(_FILE, "loose")
        | words(_FILE, "outlet")
        | words(_FILE, "strict")
        | words(_FILE, "person")
    )
    tokens = sentence.tokens
    for name in sentence.names:
        actor = actors.of(name)
        if name.first and tokens[name.first - 1].text in nouns:
            actor.nouns.add(tokens[name.first - 1].text)
        if name.last < len(tokens) and tokens[name.last].text in nouns:
            actor.nouns.add(tokens[name.last].text)
        _sort(
            actor,
            [tok.text for tok in tokens[max(0, name.first - 2) : name.first]],
            [tok.text for tok in tokens[name.last : name.last + 3]],
        )
        after = [tok.text for tok in tokens[name.last : name.last + 8]]
        if (len(after) > 2 and after[0] == "," and after[1] in ("a", "an", "the")) or (
            after[:1] in (["is"], ["was"]) and after[1:2] in (["a"], ["an"], ["the"])
        ):
            for word in after[2:]:
                if word in (",", ".", "of", "that", "which", "who", "in"):
                    break
                if word in nouns:
                    actor.nouns.add(word)


def _sort(actor: Actor, before: list[str], after: list[str]) -> None:
    """Settle an unknown kind by what stands beside the name: "the news site T24", "Smith, 45,", "Smith, who"."""
    if actor.kind not in ("unknown", "org"):
        return
    noun = before[-1] if before else ""
    if (
        noun in words(_FILE, "outlet") - {"network", "service", "platform"}
        or before == ["news", "agency"]
        or before == ["news", "outlet"]
    ):
        actor.kind = "outlet"
    elif actor.kind == "unknown" and noun in words(_FILE, "type_nouns") | words(_FILE, "loose"):
        actor.kind = "org"
    elif actor.kind == "unknown" and (
        noun in words(_FILE, "person") | words(_FILE, "person_described_by")
        or after[:2] == [",", "who"]
        or after[:1] == ["who"]
        or (
            len(after) > 2
            and after[0] == ","
            and after[1].isdigit()
            and len(after[1]) == 2
            and after[2] == ","
        )
    ):
        actor.kind = "person"
