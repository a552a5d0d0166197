"""Who is on a shift together: every day and shift by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from models.rules.base import Subject
from models.rules.groups import Apart, ShiftRule, SkillMix, Supervision, Together
from solver.excess import excess_costs
from solver.linear import Linear, total
from solver.people import Hours
from solver.rules.compiling import prices
from solver.variables import Variables


def _cells(v: Variables, rule: ShiftRule) -> Iterator[tuple[int, str]]:
    """Yield the days and shifts that a rule is about."""
    shifts = sorted(v.facts.shifts_named(rule.shifts))
    for day in range(v.facts.day_count):
        if rule.settles(day, v.facts):
            yield from ((day, shift) for shift in shifts)


def _on(v: Variables, people: Iterable[Subject], day: int, shift: str) -> list[Linear]:
    """Return 0 or 1 for each of some people on a shift of a day; who cannot work it is left out."""
    found = (v.by_day.get((person.id, day), {}).get(shift) for person in people)
    return [x for x in found if x is not None]


def together(v: Variables, rule: Together, hours: Mapping[str, Hours]) -> Iterator[Linear]:
    """All or none: in a ring of the people nobody is there whose neighbour is not."""
    members = rule.members(v.facts)
    for day, shift in _cells(v, rule):
        there = _on(v, members, day, shift)
        if not there or len(members) < 2:
            continue
        ring = there if len(there) == len(members) else [*there, 0]
        broken: Linear = v.cp.new_bool_var("") if rule.mode == "soft" else 0
        for first, second in pairwise([*ring, ring[0]]):
            v.cp.add(first - second <= broken)
        yield rule.price(1) * broken


def apart(v: Variables, rule: Apart, hours: Mapping[str, Hours]) -> Iterator[Linear]:
    """At most so many on a shift."""
    members = rule.members(v.facts)
    for day, shift in _cells(v, rule):
        yield from excess_costs(v.cp, total(_on(v, members, day, shift)), rule.most, prices(rule))


def supervision(v: Variables, rule: Supervision, hours: Mapping[str, Hours]) -> Iterator[Linear]:
    """ratio x (seniors + missing) >= juniors."""
    bound = rule.bound(v.facts)
    for day, shift in _cells(v, rule):
        juniors = _on(v, (s for s in bound if rule.is_junior(s, day, v.facts)), day, shift)
        if not juniors:
            continue
        seniors = total(_on(v, (s for s in bound if rule.is_senior(s, day, v.facts)), day, shift))
        if rule.mode == "hard":
            v.cp.add(total(juniors) <= rule.ratio * seniors)
            continue
        most = -(-len(juniors) // rule.ratio)
        missing = v.cp.new_int_var(0, most, "")
        v.cp.add(total(juniors) <= rule.ratio * (seniors + missing))
        yield from excess_costs(v.cp, missing, 0, prices(rule))


def skill_mix(v: Variables, rule: SkillMix, hours: Mapping[str, Hours]) -> Iterator[Linear]:
    """People of the group >= min, where anybody is there."""
    bound = rule.bound(v.facts)
    for day, shift in _cells(v, rule):
        if not rule.holds_on_day(day):
            continue
        able = total(_on(v, (s for s in bound if rule.any_of.includes(s, day, v.facts)), day, shift))
        needed: Linear = rule.min
        if rule.only_when_staffed:
            there = _on(v, bound, day, shift)
            if not there:
                continue
            staffed = v.cp.new_bool_var("")
            for x in there:
                v.cp.add(x <= staffed)
            needed = rule.min * staffed
        yield from excess_costs(v.cp, needed - able, 0, prices(rule))
