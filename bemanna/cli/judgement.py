"""What ``bemanna audit`` says of a roster: for people as tables, for programs as JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Final

from bemanna.auditing import Case, priced_breaks
from bemanna.cli import telling
from bemanna.cli.terminal import console, table
from bemanna.report.wording import TERM_NAMES, amount, counted
from bemanna.runs.run import Solved
from bemanna.runs.summary import summarise, violation_row
from models.base import money
from models.reading.rosters import RosterTable
from models.result import Evaluation, Result, Violation

_Break = tuple[Violation, int]
"""A break of a soft rule, and its cost in ticks."""

_MOST_SPANS: Final = 4
_SINGULAR: Final = MappingProxyType({"people": "person"})


def tell(case: Case, found: Solved) -> None:
    """Print how the roster was read, what it breaks, by person and by rule, and what it costs."""
    for line in _reading(case.table):
        print(line)
    currency = case.scenario.calendar.currency
    _print_violations(found)
    _print_soft(found, priced_breaks(case.scenario, found.roster), currency)
    _print_terms(found.evaluation, currency)
    for line in telling.short(found):
        print(line)


def as_json(case: Case, result: Result) -> str:
    """Return the judgement as JSON: the keys of summary.json, ``soft_breaks`` and ``read``."""
    table = case.table
    soft = () if result.roster is None else priced_breaks(case.scenario, result.roster)
    told = {
        **summarise(case.scenario, result),
        "soft_breaks": [{**violation_row(found), "cost": money(cost)} for found, cost in soft],
        "read": {
            "shifts": len(table.shifts),
            "ignored": table.ignored,
            "outside": table.outside,
            "history": len(table.past),
            "unread_columns": list(table.unread_columns),
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _reading(table: RosterTable) -> Iterator[str]:
    parts = [f"{counted(len(table.shifts), 'shift')} of {_people(row.staff for row in table.shifts)}"]
    if table.past:
        parts.append(f"{len(table.past)} before the horizon, counted as history")
    if table.outside:
        parts.append(f"{table.outside} outside the horizon, left out")
    if table.ignored:
        parts.append(f"{table.ignored} ignored, as the codes say")
    yield f"Read: {'; '.join(parts)}."
    if table.unread_columns:
        yield f"Columns that were not read: {', '.join(table.unread_columns)}."


def _people(staff: Iterable[str | None]) -> str:
    number = len({person for person in staff if person})
    return "1 person" if number == 1 else f"{number} people"


def _print_violations(found: Solved) -> None:
    violations = found.evaluation.violations
    if not violations:
        print("No hard rule is broken.")
        return
    print(f"{counted(len(violations), 'break')} of hard rules and limits:")
    currency = found.scenario.calendar.currency
    rows = table("who", "when", "rule", "by", "what", "source")
    for v in sorted(violations, key=lambda v: _order(v, found)):
        who, when = _who(v, found), _when(v.dates)
        rows.add_row(who, when, v.title, _size(v.size, v.unit, currency), v.text, v.source or "")
    console().print(rows)
    if len(violations) > 1:
        _print_by_rule(violations, currency)


def _print_by_rule(violations: Sequence[Violation], currency: str) -> None:
    rows = table("rule", "breaks", "people", "in all", numbers=3)
    by_rule = sorted(violations, key=lambda v: (v.title, v.unit))
    counted_rules = [(key, list(group)) for key, group in groupby(by_rule, key=lambda v: (v.title, v.unit))]
    for (title, unit), group in sorted(counted_rules, key=lambda pair: -len(pair[1])):
        people = len({v.staff for v in group if v.staff})
        rows.add_row(title, str(len(group)), str(people or ""), _size(sum(v.size for v in group), unit, currency))
    console().print(rows)


def _print_soft(found: Solved, soft: Sequence[_Break], currency: str) -> None:
    if not soft:
        return
    print(f"{counted(len(soft), 'break')} of soft rules, each at a cost:")
    rows = table("who", "when", "rule", "by", "what", "source", currency, numbers=1)
    for v, cost in sorted(soft, key=lambda pair: _order(pair[0], found)):
        who, when, size = _who(v, found), _when(v.dates), _size(v.size, v.unit, currency)
        rows.add_row(who, when, v.title, size, v.text, v.source or "", amount(cost))
    console().print(rows)


def _print_terms(evaluation: Evaluation, currency: str) -> None:
    rows = table("cost", currency, numbers=1)
    for name, value in evaluation.terms.items():
        if value != 0:
            rows.add_row(TERM_NAMES[name], "not judged" if value is None else amount(value))
    rows.add_row("All that is judged", amount(evaluation.objective))
    console().print(rows)
    if evaluation.production is None:
        print("Production is not judged: the roster says nothing of items. --complete lets the solver fill them in.")


def _order(violation: Violation, found: Solved) -> tuple[bool, str, dt.date, str]:
    """Sort by person and date; what is about nobody alone comes last."""
    first = min(violation.dates, default=dt.date.min)
    return violation.staff is None, _who(violation, found).casefold(), first, violation.title


def _who(violation: Violation, found: Solved) -> str:
    worker = found.facts.workers.get(violation.staff or "")
    if worker is None or worker.name == worker.id:
        return violation.staff or ""
    return f"{worker.name} ({worker.id})"


def _when(dates: Sequence[dt.date]) -> str:
    """Return dates with their weekdays, days in a row as a span."""
    spans: list[list[dt.date]] = []
    for day in sorted(set(dates)):
        if spans and (day - spans[-1][-1]).days == 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    shown = [f"{_day(s[0])} to {_day(s[-1])}" if len(s) > 1 else _day(s[0]) for s in spans]
    if len(shown) > _MOST_SPANS:
        shown = [*shown[: _MOST_SPANS - 1], f"... {_day(max(dates))} ({len(set(dates))} days)"]
    return ", ".join(shown)


def _day(day: dt.date) -> str:
    return f"{day:%a} {day}"


def _size(size: int, unit: str, currency: str) -> str:
    if unit == "minutes":
        whole, rest = divmod(size, 60)
        return " ".join(part for part in (f"{whole} h" if whole else "", f"{rest} min" if rest else "") if part)
    if unit == "currency":
        return f"{size} {currency}"
    return f"{size} {_SINGULAR.get(unit, unit.removesuffix('s')) if size == 1 else unit}"
