"""Compare scenarios: solve those that are not solved yet, and lay them side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bemanna.comparing.figures import FigureRow, figure_rows
from bemanna.comparing.inputs import InputDifference, distance, input_differences
from bemanna.comparing.people import PersonDifference, person_differences
from bemanna.runs.folder import is_run
from bemanna.runs.reading import read_run
from bemanna.runs.run import Run, RunError
from bemanna.store.obtaining import RUNS, Obtained, obtain
from models.loading import load
from solver.settings import Settings

if TYPE_CHECKING:
    from models.roster import Roster
    from models.scenario import Scenario

MOST_SIDES = 26


@dataclass(frozen=True)
class Candidate:
    """What is to be compared: a scenario, and its run where it is solved."""

    letter: str
    """A, B, C, ... in the order in which they were named."""
    given: Path
    scenario: Scenario
    obtained: Obtained | None
    """None for a scenario that is yet to be solved."""


@dataclass(frozen=True)
class Side:
    """One of the things compared."""

    letter: str
    given: Path
    """What was named: a scenario or a run folder."""
    run: Run
    folder: Path | None
    """Its run folder; None for a solve that was stopped before it had a roster."""
    reused: bool
    """Whether it had been solved before."""

    @property
    def title(self) -> str:
        """The letter and the name of the scenario."""
        return f"{self.letter}: {self.run.scenario.name}"


@dataclass(frozen=True)
class Comparison:
    """Runs side by side; differences are to the first."""

    sides: tuple[Side, ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs in their order."""
        return tuple(side.run for side in self.sides)

    @cached_property
    def inputs(self) -> tuple[InputDifference, ...]:
        """Inputs that differ."""
        return input_differences([run.scenario for run in self.runs])

    @cached_property
    def figures(self) -> tuple[FigureRow, ...]:
        """Key figures."""
        return figure_rows(self.runs)

    @cached_property
    def people(self) -> tuple[PersonDifference, ...]:
        """People whose rosters differ."""
        return person_differences(self.runs)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.inputs and not self.people and not any(any(row.differences) for row in self.figures)


Solve = Callable[[Candidate, "Roster | None"], Obtained]
"""Solves a candidate, from a roster where there is one."""


def compare(
    things: Sequence[str | Path],
    settings: Settings = Settings(),  # noqa: B008 - frozen
    *,
    runs: Path = RUNS,
    again: bool = False,
    stop: threading.Event | None = None,
) -> Comparison:
    """Return scenarios (files, overlays, their folders) and run folders side by side.

    A scenario whose run with equal settings is in the store of ``runs`` is not solved again, unless ``again`` says so;
    the others are solved with the same settings, each from the roster of the nearest one: the one with the fewest
    inputs that differ. Raises ScenarioError and RunError where something cannot be read or written.
    """

    def solve(candidate: Candidate, start: Roster | None) -> Obtained:
        return obtain(runs, candidate.scenario, settings, again=again, start=start, any_start=True, stop=stop)

    return complete(read_candidates(things), solve)


def read_candidates(things: Sequence[str | Path]) -> list[Candidate]:
    """Return what is to be compared. Raises ScenarioError and RunError where something cannot be read."""
    if not 2 <= len(things) <= MOST_SIDES:
        raise RunError(f"compare: needs 2 to {MOST_SIDES} scenarios or run folders (got {len(things)}): name them")
    candidates = [_candidate(chr(ord("A") + number), Path(thing)) for number, thing in enumerate(things)]
    currencies = list(dict.fromkeys(candidate.scenario.calendar.currency for candidate in candidates))
    if len(currencies) > 1:
        got = ", ".join(currencies)
        raise RunError(f"compare: costs in different currencies (got {got}): set calendar.currency to the same")
    return candidates


def _candidate(letter: str, given: Path) -> Candidate:
    if is_run(given):
        run = read_run(given)
        return Candidate(letter, given, run.scenario, Obtained(run, given, reused=True))
    return Candidate(letter, given, load(given), None)


def complete(candidates: Sequence[Candidate], solve: Solve) -> Comparison:
    """Return the comparison of candidates, solving those that are not solved yet, the nearest to a solved one first.

    Equal scenarios are solved once; a run folder is what it is, even where its scenario is named too.
    """
    done = {candidate.letter: candidate.obtained for candidate in candidates if candidate.obtained is not None}
    by_letter = {candidate.letter: candidate for candidate in candidates}
    left = [candidate for candidate in candidates if candidate.letter not in done]
    while left:
        known = [(by_letter[letter].scenario, obtained) for letter, obtained in done.items()]
        candidate, start = _nearest(left, known)
        obtained = solve(candidate, start)
        twins = [one for one in left if one.scenario == candidate.scenario]
        left = [one for one in left if one not in twins]
        done |= {twin.letter: obtained for twin in twins}
    return Comparison(tuple(_side(candidate, done[candidate.letter]) for candidate in candidates))


def _nearest(left: Sequence[Candidate], known: Sequence[tuple[Scenario, Obtained]]) -> tuple[Candidate, Roster | None]:
    """Return the candidate that is nearest to one with a roster, and that roster; the first where there is none."""
    pairs = [
        (distance(scenario, candidate.scenario), number, candidate, obtained.run.result.roster)
        for number, candidate in enumerate(left)
        for scenario, obtained in known
        if obtained.run.result.roster is not None
    ]
    if not pairs:
        return left[0], None
    _, _, candidate, roster = min(pairs, key=lambda pair: pair[:2])
    return candidate, roster


def _side(candidate: Candidate, obtained: Obtained) -> Side:
    return Side(candidate.letter, candidate.given, obtained.run, obtained.folder, obtained.reused)
