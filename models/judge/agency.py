"""Agency lines: the weeks that they are booked, and what they cost."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from models.base import ticks
from models.judge.limits import broken, week_days
from models.judge.sheet import Sheet
from models.judge.stages import booking_blocks
from models.result import Violation
from models.staff import AgencyOffer


def agency_weeks(sheet: Sheet) -> Iterator[Violation]:
    """Each line works in bookable weeks, within its weekly hours, in blocks that are long enough, not too often."""
    for staff, weeks in sheet.booked.items():
        offer = sheet.facts.workers[staff].offer
        if offer is None:
            continue
        for week in weeks:
            yield from _week(sheet, staff, offer, week)
        yield from _blocks(sheet, staff, offer, weeks)


def _week(sheet: Sheet, staff: str, offer: AgencyOffer, week: int) -> Iterator[Violation]:
    facts, label = sheet.facts, sheet.facts.week_label(week)
    if not facts.bookable(offer, week):
        yield broken(facts, "agency_weeks", f"{label} cannot be booked", staff=staff, days=week_days(week))
    least, most = facts.weekly_minutes(offer, week)
    minutes = sheet.week_minutes[staff, week]
    if not least <= minutes <= most:
        text = f"{minutes} min in {label}, of {least} to {most}"
        yield broken(facts, "agency_weeks", text, staff=staff, days=week_days(week))


def _blocks(sheet: Sheet, staff: str, offer: AgencyOffer, weeks: Collection[int]) -> Iterator[Violation]:
    facts, book = sheet.facts, offer.book
    for block in booking_blocks(weeks):
        cut = book.may_continue and block.stop == facts.week_count
        if len(block) < book.min_weeks and not cut:
            text = f"a block of {len(block)} weeks from {facts.week_label(block.start)}, at least {book.min_weeks}"
            days = range(7 * block.start, 7 * block.stop)
            yield broken(facts, "agency_weeks", text, staff=staff, days=days, size=book.min_weeks - len(block))
    if book.max_weeks is not None and len(weeks) > book.max_weeks:
        text = f"{len(weeks)} weeks booked, at most {book.max_weeks}"
        yield broken(facts, "agency_weeks", text, staff=staff, size=len(weeks) - book.max_weeks)


def agency_costs(sheet: Sheet) -> tuple[int, int]:
    """Return the ticks of agency hours and of travel."""
    workers = sheet.facts.workers
    hours, travel = 0, 0
    for staff, weeks in sheet.booked.items():
        offer = workers[staff].offer
        if offer is not None:
            hours += workers[staff].rate * sheet.person_minutes[staff]
            travel += ticks(offer.travel_per_week) * len(weeks)
    return hours, travel
