"""Which room each list of a fixed team holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from solver.solution import Solution
from solver.variables import Place, Variables


def assign_rooms(v: Variables, solution: Solution) -> Mapping[tuple[Place, int], str]:
    """Return the room of each list: its kind, with a number where there are several.

    Day lists take the first numbers and keep them all day; the lists of single half-days follow, in the same
    order in each half-day, so that a session that runs all day mostly stays where it is.
    """
    taken: dict[tuple[str, str, int, str], int] = defaultdict(int)
    rooms: dict[tuple[Place, int], str] = {}
    for place in sorted(solution.lists, key=lambda p: (p.day, not v.session(p).span, p.session, p.period)):
        kind = v.session(place).room
        if kind is None:
            continue
        several = v.facts.scenario.units[place.unit].rooms[kind].count > 1
        for number in range(1, solution.lists[place] + 1):
            held = [(place.unit, kind, place.day, period) for period in v.periods_of(place)]
            room = max(taken[key] for key in held) + 1
            taken.update(dict.fromkeys(held, room))
            rooms[place, number] = f"{kind} {room}" if several else kind
    return rooms
