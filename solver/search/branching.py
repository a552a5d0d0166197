"""The proof by branch and price (kernel/branching.py) as one way among others: some steps at a time."""

from __future__ import annotations

from collections.abc import Callable

from models.facts import Facts
from models.rules.base import PersonRule
from solver.kernel.branching import Tree
from solver.kernel.diving import Root
from solver.kernel.generating import OutOfTimeError
from solver.search.rosters import Rosters
from solver.solution import Shifts


def sees_all(facts: Facts) -> bool:
    """Whether the kernel sees all that a scenario without sessions asks for, so that its bound can be the cost."""
    scenario = facts.scenario
    alone = not scenario.agency and scenario.budget.overtime is None
    return alone and all(isinstance(rule, PersonRule) for rule in scenario.rules_in_force)


class Brancher:
    """A tree that bounds the cost, and takes over what others find."""

    def __init__(self, root: Root, cost: int, unit: int, left: Callable[[], float]) -> None:
        """Begin with a roster of a cost in ticks, a multiple of a unit; ``left`` tells the seconds that are left."""
        self._tree = Tree(root, cost - unit, unit, left)
        self._unit = unit
        self._rosters = Rosters(root.staffing)
        self.useful = True
        """Whether there is anything left to do."""

    def step(self, cost: int) -> Shifts | None:
        """Go on for a step, where a roster of a cost is known by now; return a better one if one is found."""
        tree = self._tree
        tree.limit = min(tree.limit, cost - self._unit)
        try:
            found = tree.step()
        except OutOfTimeError:
            self.useful = False
            return None
        self.useful = not tree.done
        return None if found is None else self._rosters.shifts(found[1].option)

    @property
    def bound(self) -> float:
        """No roster costs less, in ticks."""
        return self._tree.bound
