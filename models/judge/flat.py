"""The flat roster: the same people and contract minutes, evenly every week, whatever the plan asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from models.demand import Lending
from models.facts import Facts


def flat_capacity(facts: Facts) -> Mapping[tuple[str, str, int], int]:
    """Return the bookable minutes of the flat roster per unit, competence and week, rounded down.

    Everybody works contract minutes less credits at home in the main competence; of these people the
    agreements lend their half-days, scaled by the open days of the week, and not more than there are.
    """
    minutes: dict[tuple[str, str, int], Fraction] = defaultdict(Fraction)
    bookable: dict[tuple[str, str, int], Fraction] = defaultdict(Fraction)
    for staff, time in facts.contract_time.items():
        worker = facts.workers[staff]
        contract = worker.person.contract_minutes if worker.person else None
        for week, credit in enumerate(time.credits):
            there = max(0, (contract or 0) - credit)
            minutes[worker.home, worker.main, week] += there
            bookable[worker.home, worker.main, week] += there * Fraction(worker.share * worker.productivity, 1_000_000)
    for agreed in facts.scenario.lending:
        for week in range(facts.week_count):
            home, away = (agreed.source, agreed.competence, week), (agreed.target, agreed.competence, week)
            lent = min(minutes[home], _lent_minutes(facts, agreed, week))
            if lent:
                worth = bookable[home] * lent / minutes[home]
                minutes[home] -= lent
                bookable[home] -= worth
                bookable[away] += worth
    return {key: value.numerator // value.denominator for key, value in bookable.items()}


def _lent_minutes(facts: Facts, agreed: Lending, week: int) -> Fraction:
    """Return the minutes of an agreement in a week: less in a week with closed days."""
    is_open = sum(bool(facts.open[agreed.target, day]) for day in range(7 * week, 7 * week + 7))
    normally = sum(bool(facts.normally_open(agreed.target, weekday)) for weekday in range(7))
    whole = agreed.half_days_per_week * agreed.half_day_minutes
    return Fraction(whole * min(is_open, normally), max(1, normally))
