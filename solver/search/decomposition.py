"""Parts of a coarse model: for each home and main competence the rows that say something of its people alone.

Within a competence, people's weeks and what they produce hang together. Between competences there are only a few ties:
items and lists that several work on, budgets, rooms. Numbers of items and lists may be in several parts; rows that tie
the people of several parts are in none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from solver.linear import flatten
from solver.model import Model
from solver.search.parted import Structure
from solver.search.program import Program
from solver.search.relaxation import bookings_and_lists, indices, shift_variables, weekly_numbers

Group = tuple[str, str]
"""Home unit and main competence."""


def find_parts(model: Model, program: Program) -> Sequence[Sequence[int]]:
    """Return the numbers of the rows of each part, in the numbering of the model's program."""
    rows = program.row_variables()
    owners = _owners(model)
    parts: dict[int, set[Group]] = {}
    shared = _shared(model)
    # rows come in the order in which the model is made: what counts shifts before what limits the counts
    for number, variables in enumerate(rows):
        found = {owners[x] for x in variables if x in owners}
        if len(found) == 1:
            owner = next(iter(found))
            owners.update((x, owner) for x in variables if x not in shared)
        if found:
            parts[number] = found if len(found) == 1 else set()
    _deal_shared(rows, owners, parts)
    result: dict[Group, list[int]] = defaultdict(list)
    for number, groups in sorted(parts.items()):
        for group in groups:
            result[group].append(number)
    return [result[group] for group in sorted(result)]


def find_structure(model: Model, program: Program) -> Structure:
    """Return the parts of a model, and what a tree on what ties them branches on."""
    v = model.variables
    numbers, lists = weekly_numbers(model), bookings_and_lists(model)
    minutes: dict[Group, dict[int, int]] = defaultdict(dict)
    for (worker, week), steps in v.week_steps.items():
        home = model.facts.workers[worker]
        if home.offer is None:
            _, (amount,), _ = flatten(v.week_minutes(worker, week))
            minutes[home.home, home.main][steps.index] = amount
    parts = find_parts(model, program)
    rows = program.row_variables()
    times = Counter(x for part in parts for x in {x for row in part for x in rows[row]})
    tying = frozenset(x for x in numbers if times[x] > 1)
    return Structure(
        parts=parts,
        sums=list(minutes.values()),
        frame=lists,
        first=frozenset(indices((*v.book.values(), *v.stage.values()))),
        ties=tying | frozenset(indices(v.list_counts.values())),
        weekly=numbers,
        people=frozenset(steps.index for steps in v.week_steps.values()),
    )


def _owners(model: Model) -> dict[int, Group]:
    """Return the group of each shift and booking. Groups that hold places of each other's are one."""
    v, workers = model.variables, model.facts.workers
    joined: dict[Group, Group] = {}

    def find(group: Group) -> Group:
        while joined.get(group, group) != group:
            group = joined[group]
        return group

    for head in v.heads:
        worker = v.profiles[head.profile].worker
        first, second = find((worker.home, worker.main)), find((head.place.unit, head.competence))
        joined[first] = second
    group_of = {worker.id: find((worker.home, worker.main)) for worker in workers.values()}
    owners = {x: group_of[worker] for x, (worker, _) in shift_variables(model).items()}
    for (line, _), booked in v.book.items():
        owners.update(dict.fromkeys(indices([booked]), group_of[line]))
    for (line, _, _), stage in v.stage.items():
        owners[stage.index] = group_of[line]
    return owners


def _shared(model: Model) -> frozenset[int]:
    """Return the variables that several parts may have: numbers of items and lists."""
    v = model.variables
    counts = (*model.produced.values(), *v.weekly_items.values(), *v.items.values())
    return frozenset(indices((*counts, *v.lists.values(), *v.list_counts.values())))


def _deal_shared(rows: Sequence[Sequence[int]], owners: Mapping[int, Group], parts: dict[int, set[Group]]) -> None:
    """Give rows without owner to each part that has all of their variables so far, with the other variables."""
    groups: dict[int, set[Group]] = defaultdict(set)
    for number, found in parts.items():
        for x in rows[number]:
            if x not in owners:
                groups[x] |= found
    changed = True
    while changed:
        changed = False
        for number, variables in enumerate(rows):
            known = [groups[x] for x in variables if groups[x]]
            if not known or any(x in owners for x in variables):
                continue
            common = set.intersection(*known)
            changed |= parts.get(number) != common
            parts[number] = common
            for x in variables:
                if common and not groups[x]:
                    groups[x] = set(common)
                    changed = True
