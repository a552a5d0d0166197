"""The meaning of a roster: what it breaks, costs and produces. The definitions are in docs/meaning.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from models.facts import Facts
from models.judge import agency, capacity, cover, money, people, production, sessions
from models.judge.permits import Permits
from models.judge.rules import judge_rules
from models.judge.sheet import Sheet
from models.kpis import key_figures
from models.result import TERMS, Evaluation, Production, Violation
from models.roster import Roster
from models.scenario import Scenario

__all__ = ["evaluate", "overtime_by_shift"]


def evaluate(scenario: Scenario, roster: Roster, facts: Facts | None = None) -> Evaluation:
    """Judge any roster, a broken one too: violations, each term in ticks, production, capacity, key figures.

    ``facts`` are those of the scenario; pass them where many rosters of one scenario are judged. Nothing
    is optimised; what needs session places or items is None where the roster says nothing of them.
    """
    sheet = Sheet(roster, facts or Facts(scenario))
    made = production.balance(sheet)
    rules = judge_rules(sheet)
    cover_costs, cover_breaks = cover.judge_cover(sheet)
    terms = _terms(sheet, made) | cover_costs
    terms |= rules.terms
    credit, direct = capacity.credited(sheet), capacity.direct_minutes(sheet)
    rows = capacity.capacity_rows(sheet, credit, direct, money.place_overtime(sheet))
    covered = cover.cover_rows(sheet)
    return Evaluation(
        violations=(
            *sheet.unknown,
            *_limits(sheet, made),
            *cover_breaks,
            *capacity.bookable_share(sheet, credit, direct),
            *money.budgets(sheet, terms),
            *rules.violations,
        ),
        terms={name: terms[name] for name in TERMS},
        production=made,
        capacity=rows,
        over_minutes={staff: balance.over for staff, balance in sheet.balances.items()},
        kpis=key_figures(sheet, terms, made, rows, covered),
        cover=covered,
    )


def _terms(sheet: Sheet, made: tuple[Production, ...] | None) -> dict[str, int | None]:
    """Return the ticks of all terms but cover and rules."""
    short, waiting = (None, None) if made is None else production.production_costs(sheet, made)
    hours, travel = agency.agency_costs(sheet)
    return {
        "shortfall": short,
        "waiting": waiting,
        **money.contract_costs(sheet),
        "unsocial_hours": money.unsocial_hours(sheet),
        "agency": hours,
        "travel": travel,
        "agency_share": money.agency_share(sheet, hours + travel),
        "requests": money.requests(sheet),
    }


def _limits(sheet: Sheet, made: tuple[Production, ...] | None) -> Iterator[Violation]:
    """Yield the breaks of all hard limits that need nothing but the rows, in the order of docs/meaning.md."""
    permits = Permits(sheet.facts)
    yield from people.one_shift(sheet)
    yield from people.absence(sheet)
    yield from people.shift_permits(sheet, permits)
    yield from sessions.closed(sheet)
    yield from people.place_permits(sheet, permits)
    yield from people.place(sheet)
    yield from people.pin(sheet)
    yield from people.week_minutes(sheet)
    yield from sessions.session_time(sheet)
    yield from sessions.lead(sheet)
    yield from sessions.lists(sheet)
    yield from sessions.rooms(sheet)
    yield from production.over_production(sheet, made or ())
    yield from cover.lending(sheet)
    yield from agency.agency_weeks(sheet)


def overtime_by_shift(roster: Roster, facts: Facts) -> tuple[int, ...]:
    """Return the over minutes that stand on each shift row, in the order of ``roster.shifts``.

    The over minutes of an employee lie on the latest shifts of the horizon.
    """
    sheet = Sheet(roster, facts)
    placed: Mapping[int, int] = money.place_overtime(sheet)
    return tuple(placed.get(number, 0) for number in range(len(roster.shifts)))
