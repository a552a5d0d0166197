"""Shift-scheduling instances of Curtois and Qu (2014) as ordinary scenarios.

    python -m benchmarks.curtois Instance1.txt --out instance1.yaml

Text sections; a unit of penalty is one unit of money. Days before the horizon count as off, and a run that touches the
first or the last day may be short: as runs without history are judged anyway.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.instances import InstanceError, Line, cover_rows, date, main, read_lines, whole_scenario
from models.scenario import Scenario

COMPETENCE: Final = "staff"
_NEEDED: Final = ("HORIZON", "SHIFTS", "STAFF", "COVER")

Row = dict[str, Any]


def read(file: Path) -> Scenario:
    """Return the scenario of an instance file. Raises InstanceError or ScenarioError where it is none."""
    instance = Instance(file)
    content = {
        "competences": [COMPETENCE],
        "staff": [instance.person(line) for line in instance.people.values()],
        "cover": instance.cover(),
        "absences": instance.absences(),
        "requests": [*instance.requests("on"), *instance.requests("off")],
        "rules": {"presets": [], "overrides": instance.rules()},
    }
    return whole_scenario(file.stem, instance.days // 7, instance.shifts, content)


class Limits(NamedTuple):
    """The hard limits of a person."""

    most_minutes: int
    least_minutes: int
    most_days: int
    """In a row."""
    least_days: int
    """In a row, as least_off."""
    least_off: int
    weekends: int


def limits_of(line: Line) -> Limits:
    """Return the limits of a person's line."""
    return Limits(*(line.whole(position) for position in range(2, 8)))


