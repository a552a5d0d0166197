"""Comparisons: what is solved and from where, and that a scenario does not differ from itself."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from bemanna.comparing.comparison import Candidate, compare, complete, read_candidates
from bemanna.comparing.people import OFF
from bemanna.comparing.writing import tables, write_comparison
from bemanna.runs.csvs import to_csv
from bemanna.runs.run import RunError
from bemanna.store.obtaining import Obtained
from bemanna.store.store import Store
from models.loading import dump, parse
from models.roster import Roster
from solver.settings import Settings
from tests.bemanna.cli.support import TINY
from tests.bemanna.comparing.support import comparison_of, run_of
from tests.support import clinics

CLINIC = clinics.clinic()
OVERLAY = "extends: tiny.yaml\nname: Less\nproduction_plan: {clinic: {visit: 60}}\n"


@pytest.fixture
def scenarios(tmp_path: Path) -> tuple[Path, Path]:
    """Return the files of a scenario that solves in no time and of an overlay."""
    base, overlay = tmp_path / "tiny.yaml", tmp_path / "less.yaml"
    base.write_text(TINY, encoding="utf-8")
    overlay.write_text(OVERLAY, encoding="utf-8")
    return base, overlay


def test_scenarios_are_solved_once_and_kept(scenarios: tuple[Path, Path], tmp_path: Path) -> None:
    settings, runs = Settings(time_limit=20, workers=1), tmp_path / "runs"
    first = compare(scenarios, settings, runs=runs)
    assert [row.path for row in first.inputs] == ["production_plan.clinic.visit"]
    produced = next(row for row in first.figures if row.figure.key == "produced_items")
    assert (produced.values, produced.differences) == ((70, 60), (-10,))
    assert [side.reused for side in first.sides] == [False, False]
    work = {record.folder: record.work for record in Store(runs).records()}
    starts = {name: found["start"] for name, found in work.items() if found is not None}
    assert starts["tiny-clinic-1"] is None
    assert starts["less-1"] is not None

    second = compare([*scenarios, first.sides[0].folder or ""], settings, runs=runs)
    assert [side.reused for side in second.sides] == [True, True, True]
    assert [side.folder for side in second.sides] == [runs / "tiny-clinic-1", runs / "less-1", runs / "tiny-clinic-1"]


def test_a_scenario_does_not_differ_from_itself(scenarios: tuple[Path, Path], tmp_path: Path) -> None:
    found = compare(
        [scenarios[0], scenarios[0]], Settings(time_limit=20, workers=1), runs=tmp_path / "runs", again=True
    )
    assert found.is_empty
    assert (found.inputs, found.people) == ((), ())
    assert {path.name for path in (tmp_path / "runs").iterdir()} == {"tiny-clinic-1", "runs.sqlite3"}


def test_each_is_solved_from_the_nearest_one() -> None:
    texts = {"A": "[12, 9]", "B": "[20, 9]", "C": "[20, 9], absences: []", "D": "[12, 9], absences: []"}
    candidates = []
    for letter, text in texts.items():
        plan, *more = text.split(", absences: ")
        overrides = [f"production_plan.visit={plan}", *(f"absences={rows}" for rows in more)]
        scenario = parse(dump(CLINIC), overrides=overrides)
        run = run_of(scenario)
        solved = Obtained(run, None, reused=True) if letter == "C" else None
        candidates.append(Candidate(letter, Path(letter), scenario, solved))
    order: list[tuple[str, bool]] = []

    def solve(candidate: Candidate, start: Roster | None) -> Obtained:
        order.append((candidate.letter, start is not None))
        return Obtained(run_of(candidate.scenario), None, reused=False)

    complete(candidates, solve)
    # one input away from C are B and D; A is one away from each of them, and two from C
    assert order == [("B", True), ("A", True), ("D", True)]


def test_what_cannot_be_compared(scenarios: tuple[Path, Path]) -> None:
    with pytest.raises(RunError, match="needs 2 to 26 scenarios"):
        read_candidates([scenarios[0]])
    pounds = scenarios[0].with_name("pounds.yaml")
    pounds.write_text(TINY.replace("{country: null}", "{country: null, currency: GBP}"), encoding="utf-8")
    with pytest.raises(RunError, match="different currencies \\(got SEK, GBP\\)"):
        read_candidates([scenarios[0], pounds])


def test_people_whose_rosters_differ() -> None:
    usual = clinics.roster(CLINIC)
    other = Roster(tuple(row for row in usual.shifts if row.staff != "bo"), usual.places, usual.items)
    (found,) = comparison_of(run_of(CLINIC), run_of(CLINIC, other)).people
    assert (found.staff, found.minutes) == ("bo", (420, 0))
    assert [(day.date.isoformat(), day.shifts) for day in found.days] == [("2027-03-24", ("course", OFF))]
    assert (found.changed(0), found.changed(1)) == (0, 1)


def test_people_who_are_in_one_scenario_only() -> None:
    alone = parse(dump(CLINIC), overrides=["agency=!remove", "budget=!remove"])
    usual = clinics.roster(CLINIC)
    own = Roster(tuple(row for row in usual.shifts if row.staff != "locum-1"), usual.places, usual.items)
    found = {one.staff: one for one in comparison_of(run_of(CLINIC), run_of(alone, own)).people}
    assert set(found) == {"locum-1", "locum-2"}
    assert found["locum-1"].minutes == (480, None)
    assert found["locum-1"].changed(1) == 0


def test_horizons_that_have_no_day_in_common() -> None:
    later = parse(
        dump(CLINIC), overrides=["horizon.start=2027-05-03", "absences=[]", "requests=[]", "planned_on=2027-03-01"]
    )
    found = comparison_of(run_of(CLINIC), run_of(later, Roster(())))
    assert all(person.days == () for person in found.people)
    assert {person.staff: person.minutes for person in found.people}["bo"] == (420, 0)


def test_tables_for_other_programs(tmp_path: Path) -> None:
    other = parse(dump(CLINIC), overrides=["staff.bo.fraction=0.25", "staff.ann.name='=1+1'"])
    found = comparison_of(run_of(CLINIC), run_of(other, bound=None))
    write_comparison(tmp_path / "out", found)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "compare.html",
        "comparison.json",
        "inputs.csv",
        "figures.csv",
        "people.csv",
        "days.csv",
    }
    inputs = (tmp_path / "out" / "inputs.csv").read_text(encoding="utf-8").splitlines()
    assert inputs == ["path,A,B", "staff.ann.name,ann,'=1+1", "staff.bo.fraction,0.5,0.25"]
    content = json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))
    assert content["schema"] == "bemanna/comparison-1"
    assert [side["letter"] for side in content["sides"]] == ["A", "B"]
    figures = next(table for table in tables(found) if table.name == "figures")
    rows = list(csv.DictReader(io.StringIO(to_csv(figures))))
    assert rows[0]["figure"] == "objective"
    assert rows[0]["A"] == str(content["sides"][0]["objective"])


def test_a_folder_of_somebody_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    found = comparison_of(run_of(CLINIC), run_of(CLINIC))
    with pytest.raises(RunError, match="holds something else"):
        write_comparison(tmp_path, found)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
