"""``bemanna check``: validation, and need against capacity."""

from __future__ import annotations

from pathlib import Path

from tests.bemanna.cli.support import TINY, Run

TOO_MUCH = "production_plan.clinic.visit=81"
"""Ann and Bob can be there 2 x 20 hours a week at most, and 81 visits take 40.5 hours."""


def rows(text: str, resource: str) -> list[str]:
    return [line for line in text.splitlines() if f" {resource} " in f" {line} "]


def test_need_stands_beside_capacity(run: Run, tiny: Path) -> None:
    done = run("check", tiny)
    assert done.returncode == 0, done.stderr
    (nurse,) = rows(done.stdout, "nurse")
    assert nurse.split() == ["clinic", "nurse", "2027-W09", "35.0", "36.0", "40.0", "97", "%"]
    (room,) = rows(done.stdout, "room exam")
    assert room.split() == ["clinic", "room", "exam", "2027-W09", "35.0", "40.0", "40.0", "88", "%"]
    assert "cannot work" not in done.stdout


def test_more_than_contract_time_is_noted(run: Run, tiny: Path) -> None:
    done = run("check", tiny, "--strict", "--set", "production_plan.clinic.visit=76")
    assert done.returncode == 0
    assert "above contract time" in rows(done.stdout, "nurse")[0]


def test_a_week_that_cannot_work_is_marked(run: Run, tiny: Path) -> None:
    done = run("check", tiny, "--set", TOO_MUCH)
    assert done.returncode == 0
    assert "2027-W09 cannot work: clinic needs 40.5 h of nurse, and at most 40.0 h can be there." in done.stdout
    assert "2027-W09 cannot work: clinic needs 40.5 h of room exam, and at most 40.0 h can be there." in done.stdout


def test_strict_makes_it_fail(run: Run, tiny: Path) -> None:
    assert run("check", tiny, "--strict").returncode == 0
    assert run("check", tiny, "--strict", "--set", TOO_MUCH).returncode == 1


def test_wrong_input(run: Run, tiny: Path) -> None:
    (tiny / "scenario.yaml").write_text(TINY.replace("weeks: 1", "weeks: none"), encoding="utf-8")
    done = run("check", tiny)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"{tiny / 'scenario.yaml'}:3:")


def test_nothing_planned(run: Run, tiny: Path) -> None:
    done = run("check", tiny, "--set", "production_plan.visit=0")
    assert done.returncode == 0, done.stderr
    assert "Nothing is planned." in done.stdout
