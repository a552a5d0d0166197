"""What readers of public instances share: lines that know where they stand, and an ordinary scenario as outcome."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.loading import ScenarioError, dump, parse
from models.scenario import SCHEMA, Scenario

START: Final = dt.date(2024, 1, 1)
"""The first day of every instance, a Monday."""
UNIT: Final = "ward"


class InstanceError(Exception):
    """A file is no instance, or holds something that scenarios cannot say."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an instance, cut into words."""

    file: Path
    number: int
    words: tuple[str, ...]

    def error(self, problem: str) -> InstanceError:
        """Return an error that names the line."""
        return InstanceError(f"{self.file}:{self.number}: {problem}")

    def word(self, position: int) -> str:
        """Return a word. Raises InstanceError where the line is too short."""
        if position >= len(self.words):
            raise self.error(f"has {len(self.words)} values, too few (got {self.text!r}): complete the line")
        return self.words[position]

    def whole(self, position: int) -> int:
        """Return a word as a whole number of at least 0. Raises InstanceError where it is none."""
        return self.number_of(self.word(position))

    def number_of(self, text: str) -> int:
        """Return a text of the line as a whole number of at least 0. Raises InstanceError where it is none."""
        if not text.isdecimal():
            raise self.error(f"needs a whole number (got {text!r}): correct the file")
        return int(text)

    def known(self, position: int, among: Iterable[str], what: str) -> str:
        """Return a word that must be among some names. Raises InstanceError where it is not."""
        word = self.word(position)
        if word not in among:
            raise self.error(f"names an unknown {what} (got {word!r}): correct the file")
        return word

    @property
    def text(self) -> str:
        """The words, for messages."""
        return " ".join(self.words)


def read_lines(file: Path, cut: Callable[[str], Iterable[str]]) -> list[Line]:
    """Return the lines of a file that are not empty. Raises InstanceError where it cannot be read."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no text"
        raise InstanceError(f"{file}: cannot be read: {reason}: name a file of the instance") from error
    numbered = ((n, row.strip()) for n, row in enumerate(text.splitlines(), start=1))
    return [Line(file, n, tuple(word.strip() for word in cut(row))) for n, row in numbered if row]


def date(day: int) -> dt.date:
    """Return the date of a day of the instance; negative before the horizon."""
    return START + dt.timedelta(days=day)


def whole_scenario(name: str, weeks: int, shifts: Mapping[str, int], content: Mapping[str, Any]) -> Scenario:
    """Return a scenario of one ward that is always open; shifts have minutes and no clock times.

    No country, so no public holidays; no presets, so no rules but those of the instance. Raises ScenarioError.
    """
    scenario = Scenario.model_validate(
        {
            "schema": SCHEMA,
            "name": name,
            "horizon": {"start": START, "weeks": weeks},
            "calendar": {"country": None},
            "shifts": {shift: {"minutes": minutes, "days": "mon-sun"} for shift, minutes in shifts.items()},
            "units": {UNIT: {"open_on_holidays": True}},
            **content,
        }
    )
    return parse(dump(scenario), name)


def cover_rows(asked: Mapping[tuple[int, str, str], tuple[tuple[str, Any], ...]]) -> list[dict[str, Any]]:
    """Return cover rows from what is asked on each (day, shift, competence): one for all dates that ask the same."""
    dates: dict[tuple[str, str, tuple[tuple[str, Any], ...]], list[dt.date]] = {}
    for (day, shift, competence), numbers in sorted(asked.items(), key=lambda item: item[0][0]):
        dates.setdefault((shift, competence, numbers), []).append(date(day))
    return [
        {"unit": UNIT, "shift": shift, "competence": competence, **dict(numbers), "dates": when}
        for (shift, competence, numbers), when in sorted(dates.items())
    ]


def main(parser: argparse.ArgumentParser, convert: Callable[[argparse.Namespace], Scenario]) -> int:
    """Run a converter's command line; return the exit code: 2 where the input is wrong."""
    parser.add_argument("--out", type=Path, required=True, metavar="SCENARIO", help="YAML file to write")
    arguments = parser.parse_args()
    try:
        text = dump(convert(arguments))
        arguments.out.write_text(text, encoding="utf-8")
    except (InstanceError, ScenarioError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{arguments.out}: cannot be written: {error.strerror}: choose another --out", file=sys.stderr)
        return 2
    return 0
