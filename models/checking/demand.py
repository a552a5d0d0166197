"""Whether what is asked for can be produced at all, by somebody, in some session."""

from __future__ import annotations

from collections.abc import Iterator

from models.facts import Facts
from models.problems import Path, Problem, listed, shown
from models.scenario import Scenario


def plan_length(scenario: Scenario) -> Iterator[Problem]:
    """A plan has a number for every week."""
    weeks = scenario.horizon.weeks
    for u, activities in scenario.production_plan.items():
        for a, numbers in activities.items():
            if len(numbers) != weeks:
                got = f"{len(numbers)} numbers for {weeks} weeks"
                remedy = "give one number for each week, or a single number for all of them"
                yield Problem("does not fit the horizon", ("production_plan", u, a), got, remedy)


def _asked(scenario: Scenario, unit: str, activity: str) -> bool:
    plan = scenario.production_plan.get(unit, {}).get(activity, ())
    return any(plan) or bool(scenario.units[unit].activities[activity].backlog)


def producers(scenario: Scenario) -> Iterator[Problem]:
    """Some session produces each activity that is asked for, and in a fluid one it takes somebody's time."""
    for u, unit in scenario.units.items():
        produced = {a for session in unit.sessions.values() for a in session.activities}
        fluid = {a for session in unit.sessions.values() if not session.fixed for a in session.activities}
        for a, activity in unit.activities.items():
            path: Path = ("units", u, "activities", a)
            if _asked(scenario, u, a) and a not in produced:
                what = f"no session of unit '{u}' can produce it"
                yield Problem(what, path, shown(a), f"name it in the 'activities' of a session{_of(unit.sessions)}")
            if a in fluid and not any(activity.team.values()):
                remedy = "add 'team' with minutes per competence, for example {nurse: 30}"
                yield Problem("takes nobody's time, but a session without a fixed team produces it", path, None, remedy)


def _of(sessions: object) -> str:
    names = listed(sessions) if isinstance(sessions, dict) and sessions else ""
    return f"; there are {names}" if names else ""


def competences(scenario: Scenario) -> Iterator[Problem]:
    """Somebody has each competence that is asked for."""
    held = {c for person in scenario.staff for c in person.competences} | {
        offer.competence for offer in scenario.agency
    }
    told: set[str] = set()
    for competence, path in _needed(scenario):
        if competence not in held and competence not in told:
            told.add(competence)
            remedy = "give it to somebody in 'staff' or 'agency', or drop the need"
            yield Problem("needs a competence that nobody has", path, shown(competence), remedy)


def _needed(scenario: Scenario) -> Iterator[tuple[str, Path]]:
    """Yield the competences without which something that is asked for cannot be done, and where it is said."""
    for u, unit in scenario.units.items():
        for s, session in unit.sessions.items():
            path: Path = ("units", u, "sessions", s)
            asked = [a for a in session.activities if _asked(scenario, u, a)]
            if not asked:
                continue
            for competence in session.team or {}:
                yield competence, (*path, "team", competence)
            if session.lead is not None:
                yield session.lead, (*path, "lead")
            for a in () if session.fixed else asked:
                needed = (c for c, minutes in unit.activities[a].team.items() if minutes)
                yield from ((c, ("units", u, "activities", a, "team", c)) for c in needed)
    for i, row in enumerate(scenario.cover):
        if row.wanted:
            yield row.competence, ("cover", i, "competence")


def lending(scenario: Scenario) -> Iterator[Problem]:
    """Agreements lead from one unit to another, one for each competence."""
    seen: set[tuple[str, str, str]] = set()
    for i, row in enumerate(scenario.lending):
        if row.source == row.target:
            remedy = "name the unit in which they may work; at home nobody needs an agreement"
            yield Problem("lends to the unit itself", ("lending", i, "to"), shown(row.target), remedy)
        key = (row.source, row.target, row.competence)
        if key in seen:
            what = f"there is another agreement from '{row.source}' to '{row.target}' for '{row.competence}'"
            yield Problem(what, ("lending", i), None, "keep one, with the half-days of both")
        seen.add(key)


def shared_cover(scenario: Scenario) -> Iterator[Problem]:
    """Cover rows that judge the same people agree on whether these may be in sessions."""
    numbers = {id(row): i for i, row in enumerate(scenario.cover)}
    told: set[int] = set()
    for rows in Facts(scenario).cover.values():
        other = next((row for row in rows if row.shared != rows[0].shared), None)
        if other is None or numbers[id(other)] in told:
            continue
        told.add(numbers[id(other)])
        key = f"'{other.unit}', '{other.shift}' and '{other.competence}'"
        what = f"another row for {key} says otherwise for the same days"
        yield Problem(what, ("cover", numbers[id(other)], "shared"), str(other.shared).lower(), "let both say the same")
