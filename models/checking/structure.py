"""Ids that must differ, homes that must be said, and time that must not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from models.calendar import Period, Shift, clock_minutes
from models.facts import OFF
from models.problems import Path, Problem, listed, shown
from models.roster_columns import IGNORE
from models.scenario import Scenario

MOST_WORKERS = 20_000
MOST_WORKER_DAYS = 4_000_000


def sizes(scenario: Scenario) -> Iterator[Problem]:
    """Refuse what no machine would plan."""
    workers = len(scenario.staff) + sum(offer.people for offer in scenario.agency)
    cells = workers * 7 * scenario.horizon.weeks
    if workers > MOST_WORKERS:
        yield Problem(
            "too many people", ("staff",), str(workers), f"plan at most {MOST_WORKERS} people and agency lines at once"
        )
    elif cells > MOST_WORKER_DAYS:
        what = "too many people for so many weeks"
        yield Problem(
            what, ("horizon", "weeks"), f"{workers} people x {scenario.horizon.weeks} weeks", "plan fewer weeks at once"
        )


def duplicate_ids(scenario: Scenario) -> Iterator[Problem]:
    """Staff ids, agency ids and agency lines are one namespace; competences are named once."""
    owners: dict[str, str] = {}
    for i, person in enumerate(scenario.staff):
        yield from _claim(owners, person.id, "an employee", ("staff", i, "id"))
    for i, offer in enumerate(scenario.agency):
        path = ("agency", i, "id")
        is_new = offer.id not in owners
        yield from _claim(owners, offer.id, "an agency offer", path)
        for number in range(1, offer.people + 1) if is_new else ():
            line = offer.line(number)
            yield from _claim(owners, line, f"line {number} of agency offer '{offer.id}'", path)
    yield from _repeated(scenario.competences, ("competences",), "competence")


def _claim(owners: dict[str, str], name: str, owner: str, path: Path) -> Iterator[Problem]:
    if name in owners:
        yield Problem(
            f"the id '{name}' is taken: it is that of {owners[name]}", path, shown(name), "give each a different id"
        )
    owners.setdefault(name, owner)


def _repeated(names: Iterable[str], path: Path, kind: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name in seen:
            yield Problem(f"names a {kind} twice", (*path, position), shown(name), "keep one of them")
        seen.add(name)


def reserved_words(scenario: Scenario) -> Iterator[Problem]:
    """``off`` is a day off, ``weekend`` every shift on one, ``ignore`` what is left out of a roster that is read."""
    for word, meaning in ((OFF, "means a day off"), (IGNORE, "leaves an entry of a roster out")):
        if word in scenario.shifts:
            what = f"'{word}' {meaning}, so no shift can be called that"
            yield Problem(what, ("shifts", word), None, "choose another name")
    for i, person in enumerate(scenario.staff):
        if person.id == IGNORE:
            what = f"'{IGNORE}' leaves a row of a roster out, so nobody can be called that"
            yield Problem(what, ("staff", i, "id"), None, "choose another id")
    for key, shift in scenario.shifts.items():
        if shift.kind == "weekend":
            remedy = "choose another kind"
            yield Problem("'weekend' means every shift on a weekend", ("shifts", key, "kind"), "'weekend'", remedy)


def homes(scenario: Scenario) -> Iterator[Problem]:
    """With several units each person, offer and pinned place says which."""
    if len(scenario.units) == 1:
        return
    remedy = f"add it; there are {listed(scenario.units)}"
    for i, person in enumerate(scenario.staff):
        if person.home is None:
            yield Problem("has no 'home', and there are several units", ("staff", i), None, remedy)
    for i, offer in enumerate(scenario.agency):
        if offer.unit is None:
            yield Problem("has no 'unit', and there are several", ("agency", i), None, remedy)
    for i, pin in enumerate(scenario.pins):
        if pin.session is not None and pin.unit is None:
            yield Problem("has no 'unit', and there are several", ("pins", i), None, remedy)


def overlapping_periods(scenario: Scenario) -> Iterator[Problem]:
    """Half-days lie one after the other."""
    for (first, one), (second, other) in combinations(scenario.periods.items(), 2):
        if one.start < other.end and other.start < one.end:
            what = f"overlaps period '{first}' ({one.start}-{one.end})"
            yield Problem(what, ("periods", second), f"{other.start}-{other.end}", "let one end where the next starts")


def covered_periods(scenario: Scenario) -> Iterator[Problem]:
    """A shift covers periods that lie within it."""
    for key, shift in scenario.shifts.items():
        for position, name in enumerate(shift.covers):
            period = scenario.periods.get(name)
            if period is not None and not _within(period, shift):
                hours = f"({period.start}-{period.end})"
                what = f"the shift ({shift.start}-{shift.end}) does not hold all of period '{name}' {hours}"
                remedy = "lengthen the shift, or drop the period"
                yield Problem(what, ("shifts", key, "covers", position), shown(name), remedy)
        yield from _repeated(shift.covers, ("shifts", key, "covers"), "period")


def _within(period: Period, shift: Shift) -> bool:
    if shift.start is None:
        return True
    begin = clock_minutes(shift.start)
    return begin <= clock_minutes(period.start) and clock_minutes(period.end) <= begin + shift.clock_length()


def spans(scenario: Scenario) -> Iterator[Problem]:
    """Day lists take the same periods, or none in common."""
    first: dict[frozenset[str], str] = {}
    for u, unit in scenario.units.items():
        for s, session in unit.sessions.items():
            span = frozenset(session.span)
            clash = next((name for other, name in first.items() if other & span and other != span), None)
            if clash is not None:
                what = f"the span shares a period with that of '{clash}' but is not the same"
                remedy = "give both the same span, or spans without a common period"
                yield Problem(what, ("units", u, "sessions", s, "span"), f"[{', '.join(session.span)}]", remedy)
            if span:
                first.setdefault(span, f"{u}.{s}")


def levels(scenario: Scenario) -> Iterator[Problem]:
    """The levels of a lexicographic objective are different, and each has its part of the time."""
    objective = scenario.objective
    if len(set(objective.levels)) != len(objective.levels) or not objective.levels:
        remedy = "name each level once, for example [production, cost, wishes]"
        yield Problem("are not different levels", ("objective", "levels"), f"[{', '.join(objective.levels)}]", remedy)
    elif objective.mode == "lexicographic" and len(objective.time_split) != len(objective.levels):
        got = f"{len(objective.time_split)} parts for {len(objective.levels)} levels"
        yield Problem("does not fit the levels", ("objective", "time_split"), got, "give one part for each level")
    elif sum(objective.time_split) > 1:
        got = str(sum(objective.time_split))
        yield Problem(
            "adds up to more than the whole time", ("objective", "time_split"), got, "let the parts add up to 1"
        )
