from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.model import Check
from cuibono.reporting.layout import MAX_LINES, picture
from cuibono.reporting.network import Line, Network, Node, network
from tests.reporting.test_layers import PAIRS


def drawn_network(pairs: list[tuple[str, str]], name: str = "Some long name of an actor") -> Network:
    keys = list(dict.fromkeys(key for pair in pairs for key in pair))
    nodes = tuple(Node(key, f"{name} {key}", "Organization", "linked", (key,)) for key in keys)
    lines = tuple(Line(s, t, "claim", "funds", "supported", (i,)) for i, (s, t) in enumerate(pairs, 1))
    return Network(nodes, lines)


@settings(deadline=None, max_examples=60)
@given(PAIRS, st.sampled_from(["A", "A much longer name that needs several lines to be written out in full"]))
def test_boxes_never_overlap_and_lie_inside(pairs: list[tuple[str, str]], name: str) -> None:
    made = picture(drawn_network(pairs, name))
    for box in made.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= made.width
        assert box.y + box.height <= made.height
    for i, a in enumerate(made.boxes):
        for b in made.boxes[i + 1 :]:
            apart = (
                a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
            )
            assert apart


@settings(deadline=None, max_examples=60)
@given(PAIRS)
def test_every_line_ends_at_its_target_at_a_height_of_its_own(pairs: list[tuple[str, str]]) -> None:
    made = picture(drawn_network(pairs))
    boxes = {box.node.key: box for box in made.boxes}
    seen = set()
    for curve in made.curves:
        target = boxes[curve.line.target]
        tip = re.search(r"(-?\d+)H(-?\d+)$", curve.path)
        assert tip
        y, x = int(tip[1]), int(tip[2])
        assert target.x - 10 <= x <= target.x
        assert target.y <= y <= target.y + target.height
        assert (target.node.key, y) not in seen
        seen.add((target.node.key, y))


def test_too_many_lines_are_counted_not_hidden() -> None:
    made = picture(drawn_network([("a", f"k{i}") for i in range(MAX_LINES + 7)]))
    assert len(made.curves) == MAX_LINES
    assert made.left_out == 7


def test_nothing_to_draw_is_no_picture(empty: Check) -> None:
    assert picture(network(empty)).boxes == ()


def test_the_same_network_gives_the_same_picture(check: Check) -> None:
    assert picture(network(check)) == picture(network(check))
