"""Pinned session places where people's shifts are given: kept as far as those shifts allow."""

from __future__ import annotations

from solver.linear import total
from solver.model import Model
from solver.people import kept
from solver.search.cpsat import Limits, Stop, run


def keep_places(model: Model, limits: Limits, stop: Stop) -> None:
    """Demand as many of the pinned places as can be kept together with the given shifts.

    A place cannot be kept where the shift of the person does not cover it, or where others whom its list needs are
    missing; that is for the evaluation to tell. Where the search finds nothing in time, no place is demanded.
    """
    pins = [pin for pin in model.facts.scenario.pins if pin.session is not None]
    places = [place for pin in pins if not isinstance(place := kept(model.variables, pin), int)]
    if not places:
        return
    trial = model.cp.clone()
    literals = [trial.new_bool_var("") for _ in places]
    for literal, place in zip(literals, places, strict=True):
        trial.add(place >= 1).only_enforce_if(literal)
    trial.maximize(total(literals))
    values = run(trial, limits, stop).values
    if values is not None:
        for literal, place in zip(literals, places, strict=True):
            if values[literal.index]:
                model.cp.add(place >= 1)
