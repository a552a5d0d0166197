"""``bemanna verify``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bemanna.cli.support import Run


def test_a_run_holds_until_it_is_changed(run: Run, tiny: Path, tmp_path: Path) -> None:
    assert run("solve", tiny, "--out", "out", "--quiet", "--workers", 1).returncode == 0
    done = run("verify", "out", "--bound", 10, "--workers", 1)
    assert done.returncode == 0
    assert "best 0" in done.stderr
    assert "bound      holds       proven anew: 0 SEK" in done.stdout
    assert done.stdout.endswith("out: all that was checked holds.\n")
    assert "The gap leaves nothing open" in done.stdout
    items = tmp_path / "out" / "items.csv"
    items.write_text(items.read_text("utf-8").replace("visit,", "visit,1", 1), "utf-8")
    changed = run("verify", "out")
    assert (changed.returncode, changed.stderr) == (1, "")
    assert "checksums  WRONG" in changed.stdout
    assert "  items.csv: was changed since it was written" in changed.stdout
    found = json.loads(run("verify", "out", "--json").stdout)
    assert found["holds"] is False
    assert {"checksums", "summary"} <= {check["name"] for check in found["checks"] if check["holds"] is False}


def test_what_is_no_run(run: Run, tiny: Path) -> None:
    done = run("verify", tiny)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is no bemanna run" in done.stderr
    wrong = run("verify", tiny, "--bound", 0)
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("--bound: must lie between 0.1")
