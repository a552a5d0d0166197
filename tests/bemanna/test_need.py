"""Need against capacity before a solve: worked out by hand, and never below what a roster can reach."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from bemanna.init.writing import write_template
from bemanna.need import WeekNeed, check
from models.evaluation import evaluate
from models.facts import Facts
from models.loading import load, parse
from models.roster import Roster, ShiftAssignment

HEAD = """\
schema: bemanna/1
name: Need
horizon: {start: 2027-03-01, weeks: 1}
planned_on: 2027-01-01
calendar: {country: null}
periods:
  am: {from: "08:00", to: "12:00"}
  pm: {from: "13:00", to: "17:00"}
shifts:
  day: {from: "08:00", to: "17:00", break: 60, covers: [am, pm]}
competences: [doctor, nurse]
"""

CLINIC = (
    HEAD
    + """\
units:
  clinic:
    rooms: {exam: 2, theatre: {count: 1, open: {mon-tue: [am, pm]}}}
    activities:
      visit: {team: {doctor: 30}, room: {exam: 40}}
      operation: {}
    sessions:
      visits: {activities: [visit]}
      list: {activities: [operation], team: {doctor: 1, nurse: 2}, yield: 4, span: [am, pm], room: theatre}
  ward:
    open: {mon-wed: [am, pm]}
production_plan: {visit: 50, operation: 9}
lending:
  - {from: ward, to: clinic, competence: doctor, half_days_per_week: 3}
"""
)


def needs(staff: str) -> dict[str, WeekNeed]:
    """Return the rows of the clinic by resource."""
    return {row.resource: row for row in check(parse(CLINIC + staff))}


def test_need_of_people_and_rooms() -> None:
    rows = needs("staff: [{id: a, competences: [doctor], home: clinic}, {id: n, competences: [nurse], home: clinic}]")
    # visits 50 x 30; operations: a list of 480 minutes yields 4, so 9 take 1080 of a doctor and 2160 of nurses
    assert rows["doctor"].need == 1500 + 1080
    assert rows["nurse"].need == 2160
    assert rows["exam"].need == 50 * 40
    assert rows["theatre"].need == 9 * 480 // 4
    # open Monday to Friday, 2 x 480 minutes a day; the theatre on two days
    assert (rows["exam"].most, rows["theatre"].most) == (5 * 2 * 480, 2 * 480)
    assert rows["theatre"].impossible
    assert not rows["exam"].impossible


@pytest.mark.parametrize(
    ("person", "even", "most"),
    [
        # five days of 480 minutes, share and productivity on top
        ("contract_minutes: 2400", 2400, 2400),
        ("contract_minutes: 2400, bookable_share: 0.5, productivity: 1.2", 1440, 1440),
        # half time: may work more in a week, but not above its limit
        ("contract_minutes: 1200, fraction: 0.5", 1200, 2400),
        ("contract_minutes: 1200, fraction: 0.5, week_max_minutes: 1500", 1200, 1500),
    ],
)
def test_what_a_person_can_give(person: str, even: int, most: int) -> None:
    nurse = f"{{id: n, competences: [nurse], home: clinic, {person}}}"
    row = needs(f"staff: [{nurse}, {{id: d, competences: [doctor], home: clinic}}]")["nurse"]
    assert (row.even, row.most) == (even, most)


def test_absence_takes_days() -> None:
    row = needs("""\
staff:
  - {id: n, competences: [nurse], home: clinic, contract_minutes: 2400}
  - {id: d, competences: [doctor], home: clinic}
absences: [{staff: n, start: 2027-03-01, end: 2027-03-02}]
""")["nurse"]
    assert (row.even, row.most) == (3 * 480, 3 * 480)


def test_lent_people_count_up_to_their_agreement() -> None:
    row = needs("""\
staff:
  - {id: d, competences: [doctor], home: ward, contract_minutes: 2400, bookable_share: 0.5}
  - {id: n, competences: [nurse], home: clinic}
""")["doctor"]
    assert row.most == 3 * 240 // 2


def test_agency_counts_at_its_best_within_its_hours() -> None:
    row = needs("""\
staff: [{id: n, competences: [nurse], home: clinic}]
agency:
  - {id: locum, unit: clinic, competence: doctor, people: 2, cost_per_hour: 1, weekly_hours: [0, 20], ramp: [0.5, 0.9]}
