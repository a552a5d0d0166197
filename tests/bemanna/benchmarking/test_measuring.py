"""Solves are measured as they were, and judged afresh; one that fails is said to have failed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bemanna.benchmarking.cases import ROOT, Case
from bemanna.benchmarking.jobs import BEFORE, COLD, OURS, WARM, Flags, Job, jobs
from bemanna.benchmarking.measuring import FAILED, agrees, measure
from bemanna.benchmarking.running import run
from bemanna.runs.reading import read_run
from bemanna.runs.run import RunError
from models.loading import load
from tests.bemanna.cli.support import TINY

FLAGS = Flags(time_limit=20.0, workers=2)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Return the case of a clinic that is solved in no time."""
    (tmp_path / "scenario.yaml").write_text(TINY, encoding="utf-8")
    return Case("clinics", "tiny", 20.0, tmp_path / "scenario.yaml")


def test_a_measurement_is_that_of_the_run(case: Case, tmp_path: Path) -> None:
    measured = measure(Job(case, OURS, 1), tmp_path / "out", FLAGS)
    folder = tmp_path / "out" / "tiny" / "bemanna-1"
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert (measured.key, measured.people, measured.weeks, measured.status) == (("tiny", OURS, 1), 2, 1, "optimal")
    assert (measured.objective, measured.bound, measured.gap) == (summary["objective"], summary["bound"], 0.0)
    assert (measured.agrees, measured.checked, measured.workers) == (True, None, 2)
    assert measured.incumbents[-1][1] == measured.objective
    assert measured.peak_memory_mb is not None
    assert 20 < measured.peak_memory_mb < 2000
    items = folder / "items.csv"
    items.write_text("\n".join(items.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    assert agrees(read_run(folder)) is False


@pytest.mark.parametrize("peer", ["cp-sat", "highs"])
def test_peers_find_the_same_optimum(case: Case, tmp_path: Path, peer: str) -> None:
    measured = measure(Job(case, peer, 0), tmp_path / "out", FLAGS)
    # everything is produced in contract time
    assert (measured.status, measured.objective, measured.bound, measured.agrees) == ("optimal", 0, 0, True)


def test_after_a_change_the_last_roster_is_the_start(case: Case, tmp_path: Path) -> None:
    resolve = Case("resolve", "tiny", 20.0, case.scenario, gap=0.0)
    todo = list(jobs([resolve], [0], peers=True))
    assert [job.engine for job in todo] == [BEFORE, COLD, WARM]
    measured = [measure(job, tmp_path / "out", FLAGS) for job in todo]
    assert [m.status for m in measured] == ["optimal"] * 3
    before, cold, warm = (m.objective for m in measured)
    assert before is not None
    assert cold is not None
    assert before < cold == warm
    assert measured[2].time_limit == 5.0
    (absence,) = load(tmp_path / "out" / "tiny" / "warm-0" / "scenario.yaml").absences
    assert (absence.last - absence.start).days == 1


def test_a_solve_that_does_not_end_has_failed(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Job, "command", lambda *_: [sys.executable, "-c", "raise SystemExit(70)"])
    measured = measure(Job(case, OURS, 0), tmp_path, FLAGS)
    assert (measured.status, measured.objective, measured.agrees) == (FAILED, None, None)
    endless = run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, 0.2)
    assert endless.code is None


def test_memory_counts_what_a_command_starts(tmp_path: Path) -> None:
    hold = "held = bytearray(100_000_000); import time; time.sleep(1)"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    ended = run([sys.executable, "-c", start], tmp_path, 20.0)
    assert ended.code == 0
    assert ended.memory > 100


def test_wrong_input_is_refused(tmp_path: Path) -> None:
    missing = Case("clinics", "moon", 1.0, tmp_path / "moon.yaml")
    with pytest.raises(RunError, match=r"^moon: cannot be solved by bemanna: see the message above$"):
        measure(Job(missing, OURS, 0), tmp_path, FLAGS)
    garbled = Case("curtois", "bad", 1.0, None, converter=("benchmarks.curtois", str(ROOT / "README.md")))
    with pytest.raises(RunError, match=r"^bad: is no instance that can be read"):
        measure(Job(garbled, OURS, 0), tmp_path, FLAGS)
