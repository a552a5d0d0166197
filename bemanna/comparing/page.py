"""The page of a comparison."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bemanna.comparing.charts import COLOURS, cost_chart, week_charts
from bemanna.comparing.comparison import Comparison
from bemanna.comparing.figures import shown
from bemanna.comparing.gaps import Verdict
from bemanna.comparing.people import OFF, DayDifference, PersonDifference
from bemanna.report.environment import environment
from bemanna.report.wording import counted, verdict, words

MARKS: Final = {Verdict.EXCEEDS: "●", Verdict.WITHIN: "○", Verdict.UNDECIDED: "?", Verdict.EQUAL: ""}
"""What stands beside a difference."""


def render(comparison: Comparison) -> str:
    """Return the comparison as one HTML page that asks the network for nothing."""
    template = environment(Path(__file__).parent / "templates").get_template("compare.html")
    return template.render(
        comparison=comparison,
        sides=comparison.sides,
        currency=comparison.sides[0].run.scenario.calendar.currency,
        verdicts=[verdict(side.run.result) if side.run.solved else "No roster." for side in comparison.sides],
        headline=list(headline(comparison)),
        costs=cost_chart(comparison),
        weeks=week_charts(comparison),
        production=list(_production(comparison)),
        colours=COLOURS,
        shown=shown,
        marks=MARKS,
        day_text=day_text,
        people=sorted(comparison.people, key=lambda person: -_changes(person)),
        changes=_changes,
    )


def headline(comparison: Comparison) -> Iterator[str]:
    """Yield what the comparison comes to, in sentences: of each run against the first."""
    first, others = comparison.sides[0], comparison.sides[1:]
    cost = next((row for row in comparison.figures if row.figure.key == "objective"), None)
    if comparison.is_empty:
        yield "Nothing differs: the same inputs, the same figures, the same rosters."
        return
    for number, side in enumerate(others):
        if cost is None or (difference := cost.differences[number]) is None:
            yield f"{side.letter}: there is no roster to compare with {first.letter}."
            continue
        currency = side.run.scenario.calendar.currency
        if not difference:
            yield f"{side.letter} costs as much as {first.letter}."
            continue
        size = f"{shown(cost.figure, abs(difference))} {currency} {'more' if difference > 0 else 'less'}"
        yield f"{side.letter} costs {size} than {first.letter}: {_decided(cost.verdicts[number])}."


def _decided(found: Verdict) -> str:
    return {
        Verdict.EXCEEDS: "more than the gaps leave open, so it stays so however long is searched",
        Verdict.WITHIN: "no more than the gaps leave open, so a longer search may turn it round",
    }.get(found, "the gaps do not decide whether it stays so")


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity in all runs: planned, produced and short items; None where a run does not judge it."""

    unit: str
    activity: str
    numbers: tuple[tuple[int, int, int] | None, ...]


def _production(comparison: Comparison) -> Iterator[ActivityRow]:
    found: dict[tuple[str, str], dict[int, tuple[int, int, int]]] = {}
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for place, run in enumerate(comparison.runs):
        evaluation = run.result.evaluation
        for row in (evaluation.production or ()) if evaluation is not None else ():
            key = (row.unit, row.activity)
            unit = run.scenario.units[row.unit]
            spec = unit.activities[row.activity]
            names[key] = unit.name or words(row.unit), spec.name or words(row.activity)
            planned, produced, short = found.setdefault(key, {}).get(place, (0, 0, 0))
            # what waits is short once, at the end
            rest = row.shortfall if spec.carry_over else short + row.shortfall
            found[key][place] = planned + row.planned, produced + row.produced, rest
    for key, by_place in found.items():
        numbers = tuple(by_place.get(place) for place in range(len(comparison.sides)))
        if any(map(any, filter(None, numbers))):
            yield ActivityRow(*names[key], numbers)


def _changes(person: PersonDifference) -> int:
    return max((person.changed(number) for number in range(1, len(person.minutes))), default=0)


def day_text(day: DayDifference, number: int) -> str:
    """Return what somebody does on a day in one roster."""
    shift = day.shifts[number]
    return "not planned" if shift is None else "off" if shift == OFF else shift


def counts_text(comparison: Comparison) -> str:
    """Return how much differs, in a line."""
    figures = sum(any(row.differences) for row in comparison.figures)
    inputs, rosters = counted(len(comparison.inputs), "input"), counted(len(comparison.people), "personal roster")
    return f"{inputs}, {counted(figures, 'key figure')} and {rosters} differ."
