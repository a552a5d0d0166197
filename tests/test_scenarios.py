"""The reference clinics: they load, are what they claim to be, and in three of them agency staff pays."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from models.evaluation import evaluate
from models.facts import Facts
from models.loading import json_schema, load
from models.roster import Roster
from models.scenario import Scenario
from solver.linear import total
from solver.model import build
from solver.search.cpsat import set_objective
from solver.search.mip import to_program
from solver.settings import Settings
from solver.solve import solve

FOLDER = Path(__file__).resolve().parents[1] / "scenarios"
CLINICS = ("eye_clinic", "paediatric", "orthopaedic", "psychiatric", "primary_care")
WARDS = ("ward", "emergency")
AGENCY_PAYS = ("eye_clinic", "primary_care", "psychiatric")
HEADER = "# yaml-language-server: $schema=../scenario.schema.json\n"


@pytest.fixture(params=[*CLINICS, "county"])
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load(FOLDER / request.param)


@pytest.fixture(params=[*CLINICS, "county", *WARDS])
def any_scenario(request: pytest.FixtureRequest) -> Scenario:
    return load(FOLDER / request.param)


def need_by_week(scenario: Scenario) -> dict[str, list[int]]:
    """Return the minutes needed each week, per unit that has a plan."""
    need: dict[str, list[int]] = {unit: [0] * scenario.horizon.weeks for unit in scenario.production_plan}
    for row in evaluate(scenario, Roster(())).capacity:
        if row.need:
            need[row.unit][row.week] += row.need
    return need


def test_says_that_it_is_synthetic(any_scenario: Scenario) -> None:
    text = any_scenario.description or ""
    assert re.match(r"Synthetic reference (clinic|ward|emergency department)", text)
    assert re.search(r"not taken from any real (clinic|ward|one)", text)


def test_has_four_weeks_with_a_holiday_on_a_working_day(scenario: Scenario) -> None:
    holidays: list[date] = [day for day in scenario.calendar.holidays(scenario.horizon.days) if day.weekday() < 5]
    assert scenario.horizon.weeks == 4
    assert holidays
    assert 28 <= (scenario.horizon.start - scenario.plan_date).days <= 56


def test_need_of_each_unit_varies_by_at_least_a_fifth(scenario: Scenario) -> None:
    for unit, weeks in need_by_week(scenario).items():
        assert max(weeks) >= 1.2 * min(weeks), unit


def test_flat_roster_misses_the_need(scenario: Scenario) -> None:
    """By more than 5 % of the need beyond what no timing can remove: there is something for a roster to do."""
    kpis = evaluate(scenario, Roster(())).kpis
    mismatch, level = kpis["mismatch_flat"], kpis["mismatch_flat_level"]
    assert mismatch is not None
    assert level is not None
    assert mismatch - level > 0.05


def test_people_have_no_names_and_work_part_time_to_different_degrees(any_scenario: Scenario) -> None:
    assert all(re.fullmatch(r"[a-z]+_\d\d", person.id) and person.name is None for person in any_scenario.staff)
    assert len({person.fraction for person in any_scenario.staff}) >= 4


def test_somebody_is_away_in_every_week(any_scenario: Scenario) -> None:
    weeks = {any_scenario.horizon.index(absence.start) // 7 for absence in any_scenario.absences}
    assert weeks == set(range(any_scenario.horizon.weeks))


def test_has_requests_a_queue_and_budgets(scenario: Scenario) -> None:
    activities = [activity for unit in scenario.units.values() for activity in unit.activities.values()]
    assert 30 <= len(scenario.requests) <= 150
    assert any(activity.backlog and activity.waiting_cost for activity in activities)
    assert scenario.budget.agency_share is not None
    assert scenario.budget.agency_share.target * 100 == 2


@pytest.mark.parametrize("clinic", CLINICS)
def test_a_single_clinic_has_one_agency_offer(clinic: str) -> None:
    assert len(load(FOLDER / clinic).agency) == 1


def test_the_county_is_the_five_clinics_with_doctors_lent_from_departments() -> None:
    county = load(FOLDER / "county")
    clinics = [load(FOLDER / clinic) for clinic in CLINICS]
    for clinic in clinics:
        (unit,) = clinic.units
        assert county.units[unit] == clinic.units[unit]
    assert {person.id for person in county.staff} == {person.id for clinic in clinics for person in clinic.staff}
    departments = {person.home for person in county.staff} - set(county.production_plan)
    assert departments == {row.source for row in county.lending}
    assert len(county.agency) == len(clinics)


def test_july_lies_on_the_eye_clinic() -> None:
    base, july = load(FOLDER / "eye_clinic"), load(FOLDER / "eye_clinic" / "july.yaml")
    assert july.units["eye"].sessions == base.units["eye"].sessions
    assert [person.id for person in july.staff] == [person.id for person in base.staff]
    assert {absence.start.month for absence in july.absences} <= {6, 7}
    march, summer = (sum(need_by_week(scenario)["eye"]) for scenario in (base, july))
    assert 0.5 <= summer / march <= 0.75


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*/*.yaml")), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_names_the_schema_on_its_first_line(file: Path) -> None:
    assert file.read_text("utf-8").startswith(HEADER)


def test_the_schema_file_is_up_to_date() -> None:
    """If it is not: ``bemanna schema > scenarios/scenario.schema.json``."""
    assert json.loads((FOLDER / "scenario.schema.json").read_text("utf-8")) == json_schema()


@pytest.mark.parametrize("clinic", AGENCY_PAYS)
def test_the_best_roster_books_agency(clinic: str) -> None:
    """It is cheaper than any roster without can be: the bound of the scenario without the offer proves it."""
    scenario = load(FOLDER / clinic)
    best = solve(scenario, Settings(time_limit=100, gap=0.25))
    assert best.evaluation is not None
    assert best.evaluation.violations == ()
    assert (best.evaluation.terms["agency"] or 0) > 0

    without = scenario.model_copy(update={"agency": ()})
    assert relaxed_bound(without) > best.evaluation.objective


def relaxed_bound(scenario: Scenario) -> int:
    """Return a cost in ticks below which no roster can be: that of the linear relaxation."""
    model = build(Facts(scenario), coarse=True)
    set_objective(model.cp, total(model.terms.values()), model.unit)
    outcome = to_program(model).solve(60, 1e-4, 0, whole=frozenset())
    assert outcome.bound is not None
    return outcome.bound * model.unit
