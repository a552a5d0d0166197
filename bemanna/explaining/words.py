"""Levers, causes and values in plain words."""

from __future__ import annotations

from bemanna.report.wording import amount, counted, date, listed, week, words
from models.facts import Facts
from models.rules.catalogue import CATALOGUE
from solver.explain.causes import Cause
from solver.explain.effects import Effect
from solver.explain.levers.lever import Lever, Single, Together
from solver.explain.levers.limits import Lent, Money, Unpinned, WeekLimits, WithoutRule
from solver.explain.levers.people import Agency, Colleague, Hours, Present
from solver.explain.levers.places import Lists, Opening, RoomHours, Rooms
from solver.explain.marginal import Marginal
from solver.explain.shortages import Cover, Shortage
from solver.explain.usage import Usage

_BUDGETS = {"agency": "agency budget", "overtime": "overtime budget", "agency_share": "limit to the agency share"}
_BINDS = {
    Hours: "hours",
    Colleague: "hours",
    Present: "absence",
    Rooms: "room",
    RoomHours: "room hours",
    Opening: "opening hours",
    Lists: "lists at once",
    Lent: "lending",
    WithoutRule: "rule",
    WeekLimits: "week limits",
    Money: "budget",
    Agency: "agency",
    Unpinned: "pins",
    Together: "several together",
}


_FEW = 3
"""So many things are named when they are tried together; of more only the number is told."""


def _room(name: str) -> str:
    """Return a kind of room as words; some are called rooms already."""
    text = name.replace("_", " ").strip()
    return text if text.lower().endswith("room") else f"{text} room"


