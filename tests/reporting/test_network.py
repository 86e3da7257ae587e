from __future__ import annotations

from cuibono.model import THIS_ARTICLE, Check
from cuibono.reporting.network import network
from tests.reporting.sample import FUND, IDS, MONITOR


def test_every_claim_is_on_a_line_between_its_actors(check: Check) -> None:
    made = network(check)
    numbered = [n for line in made.lines for n in line.numbers]
    assert sorted(numbered) == list(range(1, len(check.verdicts) + 1))
    for line in made.lines:
        for number in line.numbers:
            assert line.finding == check.verdicts[number - 1].finding


def test_every_record_is_on_a_line(check: Check) -> None:
    made = network(check)
    shown = {e.entity_id for line in made.lines for e in line.evidence}
    behind = {e.entity_id for v in check.verdicts for e in v.evidence}
    assert behind <= shown
    assert "own-2" in shown, "the publisher's own ties are in the network"


def test_ids_of_one_cluster_are_one_node(check: Check) -> None:
    made = network(check)
    assert len({node.key for node in made.nodes}) == len(made.nodes)
    fund = [node for node in made.nodes if node.name == FUND]
    assert [node.entity_ids for node in fund] == [IDS[FUND]]


def test_claims_and_records_are_told_apart(check: Check) -> None:
    made = network(check)
    assert all((line.finding is None) == (line.kind == "record") for line in made.lines)
    assert all(line.evidence for line in made.lines if line.kind == "record")


def test_a_record_between_the_two_of_a_claim_is_not_drawn_twice(check: Check) -> None:
    made = network(check)
    pair = (IDS[FUND][0], IDS[MONITOR][0])
    between = [line for line in made.lines if (line.source, line.target) == pair]
    assert {line.kind for line in between} == {"claim"}


def test_the_article_is_an_actor_of_its_own_kind(check: Check) -> None:
    nodes = {node.status: node for node in network(check).nodes}
    assert nodes["document"].name == "This article"
    assert THIS_ARTICLE not in {node.name for node in network(check).nodes}
