"""Models with people to spare say the same as a model made for a lever, and begin anew for each."""

from __future__ import annotations

import pytest

from models.facts import Facts
from models.scenario import Scenario
from solver.explain.levers.lever import Lever, Together
from solver.explain.levers.people import Hours, Present
from solver.explain.levers.places import Rooms
from solver.explain.resolving import Resolver
from solver.explain.spares import Spares, kinds
from solver.search.cpsat import Limits, Stop
from tests.support.explaining import best, theatre

LIMITS = Limits(1000.0, 1, deterministic=5.0)
DOCTOR, NURSE = Hours("clinic", "doctor", (0,)), Hours("clinic", "nurse", (0,))
ROOM = Rooms("clinic", "theatre", (0,))


def short() -> Scenario:
    """Return a theatre that lacks a doctor for three days, and a nurse for two others."""
    away = [
        {"staff": "dora", "start": "2027-03-01", "end": "2027-03-03"},
        {"staff": "nils", "start": "2027-03-04", "end": "2027-03-05"},
    ]
    return theatre(absences=away)


@pytest.mark.parametrize(
    "lever", [DOCTOR, NURSE, Together((DOCTOR, NURSE)), Together((ROOM, DOCTOR)), Present("dora", (0,))]
)
def test_as_with_a_model_of_its_own(lever: Lever) -> None:
    scenario = short()
    roster = best(scenario).roster
    assert roster is not None
    own = Resolver(lever.apply(scenario), roster, LIMITS, Stop(None))
    spares = Spares(Facts(scenario), roster, Stop(None))
    tried = spares.resolver(lever, LIMITS)
    assert own.improve((0,))
    assert tried.improve((0,))
    assert tried.cost == own.cost < best(scenario).objective
    assert tried.found().cost == tried.cost
    assert spares.resolver(None, LIMITS).cost == best(scenario).objective


def test_somebody_of_every_kind_that_is_needed() -> None:
    assert set(kinds(Facts(short()))) == {("clinic", "doctor"), ("clinic", "nurse")}