class Words:
    """Words for what belongs to one scenario."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._several = len(facts.scenario.units) > 1
        self.currency = facts.scenario.calendar.currency

    def binds(self, lever: Lever) -> str:
        """Return what kind of thing binds where a lever helps."""
        if isinstance(lever, Together):
            return " and ".join(dict.fromkeys(_BINDS[type(part)] for part in lever.parts[:_FEW]))
        return _BINDS[type(lever)]

    def lever(self, lever: Lever) -> str:
        """Return what would be otherwise."""
        if isinstance(lever, Together):
            if len(lever.parts) > _FEW:
                return f"{self.tried(lever)}{self._weeks(lever.weeks)} (which of them are needed was not found in time)"
            return f"{listed([self._what(part) for part in lever.parts])}{self._weeks(lever.weeks)}"
        return f"{self._what(lever)}{self._weeks(lever.weeks)}"

    def tried(self, lever: Lever) -> str:
        """Return what is being tried, in few words."""
        if isinstance(lever, Together) and len(lever.parts) > _FEW:
            return f"{len(lever.parts)} things together"
        return self.lever(lever)

    def _what(self, lever: Single) -> str:
        if isinstance(lever, Hours):
            return f"one more {lever.competence.replace('_', ' ')}{self._in(lever.unit)} (up to 40 h)"
        if isinstance(lever, Colleague):
            return f"one more colleague like {self.person(lever.staff)}"
        if isinstance(lever, Present):
            return f"{self.person(lever.staff)} back at work ({self._away(lever)})"
        if isinstance(lever, Agency):
            offer = next(row for row in self._facts.scenario.agency if row.id == lever.offer)
            return f"one more agency week of {offer.name or words(offer.id)} (its lead time aside)"
        if isinstance(lever, Lent):
            return f"{self.unit(lever.source)} lending more {lever.competence.replace('_', ' ')} half-days"
        return self._place(lever) if isinstance(lever, Rooms | RoomHours | Opening | Lists) else self._limit(lever)

    def _place(self, lever: Rooms | RoomHours | Opening | Lists) -> str:
        if isinstance(lever, Rooms):
            return f"one more {_room(lever.room)}{self._in(lever.unit)}"
        if isinstance(lever, RoomHours):
            return f"the {_room(lever.room)}{self._in(lever.unit)} open whenever the unit is"
        if isinstance(lever, Opening):
            return f"{self.unit(lever.unit)} open in every period from Monday to Friday, holidays too"
        return f"one more {self.session(lever.unit, lever.session)} list at once"

    def _limit(self, lever: Single) -> str:
        if isinstance(lever, WithoutRule):
            return f"without the rule '{CATALOGUE[lever.key].title}'"
        if isinstance(lever, Money):
            return f"without the {_BUDGETS[lever.budget]}"
        return "without pins" if isinstance(lever, Unpinned) else "without the limits of hours a week"

    def _weeks(self, weeks: tuple[int, ...]) -> str:
        if len(weeks) == self._facts.week_count > 1:
            return " all the time"
        return f" in {listed([self.week(number) for number in weeks])}"

    def _away(self, lever: Present) -> str:
        rows = lever.rows(self._facts.scenario)
        spans = [date(r.start) if r.last == r.start else f"{date(r.start)} – {date(r.last)}" for r in rows]
        return f"away {listed(spans)}" if spans else "away"

    def shortage(self, cause: Cause) -> str:
        """Return what is missing, and how much."""
        short = cause.shortage
        if isinstance(short, Cover):
            return f"{self.about(short)}: {counted(cause.missing, 'person-shift')} below target"
        spec = self._facts.scenario.units[short.unit].activities[short.activity]
        one = cause.missing == 1
        verb = ("waits" if one else "wait") if spec.carry_over else ("is" if one else "are") + " not produced"
        return f"{self.about(short)}: {counted(cause.missing, 'item')} {verb}"

    def about(self, short: Shortage) -> str:
        """Return activity or cover, and week."""
        if isinstance(short, Cover):
            what = f"{words(short.competence)} on {short.shift}"
        else:
            spec = self._facts.scenario.units[short.unit].activities[short.activity]
            what = spec.name or words(short.activity)
        return f"{what}{self._in(short.unit)}, {self.week(short.week)}"

    def usage(self, usage: Usage) -> str:
        """Return what is used, as a name."""
        lever, when = usage.lever, f", {self.week(usage.lever.weeks[0])}"
        if isinstance(lever, Hours):
            return f"hours of {words(lever.competence)}{self._in(lever.unit)}{when}"
        if isinstance(lever, Rooms):
            return f"{_room(lever.room)}{self._in(lever.unit)} in its busiest half-day{when}"
        if isinstance(lever, Lists):
            return f"{self.session(lever.unit, lever.session)} lists at once{when}"
        if isinstance(lever, Lent):
            return f"half-days of {words(lever.competence)} lent by {self.unit(lever.source)}{when}"
        return _BUDGETS[lever.budget]

    def one_more(self, value: Marginal) -> str:
        """Return of what one more has a value."""
        lever = value.lever
        if isinstance(lever, Hours):
            return f"an hour of {words(lever.competence)}{self._in(lever.unit)}, {self.week(lever.weeks[0])}"
        if isinstance(lever, Rooms):
            return f"a half-day of {_room(lever.room)}{self._in(lever.unit)}"
        if isinstance(lever, Colleague):
            worker = self._facts.workers[lever.staff]
            return f"a colleague like {self.person(lever.staff)} ({words(worker.main)})"
        offer = next(row for row in self._facts.scenario.agency if row.id == lever.offer)
        return f"an agency week of {offer.name or words(offer.id)}"

    def items(self, effect: Effect) -> str:
        """Return what more is produced and covered with a lever, the most first."""
        counts: dict[str, int] = {}
        for short, fewer in effect.fewer.items():
            if isinstance(short, Cover):
                name = f"{words(short.competence)} on {short.shift}"
            else:
                spec = self._facts.scenario.units[short.unit].activities[short.activity]
                if spec.carry_over and short.week < self._facts.week_count - 1:
                    continue  # what waits for less long is no item more
                name = spec.name or words(short.activity)
            counts[name] = counts.get(name, 0) + fewer
        changed = sorted(counts.items(), key=lambda row: -row[1])
        return ", ".join(f"{number:+d} {name}" for name, number in changed if number)

    def saved(self, effect: Effect) -> str:
        """Return what a lever saves: money, or with levels money by level."""
        if not effect.gain:
            return "saves nothing"
        if not effect.levels:
            more = effect.gain < 0
            return (
                f"costs {self.money(-effect.gain)} more in all" if more else f"saves {self.money(effect.gain)} in all"
            )
        parts = ((level, ticks) for level, ticks in effect.levels.items() if ticks)
        told = [f"{'saves' if ticks > 0 else 'costs'} {self.money(abs(ticks))} of {level}" for level, ticks in parts]
        return ", ".join(told)

    def money(self, ticks: float) -> str:
        """Return an amount with its currency."""
        return f"{amount(round(ticks))} {self.currency}"

    def person(self, staff: str) -> str:
        """Return the name of somebody."""
        return self._facts.workers[staff].name

    def unit(self, name: str) -> str:
        """Return the name of a unit."""
        return self._facts.scenario.units[name].name or words(name)

    def session(self, unit: str, name: str) -> str:
        """Return the name of a session."""
        return self._facts.scenario.units[unit].sessions[name].name or words(name)

    def week(self, number: int) -> str:
        """Return a week as ``W09``."""
        return week(self._facts.week_label(number))

    def _in(self, unit: str) -> str:
        return f" in {self.unit(unit)}" if self._several else ""
