"""Key figures of several runs side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from bemanna.comparing.gaps import Verdict, judge
from bemanna.report.wording import TERM_NAMES, grouped, hours, percent
from bemanna.runs.run import Run
from models.base import money
from models.result import TERMS

Better = Literal["low", "high"]


class Kind(StrEnum):
    """What a figure counts."""

    MONEY = "money"
    MINUTES = "minutes"
    COUNT = "count"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure, and how people read it."""

    key: str
    """``objective``, a term as ``terms.overtime``, or the name of a key figure of summary.json."""
    title: str
    kind: Kind
    better: Better | None = None
    """None where neither is better in itself."""

    @property
    def term(self) -> str | None:
        """The term of the objective that it is; None for other figures."""
        return self.key.removeprefix(_TERM) if self.key.startswith(_TERM) else None


OBJECTIVE: Final = "objective"
_TERM: Final = "terms."
_CLEAR: Final = 0.0005
"""Differences of shares below it get more decimals, so that they do not read as nothing."""

_MONEY: Final = (
    Figure(OBJECTIVE, "Cost, all terms", Kind.MONEY, "low"),
    *(Figure(f"{_TERM}{term}", TERM_NAMES[term], Kind.MONEY, "low") for term in TERMS),
)
_KPIS: Final = (
    Figure("planned_items", "Planned items", Kind.COUNT),
    Figure("produced_items", "Produced items", Kind.COUNT, "high"),
    Figure("shortfall_items", "Shortfall, items", Kind.COUNT, "low"),
    Figure("backlog_end", "Queue at the end, items", Kind.COUNT, "low"),
    Figure("produced_share", "Produced of planned", Kind.SHARE, "high"),
    Figure("inside_plan_share", "Produced inside the plan", Kind.SHARE, "high"),
    Figure("cover_missing", "Cover missing, people on shifts", Kind.COUNT, "low"),
    Figure("cover_share", "Cover", Kind.SHARE, "high"),
    Figure("staffing_cost", "Money for hours worked", Kind.MONEY, "low"),
    Figure("agency_cost", "Agency hours and travel", Kind.MONEY, "low"),
    Figure("agency_share", "Agency share of own-staff cost", Kind.SHARE, "low"),
    Figure("cost_per_drg_point", "Cost per DRG point", Kind.MONEY, "low"),
    Figure("drg_points", "DRG points", Kind.COUNT, "high"),
    Figure("contract_minutes", "Contract time worked, h", Kind.MINUTES),
    Figure("additional_minutes", "Additional hours, h", Kind.MINUTES, "low"),
    Figure("overtime_minutes", "Overtime, h", Kind.MINUTES, "low"),
    Figure("undertime_minutes", "Contract time left over, h", Kind.MINUTES, "low"),
    Figure("agency_minutes", "Agency, h", Kind.MINUTES, "low"),
    Figure("mismatch", "Mismatch of capacity and need", Kind.SHARE, "low"),
    Figure("mismatch_level", "Mismatch that no timing can remove", Kind.SHARE, "low"),
    Figure("uneven_shifts", "Weekends and nights above a fair share", Kind.COUNT, "low"),
    Figure("requests_granted", "Requests granted", Kind.SHARE, "high"),
    Figure("violations", "Hard rules broken", Kind.COUNT, "low"),
    Figure("people_rostered", "People on the roster", Kind.COUNT),
    Figure("shifts", "Shifts", Kind.COUNT),
)
FIGURES: Final = (*_MONEY, *_KPIS)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A key figure of several runs; money in the currency, None where it is not judged."""

    figure: Figure
    values: tuple[float | None, ...]
    differences: tuple[float | None, ...]
    """Of each run but the first to the first."""
    verdicts: tuple[Verdict, ...]
    """Of each difference."""


def figure_rows(runs: Sequence[Run]) -> tuple[FigureRow, ...]:
    """Return the figures that are judged and not zero in at least one run."""
    return tuple(_rows(runs))


def _rows(runs: Sequence[Run]) -> Iterator[FigureRow]:
    for figure in FIGURES:
        values = tuple(value_of(run, figure) for run in runs)
        if not any(values):
            continue
        others = list(zip(runs[1:], values[1:], strict=True))
        differences = tuple(_difference(values[0], value) for _, value in others)
        verdicts = tuple(judge(figure, (runs[0], values[0]), other) for other in others)
        yield FigureRow(figure, values, differences, verdicts)


def value_of(run: Run, figure: Figure) -> float | None:
    """Return a figure of a run; None where it is not judged."""
    solved = run.solved
    if solved is None:
        return None
    evaluation = solved.evaluation
    if figure.key == OBJECTIVE:
        return money(evaluation.objective)
    if figure.key == "violations":
        return len(evaluation.violations)
    if figure.term is not None:
        ticks = evaluation.terms[figure.term]
        return None if ticks is None else money(ticks)
    return evaluation.kpis.get(figure.key)


def _difference(first: float | None, other: float | None) -> float | None:
    return None if first is None or other is None else round(other - first, 6)


def shown(figure: Figure, value: float | None, *, signed: bool = False) -> str:
    """Return a value, or a difference with its sign, as people read it; a dash where there is none."""
    if value is None:
        return "–"
    sign = ("+" if value > 0 else "−" if value < 0 else "±") if signed else "−" if value < 0 else ""
    size = abs(value)
    if figure.kind is Kind.SHARE:
        points = grouped(100 * size, 1 if size >= _CLEAR else 3)
        return f"{sign}{points} points" if signed else sign + percent(size)
    if figure.kind is Kind.MINUTES:
        return sign + hours(size)
    return sign + grouped(size, 0 if figure.kind is Kind.MONEY or size == int(size) else 1)
