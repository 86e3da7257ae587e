from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.model import Check
from cuibono.reporting.timeline import EDGE, LABELS, PLOT, moment, timeline


@settings(deadline=None)
@given(st.dates())
def test_days_keep_their_order_and_precision_nests(day: object) -> None:
    iso = str(day)
    first, last = moment(iso), moment(iso, end=True)
    year, month = (moment(iso[:4]), moment(iso[:4], end=True)), (moment(iso[:7]), moment(iso[:7], end=True))
    assert first is not None
    assert last is not None
    assert year[0] <= month[0] <= first < last <= month[1] <= year[1]  # type: ignore[operator]


def test_what_is_no_date_has_no_place() -> None:
    assert moment("soon") is None
    assert moment("2020-31") is None
    assert moment(None) is None


def test_every_claim_with_a_date_has_a_row(check: Check) -> None:
    made = timeline(check)
    assert made is not None
    dated = [
        n
        for n, v in enumerate(check.verdicts, 1)
        if (v.claim.period and v.claim.period.start) or any(e.start for e in v.evidence) or v.today
    ]
    assert [row.number for row in made.rows] == dated


def test_bars_stay_on_the_plot(check: Check) -> None:
    made = timeline(check)
    assert made is not None
    for row in made.rows:
        for bar in (*row.recorded, *([row.claimed] if row.claimed else [])):
            assert LABELS + EDGE <= bar.x <= LABELS + EDGE + PLOT
            assert bar.width <= PLOT + 3


def test_a_claim_too_early_is_drawn_before_its_record(check: Check) -> None:
    made = timeline(check)
    assert made is not None
    row = next(r for r in made.rows if r.finding == "misdated")
    assert row.claimed is not None
    assert row.claimed.x + row.claimed.width < row.recorded[0].x


def test_no_date_no_time_line(empty: Check) -> None:
    assert timeline(empty) is None
