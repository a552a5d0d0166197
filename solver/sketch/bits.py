"""What a person may work and what their rules say, day by day, as bits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from solver.kernel.program import Program
from solver.primitives import Choice, Event, Pattern
from solver.sketch.checks import WORD_DAYS, Checks, Ints, begun_on, checks, opposite, words_of
from solver.sketch.limits import Limits, limits_of


@dataclass(frozen=True, slots=True)
class Day:
    """What a day offers, and what is settled on it."""

    options: tuple[str, ...]
    cost: Ints
    """By option, in ticks."""
    bits: Ints
    """Option, word."""
    adds: Ints
    """Option, count."""
    forbidden: Checks | None
    """Of these groups none may hold."""
    paid: Checks | None
    price: Ints
    """What each group of the paid costs."""
    begun: Checks | None
    """Events of several days that counts ask for, as they come to hold."""
    worth: Ints
    """Event, count: what that adds."""
    choices: tuple[Checks, ...]
    """Of each of these some group has to hold."""


@dataclass(slots=True)
class _Settled:
    """What is settled on a day."""

    hard: list[Pattern] = field(default_factory=list)
    soft: list[Pattern] = field(default_factory=list)
    single: list[tuple[int, int, Event]] = field(default_factory=list)
    """Count, weight and event of one day."""
    several: list[tuple[int, int, Event]] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)

    def events(self) -> Iterator[Event]:
        """Yield all events of which words have to know."""
        for pattern in (*self.hard, *self.soft):
            yield from pattern.events
        for *_, event in self.several:
            yield event
        for choice in self.choices:
            for _, events in choice.options:
                yield from events


class PersonBits:
    """One person's program in bits."""

    days: tuple[Day, ...]
    limits: Limits
    width: int
    """Words."""

    def __init__(self, program: Program) -> None:
        self._program = program
        settled = _settled(program)
        words = words_of(event for day in settled for event in day.events())
        self.width = len(words)
        self._words = words
        self._known: dict[int, Checks] = {}
        self.days = tuple(self._day(number, day) for number, day in enumerate(settled))
        self.limits = limits_of(program.counts, [day.adds for day in self.days])

    def _day(self, day: int, settled: _Settled) -> Day:
        words = self._words
        options = self._program.options[day]
        counts = len(self._program.counts)
        bits = np.zeros((len(options), self.width), dtype=np.int64)
        for (shifts, part), word in words.items():
            if part == day // WORD_DAYS:
                bits[:, word] = [(k in shifts) << day % WORD_DAYS for k in options]
        adds = np.zeros((len(options), counts), dtype=np.int64)
        for number, weight, event in settled.single:
            adds[:, number] += [weight * ((k in event.shifts) != event.absent) for k in options]
        worth = np.zeros((len(settled.several), counts), dtype=np.int64)
        for row, (number, weight, _) in enumerate(settled.several):
            worth[row, number] = weight
        return Day(
            options=options,
            cost=np.array(self._program.costs[day], dtype=np.int64),
            bits=bits,
            adds=adds,
            forbidden=checks((p.events for p in settled.hard), words),
            paid=checks((p.events for p in settled.soft), words),
            price=np.array([p.cost for p in settled.soft], dtype=np.int64),
            begun=checks((begun_on(day, event) for *_, event in settled.several), words),
            worth=worth,
            choices=tuple(map(self._alone, settled.choices)),
        )

    def _alone(self, choice: Choice) -> Checks:
        """Return of each option of a choice that nothing stands against it; a choice is looked at on several days."""
        found = self._known.get(id(choice))
        if found is None:
            found = Checks([[opposite(event) for event in events] for _, events in choice.options], self._words)
            self._known[id(choice)] = found
        return found


def _settled(program: Program) -> Sequence[_Settled]:
    """Return what is settled on each day.

    What is hard is looked at from the first day on that may decide it, so that ways that lead nowhere end soon. Of
    choices only those count in which every option asks for something; what their options cost does not.
    """
    settled = [_Settled() for _ in program.options]
    for pattern in program.patterns:
        if pattern.cost is not None:
            settled[_last(pattern.events)].soft.append(pattern)
            continue
        for day in _deciding(pattern.events, max(min(event.days) for event in pattern.events)):
            settled[day].hard.append(pattern)
    for number, count in enumerate(program.counts):
        for weight, event in count.terms:
            if len(event.days) == 1:
                settled[event.days[0]].single.append((number, weight, event))
            else:
                for day in event.days:
                    settled[day].several.append((number, -weight if event.absent else weight, event))
    for choice in program.choices:
        events = [event for _, own in choice.options for event in own]
        if all(own for _, own in choice.options):
            for day in _deciding(events, min(min(event.days) for event in events)):
                settled[day].choices.append(choice)
    return settled


def _deciding(events: Sequence[Event], first: int) -> range:
    """Return the days on which events may come to hold: of those that are absent only the last one tells."""
    last = _last(events)
    return range(last if any(event.absent for event in events) else first, last + 1)


def _last(events: Iterable[Event]) -> int:
    return max(max(event.days) for event in events)
