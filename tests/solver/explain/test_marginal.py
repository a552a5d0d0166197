"""What one more is worth: confirmed by solves, which on tiny scenarios are as good as a solve from nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from models.scenario import Scenario
from solver.explain.bench import Bench
from solver.explain.hours import HourValues
from solver.explain.levers.people import Agency, Colleague, Hours
from solver.explain.levers.places import Rooms
from solver.explain.marginal import Marginal, marginal_values
from solver.explain.screening import Gradual, Relaxed, least_cost
from solver.search.cpsat import Stop
from solver.solve import solve
from tests.solver.explain.test_causes import ANNA, theatre, visits
from tests.support.explaining import FAST, best, explained
from tests.support.scenarios import randomly, scenarios

TICKS = 6000


def test_hours_until_everything_is_done() -> None:
    """Forty visits of an hour are planned and the nurse has 2100 minutes: five hours are missing, each worth 900."""
    scenario = visits(staff=[ANNA | {"bookable_share": "0.875"}])
    values = HourValues(scenario, [("clinic", "nurse")])
    # an hour of the extra nurse is booked as the others are
    assert values.worth("clinic", "nurse", 0, 60) == pytest.approx(0.875 * 900 * TICKS)
    assert values.worth("clinic", "nurse", 0) == pytest.approx(5 * 900 * TICKS)
    assert values.holds_for("clinic", "nurse", 0) == 6  # 5 / 0.875 = 5.7, and SAME forgives the rest
    assert values.most("clinic", "nurse", 0) == pytest.approx(40 * 0.875 * 900 * TICKS)  # were all worth the first


def test_room_half_days() -> None:
    """Two teams and one theatre: ten half-days of two operations, of which five more are planned."""
    staff = [{"id": f"{kind}{n}", "competences": [kind]} for kind in ("doctor", "nurse") for n in range(2)]
    scenario = theatre(staff=staff, production_plan={"clinic": {"operation": (30,)}})
    value = one(explained(scenario).values, Rooms)
    assert (value.unit, value.units) == ("half_day", 10)
    assert value.value == pytest.approx(2 * 5000 * TICKS)
    assert value.holds_for == 5
    assert value.effect is not None
    assert value.effect.gain == 10 * 5000 * TICKS


def one(values: tuple[Marginal, ...], kind: type) -> Marginal:
    """Return the only value of a kind."""
    (found,) = [value for value in values if isinstance(value.lever, kind)]
    return found


def test_colleague_and_agency() -> None:
    offer = {"id": "temp", "competence": "nurse", "cost_per_hour": 60, "travel_per_week": 100}
    scenario = visits(production_plan={"clinic": {"visit": (110,)}}, agency=[offer])
    values = explained(scenario).values
    colleague, agency, hours = (one(values, kind) for kind in (Colleague, Agency, Hours))
    # Anna and the line do 40 each: 30 are missing. With a colleague who does 40 the line is spared a day as well
    assert colleague.effect is not None
    assert colleague.effect.gain == (30 * 900 + 8 * 60) * TICKS
    assert agency.effect is not None
    # 30 visits take four days: eight hours each at 60, and the travel
    assert agency.effect.gain == (30 * 900 - 4 * 8 * 60 - 100) * TICKS
    assert (hours.value, hours.holds_for) == (pytest.approx(900 * TICKS), 31)


@randomly(3)
@given(scenarios())
def test_random_scenarios(scenario: Scenario) -> None:
    """Whatever is tried saves no more than the relaxation says, and than the bound of a solve from nothing allows."""
    brief = replace(FAST, deterministic_limit=0.5)
    result = solve(scenario, brief)
    if result.roster is None:
        return
    bench = Bench(scenario, result.roster, result.bound, brief, Stop(None))
    assert bench.prepare(range(scenario.horizon.weeks))
    assert bench.base is not None
    assert bench.base.evaluation.violations == ()
    for unit, competence in bench.estimates.hours.kinds:
        effect = bench.effect(Hours(unit, competence, (0,)))
        assert effect is not None
        assert 0 <= effect.gain <= (bench.at_most(effect.lever) or 0)
        bound = solve(effect.lever.apply(scenario), brief).bound
        assert bound is None or bench.base.objective - effect.gain >= bound


def test_without_relaxations_values_are_those_of_solves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Relaxed, "_solved", lambda relaxed: None)
    hours, colleague = explained(visits(production_plan={"clinic": {"visit": (45,)}})).values
    assert (type(hours.lever), type(colleague.lever)) == (Hours, Colleague)
    for value in (hours, colleague):
        assert value.effect is not None
        assert value.effect.at_most is None
        assert value.effect.gain == 5 * 900 * TICKS
        assert value.value == pytest.approx(5 * 900 * TICKS / value.units)


OFFER = {"id": "temp", "competence": "nurse", "cost_per_hour": 60, "travel_per_week": 100}


def of_many_things() -> Scenario:
    """Return a theatre short of doctors in its second week, with nurses, an idle porter and a room that nobody uses."""
    unit = theatre().units["clinic"].model_dump(mode="json")
    rooms = {"theatre": {"count": 2}, "attic": {"count": 3}}
    staff = [{"id": "dora", "competences": ["doctor"]}]
    staff += [{"id": name, "competences": ["nurse"]} for name in ("nils", "nora", "nina")]
    staff += [{"id": "paul", "competences": ["porter"]}]
    plan = {"clinic": {"operation": (20, 30)}}
    horizon = {"start": "2026-03-02", "weeks": 2}
    return theatre(
        units={"clinic": unit | {"rooms": rooms}}, staff=staff, production_plan=plan, horizon=horizon, agency=[OFFER]
    )


@pytest.mark.parametrize("relaxations", ["quick", "slow", "too slow"])
def test_everything_is_valued_once(relaxations: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each competence in each week, each kind of employee, room and offer, also what is worth nothing."""
    if relaxations == "slow":
        monkeypatch.setattr(Bench, "slow", True)
    elif relaxations == "too slow":
        monkeypatch.setattr(Relaxed, "_solved", lambda relaxed: None)
    found = explained(of_many_things()).values
    values = {value.lever: value for value in found}
    assert len(values) == len(found)
    hours = {Hours("clinic", kind, (week,)) for kind in ("doctor", "nurse") for week in (0, 1)}
    colleagues = {Colleague(staff, (0, 1)) for staff in ("dora", "nils", "paul")}
    rooms = {Rooms("clinic", room, (0, 1)) for room in ("theatre", "attic")} if relaxations == "quick" else set()
    assert {lever for lever in values if not isinstance(lever, Agency)} == hours | colleagues | rooms
    assert [lever.offer for lever in values if isinstance(lever, Agency)] == ["temp"]
    doctor = Hours("clinic", "doctor", (1,))
    assert {lever for lever in values if values[lever].value > 0} == {doctor, Colleague("dora", (0, 1))}
    if relaxations == "too slow":  # the mean of 40 hours, where nurses stay on the days on which they are
        assert values[doctor].value <= 10 * 5000 / 40 * TICKS
    else:
        assert values[doctor].value == pytest.approx(2500 * TICKS)


