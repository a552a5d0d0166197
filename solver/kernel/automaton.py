"""What must be remembered of the days so far, for patterns and choices, as the states of an automaton.

A pattern is live where all of its events so far hold. A choice keeps which of its options are lost. Two pasts
with the same live patterns, held events and lost options cost the same whatever follows: they are one state.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from solver.kernel.program import Program
from solver.primitives import Event

Context = tuple[int, int, int]
"""Live patterns, events of several days that hold so far, lost options of choices: each a set of bits."""

START: Context = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """What an option of a day leads to: its cost in ticks, and which events of several days end and hold."""

    context: Context
    cost: int
    ended: frozenset[Event]


class _Day:
    """The masks of one day."""

    def __init__(self, options: int) -> None:
        self.begins = 0
        self.ends = 0
        self.refuted = [0] * options
        """Patterns that an option refutes."""
        self.hits = [0] * options
        """Events of several days of which an option makes one hold."""
        self.losses = [0] * options
        """Options of choices that an option of the day loses."""
        self.closing: list[tuple[int, Event, int, int]] = []
        """Events of several days that end: bit, event, patterns refuted where it holds, and where it does not."""


class Automaton:
    """The steps of a program, day by day."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._days = [_Day(len(options)) for options in program.options]
        self._costs = [pattern.cost for pattern in program.patterns]
        self._bits: dict[Event, int] = {}
        self._add_long_events()
        for number, pattern in enumerate(program.patterns):
            self._add_pattern(1 << number, pattern.events)
        self._choices = _Choices(program, self._days)

    def step(self, day: int, option: int, context: Context) -> Step | None:
        """Return what follows a context when an option of a day is taken; None where that is forbidden."""
        live, held, lost = context
        masks = self._days[day]
        live = (live | masks.begins) & ~masks.refuted[option]
        held |= masks.hits[option]
        ended = []
        for bit, event, if_held, if_not in masks.closing:
            if held & bit:
                held &= ~bit
                live &= ~if_held
                ended.append(event)
            else:
                live &= ~if_not
        cost = self._completed(live & masks.ends)
        chosen = self._choices.after(day, lost | masks.losses[option])
        if cost is None or chosen is None:
            return None
        return Step((live & ~masks.ends, held, chosen[0]), cost + chosen[1], frozenset(ended))

    def _completed(self, patterns: int) -> int | None:
        cost = 0
        while patterns:
            lowest = patterns & -patterns
            price = self._costs[lowest.bit_length() - 1]
            if price is None:
                return None
            cost += price
            patterns ^= lowest
        return cost

    def _add_long_events(self) -> None:
        """Give a bit to every event of several days; whether it is asked for as absent makes no difference."""
        program = self.program
        events = [event for pattern in program.patterns for event in pattern.events]
        events += [event for count in program.counts for _, event in count.terms]
        for event in events:
            plain = Event(event.days, event.shifts)
            if len(event.days) > 1 and plain not in self._bits:
                bit = self._bits[plain] = 1 << len(self._bits)
                for day in event.days:
                    for option, shift in enumerate(program.options[day]):
                        self._days[day].hits[option] |= bit if shift in event.shifts else 0
                self._days[max(event.days)].closing.append((bit, plain, 0, 0))

    def _add_pattern(self, bit: int, events: tuple[Event, ...]) -> None:
        last = [max(event.days) for event in events]
        self._days[min(last)].begins |= bit
        self._days[max(last)].ends |= bit
        for event, day in zip(events, last, strict=True):
            if len(event.days) == 1:
                masks = self._days[day]
                for option, shift in enumerate(self.program.options[day]):
                    if (shift in event.shifts) == event.absent:
                        masks.refuted[option] |= bit
            else:
                self._refute_at_the_end(bit, event, day)

    def _refute_at_the_end(self, bit: int, event: Event, day: int) -> None:
        closing = self._days[day].closing
        plain = Event(event.days, event.shifts)
        for position, (own, found, if_held, if_not) in enumerate(closing):
            if found == plain:
                refuted = (if_held | bit, if_not) if event.absent else (if_held, if_not | bit)
                closing[position] = (own, found, *refuted)


class _Choices:
    """The bits of choices: one for each option, cheapest first, so that the lowest bit left is the best.

    Of options that cost the same the one that is decided first comes first. It stands for all of them as soon as any
    is safe, so that it makes no difference to a state which of them is.
    """

    def __init__(self, program: Program, days: list[_Day]) -> None:
        self._safe_on: dict[int, list[tuple[int, int, dict[int, int]]]] = defaultdict(list)
        """Day -> options decided by then, the mask of their whole choice, and who stands for each."""
        self._ending: dict[int, list[tuple[int, dict[int, int]]]] = defaultdict(list)
        """Last day -> the mask of a choice, and the cost of each option."""
        offset = 0
        for choice in program.choices:
            ranked = sorted(
                ((cost, _last_day(events), events) for cost, events in choice.options), key=lambda row: row[:2]
            )
            bits = [1 << (offset + rank) for rank in range(len(ranked))]
            for bit, (_, _, events) in zip(bits, ranked, strict=True):
                _mark_losses(program, days, bit, events)
            self._add(ranked, bits)
            offset += len(ranked)

    def _add(self, ranked: list[tuple[int, int, tuple[Event, ...]]], bits: list[int]) -> None:
        whole = sum(bits)
        costs = {bit: row[0] for bit, row in zip(bits, ranked, strict=True)}
        first_of_cost = {cost: bit for bit, cost in reversed(costs.items())}
        stands_for = {bit: first_of_cost[cost] for bit, cost in costs.items()}
        decided = [row[1] for row in ranked]
        for day in sorted(set(decided)):
            safe = sum(bit for bit, last in zip(bits, decided, strict=True) if last <= day)
            self._safe_on[day].append((safe, whole, stands_for))
        self._ending[max(decided)].append((whole, costs))

    def after(self, day: int, lost: int) -> tuple[int, int] | None:
        """Return the options lost after a day, alike for all pasts that are equal, and the cost of choices that end.

        None where no option of a choice is left.
        """
        for safe, whole, stands_for in self._safe_on.get(day, ()):
            kept = safe & ~lost
            if kept:
                best = stands_for[kept & -kept]
                # whatever costs as much or more is of no interest any longer
                lost = (lost | (whole & ~(best - 1))) & ~best
        cost = 0
        for whole, costs in self._ending.get(day, ()):
            left = whole & ~lost
            if not left:
                return None
            cost += costs[left & -left]
            lost &= ~whole
        return lost, cost


def _last_day(events: tuple[Event, ...]) -> int:
    return max((day for event in events for day in event.days), default=0)


def _mark_losses(program: Program, days: list[_Day], bit: int, events: tuple[Event, ...]) -> None:
    for event in events:
        for day in event.days:
            for option, shift in enumerate(program.options[day]):
                days[day].losses[option] |= bit if shift in event.shifts else 0
