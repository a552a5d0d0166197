"""Who is lent where, decided before units are planned apart.

A relaxation lends a tenth of a doctor for every half-day. Once numbers of people are whole this would cost the home
unit a whole half-day each time, so the half-days of a week are put together first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import floor

from ortools.sat.python import cp_model

from solver.model import Model
from solver.variables import Head

ROUND_UP = 0.5
"""Part of a half-day from which one more is lent."""
_NONE = 1e-6


def whole_lending(model: Model, values: Sequence[float]) -> Mapping[int, int]:
    """Return whole numbers of people lent (by variable) that come to what the values lend in each week.

    Of the half-days of a week those are taken in which the values have the most people at hand.
    """
    weeks: dict[tuple[int, str, str, int], list[tuple[Head, int]]] = defaultdict(list)
    for head, variable in model.variables.heads.items():
        home = model.variables.profiles[head.profile].worker.home
        if home != head.place.unit and isinstance(variable, cp_model.IntVar):
            key = (head.profile, head.place.unit, head.competence, head.place.day // 7)
            weeks[key].append((head, variable.index))
    present = _present(model, values)
    found: dict[int, int] = {}
    taken: dict[tuple[int, int, str], int] = defaultdict(int)
    for heads in weeks.values():
        left = floor(sum(max(0.0, values[x]) for _, x in heads) + 1 - ROUND_UP + _NONE)
        free = {(h.profile, h.place.day, h.place.period): present[h.profile, h.place.day, h.place.period] for h, _ in heads}
        found.update((x, 0) for _, x in heads)
        for _ in range(left):
            best = max(heads, key=lambda head: _room(head[0], free, taken))
            key = (best[0].profile, best[0].place.day, best[0].place.period)
            if free[key] - taken[key] < 1:
                break
            found[best[1]] += 1
            taken[key] += 1
    return found


def _room(
    head: Head, free: Mapping[tuple[int, int, str], float], taken: Mapping[tuple[int, int, str], int]
) -> float:
    key = (head.profile, head.place.day, head.place.period)
    return free[key] - taken[key]


def _present(model: Model, values: Sequence[float]) -> Mapping[tuple[int, int, str], float]:
    """Return how many people of each profile are at work in each half-day."""
    v, shifts = model.variables, model.facts.scenario.shifts
    present: dict[tuple[int, int, str], float] = defaultdict(float)
    for (worker, day, shift), stages in v.by_stage.items():
        for stage, x in stages.items():
            number = values[x.index] if isinstance(x, cp_model.IntVar) else float(x)
            for period in shifts[shift].covers:
                present[v.profile_of[worker, stage].number, day, period] += number
    return present
