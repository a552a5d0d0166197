"""Why a roster falls short: which single thing, or which things together, would make each shortage smaller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solver.explain.bench import Bench, Effect, adds_people_or_room
from solver.explain.candidates import candidates
from solver.explain.levers import Hours, Lent, Lever, Lists, Money, Present, RoomHours, Rooms, Single, Together
from solver.explain.shortages import Shortage, price, shortages
from solver.explain.usage import Usage, usages

SHOWN = 3
"""Causes that are named for each shortage."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A shortage and what would make it smaller."""

    shortage: Shortage
    missing: int
    """Items, or people on shifts."""
    price: int
    """What one costs in its week, in ticks."""
    effects: tuple[Effect, ...]
    """What would help, the most helpful first; of several things together only what is needed."""
    tried: int
    """Levers that were tried alone."""
    untried: int
    """Levers for which there was no time."""
    joint: bool
    """Whether all levers were tried together."""
    at_most: int | None
    """Where nothing was found to help: ticks that no single one of the levers can bring more than."""


def find_causes(bench: Bench) -> tuple[Cause, ...]:
    """Return the causes of every shortage of the base roster, the dearest shortage first.

    What is quick comes first, for all of them: people, rooms, lists. Limits to people's shifts take longer, and are
    tried a week at once. Then all levers of a shortage together, where nothing has helped alone; and what is left.
    """
    assert bench.base is not None
    missing = shortages(bench.base.evaluation)
    order = sorted(missing, key=lambda key: (-missing[key] * price(bench.facts, key), str(key)))
    used = usages(bench.facts, bench.base.roster, bench.base.evaluation)
    levers = {shortage: _ranked(bench, shortage, used) for shortage in order}
    together: dict[Shortage, Effect] = {}
    for shortage in order:
        _try_each(bench, _first(levers[shortage]), quick=True)
    _try_limits(bench, levers)
    for quick in (True, False):
        for shortage in order:
            if not _helping(bench, shortage) and shortage not in together:
                effect = _try_all(bench, shortage, _apart(levers[shortage], quick=quick), quick=quick)
                if effect is not None:
                    together[shortage] = effect
    ranks = range(max((len(found) for found in levers.values()), default=0))
    for quick in (True, False):
        for rank in ranks:
            for shortage in order:
                _try_each(bench, levers[shortage][rank : rank + 1], quick=quick)
    return tuple(_cause(bench, shortage, missing[shortage], levers[shortage], together) for shortage in order)


def _first(levers: Sequence[Single]) -> Sequence[Single]:
    """Return what is tried first: hours, the absence that seems to cost most, rooms, lists, lending and budgets."""
    absences = [lever for lever in levers if isinstance(lever, Present)]
    kinds = Hours | Rooms | RoomHours | Lists | Lent | Money
    return [lever for lever in levers if isinstance(lever, kinds) or lever in absences[:1]]


def _apart(levers: Sequence[Single], *, quick: bool) -> Sequence[Single]:
    """Return levers to try at once. Hours stand for people: whoever is back has to be given work as well.

    Quick tries are without limits to people's shifts, which are kept there anyway.
    """
    found = [lever for lever in levers if not isinstance(lever, Present)]
    return [lever for lever in found if adds_people_or_room(lever)] if quick else found


def _try_limits(bench: Bench, levers: Mapping[Shortage, Sequence[Single]]) -> None:
    """Try rules and other limits to people's shifts, of each week all at once, and singly where that helps.

    By the relaxation they seldom seem to be worth anything.
    """
    of_week: dict[int, dict[Single, Shortage]] = {}
    for shortage, found in levers.items():
        for lever in found:
            if not adds_people_or_room(lever):
                of_week.setdefault(shortage.week, {}).setdefault(lever, shortage)
    for week in sorted(of_week):
        limits = list(of_week[week])
        whole = bench.effect(joined(limits))
        if whole is not None and whole.gain:
            for lever in limits:
                bench.effect(lever)


def _ranked(bench: Bench, shortage: Shortage, used: Sequence[Usage]) -> tuple[Single, ...]:
    """Return the candidates: people by what their hours are worth, then the rest as it comes."""
    found = candidates(bench.facts, shortage, used)
    people = [lever for lever in found if isinstance(lever, Hours | Present)]
    people.sort(key=lambda lever: -(bench.worth(lever) or 0))
    return (*people, *(lever for lever in found if lever not in people))


def _try_each(bench: Bench, levers: Sequence[Single], *, quick: bool) -> None:
    """Try those levers that by the relaxation are worth something, or are not known to be worth nothing."""
    for lever in levers:
        if bench.worth(lever) != 0:
            bench.effect(lever, quick=quick)


def _helping(bench: Bench, shortage: Shortage) -> tuple[Effect, ...]:
    """Return the single levers that have been found to make a shortage smaller, the most helpful first."""
    found = [effect for effect in bench.effects.values() if effect.fewer.get(shortage, 0) > 0]
    alone = [effect for effect in found if not isinstance(effect.lever, Together)]
    return tuple(sorted(alone, key=lambda effect: (-effect.fewer[shortage], -effect.gain)))


def _try_all(bench: Bench, shortage: Shortage, levers: Sequence[Single], *, quick: bool) -> Effect | None:
    """Try all levers of a shortage at once; where that helps, leave out what is not needed for half of it at least.

    What is needed as long as everybody keeps their shifts may not be when they need not.
    """
    best = bench.effect(joined(levers), quick=quick) if levers else None
    if best is None or best.fewer.get(shortage, 0) <= 0:
        return None
    best = _reduced(bench, shortage, best, quick=quick)
    return _reduced(bench, shortage, best, quick=False) if quick else best


def _reduced(bench: Bench, shortage: Shortage, best: Effect, *, quick: bool) -> Effect:
    """Leave out ever smaller parts of levers, those first that seem worth least.

    Delta debugging: A. Zeller and R. Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002.
    """
    needed = list(reversed(best.lever.parts if isinstance(best.lever, Together) else (best.lever,)))
    enough = best.fewer[shortage]
    size = len(needed) // 2
    while size:
        start = 0
        while start < len(needed):
            rest = needed[:start] + needed[start + size :]
            effect = bench.effect(joined(rest[::-1]), quick=quick) if rest else None
            if effect is not None and 2 * effect.fewer.get(shortage, 0) >= enough:
                needed, best = rest, effect
            else:
                start += size
        size //= 2
    return best


def joined(levers: Sequence[Single]) -> Lever:
    """Return some levers as one."""
    return levers[0] if len(levers) == 1 else Together(tuple(levers))


def _cause(
    bench: Bench,
    shortage: Shortage,
    missing: int,
    levers: Sequence[Single],
    together: Mapping[Shortage, Effect],
) -> Cause:
    tried = [lever for lever in levers if lever in bench.effects]
    helping = _helping(bench, shortage)[:SHOWN]
    if not helping and shortage in together:
        helping = (together[shortage],)
    limits = [None] if helping or bench.hurried else [bench.at_most(lever) for lever in levers]
    return Cause(
        shortage,
        missing,
        price(bench.facts, shortage),
        helping,
        len(tried),
        len(levers) - len(tried),
        bool(levers) and joined(_apart(levers, quick=False)) in bench.effects,
        max((most for most in limits if most is not None), default=None) if None not in limits else None,
    )
