"""Plan some people anew over the whole horizon, with everybody else as they are: what a change brings in the long run.

The coarse model as a mixed-integer program finds in seconds what a search of the whole takes a minute for: hours that
move from week to week, bookings that are not needed any more. What it finds is then completed, so that it is a fact.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from models.facts import Facts
from models.roster import Roster
from models.scenario import Scenario
from solver.assignment import assign
from solver.explain.resolving import Found, judged
from solver.explain.weighing import minimise
from solver.linear import evaluate_at
from solver.model import Model, build
from solver.search.completion import complete_shifts
from solver.search.cpsat import Limits, Stop
from solver.search.mip import to_program
from solver.search.relaxation import shift_variables
from solver.search.remote import RemoteProgram
from solver.search.warm import coarse_values, warm_start
from solver.solution import Solution, read_solution

GAP = 1e-4
"""Gap at which a search ends."""
LEAST_SECONDS = 1.0
"""Longest search for a roster to begin from, and to complete what is found, at least."""


def replan(scenario: Scenario, start: Roster, free: Collection[str], limits: Limits, stop: Stop) -> Found | None:
    """Return the best roster found from one, in which only people with a competence of some and agency lines differ.

    Every session is free. None where no legal roster near the first one is found. ``limits`` are those of the search.
    """
    facts = Facts(scenario)
    fine = build(facts)
    minimise(fine)
    brief = replace(limits, seconds=max(LEAST_SECONDS, 0.3 * limits.seconds))
    warm = warm_start(fine, start, brief, stop)
    if warm is None:
        return None
    solution = read_solution(fine, evaluate_at(warm.values))
    improved = _improved(fine, solution, free, limits, brief, stop)
    found = [judged(facts, assign(fine, one)) for one in (solution, improved) if one is not None]
    return min(found, key=lambda one: one.cost)


def _improved(
    fine: Model, solution: Solution, free: Collection[str], limits: Limits, brief: Limits, stop: Stop
) -> Solution | None:
    """Return a better whole solution; None where none is found in time."""
    coarse = build(fine.facts, coarse=True)
    minimise(coarse)
    values = coarse_values(coarse, solution, replace(brief, workers=1))
    if values is None:
        return None
    workers = fine.facts.workers
    movable = {w.id for w in workers.values() if w.offer is not None or not set(free).isdisjoint(w.competences)}
    kept = {x: values[x] for x, (staff, _) in shift_variables(coarse).items() if staff not in movable}
    program = RemoteProgram(to_program(coarse), stop)
    try:
        outcome = program.solve(limits.seconds, GAP, limits.seed, fixed=kept, hint=dict(enumerate(values)))
    finally:
        program.close()
    found = outcome.rounded()
    return None if found is None else complete_shifts(fine, coarse, found, brief, stop)
