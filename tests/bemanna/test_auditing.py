"""A roster from another system, and what it says of the time before the horizon."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bemanna.auditing import Case, judge, priced_breaks, read_case
from models.problems import ScenarioError
from tests.support.rosters import clinic

RUN = [f"anna,2027-02-{day},duty" for day in (26, 27, 28)] + [f"anna,2027-03-0{day},day" for day in (1, 2, 3, 4)]
"""Seven days in a row, three of them before the horizon."""


def case(folder: Path, rows: list[str], outside: str = "history", **parts: Any) -> Case:
    """Read a roster of the small clinic."""
    (folder / "r.csv").write_text("\n".join(["staff,date,shift", *rows]), encoding="utf-8")
    parts.setdefault("rules", {"presets": ["none"], "overrides": {"consecutive_days": {"max": 6}}})
    return read_case(clinic(roster_columns={"outside": outside}, **parts), folder / "r.csv")


def broken(found: Case) -> list[str]:
    """Return the rules that the roster breaks."""
    evaluation = judge(found.scenario, found.roster).evaluation
    assert evaluation is not None
    return [violation.rule for violation in evaluation.violations]


def test_rows_before_the_horizon_count_where_they_are_history(tmp_path: Path) -> None:
    assert broken(case(tmp_path, RUN)) == ["consecutive_days"]
    assert broken(case(tmp_path, RUN, outside="ignore")) == []


def test_without_other_history_the_roster_is_complete_from_its_first_date(tmp_path: Path) -> None:
    found = case(tmp_path, ["bo,2027-02-01,off", *RUN])
    assert found.scenario.history_from == dt.date(2027, 2, 1)
    assert len(found.scenario.history) == 3


def test_history_of_the_scenario_is_kept(tmp_path: Path) -> None:
    history = [{"staff": "anna", "date": f"2027-02-{day}", "shift": "duty"} for day in (25, 26)]
    found = case(tmp_path, RUN, history=history)
    assert found.scenario.history_from is None
    assert [row.date.day for row in found.scenario.history] == [25, 26, 27, 28]


def test_problems_of_all_tables_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("staff,date,shift\nann,2027-03-01,day\n", encoding="utf-8")
    (tmp_path / "i.csv").write_text("date,period,session,activity,items\n2027-03-01,am,visits,visit,-1\n", "utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_case(clinic(), tmp_path / "r.csv", None, tmp_path / "i.csv")
    assert [Path(problem.file or "").name for problem in caught.value.problems] == ["i.csv", "r.csv"]


def test_soft_breaks_add_up_to_their_term(tmp_path: Path) -> None:
    rule = {"max": 5, "mode": "soft", "cost": 70}
    found = case(tmp_path, RUN, rules={"presets": ["none"], "overrides": {"consecutive_days": rule}})
    evaluation = judge(found.scenario, found.roster).evaluation
    soft = priced_breaks(found.scenario, found.roster)
    assert evaluation is not None
    assert evaluation.terms["soft_rules"] == sum(cost for _, cost in soft) == 2 * 70 * 6000
    assert {violation.staff for violation, _ in soft} == {"anna"}
