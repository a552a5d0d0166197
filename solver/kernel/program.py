"""One person's part of a scenario: what may be worked on each day, what that costs, and the rules as primitives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from models.facts import OFF as FREE
from models.facts import Facts, Worker
from models.rules.base import PersonRule
from solver.primitives import NO_END, Choice, Count, Event, Pattern, Primitive
from solver.rules.compiling import Timeline, event
from solver.rules.personal import primitives_of

OFF = ""
"""The option of a day without a shift."""


@dataclass(frozen=True)
class Program:
    """What an employee may work on each day, and what the days together cost in ticks.

    Events lie in the horizon: what the history holds is worked in. ``possible`` is False where the history alone
    breaks a hard rule.
    """

    staff: str
    options: tuple[tuple[str, ...], ...]
    """What there is to choose from on each day; the first is ``OFF``."""
    costs: tuple[tuple[int, ...], ...]
    """The cost of each option by itself."""
    patterns: tuple[Pattern, ...]
    counts: tuple[Count, ...]
    choices: tuple[Choice, ...]
    constant: int
    possible: bool


def person_program(facts: Facts, worker: Worker, leave_out: Callable[[PersonRule], bool] | None = None) -> Program:
    """Return the program of a worker: all of their own rules and costs; neither cover nor what several share.

    Of an agency line it is what holds in weeks that are booked: its hours, without the blocks of weeks and travel.
    ``leave_out`` says which rules are left out.
    """
    timeline = Timeline(facts, worker)
    primitives = [
        *_rules(facts, worker, timeline, leave_out),
        *_contract(facts, worker, timeline),
        *_requests(facts, worker),
        *_pins(facts, worker),
    ]
    options = tuple((OFF, *(w.shift for w in timeline.possible(day))) for day in range(facts.day_count))
    return _Resolver(facts, worker, options).program(primitives)


def _rules(
    facts: Facts, worker: Worker, timeline: Timeline, leave_out: Callable[[PersonRule], bool] | None
) -> Iterator[Primitive]:
    for rule in facts.scenario.rules_in_force:
        if isinstance(rule, PersonRule) and rule.binds(worker) and not (leave_out and leave_out(rule)):
            yield from primitives_of(rule, timeline)


def _contract(facts: Facts, worker: Worker, timeline: Timeline) -> Iterator[Count]:
    """Yield the limits of each week, and what the horizon's minutes cost above and below what is due."""
    contract = facts.contract_time.get(worker.id)
    minutes = {
        day: tuple((facts.paid[w.shift, day], event(w)) for w in timeline.possible(day))
        for day in range(facts.day_count)
    }
    for week in range(facts.week_count):
        days = range(7 * week, 7 * week + 7)
        terms = tuple(term for day in days for term in minutes[day])
        if contract is not None:
            yield Count(terms, days[-1], contract.week_min[week], contract.week_max[week])
        elif worker.offer is not None:
            yield Count(terms, days[-1], most=facts.weekly_minutes(worker.offer, week)[1])
    if contract is None:
        return
    whole = tuple(term for day in minutes.values() for term in day)
    last = facts.day_count - 1
    above = ((contract.additional, contract.additional_rate), (NO_END, contract.overtime_rate))
    yield Count(whole, last, most=contract.due, prices=above)
    yield Count(whole, last, least=contract.due, prices=((NO_END, contract.undertime_rate),))


def _requests(facts: Facts, worker: Worker) -> Iterator[Pattern]:
    for wish in facts.wishes(worker.id):
        if wish.on and wish.days:
            yield Pattern((Event(wish.days, wish.shifts, absent=True),), max(wish.days), wish.cost)
        elif not wish.on:
            for day in wish.days:
                yield Pattern((Event((day,), wish.shifts),), day, wish.cost)


def _pins(facts: Facts, worker: Worker) -> Iterator[Pattern]:
    for pin in facts.scenario.pins:
        day = facts.day_of(pin.date)
        if pin.staff == worker.id and pin.shift is not None and 0 <= day < facts.day_count:
            away = pin.shift == FREE
            shifts = frozenset(facts.scenario.shifts) if away else frozenset((pin.shift,))
            yield Pattern((Event((day,), shifts, absent=not away),), day)


