"""The grid of a sweep: what the words after --vary mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from bemanna.sweeping.grid import Axis, grid, parse_axis
from models.problems import ScenarioError
from tests.bemanna.cli.support import TINY


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a.b=1,2,3", ("1", "2", "3")),
        ("a.b= 1 , 2 ", ("1", "2")),
        ("a.b=[1,2],[3]", ("[1,2]", "[3]")),
        ("a.b={c: 1, d: [2, 3]},!remove", ("{c: 1, d: [2, 3]}", "!remove")),
        ("a.b='x,y',z", ("'x,y'", "z")),
        ("a.b=10..20..5", ("10", "15", "20")),
        ("a.b=10..19..5", ("10", "15")),
        ("a.b=1..3", ("1", "2", "3")),
        ("a.b=-1..1", ("-1", "0", "1")),
        ("a.b=0.5..1..0.25", ("0.5", "0.75", "1.00")),
        ("a.b=7..7", ("7",)),
        ("a.b=1..3,5", ("1..3", "5")),
        ("a.b=x=y", ("x=y",)),
    ],
)
def test_values(text: str, values: tuple[str, ...]) -> None:
    assert parse_axis(text) == Axis("a.b", values)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a.b", "is no variation"),
        ("=1,2", "is no variation"),
        ("a.b=", "has an empty value"),
        ("a.b=1,,2", "has an empty value"),
        ("a.b=1,2,1", "has a value twice"),
        ("a.b=5..1", "is no range"),
        ("a.b=1..5..0", "is no range"),
        ("a.b=1..1000000", "has more than 2000 values"),
    ],
)
def test_what_is_no_axis(text: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said) as error:
        parse_axis(text)
    assert str(error.value).startswith(f"--vary {text}: ")


def test_every_combination(tmp_path: Path) -> None:
    base = tmp_path / "tiny.yaml"
    base.write_text(TINY, encoding="utf-8")
    points = grid(base, [Axis("production_plan.visit", ("60", "70")), Axis("staff.bob.fraction", ("0.4", "0.8"))])
    assert [point.values for point in points] == [("60", "0.4"), ("60", "0.8"), ("70", "0.4"), ("70", "0.8")]
    for point in points:
        plan, fraction = point.scenario.production_plan["clinic"]["visit"], point.scenario.staff[1].fraction
        assert (str(plan[0]), str(fraction)) == point.values


@pytest.mark.parametrize(
    ("axes", "said"),
    [
        ([Axis("staff.bob.fraction", ("0.4", "4"))], "staff.bob.fraction"),
        ([Axis("staff.rob.fraction", ("0.4",))], "rob"),
        ([Axis("name", ("a",)), Axis("name", ("b",))], "is varied twice"),
        ([Axis(path, tuple(map(str, range(50)))) for path in ("a", "b")], "has 2500 combinations"),
    ],
)
def test_what_is_no_grid(tmp_path: Path, axes: list[Axis], said: str) -> None:
    base = tmp_path / "tiny.yaml"
    base.write_text(TINY, encoding="utf-8")
    with pytest.raises(ScenarioError, match=said):
        grid(base, axes)
