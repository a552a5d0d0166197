"""Dates against the horizon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from models.problems import Problem, shown
from models.scenario import Scenario
from models.staff import PastShift, PublishedShift

_LONGEST_AHEAD = 800


def planning_day(scenario: Scenario) -> Iterator[Problem]:
    """It is planned before it starts, and not years before."""
    day, start = scenario.plan_date, scenario.horizon.start
    if day > start:
        what = f"lies after the start of the horizon ({start})"
        yield Problem(what, ("planned_on",), str(day), "plan before the horizon starts, or move the horizon")
    elif (start - day).days > _LONGEST_AHEAD:
        what = f"lies more than {_LONGEST_AHEAD} days before the horizon ({start})"
        yield Problem(what, ("planned_on",), str(day), "check the year")


def outside_horizon(scenario: Scenario) -> Iterator[Problem]:
    """Absences touch the horizon or what is known before it; requests, pins and dates of cover lie in it."""
    known = min((row.date for row in scenario.history), default=scenario.horizon.start)
    known = min(known, scenario.history_from or known)
    for i, absence in enumerate(scenario.absences):
        if absence.start > scenario.horizon.end or absence.last < known:
            span = str(absence.start) if absence.end is None else f"{absence.start} to {absence.end}"
            yield _outside(scenario, ("absences", i, "start"), span)
    for i, request in enumerate(scenario.requests):
        if not _touches(scenario, request.date, request.last):
            span = str(request.date) if request.end is None else f"{request.date} to {request.end}"
            yield _outside(scenario, ("requests", i, "date"), span)
    for i, pin in enumerate(scenario.pins):
        if not _touches(scenario, pin.date, pin.date):
            yield _outside(scenario, ("pins", i, "date"), str(pin.date))
    for i, row in enumerate(scenario.cover):
        for position, date in enumerate(row.dates):
            if not _touches(scenario, date, date):
                yield _outside(scenario, ("cover", i, "dates", position), str(date))


def _touches(scenario: Scenario, first: dt.date, last: dt.date) -> bool:
    return first <= scenario.horizon.end and last >= scenario.horizon.start


def _outside(scenario: Scenario, path: tuple[str | int, ...], got: str) -> Problem:
    horizon = scenario.horizon
    return Problem(
        f"lies outside the horizon ({horizon.start} to {horizon.end})", path, got, "correct the date, or remove the row"
    )


def history(scenario: Scenario) -> Iterator[Problem]:
    """History lies before the horizon, one shift a day."""
    start = scenario.horizon.start
    for i, row in enumerate(scenario.history):
        if row.date >= start:
            what = f"is not before the horizon, which starts on {start}"
            yield Problem(what, ("history", i, "date"), str(row.date), "make it a pin, or correct the date")
    yield from _twice("history", scenario.history)


def earlier_rosters(scenario: Scenario) -> Iterator[Problem]:
    """The published and the previous roster have one shift a day."""
    yield from _twice("published", scenario.published)
    yield from _twice("previous", scenario.previous)


def _twice(section: str, rows: Sequence[PastShift | PublishedShift]) -> Iterator[Problem]:
    seen: set[tuple[str, dt.date]] = set()
    for i, row in enumerate(rows):
        if (row.staff, row.date) in seen:
            what = f"'{row.staff}' has two shifts on {row.date}"
            yield Problem(what, (section, i, "shift"), shown(row.shift), "keep one shift a day")
        seen.add((row.staff, row.date))


def pinned_twice(scenario: Scenario) -> Iterator[Problem]:
    """One shift (or day off) is pinned for a person and day."""
    first: dict[tuple[str, dt.date], str] = {}
    for i, pin in enumerate(scenario.pins):
        if pin.shift is None:
            continue
        known = first.setdefault((pin.staff, pin.date), pin.shift)
        if known != pin.shift:
            what = f"'{pin.staff}' is already pinned to '{known}' on {pin.date}"
            yield Problem(what, ("pins", i, "shift"), shown(pin.shift), "keep one of the two pins")


def bookings(scenario: Scenario) -> Iterator[Problem]:
    """A block of agency weeks fits into the horizon, unless it may go on after it."""
    weeks = scenario.horizon.weeks
    for i, offer in enumerate(scenario.agency):
        if offer.book.min_weeks > weeks and not offer.book.may_continue:
            what = f"the shortest block is longer than the horizon of {weeks} weeks"
            remedy = "shorten it, or set may_continue: true"
            yield Problem(what, ("agency", i, "book", "min_weeks"), str(offer.book.min_weeks), remedy)
