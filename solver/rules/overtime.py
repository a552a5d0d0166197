"""Caps on overtime and on the additional hours of part-timers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from models.rules.overtime import OvertimeCap
from solver.excess import excess_costs
from solver.linear import Linear
from solver.people import Hours
from solver.rules.compiling import prices
from solver.variables import Variables


def overtime_cap(v: Variables, rule: OvertimeCap, hours: Mapping[str, Hours]) -> Iterator[Linear]:
    """Minutes of the horizon within what the window leaves."""
    if not rule.settles(v.facts.day_count - 1, v.facts):
        return
    for staff, time in hours.items():
        worker = v.facts.workers[staff]
        if rule.binds(worker):
            minutes = time.overtime if rule.kind == "overtime" else time.additional
            yield from excess_costs(v.cp, minutes, rule.most(worker, v.facts), prices(rule))
