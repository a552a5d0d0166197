"""What is found out, as plain data for JSON. Money is in the currency of the scenario."""

from __future__ import annotations

from typing import Any

from bemanna.explaining.finding import Impossible
from bemanna.explaining.telling import Place, bent
from bemanna.explaining.words import Words
from models.base import money
from models.facts import Facts
from models.problems import path_text
from solver.explain.causes import Cause
from solver.explain.effects import Effect
from solver.explain.explanation import Explanation
from solver.explain.marginal import Marginal
from solver.explain.shortages import Cover, Shortage


def plain(facts: Facts, found: Explanation) -> dict[str, Any]:
    """Return what is found out about a roster."""
    say = Words(facts)
    return {
        "objective": money(found.given),
        "compared_with": money(found.base.objective),
        "bound": None if found.bound is None else money(found.bound),
        "shortages": [_cause(say, facts, cause) for cause in found.causes],
        "values": [_value(say, facts, value) for value in found.values],
        "usages": [{"what": say.usage(usage), "used": round(usage.rate, 4)} for usage in found.usages],
        "solves": found.solves,
        "seconds": round(found.seconds, 3),
        "complete": found.complete,
    }


def _shortage(facts: Facts, short: Shortage) -> dict[str, Any]:
    week = facts.week_label(short.week)
    if isinstance(short, Cover):
        return {"unit": short.unit, "shift": short.shift, "competence": short.competence, "week": week}
    return {"unit": short.unit, "activity": short.activity, "week": week}


def _cause(say: Words, facts: Facts, cause: Cause) -> dict[str, Any]:
    return _shortage(facts, cause.shortage) | {
        "missing": cause.missing,
        "price": money(cause.price),
        "causes": [_effect(say, facts, effect) | {"fewer": effect.fewer[cause.shortage]} for effect in cause.effects],
        "tried": cause.tried,
        "not_tried": cause.untried,
        "none_alone_saves_more_than": None if cause.at_most is None else money(cause.at_most),
    }


def _effect(say: Words, facts: Facts, effect: Effect) -> dict[str, Any]:
    return {
        "binds": say.binds(effect.lever),
        "what": say.lever(effect.lever),
        "saves": money(effect.gain),
        "saves_at_most": None if effect.at_most is None else money(effect.at_most),
        "certain": effect.certain,
        "seconds": round(effect.seconds, 3),
        "changes": [_shortage(facts, short) | {"fewer": number} for short, number in effect.fewer.items()],
    }


def _value(say: Words, facts: Facts, value: Marginal) -> dict[str, Any]:
    return {
        "one_more": say.one_more(value),
        "unit": value.unit,
        "estimate": round(money(round(value.value)), 2),
        "holds_for": value.holds_for,
        "units_solved": value.units,
        "confirmed": None if value.effect is None else _effect(say, facts, value.effect),
    }


def plain_impossible(found: Impossible, place: Place) -> dict[str, Any]:
    """Return what is found out about a scenario that has no roster."""
    return {
        "conflicts": [
            {
                "minimal": conflict.minimal,
                "elements": [
                    {"text": e.text, "path": path_text(e.path), "place": place(e.path)} for e in conflict.elements
                ],
            }
            for conflict in found.conflicts
        ],
        "ways_out": [
            {
                "price": money(way.price),
                "proven_cheapest": way.proven,
                "objective": None if way.result.objective is None else money(way.result.objective),
                "bend": [{"text": bent(e), "path": path_text(e.path), "place": place(e.path)} for e in way.elements],
            }
            for way in found.ways
        ],
    }
