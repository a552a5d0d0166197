"""A plain model of an instance, and its solution as a roster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from models.roster import Roster
from models.scenario import Scenario
from solver.linear import Values


@dataclass(frozen=True)
class Problem:
    """A model of 0/1 and whole variables with linear rows only, so that CP-SAT and HiGHS get the same."""

    scenario: Scenario
    """The instance as a scenario, by which rosters are judged."""
    cp: cp_model.CpModel
    """The model, its objective set."""
    unit: int
    """Ticks of a unit of its objective."""
    roster: Callable[[Values], Roster]
    """The roster that a value for each variable stands for."""
