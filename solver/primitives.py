"""What the rules about one person come down to: patterns, counts and choices over the days of a timeline.

A rule compiles to these once for each person; who reads them knows nothing of rules. Days before the
horizon (negative) are history: what they hold is known, and whoever reads a primitive puts it in. Each primitive has
the ``settled`` day by which the dates of a scope are compared. Costs are in ticks, None where it is forbidden.
Evaluation judges from the rules themselves, so that a wrong compilation is found.
"""

from __future__ import annotations

from dataclasses import dataclass

NO_END = 1 << 40
"""More units of excess than there can be."""


@dataclass(frozen=True, slots=True)
class Event:
    """A person has one of some shifts, on any of some days; with ``absent`` it is that they have none of them."""

    days: tuple[int, ...]
    shifts: frozenset[str]
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """All of some events together: forbidden, or at a cost."""

    events: tuple[Event, ...]
    settled: int
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """The sum of weighted events and a constant, at most ``most`` and at least ``least``.

    ``prices`` of a soft one are steps of (units of excess, ticks for each), dearer and dearer; the last has no end.
    A unit of excess is ``divisor`` units of the sum, begun ones too.
    """

    terms: tuple[tuple[int, Event], ...]
    settled: int
    least: int | None = None
    most: int | None = None
    constant: int = 0
    prices: tuple[tuple[int, int], ...] | None = None
    divisor: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some options, each a cost and events of which none may hold."""

    options: tuple[tuple[int, tuple[Event, ...]], ...]
    settled: int


Primitive = Pattern | Count | Choice
