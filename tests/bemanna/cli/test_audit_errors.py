"""Rosters that cannot be read: what ``bemanna audit`` says of each is the text beside it, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from bemanna.cli import main

FOLDER = Path(__file__).parents[2] / "rosters"
CASES = sorted(path.parent.name for path in FOLDER.glob("*/expected.txt"))


@pytest.mark.parametrize("case", CASES)
def test_bad_rosters_get_exactly_these_lines(
    case: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files are named as the user names them, so the case runs inside its folder."""
    monkeypatch.chdir(FOLDER / case)
    options = Path("options.txt")
    further = options.read_text("utf-8").splitlines() if options.exists() else []
    monkeypatch.setattr("sys.argv", ["bemanna", "audit", "roster.csv", "--scenario=../clinic.yaml", *further])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err == Path("expected.txt").read_text("utf-8")