""")["doctor"]
    assert row.even == 0
    assert row.most == 2 * 20 * 60 * 9 // 10


@pytest.mark.parametrize("seed", range(5))
def test_no_roster_within_week_limits_is_above_the_most(tmp_path: Path, seed: int) -> None:
    write_template(tmp_path / "clinic", dt.date(2027, 3, 1))
    scenario = load(tmp_path / "clinic")
    facts = Facts(scenario)
    chance = random.Random(seed)
    rows = []
    for worker in facts.workers.values():
        left = [2880 if worker.person else 2400] * facts.week_count
        for day in sorted(range(facts.day_count), key=lambda _: chance.random()):
            options = [k for k in sorted(worker.shifts) if facts.available(worker, k, day)]
            shift = chance.choice(options) if options else None
            if shift and facts.paid[shift, day] <= left[day // 7]:
                left[day // 7] -= facts.paid[shift, day]
                rows.append(ShiftAssignment(worker.id, facts.days[day], shift, worker.home, worker.main))
    reached = {
        (c.unit, c.competence, facts.week_label(c.week)): c.capacity
        for c in evaluate(scenario, Roster(tuple(rows)), facts).capacity
    }
    people = [row for row in check(scenario) if row.kind == "production"]
    assert len(people) == 12
    assert any(reached[row.unit, row.resource, row.week] > row.most // 2 for row in people)
    assert all(reached[row.unit, row.resource, row.week] <= row.most for row in people)


WARD = """\
schema: bemanna/1
name: Need of a ward
horizon: {start: 2027-03-01, weeks: 2}
planned_on: 2027-01-01
calendar: {country: null}
shifts:
  day: {from: "07:00", to: "15:30", break: 30}
  night: {from: "21:00", to: "07:00"}
competences: [nurse, leader, porter]
units: {ward: {}, pool: {}}
cover:
  - {unit: ward, shift: day, competence: nurse, days: mon-fri, target: 2}
  - {unit: ward, shift: day, competence: nurse, dates: [2027-03-02], target: 3}
  - {unit: ward, shift: night, competence: nurse, days: sat, min: 1}
  - {unit: ward, shift: day, competence: leader, days: mon, target: 1}
staff:
  - {id: a, competences: [nurse, leader], home: ward, contract_minutes: 2400}
  - {id: b, competences: [nurse], home: ward, contract_minutes: 1200, fraction: 0.5, week_max_minutes: 1500}
  - {id: c, competences: [porter], home: ward, contract_minutes: 2400}
  - {id: p, competences: [nurse], home: pool, contract_minutes: 2400}
absences: [{staff: a, start: 2027-03-08, end: 2027-03-09}]
lending: [{from: pool, to: ward, competence: nurse, half_days_per_week: 3}]
"""


def test_cover_of_a_ward() -> None:
    rows = {(row.resource, row.week): row for row in check(parse(WARD))}
    assert {row.kind for row in rows.values()} == {"cover"}
    assert {resource for resource, _ in rows} == {"nurse", "leader"}
    first, second = rows["nurse", "2027-W09"], rows["nurse", "2027-W10"]
    # 2 x 5 days of 8 h, a third on Tuesday of the first week, a night of 10 h
    assert (first.need, second.need) == (11 * 480 + 600, 10 * 480 + 600)
    # a works 2400 a week, less two fifths for the absence; b 1200; p is at home elsewhere
    assert (first.even, second.even) == (2400 + 1200, 1440 + 1200)
    # a five days and a night, within 48 h (of which absence takes two fifths); b at most 1500; p is lent for 3 x 240
    assert (first.most, second.most) == (2880 + 1500 + 720, 1728 + 1500 + 720)
    assert first.impossible


def test_cover_in_a_competence_that_is_nobodys_main_one() -> None:
    row = next(row for row in check(parse(WARD)) if row.resource == "leader")
    assert (row.need, row.even, row.most) == (480, 2400, 480)


def test_cover_is_not_held_against_people_who_produce() -> None:
    cover = "cover: [{unit: clinic, shift: day, competence: nurse, target: 1}]\n"
    staff = "staff: [{id: n, competences: [nurse], home: clinic}, {id: d, competences: [doctor], home: clinic}]\n"
    assert {row.kind for row in check(parse(CLINIC + cover + staff)) if row.resource == "nurse"} == {"production"}


def test_agency_counts_towards_cover_within_its_hours() -> None:
    offer = """\
agency: [{id: locum, unit: ward, competence: nurse, people: 2, cost_per_hour: 1, weekly_hours: [0, 20]}]
"""
    plain, more = check(parse(WARD))[0], check(parse(WARD + offer))[0]
    assert more.even == plain.even
    assert more.most == plain.most + 2 * 20 * 60
