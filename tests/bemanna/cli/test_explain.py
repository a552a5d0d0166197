"""``bemanna explain``: of runs, of scenarios, of what cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bemanna.cli.support import TINY, Run

SHORT = TINY.replace("visit: 70", "visit: 76")
"""Four visits more than Ann and Bob can do in their contract time; more time costs less than they are worth."""
CLOSED = TINY.replace("exam: 2", "exam: {count: 1}")
IMPOSSIBLE = TINY + (
    "pins:\n"
    "  - {staff: ann, date: 2027-03-02, shift: day}\n"
    "  - {staff: ann, date: 2027-03-04, shift: day}\n"
    "absences:\n"
    "  - {staff: ann, start: 2027-03-02}\n"
    "budget: {overtime: 0}\n"
)


def write(folder: Path, text: str) -> Path:
    file = folder / "clinic.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_run_that_falls_short(run: Run, tmp_path: Path) -> None:
    scenario = write(tmp_path, CLOSED)
    assert run("solve", scenario, "--out", "short", "--quiet", "--workers", 2).returncode == 0
    done = run("explain", "short", "--workers", 2)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "Why does it fall short?"
    assert lines[1] == "  Visit, W09: 30 items are not produced"
    # the one exam room takes eight visits in each of five half-days
    assert lines[2].startswith("    room: one more exam room in W09 → 30 fewer, saves 30")
    assert lines[2].endswith("(proven: no roster without it is as good)")
    assert "What is one more worth?" in done.stdout
    assert "a half-day of exam room" in done.stdout
    page = (tmp_path / "short" / "explain.html").read_text(encoding="utf-8")
    assert "one more exam room in W09" in page
    assert "http:" not in page
    assert "https:" not in page
    assert (tmp_path / "short" / "report.html").exists()


def test_json(run: Run, tmp_path: Path) -> None:
    done = run("explain", write(tmp_path, CLOSED), "--json", "--workers", 2)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    (shortage,) = found["shortages"]
    assert (shortage["activity"], shortage["week"], shortage["missing"]) == ("visit", "2027-W09", 30)
    (cause,) = shortage["causes"]
    assert (cause["binds"], cause["fewer"], cause["certain"]) == ("room", 30, True)
    assert found["complete"]
    assert any(value["unit"] == "half_day" and value["confirmed"] for value in found["values"])


def test_nothing_falls_short(run: Run, tmp_path: Path) -> None:
    done = run("explain", write(tmp_path, TINY), "--workers", 2)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "Nothing falls short. Nearest to their limits:"
    assert "hours of Nurse" in done.stdout


def test_what_collides_and_the_way_out(run: Run, tmp_path: Path) -> None:
    scenario = write(tmp_path, IMPOSSIBLE)
    done = run("explain", scenario, "--apply", 2, "--out", "possible.yaml", "--html", "why.html", "--workers", 2)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "These cannot all be kept:"
    assert f"  {scenario}:22: pin: ann on shift day on 2027-03-02" in lines
    assert f"  {scenario}:25: absence: ann is away on 2027-03-02" in lines
    assert "     give way on the absence: ann is away on 2027-03-02" in lines
    assert "pin: ann on shift day" in (tmp_path / "why.html").read_text(encoding="utf-8")
    overlay = (tmp_path / "possible.yaml").read_text(encoding="utf-8")
    assert "extends: clinic.yaml" in overlay
    assert "absences: !remove" in overlay
    assert run("solve", "possible.yaml", "--quiet", "--workers", 2).returncode == 0
    assert run("solve", scenario, "--quiet", "--workers", 2).returncode == 1


def test_solve_points_to_it(run: Run, tmp_path: Path) -> None:
    done = run("solve", write(tmp_path, IMPOSSIBLE), "--out", "none", "--workers", 2)
    assert done.returncode == 1
    assert "bemanna explain" in done.stderr
    again = run("explain", "none", "--workers", 2)
    assert again.returncode == 0, again.stderr
    assert "These cannot all be kept:" in again.stdout
    assert (tmp_path / "none" / "explain.html").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing_here"], "nothing_here"),
        (["clinic.yaml", "--time-limit", "0"], "--time-limit"),
        (["clinic.yaml", "--apply", "1"], "--apply"),
        (["clinic.yaml", "--apply", "1", "--out", "x.yaml"], "has nothing to apply"),
        (["clinic.yaml", "--html", "no/folder/why.html"], "cannot be written"),
    ],
)
def test_wrong_input(run: Run, tmp_path: Path, arguments: list[str], words: str) -> None:
    write(tmp_path, TINY)
    done = run("explain", *arguments, "--quiet", "--workers", 2)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x.yaml").exists()


def test_text_from_input_is_escaped(run: Run, tmp_path: Path) -> None:
    text = CLOSED.replace("name: Tiny clinic", "name: '<script>alert(1)</script>'")
    done = run("explain", write(tmp_path, text), "--html", "why.html", "--workers", 2)
    assert done.returncode == 0, done.stderr
    assert "<script>" not in (tmp_path / "why.html").read_text(encoding="utf-8")
