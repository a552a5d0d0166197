"""What is to be produced: units, rooms, activities, sessions, the production plan and cover."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from models.base import Base, Count, Date, Id, Minutes, Money
from models.calendar import Opening, Weekdays


class Room(Base):
    """Rooms of one kind in a unit."""

    count: Annotated[int, Field(ge=0, le=1000)]
    """How many there are."""
    open: Opening | None = None
    """When they can be used; by default whenever the unit is open."""


class Activity(Base):
    """One kind of item that is produced: a visit, an operation, a phone call."""

    name: str | None = None
    """A text for reports."""
    team: dict[Id, Minutes] = {}
    """Minutes of an item per competence. Not used where a fixed-team session produces it."""
    room: Annotated[dict[Id, Minutes], Field(max_length=1)] = {}
    """Minutes of an item in a room. Not used where a fixed-team session produces it."""
    shortfall_cost: Money = Decimal(0)
    """Cost of an item that is planned and not produced."""
    carry_over: bool = False
    """Whether what is not produced waits for the next week."""
    waiting_cost: Money = Decimal(0)
    """Cost of an item for each week at whose end it still waits; for carry-over activities."""
    backlog: Count = 0
    """Items that wait when the horizon starts."""
    no_show: Annotated[Decimal, Field(ge=0, le=Decimal("0.9"), decimal_places=3)] = Decimal(0)
    """Part of the booked items that do not come: more are planned, so that the plan is met."""
    over_production: bool = False
    """Whether more may be produced than is planned and carried in."""
    drg: Annotated[Decimal, Field(ge=0, le=1000, decimal_places=4)] | None = None
    """DRG points of an item."""

    @model_validator(mode="after")
    def _waiting(self) -> Activity:
        if self.waiting_cost and not self.carry_over:
            raise ValueError("has a waiting_cost but no carry_over, so nothing waits: set carry_over or drop the cost")
        return self


class Session(Base):
    """Who works together in a half-day, on which activities.

    Fluid (no ``team``): people share the activities, limited by their minutes. Fixed team: each list
    takes the whole team and one room for the half-day, and yields a number of items.
    """

    name: str | None = None
    """A text for reports."""
    activities: Annotated[tuple[Id, ...], Field(min_length=1)]
    """What it produces."""
    lead: Id | None = None
    """Fluid: a competence of which somebody must be there wherever the session produces."""
    team: dict[Id, Annotated[int, Field(ge=1, le=100)]] | None = None
    """Fixed team: people per competence of one list."""
    yields: Annotated[dict[Id, Count] | Count | None, Field(alias="yield")] = None
    """Fixed team: items of one list, per period where it differs. Of a day list: of the whole day."""
    room: Id | None = None
    """Fixed team: the room that a list holds for the whole half-day."""
    span: tuple[Id, ...] = ()
    """Fixed team: the periods of a day that one list takes together (a day list), with the same people."""
    max_parallel: Annotated[int, Field(ge=0, le=1000)] | None = None
    """Fixed team: most lists at once."""
    open: Opening | None = None
    """When it may run; by default whenever the unit is open."""

    @property
    def fixed(self) -> bool:
        """Whether it has a fixed team."""
        return self.team is not None

    @model_validator(mode="after")
    def _kind(self) -> Session:
        if self.fixed:
            if not self.team:
                raise ValueError("has an empty team; name at least one competence")
            if self.yields is None:
                raise ValueError("has a fixed team but no 'yield': say how many items a list gives")
            if self.lead is not None:
                raise ValueError("has a fixed team, so 'lead' says nothing; drop it")
        else:
            extra = [k for k in ("room", "yields", "span", "max_parallel") if getattr(self, k) not in (None, ())]
            if extra:
                names = ", ".join("yield" if k == "yields" else k for k in extra)
                raise ValueError(f"has {names} but no fixed team; give a 'team', or drop it")
        if len(self.span) == 1 or len(set(self.span)) != len(self.span):
            raise ValueError("has a span that is not two or more different periods")
        return self

    def list_yield(self, period: str) -> int:
        """Return the items of one list that starts in a period (of a day list: all of its items)."""
        if isinstance(self.yields, dict):
            return sum(self.yields.get(p, 0) for p in self.span) if self.span else self.yields.get(period, 0)
        return self.yields or 0


class Unit(Base):
    """A place of work with its own plan: a clinic, a ward, a theatre, or a department that lends people."""

    name: str | None = None
    """A text for reports."""
    open: Opening = {}
    """Open periods per weekdays; by default every period, Monday to Friday."""
    open_on_holidays: bool = False
    """Whether it stays open on public holidays."""
    rooms: dict[Id, Room] = {}
    """Rooms by kind."""
    activities: dict[Id, Activity] = {}
    """What it produces."""
    sessions: dict[Id, Session] = {}
    """How it produces."""

    @field_validator("rooms", mode="before", json_schema_input_type=dict[Id, Room | Annotated[int, Field(ge=0)]])
    @classmethod
    def _counts(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {k: {"count": v} if isinstance(v, int) and not isinstance(v, bool) else v for k, v in value.items()}


class CoverRow(Base):
    """How many people of a competence a shift needs, on weekdays or on named dates.

    Everybody on the shift whose roster row names the unit and competence counts, except (unless
    ``shared``) those who hold a place in a session during the shift.
    """

    unit: Id
    """Where."""
    shift: Id
    """When."""
    competence: Id
    """Who."""
    days: Weekdays | None = None
    """Weekdays; by default all, where no dates are given."""
    dates: tuple[Date, ...] = ()
    """Single dates, instead of weekdays."""
    holidays: bool | None = None
    """Whether the row holds on public holidays too; by default where the unit is open on them, and on named dates."""
    min: Count = 0
    """Below it, min_cost is paid (or it is forbidden, with ``min_mode: hard``)."""
    target: Count | None = None
    """Below it, under_cost is paid; by default the min."""
    max: Count | None = None
    """Above it, over_cost is paid; by default the target."""
    under_cost: tuple[Money, ...] = (Decimal(0),)
    """Cost of each person below target; a list prices the first, second ... missing person, the last repeats."""
    over_cost: tuple[Money, ...] = (Decimal(0),)
    """Cost of each person above max, or above target where there is no max; a list as for under_cost."""
    min_cost: Money | None = None
    """Further cost of each person below min; by default ten times the (first) under_cost."""
    min_mode: Literal["soft", "hard"] = "soft"
    """Whether the min may be missed at a cost."""
    shared: bool = False
    """Whether people who cover may also be in sessions."""

    @field_validator("under_cost", "over_cost", mode="before", json_schema_input_type=Money | tuple[Money, ...])
    @classmethod
    def _tiers(cls, value: Any) -> Any:
        return value if isinstance(value, (list, tuple)) else (value,)

    @field_validator("under_cost", "over_cost")
    @classmethod
    def _rising(cls, value: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        if not value or list(value) != sorted(value):
            raise ValueError("needs costs that do not fall: each further person costs at least as much as the last")
        return value

    @model_validator(mode="after")
    def _ordered(self) -> CoverRow:
        if self.days is not None and self.dates:
            raise ValueError("has both days and dates; give one of them")
        if self.min > self.wanted:
            raise ValueError(f"has a target of {self.wanted} below its min of {self.min}")
        if self.max is not None and self.max < self.wanted:
            raise ValueError(f"has a max of {self.max} below its target of {self.wanted}")
        if self.shared and (self.max is not None or any(self.over_cost)):
            raise ValueError("is shared, so nobody is too many; drop max and over_cost")
        return self

    @property
    def wanted(self) -> int:
        """The target."""
        return self.min if self.target is None else self.target

    @property
    def ceiling(self) -> int:
        """The number above which people cost."""
        return self.wanted if self.max is None else self.max

    @property
    def below_min_cost(self) -> Decimal:
        """The further cost of a person below min."""
        return 10 * self.under_cost[0] if self.min_cost is None else self.min_cost


class Lending(Base):
    """An agreement by which one unit's people work in another, up to so many half-days a week."""

    source: Annotated[Id, Field(alias="from")]
    """The unit that is their home."""
    target: Annotated[Id, Field(alias="to")]
    """The unit in which they may work."""
    competence: Id
    """As what they work there."""
    half_days_per_week: Annotated[int, Field(ge=0, le=100_000)]
    """Most half-days away in a week: session half-days, and cover by its minutes."""
    half_day_minutes: Annotated[int, Field(ge=1, le=1440)] = 240
    """Minutes of cover that count as one half-day."""
