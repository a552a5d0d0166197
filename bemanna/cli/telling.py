"""What a command says of a result, in plain words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice

from bemanna.report.shortfalls import shortfalls
from bemanna.report.wording import TERM_NAMES, amount, seconds, verdict
from bemanna.runs.run import Run, Solved
from models.result import Evaluation, Result, Status
from models.scenario import Scenario

_MOST_SHORTFALLS = 6


def tell_failure(result: Result) -> None:
    """Say on stderr why there is no roster."""
    after = f"after {seconds(result.seconds)}"
    if result.status is Status.INFEASIBLE:
        text = f"There is no roster that keeps all hard rules and pins (proven {after})"
        print(text + (":" if result.conflicts else "."), file=sys.stderr)
        for conflict in result.conflicts:
            print(f"  {conflict}", file=sys.stderr)
        print("'bemanna explain' names where it is written, and the cheapest ways out.", file=sys.stderr)
    elif result.out_of_memory:
        print(f"Out of memory {after}: give more with --memory-limit, or fewer --workers.", file=sys.stderr)
    elif result.stopped:
        print(f"Stopped {after}, before a first roster was found.", file=sys.stderr)
    elif result.status is Status.UNKNOWN:
        print(f"No roster was found {after}: give more time with --time-limit.", file=sys.stderr)
    else:
        print(f"The solver refused the model {after}: this is an error of bemanna itself; report it.", file=sys.stderr)


def solved(scenario: Scenario, result: Result) -> Solved | None:
    """Return a result with its scenario; None where it has no roster."""
    return Run(scenario, result, {}).solved


def summary(found: Solved) -> Iterator[str]:
    """Yield how good a roster is, what it costs and what falls short."""
    yield verdict(found.result)
    yield _cost(found.evaluation, found.scenario.calendar.currency)
    yield from short(found)


def _cost(evaluation: Evaluation, currency: str) -> str:
    paid = sorted(((value, name) for name, value in evaluation.terms.items() if value), reverse=True)
    parts = ", ".join(f"{TERM_NAMES[name].lower()} {amount(value)}" for value, name in paid)
    return f"Cost {amount(evaluation.objective)} {currency}" + (f": {parts}." if parts else ".")


def short(found: Solved) -> Iterator[str]:
    """Yield what falls short of the production plan, the greatest first."""
    rows = shortfalls(found)
    if not rows and found.evaluation.production:
        yield "Everything that is planned is produced."
    for row in islice(rows, _MOST_SHORTFALLS):
        yield f"  {row.activity}, {row.unit}: {row.text}"
    if len(rows) > _MOST_SHORTFALLS:
        yield f"  ... and {len(rows) - _MOST_SHORTFALLS} more activities"
