"""All rules by key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, create_model

from models.base import Base
from models.rules.base import Rule
from models.rules.competence import CompetenceValidity
from models.rules.counts import FreeDays, ShiftCount, WorkingMinutes
from models.rules.fairness import Fairness
from models.rules.groups import Apart, SkillMix, Supervision, Together
from models.rules.hours import AverageHours, FullTimeMeasure
from models.rules.notice import KeepClose, Notice
from models.rules.overtime import OvertimeCap
from models.rules.rest import DailyRest, RestAfter, WeeklyRest
from models.rules.rest_period import DailyRestPeriod
from models.rules.runs import ConsecutiveDays, ConsecutiveDaysOff, ConsecutiveShifts, IsolatedDays
from models.rules.successions import ForbiddenSuccessions, SameShift
from models.rules.weekends import CompleteWeekends, ConsecutiveWeekends, Weekends
from models.rules.wishes import WishesGranted

RULES: tuple[type[Rule], ...] = (
    DailyRest,
    DailyRestPeriod,
    RestAfter,
    WeeklyRest,
    ForbiddenSuccessions,
    SameShift,
    ConsecutiveDays,
    ConsecutiveDaysOff,
    ConsecutiveShifts,
    IsolatedDays,
    Weekends,
    ConsecutiveWeekends,
    CompleteWeekends,
    WorkingMinutes,
    ShiftCount,
    FreeDays,
    AverageHours,
    OvertimeCap,
    FullTimeMeasure,
    Together,
    Apart,
    Supervision,
    SkillMix,
    CompetenceValidity,
    Notice,
    KeepClose,
    WishesGranted,
    Fairness,
)
CATALOGUE: Mapping[str, type[Rule]] = MappingProxyType({rule.key: rule for rule in RULES})


def _as_rows(value: Any) -> Any:
    return [value] if isinstance(value, (dict, Base)) else value


def _override(rule: type[Rule]) -> Any:
    """Return the field of a rule: one setting of it, or a list to bind several scopes."""
    rows = Annotated[tuple[rule, ...] | None, BeforeValidator(_as_rows)]  # type: ignore[valid-type]
    return rows, Field(default=None, description=f"{rule.title}: {rule.formula}.")


if TYPE_CHECKING:

    class Overrides(Base):
        """Settings of single rules, on top of the presets: a field for each rule of the catalogue."""

else:
    Overrides = create_model("Overrides", __base__=Base, **{rule.key: _override(rule) for rule in RULES})


def settings_of(overrides: Overrides, key: str) -> tuple[Rule, ...] | None:
    """Return the settings of a rule by its key; None where there are none."""
    rows: tuple[Rule, ...] | None = getattr(overrides, key)
    return rows
