"""The first roster of a long horizon: everybody keeps their limits, and shifts under a cap are worked where needed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from models.facts import Facts
from solver.long.arrays import Demand, People, part_of, people_of
from solver.long.cooling import Cooling
from solver.long.prices import Prices
from tests.support.wards import ward

NIGHTS = 15
COVER = [
    {"unit": "clinic", "competence": "nurse", "shift": "early", "target": 3, "under_cost": 10},
    {"unit": "clinic", "competence": "nurse", "shift": "night", "target": 1, "under_cost": 100},
]
"""More nights than all may work, and dearer than all else."""
RULES = {
    "consecutive_days": {"max": 4},
    "shift_count": {"shifts": ["night"], "per": "horizon", "max": NIGHTS},
    "working_minutes": {"per": "horizon", "min": 480 * 50, "max": 480 * 64},
}


def people_under(rules: dict[str, Any]) -> People:
    facts = Facts(ward(weeks=18, requests=[], cover=COVER, rules={"presets": [], "overrides": rules}))
    demand = Demand(facts)
    parts = [part_of(demand, worker) for worker in facts.workers.values()]
    return people_of(demand, [part for part in parts if part is not None])


@pytest.mark.parametrize("threads", [1, 2])
def test_nobody_wastes_what_they_may_work_of_a_shift(threads: int) -> None:
    people = people_under(RULES)
    prices = Prices(people, threads)
    prices.climb(30, lambda: 0.0, lambda: False)
    cooling = Cooling(people, prices, threads, 0)
    assert cooling.begin(lambda: False)
    nights = np.zeros(len(people.staff), dtype=np.int64)
    for staff, _, shift in cooling.shifts:
        nights[people.staff.index(staff)] += shift == "night"
    assert nights.tolist() == [NIGHTS] * len(people.staff)
