"""The plain model of a clinic or ward: people x sessions.

Each person has a variable for every shift, and for every place that they could hold in a session of a half-day or in
a cover row. Rules, shares, contract time and agency mean what they mean for Bemanna, by the same rows; what is missing
is all else: no pooling of equal people, no coarse model, no search but the engine's own.
"""

from __future__ import annotations

from benchmarks.peers.problem import Problem
from models.facts import Facts
from models.result import TERMS
from models.roster import Roster
from models.scenario import Scenario
from solver.assignment import assign
from solver.linear import Values, evaluate_at, total
from solver.model import Model, build
from solver.search.cpsat import set_objective
from solver.search.settle import settle
from solver.solution import read_solution


def problem(scenario: Scenario) -> Problem:
    """Return the model of a scenario. Its objective is the sum of all terms, whatever the scenario's mode."""
    model = build(Facts(scenario), apart=True)
    set_objective(model.cp, total(model.terms[name] for name in TERMS), model.unit)
    return Problem(scenario, model.cp, model.unit, lambda values: _roster(model, values))


def _roster(model: Model, values: Values) -> Roster:
    solution = read_solution(model, evaluate_at(values))
    settled = settle(model, solution).values
    return assign(model, solution if settled is None else read_solution(model, evaluate_at(settled)))
