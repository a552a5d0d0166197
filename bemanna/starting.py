"""Where a solve begins: a roster from before, and the price of differing from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bemanna.runs.reading import read_roster, read_run
from bemanna.runs.run import RunError
from models.facts import Facts
from models.roster import Roster
from models.rules.notice import KeepClose
from models.scenario import Scenario
from models.staff import PublishedShift


@dataclass(frozen=True, slots=True)
class Before:
    """A roster from before, of the same scenario or of one like it."""

    roster: Roster
    until: dt.date | None
    """Its last day; None for one without shifts whose scenario is not known."""


def read_before(path: Path, scenario: Scenario) -> Before:
    """Return the roster of a run folder, or of a table with sessions.csv and items.csv beside it.

    Raises RunError where a folder holds no run with a roster, ScenarioError where a table cannot be read.
    """
    if path.is_dir():
        run = read_run(path)
        if run.result.roster is None:
            raise RunError(f"{path}: holds no roster: name a run that has one")
        return Before(run.result.roster, run.facts.days[-1])
    sessions, items = (path.with_name(name) for name in ("sessions.csv", "items.csv"))
    roster = read_roster(path, sessions if sessions.exists() else None, items if items.exists() else None, scenario)
    return Before(roster, max((row.date for row in roster.shifts), default=None))


def kept_close(scenario: Scenario, before: Before, cost: Decimal) -> Scenario:
    """Return a scenario in which each day of a person that is not as before costs something, in its currency.

    Rows that name nobody or nothing of the scenario are left out. Another previous roster, and what it cost to differ
    from it, is replaced. Raises RunError where the roster from before has no day in the horizon.
    """
    facts = Facts(scenario)
    if before.until is None or before.until < scenario.horizon.start:
        raise RunError("--keep-close: the roster to begin from has no day in the horizon: name another one, or drop it")
    rows = {
        (row.staff, row.date): PublishedShift(staff=row.staff, date=row.date, shift=row.shift)
        for row in sorted(before.roster.shifts, reverse=True)
        if row.staff in facts.workers and row.shift in scenario.shifts and 0 <= facts.day_of(row.date) < facts.day_count
    }
    overrides = scenario.rules.overrides.model_copy(update={"keep_close": (KeepClose(cost=(cost,)),)})
    return scenario.model_copy(
        update={
            "previous": tuple(rows[key] for key in sorted(rows)),
            "previous_until": before.until,
            "rules": scenario.rules.model_copy(update={"overrides": overrides}),
        }
    )
