"""A run folder appears whole or not at all, and nothing of others is ever replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bemanna.runs import folder as folders
from bemanna.runs import writing
from bemanna.runs.run import RunError
from bemanna.runs.writing import prepare, write_run
from tests.support import clinics

SUMMARY = ("summary.json", b'{"schema": "bemanna/run-1"}')


def files(*more: tuple[str, bytes]) -> Iterator[tuple[str, bytes]]:
    yield SUMMARY
    yield from more


def test_a_run_replaces_a_run_as_a_whole(tmp_path: Path) -> None:
    folders.write_folder(tmp_path / "run", files(("old.csv", b"old"), ("calendars/a.ics", b"a")))
    folders.write_folder(tmp_path / "run", files(("new.csv", b"new")))
    assert clinics.file_bytes(tmp_path) == {"run/summary.json": SUMMARY[1], "run/new.csv": b"new"}


def test_a_run_without_a_folder_of_its_own_never_replaces_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def number_one(name: str, parent: Path) -> Path:
        return Path("runs/small-clinic-1") if taken.pop() else Path("runs/small-clinic-2")

    scenario = clinics.clinic()
    monkeypatch.chdir(tmp_path)
    assert write_run(None, scenario, clinics.result(scenario, None)) == Path("runs/small-clinic-1")
    before = clinics.file_bytes(tmp_path)
    # Another run takes number 1 after the free number was looked for: as if it were still free.
    taken = [False, True]
    monkeypatch.setattr(writing, "default_folder", number_one)
    assert write_run(None, scenario, clinics.result(scenario, None)) == Path("runs/small-clinic-2")
    after = clinics.file_bytes(tmp_path)
    assert {name: after[name] for name in before} == before
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["small-clinic-1", "small-clinic-2"]


def test_missing_parents_are_made(tmp_path: Path) -> None:
    prepare(tmp_path / "a/b/run")
    assert list(tmp_path.iterdir()) == []
    folders.write_folder(tmp_path / "a/b/run", files())
    assert (tmp_path / "a/b/run/summary.json").exists()


def test_a_crash_in_the_middle_leaves_the_old_run(tmp_path: Path) -> None:
    def crash() -> Iterator[tuple[str, bytes]]:
        yield SUMMARY
        raise KeyboardInterrupt

    folders.write_folder(tmp_path / "run", files(("old.csv", b"old")))
    with pytest.raises(KeyboardInterrupt):
        folders.write_folder(tmp_path / "run", crash())
    assert clinics.file_bytes(tmp_path) == {"run/summary.json": SUMMARY[1], "run/old.csv": b"old"}


def test_a_full_disk_leaves_the_old_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    folders.write_folder(tmp_path / "run", files(("old.csv", b"old")))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RunError, match=r"run: cannot be written \(No space left on device\)"):
        folders.write_folder(tmp_path / "run", files())
    assert (tmp_path / "run/old.csv").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_failed_rename_puts_the_old_run_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.replace

    def refuse_new(self: Path, target: Path) -> Path:
        if "bemanna-new" in self.name:
            raise OSError(1, "Operation not permitted")
        return rename(self, target)

    folders.write_folder(tmp_path / "run", files(("old.csv", b"old")))
    monkeypatch.setattr(Path, "replace", refuse_new)
    with pytest.raises(RunError, match="Operation not permitted"):
        folders.write_folder(tmp_path / "run", files())
    assert clinics.file_bytes(tmp_path) == {"run/summary.json": SUMMARY[1], "run/old.csv": b"old"}


KILLED = """
import sys, time
from pathlib import Path
from bemanna.runs.folder import write_folder

def files():
    yield "summary.json", b"half"
    print("writing", flush=True)
    time.sleep(60)

write_folder(Path(sys.argv[1]), files())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_process_leaves_the_old_run_and_its_leftovers_are_cleared(tmp_path: Path) -> None:
    folders.write_folder(tmp_path / "run", files(("old.csv", b"old")))
    command = [sys.executable, "-c", KILLED, str(tmp_path / "run")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        prepare(tmp_path / "run")  # a live process keeps its folder
        assert len(list(tmp_path.glob(".run.bemanna-new-*"))) == 1
        process.send_signal(signal.SIGKILL)
    assert (tmp_path / "run/old.csv").read_bytes() == b"old"
    prepare(tmp_path / "run")
    assert clinics.file_bytes(tmp_path) == {"run/summary.json": SUMMARY[1], "run/old.csv": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_kill_between_the_renames_is_healed(tmp_path: Path) -> None:
    folders.write_folder(tmp_path / "run", files(("old.csv", b"old")))
    (tmp_path / "run").rename(tmp_path / ".run.bemanna-old")
    prepare(tmp_path / "run")
    assert clinics.file_bytes(tmp_path) == {"run/summary.json": SUMMARY[1], "run/old.csv": b"old"}


def test_leftovers_of_nobody_are_cleared_after_a_day(tmp_path: Path) -> None:
    fresh, stale = tmp_path / ".run.bemanna-new-x", tmp_path / ".run.bemanna-new-y"
    fresh.mkdir()
    stale.mkdir()
    os.utime(stale, (time.time() - 100_000,) * 2)
    prepare(tmp_path / "run")
    assert [path.name for path in tmp_path.iterdir()] == [fresh.name]


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"schema": "other/1"}', '{"schema": ', "\x00"])
def test_a_foreign_folder_is_refused_and_kept(tmp_path: Path, content: str | None) -> None:
    scenario = clinics.clinic()
    target = tmp_path / "mine"
    target.mkdir()
    (target / "precious.txt").write_text("precious", "utf-8")
    if content is not None:
        (target / "summary.json").write_text(content, "utf-8")
    before = clinics.file_bytes(tmp_path)
    with pytest.raises(RunError, match="mine: exists and is no bemanna run"):
        prepare(target)
    with pytest.raises(RunError, match="mine: exists and is no bemanna run"):
        write_run(target, scenario, clinics.result(scenario, None))
    assert clinics.file_bytes(tmp_path) == before


def test_a_file_a_link_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    (tmp_path / "empty").mkdir()
    folders.write_folder(tmp_path / "run", files())
    (tmp_path / "link").symlink_to(tmp_path / "run", target_is_directory=True)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("file", "empty", "link", "dangling"):
        with pytest.raises(RunError, match=f"{name}: exists and is no bemanna run"):
            prepare(tmp_path / name)


@pytest.mark.parametrize("place", ["/", ".", ".."])
def test_odd_paths_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RunError, match="exists and is no bemanna run"):
        prepare(Path(place))


def test_a_folder_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(RunError, match=r"cannot be written \(.+\): choose another folder with --out"):
        prepare(tmp_path / "file/run")


def test_a_folder_without_the_right_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with pytest.raises(RunError, match=r"run: cannot be written \(Permission denied\)"):
        prepare(tmp_path / "run")
