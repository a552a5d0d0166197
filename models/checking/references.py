"""Names that must be defined somewhere: each reference to a shift, unit, person ... that is none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from models.calendar import Opening
from models.demand import Session, Unit
from models.facts import OFF
from models.problems import MOST_SHOWN, Path, Problem, did_you_mean, listed, shown
from models.roster_columns import IGNORE, Codes
from models.scenario import Scenario
from models.staff import PastShift, PublishedShift


class References:
    """What is defined in a scenario, by kind. ``lost`` sections are not complete: nothing is missed in them."""

    def __init__(self, scenario: Scenario, lost: frozenset[str]) -> None:
        self.scenario = scenario
        self.lost = lost
        self.found = 0
        lines = (offer.line(n) for offer in scenario.agency for n in range(1, offer.people + 1))
        self.workers = frozenset((*(person.id for person in scenario.staff), *lines))

    def shift_or_kind(self, name: str | None, path: Path, further: Iterable[str] = ()) -> Iterator[Problem]:
        """Yield a problem where no shift has a name, or is of a kind of that name, and it is no further word."""
        if "shifts" not in self.lost:
            shifts = self.scenario.shifts
            known = {shift.kind for shift in shifts.values() if shift.kind}.union(shifts, further)
            yield from self.undefined("shift or kind", name, known, path)

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each name that is not defined."""
        for group in _GROUPS:
            yield from group(self)

    def one(self, kind: str, name: str | None, path: Path) -> Iterator[Problem]:
        """Yield a problem where a shift, period, competence, unit or worker is not defined."""
        section, known = self._known(kind)
        if not self.lost.intersection(section):
            yield from self.undefined(kind, name, known, path)

    def several(self, kind: str, names: Iterable[str], path: Path) -> Iterator[Problem]:
        """Yield a problem for each name of a list that is not defined."""
        for position, name in enumerate(names):
            yield from self.one(kind, name, (*path, position))

    def keys(self, kind: str, names: Iterable[str], path: Path) -> Iterator[Problem]:
        """Yield a problem for each key of a mapping that is not defined."""
        for name in names:
            yield from self.one(kind, name, (*path, name))

    def opening(self, opening: Opening | None, path: Path) -> Iterator[Problem]:
        """Yield a problem for each unknown period of opening hours."""
        for days, periods in (opening or {}).items():
            yield from self.several("period", periods, (*path, days))

    def inside(self, kind: str, name: str | None, known: Collection[str], path: Path) -> Iterator[Problem]:
        """Yield a problem where a unit has no activity, session or room of a name."""
        if "units" not in self.lost:
            yield from self.undefined(kind, name, known, path)

    def undefined(self, kind: str, name: str | None, known: Collection[str], path: Path) -> Iterator[Problem]:
        """Yield a problem where a name is not among the known ones."""
        if name is None or name in known:
            return
        self.found += 1
        article = "an" if kind[0] in "aeio" else "a"
        yield Problem(f"names {article} {kind} that is not defined", path, shown(name), self._remedy(name, known))

    def _remedy(self, name: str, known: Collection[str]) -> str:
        """Return the nearest name; not for more problems than are shown, since looking for it takes its time."""
        if not known:
            return "define one first"
        if self.found > MOST_SHOWN:
            return "correct the name, or define it"
        return did_you_mean(name, known, f"there are {listed(sorted(known))}")

    def _known(self, kind: str) -> tuple[tuple[str, ...], Collection[str]]:
        scenario = self.scenario
        if kind == "period":
            return ("periods",), scenario.periods
        if kind == "shift":
            return ("shifts",), scenario.shifts
        if kind == "competence":
            return ("competences",), scenario.competences
        if kind == "unit":
            return ("units",), scenario.units
        return ("staff", "agency"), self.workers


def _shifts(refs: References) -> Iterator[Problem]:
    for key, shift in refs.scenario.shifts.items():
        yield from refs.several("period", shift.covers, ("shifts", key, "covers"))


def _units(refs: References) -> Iterator[Problem]:
    for key, unit in refs.scenario.units.items():
        path = ("units", key)
        yield from refs.opening(unit.open, (*path, "open"))
        for name, room in unit.rooms.items():
            yield from refs.opening(room.open, (*path, "rooms", name, "open"))
        for name, activity in unit.activities.items():
            yield from refs.keys("competence", activity.team, (*path, "activities", name, "team"))
            for room_name in activity.room:
                yield from refs.inside("room", room_name, unit.rooms, (*path, "activities", name, "room", room_name))
        for name, session in unit.sessions.items():
            yield from _session(refs, unit, session, (*path, "sessions", name))


