"""Hard limits about one person at a time: shifts, places, pins and the minutes of a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from models.facts import OFF
from models.judge.limits import broken, week_days
from models.judge.permits import Permits
from models.judge.sheet import Sheet, ShiftRow
from models.result import Violation
from models.staff import Pin


def one_shift(sheet: Sheet) -> Iterator[Violation]:
    """At most one shift a day."""
    for (staff, day), rows in sheet.by_day.items():
        if len(rows) > 1:
            text = f"{len(rows)} shifts on one day: {', '.join(row.shift for row in rows)}"
            yield broken(sheet.facts, "one_shift", text, staff=staff, days=(day,), size=len(rows) - 1)


def absence(sheet: Sheet) -> Iterator[Violation]:
    """No shift on a day of absence."""
    for staff, days in sheet.facts.absent.items():
        for row in sheet.by_person.get(staff, ()):
            if row.day in days:
                yield broken(sheet.facts, "absence", f"{row.shift} on a day of absence", staff=staff, days=(row.day,))


def shift_permits(sheet: Sheet, permits: Permits) -> Iterator[Violation]:
    """Shifts only where they are staffable, and only those that the person may work, as what the row says."""
    for row in sheet.shifts:
        if not permits.staffable(row.worker, row.shift, row.day):
            yield _of_shift(sheet, "closed", row, f"nothing to be there for on {row.shift}")
        if row.shift not in row.worker.shifts:
            yield _of_shift(sheet, "eligibility", row, f"may not work {row.shift}")
        if not permits.may_work(row.worker, row.unit, row.competence):
            yield _of_shift(sheet, "eligibility", row, f"may not work as {row.competence} in {row.unit}")


def _of_shift(sheet: Sheet, key: str, row: ShiftRow, text: str) -> Violation:
    return broken(sheet.facts, key, text, staff=row.staff, days=(row.day,))


def place_permits(sheet: Sheet, permits: Permits) -> Iterator[Violation]:
    """Places only as a competence that the session has, and as which the person may work in the unit."""
    competences = {
        (u, j): set(sheet.facts.session_competences(u, j))
        for u, unit in sheet.facts.scenario.units.items()
        for j in unit.sessions
    }
    for row in sheet.places or ():
        if row.competence not in competences[row.unit, row.session]:
            text = f"{row.session} has no place for {row.competence}"
            yield broken(sheet.facts, "eligibility", text, staff=row.staff, days=(row.day,))
        elif not permits.may_work(row.worker, row.unit, row.competence):
            text = f"may not work as {row.competence} in {row.unit}"
            yield broken(sheet.facts, "eligibility", text, staff=row.staff, days=(row.day,))


def place(sheet: Sheet) -> Iterator[Violation]:
    """A place needs a shift that covers its half-day, and there is at most one a half-day."""
    for row in sheet.places or ():
        if not any(row.period in sheet.covered(shift.shift) for shift in sheet.by_day.get((row.staff, row.day), ())):
            text = f"a place in {row.session} ({row.period}) without a shift that covers it"
            yield broken(sheet.facts, "place", text, staff=row.staff, days=(row.day,))
    if len(sheet.places or ()) == sum(map(len, sheet.placed.values())):
        return
    for (staff, day, period), number in Counter((r.staff, r.day, r.period) for r in sheet.places or ()).items():
        if number > 1:
            text = f"{number} places in one half-day ({period})"
            yield broken(sheet.facts, "place", text, staff=staff, days=(day,), size=number - 1)


def pin(sheet: Sheet) -> Iterator[Violation]:
    """Pinned shifts, days off and places are kept."""
    for given in sheet.facts.scenario.pins:
        day = sheet.facts.day_of(given.date)
        if not 0 <= day < sheet.facts.day_count or (given.shift is None and sheet.places is None):
            continue
        if not _kept(sheet, given, day):
            wanted = given.shift or f"{given.session} ({given.period})"
            yield broken(sheet.facts, "pin", f"{wanted} is pinned and not kept", staff=given.staff, days=(day,))


def _kept(sheet: Sheet, given: Pin, day: int) -> bool:
    shifts = sheet.by_day.get((given.staff, day), ())
    if given.shift == OFF:
        return not shifts
    if given.shift is not None:
        return any(row.shift == given.shift for row in shifts)
    held = sheet.placed.get((given.staff, day), {}).get(given.period or "")
    return (
        held is not None
        and held.session == given.session
        and given.unit in (None, held.unit)
        and given.competence in (None, held.competence)
    )


def week_minutes(sheet: Sheet) -> Iterator[Violation]:
    """Minutes of each week of employees with contract time within their least and most."""
    for staff, time in sheet.facts.contract_time.items():
        for week, (least, most) in enumerate(zip(time.week_min, time.week_max, strict=True)):
            minutes = sheet.week_minutes.get((staff, week), 0)
            if not least <= minutes <= most:
                text = f"{minutes} min in {sheet.facts.week_label(week)}, of {least} to {most}"
                size = max(least - minutes, minutes - most)
                yield broken(sheet.facts, "week_minutes", text, staff=staff, days=week_days(week), size=size)
