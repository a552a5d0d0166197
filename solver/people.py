"""What holds for each person: one shift a day, contract time, week limits, pins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from models.facts import OFF
from models.rules.overtime import OvertimeCap
from models.staff import Pin
from solver.linear import Linear, total
from solver.variables import Variables


class Hours(NamedTuple):
    """Contract time of one employee: minutes, variables or constants."""

    additional: Linear
    overtime: Linear
    under: Linear


def add_one_shift_a_day(v: Variables) -> None:
    """Sum over shifts of x[s,d,k] <= 1."""
    for shifts in v.by_day.values():
        if len(shifts) > 1:
            v.cp.add(total(shifts.values()) <= 1)


def add_week_limits(v: Variables) -> None:
    """Minutes of a week within [week_min, week_max], as scaled by the week's credits."""
    for staff, contract in v.facts.contract_time.items():
        for week in range(v.facts.week_count):
            minutes = v.week_minutes(staff, week)
            v.cp.add_linear_constraint(minutes, contract.week_min[week], contract.week_max[week])


def add_contract_time(v: Variables) -> Mapping[str, Hours]:
    """Worked = due + additional + overtime - under, over the horizon; additional hours are limited."""
    hours: dict[str, Hours] = {}
    capped = _with_capped_additional_hours(v)
    for staff, contract in v.facts.contract_time.items():
        worked = v.minutes(staff)
        most = sum(v.facts.paid[k, d] for d in range(v.facts.day_count) for k in v.by_day.get((staff, d), {}))
        additional = v.cp.new_int_var(0, min(contract.additional, most), f"additional[{staff}]")
        overtime = v.cp.new_int_var(0, most, f"overtime[{staff}]")
        under = v.cp.new_int_var(0, contract.due, f"under[{staff}]")
        v.cp.add(worked == contract.due + additional + overtime - under)
        if contract.additional_rate > contract.overtime_rate or staff in capped:
            # where they cost no more than overtime and have no cap, additional hours come first by themselves
            full_time = v.cp.new_bool_var(f"full_time[{staff}]")
            v.cp.add(additional >= contract.additional * full_time)
            v.cp.add(overtime <= most * full_time)
        hours[staff] = Hours(additional, overtime, under)
    return hours


def _with_capped_additional_hours(v: Variables) -> frozenset[str]:
    caps = [r for r in v.facts.scenario.rules_in_force if isinstance(r, OvertimeCap) and r.kind == "additional"]
    return frozenset(s for s in v.facts.contract_time if any(r.binds(v.facts.workers[s]) for r in caps))


def add_pins(v: Variables) -> None:
    """Keep what is pinned."""
    for pin in v.facts.scenario.pins:
        v.cp.add(kept(v, pin) >= 1)


def kept(v: Variables, pin: Pin) -> Linear:
    """Return an expression that is at least 1 where a pin is kept."""
    return _shift_kept(v, pin) if pin.session is None else _place_kept(v, pin)


def _shift_kept(v: Variables, pin: Pin) -> Linear:
    day = v.facts.day_of(pin.date)
    if pin.shift == OFF:
        return 1 - v.worked(pin.staff, day)
    return v.by_day.get((pin.staff, day), {}).get(pin.shift or "", 0)


def _place_kept(v: Variables, pin: Pin) -> Linear:
    """Heads of the pinned person, who is a profile of one, in the session; of a pooled session: being there at all."""
    day, unit, period = v.facts.day_of(pin.date), pin.unit or v.facts.only_unit, pin.period or ""
    if v.coarse and not v.facts.scenario.units[unit].sessions[pin.session or ""].fixed:
        shifts = v.by_day.get((pin.staff, day), {}).items()
        return total(x for k, x in shifts if period in v.facts.scenario.shifts[k].covers)
    profiles = {profile.number for (staff, _), profile in v.profile_of.items() if staff == pin.staff}
    return total(
        v.heads[head]
        for profile in profiles
        for head in v.heads_at.get((profile, day, period), ())
        if (head.place.unit, head.place.session) == (unit, pin.session) and pin.competence in (None, head.competence)
    )
