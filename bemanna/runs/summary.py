"""summary.json: the evidence of a solve, with amounts in the scenario's currency."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from bemanna.runs.files import RUN_SCHEMA
from models.base import TICKS_PER_MONEY, money
from models.loading import scenario_hash
from models.result import Evaluation, Incumbent, Level, Result, Violation
from models.scenario import Scenario

_DISTRIBUTIONS = ("bemanna", "ortools", "pydantic", "holidays")


def summarise(scenario: Scenario, result: Result) -> dict[str, Any]:
    """Return the content of summary.json."""
    evaluation = result.evaluation
    return {
        "schema": RUN_SCHEMA,
        "name": scenario.name,
        "status": result.status.value,
        "objective": _amount(result.objective),
        "bound": _amount(result.bound),
        "gap": result.gap,
        "levels": [_level(level) for level in result.levels],
        "terms": {} if evaluation is None else {name: _amount(value) for name, value in evaluation.terms.items()},
        "violations": [] if evaluation is None else [violation_row(v) for v in evaluation.violations],
        "seconds": round(result.seconds, 3),
        "incumbents": _time_line(result.incumbents),
        "stopped": result.stopped,
        "out_of_memory": result.out_of_memory,
        "conflicts": list(result.conflicts),
        "seed": result.seed,
        "workers": result.workers,
        "versions": versions(),
        "scenario_sha256": scenario_hash(scenario),
        "kpis": {**_kpis(evaluation), "placement": dict(result.placement)},
    }


def versions() -> dict[str, str]:
    """Return the versions of what a result depends on."""
    found = {"python": platform.python_version()}
    for name in _DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # run from a source tree that is not installed
            found[name] = "not installed"
    return found


def _kpis(evaluation: Evaluation | None) -> Mapping[str, float | int | None]:
    return {} if evaluation is None else evaluation.kpis


def _amount(value: int | None) -> int | float | None:
    return None if value is None else money(value)


def _level(level: Level) -> dict[str, Any]:
    return {
        "name": level.name,
        "objective": _amount(level.objective),
        "bound": _amount(level.bound),
        "gap": level.gap,
        "seconds": round(level.seconds, 3),
        "incumbents": _time_line(level.incumbents),
    }


def _time_line(incumbents: Iterable[Incumbent]) -> list[list[int | float | None]]:
    return [[round(i.seconds, 3), _amount(i.objective), _amount(i.bound)] for i in incumbents]


def violation_row(violation: Violation) -> dict[str, Any]:
    """Return a violation as it stands in summary.json."""
    return {
        "rule": violation.rule,
        "title": violation.title,
        "staff": violation.staff,
        "dates": [date.isoformat() for date in violation.dates],
        "size": violation.size,
        "unit": violation.unit,
        "text": violation.text,
        "source": violation.source,
    }


def ticks_of(amount: float | None) -> int | None:
    """Return an amount of summary.json in ticks again, to the last unit."""
    return None if amount is None else round(amount * TICKS_PER_MONEY)


def incumbents_of(summary: Mapping[str, Any]) -> tuple[Incumbent, ...]:
    """Return the time line of a summary, or of one of its levels."""
    rows = summary.get("incumbents", ())
    return tuple(Incumbent(seconds, ticks_of(objective), ticks_of(bound)) for seconds, objective, bound in rows)


def levels_of(summary: Mapping[str, Any]) -> tuple[Level, ...]:
    """Return the levels of a summary."""
    return tuple(
        Level(row["name"], ticks_of(row["objective"]), ticks_of(row["bound"]), row["seconds"], incumbents_of(row))
        for row in summary["levels"]
    )
