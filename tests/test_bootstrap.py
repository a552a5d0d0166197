"""The set-up script: what it does without setting anything up."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script as a module, with a folder of its own to set up in."""
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", venv / "installed.json")
    return module


@pytest.fixture
def installs(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is installed, instead of installing it."""
    targets: list[str] = []

    def run(module: str, *arguments: str) -> int:
        if module == "pip":
            targets.append(arguments[-1])
        else:
            assert module == "solver.search.compiling"
            assert targets
        return 0

    monkeypatch.setattr(bootstrap, "run", run)
    monkeypatch.setattr(bootstrap, "make_venv", lambda: None)
    return targets


def test_installs_once(bootstrap: ModuleType, installs: list[str]) -> None:
    bootstrap.install("")
    bootstrap.install("")
    assert installs == [str(bootstrap.ROOT)]


def test_an_environment_for_development_stays_one(bootstrap: ModuleType, installs: list[str]) -> None:
    bootstrap.install("")
    bootstrap.install("dev")
    bootstrap.install("")
    assert installs == [str(bootstrap.ROOT), f"{bootstrap.ROOT}[dev]"]


@pytest.mark.parametrize("key", ["pyproject", "python", "root"])
def test_installs_again_when_something_changed(bootstrap: ModuleType, installs: list[str], key: str) -> None:
    bootstrap.install("")
    bootstrap.STAMP.write_text(json.dumps(json.loads(bootstrap.STAMP.read_text()) | {key: "other"}))
    bootstrap.install("")
    assert len(installs) == 2


def test_half_an_installation_is_done_again(bootstrap: ModuleType, installs: list[str]) -> None:
    bootstrap.STAMP.write_text('{"extra"')
    bootstrap.install("")
    assert len(installs) == 1


def test_a_failed_installation_is_said(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "run", lambda *command: 1)
    monkeypatch.setattr(bootstrap, "make_venv", lambda: None)
    with pytest.raises(SystemExit) as ended:
        bootstrap.install("")
    assert ended.value.code == 2
    assert "The installation failed" in capsys.readouterr().err
    assert not bootstrap.STAMP.exists()


def test_an_old_python_is_turned_away(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(bootstrap.shutil, "which", {"python3.12": "/usr/bin/python3.12"}.get)
    with pytest.raises(SystemExit) as ended:
        bootstrap.main(["solve", "clinic"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "needs Python 3.11 or newer, and this is 3.9.1" in said
    assert "python3.12 bootstrap.py solve clinic" in said


def test_a_python_without_venv_is_said(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit) as ended:
        bootstrap.make_venv()
    assert ended.value.code == 2
    assert "python3-venv" in capsys.readouterr().err
