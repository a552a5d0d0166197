"""Whole groups, the people of one home and main competence, that are freed together: which are still worth a try."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from models.facts import Facts
from solver.search.blocked import Block

MOST = 3
"""Groups that are freed together at most."""
BETTER = 0.5
"""Difference of objectives by which a solution is another one."""

Group = tuple[str, str]
"""Home unit and main competence."""


class Groups:
    """Sets of groups, the smallest first; none is tried twice from the same solution."""

    def __init__(self, facts: Facts) -> None:
        members: dict[Group, list[str]] = defaultdict(list)
        for worker in facts.workers.values():
            if worker.offer is None:
                members[worker.home, worker.main].append(worker.id)
        self.members: Mapping[Group, list[str]] = members
        self._tried: set[frozenset[Group]] = set()
        self._objective: float | None = None

    def choose(self, units: Block, people: int, objective: float, chance: random.Random) -> frozenset[Group] | None:
        """Return groups of units, of so many people at most, that were not tried from this objective, if any are."""
        if self._objective is None or abs(objective - self._objective) > BETTER:
            self._objective = objective
            self._tried.clear()
        groups = sorted(group for group in self.members if group[0] in units)
        for count in range(1, min(MOST, len(groups)) + 1):
            sets = map(frozenset, combinations(groups, count))
            untried = [chosen for chosen in sets if chosen not in self._tried and self._size(chosen) <= people]
            if untried:
                chosen = chance.choice(untried)
                self._tried.add(chosen)
                return chosen
        return None

    def _size(self, groups: frozenset[Group]) -> int:
        return sum(len(self.members[group]) for group in groups)
