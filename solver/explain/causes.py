"""Why a roster falls short: which single thing, or which things together, would make each shortage smaller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solver.explain.bench import Bench, Effect
from solver.explain.candidates import candidates
from solver.explain.levers import Single, Together
from solver.explain.shortages import Shortage, price, shortages
from solver.explain.usage import Usage, usages

TRIED = 2
"""Levers that are tried for each shortage before all others have had their turn."""
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
    at_most: int | None
    """Where nothing was found to help: ticks that no single one of the levers can bring more than."""


def find_causes(bench: Bench) -> tuple[Cause, ...]:
    """Return the causes of every shortage of the base roster, the dearest shortage first."""
    assert bench.base is not None
    missing = shortages(bench.base.evaluation)
    order = sorted(missing, key=lambda key: (-missing[key] * price(bench.facts, key), str(key)))
    used = usages(bench.facts, bench.base.roster, bench.base.evaluation)
    levers = {shortage: _ranked(bench, shortage, used) for shortage in order}
    for shortage in order:
        _try_singles(bench, levers[shortage][:TRIED])
    for shortage in order:
        if not _helping(bench, shortage):
            _try_all(bench, shortage, levers[shortage])
    for rank in range(TRIED, max((len(found) for found in levers.values()), default=0)):
        for shortage in order:
            if rank < len(levers[shortage]) and bench.worth(levers[shortage][rank]) > 0:
                bench.effect(levers[shortage][rank])
    return tuple(_cause(bench, shortage, missing[shortage], levers[shortage]) for shortage in order)


def _ranked(bench: Bench, shortage: Shortage, used: Sequence[Usage]) -> tuple[Single, ...]:
    found = candidates(bench.facts, shortage, used)
    return tuple(sorted(found, key=lambda lever: -bench.worth(lever)))


def _try_singles(bench: Bench, levers: Sequence[Single]) -> None:
    for lever in levers:
        if bench.worth(lever) > 0:
            bench.effect(lever)


def _helping(bench: Bench, shortage: Shortage) -> list[Effect]:
    """Return what has been found to make a shortage smaller, the most helpful first."""
    found = [effect for effect in bench.effects.values() if effect.fewer.get(shortage, 0) > 0]
    alone = [effect for effect in found if not isinstance(effect.lever, Together)]
    return sorted(alone or found, key=lambda effect: (-effect.fewer[shortage], -effect.gain))


def _try_all(bench: Bench, shortage: Shortage, levers: Sequence[Single]) -> None:
    """Try all levers of a shortage at once; where that helps, leave out one after the other that is not needed."""
    if len(levers) < 2:
        _try_one_by_one(bench, shortage, levers)
        return
    whole = bench.effect(Together(tuple(levers)))
    if whole is None or whole.fewer.get(shortage, 0) <= 0:
        return
    _try_one_by_one(bench, shortage, levers)
    if _helping(bench, shortage) and not isinstance(_helping(bench, shortage)[0].lever, Together):
        return
    needed = list(levers)
    for lever in reversed(levers):
        rest = tuple(kept for kept in needed if kept != lever)
        effect = bench.effect(Together(rest)) if len(rest) > 1 else None
        if effect is not None and 2 * effect.fewer.get(shortage, 0) >= whole.fewer[shortage]:
            needed.remove(lever)


def _try_one_by_one(bench: Bench, shortage: Shortage, levers: Sequence[Single]) -> None:
    """Try every lever by itself until one helps."""
    for lever in levers:
        effect = bench.effect(lever)
        if effect is not None and effect.fewer.get(shortage, 0) > 0:
            return


def _cause(bench: Bench, shortage: Shortage, missing: int, levers: Sequence[Single]) -> Cause:
    tried = [lever for lever in levers if lever in bench.effects]
    helping = _smallest(_helping(bench, shortage))
    limits: Mapping[Single, int | None] = {} if helping else {lever: bench.at_most(lever) for lever in levers}
    known = [most for most in limits.values() if most is not None]
    return Cause(
        shortage,
        missing,
        price(bench.facts, shortage),
        helping,
        len(tried),
        len(levers) - len(tried),
        max(known) if known and len(known) == len(limits) else None,
    )


def _smallest(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """Of things together that help keep only the smallest set."""
    joint = [effect for effect in effects if isinstance(effect.lever, Together)]
    if not joint:
        return tuple(effects[:SHOWN])
    return (min(joint, key=lambda effect: len(effect.lever.parts) if isinstance(effect.lever, Together) else 1),)
