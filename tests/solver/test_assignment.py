"""Stage two: whatever heads stage one counts, everybody gets a name, and lists and rooms a number."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

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
from solver.solution import Solution, read_solution
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
