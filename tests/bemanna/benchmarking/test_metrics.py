"""Times, distances and the primal integral, worked out by hand; tables of what several solves say together."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from bemanna.benchmarking.baseline import changes, refuse_incomparable
from bemanna.benchmarking.cases import Case
from bemanna.benchmarking.comparisons import comparisons, fitted_exponent
from bemanna.benchmarking.jobs import OURS, Flags, Job
from bemanna.benchmarking.measuring import Measurement
from bemanna.benchmarking.metrics import Reference, metrics, references
from bemanna.benchmarking.results import Results
from bemanna.benchmarking.tables import markdown, measurement_table
from bemanna.runs.run import RunError

SOLVE = Measurement(
    instance="a",
    engine="bemanna",
    seed=0,
    status="feasible",
    time_limit=10.0,
    workers=8,
    known=1000,
    objective=1000,
    bound=990,
    gap=0.01,
    seconds=10.0,
    incumbents=((0.5, None, 0.0), (1.0, 2000, 0.0), (2.0, 1040, 900.0), (4.0, 1008, 900.0), (6.0, 1000, 990.0)),
    agrees=True,
)


def test_times_and_integral() -> None:
    found = metrics(SOLVE, references([SOLVE])["a"])
    assert (found.reference, found.reference_kind, found.distance) == (1000, "best known", 0.0)
    assert found.first_roster == 1.0
    assert found.seconds_to == (2.0, 4.0, 6.0)
    assert found.seconds_to_proven_gap == 6.0
    # 1 s without a roster, 1 s at half, 2 s at 40 of 1040, 2 s at 8 of 1008, then the best known
    assert found.primal_integral == pytest.approx(1 + 0.5 + 2 * 40 / 1040 + 2 * 8 / 1008)


def test_what_was_not_reached_is_none() -> None:
    nothing = replace(SOLVE, objective=None, bound=None, gap=None, incumbents=())
    found = metrics(nothing, Reference(1000, "best known"))
    assert (found.first_roster, found.seconds_to, found.distance) == (None, (None, None, None), None)
    assert found.primal_integral == 10.0
    assert metrics(SOLVE, None).primal_integral is None


def test_the_roster_that_was_written_counts_where_the_time_line_lacks_it() -> None:
    found = metrics(replace(SOLVE, objective=995), Reference(990, "bound"))
    assert found.seconds_to == (4.0, 10.0, None)
    assert found.distance == pytest.approx(5 / 990)


def test_without_a_best_known_value_the_best_bound_of_all_is_the_reference() -> None:
    unknown = replace(SOLVE, known=None)
    peer = replace(unknown, engine="cp-sat", bound=995)
    assert references([unknown, peer, replace(unknown, seed=1, bound=None)]) == {"a": Reference(995, "bound")}


def test_peers_are_held_against_ours_by_seed() -> None:
    slow = replace(SOLVE, engine="cp-sat", objective=1008, incumbents=((8.0, 1008, 0.0),))
    better = replace(SOLVE, engine="highs", objective=999, incumbents=((5.0, 999, 0.0),))
    (table,) = comparisons("curtois", [SOLVE, slow, better, replace(slow, seed=1)])
    first, second = table.as_dicts()
    assert (first["bemanna is"], first["peer s"], first["bemanna s to it"], first["times faster"]) == ("ahead", 8, 4, 2)
    assert (second["bemanna is"], second["bemanna s to it"], second["times faster"]) == ("BEHIND", None, None)


def test_warm_is_held_against_cold() -> None:
    cold = replace(SOLVE, engine="cold")
    warm = replace(SOLVE, engine="warm", objective=1004, seconds=5.0)
    (table,) = comparisons("resolve", [cold, warm])
    assert table.as_dicts()[0]["warm is worse by"] == pytest.approx(0.004)
    assert "| a | 0 | 1 000 | 10 | 1 004 | 5.0 | 0.40% |" in markdown(table)


def test_growth_is_fitted_by_people_and_by_weeks() -> None:
    def of(people: int, weeks: int, seconds: float | None) -> Measurement:
        reached = () if seconds is None else ((seconds, 1000.0, 995.0),)
        return replace(SOLVE, instance=f"clinic-{people}x{weeks}", incumbents=((0.1, 1000.0, 0.0), *reached))

    sizes = [of(25, 4, 1.0), of(50, 4, 2.0), of(100, 4, 4.0), of(200, 4, None), of(100, 2, 1.0), of(100, 8, 16.0)]
    (table,) = comparisons("growth", sizes)
    people, weeks = table.as_dicts()
    assert (people["grows with"], people["at"], people["sizes"]) == ("people", "4 weeks", 3)
    assert people["exponent"] == pytest.approx(1.0)
    assert people["without 1 %"] == "200"
    assert weeks["exponent"] == pytest.approx(2.0)
    assert fitted_exponent({10: 1.0, 100: 10**1.3}) == pytest.approx(1.3)


def test_columns_without_anything_are_left_out() -> None:
    full = measurement_table([SOLVE])
    assert "agency share" not in full.headers
    assert {"5 % s", "agrees"} <= set(full.headers)
    assert "5 % s" not in measurement_table([SOLVE], brief=True).headers


def results(*measurements: Measurement, calibration: float = 1.0) -> Results:
    return Results("curtois", Flags(None, None), (calibration,), measurements)


def test_a_machine_of_half_the_speed_is_not_worse() -> None:
    slower = replace(SOLVE, incumbents=tuple((2 * s, *rest) for s, *rest in SOLVE.incumbents))
    worse = [c.measure for c in changes(results(slower), results(SOLVE), 0.5) if c.worse]
    assert worse == ["first roster", "time to 5 %", "time to 1 %", "time to 0.1 %", "time to 1 % proven"]
    assert not any(c.worse for c in changes(results(slower, calibration=2.0), results(SOLVE), 0.5))


def test_what_is_not_reached_took_longer_than_the_limit() -> None:
    half = replace(SOLVE, incumbents=SOLVE.incumbents[:3], objective=1040)
    lost = [c.measure for c in changes(results(half), results(SOLVE), 0.5) if c.worse]
    assert lost == ["time to 1 %", "time to 0.1 %", "time to 1 % proven", "distance"]
    unreached = [c for c in changes(results(half, calibration=0.5), results(half), 0.5) if c.before == inf]
    assert [c.measure for c in unreached] == ["time to 1 %", "time to 0.1 %", "time to 1 % proven"]
    assert not any(c.worse for c in unreached)


def test_gaps_and_wrong_rosters_are_worse_on_any_machine() -> None:
    bad = replace(SOLVE, gap=0.02, agrees=False)
    found = changes(results(bad, calibration=9.0), results(SOLVE), 0.5)
    assert [c.measure for c in found if c.worse] == ["gap", "wrong rosters"]


def test_a_measure_is_the_median_of_its_seeds() -> None:
    lost = replace(SOLVE, seed=1, gap=0.5)
    assert not any(c.worse for c in changes(results(SOLVE, lost, replace(SOLVE, seed=2)), results(SOLVE), 0.1))


@pytest.mark.parametrize(
    ("name", "flags", "problem"),
    [
        ("a", Flags(20.0, None), r"^--baseline: a was solved with --time-limit 10 \(got 20\): give the same limits$"),
        ("a", Flags(None, 2), r"^--baseline: a was solved with --workers 8 \(got 2\): give the same limits$"),
        ("b", Flags(None, None), r"^--baseline: has none of the instances"),
    ],
)
def test_other_limits_and_other_instances_are_refused(name: str, flags: Flags, problem: str) -> None:
    job = Job(Case("curtois", name, 10.0, None), OURS, 0)
    with pytest.raises(RunError, match=problem):
        refuse_incomparable([job], flags, results(SOLVE))
    refuse_incomparable([Job(Case("curtois", "a", 10.0, None), OURS, 5)], Flags(None, None), results(SOLVE))
