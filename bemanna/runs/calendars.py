"""One calendar file a person, for phones: true times across clock changes, and UIDs that stay."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping

from icalendar import Calendar, Event

from bemanna.runs.run import Solved
from bemanna.runs.texts import file_name
from models.facts import Facts, Worker
from models.roster import SessionPlace, ShiftAssignment

_Places = Mapping[tuple[str, dt.date], list[SessionPlace]]


def calendars(solved: Solved) -> Iterator[tuple[str, bytes]]:
    """Yield file name and content of each calendar: of every employee, and of every agency line that works."""
    shifts: dict[str, list[ShiftAssignment]] = defaultdict(list)
    for row in solved.shifts:
        shifts[row.staff].append(row)
    places: dict[tuple[str, dt.date], list[SessionPlace]] = defaultdict(list)
    for place in solved.places:
        places[place.staff, place.date].append(place)
    for worker in solved.facts.workers.values():
        if worker.person is not None or worker.id in shifts:
            yield f"{file_name(worker.id)}.ics", _calendar(solved.facts, worker, shifts[worker.id], places)


def _calendar(facts: Facts, worker: Worker, rows: list[ShiftAssignment], places: _Places) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Bemanna//Roster//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{worker.name}: {facts.scenario.name}")
    calendar.add("x-wr-timezone", facts.zone.key)
    for row in sorted(rows, key=lambda row: row.date):
        calendar.add_component(_event(facts, row, places.get((row.staff, row.date), [])))
    calendar.add_missing_timezones(first_date=facts.days[0], last_date=facts.days[-1] + dt.timedelta(days=2))
    content: bytes = calendar.to_ical()
    return content


def _event(facts: Facts, row: ShiftAssignment, places: list[SessionPlace]) -> Event:
    spec = facts.scenario.shifts[row.shift]
    unit = facts.scenario.units[row.unit]
    event = Event()
    event.add("uid", _uid(facts.scenario.name, row))
    # The day of planning, not the wall clock: the same roster gives the same file.
    event.add("dtstamp", dt.datetime.combine(facts.scenario.plan_date, dt.time(), dt.UTC))
    event.add("summary", f"{spec.name or row.shift}, {unit.name or row.unit}")
    event.add("location", unit.name or row.unit)
    event.add("description", "\n".join([f"{row.competence}", *(_place_line(facts, place) for place in places)]))
    span = spec.interval(row.date, facts.zone)
    if span is None:
        event.add("dtstart", row.date)
        event.add("dtend", row.date + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        for key, minutes in zip(("dtstart", "dtend"), span, strict=True):
            event.add(key, dt.datetime.fromtimestamp(60 * minutes, facts.zone))
    return event


def _place_line(facts: Facts, place: SessionPlace) -> str:
    period = facts.scenario.periods[place.period]
    session = facts.scenario.units[place.unit].sessions[place.session]
    number = "" if place.list is None else f", list {place.list}"
    room = "" if place.room is None else f", room {place.room}"
    return f"{period.start}-{period.end} {session.name or place.session}{number}{room} ({place.competence})"


def _uid(scenario: str, row: ShiftAssignment) -> str:
    digest = hashlib.sha256("\x00".join((scenario, row.staff, row.date.isoformat())).encode()).hexdigest()
    return f"{digest[:32]}@bemanna"
