"""A row of need against capacity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["production", "cover", "room"]


@dataclass(frozen=True, slots=True)
class WeekNeed:
    """What a competence (or a kind of room) of a unit has to give in a week, in minutes.

    Production counts bookable minutes, cover counts paid ones.
    """

    unit: str
    resource: str
    """The competence, or the kind of room."""
    kind: Kind
    """What asks for it: production or cover asks people, ``room`` is production that asks for rooms."""
    week: str
    """ISO week."""
    need: int
    """Minutes of the planned items, without what is carried in; of cover the paid minutes of its targets."""
    even: int
    """Minutes if everybody with the main competence works contract time evenly; of rooms all there is."""
    most: int
    """More than this nobody can give: every day worked up to the week's limit by all who may, lent and agency too."""

    @property
    def impossible(self) -> bool:
        """Whether the week's plan cannot be produced (or its cover be met) in the week, whatever the roster."""
        return self.need > self.most
