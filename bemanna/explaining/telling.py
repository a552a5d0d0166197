"""What is told on the terminal, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bemanna.explaining.finding import Impossible
from bemanna.explaining.told import Told, ToldShortage
from bemanna.explaining.words import Words
from bemanna.report.wording import counted, grouped, percent
from bemanna.report.wording import seconds as duration
from models.base import TICKS_PER_MONEY
from models.facts import Facts
from models.problems import Path
from solver.explain.causes import Cause
from solver.explain.effects import Effect
from solver.explain.elements import Bound, Element, Pinned, Week
from solver.explain.explanation import Explanation
from solver.explain.marginal import Marginal
from solver.explain.ways_out import WayOut

_CAUSES = 20
SHOWN = 3
"""Of what helps a shortage so much is named; of the rest the number (all with ``--json``)."""
_VALUES = 12
_NEAR = 5
_UNITS = {"hour": "hours", "half_day": "half-days", "person": "person", "week": "week"}

Place = Callable[[Path], str]
"""Where something stands: ``file:line``."""


def tell(found: Told) -> Iterator[str]:
    """Yield what is found out about a roster."""
    if found.shortages:
        yield "Why does it fall short?"
        for shortage in found.shortages[:_CAUSES]:
            yield from _shortage(shortage)
        if len(found.shortages) > _CAUSES:
            yield f"  ... and {len(found.shortages) - _CAUSES} smaller shortages (all with --json)"
    else:
        yield "Nothing falls short. Nearest to their limits:"
        for usage in found.usages[:_NEAR]:
            yield f"  {usage.what}: {percent(usage.used, 0)} used"
    if found.values:
        yield "What is one more worth? (estimates of the linear relaxation; confirmed ones by a solve)"
        yield from _values(found)
    yield found.footnote


def _values(found: Told) -> Iterator[str]:
    """Yield what is worth most, and how much more there is."""
    worth = [value for value in found.values if value.matters]
    yield from (f"  {value.text}" for value in worth[:_VALUES])
    if len(worth) > _VALUES:
        yield f"  ... and {counted(len(worth) - _VALUES, 'thing')} worth less (all with --json)"
    if len(worth) < len(found.values):
        yield f"  Worth nothing: {counted(len(found.values) - len(worth), 'other thing')} (all with --json)"


def _shortage(shortage: ToldShortage) -> Iterator[str]:
    yield f"  {shortage.text}"
    for effect in shortage.causes[:SHOWN]:
        yield f"    {effect.binds}: {effect.what} → {grouped(effect.fewer)} fewer, {effect.worth} ({effect.proof})"
    if len(shortage.causes) > SHOWN:
        yield f"    ... and {len(shortage.causes) - SHOWN} more that would help (all with --json)"
    if not shortage.causes:
        yield f"    {shortage.nothing}"


def proof(facts: Facts, effect: Effect) -> str:
    """Return what is known of an effect."""
    if not effect.certain:
        return "found by a solve"
    objective = facts.scenario.objective
    where = "" if objective.mode == "money" else f" in the level {objective.levels[0]}"
    return f"proven: no roster without it is as good{where}"


def nothing_text(say: Words, cause: Cause) -> str:
    """Return what is known of a shortage for which nothing was found to help."""
    if not cause.tried:
        return "no time was left to try anything: give more with --time-limit"
    text = f"nothing found: {counted(cause.tried, 'thing')} tried one by one" + (" and together" if cause.joint else "")
    if cause.untried:
        text += f", {cause.untried} not tried"
    return text + (f"; proven: none alone saves more than {say.money(cause.at_most)}" if cause.at_most else "")


def value_text(say: Words, value: Marginal) -> str:
    """Return what one more is worth."""
    unit = _UNITS[value.unit]
    text = f"{say.one_more(value)}: {say.money(value.value)}"
    if value.holds_for is not None and value.holds_for > 1:
        text += f" for each of {grouped(value.holds_for)} {unit}"
    if value.effect is None:
        return text
    items = say.items(value.effect)
    solved = f"{text}; solved with {grouped(value.units)} {unit}: {say.saved(value.effect)}"
    return f"{solved} ({items})" if items else solved


def footnote(say: Words, found: Explanation) -> str:
    """Return how it was found."""
    text = f"{counted(found.solves, 'changed scenario')} solved in {duration(found.seconds)}"
    gained = found.given - found.base.objective
    if gained > 0:
        text += f"; compared with a roster that costs {say.money(gained)} less than the given one, found on the way"
    return text + ("." if found.complete else "; not everything could be tried in the time given.")


def tell_impossible(facts: Facts, found: Impossible, place: Place) -> Iterator[str]:
    """Yield what collides, where it is written, and the ways out."""
    say = Words(facts)
    for conflict in found.conflicts:
        yield "These cannot all be kept:" if len(conflict.elements) > 1 else "This cannot be kept:"
        yield from (f"  {located(element, place)}" for element in conflict.elements)
        if not conflict.minimal:
            yield "  (perhaps not all of them are needed: the time was too short to tell)"
    if not found.conflicts:
        yield "What collides was not found in time: give more with --time-limit."
    if found.ways:
        yield "Ways out, the cheapest first (--apply N writes one as an overlay):"
    for number, way in enumerate(found.ways, start=1):
        price = grouped(way.price / TICKS_PER_MONEY)
        yield f"  {number}. bending price {price}; {way_text(say, way)}:"
        yield from (f"     {bent(element)}" for element in way.elements)


def way_text(say: Words, way: WayOut) -> str:
    """Return what came of the solve of a way out."""
    cost = way.result.objective
    if cost is None:
        return "no roster was found with it in time"
    return f"the best roster found in time costs {say.money(cost)}"


def located(element: Element, place: Place) -> str:
    """Return an element with the place where it is written."""
    return f"{place(element.path)}: {element.text}"


def bent(element: Element) -> str:
    """Return what is done with an element that is bent."""
    if isinstance(element, Pinned):
        return f"drop the {element.text}"
    if isinstance(element, Bound):
        return f"let this be broken where nothing else will do: {element.text}"
    return f"lift the {element.text}" if isinstance(element, Week) else f"give way on the {element.text}"
