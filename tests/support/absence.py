"""What a roster comes to where some are absent, worked out slowly and directly: docs/simulation.md in plain Python.

Capacity and people on cover are those that the evaluation finds for the roster without the rows of who is absent.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction

from models.evaluation import evaluate
from models.facts import Facts
from models.result import Evaluation
from models.roster import ItemCount, Roster, SessionPlace

Away = frozenset[tuple[str, dt.date]]
Week = tuple[str, str, int]


@dataclass
class Reference:
    """A roster and who is away."""

    facts: Facts
    roster: Roster
    away: Away

    def __post_init__(self) -> None:
        self.units = self.facts.scenario.units
        self.places = self.roster.places or ()
        self.items = self.roster.items or ()
        left = Roster(
            tuple(row for row in self.roster.shifts if self.there(row.staff, row.date)),
            tuple(row for row in self.places if self.there(row.staff, row.date)),
            (),
        )
        self.left: Evaluation = evaluate(self.facts.scenario, left, self.facts)

    def there(self, staff: str, date: dt.date) -> bool:
        return (staff, date) not in self.away

    def week(self, row: ItemCount, name: str) -> Week:
        return row.unit, name, self.facts.day_of(row.date) // 7

    def fluid_done(self, row: ItemCount) -> int:
        """Items of a row in a fluid session: in proportion to the scarcest competence that is left."""
        session = self.units[row.unit].sessions[row.session]
        same = [p for p in self.places if (p.date, p.period, p.unit, p.session) == _where(row)]
        part = Fraction(1)
        for competence, minutes in self.units[row.unit].activities[row.activity].team.items():
            planned = [self.productivity(p) for p in same if p.competence == competence]
            here = [self.productivity(p) for p in same if p.competence == competence and self.there(p.staff, p.date)]
            if minutes and sum(planned):
                part = min(part, Fraction(sum(here), sum(planned)))
        leads = [p for p in same if p.competence == session.lead]
        if leads and not any(self.there(p.staff, p.date) for p in leads):
            return 0
        return int(row.items * part)

    def productivity(self, place: SessionPlace) -> int:
        worker = self.facts.workers[place.staff]
        assert worker.offer is None or len(worker.offer.ramp) == 1, "the reference knows no ramps"
        return worker.productivity

    def lists(self) -> dict[tuple[str, str, dt.date, str], dict[int, list[SessionPlace]]]:
        """The places of each list, by unit, session, date and first period, then by number."""
        found: dict[tuple[str, str, dt.date, str], dict[int, list[SessionPlace]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for place in self.places:
            spec = self.units[place.unit].sessions[place.session]
            if spec.fixed and place.list is not None:
                first = spec.span[0] if place.period in spec.span else place.period
                found[place.unit, place.session, place.date, first][place.list].append(place)
        return found

    def running(self, *, filled: bool) -> Counter[tuple[str, str, dt.date, str]]:
        """How many lists run: those with all their people; or dearest first, filled up by people without a place."""
        lists = self.lists()
        free = self.idle() if filled else Counter()
        worth: Counter[tuple[str, str, dt.date, str]] = Counter()
        for row in self.items:
            key = (row.unit, row.session, row.date, row.period)
            worth[key] += row.items * int(self.units[row.unit].activities[row.activity].shortfall_cost * 6000)
        order = sorted(
            ((key, number) for key, numbered in lists.items() for number in numbered),
            key=lambda pair: (-worth[pair[0]] / len(lists[pair[0]]), _by_day(self.facts, pair)),
        )
        running: Counter[tuple[str, str, dt.date, str]] = Counter()
        for key, number in order:
            missing = Counter(
                (p.unit, p.competence, p.date, p.period) for p in lists[key][number] if not self.there(p.staff, p.date)
            )
            if all(free[pool] >= people for pool, people in missing.items()):
                free.subtract(missing)
                running[key] += 1
        return running

    def idle(self) -> Counter[tuple[str, str, dt.date, str]]:
        """People there without a place and not on exclusive cover, at home in their main competence."""
        found: Counter[tuple[str, str, dt.date, str]] = Counter()
        for row in self.roster.shifts:
            worker, day = self.facts.workers[row.staff], self.facts.day_of(row.date)
            covers = self.facts.scenario.shifts[row.shift].covers
            held = {p.period for p in self.places if (p.staff, p.date) == (row.staff, row.date)}
            specs = self.facts.cover.get((day, row.shift, row.unit, row.competence), ())
            covering = any(not spec.shared for spec in specs) and not held.intersection(covers)
            if self.there(row.staff, row.date) and not covering:
                for period in set(covers) - held:
                    found[worker.home, self.facts.main_on(worker, day), row.date, period] += 1
        return found

    def list_items(self, running: Counter[tuple[str, str, dt.date, str]]) -> Counter[Week]:
        """Items of lists that run, in proportion."""
        lists, made = self.lists(), Counter[tuple[tuple[str, str, dt.date, str], str]]()
        for row in self.items:
            if self.units[row.unit].sessions[row.session].fixed:
                made[(row.unit, row.session, row.date, row.period), row.activity] += row.items
        done: Counter[Week] = Counter()
        for (key, activity), number in made.items():
            done[key[0], activity, self.facts.day_of(key[2]) // 7] += number * running[key] // len(lists[key])
        return done

    def alone(self) -> Counter[Week]:
        """Items by unit, activity and week where nobody steps in."""
        return self.fluid() + self.list_items(self.running(filled=False))

    def fluid(self) -> Counter[Week]:
        done: Counter[Week] = Counter()
        for row in self.items:
            if not self.units[row.unit].sessions[row.session].fixed:
                done[self.week(row, row.activity)] += self.fluid_done(row)
        return done

    def aided(self) -> Counter[Week]:
        """Items by unit, activity and week where colleagues step in."""
        fluid, running = self.fluid(), self.running(filled=True)
        planned: Counter[Week] = Counter()
        for row in self.items:
            if not self.units[row.unit].sessions[row.session].fixed:
                planned[self.week(row, row.activity)] += row.items
        left = {(row.unit, row.competence, row.week): row.capacity for row in self.left.capacity}
        wanted: Counter[Week] = Counter()
        used: Counter[Week] = Counter()
        for unit, activity, week in planned:
            for competence, minutes in self.units[unit].activities[activity].team.items():
                used[unit, competence, week] += minutes * fluid[unit, activity, week]
                lost = planned[unit, activity, week] - fluid[unit, activity, week]
                wanted[unit, competence, week] += minutes * lost
        for (unit, session, date, first), number in running.items():
            spec = self.units[unit].sessions[session]
            for competence, people in (spec.team or {}).items():
                minutes = people * self.facts.list_minutes(spec, first) * number
                used[unit, competence, self.facts.day_of(date) // 7] += minutes
        done = fluid + self.list_items(running)
        for (unit, activity, week), number in planned.items():
            part = Fraction(1)
            for competence, minutes in self.units[unit].activities[activity].team.items():
                key = (unit, competence, week)
                if minutes and wanted[key]:
                    part = min(part, Fraction(max(0, left.get(key, 0) - used[key]), wanted[key]))
            done[unit, activity, week] += int((number - fluid[unit, activity, week]) * part)
        return done


def _where(row: ItemCount) -> tuple[dt.date, str, str, str]:
    return row.date, row.period, row.unit, row.session


def _by_day(facts: Facts, pair: tuple[tuple[str, str, dt.date, str], int]) -> tuple[str, str, int, str, int]:
    (unit, session, date, first), number = pair
    return unit, session, facts.day_of(date), first, number
