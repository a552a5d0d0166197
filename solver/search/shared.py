"""The best coarse solution, which several searchers know and improve."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from solver.linear import Values, evaluate_at
from solver.model import Model
from solver.search.blocks import decision_units
from solver.search.cpsat import Limits, Stop, run

MERGE = Limits(seconds=10.0, workers=1, gap=0.00001)
"""All decisions are fixed in a merge, so presolve nearly ends it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A coarse solution; the version tells whether it is still the best."""

    objective: float
    values: Values
    version: int


class Shared:
    """Holds the best coarse solution. Safe for threads."""

    def __init__(self, model: Model, values: Values) -> None:
        self._model = model
        self._units = decision_units(model)
        self._lock = threading.Lock()
        self._best = Known(self._cost(values), values, 0)

    def best(self) -> Known:
        """Return the best solution."""
        return self._best

    def offer(self, values: Values, block: frozenset[str], base: Known) -> float:
        """Take a solution that is not worse; return by how much it is better.

        It was found from ``base`` by changing one block. Where others have changed other blocks meanwhile, the
        block is put into their solution.
        """
        with self._lock:
            changed = self._units.keys() - {index for index, unit in self._units.items() if unit in block}
            merged: Values | None = values
            if base.version != self._best.version and changed:
                others = {index: self._best.values[index] for index in changed}
                merged = with_decisions(self._model, {x: values[x] for x in self._units} | others)
            if merged is None:
                return 0.0
            objective = self._cost(merged)
            gain = self._best.objective - objective
            if gain > -1e-6:
                self._best = Known(objective, merged, self._best.version + 1)
            return max(0.0, gain)

    def _cost(self, values: Values) -> float:
        value = evaluate_at(values)
        return sum(value(term) for term in self._model.terms.values()) / self._model.unit


def with_decisions(model: Model, decisions: Mapping[int, int]) -> Values | None:
    """Return the cheapest values of all variables in which all decisions are as given, if there are any."""
    whole = model.cp.clone()
    for index, value in decisions.items():
        domain = whole.proto.variables[index].domain
        domain.clear()
        domain.extend([value, value])
    return run(whole, MERGE, Stop(None)).values
