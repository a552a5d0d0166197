"""A run folder is verified: whatever is changed in it is found, even where its checksums are made to fit."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bemanna.explaining.finding import explain
from bemanna.explaining.plain import told
from bemanna.explaining.storing import write_explanation
from bemanna.runs.run import RunError
from bemanna.runs.sealing import digest, own_digest
from bemanna.runs.writing import rewrite_documents, write_run
from bemanna.simulating.assumptions import Assumptions
from bemanna.simulating.simulation import simulate
from bemanna.simulating.storing import write_simulation
from bemanna.verifying.leeway import leeway_of
from bemanna.verifying.verification import Verification, verify
from models.evaluation import evaluate
from models.facts import Facts
from models.loading import parse
from models.result import Level, Result, Status
from models.roster import Roster
from models.scenario import Scenario
from solver.assignment import placement
from solver.explain.explanation import Explanation
from solver.settings import Settings
from solver.solve import solve
from tests.bemanna.cli.support import TINY
from tests.support import clinics

TABLES = ("roster", "sessions", "items", "production", "capacity")
RECORDED = ("seconds", "seed", "workers", "versions", "stopped", "out_of_memory", "conflicts", "incumbents")
"""What nothing but the summary says."""


def scenario(mode: str = "money") -> Scenario:
    """Return a clinic that falls short of its plan by eight visits.

    Its two people can do 80 of 88 in ten mornings, with four additional hours of Bob's: at 1.2 x 400 they cost 1920.
    """
    return parse(f"{TINY.replace('visit: 70', 'visit: 88')}objective: {{mode: {mode}}}\n", "tiny.yaml")


@pytest.fixture(scope="module")
def solved() -> tuple[Scenario, Result]:
    given = scenario()
    return given, solve(given, Settings(time_limit=20, workers=1))


@pytest.fixture(scope="module")
def original(solved: tuple[Scenario, Result], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_run(tmp_path_factory.mktemp("verify") / "run", *solved)
    assert solved[1].roster is not None
    write_simulation(folder, simulate(solved[0], solved[1].roster, Assumptions(draws=20)))
    rewrite_documents(folder)
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "run"))


def failed(found: Verification) -> dict[str, tuple[str, ...]]:
    """Return what does not hold, by name of the check."""
    return {check.name: check.wrong for check in found.checks if check.holds is False}


def reseal(folder: Path) -> None:
    """Make all checksums fit what stands in the folder now."""
    file = folder / "summary.json"
    summary = json.loads(file.read_text("utf-8"))
    summary["files"] = {name: digest((folder / name).read_bytes()) for name in summary["files"]}
    summary["summary_sha256"] = own_digest(summary)
    file.write_text(json.dumps(summary), "utf-8")


def test_what_was_written_holds(folder: Path) -> None:
    found = verify(folder)
    assert failed(found) == {}
    assert [check.name for check in found.checks if check.holds is None] == ["bound"]
    names = {"checksums", "scenario", "summary", "time line", "roster", "tables", "documents", "simulation", "bound"}
    assert {check.name for check in found.checks} == names


def test_every_column_of_every_table_counts(folder: Path) -> None:
    for table in TABLES:
        file = folder / f"{table}.csv"
        whole = file.read_bytes()
        header, *rows = list(csv.reader(io.StringIO(whole.decode())))
        for column, name in enumerate(header):
            row = next((row for row in rows if row[column]), None)
            if row is None:
                continue
            before = row[column]
            row[column] = str(int(before) + 1) if before.isdigit() else {"ann": "bob", "bob": "ann"}.get(before, "x")
            if name == "date":
                row[column] = "2027-03-06"
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows([header, *rows])
            file.write_text(out.getvalue(), "utf-8")
            assert "checksums" in failed(verify(folder)), (table, name)
            reseal(folder)
            assert failed(verify(folder)), (table, name)
            row[column] = before
            file.write_bytes(whole)
    reseal(folder)
    assert failed(verify(folder)) == {}


def numbers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every number in a JSON value."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        yield path
    elif isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from numbers(part, (*path, key))


def raised(value: Any, path: tuple[Any, ...]) -> Any:
    """Return a JSON value with one number raised by one."""
    copy = json.loads(json.dumps(value))
    part = copy
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] += 1
    return copy


def test_every_number_of_the_summary_counts(folder: Path) -> None:
    file = folder / "summary.json"
    summary = json.loads(file.read_text("utf-8"))
    paths = list(numbers(summary))
    assert len(paths) > 50
    for path in paths:
        changed = raised(summary, path)
        assert changed["summary_sha256"] != own_digest(changed), path
        if path[0] not in RECORDED:
            changed["summary_sha256"] = own_digest(changed)
            file.write_text(json.dumps(changed), "utf-8")
            assert failed(verify(folder)), path


def test_a_summary_that_was_changed_is_named(folder: Path) -> None:
    file = folder / "summary.json"
    summary = json.loads(file.read_text("utf-8"))
    summary["terms"]["shortfall"] -= 1000
    file.write_text(json.dumps(summary), "utf-8")
    wrong = failed(verify(folder))
    assert wrong["checksums"] == ("summary.json: was changed since it was written",)
    assert wrong["summary"] == ("summary.json: terms.shortfall is 7000, 8000 is right",)


def test_an_explanation_is_of_the_roster_that_is_there(folder: Path, solved: tuple[Scenario, Result]) -> None:
    given, result = solved
    found = explain(given, result, Settings(time_limit=20, workers=1))
    assert isinstance(found, Explanation)
    assert result.roster is not None
    explained = told(Facts(given), result.roster, found)
    write_explanation(folder, explained)
    assert "documents" in failed(verify(folder))  # the report does not show it yet
    rewrite_documents(folder)
    verified = verify(folder)
    assert verified.holds
    (check,) = [check for check in verified.checks if check.name == "explanation"]
    assert check.holds is None
    write_explanation(folder, dataclasses.replace(explained, objective=1.0))
    assert "is right" in failed(verify(folder))["explanation"][0]
    write_explanation(folder, dataclasses.replace(explained, roster_sha256="0"))
    assert "is of another roster" in failed(verify(folder))["explanation"][0]
    (folder / "explanation.json").write_text("{}", "utf-8")
    assert "explanation.json: is damaged" in failed(verify(folder))["reading"][0]


def test_spaces_and_the_order_of_keys_do_not_count(folder: Path) -> None:
    file = folder / "summary.json"
    summary = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(dict(reversed(summary.items())), indent=7), "utf-8")
    assert failed(verify(folder)) == {}


@pytest.mark.parametrize("name", ["report.html", "roster.xlsx", "calendars/ann.ics", "simulation.json"])
def test_every_document_counts(folder: Path, name: str) -> None:
    file = folder / name
    content = file.read_bytes()
    file.write_bytes(content.replace(b"1", b"2", 1) if b"1" in content else content + b" ")
    assert failed(verify(folder))
    file.unlink()
    # without the simulation the report shows one that nobody can check
    assert failed(verify(folder))


@pytest.mark.parametrize("name", ["scenario.yaml", "roster.csv", "items.csv", "production.csv"])
def test_a_file_that_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert f"{name}: is missing" in failed(verify(folder))["checksums"]


def test_files_that_were_added_are_named(folder: Path) -> None:
    (folder / "calendars" / "eve.ics").write_text("x", "utf-8")
    (folder / "more.csv").write_text("x", "utf-8")
    wrong = failed(verify(folder))
    assert wrong["documents"] == ("calendars/eve.ics: is nobody's calendar: delete it",)
    assert wrong["checksums"] == ("more.csv: was added since the run was written",)


def test_every_number_of_the_scenario_counts(folder: Path) -> None:
    file = folder / "scenario.yaml"
    text = file.read_text("utf-8")
    found = list(re.finditer(r"\d+", text))
    assert len(found) > 20
    for number in found:
        file.write_text(f"{text[: number.start()]}{int(number[0]) + 1}{text[number.end() :]}", "utf-8")
        reseal(folder)
        assert failed(verify(folder)), number


def test_a_file_that_cannot_be_read_does_not_hold(folder: Path) -> None:
    (folder / "roster.csv").write_text("staff,date,shift\nann,yesterday,day\n", "utf-8")
    found = verify(folder)
    (line,) = failed(found)["reading"]
    assert line.endswith("roster.csv:2:5: is no date (got 'yesterday'): write it as 2027-03-01")
    assert found.leeway is None


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is no bemanna run"):
        verify(tmp_path)


def test_a_roster_that_breaks_rules_does_not_hold(tmp_path: Path) -> None:
    given = clinics.clinic()
    roster = clinics.roster(given)
    result = clinics.result(given, dataclasses.replace(roster, shifts=(*roster.shifts, roster.shifts[0])))
    assert result.roster is not None
    seated = placement(Facts(given), result.roster)
    folder = write_run(tmp_path / "run", given, dataclasses.replace(result, levels=(), placement=seated))
    wrong = failed(verify(folder))
    assert set(wrong) == {"roster"}
    assert "One shift a day: ann, 2027-03-22: 2 shifts on one day: day, day" in wrong["roster"]


def test_a_run_without_a_roster(tmp_path: Path) -> None:
    given = clinics.clinic()
    result = dataclasses.replace(clinics.result(given, None), levels=(), status=Status.INFEASIBLE)
    found = verify(write_run(tmp_path / "run", given, result))
    assert found.holds
    assert found.leeway is None
    claimed = dataclasses.replace(result, status=Status.OPTIMAL)
    assert set(failed(verify(write_run(tmp_path / "run", given, claimed)))) == {"time line"}


def test_a_run_of_an_earlier_version_lacks_checksums_and_figures(folder: Path) -> None:
    file = folder / "summary.json"
    summary = json.loads(file.read_text("utf-8"))
    del summary["files"], summary["summary_sha256"], summary["kpis"]["shifts"]
    file.write_text(json.dumps(summary), "utf-8")
    found = verify(folder)
    assert found.holds
    assert [check.name for check in found.checks if check.holds is None] == ["checksums", "bound"]


def test_a_bound_is_proven_anew(folder: Path) -> None:
    found = verify(folder, Settings(time_limit=20, workers=1))
    assert failed(found) == {}
    (bound,) = [check for check in found.checks if check.name == "bound"]
    assert bound.holds is True
    assert "proven anew: 9 920 SEK" in bound.text.replace("\N{NARROW NO-BREAK SPACE}", " ")


def worse(solved: tuple[Scenario, Result], **changes: Any) -> Result:
    """Return a result with the same roster without its items of one half-day."""
    given, result = solved
    assert result.roster is not None
    roster = Roster(result.roster.shifts, result.roster.places, (result.roster.items or ())[1:])
    return dataclasses.replace(result, roster=roster, evaluation=evaluate(given, roster), **changes)


def test_a_bound_that_is_too_high_is_disproved(solved: tuple[Scenario, Result], tmp_path: Path) -> None:
    plain = worse(solved)
    claimed = dataclasses.replace(plain, bound=plain.objective, incumbents=())
    folder = write_run(tmp_path / "run", solved[0], claimed)
    assert failed(verify(folder)) == {}
    wrong = failed(verify(folder, Settings(time_limit=20, workers=1)))
    assert set(wrong) == {"bound"}
    assert "disproves the stated bound" in wrong["bound"][0]


def test_bounds_of_levels_are_proven_anew(tmp_path: Path) -> None:
    given = scenario("lexicographic")
    result = solve(given, Settings(time_limit=20, workers=1))
    folder = write_run(tmp_path / "run", given, result)
    found = verify(folder, Settings(time_limit=20, workers=1))
    assert failed(found) == {}
    assert found.checks[-1].holds is True
    first, *others = result.levels
    unproven = dataclasses.replace(first, bound=(first.objective or 0) + 6000)
    folder = write_run(tmp_path / "run", given, dataclasses.replace(result, levels=(unproven, *others)))
    assert set(failed(verify(folder))) == {"time line"}


def test_what_a_gap_leaves_open(solved: tuple[Scenario, Result]) -> None:
    # Eight visits at 1000 fall short. A gap of 2500 is worth two of them, one of 99,000 no more than all eight.
    given, result = solved
    facts = Facts(given)
    objective = result.objective
    assert objective == 9920 * 6000
    for missing, items in ((0, 0), (999, 0), (2500, 2), (8000, 8)):
        leeway = leeway_of(dataclasses.replace(result, bound=objective - missing * 6000), facts)
        assert leeway is not None
        assert (leeway.ticks, leeway.items, leeway.shifts) == (missing * 6000, items, 0)
    assert leeway_of(dataclasses.replace(result, bound=None), facts) is None
    level = Level("production", objective, objective - 3000 * 6000, 1.0)
    of_levels = leeway_of(dataclasses.replace(result, bound=None, levels=(level,)), facts)
    assert of_levels is not None
    assert (of_levels.items, of_levels.level) == (3, "production")


def test_people_missing_on_shifts_are_counted_by_their_tiers() -> None:
    given = clinics.clinic()
    result = clinics.result(given, clinics.roster(given))
    assert result.objective is not None
    # One of two nights has nobody, which costs 700 (and ten times as much for the least number, which saves more).
    for missing, people in ((699, 0), (700, 1), (5000, 1)):
        leeway = leeway_of(dataclasses.replace(result, bound=result.objective - missing * 6000), Facts(given))
        assert leeway is not None
        assert leeway.shifts == people
