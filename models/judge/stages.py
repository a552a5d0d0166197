"""Booked weeks of an agency line as blocks and stages."""

from __future__ import annotations

from collections.abc import Iterable


def booking_blocks(weeks: Iterable[int]) -> list[range]:
    """Return the runs of weeks in a row, in order."""
    blocks: list[range] = []
    for week in sorted(set(weeks)):
        if blocks and blocks[-1].stop == week:
            blocks[-1] = range(blocks[-1].start, week + 1)
        else:
            blocks.append(range(week, week + 1))
    return blocks


def booking_stages(weeks: Iterable[int]) -> dict[int, int]:
    """Return the stage of each booked week: 0 in the first week of a block, 1 in the next, ..."""
    return {week: week - block.start for block in booking_blocks(weeks) for week in block}
