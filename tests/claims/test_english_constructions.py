"""Each construction that carries a claim, in a sentence or two of its own; sides balanced, most bodies invented."""

from __future__ import annotations

import pytest

from cuibono.claims import extract
from cuibono.model import Document

# text, claims as "subject | predicate | object", with " | denied" where the text denies it
CASES: dict[str, tuple[str, set[str]]] = {
    "active verb": ("USAID funds Internews.", {"USAID | funds | Internews"}),
    "passive with a relative clause": (
        "Bellingcat, which is funded by the National Endowment for Democracy, published the findings.",
        {"National Endowment for Democracy | funds | Bellingcat"},
    ),
    "two participles share one agent": (
        "The Peace League is funded and directed by Beijing.",
        {"Beijing | funds | Peace League", "Beijing | directs | Peace League"},
    ),
    "neither ... nor": (
        "The Peace League is funded neither by Moscow nor by Washington.",
        {"Moscow | funds | Peace League | denied", "Washington | funds | Peace League | denied"},
    ),
    "by A and by B": (
        "Lyra Online was financed by Norland Group and by the Harlan Foundation.",
        {"Norland Group | funds | Lyra Online", "Harlan Foundation | funds | Lyra Online"},
    ),
    "fronted participle": (
        "Founded in 1982 by Ivan Sorel, the Open Press Institute runs schools in Kenya.",
        {"Ivan Sorel | founded | Open Press Institute"},
    ),
    "sum to a receiver": (
        "The Harlan Foundation gave a $2 million grant to the Open Press Institute in 2019.",
        {"Harlan Foundation | funds | Open Press Institute"},
    ),
    "receiver as subject": (
        "The Open Press Institute was awarded $2 million by the Qatari government.",
        {"Qatari government | funds | Open Press Institute"},
    ),
    "gets most of its budget from": (
        "Lyra Online, a nonprofit that gets most of its budget from USAID, trained reporters.",
        {"USAID | funds | Lyra Online"},
    ),
    "through a go-between": (
        "Radio Polus, a station funded by the U.S. Congress through the USAGM, reported on Monday.",
        {"U.S. Congress | funds | Radio Polus", "USAGM | funds | Radio Polus"},
    ),
    "noun of money with both ends": (
        "Funding from Qatar for the Harlan Institute came to $14 million.",
        {"Qatar | funds | Harlan Institute"},
    ),
    "recipient of X money": (
        "The Open Press Institute, a recipient of Harlan Foundation grants, closed its office.",
        {"Harlan Foundation | funds | Open Press Institute"},
    ),
    "X-funded with examples": (
        "Iran-funded outlets such as Radio Polus and Kanal Sever repeated it.",
        {"Iran | funds | Radio Polus", "Iran | funds | Kanal Sever"},
    ),
    "donors include": (
        "The Harlan Institute's donors include Chevron, ExxonMobil and the Norwegian embassy.",
        {
            "Chevron | funds | Harlan Institute",
            "ExxonMobil | funds | Harlan Institute",
            "Norwegian embassy | funds | Harlan Institute",
        },
    ),
    "stake": ("Tencent has a minority stake in Epic Games.", {"Tencent | owns | Epic Games"}),
    "percentage": (
        "Dvina Media, which is 40% owned by Baltic Capital, has two stations.",
        {"Baltic Capital | owns | Dvina Media"},
    ),
    "purchase from a seller": (
        "Sinclair Broadcast Group bought Kanal Sever from Norland Group.",
        {"Sinclair Broadcast Group | owns | Kanal Sever", "Norland Group | owns | Kanal Sever"},
    ),
    "parent company": (
        "Orion Holding is the parent company of Vega Print and Lyra Online.",
        {"Orion Holding | owns | Vega Print", "Orion Holding | owns | Lyra Online"},
    ),
    "holdings include": (
        "Norland Group's holdings include Kanal Sever, Radio Polus and the weekly Iskra.",
        {
            "Norland Group | owns | Kanal Sever",
            "Norland Group | owns | Radio Polus",
            "Norland Group | owns | Iskra",
        },
    ),
    "belongs to": ("The Kyiv Post belongs to Adnan Kivan.", {"Adnan Kivan | owns | Kyiv Post"}),
    "personal possessive": (
        "Jeff Bezos's Washington Post closed an office.",
        {"Jeff Bezos | owns | Washington Post"},
    ),
    "owned or controlled by": (
        "Vega Print is owned or controlled by the Revolutionary Guards.",
        {"Revolutionary Guards | owns | Vega Print"},
    ),
    "mouthpiece": (
        "Kanal Sever is a mouthpiece of the Turkish government.",
        {"Turkish government | directs | Kanal Sever"},
    ),
    "front group for": (
        "The Peace League is a front group for Norland Group.",
        {"Norland Group | directs | Peace League"},
    ),
    "under the control of": (
        "The Peace League operates under the control of the Iranian Revolutionary Guard Corps.",
        {"Iranian Revolutionary Guard Corps | directs | Peace League"},
    ),
    "founder in apposition": (
        "Adam Greene, co-founder of the Open Press Institute, spoke.",
        {"Adam Greene | founded | Open Press Institute"},
    ),
    "set up by two": (
        "In 2012 Daniel Reed and Jane Morrow set up the Peace League.",
        {"Daniel Reed | founded | Peace League", "Jane Morrow | founded | Peace League"},
    ),
    "title before the name": ("NED President Carl Gershman agreed.", {"Carl Gershman | leads | NED"}),
    "genitive title": (
        "Norland Group's managing director, Pavel Orlov, agreed.",
        {"Pavel Orlov | leads | Norland Group"},
    ),
    "whose chief executive": (
        "Norland Group, whose chief executive is Jane Morrow, lost money.",
        {"Jane Morrow | leads | Norland Group"},
    ),
    "staff": (
        "Jane Morrow, a senior fellow at the Harlan Institute, spoke.",
        {"Jane Morrow | works_for | Harlan Institute"},
    ),
    "former staff": (
        "Former CIA officer Daniel Reed joined the board of Vega Print.",
        {"Daniel Reed | works_for | CIA", "Daniel Reed | member_of | Vega Print"},
    ),
    "outlet's reporter": ("CNN's Peter Aiken asked him.", {"Peter Aiken | works_for | CNN"}),
    "deputy": (
        "Alexander Torshin, then deputy governor of the Central Bank of Russia, left.",
        {"Alexander Torshin | works_for | Central Bank of Russia"},
    ),
    "part of": (
        "The DFRLab, part of the Atlantic Council, was founded in 2016.",
        {"DFRLab | member_of | Atlantic Council"},
    ),
    "members include": (
        "The Open Information League, whose members include Bellingcat and the Harlan Institute, met.",
        {
            "Bellingcat | member_of | Open Information League",
            "Harlan Institute | member_of | Open Information League",
        },
    ),
    "partnership": (
        "Vega Print, in partnership with the Harlan Institute, published a study.",
        {"Vega Print | partners_with | Harlan Institute"},
    ),
    "a website lists partners": (
        "The Peace League's website lists Vega Print and the European Union as partners.",
        {"Peace League | partners_with | Vega Print", "Peace League | partners_with | European Union"},
    ),
    "lobbies on behalf of": ("Akin Gump lobbies on behalf of the UAE.", {"Akin Gump | represents | UAE"}),
    "lawyer": ("Norland Group's lawyer, Daniel Reed, sued.", {"Daniel Reed | represents | Norland Group"}),
    "designated for acting for": (
        "OFAC designated Omar Zakir for acting on behalf of Bank Melli.",
        {"OFAC | sanctioned | Omar Zakir", "Omar Zakir | represents | Bank Melli"},
    ),
    "sanctions imposed on a list": (
        "China imposed sanctions on Lockheed Martin, Boeing Defense and Raytheon.",
        {
            "China | sanctioned | Lockheed Martin",
            "China | sanctioned | Boeing Defense",
            "China | sanctioned | Raytheon",
        },
    ),
    "under sanctions": (
        "Norland Group has been under US sanctions since 2019.",
        {"US | sanctioned | Norland Group"},
    ),
    "citing": (
        "Citing two officials, the Daily Ledger reported that Pavel Orlov had secretly funded the Peace League.",
        {"[this article] | cites | Daily Ledger", "Pavel Orlov | funds | Peace League"},
    ),
    "pronoun": (
        "Jane Morrow lives in Oslo. She founded the Open Press Institute.",
        {"Jane Morrow | founded | Open Press Institute"},
    ),
    "definite noun": (
        "Norland Group has offices in Riga. The company owns Kanal Sever.",
        {"Norland Group | owns | Kanal Sever"},
    ),
    "its chairman": (
        "Norland Group has offices in Riga. Its chairman, Pavel Orlov, disagreed.",
        {"Pavel Orlov | leads | Norland Group"},
    ),
    "these organizations": (
        "The list holds groups like Radio Polus and Lyra Online. These organizations are funded by Washington.",
        {"Washington | funds | Radio Polus", "Washington | funds | Lyra Online"},
    ),
    "they include": (
        "The Harlan Foundation funds organizations in Oslo. They include Radio Polus and Lyra Online.",
        {"Harlan Foundation | funds | Radio Polus", "Harlan Foundation | funds | Lyra Online"},
    ),
    "the latter": (
        "Radio Polus and Lyra Online share an office. The latter was founded by Ivan Sorel.",
        {"Ivan Sorel | founded | Lyra Online"},
    ),
    "heading above a list": (
        "Norland Group grants to media, 2015\n• Radio Polus – $40,000\n• Lyra Online – $25,000\n",
        {"Norland Group | funds | Radio Polus", "Norland Group | funds | Lyra Online"},
    ),
    "reported denial": (
        "Greenpeace denies receiving any money from Russia.",
        {"Russia | funds | Greenpeace | denied"},
    ),
    "no longer than a name between commas": (
        "The Open Society Foundations, the network founded by George Soros, left Bishkek.",
        {"George Soros | founded | Open Society Foundations"},
    ),
    "unnamed object": (
        "Alborz House owns three weeklies.",
        {"Alborz House | owns | three weeklies"},
    ),
    "share in words": (
        "The Norland Group holds 43.4 per cent of Lyra Holding.",
        {"Norland Group | owns | Lyra Holding"},
    ),
    "of which one owns a share": (
        "Lyra Holding, of which Norland Group owns 88 percent, prints two dailies.",
        {"Norland Group | owns | Lyra Holding"},
    ),
    "declared undesirable": (
        "Russia declared the Harlan Foundation undesirable in 2015.",
        {"Russia | sanctioned | Harlan Foundation"},
    ),
    "labelled a foreign agent": (
        "Radio Polus was labelled a foreign agent by the Hungarian government in 2021.",
        {"Hungarian government | sanctioned | Radio Polus"},
    ),
    "speaker between subject and verb": (
        "The Kremlin, one columnist wrote, funds Radio Polus.",
        {"Kremlin | funds | Radio Polus"},
    ),
    "a firm's form ends the sentence": (
        "Lyra Online is a subsidiary of Norland Corp. Norland Corp also owns the Open Press Institute.",
        {"Norland Corp | owns | Lyra Online", "Norland Corp | owns | Open Press Institute"},
    ),
    "and inside a name": (
        "The Budget Fraud and Waste Reporting Project gets money from USAID.",
        {"USAID | funds | Budget Fraud and Waste Reporting Project"},
    ),
    "it inside a sentence": (
        "The Harlan Foundation opened an office in Doha. Ivan Sorel, who funds Radio Polus, gave it $2 million.",
        {"Ivan Sorel | funds | Radio Polus"},
    ),
    "a state's own agency": (
        "China's state-run news agency Lyra reported a fire.",
        {"China | directs | Lyra"},
    ),
    "state-run before the nation": (
        "State-controlled Chinese newspaper the Harlan Herald said so in an editorial.",
        {"China | directs | Harlan Herald"},
    ),
    "apposition with a state": (
        "The strike hit Norland Oil, Saudi Arabia's state-owned oil company.",
        {"Saudi Arabia | owns | Norland Oil"},
    ),
    "state funds with an adjective": (
        "Hungary's loyal state-funded Radio Polus aired it.",
        {"Hungary | funds | Radio Polus"},
    ),
    "sanctions put back": (
        "The Norland administration re-imposed harsh sanctions on Lyra Bank.",
        {"Norland administration | sanctioned | Lyra Bank"},
    ),
    "paid millions": (
        "Lyra Online paid the Open Press Institute millions.",
        {"Lyra Online | funds | Open Press Institute"},
    ),
}

