"""The graphs of single people as parts of the flat arrays of a crew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from solver.kernel.compiled import Crew, Ints, Ints32
from solver.kernel.layers import Layer


class Block(NamedTuple):
    """One person's graph, dense: day by day, state by state, an entry for each option."""

    states: Ints
    """States before each day, and after the last."""
    target: Ints32
    cost: Ints


class Rows(NamedTuple):
    """What the option rows of everybody count for, as a crew has it."""

    keys: Ints32
    also: Ints32
    nothing: int


def block_of(layers: Sequence[Layer], options: Ints) -> Block:
    """Return layers as a block, with so many options on each day."""
    states = np.array([1, *(len(layer.starts) for layer in layers)], dtype=np.int64)
    first = first_entries(states, options)
    target = np.full(first[-1], -1, dtype=np.int32)
    cost = np.zeros(first[-1], dtype=np.int64)
    for layer, begin, width in zip(layers, first, options, strict=False):
        place = begin + layer.source * width + layer.option
        target[place], cost[place] = layer.target, layer.cost
    return Block(states, target, cost)


def cut(crew: Crew, p: int) -> Block:
    """Return a person's block of a crew."""
    entries = slice(crew.entry[p, 0], crew.entry[p, 0] + int(crew.states[p, :-1] @ crew.options[p]))
    return Block(crew.states[p], crew.target[entries], crew.cost[entries])


def joined(blocks: Sequence[Block], options: Ints, rows: Rows, constant: Ints) -> Crew:
    """Return the crew of some people: their blocks, options a day, all option rows, and constants."""
    states = np.array([block.states for block in blocks], dtype=np.int64)
    first = np.array([first_entries(*pair) for pair in zip(states, options, strict=True)], dtype=np.int64)
    offsets = np.cumsum(first[:, -1]) - first[:, -1]
    return Crew(
        options=options,
        row=(np.cumsum(options.ravel()) - options.ravel()).reshape(options.shape),
        entry=first[:, :-1] + offsets[:, None],
        states=states,
        target=np.concatenate([block.target for block in blocks]),
        cost=np.concatenate([block.cost for block in blocks]),
        keys=rows.keys,
        also=rows.also,
        nothing=rows.nothing,
        constant=constant,
    )


def first_entries(states: Ints, options: Ints) -> Ints:
    """Return where the entries of each day begin, and where the last day's end."""
    return np.concatenate(([0], np.cumsum(states[:-1] * options)))
