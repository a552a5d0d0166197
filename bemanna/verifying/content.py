"""What a run says of its roster, worked out anew: rules, costs to the last unit, production, capacity, key figures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from bemanna.runs.csvs import to_csv
from bemanna.runs.files import SUMMARY
from bemanna.runs.run import Run, Solved
from bemanna.runs.summary import summarise
from bemanna.runs.tables import Table, tables
from bemanna.verifying.checks import Check, check
from models.loading import scenario_hash
from models.result import LEVELS, Incumbent, Status

_MOST = 20
"""So many differences of one file are told."""
_RECORDED = frozenset(("versions", "files", "summary_sha256"))
"""Keys of the summary that nothing else says."""


def check_scenario(run: Run) -> Check:
    """Check that the scenario is the one that was solved."""
    expected, found = run.summary["scenario_sha256"], scenario_hash(run.scenario)
    wrong = [] if expected == found else [f"scenario.yaml: has SHA-256 {found}, the run is of {expected}"]
    return check("scenario", "the scenario is the one that was solved", wrong)


def check_rules(solved: Solved) -> Check:
    """Check that the roster keeps all hard rules and limits."""
    broken = solved.evaluation.violations
    wrong = [f"{v.title}: {', '.join(filter(None, (v.staff, *map(str, v.dates))))}: {v.text}" for v in broken]
    return check("roster", "the roster keeps all hard rules and limits", wrong)


def check_tables(folder: Path, solved: Solved) -> Check:
    """Check every number that the tables derive: paid minutes, overtime, production, capacity."""
    made = tables(solved)
    wrong = [text for table in made for text in _table_differences(folder, table)]
    return check("tables", f"{', '.join(table.name for table in made)}: every cell follows from the roster", wrong)


def _table_differences(folder: Path, table: Table) -> Iterator[str]:
    name = f"{table.name}.csv"
    try:
        found = list(csv.reader(io.StringIO((folder / name).read_text(encoding="utf-8-sig"))))
    except (OSError, ValueError, csv.Error):
        yield f"{name}: cannot be read as it was written"
        return
    expected = list(csv.reader(io.StringIO(to_csv(table))))
    if len(found) != len(expected):
        yield f"{name}: has {len(found) - 1} rows, {len(expected) - 1} follow from the roster"
    told = 0
    for line, (row, wanted) in enumerate(zip(found, expected, strict=False), 1):
        if row != wanted and told < _MOST:
            told += 1
            yield f"{name}:{line}: {_cells(table.columns, row, wanted)}"


def _cells(columns: Sequence[str], row: Sequence[str], wanted: Sequence[str]) -> str:
    if len(row) != len(wanted):
        return f"has {len(row)} cells, {len(wanted)} are right"
    differing = [f"{c} is {a!r}, {b!r} is right" for c, a, b in zip(columns, row, wanted, strict=True) if a != b]
    return "; ".join(differing)


def check_summary(run: Run) -> Check:
    """Check objective, terms, violations, gap, levels and key figures of the summary."""
    # through JSON, so that both sides have its types
    derived = json.loads(json.dumps(summarise(run.scenario, run.result)))
    if run.solved is not None:
        derived["kpis"]["placement"] = _placement(run.solved)
    expected = {key: value for key, value in derived.items() if key not in _RECORDED}
    found = {key: value for key, value in run.summary.items() if key not in _RECORDED}
    wrong = [*_differences("", found, expected)][:_MOST]
    return check("summary", f"{SUMMARY}: costs, gap and key figures follow from the roster", wrong)


def _placement(solved: Solved) -> Any:
    from solver.assignment import placement

    return json.loads(json.dumps(dict(placement(solved.facts, solved.roster))))


def _differences(path: str, found: Any, expected: Any) -> Iterator[str]:
    """Yield where two JSON values differ; what is not found at all an earlier version did not write."""
    if isinstance(found, Mapping) and isinstance(expected, Mapping):
        for key, value in found.items():
            yield from _differences(f"{path}.{key}".lstrip("."), value, expected.get(key))
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            yield from _differences(f"{path}[{number}]", one, other)
    elif found != expected:
        yield f"{SUMMARY}: {path} is {_short(found)}, {_short(expected)} is right"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."


def check_history(run: Run) -> Check:
    """Check that status, bound, levels and time line of the solve go together."""
    return check("time line", "status, bound, levels and time line go together", _contradictions(run))


def _contradictions(run: Run) -> Iterator[str]:
    result = run.result
    if (result.roster is None) == (result.status in (Status.OPTIMAL, Status.FEASIBLE)):
        yield f"{SUMMARY}: status is {result.status}, " + ("without" if result.roster is None else "with") + " a roster"
    objective, bound = result.objective, result.bound
    if objective is not None and bound is not None:
        if bound > objective:
            yield f"{SUMMARY}: the bound is above the cost"
        if result.status is Status.OPTIMAL and bound != objective:
            yield f"{SUMMARY}: status is optimal, and the bound is below the cost"
    if result.incumbents and result.incumbents[-1].seconds > result.seconds + 0.001:
        yield f"{SUMMARY}: incumbents go on after the solve has ended"
    parts = [level.incumbents for level in result.levels] if result.levels else [result.incumbents]
    for part in parts:
        yield from _turns(part)
    if not result.levels and result.incumbents and result.incumbents[-1].bound != bound:
        yield f"{SUMMARY}: incumbents end with another bound"
    yield from _levels(run)


def _turns(incumbents: Sequence[Incumbent]) -> Iterator[str]:
    """Yield where a time line goes back, or bound and cost cross."""
    for before, after in pairwise(incumbents):
        back = before.seconds > after.seconds
        back |= None not in (before.objective, after.objective) and (before.objective or 0) < (after.objective or 0)
        back |= None not in (before.bound, after.bound) and (before.bound or 0) > (after.bound or 0)
        if back:
            yield f"{SUMMARY}: incumbents go back after {before.seconds:g} s"
    if any(None not in (i.objective, i.bound) and (i.objective or 0) < (i.bound or 0) for i in incumbents):
        yield f"{SUMMARY}: a bound of incumbents is above a cost"


def _levels(run: Run) -> Iterator[str]:
    evaluation, objective = run.result.evaluation, run.scenario.objective
    wanted = objective.levels if objective.mode == "lexicographic" and run.result.bound is None else ()
    if evaluation is None or not run.result.levels:
        return
    if [level.name for level in run.result.levels] != list(wanted):
        yield f"{SUMMARY}: levels are not those of the scenario"
    for level in run.result.levels:
        cost = sum(evaluation.terms[name] or 0 for name in LEVELS.get(level.name, ()))
        if level.objective != cost:
            yield f"{SUMMARY}: level {level.name} has another cost than its terms"
        if level.bound is not None and level.bound > cost:
            yield f"{SUMMARY}: level {level.name} has a bound above its cost"
