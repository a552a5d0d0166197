"""Bad input as files: what is said about each is the text beside it, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.loading import ScenarioError, load

FOLDER = Path(__file__).parent.parent / "errors"
CASES = sorted(path.parent.name for path in FOLDER.glob("*/expected.txt"))


def test_the_clinic_that_cases_extend_is_sound() -> None:
    assert load(FOLDER / "clinic.yaml").name == "Clinic"


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gets_exactly_these_lines(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are named as the user names them, so the case runs inside its folder."""
    folder = FOLDER / case
    monkeypatch.chdir(folder)
    settings = folder / "overrides.txt"
    overrides = settings.read_text("utf-8").splitlines() if settings.exists() else []
    with pytest.raises(ScenarioError) as caught:
        load(".", overrides)
    assert str(caught.value) + "\n" == (folder / "expected.txt").read_text("utf-8")


def test_no_line_shows_the_machinery() -> None:
    """Nobody who plans a clinic knows pydantic, tuples or Python."""
    said = "\n".join((FOLDER / case / "expected.txt").read_text("utf-8") for case in CASES)
    for word in ("pydantic", "Input should", "tuple", "Traceback", "http", "NoneType", "function-"):
        assert word not in said
