"""Stage two: whatever heads stage one counts, everybody gets a name, and lists and rooms a number."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from models.evaluation import evaluate
from models.facts import Facts
from models.scenario import Scenario
from solver.assignment import assign
from solver.linear import evaluate_at
from solver.model import Model, build
from solver.search.cpsat import Limits, Stop, run
from solver.settings import Settings
from solver.solution import Solution, read_solution
from solver.solve import solve
from tests.support.rosters import MONDAY, clinic
from tests.support.scenarios import randomly, scenarios


def any_solution(model: Model, seed: int) -> Solution | None:
    """Return a solution that is far from a good one: random weights on heads, duties and lists are what counts."""
    chance = random.Random(seed)
    v = model.variables
    chosen = [*v.heads.values(), *v.duties.values(), *v.lists.values(), *v.items.values()]
    weights = [chance.randint(-9, 3) for _ in chosen]
    model.cp.minimize(cp_model.LinearExpr.weighted_sum(chosen, weights))
    outcome = run(model.cp, Limits(60.0, 1, seed, deterministic=0.3), Stop(None))
    return None if outcome.values is None else read_solution(model, evaluate_at(outcome.values))


def test_spans_in_any_order_take_the_same_people() -> None:
    """Two day lists and one nurse who is there all day: her colleagues of half a day do not make up a second one."""
    shifts = {
        "day": {"from": "08:00", "to": "16:30", "break": 30, "covers": ["am", "pm"]},
        "early": {"from": "08:00", "to": "12:00", "covers": ["am"]},
        "late": {"from": "12:30", "to": "16:30", "covers": ["pm"]},
    }

    def unit(*span: str) -> dict[str, Any]:
        lists = {"activities": ["operation"], "team": {"nurse": 1}, "yield": 1, "span": span}
        operation = {"shortfall_cost": 100}
        return {"open": {"mon": ["am", "pm"]}, "activities": {"operation": operation}, "sessions": {"lists": lists}}

    scenario = clinic(
        shifts=shifts,
        units={"clinic": unit("am", "pm"), "ward": unit("pm", "am")},
        production_plan={"clinic": {"operation": [1]}, "ward": {"operation": [1]}},
        staff=[{"id": k, "competences": ["nurse"], "home": "clinic", "may_work_in": ["ward"]} for k in shifts],
        pins=[{"staff": k, "date": MONDAY, "shift": k} for k in shifts],
    )
    result = solve(scenario, Settings(time_limit=60.0, workers=1))
    assert result.evaluation is not None
    assert result.evaluation.violations == ()
    assert result.objective == result.bound == 100 * 6000


@randomly(20)
@given(scenarios(), st.integers(0, 2**16))
def test_every_head_is_seated(scenario: Scenario, seed: int) -> None:
    facts = Facts(scenario)
    model = build(facts)
    solution = any_solution(model, seed)
    if solution is None:
        return
    roster = assign(model, solution)
    heads = sum(n * len(model.variables.periods_of(head.place)) for head, n in solution.heads.items())
    assert len(roster.places or ()) == heads
    assert sum(row.items for row in roster.items or ()) == sum(solution.items.values())
    assert len(roster.shifts) == len(solution.shifts)
    assert evaluate(scenario, roster, facts).violations == ()

    numbers: dict[tuple[object, ...], set[int]] = defaultdict(set)
    rooms: dict[tuple[object, ...], set[tuple[object, ...]]] = defaultdict(set)
    for row in roster.places or ():
        if row.list is not None:
            numbers[row.date, row.period, row.unit, row.session].add(row.list)
            if scenario.units[row.unit].sessions[row.session].room is not None:
                rooms[row.date, row.period, row.unit, row.room].add((row.session, row.list))
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in numbers.values())
    assert all(len(held) == 1 for held in rooms.values())
    used = Counter(key[:3] for key in rooms)
    assert all(used[key] <= scenario.units[str(key[2])].rooms["theatre"].count for key in used)
