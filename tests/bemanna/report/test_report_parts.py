"""The parts of the report: numbers, charts, palettes."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bemanna.report import progress, wording
from bemanna.report.charts import capacity_panel
from bemanna.report.progress import time_line, time_lines
from bemanna.report.sections import agency_rows, production_rows
from bemanna.report.shortfalls import shortfalls
from bemanna.runs.palette import SESSION_COLOURS, SHIFT_TINTS, codes, text_on
from models.result import Capacity, Incumbent, Level
from tests.support import clinics

THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (wording.amount(6000 * 1234567 + 3000), f"1{THIN}234{THIN}568"),
        (wording.amount(None), "–"),
        (wording.hours(2400), "40"),
        (wording.hours(90), "1.5"),
        (wording.percent(0.0123), f"1.2{THIN}%"),
        (wording.percent(0.02), f"2{THIN}%"),
        (wording.percent(None), "–"),
        (wording.words("eye_nurse"), "Eye nurse"),
        (wording.seconds(150), f"2.5{THIN}min"),
        (wording.listed(["a", "b", "c"]), "a, b and c"),
        (wording.counted(1, "item"), "1 item"),
        (wording.period(dt.date(2027, 12, 20), dt.date(2028, 1, 2)), "20 December 2027 – 2 January 2028"),
        (wording.dates([dt.date(2027, 3, d) for d in (3, 1, 2, 5)]), "Mon 1 Mar – Wed 3 Mar, Fri 5 Mar"),
    ],
)
def test_wording(text: str, expected: str) -> None:
    assert text == expected


def test_a_capacity_panel_is_to_scale() -> None:
    full = Capacity("eye", "nurse", 0, 6000, 6000, 6000, 6000, 3000, 0, 0)
    half = Capacity("eye", "nurse", 1, 6000, 0, 0, 3000, 0, 0, 0)
    panel = capacity_panel([full, half], ["W01", "W02"])
    first, second = panel.bars
    assert (first.short, second.short) == (False, True)
    assert first.need_y == first.capacity_y == first.flat_y == second.need_y
    assert first.direct_y == second.capacity_y == pytest.approx((panel.base + first.need_y) / 2, abs=0.1)
    assert second.direct_y == panel.base
    assert [tick.text for tick in panel.ticks] == ["0", "50", "100"]


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=53))
def test_panels_hold_any_week(minutes: list[int]) -> None:
    rows = [Capacity("u", "c", n, m, m // 2, m, m // 3, m, 0, 0) for n, m in enumerate(minutes)]
    panel = capacity_panel(rows, ["W"] * len(rows))
    for bar in panel.bars:
        assert 0 <= bar.need_y <= panel.base
        assert 0 <= bar.x <= bar.x + bar.width <= panel.width
    assert 2 <= len(panel.ticks) <= 5


def test_a_time_line_needs_two_rosters() -> None:
    assert time_line([Incumbent(1.0, 10, 5)], 2.0) is None
    line = time_line([Incumbent(0.0, 20, 5), Incumbent(1.0, 10, None)], 2.0)
    assert line is not None
    assert (line.low, line.high) == (5, 20)
    points = [tuple(map(float, point.split(","))) for point in line.best.split()]
    assert points[0] == (progress.LEFT, progress.TOP)
    assert points[-1][0] == progress.RIGHT
    assert len(line.bound.split()) == 2
    assert not line.cut


def test_a_time_line_shows_its_end_in_detail() -> None:
    # The last distance is 2: four times that above 1000 and below 998 is shown, and the first roster is cut off.
    moments = [Incumbent(0.5, 90_000, None), Incumbent(1.0, 1000, None), Incumbent(1.5, 1000, 998)]
    line = time_line(moments, 2.0)
    assert line is not None
    assert (line.low, line.high, line.cut) == (998, 1040, True)
    area = [tuple(map(float, point.split(","))) for point in line.between.split()]
    assert {x for x, _ in area} <= {214, 344, 474, 604}
    assert max(y for _, y in area) == progress.BASE


def test_levels_have_a_time_line_each() -> None:
    first = Level("production", 20, 10, 2.0, (Incumbent(1.0, 30, None), Incumbent(2.0, 20, 10)))
    second = Level("cost", 7, 7, 1.0, (Incumbent(3.0, 9, None), Incumbent(3.5, 7, 7)))
    result = dataclasses.replace(clinics.solved().result, levels=(first, second, Level("wishes", 0, 0, 0.0)))
    lines = time_lines(result)
    assert [line.title for line in lines] == ["production", "cost"]
    assert lines[1].x_ticks[0].text == "0 s"
    assert lines[1].best.startswith(f"{progress.LEFT},") or lines[1].best.startswith(f"{progress.LEFT}.0,")


def test_shortfalls_come_dearest_first() -> None:
    # Four operations at 5000 are worth more than nine visits at 900.
    assert [(s.activity, s.items) for s in shortfalls(clinics.solved())] == [("Operation", 4), ("Visit", 9)]


def test_production_of_a_queue_counts_what_still_waits() -> None:
    rows = {row.name: row for row in production_rows(clinics.solved())["Small clinic"]}
    assert (rows["Operation"].planned, rows["Operation"].produced, rows["Operation"].shortfall) == (5, 3, 4)
    assert rows["Visit"].shortfall == 9


def test_agency_rows_add_up_to_the_terms() -> None:
    solved = clinics.solved()
    rows = agency_rows(solved)
    assert [(row.line, row.minutes) for row in rows] == [("locum-1", (480, 0))]
    terms = solved.evaluation.terms
    assert sum(row.cost for row in rows) == (terms["agency"] or 0) + (terms["travel"] or 0)


@given(st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=60), st.sampled_from([1, 2]))
def test_codes_are_short_and_differ(names: list[str], letters: int) -> None:
    found = codes(names, letters)
    assert len(set(found.values())) == len(names)
    assert all(0 < len(code) <= 8 for code in found.values())


def test_codes_of_usual_names() -> None:
    assert dict(codes(["day", "half", "long", "late"], 1)) == {"day": "D", "half": "H", "long": "L", "late": "La"}
    assert dict(codes(["doctor_clinic", "cataract list", "team"], 2)) == {
        "doctor_clinic": "DC",
        "cataract list": "CL",
        "team": "TE",
    }


@pytest.mark.parametrize("background", [*SESSION_COLOURS, *SHIFT_TINTS])
def test_text_can_be_read_on_every_colour(background: str) -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))

    low, high = sorted((luminance(background), luminance(text_on(background))))
    assert (high + 0.05) / (low + 0.05) >= 4.5
