"""Random small scenarios that are valid, with much of what a scenario can hold, for hypothesis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st

from models.checks import check
from models.facts import Facts
from models.scenario import Scenario
from tests.support.rule_sets import Names, rule_sets

Draw = st.DrawFn
Row = dict[str, Any]

_PERIODS = {
    "am": {"from": "08:00", "to": "12:00"},
    "pm": {"from": "13:00", "to": "16:00"},
    "eve": {"from": "17:00", "to": "19:00"},
}
_SHIFTS: dict[str, Row] = {
    "day": {"from": "08:00", "to": "16:30", "break": 30, "covers": ["am", "pm"]},
    "early": {"from": "07:30", "to": "12:00", "covers": ["am"]},
    "late": {"from": "13:00", "to": "21:00", "covers": ["pm", "eve"], "kind": "late"},
    "night": {"from": "21:00", "to": "07:00", "kind": "night"},
    "course": {"minutes": 420, "covers": ["am"], "days": "mon-fri"},
}
_COMPETENCES = ("nurse", "doctor")
_STARTS = (dt.date(2027, 3, 1), dt.date(2027, 3, 22), dt.date(2027, 10, 25))
"""An ordinary week, one with Good Friday and the clock change of March, one with that of October."""


def randomly(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test on so many scenarios, the same each time. (They are small already: nothing is shrunk.)"""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@st.composite
def scenarios(draw: Draw) -> Scenario:
    """Return a valid scenario of one or two weeks, two units at most and a handful of people."""
    start = draw(st.sampled_from(_STARTS))
    weeks = draw(st.sampled_from([1, 1, 2]))
    days = [start + dt.timedelta(days=n) for n in range(7 * weeks)]
    others = [name for name in _SHIFTS if name != "day"]
    shifts = ["day", *draw(st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True))]
    names = ["clinic", "ward"][: draw(st.sampled_from([2, 1]))]
    staff = [draw(_person(f"p{n}", names, shifts, start)) for n in range(draw(st.integers(2, 4)))]
    units = {name: draw(_unit()) for name in names}
    people = [row["id"] for row in staff]
    agency = draw(st.lists(_offer(names, shifts, weeks), min_size=draw(st.sampled_from([1, 0])), max_size=1))
    known = Names([*people, *(["locum-1"] if agency else [])], shifts, days)
    data: Row = {
        "schema": "bemanna/1",
        "name": "Random clinic",
        "horizon": {"start": start, "weeks": weeks},
        "planned_on": draw(st.sampled_from([None, start - dt.timedelta(days=8)])),
        "calendar": {"country": draw(st.sampled_from(["SE", None]))},
        "periods": _PERIODS,
        "shifts": {name: _SHIFTS[name] for name in shifts},
        "competences": list(_COMPETENCES),
        "units": units,
        "production_plan": {
            name: {
                a: draw(st.lists(st.sampled_from([6, 0, 15, 3]), min_size=weeks, max_size=weeks))
                for a in unit["activities"]
            }
            for name, unit in units.items()
        },
        "staff": staff,
        "cover": draw(_cover(names, shifts)),
        "lending": draw(_lending(names)),
        "agency": agency,
        "absences": draw(_rows(people, days, {"minutes": st.sampled_from([None, 0, 300])}, "start")),
        "requests": draw(_requests(people, days, shifts)),
        "history": draw(_history(people, shifts, start)),
        "published": draw(_rosters(people, shifts, days)),
        "previous": draw(_rosters(people, shifts, days)),
        "budget": draw(_budget()),
        "pay": draw(_pay()),
        "unsocial_hours": draw(st.sampled_from([[], _UNSOCIAL, _AGREED])),
        "rules": {"presets": [draw(st.sampled_from(["none", "basic"]))], "overrides": draw(rule_sets(known))},
    }
    data["pins"] = draw(_pins(data, days))
    scenario = Scenario.model_validate(data)
    assume(not check(scenario))
    return scenario


