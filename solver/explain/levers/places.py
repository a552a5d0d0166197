"""Levers of places: rooms, opening hours, lists at once."""

from __future__ import annotations

from dataclasses import dataclass

from models.demand import Unit
from models.facts import Facts
from models.scenario import Scenario
from solver.explain.levers.changing import with_unit


@dataclass(frozen=True, slots=True)
class Rooms:
    """One more room of a kind in some weeks."""

    unit: str
    room: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the room."""
        room = scenario.units[self.unit].rooms[self.room]
        more = room.model_copy(update={"count": room.count + 1})
        return with_unit(scenario, self.unit, rooms={self.room: more})


@dataclass(frozen=True, slots=True)
class RoomHours:
    """Rooms of a kind, and the sessions held in them, are open whenever the unit is."""

    unit: str
    room: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the rooms open."""
        unit = scenario.units[self.unit]
        rooms = {self.room: unit.rooms[self.room].model_copy(update={"open": None})}
        held = {k: s.model_copy(update={"open": None}) for k, s in unit.sessions.items() if s.room == self.room}
        return with_unit(scenario, self.unit, rooms=rooms, sessions=held)


@dataclass(frozen=True, slots=True)
class Opening:
    """A unit with its rooms and sessions is open in every period from Monday to Friday, holidays or not."""

    unit: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with longer opening hours; the days of the weekend stay as they are."""
        unit = scenario.units[self.unit]
        facts = Facts(scenario)
        names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        hours = {
            name: tuple(scenario.periods) if day < 5 else tuple(sorted(facts.normally_open(self.unit, day)))
            for day, name in enumerate(names)
        }
        opening = Unit.model_validate({"open": {name: list(periods) for name, periods in hours.items() if periods}})
        rooms = {k: room.model_copy(update={"open": None}) for k, room in unit.rooms.items()}
        sessions = {k: s.model_copy(update={"open": None}) for k, s in unit.sessions.items()}
        return with_unit(
            scenario, self.unit, {"open": opening.open, "open_on_holidays": True}, rooms=rooms, sessions=sessions
        )


@dataclass(frozen=True, slots=True)
class Lists:
    """One more list at once of a fixed-team session."""

    unit: str
    session: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the greater limit."""
        session = scenario.units[self.unit].sessions[self.session]
        more = session.model_copy(update={"max_parallel": (session.max_parallel or 0) + 1})
        return with_unit(scenario, self.unit, sessions={self.session: more})
