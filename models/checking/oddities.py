"""What is legal but looks like a mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from models.checking import presets
from models.facts import Facts
from models.problems import Problem, listed
from models.rules.rest_period import DailyRestPeriod


def _unused_shifts(facts: Facts) -> Iterator[Problem]:
    for shift in facts.scenario.shifts:
        able = [worker for worker in facts.workers.values() if shift in worker.shifts]
        if not any(facts.staffable(worker, shift, day) for day in range(facts.day_count) for worker in able):
            yield Problem(
                "nobody can work it on any day", ("shifts", shift), None, "check its days, periods and cover rows"
            )


def _idle_sessions(facts: Facts) -> Iterator[Problem]:
    for u, unit in facts.scenario.units.items():
        for s, session in unit.sessions.items():
            path = ("units", u, "sessions", s)
            if not any(facts.session_open(u, s, day) for day in range(facts.day_count)):
                yield Problem(
                    "can never run: it is never open", path, None, "check the opening hours of unit, session and room"
                )
            elif session.max_parallel == 0 or (session.room is not None and unit.rooms[session.room].count == 0):
                yield Problem("can never run: it has no room", path, None, "raise max_parallel, or the number of rooms")
            if session.fixed and not any(session.list_yield(p) for p in facts.scenario.periods):
                yield Problem("yields nothing in any period", (*path, "yield"), None, "say how many items a list gives")


def _strangers(facts: Facts) -> Iterator[Problem]:
    """Competences that a session needs, held only by people who may not work in its unit."""
    for u, unit in facts.scenario.units.items():
        here = {c for worker in facts.workers.values() for c in worker.competences if facts.may_work(worker, u, c)}
        for s in unit.sessions:
            absent = [c for c in facts.session_competences(u, s) if c not in here]
            if absent:
                what = f"nobody who may work in unit '{u}' has {listed(absent)}"
                yield Problem(what, ("units", u, "sessions", s), None, "check homes, may_work_in and lending")


def _free_shortfall(facts: Facts) -> Iterator[Problem]:
    for (u, a), planned in facts.planned.items():
        if any(planned) and not facts.scenario.units[u].activities[a].shortfall_cost:
            what = "is planned but costs nothing when it is not produced"
            yield Problem(what, ("units", u, "activities", a), None, "give it a shortfall_cost")


def _free_cover(facts: Facts) -> Iterator[Problem]:
    held = {id(row) for rows in facts.cover.values() for row in rows}
    for i, row in enumerate(facts.scenario.cover):
        if id(row) not in held:
            yield Problem("holds on no day of the horizon", ("cover", i), None, "check its days, dates and 'holidays'")
        if row.wanted and not any(row.under_cost) and row.min_mode == "soft":
            yield Problem("costs nothing when people are missing", ("cover", i), None, "give it an under_cost")


def _unpriced_drg(facts: Facts) -> Iterator[Problem]:
    activities = [((u, a), spec) for u, unit in facts.scenario.units.items() for a, spec in unit.activities.items()]
    if any(spec.drg is not None for _, spec in activities):
        for (u, a), spec in activities:
            if spec.drg is None:
                yield Problem("has no DRG points, but others have", ("units", u, "activities", a), None, "add 'drg'")


def _idle_people(facts: Facts) -> Iterator[Problem]:
    for person in facts.scenario.staff:
        worker = facts.workers[person.id]
        if not any(facts.staffable(worker, shift, day) for shift in worker.shifts for day in range(facts.day_count)):
            what = "can work no shift on any day"
            yield Problem(what, ("staff", person.id), None, "check shifts, home and opening hours")


def _idle_offers(facts: Facts) -> Iterator[Problem]:
    for offer in facts.scenario.agency:
        if not any(facts.bookable(offer, week) for week in range(facts.week_count)):
            yield Problem("can be booked in no week", ("agency", offer.id), None, "check lead_days and planned_on")


def _idle_lending(facts: Facts) -> Iterator[Problem]:
    for i, row in enumerate(facts.scenario.lending):
        if not any(w.home == row.source and row.competence in w.competences for w in facts.workers.values()):
            what = f"nobody at home in '{row.source}' has '{row.competence}'"
            yield Problem(what, ("lending", i), None, "check the agreement, or the homes")


def _unheld_competences(facts: Facts) -> Iterator[Problem]:
    held = {c for worker in facts.workers.values() for c in worker.competences}
    for i, competence in enumerate(facts.scenario.competences):
        if competence not in held:
            yield Problem(
                f"nobody has competence '{competence}'", ("competences", i), None, "drop it, or give it to somebody"
            )


def _unused_dates(facts: Facts) -> Iterator[Problem]:
    """What only a rule looks at, without the rule."""
    scenario = facts.scenario
    in_force = {rule.key for rule in scenario.rules_in_force}
    for section, rows, key in (
        ("published", scenario.published, "notice"),
        ("previous", scenario.previous, "keep_close"),
    ):
        if rows and key not in in_force:
            what = f"changes to it cost nothing: the rule '{key}' is not in force"
            yield Problem(what, (section,), None, f"add '{key}' with a cost to the rules")
    dated = [person.id for person in scenario.staff if person.valid_until]
    if dated and "competence_validity" not in in_force:
        what = "says until when competences are valid, but the rule 'competence_validity' is not in force"
        yield Problem(what, ("staff", dated[0]), None, "add 'competence_validity: {}' to the rules")


def _shifts_without_rest(facts: Facts) -> Iterator[Problem]:
    """Shifts that leave too little of their 24-hour period free, whatever else is worked."""
    day = 2  # neither at an edge of the horizon nor, almost everywhere, where clocks change
    for rule in facts.scenario.rules_in_force:
        if not isinstance(rule, DailyRestPeriod) or rule.mode != "hard":
            continue
        for shift in facts.scenario.shifts:
            able = (w for w in facts.workers.values() if rule.binds(w) and shift in w.shifts)
            if any(True for w in islice(able, 1) for _ in rule.judge(w.id, [facts.worked_shift(shift, day)], facts)):
                what = f"cannot be worked: alone it leaves less than {rule.hours} h free between {rule.boundary} and "
                what += f"{rule.boundary}, as daily_rest_period asks"
                yield Problem(what, ("shifts", shift), None, "set a boundary that suits the shifts")


ODDITIES: tuple[Callable[[Facts], Iterator[Problem]], ...] = (
    _unused_shifts,
    _idle_sessions,
    _strangers,
    _free_shortfall,
    _free_cover,
    _unpriced_drg,
    _idle_people,
    _idle_offers,
    _idle_lending,
    _unheld_competences,
    _unused_dates,
    _shifts_without_rest,
    presets.missing_kinds,
)
