"""``bemanna rules``: what there is, and what a scenario has in force, for whom and when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.rules.catalogue import CATALOGUE
from models.rules.presets import preset_names
from tests.bemanna.cli.support import TINY, Run

RULES = """\
unsocial_hours:
  preset: nhs-afc
  windows: [{days: sat, from: 00:00, to: 24:00, cost_per_hour: 60.5}]
rules:
  presets: [basic, eu-wtd]
  overrides:
    daily_rest: {mode: off}
    weekends:
      - {max: 1, weeks: 2, mode: soft, cost: [500, 1000], scope: {people: [ann]}, source: Ward meeting}
      - {max: 2, weeks: 3, scope: {people: [bob], to: 2027-03-04}}
"""


@pytest.fixture
def clinic(tiny: Path) -> Path:
    text = TINY.replace("{id: bob,", "{id: bob, contract: band-2,")
    (tiny / "scenario.yaml").write_text(text + RULES, encoding="utf-8")
    return tiny


def read(run: Run, *arguments: object) -> Any:
    done = run("rules", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_all_there_is(run: Run) -> None:
    done = run("rules")
    assert (done.returncode, done.stderr) == (0, "")
    for key, rule in CATALOGUE.items():
        assert f"\n{key}: {rule.title}, in {rule.size_unit}\n" in done.stdout
        assert rule.formula.split()[0] in done.stdout
    for name in preset_names():
        assert f"\n{name}: " in done.stdout
    assert "hours: 11, boundary: 00:00, reduced_hours, long_shift_hours" in done.stdout
    assert "    Arbetstidslagen 10 b § (over at most four months)\n" in done.stdout


def test_all_there_is_for_programs(run: Run) -> None:
    found = read(run)
    assert [rule["key"] for rule in found["rules"]] == list(CATALOGUE)
    weekly = next(rule for rule in found["rules"] if rule["key"] == "weekly_rest")
    hours = {"key": "hours", "required": False, "default": 36, "meaning": "Hours of rest."}
    assert weekly["parameters"][0] == hours
    assert set(found["presets"]) == set(preset_names())
    assert found["presets"]["nhs-resident"]["versions"][0]["to"] == "2019-12-03"


def test_what_a_scenario_has_in_force(run: Run, clinic: Path) -> None:
    done = run("rules", clinic)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Tiny clinic: in force"
    weekly = lines.index("weekly_rest: Weekly rest, hard, for everybody")
    assert lines[weekly + 1 : weekly + 3] == ["    hours: 35", "    [eu-wtd] Directive 2003/88/EC art. 5"]
    weekends = lines.index("weekends: Weekends worked, soft at 500, then 1000 a weekend, for people: [ann]")
    assert lines[weekends + 1 : weekends + 3] == ["    max: 1, weeks: 2", "    [override] Ward meeting"]
    assert "Not in force: daily_rest (off by an override)." in lines
    assert "Not in force: weekly_rest (basic sets it, replaced by eu-wtd)." in lines
    assert "Not in force: daily_rest (eu-wtd sets it, replaced by an override)." in lines
    assert "unsocial hours: 60.5 SEK an hour, for everybody" in lines
    assert "unsocial hours, sundays: 0.83 of the cost per hour, for contracts: [band-2]" in lines
    assert "Preset eu-wtd: Working Time Directive (2003/88/EC), from 2004-08-02" in lines


def test_for_programs(run: Run, clinic: Path) -> None:
    rows = read(run, clinic)["rules"]
    keys = ["weekly_rest", "consecutive_days", "weekends", "weekends", "average_hours", "competence_validity"]
    assert [row["key"] for row in rows] == keys
    ann = next(row for row in rows if row["key"] == "weekends")
    assert ann["parameters"] == {"max": 1, "weeks": 2}
    assert (ann["mode"], ann["cost"], ann["unit"], ann["origin"]) == ("soft", [500, 1000], "weekends", "override")
    assert (ann["scope"], ann["source"]) == ({"people": ["ann"]}, "Ward meeting")


@pytest.mark.parametrize(
    ("filters", "weekends"),
    [
        ((), [1, 2]),
        (("--staff", "ann"), [1]),
        (("--staff", "bob"), [2]),
        (("--staff", "bob", "--date", "2027-03-04"), [2]),
        (("--staff", "bob", "--date", "2027-03-05"), []),
        (("--date", "2027-03-05"), [1]),
    ],
)
def test_for_a_person_and_a_date(run: Run, clinic: Path, filters: tuple[str, ...], weekends: list[int]) -> None:
    rows = read(run, clinic, *filters)["rules"]
    assert [row["parameters"]["max"] for row in rows if row["key"] == "weekends"] == weekends
    assert "weekly_rest" in {row["key"] for row in rows}


def test_unsocial_hours_of_a_person(run: Run, clinic: Path) -> None:
    ann, bob = (read(run, clinic, "--staff", staff)["unsocial_hours"] for staff in ("ann", "bob"))
    assert [window["origin"] for window in ann] == ["windows"]
    assert {(w["name"], w["cost_factor"]) for w in bob if w["origin"] == "nhs-afc"} == {
        ("nights", 0.41),
        ("saturdays", 0.41),
        ("sundays", 0.83),
        ("holidays", 0.83),
    }


def test_a_version_by_date(run: Run, tiny: Path) -> None:
    done = run("rules", tiny, "--set", "rules.presets=[nhs-resident]", "--set", "rules.as_of=2018-01-01")
    assert "from 2016-08-03 to 2019-12-03" in done.stdout
    assert "\n  * Shifts are known by their kind: night;" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--staff", "ann"], "--staff, --date and --set: need a scenario"),
        (["tiny", "--staff", "anna"], "--staff: names nobody (got 'anna'): did you mean 'ann'?"),
        (["tiny", "--date", "soon"], "--date: is no date (got 'soon'): write year-month-day"),
        (["nowhere"], "nowhere"),
    ],
)
def test_wrong_input(run: Run, tiny: Path, arguments: list[str], said: str) -> None:
    done = run("rules", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