class Instance:
    """The sections of a file, and what they say in the words of scenarios.

    Raises InstanceError where a section is missing or a line makes no sense.
    """

    def __init__(self, file: Path) -> None:
        self._sections = _sections(file)
        horizon = self._sections["HORIZON"][0]
        self.days = horizon.whole(0)
        if not self.days or self.days % 7:
            raise horizon.error(f"is no number of whole weeks (got {self.days}): such an instance is no scenario")
        self.shifts = {line.word(0): line.whole(1) for line in self._sections["SHIFTS"]}
        self.people = {line.word(0): line for line in self._sections["STAFF"]}
        limits = dict.fromkeys(limits_of(line) for line in self.people.values())
        self._contracts = {key: f"contract_{number}" for number, key in enumerate(limits, start=1)}

    def person(self, line: Line) -> Row:
        """Return somebody with the shifts that they may work."""
        may = [shift for shift, most in self.most_shifts(line).items() if most]
        if not may:
            raise line.error(f"may work no shift (got {line.word(1)!r}): leave the person out")
        person = {"id": line.word(0), "competences": [COMPETENCE], "contract": self._contracts[limits_of(line)]}
        return person if len(may) == len(self.shifts) else {**person, "shifts": may}

    def cover(self) -> list[Row]:
        """Return what is asked on each shift, too few and too many at their weights."""
        names = ("target", "under_cost", "over_cost")
        return cover_rows(
            {(*key, COMPETENCE): tuple(zip(names, numbers, strict=True)) for key, numbers in self.asked().items()}
        )

    def asked(self) -> Mapping[tuple[int, str], tuple[int, int, int]]:
        """Return people wanted and the weights of one too few and one too many, by day and shift."""
        asked = {}
        for line in self._sections["COVER"]:
            key = self._day(line, 0), line.known(1, self.shifts, "shift")
            asked[key] = (line.whole(2), line.whole(3), line.whole(4))
        return asked

    def absences(self) -> list[Row]:
        """Return the days off that are given."""
        return [
            {"staff": line.known(0, self.people, "person"), "start": date(self._day(line, position))}
            for line in self._sections.get("DAYS_OFF", [])
            for position in range(1, len(line.words))
        ]

    def requests(self, kind: str) -> list[Row]:
        """Return the requests of a kind; of one that is written twice the last weight counts."""
        weights = {
            (line.known(0, self.people, "person"), self._day(line, 1), line.known(2, self.shifts, "shift")): (
                line.whole(3)
            )
            for line in self._sections.get(f"SHIFT_{kind.upper()}_REQUESTS", [])
        }
        return [
            {"staff": staff, "date": date(day), "kind": kind, "shift": shift, "cost": weight}
            for (staff, day, shift), weight in weights.items()
        ]

    def rules(self) -> dict[str, Any]:
        """Return the hard limits, each once for all whom it binds alike."""
        rules: dict[str, list[Row]] = defaultdict(list)
        for limits, contract in self._contracts.items():
            scope = {"contracts": [contract]}
            minutes = {"per": "horizon", "min": limits.least_minutes, "max": limits.most_minutes}
            rules["working_minutes"].append({**minutes, "scope": scope})
            rules["consecutive_days"].append(
                {"min": max(1, limits.least_days), "max": limits.most_days, "scope": scope}
            )
            rules["consecutive_days_off"].append({"min": max(1, limits.least_off), "scope": scope})
            rules["weekends"].append({"max": limits.weekends, "scope": scope})
        for (shift, most), people in self._limited().items():
            count = {"shifts": [shift], "per": "horizon", "max": most}
            rules["shift_count"].append({**count, "scope": {"people": people}})
        pairs = self.successions()
        return {"forbidden_successions": {"pairs": pairs}, **rules} if pairs else dict(rules)

    def _limited(self) -> Mapping[tuple[str, int], list[str]]:
        """Return who may work a type of shift, but not every day, by type and most."""
        limited: dict[tuple[str, int], list[str]] = defaultdict(list)
        for staff, line in self.people.items():
            for shift, most in self.most_shifts(line).items():
                if 0 < most < self.days:
                    limited[shift, most].append(staff)
        return limited

    def successions(self) -> dict[str, list[str]]:
        """Return the shifts that may not follow a shift the next day."""
        pairs: dict[str, list[str]] = {}
        for line in self._sections["SHIFTS"]:
            after = [word.strip() for word in line.word(2).split("|")] if len(line.words) > 2 else []
            unknown = [word for word in after if word and word not in self.shifts]
            if unknown:
                raise line.error(f"names an unknown shift (got {unknown[0]!r}): correct the file")
            if any(after):
                pairs[line.word(0)] = [word for word in after if word]
        return pairs

    def most_shifts(self, line: Line) -> Mapping[str, int]:
        """Return the most shifts of each type; a type that is not listed may not be worked."""
        most = {}
        for entry in line.word(1).split("|"):
            shift, _, number = (word.strip() for word in entry.partition("="))
            if shift not in self.shifts:
                raise line.error(f"names an unknown shift (got {shift!r}): correct the file")
            most[shift] = line.number_of(number)
        return {shift: most.get(shift, 0) for shift in self.shifts}

    def _day(self, line: Line, position: int) -> int:
        day = line.whole(position)
        if day >= self.days:
            raise line.error(f"names a day after the horizon (got {day}): days are 0 to {self.days - 1}")
        return day


def _sections(file: Path) -> Mapping[str, list[Line]]:
    sections: dict[str, list[Line]] = {}
    rows: list[Line] | None = None
    for line in read_lines(file, lambda row: row.split(",")):
        if line.words[0].startswith("SECTION_"):
            rows = sections.setdefault(line.words[0].removeprefix("SECTION_"), [])
        elif not line.words[0].startswith("#"):
            if rows is None:
                raise line.error("stands before the first SECTION_...: name an instance file")
            rows.append(line)
    for name in _NEEDED:
        if not sections.get(name):
            raise InstanceError(f"{file}: has no SECTION_{name}: name an instance file")
    return sections


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.curtois", description="Write a shift-scheduling instance as a scenario."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="instance, for example Instance1.txt")
    sys.exit(main(parser, lambda arguments: read(arguments.file)))
