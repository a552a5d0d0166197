"""Random rules over the whole catalogue, for hypothesis: any mode, any price, any scope."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from models.rules.catalogue import CATALOGUE

Draw = st.DrawFn
Row = dict[str, Any]

_BOUNDS: st.SearchStrategy[Row] = st.sampled_from([{"max": 1}, {"max": 2}, {"min": 2}, {"min": 1, "max": 3}])
_ENDS = st.sampled_from([{}, {"end": "closed"}])


class Names:
    """What the rules of a scenario may name."""

    def __init__(self, people: Sequence[str], shifts: Sequence[str], days: Sequence[dt.date]) -> None:
        self.people = list(people)
        self.shifts = list(shifts)
        self.days = list(days)

    def some_shifts(self) -> st.SearchStrategy[list[str]]:
        """Return one or two shifts."""
        return st.lists(st.sampled_from(self.shifts), min_size=1, max_size=2, unique=True)

    def some_people(self, fewest: int = 1) -> st.SearchStrategy[list[str]]:
        """Return a few people."""
        return st.lists(st.sampled_from(self.people), min_size=fewest, max_size=3, unique=True)


def _of_shifts(names: Names) -> st.SearchStrategy[Row]:
    return st.one_of(st.just({}), names.some_shifts().map(lambda shifts: {"shifts": shifts}))


def _both(*parts: st.SearchStrategy[Row]) -> st.SearchStrategy[Row]:
    return st.tuples(*parts).map(lambda found: {key: value for part in found for key, value in part.items()})


def _windows(low: int, high: int) -> st.SearchStrategy[Row]:
    """Return a window with a most number, a least one, or both."""
    per = st.sampled_from(["week", "horizon", "3 days", "month", "1 weeks", "day"])
    bounds = st.sampled_from([{"max": low}, {"max": high}, {"min": low}, {"min": low, "max": high}])
    return st.tuples(per, bounds, st.booleans()).map(
        lambda row: {"per": row[0]} | row[1] | ({"blocks": True} if row[2] and row[0][0].isdigit() else {})
    )


def _group(names: Names) -> st.SearchStrategy[Row]:
    kinds = [{"competences": ["doctor"]}, {"competences": ["nurse"]}, {"contracts": ["part"]}, {"units": ["clinic"]}]
    return st.one_of(st.sampled_from(kinds), names.some_people().map(lambda people: {"people": people}))


def settings_of(key: str, names: Names) -> st.SearchStrategy[Row]:
    """Return random parameters of a rule of the catalogue. Raises KeyError where none are known."""
    shifts, runs = _of_shifts(names), _both(_BOUNDS, _ENDS)
    pair = st.tuples(st.sampled_from(names.shifts), names.some_shifts()).map(lambda row: {"pairs": {row[0]: row[1]}})
    people = names.some_people(2).map(lambda chosen: {"people": chosen})
    kinds = st.fixed_dictionaries({"kind": st.sampled_from([*names.shifts, "weekend"]), "history": st.booleans()})
    known: dict[str, st.SearchStrategy[Row]] = {
        "daily_rest": st.sampled_from([{"hours": 11}, {"hours": 16}, {"hours": 30}]),
        "daily_rest_period": st.sampled_from(
            [{"hours": 11}, {"hours": 14, "boundary": "06:00"}, {"hours": 11, "reduced_hours": 9}]
        ),
        "rest_after": _both(shifts, st.sampled_from([{"hours": 24}, {"hours": 46, "after": 2}])),
        "weekly_rest": st.sampled_from([{"hours": 36}, {"hours": 80}, {"hours": 48, "rolling": True}]),
        "forbidden_successions": pair,
        "same_shift": shifts,
        "isolated_days": st.sampled_from([{"of": "work"}, {"of": "off"}]),
        "consecutive_days": runs,
        "consecutive_days_off": runs,
        "consecutive_shifts": _both(names.some_shifts().map(lambda chosen: {"shifts": chosen}), runs),
        "weekends": st.sampled_from([{"max": 0}, {"max": 1, "weeks": 2}, {"min": 1}]),
        "consecutive_weekends": st.sampled_from([{"max": 1}, {"min": 2}]),
        "complete_weekends": st.sampled_from([{}, {"same_shift": True}]),
        "working_minutes": _windows(480, 1200),
        "shift_count": _both(shifts, _windows(1, 3)),
        "free_days": _windows(1, 5),
        "average_hours": st.sampled_from([{"hours": 20, "weeks": 1}, {"hours": 12, "weeks": 2}]),
        "overtime_cap": st.sampled_from(
            [{"hours": 2, "per": "4 weeks"}, {"kind": "additional", "hours": 10, "per": "month"}]
        ),
        "full_time_measure": st.just(
            {"steps": [{"night_share": "0.3", "minutes": 1400}], "nights": names.shifts[-1:], "sundays_minutes": 1400}
        ),
        "together": people,
        "apart": _both(people, st.sampled_from([{}, {"most": 2}])),
        "supervision": st.tuples(_group(names), _group(names)).map(lambda g: {"juniors": g[0], "seniors": g[1]}),
        "skill_mix": _both(
            _group(names).map(lambda group: {"any_of": group}),
            shifts,
            st.sampled_from([{}, {"min": 2}, {"days": "mon,sat", "only_when_staffed": False}]),
        ),
        "competence_validity": st.just({}),
        "notice": st.sampled_from([{"days": 4}, {"days": 14}]),
        "keep_close": st.just({}),
        "wishes_granted": st.sampled_from([{"share": "0.5"}, {"share": "1"}]),
        "fairness": kinds,
    }
    return known[key]


@st.composite
def _scopes(draw: Draw, names: Names) -> Row:
    scope = draw(st.sampled_from(["all", "people", "competences", "contracts", "dates"]))
    if scope == "people":
        return {"people": draw(names.some_people())}
    if scope == "competences":
        return {"competences": [draw(st.sampled_from(["nurse", "doctor"]))]}
    if scope == "contracts":
        return {"contracts": ["part"]}
    if scope == "dates":
        first, last = sorted(draw(st.tuples(st.sampled_from(names.days), st.sampled_from(names.days))))
        return {"from": first, "to": last}
    return {}


@st.composite
def rule_sets(draw: Draw, names: Names) -> Row:
    """Return overrides by key: up to six rules, of which about one in six is hard, the rest soft."""
    overrides: Row = {}
    # a seed deals the keys more evenly than hypothesis, which keeps to the first of a list
    chance = random.Random(draw(st.integers(0, 1_000_000)))
    for key in chance.sample(sorted(CATALOGUE), chance.randint(1, 6)):
        mode = draw(st.sampled_from(["soft"] * 5 + ["hard"]))
        price: Row = {"mode": mode}
        if mode == "soft":
            costs = st.lists(st.integers(0, 9), min_size=1, max_size=3).map(sorted)
            price |= {"cost": draw(costs), "step": draw(st.sampled_from([1, 2, 60]))}
        overrides[key] = draw(settings_of(key, names)) | price | {"scope": draw(_scopes(names))}
    return overrides
