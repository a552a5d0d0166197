"""Tables of results: for people as text, for programs as rows by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bemanna.benchmarking.measuring import Measurement
from bemanna.benchmarking.metrics import DISTANCES, Metrics, metrics, references

Value = str | float | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with the format of their numbers (empty for texts), and rows."""

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def headers(self) -> list[str]:
        """The names of the columns."""
        return [name for name, _ in self.columns]

    def texts(self) -> list[list[str]]:
        """Return the rows as texts."""
        return [[_text(v, form) for v, (_, form) in zip(row, self.columns, strict=True)] for row in self.rows]

    def as_dicts(self) -> list[dict[str, Value]]:
        """Return the rows by column."""
        return [dict(zip(self.headers, row, strict=True)) for row in self.rows]


def measurement_table(measurements: Sequence[Measurement], *, brief: bool = False) -> Table:
    """Return a row for each solve; columns in which nothing stands are left out, for terminals some others too."""
    known = references(measurements)
    rows = [[read(m, metrics(m, known.get(m.instance))) for _, _, read in _COLUMNS] for m in measurements]
    filled = [n for n in range(len(_COLUMNS)) if any(row[n] is not None for row in rows)]
    if brief:
        filled = [n for n in filled if _COLUMNS[n][0] not in _LONG]
    columns = tuple((_COLUMNS[n][0], _COLUMNS[n][1]) for n in filled)
    return Table("Solves", columns, tuple(tuple(row[n] for n in filled) for row in rows))


def markdown(table: Table) -> str:
    """Return a table as Markdown, its title above; a hint that it is empty where it is."""
    lines = [f"## {table.title}", ""]
    lines.append("| " + " | ".join(table.headers) + " |")
    lines.append("|" + "|".join("---:" if form else "---" for _, form in table.columns) + "|")
    lines += ["| " + " | ".join(row) + " |" for row in table.texts()]
    return "\n".join(lines)


def _text(value: Value, form: str) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    if isinstance(value, str):
        return value.replace("|", "\\|")
    return format(value, form or "g").replace(",", " ")


_Column = tuple[str, str, Callable[[Measurement, Metrics], Any]]


def _reached(place: int) -> Callable[[Measurement, Metrics], Any]:
    return lambda m, found: found.seconds_to[place]


_COLUMNS: Final[tuple[_Column, ...]] = (
    ("instance", "", lambda m, found: m.instance),
    ("engine", "", lambda m, found: m.engine),
    ("seed", "d", lambda m, found: m.seed),
    ("people", "d", lambda m, found: m.people),
    ("weeks", "d", lambda m, found: m.weeks),
    ("status", "", lambda m, found: m.status),
    ("first roster s", ".1f", lambda m, found: found.first_roster),
    *((f"{100 * part:g} % s", ".1f", _reached(place)) for place, part in enumerate(DISTANCES)),
    ("objective", ",.0f", lambda m, found: m.objective),
    ("reference", ",.0f", lambda m, found: found.reference),
    ("distance", ".2%", lambda m, found: found.distance),
    ("bound", ",.0f", lambda m, found: m.bound),
    ("gap", ".2%", lambda m, found: m.gap),
    ("1 % proven s", ".1f", lambda m, found: found.seconds_to_proven_gap),
    ("primal integral s", ".1f", lambda m, found: found.primal_integral),
    ("s", ".0f", lambda m, found: m.seconds),
    ("memory MB", "d", lambda m, found: m.peak_memory_mb),
    ("agency share", ".1%", lambda m, found: m.agency_share),
    ("mismatch − level", ".3f", lambda m, found: m.mismatch_above_level),
    ("flat", ".3f", lambda m, found: m.flat_above_level),
    ("agrees", "", lambda m, found: m.agrees),
    ("checked", "", lambda m, found: m.checked),
)
"""Name, format, and what stands in it."""
_LONG: Final = ("people", "weeks", "5 % s", "0.1 % s", "reference", "1 % proven s", "primal integral s", "agency share")
"""Columns that a terminal has no room for."""
