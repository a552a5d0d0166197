"""Agency lines: booked weeks, blocks, ramp and weekly hours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from models.facts import Facts, Worker
from models.staff import AgencyOffer
from solver.linear import Linear, total
from solver.profiles import ramp_stages
from solver.variables import Variables


def add_bookings(v: Variables) -> None:
    """Everything about the weeks of agency lines."""
    for offer in v.facts.scenario.agency:
        lines = [v.facts.workers[offer.line(number)] for number in range(1, offer.people + 1)]
        for line in lines:
            _add_weeks(v, line, offer)
            _add_blocks(v, line, offer)
            _add_ramp(v, line)
        _order(v, lines)


def _booked(v: Variables, line: Worker, week: int) -> Linear:
    return v.book.get((line.id, week), 0)


def _add_weeks(v: Variables, line: Worker, offer: AgencyOffer) -> None:
    """least x booked <= minutes of the week <= most x booked; a booked week has a shift."""
    for week in range(v.facts.week_count):
        days = range(7 * week, 7 * week + 7)
        booked = v.book[line.id, week]
        if not v.facts.bookable(offer, week):
            v.cp.add(booked == 0)
            continue
        least, most = v.facts.weekly_minutes(offer, week)
        minutes = v.week_minutes(line.id, week)
        v.cp.add(minutes >= least * booked)
        v.cp.add(minutes <= most * booked)
        v.cp.add(total(v.worked(line.id, day) for day in days) >= booked)
        for day in days:
            v.cp.add(v.worked(line.id, day) <= booked)


def _add_blocks(v: Variables, line: Worker, offer: AgencyOffer) -> None:
    """A block has at least min_weeks, or is cut by the end of the horizon and may go on. At most max_weeks in all."""
    weeks = v.facts.week_count
    for week in range(weeks):
        starts = _booked(v, line, week) - _booked(v, line, week - 1)
        last = week + offer.book.min_weeks - 1
        if last >= weeks and not offer.book.may_continue:
            v.cp.add(starts <= 0)
        for later in range(week + 1, min(last, weeks - 1) + 1):
            v.cp.add(_booked(v, line, later) >= starts)
    if offer.book.max_weeks is not None:
        v.cp.add(total(_booked(v, line, week) for week in range(weeks)) <= offer.book.max_weeks)


def _add_ramp(v: Variables, line: Worker) -> None:
    """The n-th week of a block has the n-th stage of the ramp, the last holds on; shifts follow the week's stage."""
    last = len(ramp_stages(line)) - 1
    for week in range(v.facts.week_count):
        stages = [s for s in range(last + 1) if (line.id, week, s) in v.stage]
        v.cp.add(total(v.stage[line.id, week, s] for s in stages) == v.book[line.id, week])
        if last > 0:
            v.cp.add(v.stage[line.id, week, 0] + _booked(v, line, week - 1) <= 1)
        for s in stages[1:]:
            before = v.stage.get((line.id, week - 1, s - 1), 0)
            v.cp.add(v.stage[line.id, week, s] <= before + (v.stage.get((line.id, week - 1, s), 0) if s == last else 0))
    for (worker, day, _), by_stage in v.by_stage.items():
        if worker == line.id and len(by_stage) > 1:
            for s, x in by_stage.items():
                v.cp.add(x <= v.stage[line.id, day // 7, s])


def _order(v: Variables, lines: Sequence[Worker]) -> None:
    """Order the lines of an offer by their whole booking vector, where they are interchangeable."""
    if not interchangeable(v.facts, [line.id for line in lines]):
        return
    weeks = v.facts.week_count
    values = [total(2 ** min(60, weeks - 1 - w) * v.book[line.id, w] for w in range(min(weeks, 60))) for line in lines]
    for first, second in pairwise(values):
        v.cp.add(first >= second)


def interchangeable(facts: Facts, lines: Sequence[str]) -> bool:
    """Whether the lines of an offer are like each other: nothing in the scenario names one of them."""
    scenario = facts.scenario
    earlier = (scenario.history, scenario.published, scenario.previous)
    sections = (scenario.pins, scenario.absences, scenario.requests, *earlier)
    named = {row.staff for rows in sections for row in rows}
    named.update(person for rule in scenario.rules_in_force for person in rule.named())
    return named.isdisjoint(lines)
