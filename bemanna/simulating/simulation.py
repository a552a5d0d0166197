"""The simulation: draws in batches, and what they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bemanna.runs.sealing import roster_digest
from bemanna.simulating.absences import draw_absence
from bemanna.simulating.assumptions import Assumptions
from bemanna.simulating.counting import activity_weeks, capacity_weeks, cover_weeks, person_weeks, unit_weeks
from bemanna.simulating.outcome import SIMULATION_SCHEMA, Simulation
from bemanna.simulating.presence import Presence
from bemanna.simulating.production import Production
from bemanna.simulating.tallies import Numbers
from bemanna.simulating.workdays import Workdays, workdays_of
from models.facts import Facts
from models.judge.sheet import Sheet
from models.loading import scenario_hash
from models.roster import Roster
from models.scenario import Scenario

BATCH = 1000
"""Draws that are made at once: what they need of memory. Part of the meaning of a seed."""
BATCH_CELLS = 2_000_000
"""Days of work times draws of a batch, at most."""


@dataclass(frozen=True)
class Samples:
    """What comes of each draw: numbers by draws."""

    alone: Numbers
    """Items seen by unit, activity and week, where nobody steps in."""
    aided: Numbers
    capacity: Numbers
    staffed: Numbers
    absent: int
    """Days of work that fell away, over all draws."""


def simulate(
    scenario: Scenario,
    roster: Roster,
    assumptions: Assumptions = Assumptions(),  # noqa: B008 - frozen
    on_progress: Callable[[int], None] | None = None,
) -> Simulation:
    """Return how a roster stands short-notice absence and no-shows, over many seeded draws.

    ``on_progress`` is called with the number of draws that are done; what it raises ends the simulation. Raises
    AssumptionError where an assumption names an activity that there is not.
    """
    assumptions.check_names(scenario)
    facts = Facts(scenario)
    sheet = Sheet(roster, facts)
    days = workdays_of(sheet)
    production, presence = Production(sheet, days), Presence(sheet, days)
    come = np.array([1 - assumptions.no_show_of(scenario, u, a) for u, a, _ in production.keys])
    samples = _sample(facts, days, production, presence, come, assumptions, on_progress)
    cells = max(1, len(days.numbers)) * assumptions.draws
    activities = activity_weeks(facts, production, samples.alone, samples.aided, 1 - come)
    return Simulation(
        schema=SIMULATION_SCHEMA,
        scenario_sha256=scenario_hash(scenario),
        roster_sha256=roster_digest(roster),
        numpy=np.__version__,
        days_sick=assumptions.days_sick,
        spell_days=assumptions.spell_days,
        no_show=assumptions.no_show,
        no_shows=dict(assumptions.no_shows),
        draws=assumptions.draws,
        seed=assumptions.seed,
        share_sick=round(samples.absent / cells, 6),
        units=unit_weeks(facts, production, samples.alone, samples.aided),
        activities=activities,
        capacity=capacity_weeks(facts, production, samples.capacity),
        cover=cover_weeks(facts, presence, samples.staffed),
        people=person_weeks(facts, days, production, presence),
    )


def _sample(
    facts: Facts,
    days: Workdays,
    production: Production,
    presence: Presence,
    come: np.ndarray[tuple[int], np.dtype[np.float64]],
    assumptions: Assumptions,
    on_progress: Callable[[int], None] | None,
) -> Samples:
    random = np.random.default_rng(assumptions.seed)
    batch = max(1, min(BATCH, BATCH_CELLS // max(1, len(days.numbers))))
    parts: list[list[Numbers]] = []
    absent_days = 0
    for first in range(0, assumptions.draws, batch):
        size = min(batch, assumptions.draws - first)
        flags = draw_absence(random, assumptions, size, len(days.people), facts.day_count)
        absent = days.absent(flags)
        done = production.done(absent)
        # patients who come to what is done anyhow come whether or not colleagues step in
        seen = random.binomial(done.alone, come[:, None])
        aided = seen + random.binomial(done.aided - done.alone, come[:, None])
        # of many draws in a hospital these are the most of the memory
        narrow = [numbers.astype(np.int32) for numbers in (seen, aided, done.capacity)]
        parts.append([*narrow, presence.staffed(absent).astype(np.int16)])
        absent_days += int(absent.sum(dtype=np.int64))
        if on_progress is not None:
            on_progress(first + size)
    alone, aided, capacity, staffed = (np.concatenate(numbers, axis=1) for numbers in zip(*parts, strict=True))
    return Samples(alone, aided, capacity, staffed, absent_days)


def repeat(scenario: Scenario, roster: Roster, simulation: Simulation) -> Simulation:
    """Return a simulation drawn again with the same assumptions and seed. Raises AssumptionError."""
    assumptions = Assumptions(
        simulation.days_sick,
        simulation.spell_days,
        simulation.no_show,
        simulation.no_shows,
        simulation.draws,
        simulation.seed,
    )
    return simulate(scenario, roster, assumptions)
