"""What a made place consists of, as rows of a scenario, and the numbers that its parts share."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Row = dict[str, Any]

START: Final = dt.date(2027, 8, 16)
"""The first Monday; no public holiday lies in the twelve weeks from it."""
FRACTIONS: Final = (1.0, 1.0, 0.75, 1.0, 0.9, 1.0, 0.5)
"""Parts of full time, in turn."""
FULL_TIME: Final = 2400
"""Minutes a week."""
WEEKS_BETWEEN_LEAVES: Final = 10
LEAVE: Final = 1 / WEEKS_BETWEEN_LEAVES
"""Part of the people who are on leave in a week."""
LOAD: Final = 1.05
"""What is asked for, of what people can give: something has to wait, and a roster costs a person about as much as in
the reference clinics."""
VARIATION: Final = 0.3
"""Of the plan from week to week, at most; referrals have a variation coefficient of 15 to 25 percent."""


@dataclass
class Parts:
    """The rows of a scenario, as the parts of a place add them."""

    weeks: int
    chance: random.Random
    units: dict[str, Row] = field(default_factory=dict)
    plan: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    cover: list[Row] = field(default_factory=list)
    staff: list[Row] = field(default_factory=list)
    absences: list[Row] = field(default_factory=list)
    requests: list[Row] = field(default_factory=list)
    lending: list[Row] = field(default_factory=list)
    agency: list[Row] = field(default_factory=list)

    def hire(self, person: Row, number: int) -> Row:
        """Add the n-th person of a unit with a part of full time, leave and perhaps a wish; return the row."""
        fraction = FRACTIONS[number % len(FRACTIONS)]
        row = {"contract_minutes": round(FULL_TIME * fraction), "fraction": fraction, **person}
        self.staff.append(row)
        for week in range(self.weeks):
            if (number + 3 * week) % WEEKS_BETWEEN_LEAVES == 0:
                monday = START + dt.timedelta(days=7 * week)
                self.absences.append({"staff": row["id"], "start": monday, "end": monday + dt.timedelta(days=4)})
        if self.chance.random() < 0.3:
            day = START + dt.timedelta(days=self.chance.randrange(7 * self.weeks))
            self.requests.append({"staff": row["id"], "date": day, "kind": "off", "cost": 300})
        return row

    def by_week(self, mean: float) -> list[int]:
        """Return a number for each week that varies around a mean: by 17 percent, as standard deviation."""
        return [max(1, round(mean * self.chance.uniform(1 - VARIATION, 1 + VARIATION))) for _ in range(self.weeks)]


def split(number: int, size: int) -> Iterator[int]:
    """Yield parts of about a size that sum up to a number."""
    parts = max(1, round(number / size))
    for place in range(parts):
        yield number * (place + 1) // parts - number * place // parts


def people_of(number: int, kinds: Sequence[tuple[str, float]]) -> Iterator[str]:
    """Yield a kind for each of some people, in the parts that the kinds have; the last gets the rest."""
    left = number
    for kind, part in kinds[:-1]:
        count = min(left, max(1, round(number * part)))
        left -= count
        yield from [kind] * count
    yield from [kinds[-1][0]] * left
