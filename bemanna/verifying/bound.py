"""The bound of a run: proven anew within a time limit, or taken over as it stands."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from bemanna.report.wording import amount, percent
from bemanna.runs.run import Run
from bemanna.verifying.checks import Check
from models.result import Evaluation, Incumbent, Level, relative_gap
from models.roster import Roster
from solver.settings import Settings

OnProgress = Callable[[Incumbent], None]

_NAME = "bound"


def taken_over(run: Run) -> Check:
    """Return that the bound was not proven anew."""
    if run.result.bound is None and all(level.bound is None for level in run.result.levels):
        return Check(_NAME, None, "the run states no bound")
    return Check(_NAME, None, "as the run states it: --bound SECONDS proves it anew")


def check_bound(
    run: Run, settings: Settings, on_progress: OnProgress | None = None, stop: threading.Event | None = None
) -> Check:
    """Return whether the bound of a run is proven anew within the limits of the settings.

    It fails where it is disproved; where the time does not suffice, it is taken over.
    """
    roster, evaluation = run.result.roster, run.result.evaluation
    if roster is None or evaluation is None or evaluation.violations:
        return Check(_NAME, None, "as the run states it: there is no roster that keeps the rules to begin from")
    if run.result.levels:
        return _levels(run, evaluation, settings, on_progress, stop)
    return _cost(run, roster, evaluation.objective, settings, on_progress, stop)


def _cost(
    run: Run,
    roster: Roster,
    objective: int,
    settings: Settings,
    on_progress: OnProgress | None,
    stop: threading.Event | None,
) -> Check:
    from solver.proving import prove_cost

    currency, stated = run.scenario.calendar.currency, run.result.bound
    aim = objective if stated is None else stated
    fresh = prove_cost(run.scenario, roster, aim, settings, on_progress, stop)
    bound, found = fresh.bound, fresh.objective
    proven = f"{amount(bound)} {currency} after {fresh.seconds:.0f} s, gap {percent(relative_gap(objective, bound), 2)}"
    wrong = []
    if stated is not None and found is not None and found < stated:
        wrong.append(f"a roster that costs {amount(found)} {currency} disproves the stated bound of {amount(stated)}")
    if bound is not None and bound > objective:
        wrong.append(f"the bound that was proven now, {amount(bound)} {currency}, is above the cost of the roster")
    if wrong:
        return Check(_NAME, False, "the bound is wrong", tuple(wrong))
    better = "" if found is None or found >= objective else f"; a roster for {amount(found)} {currency} was found too"
    if stated is None or bound is None or bound < stated:
        held = "the run states no bound" if stated is None else "as the run states it"
        return Check(_NAME, None, f"{held}; proven anew is {proven if bound is not None else 'nothing'}{better}")
    return Check(_NAME, True, f"proven anew: {proven}{better}")


def _levels(
    run: Run,
    evaluation: Evaluation,
    settings: Settings,
    on_progress: OnProgress | None,
    stop: threading.Event | None,
) -> Check:
    from solver.proving import prove_levels

    stated = {level.name: level.bound for level in run.result.levels}
    try:
        fresh = prove_levels(run.scenario, evaluation.terms, stated, settings, on_progress, stop)
    except ValueError as error:
        return Check(_NAME, False, "the bound is wrong", (str(error),))
    wrong = tuple(_wrong(fresh))
    text = "; ".join(f"{level.name} {_told(level, stated.get(level.name))}" for level in fresh)
    if wrong:
        return Check(_NAME, False, text, wrong)
    proven = all(_is_proven(level, stated.get(level.name)) for level in fresh)
    return Check(_NAME, True if proven else None, text)


def _is_proven(level: Level, stated: int | None) -> bool:
    return level.bound is not None and (stated is None or level.bound >= stated)


def _told(level: Level, stated: int | None) -> str:
    done = "proven anew" if _is_proven(level, stated) else "proven anew only"
    return f"{done}: {amount(level.bound)}, gap {percent(level.gap, 2)}"


def _wrong(levels: tuple[Level, ...]) -> Iterator[str]:
    for level in levels:
        if level.bound is not None and level.objective is not None and level.bound > level.objective:
            yield f"the bound of {level.name} that was proven now is above the cost of the roster"
