"""Independent parts of a model in which much is fixed, each to be solved on its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model
from ortools.sat.python import cp_model_helper as cmh


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a model; ``variables`` are the indices of its variables in the whole, in its own order."""

    cp: cp_model.CpModel
    variables: tuple[int, ...]


def split(cp: cp_model.CpModel, wanted: Collection[int]) -> Iterator[Component]:
    """Yield the parts of a model without objective that share no free variable, as far as they hold wanted variables.

    Every constraint must be linear where it has free variables. Variables that are in no constraint belong to no part.
    """
    proto = cp.proto
    free = [variable.domain[0] != variable.domain[len(variable.domain) - 1] for variable in proto.variables]
    rows = [(c, [x for x in c.linear.vars if free[x]]) for c in proto.constraints if c.has_linear()]
    root = _join(len(free), (xs for _, xs in rows))
    parts: dict[int, list[cmh.ConstraintProto]] = defaultdict(list)
    for constraint, xs in rows:
        if xs:
            parts[root[xs[0]]].append(constraint)
    roots = {root[x] for x in wanted if free[x]}
    for part, constraints in parts.items():
        if part in roots:
            yield _component(proto, constraints)


def _join(count: int, rows: Iterable[list[int]]) -> list[int]:
    """Return the representative of each variable's part."""
    parent = list(range(count))

    def find(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for xs in rows:
        for x in xs[1:]:
            parent[find(x)] = find(xs[0])
    return [find(x) for x in range(count)]


def _component(proto: cmh.CpModelProto, constraints: list[cmh.ConstraintProto]) -> Component:
    used = sorted({x for constraint in constraints for x in constraint.linear.vars})
    part = cp_model.CpModel()
    new = {}
    for x in used:
        domain = list(proto.variables[x].domain)
        new[x] = part.new_int_var(domain[0], domain[-1], "")
    for constraint in constraints:
        linear = constraint.linear
        row = cp_model.LinearExpr.weighted_sum([new[x] for x in linear.vars], list(linear.coeffs))
        part.add_linear_expression_in_domain(row, cp_model.Domain.from_flat_intervals(list(linear.domain)))
    return Component(part, tuple(used))
