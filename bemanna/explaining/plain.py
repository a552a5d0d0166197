"""Puts what is found out into words and numbers."""

from __future__ import annotations

import dataclasses
from typing import Any

from bemanna.explaining import telling
from bemanna.explaining.finding import Impossible
from bemanna.explaining.telling import Place
from bemanna.explaining.told import EXPLANATION_SCHEMA, Change, Told, ToldEffect, ToldShortage, ToldUsage, ToldValue
from bemanna.explaining.words import Words
from bemanna.runs.sealing import roster_digest
from models.base import money
from models.facts import Facts
from models.loading import scenario_hash
from models.problems import path_text
from models.roster import Roster
from solver.explain.causes import Cause
from solver.explain.effects import Effect
from solver.explain.explanation import Explanation
from solver.explain.marginal import Marginal
from solver.explain.shortages import Shortage


def told(facts: Facts, roster: Roster, found: Explanation) -> Told:
    """Return what is found out about a roster."""
    say, objective = Words(facts), facts.scenario.objective
    return Told(
        schema=EXPLANATION_SCHEMA,
        scenario_sha256=scenario_hash(facts.scenario),
        roster_sha256=roster_digest(roster),
        currency=say.currency,
        objective=money(found.given),
        compared_with=money(found.base.objective),
        bound=None if found.bound is None else money(found.bound),
        levels=() if objective.mode == "money" else tuple(objective.levels),
        shortages=tuple(_shortage(say, facts, cause) for cause in found.causes),
        values=tuple(_value(say, facts, value) for value in found.values),
        usages=tuple(ToldUsage(say.usage(usage), round(usage.rate, 4)) for usage in found.usages),
        solves=found.solves,
        seconds=round(found.seconds, 3),
        complete=found.complete,
        footnote=telling.footnote(say, found),
    )


def _place(facts: Facts, short: Shortage) -> dict[str, Any]:
    anywhere: dict[str, Any] = {"unit": short.unit, "activity": None, "shift": None, "competence": None}
    return anywhere | dataclasses.asdict(short) | {"week": facts.week_label(short.week)}


def _shortage(say: Words, facts: Facts, cause: Cause) -> ToldShortage:
    return ToldShortage(
        text=say.shortage(cause),
        **_place(facts, cause.shortage),
        missing=cause.missing,
        price=money(cause.price),
        causes=tuple(_effect(say, facts, effect, effect.fewer[cause.shortage]) for effect in cause.effects),
        nothing="" if cause.effects else telling.nothing_text(say, cause),
        tried=cause.tried,
        not_tried=cause.untried,
        none_alone_saves_more_than=None if cause.at_most is None else money(cause.at_most),
    )


def _effect(say: Words, facts: Facts, effect: Effect, fewer: int = 0) -> ToldEffect:
    saved = sum(effect.levels.values()) if effect.levels else effect.gain
    return ToldEffect(
        binds=say.binds(effect.lever),
        what=say.lever(effect.lever),
        fewer=fewer,
        saves=money(saved),
        saves_at_most=None if effect.at_most is None else money(effect.at_most),
        levels={level: money(ticks) for level, ticks in effect.levels.items()},
        worth=say.saved(effect),
        items=say.items(effect),
        certain=effect.certain,
        proof=telling.proof(facts, effect),
        seconds=round(effect.seconds, 3),
        changes=tuple(Change(**_place(facts, short), fewer=number) for short, number in effect.fewer.items()),
    )


def _value(say: Words, facts: Facts, value: Marginal) -> ToldValue:
    return ToldValue(
        one_more=say.one_more(value),
        text=telling.value_text(say, value),
        unit=value.unit,
        estimate=round(money(round(value.value)), 2),
        holds_for=value.holds_for,
        units_solved=value.units,
        confirmed=None if value.effect is None else _effect(say, facts, value.effect),
    )


def plain_impossible(found: Impossible, place: Place) -> dict[str, Any]:
    """Return what is found out about a scenario that has no roster, as plain data for JSON."""
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
                "bend": [
                    {"text": telling.bent(e), "path": path_text(e.path), "place": place(e.path)} for e in way.elements
                ],
            }
            for way in found.ways
        ],
    }
