"""Ways that carry sums along: days cost what the evaluation says, and those of a window come back as the cheapest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from models.facts import Facts
from models.scenario import Scenario
from solver.kernel.compiled import FAR
from solver.kernel.program import OFF
from solver.long import alike, arrays
from solver.long.arrays import Demand, People, part_of, people_of
from solver.long.cooling import new_roster
from solver.long.prices import Prices
from solver.long.steps import Roster
from solver.long.ways import Limits, new_labels, regrow, walk
from tests.solver.kernel.test_kernel import CONTRACT, REQUESTS, RULES, SHIFTS, judged, rosters
from tests.support.rules import MODES, before, ward

FIRST, END = 2, 5
"""The window."""
COVER = [
    {"unit": "clinic", "shift": shift, "competence": "nurse", "days": "mon-sun", "target": 0}
    for shift in SHIFTS.split()
]
"""So that shifts that are alike are still told apart."""
SHORT = 3
"""Days of a sum that is carried along here."""


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "LONG", SHORT)
    monkeypatch.setattr(alike, "LONG", SHORT)


class Anna:
    """One person, her days by name, and windows grown anew."""

    def __init__(self, scenario: Scenario) -> None:
        self.facts = Facts(scenario)
        demand = Demand(self.facts)
        part = part_of(demand, self.facts.workers["anna"])
        assert part is not None
        self.people: People = people_of(demand, [part])
        self.roster: Roster = new_roster(self.people)
        self._limits = Limits(self.people.load.least, self.people.load.most, self.people.room)

    def work(self, days: tuple[str, ...]) -> int | None:
        """Have her work some days; return their cost, None where they are illegal."""
        plan, people = self.roster.plan, self.people
        for day, shift in enumerate(days):
            first = people.crew.row[0, day]
            rows = people.shifts[first : first + people.crew.options[0, day]]
            found = [option for option, shifts in enumerate(rows) if shift in shifts]
            if not found:
                return None
            plan.option[0, day] = found[0]
        if not walk(people.crew, people.load, plan, self.roster.totals, 0):
            return None
        amounts, load = self.roster.totals[0], people.load
        within = all(load.least[0, k] <= amounts[k] <= load.most[0, k] for k in range(load.sums[0]))
        return int(plan.own[0]) if within and self._caps_kept(days) else None

    def _caps_kept(self, days: tuple[str, ...]) -> bool:
        people = self.people
        used = np.zeros_like(people.room[0])
        for day, shift in enumerate(days):
            row = people.crew.row[0, day] + self.roster.plan.option[0, day]
            cap = people.caps[row, people.shifts[row].index(shift)]
            used[cap] += cap >= 0
        return bool((used <= people.room[0]).all())

    def grow(self, first: int, end: int) -> int | None:
        """Give her the cheapest days of a window; return what all days cost then."""
        people, crew = self.people, self.people.crew
        bearings, _ = Prices(people).bearings()
        labels = new_labels(5000, 7, int(crew.states.max()), int(crew.options.max()), people.load.adds.shape[2])
        price = np.zeros(len(crew.keys), dtype=np.int64)
        found = regrow(
            crew, people.load, self._limits, people.reach, bearings, self.roster.plan, self.roster.totals,
            0, first, end, price, labels, int(FAR),
        )  # fmt: skip
        if not found:
            return None
        assert walk(crew, people.load, self.roster.plan, self.roster.totals, 0)
        return int(self.roster.plan.own[0])


def anna(rule: str, mode: str, known: str = "") -> Anna:
    person = {"id": "anna", "competences": ["nurse"], **CONTRACT}
    rules = {rule: RULES[rule] | MODES[mode]}
    return Anna(ward(rules, SHIFTS, staff=[person], requests=REQUESTS, cover=COVER, **before(known)))


def of_window(known: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for inside in product((OFF, *SHIFTS.split()), repeat=END - FIRST):
        yield known[:FIRST] + inside + known[END:]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("rule", RULES)
def test_days_cost_what_the_evaluation_says(rule: str, mode: str) -> None:
    person = anna(rule, mode, "NN.EELN")
    days = rosters(person.facts.scenario, 40, 1)
    assert [person.work(one) for one in days] == [judged(person.facts, one) for one in days]


@pytest.mark.parametrize("mode", ["hard", "tiered"])
@pytest.mark.parametrize("rule", ["weekends", "consecutive_days", "working_minutes", "shift_count", "wishes_granted"])
def test_a_window_gets_its_cheapest_days(rule: str, mode: str) -> None:
    person = anna(rule, mode)
    legal = [days for days in rosters(person.facts.scenario, 60, 2) if judged(person.facts, days) is not None]
    for known in legal[:3]:
        assert person.work(known) is not None
        costs = [person.work(days) for days in of_window(known)]
        person.work(known)
        assert person.grow(FIRST, END) == min(cost for cost in costs if cost is not None)


def test_a_window_without_legal_days_stays() -> None:
    person = Anna(ward({"working_minutes": {"per": "week", "min": 480 * 6}}, SHIFTS, cover=COVER))
    assert person.work((OFF,) * 7) is None
    assert person.grow(FIRST, END) is None
    assert not person.roster.plan.option.any()
