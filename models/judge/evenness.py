"""How evenly the shifts that nobody wants are shared, whatever the rules of the scenario say of it."""

from __future__ import annotations

from collections import Counter, defaultdict

from models.judge.sheet import Sheet, ShiftRow


def uneven_shifts(sheet: Sheet) -> int | None:
    """Return the weekend and night shifts that employees work above a fair share; None where nobody works any.

    A fair share is that of the rule ``fairness``, of the shifts that are worked instead of those that are wanted: the
    shifts of all with the same home unit and main competence x weight / sum of their weights, rounded up.
    """
    counts = Counter(row.staff for row in sheet.shifts if row.worker.person is not None and _unwanted(sheet, row))
    if not counts:
        return None
    groups = defaultdict(list)
    for worker in sheet.facts.workers.values():
        if worker.person is not None:
            groups[worker.home, worker.main].append(worker)
    above = 0
    for members in groups.values():
        total = sum(counts[worker.id] for worker in members)
        weights = {worker.id: sheet.facts.fair_weight(worker) for worker in members}
        whole = sum(weights.values())
        if whole:
            above += sum(max(0, counts[one] - -(-total * weight // whole)) for one, weight in weights.items())
    return above


def _unwanted(sheet: Sheet, row: ShiftRow) -> bool:
    return sheet.facts.is_weekend(row.day) or sheet.facts.kind_of(row.shift) == "night"