def _session(refs: References, unit: Unit, session: Session, path: Path) -> Iterator[Problem]:
    for position, name in enumerate(session.activities):
        yield from refs.inside("activity", name, unit.activities, (*path, "activities", position))
    yield from refs.one("competence", session.lead, (*path, "lead"))
    yield from refs.keys("competence", session.team or {}, (*path, "team"))
    yield from refs.inside("room", session.room, unit.rooms, (*path, "room"))
    yield from refs.several("period", session.span, (*path, "span"))
    yield from refs.keys("period", session.yields if isinstance(session.yields, dict) else {}, (*path, "yield"))
    yield from refs.opening(session.open, (*path, "open"))


def _plan(refs: References) -> Iterator[Problem]:
    for key, activities in refs.scenario.production_plan.items():
        path = ("production_plan", key)
        yield from refs.one("unit", key, path)
        unit = refs.scenario.units.get(key)
        if unit is not None:
            for name in activities:
                yield from refs.inside("activity", name, unit.activities, (*path, name))


def _cover(refs: References) -> Iterator[Problem]:
    for i, row in enumerate(refs.scenario.cover):
        yield from refs.one("unit", row.unit, ("cover", i, "unit"))
        yield from refs.one("shift", row.shift, ("cover", i, "shift"))
        yield from refs.one("competence", row.competence, ("cover", i, "competence"))


def _people(refs: References) -> Iterator[Problem]:
    for i, person in enumerate(refs.scenario.staff):
        path = ("staff", i)
        yield from refs.several("competence", person.competences, (*path, "competences"))
        yield from refs.one("unit", person.home, (*path, "home"))
        yield from refs.several("unit", person.may_work_in, (*path, "may_work_in"))
        yield from refs.several("shift", person.shifts, (*path, "shifts"))


def _events(refs: References) -> Iterator[Problem]:
    """Absences, requests, history and earlier rosters."""
    scenario = refs.scenario
    for i, absence in enumerate(scenario.absences):
        yield from refs.one("person", absence.staff, ("absences", i, "staff"))
    for i, request in enumerate(scenario.requests):
        yield from refs.one("person", request.staff, ("requests", i, "staff"))
        yield from refs.shift_or_kind(request.shift, ("requests", i, "shift"))
    sections: tuple[tuple[str, Sequence[PastShift | PublishedShift]], ...] = (
        ("history", scenario.history),
        ("published", scenario.published),
        ("previous", scenario.previous),
    )
    for key, rows in sections:
        for i, row in enumerate(rows):
            yield from refs.one("person", row.staff, (key, i, "staff"))
            yield from refs.one("shift", row.shift, (key, i, "shift"))


def _pins(refs: References) -> Iterator[Problem]:
    scenario = refs.scenario
    only = next(iter(scenario.units)) if len(scenario.units) == 1 else None
    for i, pin in enumerate(scenario.pins):
        path = ("pins", i)
        yield from refs.one("person", pin.staff, (*path, "staff"))
        yield from refs.one("shift", pin.shift if pin.shift != OFF else None, (*path, "shift"))
        yield from refs.one("period", pin.period, (*path, "period"))
        yield from refs.one("unit", pin.unit, (*path, "unit"))
        yield from refs.one("competence", pin.competence, (*path, "competence"))
        unit = scenario.units.get(pin.unit or only or "")
        if unit is not None:
            yield from refs.inside("session", pin.session, unit.sessions, (*path, "session"))


def _lending(refs: References) -> Iterator[Problem]:
    for i, row in enumerate(refs.scenario.lending):
        yield from refs.one("unit", row.source, ("lending", i, "from"))
        yield from refs.one("unit", row.target, ("lending", i, "to"))
        yield from refs.one("competence", row.competence, ("lending", i, "competence"))


def _agency(refs: References) -> Iterator[Problem]:
    for i, offer in enumerate(refs.scenario.agency):
        yield from refs.one("unit", offer.unit, ("agency", i, "unit"))
        yield from refs.one("competence", offer.competence, ("agency", i, "competence"))
        yield from refs.several("shift", offer.shifts, ("agency", i, "shifts"))


def _roster_columns(refs: References) -> Iterator[Problem]:
    """What the codes of another system stand for."""
    columns = refs.scenario.roster_columns
    groups: tuple[tuple[str, str, Codes, tuple[str, ...]], ...] = (
        ("shift", "shift_codes", columns.shift_codes, (OFF, IGNORE)),
        ("person", "staff_codes", columns.staff_codes, (IGNORE,)),
        ("unit", "unit_codes", columns.unit_codes, ()),
        ("competence", "competence_codes", columns.competence_codes, ()),
    )
    for kind, key, codes, further in groups:
        for code, name in codes.items():
            if name not in further:
                yield from refs.one(kind, name, ("roster_columns", key, code))


_GROUPS: tuple[Callable[[References], Iterator[Problem]], ...] = (
    _shifts,
    _units,
    _plan,
    _cover,
    _people,
    _events,
    _pins,
    _lending,
    _agency,
    _roster_columns,
)
