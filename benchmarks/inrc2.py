"""Instances of the Second International Nurse Rostering Competition (all weeks known) as ordinary scenarios.

    python -m benchmarks.inrc2 inrc2/n030w4 n030w4_1_6-2-9-1 --out n030w4.yaml

An instance is SET_HISTORY_WEEKS: numbers of the history file and of the week files, in order. A unit of penalty is one
unit of money; the weights are those of the competition (Ceschia et al., Annals of Operations Research 274, 2019).
The history file tells lengths of runs; days before the horizon that have just these runs are made up from them.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.instances import InstanceError, Line, cover_rows, date, main, read_lines, whole_scenario
from models.scenario import Scenario

OPTIMAL_COVER, DAYS_IN_A_ROW, SHIFTS_IN_A_ROW, REQUEST, WEEKEND, ASSIGNMENT = 30, 30, 15, 10, 30, 20
"""Weights: missing to the optimal cover; working days (and days off) in a row; days of one shift in a row; shift-off
request; incomplete weekend and weekend too many; assignment too few or too many."""
SHIFT_MINUTES: Final = 480
"""Shifts of the competition have no length; nothing depends on it."""
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NAME: Final = re.compile(r"^([^_]+)_(\d+)_(\d+(?:-\d+)*)$")

Row = dict[str, Any]
Pair = tuple[int, int]


def read(folder: Path, name: str) -> Scenario:
    """Return the scenario of an instance, from the folder of its set or the one above.

    Raises InstanceError or ScenarioError where there is none.
    """
    instance = Instance(folder, name)
    content = {
        "competences": instance.rules.skills,
        "staff": [
            {"id": nurse, "competences": skills, "contract": contract}
            for nurse, (contract, skills) in instance.rules.nurses.items()
        ],
        "cover": cover_rows({key: _row(cover) for key, cover in instance.cover.items() if cover[1]}),
        "requests": instance.requests,
        "history": instance.past.rows(),
        "history_from": instance.past.known_from(),
        "rules": {"presets": [], "overrides": instance.rules.overrides()},
    }
    return whole_scenario(name, instance.weeks, dict.fromkeys(instance.rules.shifts, SHIFT_MINUTES), content)


class Instance:
    """The files of an instance. Raises InstanceError where one is missing or makes no sense."""

    def __init__(self, folder: Path, name: str) -> None:
        match = _NAME.match(name)
        if match is None:
            raise InstanceError(f"{name}: is no instance name: write SET_HISTORY_WEEKS, as in n030w4_1_6-2-9-1")
        data, history, weeks = match[1], match[2], match[3].split("-")
        if not (folder / f"Sc-{data}.txt").is_file():
            folder /= data
        self.weeks = len(weeks)
        self.rules = Rules(folder / f"Sc-{data}.txt")
        self.past = Past(folder / f"H0-{data}-{history}.txt", self.rules)
        self.cover: dict[tuple[int, str, str], Pair] = {}
        """Least and optimal number of people by day, shift and skill."""
        self.requests: list[Row] = []
        """Wishes not to work, in the words of scenarios."""
        for week, number in enumerate(weeks):
            file = folder / f"WD-{data}-{number}.txt"
            self.cover.update(_cover(file, week, self.rules))
            self.requests.extend(_requests(file, week, self.rules))


@dataclass(frozen=True, slots=True)
class Contract:
    assignments: Pair
    days: Pair
    days_off: Pair
    weekends: int
    complete: bool


class Rules:
    """The scenario file of a set: shifts, contracts, nurses, and the rules that they make."""

    def __init__(self, file: Path) -> None:
        lines = read_lines(file, str.split)
        self.skills = [line.word(0) for line in _block(file, lines, "SKILLS")]
        shifts = _block(file, lines, "SHIFT_TYPES")
        self.shifts = {line.word(0): _pair(line, 1) for line in shifts}
        self.contracts = {
            line.word(0): Contract(_pair(line, 1), _pair(line, 2), _pair(line, 3), line.whole(4), bool(line.whole(5)))
            for line in _block(file, lines, "CONTRACTS")
        }
        self.nurses = {
            line.word(0): (
                line.known(1, self.contracts, "contract"),
                [line.known(3 + n, self.skills, "skill") for n in range(line.whole(2))],
            )
            for line in _block(file, lines, "NURSES")
        }
        first = _find(file, lines, "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS") + 1
        self.successions = {
            line.known(0, self.shifts, "shift"): [line.known(2 + n, self.shifts, "shift") for n in range(line.whole(1))]
            for line in lines[first : first + len(shifts)]
        }

    def overrides(self) -> dict[str, Any]:
        """Return the rules of the set."""
        pairs = {shift: after for shift, after in self.successions.items() if after}
        rules: dict[str, list[Row]] = defaultdict(list)
        if pairs:
            rules["forbidden_successions"].append({"pairs": pairs})
        for shift, limits in self.shifts.items():
            rules["consecutive_shifts"].append({"shifts": [shift], **_run_bounds(limits), **_soft(SHIFTS_IN_A_ROW)})
        for name, contract in self.contracts.items():
            scope = {"scope": {"contracts": [name]}}
            days, days_off = _run_bounds(contract.days), _run_bounds(contract.days_off)
            total = {"per": "horizon", **_bounds(contract.assignments)}
            rules["consecutive_days"].append({**days, **_soft(DAYS_IN_A_ROW), **scope})
            rules["consecutive_days_off"].append({**days_off, **_soft(DAYS_IN_A_ROW), **scope})
            rules["shift_count"].append({**total, **_soft(ASSIGNMENT), **scope})
            rules["weekends"].append({"max": contract.weekends, **_soft(WEEKEND), **scope})
            if contract.complete:
                rules["complete_weekends"].append({**_soft(WEEKEND), **scope})
        return dict(rules)


class PastRuns(NamedTuple):
    """The runs of a nurse that the horizon continues, in days; those of work or those of days off are 0."""

    last: str
    """The shift that was worked last."""
    same: int
    """Days in a row on it."""
    work: int
    off: int


class Past:
    """The history file: the runs that the horizon continues, as days before it."""

    def __init__(self, file: Path, rules: Rules) -> None:
        lines = read_lines(file, str.split)
        self._rules = rules
        first = _find(file, lines, "NURSE_HISTORY") + 1
        self._lines = {line.known(0, rules.nurses, "nurse"): line for line in lines[first:]}
        missing = [nurse for nurse in rules.nurses if nurse not in self._lines]
        if missing:
            raise InstanceError(f"{file}: has no history of {missing[0]}: name the history file of this set")

    def known_from(self) -> Any:
        """Return the date from which all runs are known, with the day before each."""
        longest = max(max(line.whole(5), line.whole(6)) for line in self._lines.values())
        return date(-longest - 1)

    def rows(self) -> list[Row]:
        """Return the shifts before the horizon."""
        return [
            {"staff": nurse, "date": date(day), "shift": shift}
            for nurse, line in self._lines.items()
            for day, shift in self._worked(line)
        ]

    def _worked(self, line: Line) -> Iterator[tuple[int, str]]:
        """Yield a run of work up to the horizon, or the one shift that a run of days off came after.

        Raises InstanceError where counts go on from before, or the runs cannot be.
        """
        if line.whole(1) or line.whole(2):
            raise line.error(
                f"counts shifts or weekends from before (got {line.text!r}): only new horizons can be read"
            )
        runs = self._runs(line)
        if runs.off:
            yield -runs.off - 1, next(iter(self._rules.shifts))
            return
        for day in range(-runs.work, 0):
            yield day, runs.last if day >= -runs.same else self._other(line, runs.last)

    def runs(self, nurse: str) -> PastRuns:
        """Return the runs of a nurse. Raises InstanceError where they cannot be."""
        return self._runs(self._lines[nurse])

    def _runs(self, line: Line) -> PastRuns:
        same, work, off = line.whole(4), line.whole(5), line.whole(6)
        if bool(work) == bool(off) or same > work:
            raise line.error(f"needs a run either of work or of days off (got {line.text!r}): correct the file")
        last = line.known(3, self._rules.shifts, "shift") if work else line.word(3)
        return PastRuns(last, same if work else 0, work, off)

    def _other(self, line: Line, last: str) -> str:
        """Return a shift that ends before the run of the last one; preferably one that this may follow."""
        others = [shift for shift in self._rules.shifts if shift != last]
        if not others:
            raise line.error(f"needs another shift before the run of {last} (got {line.text!r}): correct the file")
        return next((shift for shift in others if last not in self._rules.successions[shift]), others[0])


def _cover(file: Path, week: int, rules: Rules) -> Iterator[tuple[tuple[int, str, str], Pair]]:
    lines = read_lines(file, str.split)
    for line in lines[_find(file, lines, "REQUIREMENTS") + 1 : _find(file, lines, "SHIFT_OFF_REQUESTS")]:
        shift, skill = line.known(0, rules.shifts, "shift"), line.known(1, rules.skills, "skill")
        for weekday in range(7):
            yield (7 * week + weekday, shift, skill), _pair(line, 2 + weekday)


def _requests(file: Path, week: int, rules: Rules) -> Iterator[Row]:
    for line in _block(file, read_lines(file, str.split), "SHIFT_OFF_REQUESTS"):
        nurse, shift = line.known(0, rules.nurses, "nurse"), line.known(1, [*rules.shifts, "Any"], "shift")
        weekday = _DAYS.index(line.known(2, _DAYS, "weekday"))
        row: Row = {"staff": nurse, "date": date(7 * week + weekday), "kind": "off", "cost": REQUEST}
        yield row if shift == "Any" else {**row, "shift": shift}


def _find(file: Path, lines: Sequence[Line], key: str) -> int:
    for number, line in enumerate(lines):
        if line.words[0] == key:
            return number
    raise InstanceError(f"{file}: has no {key}: name a file of the competition, as text")


def _block(file: Path, lines: Sequence[Line], key: str) -> Sequence[Line]:
    """Return the lines that a headline like ``SKILLS = 2`` announces."""
    first = _find(file, lines, key)
    count = lines[first].whole(2)
    if first + count >= len(lines):
        raise lines[first].error(f"announces more lines than there are (got {count}): complete the file")
    return lines[first + 1 : first + 1 + count]


def _pair(line: Line, position: int) -> Pair:
    """Return least and most of a word like ``(2,5)``."""
    match = re.fullmatch(r"\((\d+),(\d+)\)", line.word(position))
    if match is None or int(match[1]) > int(match[2]):
        raise line.error(f"needs a pair like (2,5) (got {line.word(position)!r}): correct the file")
    return int(match[1]), int(match[2])


def _row(cover: Pair) -> tuple[tuple[str, Any], ...]:
    """Return the keys of a cover row for the least and the optimal number of people."""
    return tuple({"min": cover[0], "target": cover[1], "under_cost": OPTIMAL_COVER, "min_mode": "hard"}.items())


def _bounds(limits: Pair) -> Row:
    return {"min": limits[0], "max": limits[1]}


def _run_bounds(limits: Pair) -> Row:
    return _bounds((max(1, limits[0]), limits[1]))


def _soft(cost: int) -> Row:
    return {"mode": "soft", "cost": cost}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.inrc2",
        description="Write an instance of the nurse rostering competition as a scenario.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder of the set, or the one above")
    parser.add_argument("instance", metavar="INSTANCE", help="SET_HISTORY_WEEKS, for example n030w4_1_6-2-9-1")
    sys.exit(main(parser, lambda arguments: read(arguments.folder, arguments.instance)))
