"""Totals that are whole by themselves: solvers branch on them where the days would only trade places."""

from __future__ import annotations

from collections import defaultdict

from solver.linear import Linear, total, upper
from solver.variables import Variables


def add_list_counts(v: Variables) -> None:
    """Count the lists of each session by week, and those of all weeks.

    In the linear relaxation half a list is held here and half a one there. What is moved from one day to the next costs
    nothing, so branching on the lists of a day proves nothing; on their number in a week it does.
    """
    by_week: dict[tuple[str, str, int], list[Linear]] = defaultdict(list)
    most: dict[tuple[str, str, int], int] = defaultdict(int)
    for place, lists in v.lists.items():
        key = (place.unit, place.session, place.day // 7)
        by_week[key].append(lists)
        most[key] += upper(lists)
    overall: dict[tuple[str, str], list[tuple[str, str, int]]] = defaultdict(list)
    for key, terms in by_week.items():
        v.list_counts[key] = v.cp.new_int_var(0, most[key], f"lists{list(key)}")
        v.cp.add(v.list_counts[key] == total(terms))
        overall[key[:2]].append(key)
    for (unit, session), keys in overall.items():
        count = v.cp.new_int_var(0, sum(most[key] for key in keys), f"lists[{unit},{session}]")
        v.cp.add(count == total(v.list_counts[key] for key in keys))
        v.list_counts[unit, session, ALL_WEEKS] = count


ALL_WEEKS = -1
"""In place of a week: the whole horizon."""
