"""Re-reading a run folder and proving anew what it says."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from pathlib import Path

from bemanna.explaining.storing import read_explanation
from bemanna.runs.files import EXPLANATION, SIMULATION, SUMMARY
from bemanna.runs.folder import is_run
from bemanna.runs.reading import read_run
from bemanna.runs.run import Run, RunError, Solved
from bemanna.runs.writing import with_findings
from bemanna.simulating.storing import read_simulation, simulation_json
from bemanna.verifying.bound import OnProgress, check_bound, taken_over
from bemanna.verifying.checks import Check
from bemanna.verifying.content import check_history, check_rules, check_scenario, check_summary, check_tables
from bemanna.verifying.files import check_documents, check_sums
from bemanna.verifying.leeway import Leeway, leeway_of
from models.base import money
from models.problems import ScenarioError
from solver.settings import Settings


@dataclass(frozen=True, slots=True)
class Verification:
    """What holds of a run folder."""

    checks: tuple[Check, ...]
    leeway: Leeway | None
    """What the gap leaves open at most."""
    run: Run | None
    """None where a file of it cannot be read."""

    @property
    def holds(self) -> bool:
        """Whether nothing was found that does not hold."""
        return all(check.holds is not False for check in self.checks)


def verify(
    folder: Path,
    prove: Settings | None = None,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> Verification:
    """Return what holds of a run folder: files, scenario, roster, tables, summary, documents, and its bound.

    The bound is proven anew within the limits of ``prove``, else taken over; ``on_progress`` is called as it climbs,
    and setting ``stop`` ends it. Raises RunError where it is no run.
    """
    folder = Path(folder)
    if not is_run(folder):
        raise RunError(f"{folder}: is no bemanna run: name a folder that 'bemanna solve' wrote")
    sums = check_sums(folder, json.loads((folder / SUMMARY).read_text(encoding="utf-8")))
    try:
        run = read_run(folder)
        checks = [sums, *_checks(folder, run)]
    except (RunError, ScenarioError, KeyError, TypeError) as error:
        return Verification((sums, Check("reading", False, "every file can be read", _lines(error))), None, None)
    if run.solved is not None:
        checks.append(taken_over(run) if prove is None else check_bound(run, prove, on_progress, stop))
    return Verification(tuple(checks), leeway_of(run.result, run.facts), run)


def _lines(error: Exception) -> tuple[str, ...]:
    if isinstance(error, KeyError | TypeError):
        return (f"{SUMMARY}: is damaged ({error})",)
    return tuple(str(error).splitlines())


def _checks(folder: Path, run: Run) -> list[Check]:
    checks = [check_scenario(run), check_summary(run), check_history(run)]
    solved = with_findings(folder, run).solved
    if solved is None:
        return checks
    checks += [check_rules(solved), check_tables(folder, solved), check_documents(folder, solved)]
    later = (_check_simulation(folder, solved), _check_explanation(folder, solved))
    return [*checks, *(check for check in later if check is not None)]


def _check_explanation(folder: Path, solved: Solved) -> Check | None:
    """Check that the explanation is of this roster and its costs; its solves are not done again."""
    stored = read_explanation(folder)
    if stored is None:
        return None
    name, cost = "explanation", money(solved.evaluation.objective)
    if solved.run.explanation is None:
        return Check(name, False, "of this roster", (f"{EXPLANATION}: is of another roster: explain again",))
    if stored.objective != cost:
        return Check(
            name, False, "of this roster", (f"{EXPLANATION}: objective is {stored.objective}, {cost} is right",)
        )
    return Check(name, None, "of this roster; its solves are not done again")


def _check_simulation(folder: Path, solved: Solved) -> Check | None:
    """Check that the simulation is of this roster, and that its draws give the same numbers again."""
    import numpy as np

    from bemanna.simulating.assumptions import AssumptionError
    from bemanna.simulating.simulation import repeat

    stored = read_simulation(folder)
    if stored is None:
        return None
    name, text = "simulation", "the same draws give the same numbers"
    if solved.run.simulation is None:
        return Check(name, False, text, (f"{SIMULATION}: is of another roster: simulate again",))
    if stored.numpy != np.__version__:
        return Check(name, None, f"drawn with numpy {stored.numpy}, which this one ({np.__version__}) need not repeat")
    try:
        same = simulation_json(repeat(solved.scenario, solved.roster, stored)) == (folder / SIMULATION).read_bytes()
    except AssumptionError as error:
        return Check(name, False, text, (f"{SIMULATION}: {error}",))
    return Check(name, same, text, () if same else (f"{SIMULATION}: other numbers follow from its draws",))
