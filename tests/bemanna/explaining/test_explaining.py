"""Words, pages and plain data of explanations."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

import bemanna
from bemanna.explaining.finding import Impossible, explain
from bemanna.explaining.page import render, render_impossible
from bemanna.explaining.plain import plain_impossible, told
from bemanna.explaining.telling import tell, tell_impossible
from bemanna.explaining.told import Told
from bemanna.explaining.words import Words
from models.facts import Facts
from models.problems import Path as Steps
from solver.explain.levers.lever import Lever, Together
from solver.explain.levers.limits import Lent, Money, Unpinned, WeekLimits, WithoutRule
from solver.explain.levers.people import Agency, Colleague, Hours, Present
from solver.explain.levers.places import Lists, Opening, RoomHours, Rooms
from tests.support.browser import CHROMIUM, complaints
from tests.support.explaining import FAST, best, explained, theatre
from tests.support.rosters import clinic

AWAY = {"staff": "dora", "start": "2027-03-02", "end": "2027-03-04"}
SCENARIO = theatre(
    weeks=2,
    production_plan={"clinic": {"operation": (20, 20)}},
    absences=[AWAY],
    agency=[{"id": "temp_doctor", "competence": "doctor", "cost_per_hour": 9000}],
)
IMPOSSIBLE = clinic(
    pins=[{"staff": "anna", "date": "2027-03-02", "shift": "day"}],
    absences=[{"staff": "anna", "start": "2027-03-02"}],
)


@pytest.mark.parametrize(
    ("lever", "words", "binds"),
    [
        (Hours("clinic", "doctor", (0,)), "one more doctor (up to 40 h) in W09", "hours"),
        (Colleague("dora", (0, 1)), "one more colleague like dora all the time", "hours"),
        (Present("dora", (0,)), "dora back at work (away Tue 2 Mar – Thu 4 Mar) in W09", "absence"),
        (Rooms("clinic", "theatre", (1,)), "one more theatre room in W10", "room"),
        (RoomHours("clinic", "theatre", (1,)), "the theatre room open whenever the unit is in W10", "room hours"),
        (Opening("clinic", (0,)), "Clinic open in every period from Monday to Friday, holidays too in W09", "opening"),
        (Lists("clinic", "lists", (0,)), "one more Lists list at once in W09", "lists at once"),
        (Lent("clinic", "clinic", "doctor", (0,)), "Clinic lending more doctor half-days in W09", "lending"),
        (WithoutRule("daily_rest", (0,)), "without the rule 'Daily rest' in W09", "rule"),
        (WeekLimits((0,)), "without the limits of hours a week in W09", "week limits"),
        (Money("agency", (0,)), "without the agency budget in W09", "budget"),
        (Agency("temp_doctor", (0,)), "one more agency week of Temp doctor (its lead time aside) in W09", "agency"),
        (Unpinned((0,)), "without pins in W09", "pins"),
        (
            Together((Hours("clinic", "doctor", (0,)), Rooms("clinic", "theatre", (0,)))),
            "one more doctor (up to 40 h) and one more theatre room in W09",
            "hours and room",
        ),
    ],
)
def test_words_of_levers(lever: Lever, words: str, binds: str) -> None:
    say = Words(Facts(SCENARIO))
    assert say.lever(lever) == words
    assert say.binds(lever).startswith(binds)


@pytest.mark.parametrize(("room", "words"), [("theatre", "theatre room"), ("exam_room", "exam room"), ("Room", "Room")])
def test_rooms_are_called_rooms_once(room: str, words: str) -> None:
    """Of a lever only the name is told: no such room is needed in the scenario."""
    assert Words(Facts(SCENARIO)).lever(Rooms("clinic", room, (1,))) == f"one more {words} in W10"


@pytest.fixture(scope="module")
def found() -> Told:
    result = best(SCENARIO)
    assert result.roster is not None
    return told(Facts(SCENARIO), result.roster, explained(SCENARIO))


@pytest.fixture(scope="module")
def impossible() -> Impossible:
    result = explain(IMPOSSIBLE, settings=FAST)
    assert isinstance(result, Impossible)
    return result


def place(path: Steps) -> str:
    return f"clinic.yaml:{len(path)}"


def test_what_is_told(found: Told) -> None:
    text = "\n".join(tell(found))
    assert "Operation, W09: " in text
    assert "absence: dora back at work" in text
    assert json.loads(json.dumps(dataclasses.asdict(found)))["shortages"]


def test_of_many_values_the_dearest_are_told_and_the_rest_counted(found: Told) -> None:
    worthless = [value for value in found.values if not value.matters]
    (dearest, *_) = found.values
    assert worthless
    assert dearest.matters
    lines = list(tell(found))
    assert f"  Worth nothing: {len(worthless)} other things (all with --json)" in lines
    assert not any(value.one_more in line for value in worthless for line in lines)
    many = list(tell(dataclasses.replace(found, values=(dearest,) * 14)))
    assert many.count(f"  {dearest.text}") == 12
    assert "  ... and 2 things worth less (all with --json)" in many
    assert not any("Worth nothing" in line for line in many)


def test_what_is_told_of_the_impossible(impossible: Impossible) -> None:
    lines = [
        line.replace("\N{NARROW NO-BREAK SPACE}", " ") for line in tell_impossible(Facts(IMPOSSIBLE), impossible, place)
    ]
    assert lines == [
        "These cannot all be kept:",
        "  clinic.yaml:2: pin: anna on shift day on 2027-03-02",
        "  clinic.yaml:2: absence: anna is away on 2027-03-02",
        "Ways out, the cheapest first (--apply N writes one as an overlay):",
        "  1. bending price 500; the best roster found in time costs 0 SEK:",
        "     drop the pin: anna on shift day on 2027-03-02",
        "  2. bending price 5 000; the best roster found in time costs 0 SEK:",
        "     give way on the absence: anna is away on 2027-03-02",
    ]
    data = plain_impossible(impossible, place)
    assert [way["price"] for way in data["ways_out"]] == [500, 5000]
    assert data["conflicts"][0]["minimal"]


@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser")
def test_a_browser_finds_nothing_to_complain_of(found: Told, impossible: Impossible, tmp_path: Path) -> None:
    for name, text in (
        ("roster", render(Facts(SCENARIO), found)),
        ("impossible", render_impossible(Facts(IMPOSSIBLE), impossible, place)),
    ):
        page = tmp_path / f"{name}.html"
        page.write_text(text, encoding="utf-8")
        assert complaints(page, tmp_path) == []


def test_the_api_explains_a_result() -> None:
    scenario = theatre(room={"count": 0})
    result = bemanna.solve(scenario, FAST)
    found = bemanna.explain(scenario, result, FAST)
    assert isinstance(found, bemanna.Explanation)
    assert found.given == result.objective
