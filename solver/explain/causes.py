"""Why a roster falls short: which single thing, or which things together, would make each shortage smaller."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from solver.explain.bench import Bench, Deep
from solver.explain.candidates import candidates
from solver.explain.effects import Effect, adds_people_or_room
from solver.explain.levers.lever import Lever, Single, Together
from solver.explain.levers.limits import Lent
from solver.explain.levers.people import Hours, Present
from solver.explain.levers.places import Lists, Opening, RoomHours, Rooms
from solver.explain.shortages import Shortage, competences, price, shortages
from solver.explain.usage import Usage, usages

BOUNDED = 3
"""Of what helps a shortage, so much is told what it can save at most."""
DEEP = 2
"""Levers, at most, that are tried for a shortage with people planned anew."""


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

    What is quick comes first: people, rooms, lists, one by one and where none helps all together. Limits to people's
    shifts take longer, and are tried a week at once. Then what seems worth most for shortages that nothing has helped
    yet is tried with people planned anew over all weeks; and then whatever is left. Called again, it goes on where it
    ended for want of time, and knows what has been tried since.
    """
    assert bench.base is not None
    missing = shortages(bench.base.evaluation)
    order = sorted(missing, key=lambda key: (-missing[key] * price(bench.facts, key), str(key)))
    used = usages(bench.facts, bench.base.roster, bench.base.evaluation)
    levers = {shortage: _ranked(bench, shortage, used) for shortage in order}
    together: dict[Shortage, Effect] = {}
    for shortage in order:
        _try_each(bench, _first(levers[shortage]), quick=True)
        _try_together(bench, shortage, levers[shortage], together, quick=True)
    _try_limits(bench, levers, together)
    bench.deepen([job for shortage in order if not _helping(bench, shortage) for job in _deep(bench, shortage, levers)])
    for shortage in order:
        _try_together(bench, shortage, levers[shortage], together, quick=False)
    ranks = range(max((len(found) for found in levers.values()), default=0))
    rest = [levers[shortage][rank] for rank in ranks for shortage in order if rank < len(levers[shortage])]
    for quick in (True, False):
        _try_each(bench, rest, quick=quick)
    for shortage, effect in together.items():  # what is needed where everybody keeps their shifts may not be elsewhere
        together[shortage] = _reduced(bench, effect, _fewer(shortage), quick=False)
    usual = {same for found in levers.values() for lever in found for same in (lever, _in_all_weeks(bench, lever))}
    return tuple(_cause(bench, shortage, missing[shortage], levers[shortage], usual, together) for shortage in order)


def _try_together(
    bench: Bench, shortage: Shortage, levers: Sequence[Single], together: dict[Shortage, Effect], *, quick: bool
) -> None:
    """Try all levers of a shortage at once, where nothing has helped it yet."""
    if not _helping(bench, shortage) and shortage not in together:
        effect = _try_all(bench, shortage, _apart(levers, quick=quick), quick=quick)
        if effect is not None:
            together[shortage] = effect


def _deep(bench: Bench, shortage: Shortage, levers: Mapping[Shortage, Sequence[Single]]) -> Iterator[Deep]:
    """Yield what by the relaxation seems worth most for a shortage, to be tried with its people planned anew.

    Limits that hold in every week are lifted in every week, whichever shortage it is for.
    """
    needed = frozenset(competences(bench.facts, shortage))
    worths = [(bench.worth(lever) or 0.0, lever) for lever in levers[shortage]]
    for _, lever in sorted((row for row in worths if row[0] > 0), key=lambda row: -row[0])[:DEEP]:
        own = frozenset([lever.competence]) if isinstance(lever, Hours) else needed
        yield Deep(_in_all_weeks(bench, lever), own)


def _in_all_weeks(bench: Bench, lever: Single) -> Single:
    """Return a limit to people's shifts as lifted in every week; anything else as it is."""
    return lever if adds_people_or_room(lever) else replace(lever, weeks=tuple(range(bench.facts.week_count)))


def _first(levers: Sequence[Single]) -> Sequence[Single]:
    """Return what is tried first: hours, the absence that seems to cost most, rooms, lists and lending."""
    absences = [lever for lever in levers if isinstance(lever, Present)]
    kinds = Hours | Rooms | RoomHours | Lists | Lent
    return [lever for lever in levers if isinstance(lever, kinds) or lever in absences[:1]]


def _apart(levers: Sequence[Single], *, quick: bool) -> Sequence[Single]:
    """Return levers to try at once. Hours stand for people: whoever is back has to be given work as well.

    Quick tries are without limits to people's shifts, which are kept there anyway.
    """
    found = [lever for lever in levers if not isinstance(lever, Present)]
    return [lever for lever in found if adds_people_or_room(lever)] if quick else found


