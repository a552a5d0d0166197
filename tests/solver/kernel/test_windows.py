"""Windows: with all other days known, days of a window cost what the evaluation says that they change."""

from __future__ import annotations

import random

import pytest

from models.facts import Facts
from solver.kernel.graph import build_graph
from solver.kernel.program import OFF, Program, person_program
from solver.kernel.windows import FEW, STEEP, Span, window
from tests.solver.kernel.test_kernel import CONTRACT, REQUESTS, RULES, SHIFTS, forced, judged, rosters
from tests.support.rules import MODES, ward
from tests.support.wards import ward as cover_ward

DAYS = range(2, 5)
WHOLE = Span(DAYS, DAYS)


def days_of_window(program: Program, known: tuple[str, ...]) -> Program:
    return window(program, known, WHOLE, [1.0] * len(known), random.Random(0))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("rule", RULES)
def test_a_window_costs_what_the_evaluation_says(rule: str, mode: str) -> None:
    person = {"id": "anna", "competences": ["nurse"], **CONTRACT}
    scenario = ward({rule: RULES[rule] | MODES[mode]}, SHIFTS, staff=[person], requests=REQUESTS)
    facts = Facts(scenario)
    program = person_program(facts, facts.workers["anna"])
    inside = rosters(scenario, 6, 7)
    legal = [days for days in rosters(scenario, 40, 1) if judged(facts, days) is not None][:6]
    for known in [*legal, (OFF,) * 7]:
        base = judged(facts, known)
        graph = build_graph(days_of_window(program, known))
        kept = forced(graph, known[DAYS.start : DAYS.stop]) if graph.layers else None
        if base is None:
            continue
        assert kept is not None
        for other in inside:
            changed = known[: DAYS.start] + other[DAYS.start : DAYS.stop] + known[DAYS.stop :]
            cost, expected = forced(graph, changed[DAYS.start : DAYS.stop]), judged(facts, changed)
            if expected is None:
                assert cost is None or cost >= STEEP
            else:
                assert cost is not None
                assert cost - kept == expected - base


def long_program(**limits: object) -> Program:
    facts = Facts(cover_ward(weeks=6, requests=[], rules={"presets": [], "overrides": limits}))
    return person_program(facts, facts.workers["n0"])


def test_a_limit_of_the_horizon_is_dealt_in_proportion() -> None:
    program = long_program(working_minutes={"per": "horizon", "min": 480 * 24, "max": 480 * 24})
    first = window(program, [None] * 42, Span(range(21), range(14)), [1.0] * 42, random.Random(0))
    (dealt, most) = first.counts
    assert dealt.prices is not None
    assert (dealt.least, dealt.most) == (480 * 8, 480 * 8)
    assert max(max(event.days) for _, event in dealt.terms) == 13
    assert (most.prices, most.least, most.most) == (None, None, 480 * 24)


def test_more_is_dealt_to_days_on_which_more_are_wanted() -> None:
    program = long_program(working_minutes={"per": "horizon", "max": 480 * 24}, weekends={"max": 3})
    need = [3.0] * 14 + [1.0] * 28
    first = window(program, [None] * 42, Span(range(14), range(14)), need, random.Random(0))
    weekends = [count.most for count in first.counts if count.prices is not None and len(count.terms) == 2]
    assert weekends in ([1], [2])  # 3 * 6 / 10 of them, rounded by chance


def test_shifts_that_are_limited_stay_possible_on_so_many_days() -> None:
    program = long_program(shift_count={"shifts": ["night"], "per": "horizon", "max": 12})
    known = ["night" if day % 7 == 0 else OFF for day in range(42)]
    days = range(28)
    found = window(program, known, Span(days, days), [1.0] * 42, random.Random(0))
    nights = [day for day, options in enumerate(found.options) if "night" in options]
    assert len(days) > FEW
    assert len(nights) == 12 - 2
    assert set(nights) >= {0, 7, 14, 21}
    assert not found.counts


def test_others_may_not_use_up_what_is_left_at_the_same_time() -> None:
    program = long_program(working_minutes={"per": "horizon", "min": 480 * 10, "max": 480 * 20})
    known = ["early" if day % 3 == 0 else OFF for day in range(42)]
    days = range(14)
    found = window(program, known, Span(days, days), [1.0] * 42, random.Random(0), mine=False)
    assert {(count.least, count.most) for count in found.counts} == {(480 * 14, None), (None, 480 * 14)}
