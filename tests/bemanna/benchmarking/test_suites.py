"""Suites: which instances there are, by name and in order, and what goes with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bemanna.benchmarking.jobs import jobs
from bemanna.benchmarking.suites import SIZES, cases
from bemanna.runs.run import RunError


def test_the_clinics_end_with_the_greatest() -> None:
    found = cases("clinics", None, [])
    assert found[-1].name == "county"
    assert {case.name: case.time_limit for case in found}.items() >= {
        "county": 300,
        "ward": 120,
        "eye_clinic": 60,
    }.items()
    assert [case.name for case in cases("resolve", None, ["ward", "eye_clinic"])] == ["eye_clinic", "ward"]


def test_public_instances_know_their_best_value_and_their_checker(tmp_path: Path) -> None:
    for name in ("Instance10.txt", "Instance2.txt", "Instance99.txt"):
        (tmp_path / "curtois").mkdir(exist_ok=True)
        (tmp_path / "curtois" / name).touch()
    (tmp_path / "check_curtois.py").touch()
    found = cases("curtois", tmp_path, [])
    assert [(case.name, case.known) for case in found] == [
        ("Instance2", 828),
        ("Instance10", 4631),
        ("Instance99", None),
    ]
    assert found[0].checker == (str(tmp_path / "check_curtois.py"), str(tmp_path / "curtois" / "Instance2.txt"))
    (inside,) = cases("curtois", tmp_path / "curtois", ["10"])
    assert (inside.name, inside.checker) == ("Instance10", (found[0].checker[0], inside.peer[1]))


def test_nurse_rostering_instances_are_those_whose_data_is_there(tmp_path: Path) -> None:
    (tmp_path / "n030w4").mkdir()
    (tmp_path / "n030w4" / "Sc-n030w4.txt").touch()
    assert [case.name for case in cases("inrc2", tmp_path, [])] == ["n030w4_1_6-2-9-1", "n030w4_1_6-7-5-3"]
    (other,) = cases("inrc2", tmp_path, ["n030w4_0_1-2-3-4"])
    assert (other.known, other.checker) == (None, ())
    with pytest.raises(RunError, match="holds no set"):
        cases("inrc2", tmp_path / "n030w4", [])


def test_sizes_have_limits_of_their_own() -> None:
    limits = {case.name: case.time_limit for case in cases("growth", None, [])}
    assert list(limits) == list(SIZES)
    assert (limits["clinic-100x12"], limits["hospital-900x4"], limits["hospital-5000x4"]) == (120, 300, 600)


def test_every_instance_is_solved_by_all_with_each_seed() -> None:
    (case,) = cases("growth", None, ["clinic-30x2"])
    keys = [job.key[1:] for job in jobs([case], [3, 4], peers=True)]
    assert keys == [(engine, seed) for seed in (3, 4) for engine in ("bemanna", "cp-sat", "highs")]
