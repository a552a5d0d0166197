"""Weekends worked, in a row and complete, against slices of days written as letters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from models.facts import Facts
from models.rules.base import Finding
from models.rules.weekends import CompleteWeekends, ConsecutiveWeekends, Weekends
from tests.support.rosters import breaks, shift
from tests.support.rules import before, found, ward

WEEKENDS = tuple("".join(row) for row in itertools.product("EL.R", repeat=2))
KNOWN = ("", ".", "E", ".E", "E.", "NN.....", "..E....E.", "E......EE.....E.", "EE.....EE.....EE")
"""What is known of the days before the horizon: from a Sunday alone to three weekends; it may start with a Sunday."""


def facts_of(known: str, weeks: int = 3) -> Facts:
    return Facts(ward({}, "early late night reserve", weeks=weeks, **before(known)))


def horizons(every: int = 1) -> Iterator[str]:
    """Yield three weeks in which weekends have every pattern; Fridays and Mondays next to them make no difference."""
    for number, weekends in enumerate(itertools.product(WEEKENDS, repeat=3)):
        if number % every == 0:
            yield "".join(f"N..{'N' if number % 2 else '.'}N{weekend}" for weekend in weekends)


def weekends_of(known: str, days: str) -> str:
    """A letter for each weekend from the first known Sunday on: x worked, - free, ? not worked as far as is known."""
    text = "?" * (-len(known) % 7) + known + days
    pairs = [text[n : n + 2] for n in range(5, len(text), 7)]
    marks = ["x" if re.search("[ELN]", pair) else "?" if "?" in pair else "-" for pair in pairs]
    return "".join(marks)


def is_whole(known: str) -> bool:
    """Whether the first known weekend is known from its Saturday on."""
    return len(known) % 7 != 1


def lowered(least: int, window: str, of_horizon: int) -> int:
    """Return the least number of weekends of a window whose last ones are those of the horizon."""
    before = window[:-of_horizon]
    return min(least, before.count("x") + of_horizon) if before else least


def sizes(findings: list[Finding]) -> list[tuple[int | None, int]]:
    return [(each.settled, each.size) for each in findings]


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("weeks", [None, 1, 2, 3, 5])
def test_number_of_weekends(weeks: int | None, known: str) -> None:
    rules = (Weekends(max=1, weeks=weeks), Weekends(min=2, weeks=weeks), Weekends(max=0, min=0, weeks=weeks))
    facts = facts_of(known)
    for days in horizons(every=61):
        marks = weekends_of(known, days)
        windows = [marks[-3:]] if weeks is None else [marks[: len(marks) - n][-weeks:] for n in (2, 1, 0)]
        sundays = [20] if weeks is None else [6, 13, 20]
        first = len(marks) - 3
        for rule in rules:
            wrong = []
            for sunday, window in zip(sundays, windows, strict=True):
                worked, reach = window.count("x"), weeks or 3
                known_weekends = first + sunday // 7 + 1 - (not is_whole(known))
                unknown = "?" in window or (weeks is not None and known_weekends < reach)
                most = None if rule.max is None else max(rule.max, window[: -1 - sunday // 7].count("x"))
                if most is not None and worked > most:
                    wrong.append((sunday, worked - most))
                least = None if rule.min is None or unknown else lowered(rule.min, window, 1 + sunday // 7)
                if (most is None or worked <= most) and least is not None and worked < least:
                    wrong.append((sunday, least - worked))
            assert sizes(found(rule, facts, days)) == wrong, (rule, days)


@pytest.mark.parametrize("end", ["open", "closed"])
@pytest.mark.parametrize("known", KNOWN)
def test_weekends_in_a_row(known: str, end: str) -> None:
    most, least = ConsecutiveWeekends(max=1), ConsecutiveWeekends.model_validate({"min": 3, "end": end})
    facts = facts_of(known)
    for days in horizons(every=31):
        marks = weekends_of(known, days)
        first = len(marks) - 3
        long = [7 * (n - first) + 6 for n in range(first, len(marks)) if n and marks[n - 1 : n + 1] == "xx"]
        assert sizes(found(most, facts, days)) == [(sunday, 1) for sunday in long], days
        over = "(?=[^x]|$)" if end == "closed" else "(?=[^x])"
        runs = [run for run in re.finditer(f"(?<=-)x+{over}", marks) if len(run[0]) < 3 and run.end() >= first]
        short = [(7 * (run.end() - first) + 6, 3 - len(run[0])) for run in runs]
        assert [(min(20, settled or 0), size) for settled, size in sizes(found(least, facts, days))] == [
            (min(20, settled), size) for settled, size in short
        ], days


def test_prices_that_rise_count_the_whole_run() -> None:
    rule = ConsecutiveWeekends(max=1)
    assert [each.before for each in found(rule, facts_of("EE.....E."), "......E" * 3)] == [1, 2, 3]


@pytest.mark.parametrize("same", [False, True])
def test_complete_weekends(same: bool) -> None:
    rule, facts = CompleteWeekends(same_shift=same), facts_of("E")
    wrong_pairs = {f"{x}{y}" for x in "EL" for y in ".R"} | {f"{y}{x}" for x in "EL" for y in ".R"}
    wrong_pairs |= {"EL", "LE"} if same else set()
    for days in horizons(every=7):
        wrong = [(sunday, 1) for sunday in (6, 13, 20) if days[sunday - 1 : sunday + 1] in wrong_pairs]
        found_days = [(each.settled or each.days[-1], each.size) for each in found(rule, facts, days)]
        assert found_days == wrong, days


def test_two_shifts_on_a_day() -> None:
    rule = {"complete_weekends": {"same_shift": True}}
    both = [shift(day, name) for day in (5, 6) for name in ("early", "night")]
    assert {key for key, _ in breaks(ward(rule, "early night"), *both)} == {"one_shift"}
    assert ("complete_weekends", 1) in breaks(ward(rule, "early night"), *both[:3])


def test_least_binds_employees_only() -> None:
    agency = [{"id": "locum", "competence": "nurse", "cost_per_hour": 1}]
    assert breaks(ward({"weekends": {"min": 1}}, "early", agency=agency)) == [("weekends", 1)]


def test_dates_of_the_scope() -> None:
    rule = {"max": 0, "weeks": 1, "scope": {"from": "2027-03-14"}}
    rows = [shift(day, "early") for day in (5, 12, 19)]
    assert breaks(ward({"weekends": rule}, "early", weeks=3), *rows) == [("weekends", 1)] * 2


@pytest.mark.parametrize(
    ("row", "message"),
    [({"weeks": 2}, "needs max or min"), ({"max": 1, "min": 2}, "min of 2 above its max of 1")],
)
def test_refused(row: dict[str, int], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Weekends.model_validate(row)
