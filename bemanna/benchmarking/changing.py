"""A small change to a scenario that has a roster: somebody is away for two days on which they would have worked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bemanna.runs.reading import read_run
from bemanna.runs.run import RunError
from models.loading import dump
from models.roster import Roster
from models.scenario import Scenario
from models.staff import Absence


def absent_for_two_days(run: Path, target: Path) -> Path:
    """Write the scenario of a run with one more absence; return the file.

    Raises RunError where the run has no roster with somebody at work on two days in a row.
    """
    before = read_run(run)
    if before.result.roster is None:
        raise RunError(f"{run}: holds no roster: give the first solve more time")
    absence = _absence(before.scenario, before.result.roster)
    if absence is None:
        raise RunError(f"{run}: has nobody at work on two days in a row: choose another instance")
    changed = before.scenario.model_copy(update={"absences": (*before.scenario.absences, absence)})
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(dump(changed), encoding="utf-8")
    return target


def _absence(scenario: Scenario, roster: Roster) -> Absence | None:
    """Return two days in a row in the middle of the horizon, or after it, of the first employee who works on both."""
    middle = scenario.horizon.start + dt.timedelta(days=7 * (scenario.horizon.weeks // 2))
    worked = {(row.staff, row.date) for row in roster.shifts}
    pinned = {pin.staff for pin in scenario.pins}
    found = (
        (date, person.id)
        for person in scenario.staff
        if person.id not in pinned
        for date in scenario.horizon.days[:-1]
        if date >= middle and {(person.id, date), (person.id, date + dt.timedelta(days=1))} <= worked
    )
    first = min(found, default=None)
    if first is None:
        return None
    date, staff = first
    return Absence(staff=staff, start=date, end=date + dt.timedelta(days=1))
