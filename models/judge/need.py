"""What the production plan asks of each competence, in minutes a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from models.demand import Unit
from models.facts import Facts


def needed_minutes(facts: Facts) -> Mapping[tuple[str, str, int], int]:
    """Return the minutes that the planned items of a week ask of a competence in a unit, rounded up.

    What is carried in is not part of it.
    """
    exact: dict[tuple[str, str, int], Fraction] = defaultdict(Fraction)
    for (unit, activity), plan in facts.planned.items():
        for competence, minutes in item_minutes(facts, unit, activity).items():
            for week, number in enumerate(plan):
                exact[unit, competence, week] += minutes * number
    return {key: -(-minutes.numerator // minutes.denominator) for key, minutes in exact.items()}


def item_minutes(facts: Facts, unit: str, activity: str) -> Mapping[str, Fraction]:
    """Return the minutes of an item per competence: the activity's own, else its part of a fixed team's list."""
    spec = facts.scenario.units[unit]
    own = spec.activities[activity].team
    if own:
        return {competence: Fraction(minutes) for competence, minutes in own.items()}
    return _of_list(facts, unit, spec, activity)


def _of_list(facts: Facts, unit: str, spec: Unit, activity: str) -> Mapping[str, Fraction]:
    """Return team times minutes of a list over its yield, both summed over where it may run in the horizon.

    The first fixed-team session that can produce the activity counts.
    """
    for name, session in spec.sessions.items():
        if session.team is None or activity not in session.activities:
            continue
        starts = [period for day in range(facts.day_count) for period in sorted(facts.session_open(unit, name, day))]
        produced = sum(session.list_yield(period) for period in starts)
        if produced:
            minutes = Fraction(sum(facts.list_minutes(session, period) for period in starts), produced)
            return {competence: people * minutes for competence, people in session.team.items()}
    return {}