def test_the_rest_is_valued_by_slopes_where_no_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """No relaxation is solved for it any more: hours have the slope of the first one, and nothing else has a value."""
    scenario = of_many_things()
    result = best(scenario)
    assert result.roster is not None
    bench = Bench(scenario, result.roster, result.bound, FAST, Stop(None))
    assert bench.prepare(range(2))
    assert not bench.slow
    hours = bench.estimates.hours
    bench.stop.event.set()
    values = marginal_values(bench)
    assert {value.lever for value in values} == {
        Hours("clinic", kind, (week,)) for kind in ("doctor", "nurse") for week in (0, 1)
    }
    assert all(value.effect is None for value in values)
    (dearest, *worthless) = values
    assert all((value.value, value.holds_for) == (0, 40) for value in worthless)
    assert dearest.holds_for is None
    assert dearest.lever == Hours("clinic", "doctor", (1,))
    assert dearest.value == pytest.approx(hours.most("clinic", "doctor", 1, 60)) == pytest.approx(2500 * TICKS)
    assert bench.hurried


def test_between_two_limits() -> None:
    """Twice the room is half the shortfall less: savings are in proportion as long as something is missing."""
    scenario = theatre(room={"count": 1}, production_plan={"clinic": {"operation": (80,)}}, staff=team(4))
    gradual = Gradual(scenario, Rooms("clinic", "theatre", (0,)).apply(scenario))
    costs = [gradual.cost(part) for part in (0.0, 0.25, 1.0)]
    assert costs[0] == pytest.approx(60 * 5000 * TICKS)
    assert costs[1] == pytest.approx(55 * 5000 * TICKS)
    assert costs[2] == pytest.approx(40 * 5000 * TICKS)


def team(size: int) -> list[dict[str, object]]:
    return [{"id": f"{kind}{n}", "competences": [kind]} for kind in ("doctor", "nurse") for n in range(size)]


def test_the_relaxation_is_a_bound() -> None:
    scenario = visits(production_plan={"clinic": {"visit": (43,)}})
    least = least_cost(scenario)
    objective = best(scenario).objective
    assert least is not None
    assert objective is not None
    assert least <= objective == 3 * 900 * TICKS
