"""Peers mean the same as Bemanna: their models cost what the evaluation says, and their optimum is ours."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from bemanna.runs.reading import read_run
from benchmarks.instances import UNIT, date
from benchmarks.peers import clinic, curtois, inrc2
from benchmarks.peers.__main__ import solve as solve_by_peer
from benchmarks.peers.engines import ENGINES, progress_of
from benchmarks.peers.problem import Problem
from benchmarks.peers.runs import Runs
from models.evaluation import evaluate
from models.loading import parse
from models.result import Result, Status
from models.roster import Roster, ShiftAssignment
from solver.search.anytime import Clock
from solver.settings import Settings
from solver.solve import solve
from tests.bemanna.cli.support import TINY
from tests.support.clinics import clinic as small_clinic

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[2]
NURSES = "n002w1_0_0"


def by_peer(problem: Problem, engine: str) -> Result:
    return solve_by_peer(problem, ENGINES[engine], Clock(20.0), workers=4, seed=0)


@pytest.mark.parametrize("before", [0, 1, 3, 5])
def test_runs_too_long_and_too_short(before: int) -> None:
    for days in product((0, 1), repeat=6):
        run, long, short = before, 0, 0
        for day in days:
            short += 4 - run if not day and 0 < run < 4 else 0
            run = run + 1 if day else 0
            long += run > 3
        found = Runs(list(days), before)
        assert sum(window > 3 for window in found.windows(3)) == long
        assert sum(missing for absent, missing in found.short(4) if absent <= 0) == short


def test_inner_runs_touch_neither_end() -> None:
    assert [missing for absent, missing in Runs([1, 0, 1, 0, 1], inner=True).short(3) if absent <= 0] == [2]


def optimum(cp: cp_model.CpModel) -> tuple[int, list[int]] | None:
    """Return least objective and values of a model; None where there are none."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(cp) != cp_model.OPTIMAL:
        return None
    return round(solver.objective_value), list(solver.response_proto.solution)


def fixed(problem: Problem, cells: set[str]) -> int | None:
    """Return the least cost in ticks where just these cells are 1; None where there is none."""
    cp = problem.cp.clone()
    for number, variable in enumerate(cp.proto.variables):
        if variable.name.startswith("x["):
            cp.add(cp.get_int_var_from_proto_index(number) == int(variable.name in cells))
    found = optimum(cp)
    return None if found is None else found[0] * problem.unit


def some_roster(problem: Problem, chance: random.Random) -> tuple[Roster, set[str]]:
    """Return a roster that keeps all hard rules and is else by chance, with its cells."""
    cp = problem.cp.clone()
    cells = [n for n, variable in enumerate(cp.proto.variables) if variable.name.startswith("x[")]
    cp.minimize(sum(chance.randint(-9, 9) * cp.get_int_var_from_proto_index(n) for n in cells))
    found = optimum(cp)
    assert found is not None
    return problem.roster(found[1]), {cp.proto.variables[n].name for n in cells if found[1][n]}


@pytest.mark.parametrize("kind", ["curtois", "inrc2"])
def test_a_model_costs_what_the_evaluation_says(kind: str) -> None:
    problem = curtois.problem(DATA / "Tiny.txt") if kind == "curtois" else inrc2.problem(DATA, NURSES)
    chance, costs = random.Random(7), set()
    for _ in range(20):
        roster, cells = some_roster(problem, chance)
        judged = evaluate(problem.scenario, roster)
        assert not judged.violations
        assert fixed(problem, cells) == judged.objective
        costs.add(judged.objective)
    assert len(costs) >= 5, "the rosters differ"


def test_what_breaks_a_hard_rule_is_in_no_model() -> None:
    problem, chance = curtois.problem(DATA / "Tiny.txt"), random.Random(7)
    for _ in range(50):
        rows = [
            ShiftAssignment(staff, date(day), shift, UNIT, "staff")
            for staff in "AB"
            for day in range(7)
            if (shift := chance.choice([None, None, "E", "L"])) is not None
        ]
        judged = evaluate(problem.scenario, Roster(tuple(rows)))
        cost = fixed(problem, {f"x[{r.staff},{(r.date - date(0)).days},{r.shift}]" for r in rows})
        assert cost == (None if judged.violations else judged.objective)


@pytest.mark.parametrize("engine", list(ENGINES))
@pytest.mark.parametrize("kind", ["curtois", "inrc2", "clinic", "small clinic"])
def test_the_optimum_of_a_peer_is_ours(kind: str, engine: str) -> None:
    problems = {
        "curtois": lambda: curtois.problem(DATA / "Tiny.txt"),
        "inrc2": lambda: inrc2.problem(DATA, NURSES),
        "clinic": lambda: clinic.problem(parse(TINY)),
        "small clinic": lambda: clinic.problem(small_clinic()),
    }
    problem = problems[kind]()
    ours = solve(problem.scenario, Settings(time_limit=20.0, workers=4))
    found = by_peer(problem, engine)
    assert found.evaluation is not None
    assert not found.evaluation.violations
    assert found.status is Status.OPTIMAL
    assert (found.objective, found.bound) == (ours.objective, ours.objective)
    assert found.incumbents[-1].objective == found.objective


def test_the_command_writes_a_run(tmp_path: Path) -> None:
    words = ["cp-sat", "curtois", str(DATA / "Tiny.txt"), "--out", str(tmp_path / "run"), "--time-limit", "20"]
    subprocess.run([sys.executable, "-m", "benchmarks.peers", *words], cwd=ROOT, check=True)
    run = read_run(tmp_path / "run")
    assert run.summary["status"] == "optimal"
    assert run.solved is not None
    bad = [sys.executable, "-m", "benchmarks.peers", "highs", "scenario", str(tmp_path), "--out", str(tmp_path / "no")]
    ended = subprocess.run(bad, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize(
    ("line", "progress"),
    [
        (" R  0  0  0   0.00%   1305.659208   2419    46.02%   0  0  0   201   0.0s", (1305.659208, 2419.0)),
        (" u  0  0  0   0.00%   -inf          4026    Large    0  0  0     0   0.0s", (None, 4026.0)),
        ("  532 53 229  2.89%   1.5e+06       inf     9.54%  846 22 50  1369   8.0s", (1.5e6, None)),
        ("  Gap               9.54% (tolerance: 0.01%)", (None, None)),
    ],
)
def test_progress_is_read_from_the_log_of_highs(line: str, progress: tuple[float | None, float | None]) -> None:
    assert progress_of(line) == progress
