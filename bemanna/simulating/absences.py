"""Draws of absence: spells of each person, day by day, independent of other people."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bemanna.simulating.assumptions import Assumptions

Flags: TypeAlias = NDArray[np.bool_]


def draw_absence(random: np.random.Generator, assumptions: Assumptions, draws: int, people: int, days: int) -> Flags:
    """Return who is absent: people by days by draws.

    The first day is like any other: a spell may have begun before it.
    """
    start = assumptions.start_chance
    again = 1 - (1 - start) / assumptions.spell_days
    absent = np.empty((people, days, draws), dtype=np.bool_)
    today = random.random((people, draws), dtype=np.float32) < assumptions.share_sick
    absent[:, 0] = today
    for day in range(1, days):
        chance = np.where(today, np.float32(again), np.float32(start))
        today = random.random((people, draws), dtype=np.float32) < chance
        absent[:, day] = today
    return absent
