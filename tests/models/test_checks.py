"""Checks of a scenario that comes from no file, and what is legal but looks like a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.checks import check, warnings
from models.loading import load, parse
from models.problems import path_text
from models.staff import Absence

CLINIC = Path(__file__).parent.parent / "errors" / "clinic.yaml"
TEXT = CLINIC.read_text("utf-8")


def test_a_sound_scenario_has_no_problems() -> None:
    assert check(load(CLINIC)) == []


def test_problems_of_a_scenario_without_a_file_have_paths() -> None:
    scenario = load(CLINIC)
    absence = Absence.model_validate({"staff": "nurse_9", "start": "2027-03-02"})
    found = check(scenario.model_copy(update={"absences": (absence,)}))
    assert [str(problem) for problem in found] == [
        "absences.0.staff: names a person that is not defined (got 'nurse_9'): did you mean 'nurse_02'?"
    ]


def test_what_was_left_out_is_not_missed() -> None:
    scenario = load(CLINIC).model_copy(update={"staff": ()})
    assert any("nobody has" in problem.what for problem in check(scenario))
    assert check(scenario, frozenset({"staff"}), whole=False) == []


@pytest.mark.parametrize(
    ("people", "weeks", "path"), [(20_001, 1, "staff"), (12_000, 53, "horizon.weeks")], ids=["people", "weeks"]
)
def test_absurd_sizes_are_refused_before_anything_else(people: int, weeks: int, path: str) -> None:
    scenario = load(CLINIC)
    horizon = scenario.horizon.model_copy(update={"weeks": weeks})
    large = scenario.model_copy(update={"staff": scenario.staff[:1] * people, "horizon": horizon})
    assert [path_text(problem.path) for problem in check(large)] == [path]


ODD = {
    "shifts.night": ["shifts.night={minutes: 600}"],
    "shifts.late": ["cover=[]", "shifts.late.covers=[]"],
    "units.eye.sessions.clinic": ["units.eye.sessions.clinic.open={sat: [am]}"],
    "units.eye.sessions.theatre_list": ["units.eye.rooms.theatre=0"],
    "units.eye.sessions.theatre_list.yield": ["units.eye.sessions.theatre_list.yield=0"],
    "units.eye.activities.visit": ["units.eye.activities.visit.shortfall_cost=0"],
    "units.eye.activities.operation": ["units.eye.activities.visit.drg=0.09"],
    "cover.0": ["cover.0.under_cost=0"],
    "agency.locum": ["agency.locum.book.lead_days=90"],
    "competences.2": ["competences=[doctor, nurse, cook]"],
    "shifts.day": ["rules.overrides.daily_rest_period={}"],
}


def test_a_sound_scenario_has_nothing_odd() -> None:
    assert warnings(load(CLINIC)) == []


@pytest.mark.parametrize("path", ODD)
def test_what_looks_like_a_mistake_is_told(path: str) -> None:
    found = warnings(parse(TEXT, overrides=ODD[path]))
    assert path in [path_text(problem.path) for problem in found]
    assert all(problem.remedy for problem in found)


@pytest.mark.parametrize(
    "settings", ["{boundary: '19:00'}", "{mode: soft, cost: 1}", "{hours: 8}", "{scope: {people: []}}"]
)
def test_shifts_that_leave_their_rest(settings: str) -> None:
    assert warnings(parse(TEXT, overrides=[f"rules.overrides.daily_rest_period={settings}"])) == []


def test_somebody_who_can_work_nothing() -> None:
    text = TEXT.replace("competences: [nurse], contract_minutes: 1800", "competences: [nurse], shifts: [never]")
    closed = text.replace("competences: [doctor, nurse]", "  never: {minutes: 60}\ncompetences: [doctor, nurse]")
    assert "staff.nurse_02" in [path_text(problem.path) for problem in warnings(parse(closed))]


def test_strangers_and_idle_agreements() -> None:
    settings = [
        "units.ward={}",
        "agency=[]",
        "lending=[{from: ward, to: eye, competence: nurse, half_days_per_week: 1}]",
    ]
    homes = ["staff.doc_01.home=ward", "staff.nurse_01.home=eye", "staff.nurse_02.home=eye"]
    found = [str(problem) for problem in warnings(parse(TEXT, overrides=[*settings, *homes]))]
    assert any(
        line.startswith("units.eye.sessions.clinic: nobody who may work in unit 'eye' has doctor") for line in found
    )
    assert any(line.startswith("lending.0: nobody at home in 'ward' has 'nurse'") for line in found)


def test_dates_that_no_rule_looks_at() -> None:
    rows = "[{staff: nurse_01, date: 2027-03-02, shift: day}]"
    more = f"published: {rows}\nprevious: {rows}\n"
    text = TEXT.replace("{id: nurse_01,", "{id: nurse_01, valid_until: {nurse: 2027-03-05},") + more
    bare = "rules: {presets: [none]}\n"
    found = [path_text(problem.path) for problem in warnings(parse(text + bare))]
    assert found == ["published", "previous", "staff.nurse_01"]
    rules = "rules: {overrides: {notice: {cost: 500}, keep_close: {cost: 50}}}\n"
    assert warnings(parse(text + rules)) == []