NOTHING = {
    "wish": "Qatar plans to fund the Peace League next year.",
    "possibility": "Qatar may have funded the Peace League.",
    "condition": "If Qatar funded the Peace League, nobody knew.",
    "question": "Who funds the Peace League, and does Beijing own Lyra Online?",
    "offer refused": "Norland Group offered to fund the Open Press Institute.",
    "head of state": "Emmanuel Macron, the president of France, arrived.",
    "critics of X": "Critics of the Harlan Foundation funded Radio Polus.",
    "X-style body": "A Bellingcat-style group was founded by Jane Morrow.",
    "future": "Norland Group will buy Lyra Online next year.",
    "no evidence": "There is no evidence that Qatar funded the Peace League.",
    "a game": "Players choose a guild and level their skills; each faction owns a dungeon, and the boss guards the loot. The Iron Guild is led by Lord Vane and funded by the Merchant League.",
    "nature": "The river owns the lower meadow, and beavers direct the flow better than any engineer.",
    "a list of her own": "Clinton added The New York Times to her list of reasons.",
    "an ordinary state-run service": "State-run trains stopped in Lyon, the Harlan Herald's home.",
}


def claims(text: str) -> set[str]:
    found = extract(Document("d", text, "en")).claims
    return {
        f"{c.subject.name} | {c.predicate} | {c.object.name}"
        + (" | denied" if c.polarity == "denied" else "")
        for c in found
    }


