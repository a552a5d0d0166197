"""A program as a layered graph: a layer of states a day, and the cheapest way through it for given prices."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from solver.kernel.automaton import Automaton
from solver.kernel.carried import Carried, CarriedSum, kinds_of
from solver.kernel.contexts import NEVER, Stage, TooRichError, stages
from solver.kernel.counters import Counters
from solver.kernel.layers import Layer, in_order, smallest
from solver.kernel.program import Program
from solver.kernel.rows import Ints, distinct

MOST_STATES = 250_000
"""Layers with more states than this are too rich for the kernel."""
FEW_STATES = 20_000
"""Up to so many it is better to tell sums apart than to carry them along."""


@dataclass(frozen=True)
class Way:
    """A person's days: the option of each, and their cost with prices, in ticks."""

    options: tuple[int, ...]
    cost: int


class Graph:
    """All rosters of a person that keep the hard rules, and their costs."""

    def __init__(self, program: Program, layers: Sequence[Layer], carried: Carried) -> None:
        self.program = program
        self.layers = layers
        self.carried = carried

    def cheapest(self, prices: Sequence[Ints]) -> Way | None:
        """Return the cheapest days at a price for each option of each day; None where no roster is legal."""
        if not self.program.possible or not self.layers:
            return None
        reached: list[Ints] = [np.array([self.program.constant], dtype=np.int64)]
        offers: list[Ints] = []
        for layer, price in zip(self.layers, prices, strict=True):
            offer = reached[-1][layer.source] + layer.cost + price[layer.option]
            offers.append(offer)
            reached.append(np.minimum.reduceat(offer, layer.starts))
        state = int(np.argmin(reached[-1]))
        cost = int(reached[-1][state])
        options: list[int] = []
        for layer, offer in zip(reversed(self.layers), reversed(offers), strict=True):
            first = layer.starts[state]
            end = layer.starts[state + 1] if state + 1 < len(layer.starts) else len(offer)
            arc = first + int(np.argmin(offer[first:end]))
            options.append(int(layer.option[arc]))
            state = int(layer.source[arc])
        return Way(tuple(reversed(options)), cost)


def build_graph(program: Program) -> Graph:
    """Return the graph of a program, with as few states as can be.

    Where it would have many, its ways carry the sums of many amounts along instead. Raises TooRichError where a layer
    needs more than ``MOST_STATES`` states before those alike become one.
    """
    counters = Counters(program)
    days = stages(Automaton(program), counters)
    if counters.long:
        found = _graph(program, counters, days, {}, FEW_STATES)
        if found is not None:
            return found
    found = _graph(program, counters, days, counters.long, MOST_STATES)
    if found is None or not found.carried.fits:
        raise TooRichError(program.staff)
    return found


def lasting_graph(program: Program, days: int) -> Graph:
    """Return the graph of a program whose ways carry all sums over so many days in a row or more.

    Raises TooRichError where even so a layer needs more than ``FEW_STATES`` states.
    """
    counters = Counters(program)
    carried = counters.lasting(days)
    found = _graph(program, counters, stages(Automaton(program), counters), carried, FEW_STATES)
    if found is None or not found.carried.fits:
        raise TooRichError(program.staff)
    return found


def _graph(
    program: Program, counters: Counters, days: Sequence[Stage], carried: Mapping[int, CarriedSum], most: int
) -> Graph | None:
    """Return the graph with some sums carried along; None where a day needs more states than ``most``."""
    table, kinds = kinds_of([stage.adds for stage in days], list(carried))
    states = _States(np.zeros(1, dtype=np.int64), np.zeros((counters.size, 1), dtype=np.int64))
    layers: list[Layer] = []
    for day, (stage, kind) in enumerate(zip(days, kinds, strict=True)):
        layer, states = _advance(counters, carried, stage, kind, states, day)
        if len(states.context) > most:
            return None
        layers.append(layer)
        if not len(layer.source):
            layers.clear()
            break
    return Graph(program, smallest(layers) if layers else [], Carried(tuple(carried.values()), table))


class _States(NamedTuple):
    """The states of a day's end: the context and the sums of each."""

    context: Ints
    counts: Ints
    """Sums x states."""


def _advance(
    counters: Counters, carried: Container[int], stage: Stage, kind: Ints, states: _States, day: int
) -> tuple[Layer, _States]:
    """Take every option of a day from every state; states of one context and the same sums become one."""
    source, option = np.nonzero(stage.lead[states.context] != NEVER)
    context = states.context[source]
    target = stage.lead[context, option]
    counts = states.counts[:, source] + stage.adds[:, context, option]
    least, most = stage.least_left[:, target], stage.most_left[:, target]
    kept, counts, extra = counters.settle(day, counts, least, most, carried)
    source, option, target, context = source[kept], option[kept], target[kept], context[kept]
    first, to = distinct([target, *counts])
    layer = in_order(source, option, stage.cost[context, option] + extra, kind[context, option], to)
    return layer, _States(target[first], counts[:, first])
