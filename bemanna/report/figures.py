"""The key figures on top of the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bemanna.report.wording import amount, counted, grouped, hours, percent
from bemanna.runs.run import Solved
from models.result import Production


@dataclass(frozen=True, slots=True)
class Figure:
    """A card: a number, what it is, and a line that sets it in proportion."""

    title: str
    value: str
    note: str
    share: float | None = None
    """Part of a whole to draw as a bar, 0 to 1."""
    mood: str = "plain"
    """``good``, ``bad`` or ``plain``."""


def figures(solved: Solved) -> list[Figure]:
    """Return the cards, in order."""
    return [
        *_production(solved),
        *_cover(solved),
        *_mismatch(solved),
        _cost(solved),
        *_agency(solved),
        _hours(solved),
        _rules(solved),
    ]


def left_over(solved: Solved, rows: list[Production]) -> int:
    """Return the items that fall short: what still waits at the end, and what other activities miss in their weeks."""
    last = solved.facts.week_count - 1
    units = solved.scenario.units
    return sum(r.shortfall for r in rows if r.week == last or not units[r.unit].activities[r.activity].carry_over)


def _production(solved: Solved) -> Iterator[Figure]:
    rows = list(solved.evaluation.production or ())
    if not rows:
        return
    planned, produced = sum(r.planned for r in rows), sum(r.produced for r in rows)
    share = produced / planned if planned else 1.0
    missing = left_over(solved, rows)
    note = f"of {grouped(planned)} planned ({percent(share)})"
    yield Figure("Produced", grouped(produced), note, min(1.0, share))
    mood, note = ("bad", "not produced or still waiting") if missing else ("good", "everything planned is produced")
    yield Figure("Shortfall", grouped(missing), note, mood=mood)


def _cover(solved: Solved) -> Iterator[Figure]:
    share = solved.evaluation.kpis.get("cover_share")
    if share is None:
        return
    below = sum(row.missing > 0 for row in solved.evaluation.cover)
    note = f"of the people needed; {counted(below, 'shift')} below target" if below else "every shift has its people"
    yield Figure("Cover", percent(share), note, share, mood="bad" if below else "good")


def _mismatch(solved: Solved) -> Iterator[Figure]:
    kpis = solved.evaluation.kpis
    mismatch, flat = kpis.get("mismatch"), kpis.get("mismatch_flat")
    if mismatch is None:
        return
    note = "of the need has its capacity elsewhere"
    if flat is not None:
        note = f"a flat roster of the same people: {percent(flat)}"
    yield Figure("Mismatch", percent(mismatch), note, mood="good" if flat is not None and mismatch < flat else "plain")


def _cost(solved: Solved) -> Figure:
    currency = solved.scenario.calendar.currency
    bound = solved.result.bound
    note = "all terms together" if bound is None else f"at least {amount(bound)} for any roster"
    return Figure(f"Cost, {currency}", amount(solved.evaluation.objective), note)


def _agency(solved: Solved) -> Iterator[Figure]:
    share = solved.evaluation.kpis.get("agency_share")
    if share is None or not (solved.scenario.agency or share):
        return
    budget = solved.scenario.budget.agency_share
    if budget is None:
        yield Figure("Agency", percent(share, 2), "of own-staff cost")
        return
    target = float(budget.target)
    yield Figure(
        "Agency",
        percent(share, 2),
        f"of own-staff cost; target {percent(target)}",
        mood="good" if share <= target else "bad",
    )


def _hours(solved: Solved) -> Figure:
    facts = solved.facts
    worked = sum(facts.paid[row.shift, facts.day_of(row.date)] for row in solved.shifts)
    over = sum(solved.evaluation.over_minutes.values())
    return Figure("Hours worked", hours(worked), f"{hours(over)} h above contract")


def _rules(solved: Solved) -> Figure:
    broken = len(solved.evaluation.violations)
    granted = solved.evaluation.kpis.get("requests_granted")
    note = "rest, absences, rooms, pins and the other limits"
    if granted is not None:
        note = f"{percent(granted, 0)} of requests granted"
    if broken:
        return Figure("Hard rules", counted(broken, "break"), note, mood="bad")
    return Figure("Hard rules", "All kept", note, mood="good")
