"""Judging a roster that somebody made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bemanna.runs.reading import with_sessions
from models.evaluation import evaluate
from models.facts import Facts
from models.judge.rules import soft_breaks
from models.judge.sheet import Sheet
from models.problems import Problem, ScenarioError
from models.reading.rosters import RosterTable, read_roster_table
from models.result import Result, Status, Violation
from models.roster import Roster
from models.roster_columns import RosterColumns
from models.scenario import Scenario

if TYPE_CHECKING:
    from solver.settings import Settings

_NOT_COMPLETED = ("unknown", "one_shift")
"""Limits that rows break which a completed roster leaves out."""


@dataclass(frozen=True, slots=True)
class Case:
    """A roster and what it is judged against."""

    scenario: Scenario
    """With what the roster says of the time before the horizon."""
    roster: Roster
    table: RosterTable
    """How the roster was read."""


def read_case(
    scenario: Scenario,
    table: Path,
    sessions: Path | None = None,
    items: Path | None = None,
    columns: RosterColumns | None = None,
) -> Case:
    """Return a roster from any system, read as ``columns`` say (by default those of the scenario).

    Raises ScenarioError with everything in the tables that cannot be read, or that names what is not in the scenario.
    """
    problems: list[Problem] = []
    columns = scenario.roster_columns if columns is None else columns
    found, roster = None, Roster(())
    try:
        found = read_roster_table(table, Facts(scenario), columns)
        roster = Roster(found.shifts)
    except ScenarioError as error:
        problems.extend(error.problems)
    try:
        roster = with_sessions(roster, sessions, items, scenario)
    except ScenarioError as error:
        problems.extend(error.problems)
    if problems or found is None:
        raise ScenarioError(problems)
    return Case(_with_history(scenario, found, columns), roster, found)


def _with_history(scenario: Scenario, found: RosterTable, columns: RosterColumns) -> Scenario:
    """Return the scenario with the shifts before the horizon; where it has no history, the roster's is complete."""
    if columns.outside != "history" or found.first is None or found.first >= scenario.horizon.start:
        return scenario
    known = {(row.staff, row.date) for row in scenario.history}
    history = (*scenario.history, *(row for row in found.past if (row.staff, row.date) not in known))
    is_whole = scenario.history_from is None and not scenario.history
    first = found.first if is_whole else scenario.history_from
    return scenario.model_copy(update={"history": history, "history_from": first})


def judge(scenario: Scenario, roster: Roster) -> Result:
    """Return what a given roster costs and breaks, as a result without a bound: nobody searched."""
    return Result(
        status=Status.FEASIBLE,
        roster=roster,
        evaluation=evaluate(scenario, roster),
        bound=None,
        seconds=0.0,
        incumbents=(),
        seed=0,
        workers=0,
    )


def judge_completed(scenario: Scenario, roster: Roster, settings: Settings) -> Result:
    """Return what a roster costs and breaks when the solver fills sessions and items for its shifts.

    A second shift on a day is left out of the completed roster, but not out of its violations.
    """
    from solver.solve import complete

    result = complete(scenario, roster, settings)
    if result.evaluation is None:
        return result
    given = evaluate(scenario, Roster(roster.shifts)).violations
    left_out = tuple(found for found in given if found.rule in _NOT_COMPLETED)
    violations = (*left_out, *result.evaluation.violations)
    return replace(result, evaluation=replace(result.evaluation, violations=violations))


def priced_breaks(scenario: Scenario, roster: Roster) -> tuple[tuple[Violation, int], ...]:
    """Return where a roster breaks soft rules, each with its cost in ticks."""
    return soft_breaks(Sheet(roster, Facts(scenario)))
