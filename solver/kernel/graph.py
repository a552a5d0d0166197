"""A program as a layered graph: a layer of states a day, and the cheapest way through it for given prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.kernel.automaton import START, Automaton, Context
from solver.kernel.counters import Counters
from solver.kernel.program import Program

Ints = NDArray[np.int64]

MOST_STATES = 60_000
"""Layers with more states than this are too rich for the kernel."""


class TooRichError(Exception):
    """A person's rules need more states than the kernel holds."""


@dataclass(frozen=True)
class Layer:
    """The arcs into the states of a day's end, in order of the state that they lead to."""

    source: Ints
    """State at the end of the day before."""
    option: Ints
    cost: Ints
    """Ticks, prices of the day apart."""
    starts: Ints
    """First arc of each state."""


@dataclass(frozen=True)
class Way:
    """A person's days: the option of each, and their cost with prices, in ticks."""

    options: tuple[int, ...]
    cost: int


class Graph:
    """All rosters of a person that keep the hard rules, and their costs."""

    def __init__(self, program: Program, layers: Sequence[Layer]) -> None:
        self.program = program
        self.layers = layers

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
    """Return the graph of a program.

    Raises TooRichError where a layer needs more than ``MOST_STATES`` states.
    """
    automaton = Automaton(program)
    counters = Counters(program)
    contexts: list[Context] = [START]
    states = np.zeros(1, dtype=np.int64), counters.start()
    layers: list[Layer] = []
    for day in range(len(program.options)):
        contexts, layer, states = _advance(automaton, counters, contexts, states, day)
        if not len(layer.source):
            return Graph(program, [])
        layers.append(layer)
    return Graph(program, layers)


def _advance(
    automaton: Automaton, counters: Counters, contexts: list[Context], states: tuple[Ints, Ints], day: int
) -> tuple[list[Context], Layer, tuple[Ints, Ints]]:
    """Take every option of a day from every state; states that are equal from then on become one."""
    numbers: dict[Context, int] = {}
    own, counted = states
    sources, options, arc_costs, targets, counts = [], [], [], [], []
    everybody = np.arange(len(own))
    for option, price in enumerate(automaton.program.costs[day]):
        leads = np.full(len(contexts), -1, dtype=np.int64)
        costs = np.zeros(len(contexts), dtype=np.int64)
        adds = np.zeros((len(contexts), counted.shape[1]), dtype=np.int64)
        for number, context in enumerate(contexts):
            step = automaton.step(day, option, context)
            if step is not None:
                leads[number] = numbers.setdefault(step.context, len(numbers))
                costs[number] = step.cost + price
                adds[number] = counters.added(day, option, step.ended)
        open_states = everybody[leads[own] >= 0]
        kept, count, extra = counters.advance(day, counted[open_states], adds[own[open_states]])
        open_states = open_states[kept]
        sources.append(open_states)
        options.append(np.full(len(open_states), option, dtype=np.int64))
        targets.append(leads[own[open_states]])
        arc_costs.append(costs[own[open_states]] + extra)
        counts.append(count)
    target, count = np.concatenate(targets), np.concatenate(counts)
    code = _codes(target, count)
    distinct, first, to = np.unique(code, return_index=True, return_inverse=True)
    if len(distinct) > MOST_STATES:
        raise TooRichError(automaton.program.staff)
    order = np.argsort(to, kind="stable")
    starts = np.searchsorted(to[order], np.arange(len(distinct)))
    layer = Layer(
        np.concatenate(sources)[order], np.concatenate(options)[order], np.concatenate(arc_costs)[order], starts
    )
    return list(numbers), layer, (target[first], count[first])


def _codes(contexts: Ints, counts: Ints) -> Ints:
    """Return one number for each distinct row of a context and its counts."""
    code = contexts
    for column in counts.T:
        low, high = int(column.min(initial=0)), int(column.max(initial=0))
        width = high - low + 1
        if width == 1:
            continue
        if (int(code.max(initial=0)) + 1) * width >= 1 << 62:
            code = np.unique(code, return_inverse=True)[1].astype(np.int64)
        code = code * width + (column - low)
    return code
