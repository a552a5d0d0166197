"""The section of a scenario about hours that are paid extra."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, model_validator

from models.base import Base, Id, Money
from models.pay_windows import PresetWindow, UnsocialHours
from models.problems import did_you_mean, listed
from models.rules.presets import known_preset, preset


def _as_section(value: Any) -> Any:
    return {"windows": value} if isinstance(value, (list, tuple)) else value


class UnsocialPay(Base):
    """What is paid extra: the windows of a preset, and others on top of them.

    Windows of a preset do not add up: at each minute the dearest of them counts. All other windows add up. No more
    minutes of a shift are paid extra than are paid at all; where a break leaves a choice, the dearest minutes count.
    """

    preset: Annotated[str, AfterValidator(known_preset)] | None = None
    """An agreement that has such windows; the version that holds is that of the rules."""
    amounts: dict[Id, Money] = {}
    """Paid extra for an hour, by the names of the preset's windows: those without a factor need one."""
    windows: tuple[UnsocialHours, ...] = ()
    """Other windows, which add up."""

    @model_validator(mode="after")
    def _known_amounts(self) -> UnsocialPay:
        if self.preset is None:
            if self.amounts:
                raise ValueError("has amounts but no preset; name the preset that they are for")
            return self
        names = {w.name for version in preset(self.preset).versions for w in version.unsocial_hours if w.needs_amount}
        unknown = [name for name in self.amounts if name not in names]
        if unknown:
            there_are = f"there are {listed(sorted(names))}" if names else "its windows have their prices"
            remedy = did_you_mean(unknown[0], names, there_are)
            raise ValueError(f"has an amount for '{unknown[0]}', which preset {self.preset} does not ask for; {remedy}")
        return self

    def preset_windows(self, date: dt.date) -> tuple[PresetWindow, ...]:
        """Return the windows of the preset as they are on a date."""
        version = preset(self.preset).on(date) if self.preset else None
        return version.unsocial_hours if version else ()

    def amount(self, window: PresetWindow) -> Decimal:
        """Return the amount of an hour in a window of the preset that has no factor."""
        return self.amounts.get(window.name, Decimal(0))


UnsocialSection = Annotated[
    UnsocialPay, BeforeValidator(_as_section, json_schema_input_type=UnsocialPay | tuple[UnsocialHours, ...])
]
"""The section; a list of windows is short for a section without a preset."""
