"""The store of runs: what it finds again, what it notices, and that many may write to it at once."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bemanna.runs.run import RunError
from bemanna.runs.summary import summarise
from bemanna.store.obtaining import known_run, remember, settled_run
from bemanna.store.pruning import Choice, prune
from bemanna.store.records import RunRecord
from bemanna.store.store import STORE, Store
from models.result import Status
from solver.settings import Settings
from tests.bemanna.cli.support import environment
from tests.support import clinics

SCENARIO = clinics.clinic()
RESULT = clinics.result(SCENARIO, clinics.roster(SCENARIO))
SETTINGS = Settings(time_limit=30, gap=0.03, seed=7)


def written(folder: Path, **changes: Any) -> Path:
    """Write the summary of a run of the small clinic, all that the store reads; its gap is a little above 2 %."""
    summary = summarise(SCENARIO, dataclasses.replace(RESULT, **{"stopped": False, **changes}))
    folder.mkdir(exist_ok=True)
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Return the folder of a recorded run."""
    folder = written(tmp_path / "clinic-1")
    remember(folder, SETTINGS)
    return folder


def test_equal_work_is_found(run: Path) -> None:
    record = known_run(run.parent, SCENARIO, SETTINGS)
    assert record is not None
    assert (record.folder, record.name, record.status) == ("clinic-1", "Small clinic", "feasible")
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    assert (record.objective, record.bound, record.gap) == (summary["objective"], summary["bound"], summary["gap"])
    assert record.kpis == summary["kpis"]


@pytest.mark.parametrize("change", [{"time_limit": 31}, {"gap": 0}, {"seed": 8}, {"workers": 3}])
def test_other_settings_are_other_work(run: Path, change: dict[str, Any]) -> None:
    assert known_run(run.parent, SCENARIO, dataclasses.replace(SETTINGS, **change)) is None


def test_the_default_number_of_workers_is_the_same_as_naming_it(run: Path) -> None:
    assert known_run(run.parent, SCENARIO, dataclasses.replace(SETTINGS, workers=SETTINGS.threads)) is not None


def test_another_scenario_is_other_work(run: Path) -> None:
    assert known_run(run.parent, clinics.clinic(person="eve"), SETTINGS) is None


def test_the_roster_to_begin_from_is_part_of_the_work_of_a_solve(tmp_path: Path) -> None:
    start = clinics.roster(SCENARIO)
    remember(written(tmp_path / "warm"), SETTINGS, start)
    assert settled_run(tmp_path, SCENARIO, SETTINGS) is None
    assert settled_run(tmp_path, SCENARIO, SETTINGS, start) is not None
    assert known_run(tmp_path, SCENARIO, SETTINGS) is None
    assert known_run(tmp_path, SCENARIO, SETTINGS, any_start=True) is not None


def test_of_several_runs_the_best_is_taken(tmp_path: Path) -> None:
    for folder, number in (("none", None), ("poor", 2), ("best", 1), ("last", 3)):
        summary = json.loads((written(tmp_path / folder) / "summary.json").read_text(encoding="utf-8"))
        (tmp_path / folder / "summary.json").write_text(json.dumps(summary | {"objective": number}), encoding="utf-8")
        remember(tmp_path / folder, SETTINGS)
    record = known_run(tmp_path, SCENARIO, SETTINGS)
    assert record is not None
    assert record.folder == "best"


@pytest.mark.parametrize(
    ("settings", "changes", "settled"),
    [
        ({}, {}, True),  # a gap of 2 % where 3 % was asked for
        ({"gap": 0.01}, {}, False),
        ({"gap": 0.01}, {"status": Status.OPTIMAL}, True),
        ({"gap": 0.01, "deterministic_limit": 5.0}, {}, True),
        ({"gap": 0.01, "deterministic_limit": 5.0}, {"seconds": 30.0}, False),  # ended by the clock
        ({"gap": 0.01, "deterministic_limit": 5.0, "memory_limit": 10**9}, {}, False),  # perhaps for want of memory
        ({"gap": 0.01}, {"bound": None}, False),
        ({}, {"stopped": True}, False),
    ],
)
def test_what_a_solve_could_only_repeat(
    tmp_path: Path, settings: dict[str, Any], changes: dict[str, Any], settled: bool
) -> None:
    chosen = dataclasses.replace(SETTINGS, **settings)
    remember(written(tmp_path / "one", **changes), chosen)
    assert (settled_run(tmp_path, SCENARIO, chosen) is not None) == settled


def test_a_stopped_run_is_not_taken_for_the_work(tmp_path: Path) -> None:
    remember(written(tmp_path / "one", stopped=True), SETTINGS)
    assert known_run(tmp_path, SCENARIO, SETTINGS) is None


def test_a_folder_that_was_removed_is_noticed(run: Path) -> None:
    shutil.rmtree(run)
    assert known_run(run.parent, SCENARIO, SETTINGS) is None
    assert Store(run.parent).refresh() == ([], ["clinic-1"])
    assert Store(run.parent).records() == []