@pytest.mark.parametrize("name", CASES)
def test_construction_gives_its_claims(name: str) -> None:
    text, expected = CASES[name]
    assert expected <= claims(text)


@pytest.mark.parametrize("name", sorted(set(CASES) - {"citing"}))
def test_construction_gives_nothing_else_of_the_kind(name: str) -> None:
    """No claim between the same ends under another predicate, and no claim turned round."""
    text, expected = CASES[name]
    wrong = {
        c
        for c in claims(text) - expected
        if c.split(" | ")[2] + " | " + c.split(" | ")[1] + " | " + c.split(" | ")[0] in expected
        and "partners_with" not in c
    }
    assert not wrong


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_no_claim_gives_none(name: str) -> None:
    assert not claims(NOTHING[name])


def test_a_company_is_not_somebody_whose_campaign_was_named() -> None:
    text = "Norland Group was fined. The Sorel campaign objected. The company's chairman, Liang Hua, agreed."
    assert "Liang Hua | leads | Norland Group" in claims(text)


def test_a_time_stays_with_its_own_clause() -> None:
    text = "USAID gave Radio Polus $2 million in 2015, and the Harlan Foundation was founded by Ivan Sorel."
    found = {c.predicate: c.period for c in extract(Document("d", text, "en")).claims}
    assert found["funds"] is not None
    assert found["founded"] is None
