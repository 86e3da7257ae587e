"""The sources of a text in a report: gathered ties, the chain as picture and table, in words and as JSON."""

from __future__ import annotations

from dataclasses import replace

from cuibono.model import Check
from cuibono.reporting import check_object, check_schema, to_html
from cuibono.reporting.layout import picture
from cuibono.reporting.sourcing import chain, cited_in, gathered
from tests.reporting.sample import CENTRE, FUND, MONITOR
from tests.reporting.schemacheck import errors
from tests.reporting.test_terminal import printed


def test_records_of_one_tie_are_gathered(check: Check) -> None:
    (tie,) = gathered(check.sourcing.sources[0].interests)
    assert (tie.relation, tie.other, tie.detail) == ("funded by", FUND, "2 records, 2019 to 2021")


def test_a_tie_in_force_once_counts_as_in_force(check: Check) -> None:
    one = check.sourcing.sources[0].interests[0]
    (tie,) = gathered([replace(one, then=False), one])
    assert tie.then


def test_a_source_knows_where_it_is_cited(check: Check) -> None:
    numbers = cited_in(check.sourcing.sources[0], check)
    assert [check.verdicts[n - 1].claim.object.name for n in numbers] == [MONITOR]


def test_the_chain_draws_every_citation_and_who_stands_behind(check: Check) -> None:
    found = chain(check)
    names = {node.key: node.name for node in found.nodes}
    lines = {(names[line.source], line.label, names[line.target], line.kind) for line in found.lines}
    assert ("This article", "cites", MONITOR, "claim") in lines
    assert ("This article", "links to", CENTRE, "record") in lines
    assert (CENTRE, "cites", MONITOR, "record") in lines
    assert (FUND, "paid", MONITOR, "record") in lines
    assert (FUND, "paid", CENTRE, "record") in lines
    assert len(picture(found).curves) == len(found.lines)


def test_what_the_picture_shows_stands_in_its_table(check: Check) -> None:
    page = to_html(check)
    part = page[page.index('id="sources"') : page.index('id="article"')]
    table = part[part.index("<tbody>", part.index("Lines of the chain of sources")) :]
    names = {node.key: node.name for node in chain(check).nodes}
    for line in chain(check).lines:
        assert names[line.source] in table
        assert names[line.target] in table


def test_an_interest_left_unsaid_is_told_with_rule_record_and_claim(check: Check) -> None:
    (unsaid,) = check.sourcing.sources[0].unsaid
    page = to_html(check)
    part = page[page.index('id="sources"') : page.index('id="article"')]
    assert unsaid.rule in part
    assert unsaid.evidence.entity_id in part
    assert 'href="#c1"' in part
    told = " ".join(printed(check).split())
    assert "not mentioned" in told
    assert f"(the text speaks of {FUND}, claim 1)" in told
    assert f"shared {MONITOR}, {CENTRE}: funded by {FUND}" in told


def test_the_object_keeps_the_schema_with_sources_and_without(check: Check, empty: Check) -> None:
    for one in (check, empty):
        assert not errors(check_object(one), check_schema())
    sourcing = check_object(check)["sourcing"]
    assert [s["name"] for s in sourcing["sources"]] == [MONITOR, CENTRE]
    assert sourcing["shared"][0]["sources"] == [0, 1]


def test_a_text_without_sources_has_no_such_part(empty: Check) -> None:
    assert 'id="sources"' not in to_html(empty)
