"""Help, version, start-up, and what is said of wrong commands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import bemanna
from bemanna.cli.errors import explain
from tests.bemanna.cli.support import COMMAND, Run, environment

COMMANDS = (
    *("solve", "check", "audit", "report", "explain", "compare", "sweep", "runs"),
    *("simulate", "verify", "rules", "schema", "init", "benchmark"),
)
HEAVY = ("ortools", "numpy", "pandas", "holidays", "jinja2", "xlsxwriter", "icalendar", "yaml", "models.scenario")


def test_help_lists_every_command(run: Run) -> None:
    done = run("--help")
    assert done.returncode == 0
    assert done.stderr == ""
    for command in COMMANDS:
        assert f"  {command} " in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_examples(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert f"bemanna {command}" in done.stdout
    assert "\x1b" not in done.stdout


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nsys.argv = ['bemanna', '--help']\nfrom bemanna.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_version(run: Run) -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"bemanna {bemanna.__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["solv", "x"], "Did you mean 'solve'"),
        (["solve"], "Missing argument"),
        (["solve", "x", "--gapp", "1"], "--gapp"),
        (["solve", "x", "--time-limit", "soon"], "--time-limit"),
    ],
)
def test_a_wrong_command_line_ends_with_2(run: Run, arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_an_error_of_ours_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BEMANNA_DEBUG", raising=False)
    assert explain(RuntimeError("two\nlines")) == 70
    said = capsys.readouterr().err
    assert said.startswith("bemanna: RuntimeError: two lines: ")
    assert said.count("\n") == 1


def test_debugging_shows_where(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEMANNA_DEBUG", "1")
    explain(RuntimeError("here"))
    assert "RuntimeError: here\nbemanna: " in capsys.readouterr().err


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "schema"], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert said == b""


def test_the_schema_is_json_schema(run: Run) -> None:
    import json

    done = run("schema")
    assert done.returncode == 0
    schema = json.loads(done.stdout)
    assert {"horizon", "units", "staff", "production_plan"} <= set(schema["properties"])
