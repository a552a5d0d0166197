"""A run: a scenario, how its solve ended, and the summary of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from models.facts import Facts
from models.result import Evaluation, Result
from models.roster import Roster, SessionPlace, ShiftAssignment
from models.scenario import Scenario

if TYPE_CHECKING:
    from bemanna.explaining.told import Told
    from bemanna.simulating.outcome import Simulation


class RunError(Exception):
    """A run folder that cannot be written or read; the text is one line that says what to do."""


@dataclass(frozen=True)
class Run:
    """What a run folder holds."""

    scenario: Scenario
    result: Result
    summary: Mapping[str, Any]
    """The content of summary.json."""
    simulation: Simulation | None = None
    """How the roster stands absence, where that was simulated."""
    explanation: Told | None = None
    """Why the roster falls short, where that was explained."""

    @cached_property
    def facts(self) -> Facts:
        """The resolved input of the scenario."""
        return Facts(self.scenario)

    @property
    def solved(self) -> Solved | None:
        """The roster and what is said of it; None where there is no roster."""
        roster, evaluation = self.result.roster, self.result.evaluation
        return None if roster is None or evaluation is None else Solved(self, roster, evaluation)


@dataclass(frozen=True)
class Solved:
    """A run that has a roster."""

    run: Run
    roster: Roster
    evaluation: Evaluation

    @property
    def scenario(self) -> Scenario:
        """The scenario of the run."""
        return self.run.scenario

    @property
    def facts(self) -> Facts:
        """The resolved input of the scenario."""
        return self.run.facts

    @property
    def result(self) -> Result:
        """How the solve ended."""
        return self.run.result

    @cached_property
    def shifts(self) -> tuple[ShiftAssignment, ...]:
        """The shifts that name things of the scenario; a hand-made roster may hold others, which evaluation reports."""
        facts, scenario = self.facts, self.scenario
        return tuple(
            row
            for row in self.roster.shifts
            if row.staff in facts.workers
            and row.shift in scenario.shifts
            and row.unit in scenario.units
            and 0 <= facts.day_of(row.date) < facts.day_count
        )

    @cached_property
    def places(self) -> tuple[SessionPlace, ...]:
        """The session places that name things of the scenario; none where nobody has said."""
        units, periods = self.scenario.units, self.scenario.periods
        return tuple(
            place
            for place in self.roster.places or ()
            if place.unit in units and place.session in units[place.unit].sessions and place.period in periods
        )
