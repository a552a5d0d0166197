"""Heads in sessions against heads on shifts: nobody sits in two places, and covering people sit in none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from solver.cover import idle_covers, sharing
from solver.linear import Linear, total
from solver.variables import Variables


class Seat(NamedTuple):
    """People of a profile on one shift who hold a place in all of some periods of a day.

    With several periods they are in a day list; with one they hold any place there, day lists included.
    """

    profile: int
    day: int
    shift: str
    periods: tuple[str, ...]


def add_seats(v: Variables, covering: Mapping[tuple[int, int, str], Linear]) -> None:
    """Per profile and half-day: heads in sessions <= heads present - heads that cover.

    For day lists the same over their whole span: with F heads in day lists, F <= those present in all of
    its periods. As spans do not overlap, the two together are exact: the day lists are filled first, and
    whoever is left in a period can take any other place of it.
    """
    for (profile, day, period), heads in v.heads_at.items():
        v.cp.add(total(v.heads[h] for h in heads) <= free_heads(v, covering, profile, day, (period,)))
    for (profile, day, span), lists in _day_lists(v).items():
        v.cp.add(total(lists) <= free_heads(v, covering, profile, day, span))


def free_heads(
    v: Variables, covering: Mapping[tuple[int, int, str], Linear], profile: int, day: int, periods: tuple[str, ...]
) -> Linear:
    """Return the heads whose shift covers all of some periods and who do no exclusive cover."""
    shifts = [k for k, spec in v.facts.scenario.shifts.items() if set(periods).issubset(spec.covers)]
    taken = total(covering.get((profile, day, shift), 0) for shift in shifts)
    return v.heads_on(profile, day, periods) - taken


def _day_lists(v: Variables) -> Mapping[tuple[int, int, tuple[str, ...]], list[Linear]]:
    result: dict[tuple[int, int, tuple[str, ...]], list[Linear]] = defaultdict(list)
    for head, variable in v.heads.items():
        span = v.periods_of(head.place)
        if len(span) > 1:
            result[head.profile, head.place.day, span].append(variable)
    return result


def add_busy_or_covering(v: Variables, covering: Mapping[tuple[int, int, str], Linear]) -> Mapping[Seat, Linear]:
    """Where idle people of a shift with half-days would count as too many: who covers nothing holds a place.

    Heads in sessions are split by shift: of the people of a shift who do not cover, so many can hold a
    place in some half-day as there are seats less those that day lists take twice. Returns the split, which
    stage two follows.
    """
    shifts = v.facts.scenario.shifts
    asked = {(g, d) for g, d, k in v.present if shifts[k].covers and _too_many_cost(v, g, d, k)}
    seats: dict[Seat, Linear] = {}
    by_span = _day_lists(v)
    shared = sharing(v)
    for profile, day in sorted(asked):
        here = [k for k, spec in shifts.items() if spec.covers and (profile, day, k) in v.present]
        seats.update(_split_heads(v, profile, day, here))
        whole = _split_day_lists(v, profile, day, here, by_span)
        for key, number in whole.items():
            for period in key.periods:
                v.cp.add(number <= seats[key._replace(periods=(period,))])
        for k in here:
            free = v.present[profile, day, k] - covering.get((profile, day, k), 0)
            mine = [seats[Seat(profile, day, k, (p,))] for p in shifts[k].covers]
            for seat in mine:
                v.cp.add(seat <= free)
            if _too_many_cost(v, profile, day, k):
                twice = total((len(key.periods) - 1) * number for key, number in whole.items() if key.shift == k)
                v.cp.add(total(mine) - twice + shared.get((profile, day, k), 0) >= free)
        seats.update(whole)
    return seats


def _split_day_lists(
    v: Variables,
    profile: int,
    day: int,
    shifts: list[str],
    by_span: Mapping[tuple[int, int, tuple[str, ...]], list[Linear]],
) -> Mapping[Seat, Linear]:
    """Split the heads of a profile in day lists over the shifts that cover the whole span."""
    whole: dict[Seat, Linear] = {}
    for (g, d, span), heads in by_span.items():
        if (g, d) == (profile, day):
            able = [k for k in shifts if set(span).issubset(v.facts.scenario.shifts[k].covers)]
            most = len(v.profiles[profile].members)
            split = {
                Seat(profile, day, k, span): v.cp.new_int_var(0, most, f"whole[{profile},{day},{k}]") for k in able
            }
            v.cp.add(total(split.values()) == total(heads))
            whole.update(split)
    return whole


def _too_many_cost(v: Variables, profile: int, day: int, shift: str) -> bool:
    worker = v.profiles[profile].worker
    rows = v.facts.cover.get((day, shift, worker.home, v.facts.main_on(worker, day)), ())
    return idle_covers(v, profile, day, shift) and any(any(row.over_cost) for row in rows)


def _split_heads(v: Variables, profile: int, day: int, shifts: list[str]) -> Mapping[Seat, Linear]:
    """Split the heads of a profile in each period of a day over the shifts that cover it."""
    covers = {k: v.facts.scenario.shifts[k].covers for k in shifts}
    most = len(v.profiles[profile].members)
    seats = {
        Seat(profile, day, k, (p,)): v.cp.new_int_var(0, most, f"seats[{profile},{day},{k},{p}]")
        for k in shifts
        for p in covers[k]
    }
    for period in {p for k in shifts for p in covers[k]}:
        heads = total(v.heads[h] for h in v.heads_at.get((profile, day, period), ()))
        v.cp.add(heads == total(seat for key, seat in seats.items() if key.periods == (period,)))
    return seats