def test_a_folder_that_holds_another_run_now_is_noticed(run: Path) -> None:
    written(run, seconds=1.0)
    assert known_run(run.parent, SCENARIO, SETTINGS) is None
    (record,), gone = Store(run.parent).refresh()
    assert (record.seconds, record.work, gone) == (1.0, None, [])


def test_runs_that_nobody_recorded_are_listed(run: Path) -> None:
    shutil.copytree(run, run.parent / "copy")
    (run.parent / "notes").mkdir()
    (run.parent / "link").symlink_to(run)
    records, gone = Store(run.parent).refresh()
    assert ({record.folder for record in records}, gone) == ({"clinic-1", "copy"}, [])


def test_no_folder_no_store(tmp_path: Path) -> None:
    assert known_run(tmp_path / "nowhere", SCENARIO, SETTINGS) is None
    with pytest.raises(RunError, match="is no folder"):
        Store(tmp_path / "nowhere").refresh()
    assert not (tmp_path / "nowhere").exists()


def test_a_damaged_store_is_one_clear_line_and_costs_nobody_a_run(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run.parent / STORE).write_bytes(b"this is no database" * 100)
    with pytest.raises(RunError, match="cannot be used as the store of runs") as error:
        Store(run.parent).refresh()
    assert len(str(error.value).splitlines()) == 1
    remember(run, SETTINGS)
    assert "is written, but not recorded" in capsys.readouterr().err


def test_a_store_of_a_later_version_is_left_alone(run: Path) -> None:
    with sqlite3.connect(run.parent / STORE) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(RunError, match="later version"):
        Store(run.parent).records()


WRITER = """
import dataclasses, sys
from pathlib import Path
from bemanna.store.store import Store, _insert
store, name = Store(Path(sys.argv[1])), sys.argv[2]
(record,) = [record for record in store.records() if record.folder == "clinic-1"]
for number in range(40):
    with store._writing() as connection:
        _insert(connection, dataclasses.replace(record, folder=f"{name}-{number}"))
    store.forget(f"{name}-{number - 1}") if number % 2 else store.records()
"""


def test_many_processes_write_at_once(run: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(run.parent)]
    writers = [subprocess.Popen([*command, name], env=environment(), stderr=subprocess.PIPE) for name in "abcd"]
    for writer in writers:
        _, err = writer.communicate(timeout=120)
        assert writer.returncode == 0, err.decode()
    kept = {f"{name}-{number}" for name in "abcd" for number in range(1, 40, 2)}
    assert {record.folder for record in Store(run.parent).records()} == kept | {"clinic-1"}
    assert {path.name for path in run.parent.iterdir()} == {"clinic-1", STORE}


def only(store: Store) -> RunRecord:
    (record,) = store.records()
    return record


def test_choosing(run: Path) -> None:
    record = only(Store(run.parent))
    day = record.finished.date()
    fitting = [Choice(), Choice(name="CLINIC-"), Choice(name="small*nic"), Choice(status="feasible"), Choice(since=day)]
    assert all(choice.fits(record) for choice in [*fitting, Choice(gap_above=0.02), Choice(gap_below=0.03)])
    others = [Choice(name="ward"), Choice(status="optimal"), Choice(before=day), Choice(gap_above=0.03)]
    assert not any(choice.fits(record) for choice in [*others, Choice(gap_below=0.02)])
    unknown = dataclasses.replace(record, gap=None)
    assert Choice(gap_above=0.5).fits(unknown)
    assert not Choice(gap_below=0.5).fits(unknown)


def test_pruning_removes_folder_and_record(run: Path) -> None:
    keep = written(run.parent / "clinic-2", seconds=2.0)
    store = Store(run.parent)
    assert prune(store, store.records()) == ["clinic-1"]
    assert {path.name for path in run.parent.iterdir()} == {keep.name, STORE}
    assert store.records() == []


def test_pruning_leaves_what_is_not_the_run_that_was_recorded(run: Path) -> None:
    store = Store(run.parent)
    record = only(store)
    written(run, seconds=1.0)
    assert prune(store, [record]) == []
    (run / "summary.json").write_text("{}", encoding="utf-8")  # somebody else's folder by now
    assert prune(store, [record, dataclasses.replace(record, folder="../clinic-1")]) == []
    assert run.is_dir()


def test_what_a_killed_prune_left_is_cleared(run: Path) -> None:
    (run.parent / ".bemanna-pruned-1-old").mkdir()
    prune(Store(run.parent), [])
    assert {path.name for path in run.parent.iterdir()} == {"clinic-1", STORE}


def test_a_result_without_a_roster_is_a_run_too(tmp_path: Path) -> None:
    none = {"roster": None, "evaluation": None, "bound": None, "status": Status.INFEASIBLE}
    remember(written(tmp_path / "none", **none), SETTINGS)
    record = settled_run(tmp_path, SCENARIO, SETTINGS)
    assert record is not None
    assert (record.status, record.objective, record.kpis) == ("infeasible", None, {"placement": {"continuity": 0.5}})