def _price_of_shift(facts: Facts, worker: Worker, shift: str, day: int) -> int:
    if shift == OFF:
        return 0
    hours = worker.rate * facts.paid[shift, day] if worker.offer is not None else 0
    return hours + facts.unsocial_ticks(worker, shift, day)


def price_of(count: Count, amount: int) -> int | None:
    """Return the ticks of a count at an amount (its constant included); None where a hard one forbids it."""
    cost = 0
    above = amount - count.most if count.most is not None else 0
    below = count.least - amount if count.least is not None else 0
    for excess in (above, below):
        left = -(-max(0, excess) // count.divisor)
        if left and count.prices is None:
            return None
        for units, price in count.prices or ():
            cost += price * min(left, units)
            left -= min(left, units)
    return cost


class _Resolver:
    """Works the history into primitives, and what is about one day alone into the costs of its options."""

    def __init__(self, facts: Facts, worker: Worker, options: tuple[tuple[str, ...], ...]) -> None:
        self._staff = worker.id
        self._options = [list(day) for day in options]
        self._costs = [[_price_of_shift(facts, worker, k, day) for k in here] for day, here in enumerate(options)]
        self._past = {(w.day, w.shift) for w in facts.history.get(worker.id, ())}
        self._constant = 0
        self._possible = True

    def program(self, primitives: Iterable[Primitive]) -> Program:
        """Return the program of some primitives."""
        patterns: list[Pattern] = []
        counts: list[Count] = []
        choices: list[Choice] = []
        for primitive in primitives:
            if isinstance(primitive, Pattern):
                patterns.extend(self._pattern(primitive))
            elif isinstance(primitive, Count):
                counts.extend(self._count(primitive))
            else:
                choices.append(self._choice(primitive))
        return Program(
            self._staff,
            tuple(map(tuple, self._options)),
            tuple(map(tuple, self._costs)),
            tuple(patterns),
            tuple(counts),
            tuple(choices),
            self._constant,
            self._possible,
        )

    def _event(self, event: Event) -> Event | bool:
        """Return an event of the horizon, or whether it holds where the history (or nothing else) decides it."""
        if self._past and any(day < 0 and (day, shift) in self._past for day in event.days for shift in event.shifts):
            return not event.absent
        days = tuple(day for day in event.days if day >= 0 and not event.shifts.isdisjoint(self._options[day]))
        if not days:
            return event.absent
        return event if days == event.days else replace(event, days=days)

    def _pattern(self, pattern: Pattern) -> Iterator[Pattern]:
        events = [self._event(event) for event in pattern.events]
        if False in events or pattern.cost == 0:
            return
        left = tuple(event for event in events if isinstance(event, Event))
        if not left:
            self._constant += pattern.cost or 0
            self._possible &= pattern.cost is not None
        elif len(left) == 1 and len(left[0].days) == 1:
            self._charge(left[0], pattern.cost)
        else:
            yield replace(pattern, events=left)

    def _charge(self, event: Event, cost: int | None) -> None:
        """Charge the options of a day for which an event holds; where it is forbidden they are none."""
        (day,) = event.days
        hit = [(shift in event.shifts) != event.absent for shift in self._options[day]]
        if cost is None:
            self._options[day] = [k for k, held in zip(self._options[day], hit, strict=True) if not held]
            self._costs[day] = [c for c, held in zip(self._costs[day], hit, strict=True) if not held]
            self._possible &= bool(self._options[day])
        else:
            self._costs[day] = [c + cost * held for c, held in zip(self._costs[day], hit, strict=True)]

    def _count(self, count: Count) -> Iterator[Count]:
        terms: list[tuple[int, Event]] = []
        constant = count.constant
        for weight, counted in count.terms:
            known = self._event(counted)
            if isinstance(known, Event):
                terms.append((weight, known))
            else:
                constant += weight * known
        resolved = replace(count, terms=tuple(terms), constant=constant)
        if terms:
            yield resolved
        else:
            cost = price_of(resolved, constant)
            self._constant += cost or 0
            self._possible &= cost is not None

    def _choice(self, choice: Choice) -> Choice:
        options: list[tuple[int, tuple[Event, ...]]] = []
        for cost, events in choice.options:
            known = [self._event(event) for event in events]
            if True not in known:
                options.append((cost, tuple(event for event in known if isinstance(event, Event))))
        self._possible &= bool(options)
        return replace(choice, options=tuple(options))
