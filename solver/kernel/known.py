"""Graphs that are known: people under the same contract, with the same days off, have the same one."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from solver.kernel.graph import Graph, build_graph
from solver.kernel.program import Program

MOST_KNOWN = 300
"""Graphs that are kept; one of a month takes a few megabytes."""


class KnownGraphs:
    """Builds graphs, and keeps those that were asked for last. Not safe for threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[Program, Graph] = OrderedDict()

    def graph(self, program: Program) -> Graph:
        """Return the graph of a program. Raises TooRichError as build_graph does."""
        anybody = replace(program, staff="")
        found = self._known.pop(anybody, None)
        if found is None:
            found = build_graph(program)
        self._known[anybody] = found
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return Graph(program, found.layers, found.carried)
