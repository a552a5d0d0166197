"""People with several competences count where demand pays the most, all together."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facts import Facts
from solver.kernel.compiled import adopt
from solver.kernel.crew import Staffing, staffing
from solver.kernel.seats import seated
from tests.support.wards import ward

COMPETENCES = [["nurse", "leader"], ["nurse", "leader"], ["leader"], ["nurse"], ["nurse", "assistant"]]


def people_of() -> Staffing:
    cover: list[dict[str, Any]] = [
        {"unit": "clinic", "shift": shift, "competence": c, "target": n, "under_cost": [price, 3 * price]}
        for shift in ("early", "late")
        for c, n, price in (("nurse", 2, 40), ("leader", 1, 100), ("assistant", 1, 60))
    ]
    staff = [{"id": f"n{number}", "competences": own} for number, own in enumerate(COMPETENCES)]
    facts = Facts(ward(weeks=1, staff=staff, cover=cover, requests=[], rules={"presets": [], "overrides": {}}))
    found = staffing(facts, list(facts.workers.values()), lambda: False)
    assert found is not None
    return found


PEOPLE = people_of()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=len(COMPETENCES), max_size=len(COMPETENCES)))
def test_nobody_can_count_elsewhere_at_less_cost(shifts: list[int]) -> None:
    crew = PEOPLE.crew
    option = np.zeros(crew.options.shape, dtype=np.int64)
    option[:, 0] = shifts
    cost, plan = seated(PEOPLE, option)
    assert (plan.option == option).all()
    choices = [sorted(set(crew.keys[crew.row[p, 0] + option[p, 0]].tolist())) for p in range(len(shifts))]
    costs = []
    for keys in itertools.product(*choices):
        other = PEOPLE.new_plan(len(shifts))
        other.option[:], other.key[:] = plan.option, plan.key
        other.key[:, 0] = keys
        costs.append(adopt(crew, PEOPLE.demand, PEOPLE.new_plan(len(shifts)), other))
    assert cost == min(costs)