def _try_limits(bench: Bench, levers: Mapping[Shortage, Sequence[Single]], together: dict[Shortage, Effect]) -> None:
    """Try rules and other limits to people's shifts, of each week all at once; where that helps, what is needed of it.

    By the relaxation they seldom seem to be worth anything. The week of the dearest shortage comes first.
    """
    of_week: dict[int, dict[Single, None]] = {}
    for shortage, found in levers.items():
        limits = {lever: None for lever in found if not adds_people_or_room(lever)}
        of_week.setdefault(shortage.week, {}).update(limits)
    for limits in of_week.values():
        whole = bench.effect(joined(list(limits))) if limits else None
        if whole is not None and whole.gain:
            needed = _reduced(bench, whole, lambda effect: effect.gain, quick=False)
            if isinstance(needed.lever, Together):
                together |= {short: needed for short, number in needed.fewer.items() if number > 0}


def _ranked(bench: Bench, shortage: Shortage, used: Sequence[Usage]) -> tuple[Single, ...]:
    """Return the candidates: people by what their hours are worth, then the rest as it comes."""
    found = candidates(bench.facts, shortage, used)
    people = [lever for lever in found if isinstance(lever, Hours | Present)]
    people.sort(key=lambda lever: -(bench.worth(lever) or 0))
    return (*people, *(lever for lever in found if lever not in people))


def _try_each(bench: Bench, levers: Sequence[Single], *, quick: bool) -> None:
    """Try those levers that by the relaxation are worth something, or are not known to be worth nothing."""
    # of what can be tried quickly an estimate takes as long as a try, but for who is back
    estimated = [lever for lever in levers if isinstance(lever, Present) or not quick]
    worthless = {lever for lever in estimated if bench.worth(lever) == 0}
    bench.try_each([lever for lever in levers if lever not in worthless], quick=quick)


def _helping(bench: Bench, shortage: Shortage) -> tuple[Effect, ...]:
    """Return the single levers that have been found to make a shortage smaller, the most helpful first."""
    found = [effect for effect in bench.effects.values() if effect.fewer.get(shortage, 0) > 0]
    alone = [effect for effect in found if not isinstance(effect.lever, Together)]
    return tuple(sorted(alone, key=lambda effect: (-effect.fewer[shortage], -effect.gain)))


def _try_all(bench: Bench, shortage: Shortage, levers: Sequence[Single], *, quick: bool) -> Effect | None:
    """Try all levers of a shortage at once; where that helps, leave out what is not needed for half of it at least.

    First without longer opening hours: on holidays they ask for staff, which may cost more than all the rest brings.
    """
    fewer = _fewer(shortage)
    calm = tuple(lever for lever in levers if not isinstance(lever, Opening))
    for some in dict.fromkeys(filter(None, [calm, tuple(levers)])):
        best = bench.effect(joined(some), quick=quick)
        if best is not None and fewer(best) > 0:
            return _reduced(bench, best, fewer, quick=quick)
    return None


def _fewer(shortage: Shortage) -> Callable[[Effect], int]:
    """Return what tells by how much a shortage is smaller."""
    return lambda effect: effect.fewer.get(shortage, 0)


def _reduced(bench: Bench, best: Effect, measure: Callable[[Effect], int], *, quick: bool) -> Effect:
    """Leave out ever smaller parts of levers, those first that seem worth least, while half of the measure stays.

    Delta debugging: A. Zeller and R. Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002.
    """
    needed = list(reversed(best.lever.parts if isinstance(best.lever, Together) else (best.lever,)))
    enough = measure(best)
    size = len(needed) // 2
    while size:
        start = 0
        while start < len(needed):
            rest = needed[:start] + needed[start + size :]
            effect = bench.effect(joined(rest[::-1]), quick=quick) if rest else None
            if effect is not None and 2 * measure(effect) >= enough:
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
    usual: Collection[Lever],
    together: Mapping[Shortage, Effect],
) -> Cause:
    """Return a cause; of what is ``usual`` to look at, or where nothing of it helps of whatever was tried."""
    tried = [lever for lever in levers if lever in bench.effects]
    helping = _helping(bench, shortage)
    helping = tuple(effect for effect in helping if effect.lever in usual) or helping
    if not helping and shortage in together:
        helping = (together[shortage],)
    helping = tuple(
        replace(effect, at_most=bench.at_most(effect.lever)) if rank < BOUNDED else effect
        for rank, effect in enumerate(helping)
    )
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
