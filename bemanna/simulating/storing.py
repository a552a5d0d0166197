"""simulation.json in a run folder."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bemanna.runs.files import SIMULATION
from bemanna.runs.folder import replace_files
from bemanna.runs.run import Run, RunError
from bemanna.runs.sealing import roster_digest
from bemanna.runs.texts import to_json
from bemanna.simulating.outcome import SIMULATION_SCHEMA, Simulation


def write_simulation(folder: Path, simulation: Simulation) -> None:
    """Write a simulation to its run folder, in place of an earlier one. Raises RunError where that cannot be."""
    replace_files(folder, [(SIMULATION, simulation_json(simulation))])


def simulation_json(simulation: Simulation) -> bytes:
    """Return a simulation as the bytes of its file."""
    return to_json(dataclasses.asdict(simulation))


def with_simulation(folder: Path, run: Run) -> Run:
    """Return the run of a folder with its simulation, where there is one of its roster. Raises RunError."""
    simulation, roster = read_simulation(folder), run.result.roster
    if simulation is None or roster is None or simulation.roster_sha256 != roster_digest(roster):
        return run
    return dataclasses.replace(run, simulation=simulation)


def read_simulation(folder: Path) -> Simulation | None:
    """Return the simulation of a run folder, None where there is none. Raises RunError where it is damaged."""
    file = folder / SIMULATION
    if not file.exists():
        return None
    try:
        simulation = TypeAdapter(Simulation).validate_python(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        reason = " ".join(str(error).split())[:120]
        raise RunError(f"{file}: is damaged ({reason}): delete it, or run 'bemanna simulate' again") from error
    if simulation.schema != SIMULATION_SCHEMA:
        raise RunError(f"{file}: is of another version (got {simulation.schema}): run 'bemanna simulate' again")
    return simulation
