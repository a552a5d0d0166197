"""Solve an instance with a peer, and write a run folder as ``bemanna solve`` does.

    python -m benchmarks.peers cp-sat scenario scenarios/eye_clinic --out runs/peer --time-limit 60
    python -m benchmarks.peers highs curtois Instance4.txt --out runs/peer --time-limit 60
    python -m benchmarks.peers cp-sat inrc2 inrc2/n030w4 n030w4_1_6-2-9-1 --out runs/peer --time-limit 60

Exit codes: 0 a roster was found, 1 none was, 2 the input is wrong.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bemanna.runs.run import RunError
from bemanna.runs.writing import prepare, write_run
from benchmarks.instances import InstanceError
from benchmarks.peers import clinic, curtois, inrc2
from benchmarks.peers.engines import ENGINES, Engine
from benchmarks.peers.problem import Problem
from models.evaluation import evaluate
from models.loading import ScenarioError, load
from models.result import Result
from solver.search.anytime import Clock, Track
from solver.settings import DEFAULT_WORKERS


def solve(problem: Problem, engine: Engine, clock: Clock, workers: int, seed: int) -> Result:
    """Return what an engine makes of a problem until the limit of a clock, which may have started before."""
    track = Track(clock, None)
    status, values = engine(problem, clock, track, workers, seed)
    seconds = round(clock.seconds, 3)
    roster = None if values is None else problem.roster(values)
    return Result(
        status=status,
        roster=roster,
        evaluation=None if roster is None else evaluate(problem.scenario, roster),
        bound=track.bound,
        seconds=seconds,
        incumbents=tuple(track.incumbents),
        seed=seed,
        workers=workers,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description="Solve an instance with a peer.")
    parser.add_argument("engine", choices=list(ENGINES))
    kinds = parser.add_subparsers(dest="kind", required=True)
    kind = kinds.add_parser("scenario", help="a scenario: people x sessions")
    kind.add_argument("path", type=Path)
    kind = kinds.add_parser("curtois", help="a shift-scheduling instance")
    kind.add_argument("path", type=Path)
    kind = kinds.add_parser("inrc2", help="an instance of the nurse rostering competition")
    kind.add_argument("path", type=Path)
    kind.add_argument("instance")
    for kind in kinds.choices.values():
        kind.add_argument("--out", type=Path, required=True, metavar="FOLDER")
        kind.add_argument("--time-limit", type=float, default=60.0, metavar="S")
        kind.add_argument("--workers", type=int, default=DEFAULT_WORKERS, metavar="N")
        kind.add_argument("--seed", type=int, default=0, metavar="N")
    return parser


def _problem(arguments: argparse.Namespace) -> Problem:
    if arguments.kind == "scenario":
        return clinic.problem(load(arguments.path))
    if arguments.kind == "curtois":
        return curtois.problem(arguments.path)
    return inrc2.problem(arguments.path, arguments.instance)


def main() -> int:
    """Run the command line; return the exit code."""
    arguments = _parser().parse_args()
    try:
        prepare(arguments.out)
        clock = Clock(arguments.time_limit)  # building the model counts too
        problem = _problem(arguments)
        result = solve(problem, ENGINES[arguments.engine], clock, arguments.workers, arguments.seed)
        write_run(arguments.out, problem.scenario, result)
    except (InstanceError, ScenarioError, RunError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0 if result.roster is not None else 1


if __name__ == "__main__":
    sys.exit(main())
