"""Fixtures of the command tests."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.bemanna.cli.support import COMMAND, TINY, Run, environment


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs ``bemanna`` with some arguments in a folder of its own."""

    def command(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *map(str, arguments)],
            cwd=tmp_path,
            env=environment() | more,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )

    return command


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Return the folder of a scenario with two people and one week."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(TINY, encoding="utf-8")
    return folder
