"""Sources named by the words beside them, staff of offices and schools, and who is taken for the speaker."""

from __future__ import annotations

import pytest

from cuibono.claims import extract
from cuibono.claims.english.sources import _patterns
from cuibono.model import THIS_ARTICLE, Claim, Document

CITED = {
    "an outlet's reporter is told": ("He told CNN's Mary Lamb on Wednesday that it was over.", "CNN"),
    "a reporter of an outlet": ("She told Peter Lamb of Xinhua that it was over.", "Xinhua"),
    "a poll of a polling house": ("A recent Gallup poll found that ratings had risen.", "Gallup"),
    "according to a body": (
        "Tickets cost less last year, according to the Harlan Institute.",
        "Harlan Institute",
    ),
    "a body's records": ("He paid, according to Harlan Institute records.", "Harlan Institute"),
    "a study by a body": (
        "It came last in a national study of state ethics laws by the Harlan Institute.",
        "Harlan Institute",
    ),
    "an interview on a channel": (
        "The minister said in an interview on Al Jazeera that he was ready.",
        "Al Jazeera",
    ),
    "an outlet's named writer": ("TASS’s Ivan Morov wrote that the talks had failed.", "TASS"),
    "a byline": ("“It is a ruin of a law.”\n\nAnna Malone, The Guardian", "Guardian"),
    "an outlet over a quotation": ("The Financial Times:\n\nThe bank is broke.", "Financial Times"),
    "a headline with its outlet": (
        "Quarrel over tariffs breaks out in Brussels (Financial Times)",
        "Financial Times",
    ),
}

NOT_CITED = {
    "another speaker stands nearer": (
        "The Alder Times and Birch, one columnist wrote, are funded by Oren Holdings.",
        "Alder Times",
    ),
    "named citer": ("Bellingcat cited a Reuters report.", "Reuters"),
    "an officer is no body": (
        "It rained, according to Harlan Institute spokesman Ivan Morov.",
        "Harlan Institute",
    ),
    "a data source of others": ("The reporters got the data from the Harlan Institute.", "Harlan Institute"),
}


def found(text: str) -> tuple[Claim, ...]:
    return extract(Document("d", text, "en")).claims


def triples(text: str) -> set[str]:
    return {f"{c.subject.name} | {c.predicate} | {c.object.name}" for c in found(text)}


@pytest.mark.parametrize("name", CITED)
def test_the_article_cites_the_source_that_its_words_name(name: str) -> None:
    text, source = CITED[name]
    cited = {c.object.name.removeprefix("The ") for c in found(text) if c.predicate == "cites"}
    assert cited == {source}


@pytest.mark.parametrize("name", NOT_CITED)
def test_the_article_does_not_cite_what_is_no_source_of_its_own(name: str) -> None:
    text, source = NOT_CITED[name]
    assert not [
        c
        for c in found(text)
        if c.predicate == "cites" and c.subject.name == THIS_ARTICLE and c.object.name == source
    ]


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("White House spokesman Carl Benn resigned.", "Carl Benn | works_for | White House"),
        ("Kremlin adviser Ivan Morov resigned.", "Ivan Morov | works_for | Kremlin"),
        (
            "Howard University political science professor Daniel Hope agreed.",
            "Daniel Hope | works_for | Howard University",
        ),
        ("Anna Malone is a partner at Birch Group.", "Anna Malone | works_for | Birch Group"),
        (
            "Ben Cole, the top Democrat on the Senate Banking Committee, agreed.",
            "Ben Cole | member_of | Senate Banking Committee",
        ),
        (
            "He read a paper of Howard University's Mercer Institute.",
            "Mercer Institute | member_of | Howard University",
        ),
        (
            "Jeremy Corbyn spoke first. The Corbyn-run Labour Party lost.",
            "Jeremy Corbyn | leads | Labour Party",
        ),
        (
            "Carl Benn, executive director of the Vienna office of Harlan Institute, agreed.",
            "Carl Benn | works_for | Harlan Institute",
        ),
        (
            "Neal, as chairman of the Senate Budget Committee, may ask.",
            "Neal | leads | Senate Budget Committee",
        ),
        ("Georgetown Law professor Daniel Hope agreed.", "Daniel Hope | works_for | Georgetown Law"),
        ("“It is a ruin.”\n\nAnna Malone, The Guardian", "Anna Malone | works_for | The Guardian"),
        (
            "Anna Malone, chairwoman of the House Energy and Commerce Committee, agreed.",
            "Anna Malone | leads | House Energy and Commerce Committee",
        ),
    ],
)
def test_offices_schools_and_committees(text: str, triple: str) -> None:
    assert triple in triples(text)


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        (
            "Anna Malone, director of Howard University's Mercer Institute, agreed.",
            "Anna Malone | leads | Howard University",
        ),
        (
            "Ivan Morov is a lawyer and director of the Harlan Institute.",
            "Ivan Morov | represents | Harlan Institute",
        ),
        ("He founded an Orban-backed Party in the north.", "Orban | funds | Party"),
        ("He joined a Gulen-funded Nonprofit in the north.", "Gulen | funds | Nonprofit"),
        (
            "Carl Benn, executive director of the Vienna office of Harlan Institute, agreed.",
            "Carl Benn | leads | Harlan Institute",
        ),
        (
            "Carl Benn, chief of Oren Holdings parent company Norland, agreed.",
            "Carl Benn | leads | Oren Holdings",
        ),
        ("Anna Malone is a partner at Birch Group.", "Anna Malone | partners_with | Birch Group"),
    ],
)
def test_what_only_looks_like_a_relation_is_none(text: str, triple: str) -> None:
    assert triple not in triples(text)


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("Human Rights Watch was led by Kenneth Roth.", True),
        ("Radio Polus was owned by Oren Holdings.", True),
        ("Radio Polus is owned by Oren Holdings.", False),
        ("Radio Polus was still owned by Oren Holdings.", False),
        ("Carl Benn said that Radio Polus was owned by Oren Holdings.", False),
    ],
)
def test_a_passive_in_the_past_tense_is_past_unless_something_makes_it_present(text: str, past: bool) -> None:
    claims = [c for c in found(text) if c.predicate in ("leads", "owns")]
    assert [c.past for c in claims] == [past]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Kenneth Roth led Human Rights Watch. Oren Holdings is owned by Qatar, the lobbyist said.",
            "lobbyist",
        ),
        (
            "Kenneth Roth led Human Rights Watch. It was cold, the lobbyist said. "
            "Oren Holdings is owned by Norland Group, he said.",
            "lobbyist",
        ),
        (
            "Kenneth Roth led Human Rights Watch. Oren Holdings is owned by Norland Group, he said.",
            "Kenneth Roth",
        ),
    ],
)
def test_an_unnamed_speaker_is_not_taken_for_somebody_named_elsewhere(text: str, speaker: str) -> None:
    assert {c.attribution for c in found(text) if c.predicate == "owns"} == {speaker}


def test_a_heading_is_no_actor_but_the_names_in_it_are() -> None:
    text = (
        "US Interference in Kazakhstan\n\nThe National Endowment for Democracy publishes the organizations it "
        "funds in Kazakhstan. They include US-funded media outlets like Radio Polus and Kanal Sever.\n"
    )
    subjects = {c.subject.name for c in found(text)}
    assert subjects == {"National Endowment for Democracy", "US"}


def test_patterns_of_sources_name_a_source() -> None:
    assert all("source" in pattern.groupindex or "other" in pattern.groupindex for pattern, _ in _patterns())
