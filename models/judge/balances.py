"""Contract time of each employee over the horizon: minutes worked against due."""

from __future__ import annotations

from dataclasses import dataclass

from models.contract_time import ContractTime


@dataclass(frozen=True, slots=True)
class Balance:
    """Contract time of one employee over the horizon, in minutes."""

    worked: int
    over: int
    under: int
    additional: int
    """The first part of over, up to full time."""

    @property
    def overtime(self) -> int:
        """The rest of over."""
        return self.over - self.additional


def balance_of(worked: int, time: ContractTime) -> Balance:
    """Return the balance of somebody who has worked so many paid minutes."""
    over = max(0, worked - time.due)
    return Balance(worked, over, max(0, time.due - worked), min(over, max(0, time.additional)))