_UNSOCIAL = [
    {"days": "mon-fri", "from": "19:00", "to": "06:00", "cost_per_hour": "31.5"},
    {"days": "sat,sun", "from": "00:00", "to": "24:00", "cost_per_hour": 60},
    {"days": "holidays", "from": "00:00", "to": "24:00", "cost_per_hour": 60},
]
_AGREED = {
    "preset": "se-ab",
    "amounts": {
        "weekday_evening": 25,
        "weekday_night": "50.7",
        "weekend": 60,
        "major_holiday": 120,
        "major_holiday_night": 144,
        "whitsun": 0,
    },
    "windows": [{"days": "mon", "from": "06:00", "to": "10:00", "cost_factor": "0.333", "whole_shift": True}],
}


def _price(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


@st.composite
def _person(draw: Draw, name: str, units: list[str], shifts: list[str], start: dt.date) -> Row:
    person: Row = {
        "id": name,
        "competences": draw(st.sampled_from([["nurse", "doctor"], ["nurse"], ["doctor", "nurse"], ["doctor"]])),
        "home": draw(st.sampled_from(units)),
        "may_work_in": draw(st.lists(st.sampled_from(units), max_size=1)),
        "shifts": draw(st.sampled_from([[], shifts[:2], shifts[1:]])),
        "bookable_share": draw(st.sampled_from(["1", "0.8", "0.555"])),
        "productivity": draw(st.sampled_from(["1", "0.75", "1.2"])),
        "cost_per_hour": draw(st.sampled_from(["0", "299.99", "600"])),
        "contract": "part" if name == "p0" else draw(st.sampled_from([None, "part"])),
    }
    if draw(st.sampled_from([False, False, True])):
        person["valid_until"] = {person["competences"][0]: start + dt.timedelta(days=draw(st.integers(-2, 6)))}
    contract = draw(st.sampled_from([960, 480, None, 1500]))
    if contract is not None:
        person |= {
            "contract_minutes": contract,
            "fraction": draw(st.sampled_from(["1", "0.5"])),
            "week_max_minutes": draw(st.sampled_from([960, 2400])),
            "balance_minutes": draw(st.sampled_from([0, -300, 100])),
            "holiday_reduction": draw(st.booleans()),
        }
    return person


@st.composite
def _unit(draw: Draw) -> Row:
    rooms = {"theatre": draw(st.sampled_from([2, 1])), "booth": 2}
    return {
        "open": draw(st.sampled_from([{"mon-tue": ["am", "pm"]}, {"wed": ["am", "pm", "eve"], "fri": ["am"]}, {}])),
        "open_on_holidays": draw(st.booleans()),
        "rooms": rooms,
        "activities": {name: draw(_activity()) for name in ("visit", "call", "operation")},
        "sessions": draw(_sessions()),
    }


@st.composite
def _activity(draw: Draw) -> Row:
    team = draw(st.sampled_from([{"nurse": 30}, {"nurse": 50, "doctor": 20}, {"doctor": 45}]))
    carry_over = draw(st.booleans())
    return {
        "team": team,
        "room": draw(st.sampled_from([{}, {"booth": 40}])),
        "shortfall_cost": draw(st.sampled_from([900, 300, 0])),
        "carry_over": carry_over,
        "waiting_cost": draw(_price(90)) if carry_over else 0,
        "backlog": draw(st.integers(0, 3)),
        "no_show": draw(st.sampled_from(["0", "0.1"])),
        "over_production": draw(st.sampled_from([False, False, True])),
    }


@st.composite
def _sessions(draw: Draw) -> Row:
    """Return a fluid session for everything, and perhaps a second one, half-day lists and day lists."""
    lead = draw(st.sampled_from([None, "doctor"]))
    sessions: Row = {"mixed": {"activities": ["visit", "call", "operation"], "lead": lead}}
    if draw(st.booleans()):
        sessions["calls"] = {"activities": ["call"], "open": {"mon,wed": ["am", "pm"]}}
    if draw(st.sampled_from([True, True, False])):
        sessions["half"] = {
            "activities": draw(st.sampled_from([["operation"], ["operation", "visit"]])),
            "team": draw(st.sampled_from([{"doctor": 1}, {"doctor": 1, "nurse": 1}, {"nurse": 2}])),
            "yield": draw(st.sampled_from([2, {"am": 3, "pm": 1}])),
            "room": draw(st.sampled_from([None, "theatre"])),
            "max_parallel": draw(st.sampled_from([None, 1])),
        }
    if draw(st.sampled_from([True, True, False])):
        sessions["whole"] = {
            "activities": ["operation"],
            "team": draw(st.sampled_from([{"doctor": 1}, {"doctor": 1, "nurse": 1}, {"nurse": 2}])),
            "yield": draw(st.sampled_from([5, {"am": 3, "pm": 2}])),
            "room": draw(st.sampled_from([None, "theatre"])),
            "span": draw(st.sampled_from([["am", "pm"], ["am", "pm"], ["pm", "am"]])),
        }
    return sessions


@st.composite
def _cover(draw: Draw, units: list[str], shifts: list[str]) -> list[Row]:
    rows: list[Row] = []
    for _ in range(draw(st.integers(1, 3))):
        low, more, above = (draw(st.integers(0, 1)) for _ in range(3))
        shared = draw(st.sampled_from([False, False, True]))
        over: Row = {} if shared else {"max": low + more + above, "over_cost": draw(_tiers())}
        rows.append(
            {
                "unit": draw(st.sampled_from(units)),
                "shift": draw(st.sampled_from(shifts)),
                "competence": draw(st.sampled_from(_COMPETENCES)),
                "days": draw(st.sampled_from(["mon", "mon-wed", "wed,sat"])),
                "holidays": draw(st.sampled_from([None, True, False])),
                "min": low,
                "target": low + more,
                "under_cost": draw(_tiers()),
                "min_mode": draw(st.sampled_from(["soft"] * 5 + ["hard"])),
                "shared": shared,
            }
            | over
        )
    return rows


def _tiers() -> st.SearchStrategy[list[int]]:
    return st.lists(st.sampled_from([50, 0, 400, 2000]), min_size=1, max_size=2).map(sorted)


@st.composite
def _lending(draw: Draw, units: list[str]) -> list[Row]:
    if len(units) == 1:
        return []
    agreement = st.tuples(st.sampled_from([tuple(units), tuple(reversed(units))]), st.sampled_from(_COMPETENCES))
    return [
        {
            "from": ends[0],
            "to": ends[1],
            "competence": competence,
            "half_days_per_week": draw(st.sampled_from([3, 1, 0])),
        }
        for ends, competence in draw(st.lists(agreement, min_size=1, max_size=3, unique=True))
    ]


@st.composite
def _offer(draw: Draw, units: list[str], shifts: list[str], weeks: int) -> Row:
    return {
        "id": "locum",
        "unit": draw(st.sampled_from(units)),
        "competence": draw(st.sampled_from(_COMPETENCES)),
        "people": draw(st.integers(1, 2)),
        "cost_per_hour": draw(st.sampled_from(["99.95", "400"])),
        "travel_per_week": draw(_price(500)),
        "book": {
            "min_weeks": draw(st.integers(1, weeks)),
            "max_weeks": draw(st.sampled_from([None, weeks])),
            "lead_days": draw(st.sampled_from([0, 30])),
            "may_continue": draw(st.booleans()),
        },
        "weekly_hours": draw(st.sampled_from([(0, 40), (8, 20)])),
        "ramp": draw(st.sampled_from([["1"], ["0.5", "1"], ["0.6", "0.8", "1"]])),
        "bookable_share": draw(st.sampled_from(["1", "0.9"])),
        "shifts": draw(st.lists(st.sampled_from(shifts), max_size=1)),
    }


@st.composite
def _rows(
    draw: Draw, people: list[str], days: list[dt.date], parts: dict[str, st.SearchStrategy[Any]], date: str = "date"
) -> list[Row]:
    return [
        {"staff": draw(st.sampled_from(people)), date: draw(st.sampled_from(days))}
        | {key: draw(part) for key, part in parts.items()}
        for _ in range(draw(st.integers(0, 2)))
    ]


@st.composite
def _requests(draw: Draw, people: list[str], days: list[dt.date], shifts: list[str]) -> list[Row]:
    parts = {
        "kind": st.sampled_from(["on", "off"]),
        "shift": st.sampled_from([None, *shifts]),
        "cost": _price(30),
    }
    return [row | draw(_window(row["date"])) for row in draw(_rows(people, days, parts))]


def _window(first: dt.date) -> st.SearchStrategy[Row]:
    return st.sampled_from([{}, {}, {"end": first + dt.timedelta(days=3)}])


@st.composite
def _rosters(draw: Draw, people: list[str], shifts: list[str], days: list[dt.date]) -> list[Row]:
    cells = st.tuples(st.sampled_from(people), st.sampled_from(days))
    chosen = draw(st.lists(cells, max_size=3, unique=True))
    return [{"staff": staff, "date": date, "shift": draw(st.sampled_from(shifts))} for staff, date in chosen]


@st.composite
def _history(draw: Draw, people: list[str], shifts: list[str], start: dt.date) -> list[Row]:
    before = st.tuples(st.sampled_from(people), st.integers(1, 4))
    return [
        {"staff": staff, "date": start - dt.timedelta(days=days), "shift": draw(st.sampled_from(shifts))}
        for staff, days in draw(st.lists(before, max_size=4, unique=True))
    ]


@st.composite
def _budget(draw: Draw) -> Row:
    share = {"target": draw(st.sampled_from(["0", "0.02", "0.5"])), "cost": draw(st.sampled_from(["0.13", "1.5"]))}
    return {
        "agency_share": draw(st.sampled_from([share, None, share | {"hard": True}])),
        "agency": draw(st.sampled_from([None, None, 9000])),
        "overtime": draw(st.sampled_from([None, None, 0, 2500])),
    }


@st.composite
def _pay(draw: Draw) -> Row:
    return {
        "additional_factor": draw(st.sampled_from(["1.2", "2.5"])),
        "overtime_factor": draw(st.sampled_from(["1.8", "1.333"])),
        "undertime_factor": draw(st.sampled_from(["1", "0", "0.5"])),
    }


@st.composite
def _pins(draw: Draw, data: Row, days: list[dt.date]) -> list[Row]:
    """Return pins that mostly can be kept: on days and in places that are there."""
    facts = Facts(Scenario.model_validate(data))
    shifts = [
        {"staff": staff, "date": days[day], "shift": shift}
        for staff, worker in facts.workers.items()
        for day in range(len(days))
        for shift in ("off", *data["shifts"])
        if shift == "off" or facts.available(worker, shift, day)
    ]
    places = [
        {"staff": staff, "date": days[day], "period": period, "unit": unit, "session": session}
        for staff, worker in facts.workers.items()
        for unit, spec in data["units"].items()
        for session in spec["sessions"]
        for day in range(len(days))
        for period in sorted(facts.session_open(unit, session, day))
        if any(facts.may_work(worker, unit, c) for c in facts.session_competences(unit, session))
        and any(
            period in data["shifts"][k].get("covers", ()) for k in data["shifts"] if facts.available(worker, k, day)
        )
    ]
    chosen = draw(st.lists(st.sampled_from(shifts), max_size=1))
    return chosen + (draw(st.lists(st.sampled_from(places), max_size=1)) if places else [])
