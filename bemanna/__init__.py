"""Rosters whose capacity follows the weekly production plan of a clinic.

    from pathlib import Path

    import bemanna

    scenario = bemanna.load("scenarios/eye_clinic")
    result = bemanna.solve(scenario, bemanna.Settings(time_limit=60))
    bemanna.write_run(Path("runs/eye"), scenario, result)

Names are loaded when they are first used, so that ``import bemanna`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from bemanna.auditing import Case, judge, read_case
    from bemanna.comparing.comparison import Comparison, compare
    from bemanna.explaining.finding import Impossible, explain
    from bemanna.need import WeekNeed, check
    from bemanna.runs.reading import read_roster, read_run
    from bemanna.runs.run import Run, RunError
    from bemanna.runs.writing import write_run
    from bemanna.simulating.assumptions import Assumptions
    from bemanna.simulating.outcome import Simulation
    from bemanna.simulating.simulation import simulate
    from bemanna.starting import Before, kept_close, read_before
    from bemanna.sweeping.sweep import Sweep, sweep
    from bemanna.verifying.verification import Verification, verify
    from models.evaluation import evaluate
    from models.loading import dump, load
    from models.problems import Problem, ScenarioError
    from models.result import Evaluation, Incumbent, Result, Status
    from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment
    from models.scenario import Scenario
    from solver.explain.explanation import Explanation
    from solver.settings import Settings
    from solver.solve import complete, solve

__version__ = "0.1.0"

__all__ = [
    "Assumptions",
    "Before",
    "Case",
    "Comparison",
    "Evaluation",
    "Explanation",
    "Impossible",
    "Incumbent",
    "ItemCount",
    "Problem",
    "Result",
    "Roster",
    "Run",
    "RunError",
    "Scenario",
    "ScenarioError",
    "SessionPlace",
    "Settings",
    "ShiftAssignment",
    "Simulation",
    "Status",
    "Sweep",
    "Verification",
    "WeekNeed",
    "check",
    "compare",
    "complete",
    "dump",
    "evaluate",
    "explain",
    "judge",
    "kept_close",
    "load",
    "read_before",
    "read_case",
    "read_roster",
    "read_run",
    "simulate",
    "solve",
    "sweep",
    "verify",
    "write_run",
]

_HOMES: Final = MappingProxyType(
    {
        "bemanna.auditing": ("Case", "judge", "read_case"),
        "bemanna.comparing.comparison": ("Comparison", "compare"),
        "bemanna.explaining.finding": ("Impossible", "explain"),
        "bemanna.need": ("WeekNeed", "check"),
        "bemanna.runs.reading": ("read_roster", "read_run"),
        "bemanna.runs.run": ("Run", "RunError"),
        "bemanna.runs.writing": ("write_run",),
        "bemanna.simulating.assumptions": ("Assumptions",),
        "bemanna.simulating.outcome": ("Simulation",),
        "bemanna.simulating.simulation": ("simulate",),
        "bemanna.sweeping.sweep": ("Sweep", "sweep"),
        "bemanna.verifying.verification": ("Verification", "verify"),
        "bemanna.starting": ("Before", "kept_close", "read_before"),
        "models.evaluation": ("evaluate",),
        "models.loading": ("dump", "load"),
        "models.problems": ("Problem", "ScenarioError"),
        "models.result": ("Evaluation", "Incumbent", "Result", "Status"),
        "models.roster": ("ItemCount", "Roster", "SessionPlace", "ShiftAssignment"),
        "models.scenario": ("Scenario",),
        "solver.explain.explanation": ("Explanation",),
        "solver.settings": ("Settings",),
        "solver.solve": ("complete", "solve"),
    }
)


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'bemanna' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
