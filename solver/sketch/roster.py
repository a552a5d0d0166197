"""A sketch: a roster that keeps every hard rule, made person by person, each with a cheap way through their days.

Soft rules about runs are left out: they are most of what rules come down to, and only cost. Agency stays at home.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.base import TICKS_PER_MONEY
from models.evaluation import evaluate
from models.facts import Facts, Worker
from models.roster import Roster
from models.rules.base import PersonRule
from models.rules.runs import IsolatedDays, RunRule
from solver.collecting import not_collecting
from solver.kernel.program import Program, person_program
from solver.primitives import NO_END
from solver.sketch.bits import PersonBits
from solver.sketch.crew import Crew, NoWayError

MOST_PERSON_DAYS = 6000
"""Days of all people up to which it takes a moment."""
DEAR = 1000 * TICKS_PER_MONEY
"""Price of a minute above what is due where there is only so much overtime for all."""


@not_collecting()
def sketch(facts: Facts, stopped: Callable[[], bool]) -> tuple[Roster, int] | None:
    """Return a legal roster and what it costs, in ticks; None where none is found in a moment, or when stopped.

    It is for scenarios without sessions.
    """
    workers = [worker for worker in facts.workers.values() if worker.offer is None]
    if not workers or len(workers) * facts.day_count > MOST_PERSON_DAYS:
        return None
    programs: list[Program] = []
    for worker in workers:
        programs.append(_program(facts, worker))
        if not programs[-1].possible or stopped():
            return None
    crew = Crew(facts, workers, [PersonBits(program) for program in programs])
    try:
        crew.fill(stopped)
    except NoWayError:
        return None
    roster = crew.roster()
    judged = evaluate(facts.scenario, roster, facts)
    return None if judged.violations else (roster, judged.objective)


def _program(facts: Facts, worker: Worker) -> Program:
    """Return the program of a worker without what is left out; overtime is avoided where it is limited for all."""
    program = person_program(facts, worker, _left_out)
    contract = facts.contract_time.get(worker.id)
    if contract is None or facts.scenario.budget.overtime is None:
        return program
    above = ((contract.additional, contract.additional_rate), (NO_END, contract.overtime_rate))
    counts = (replace(c, prices=((NO_END, DEAR),)) if c.prices == above else c for c in program.counts)
    return replace(program, counts=tuple(counts))


def _left_out(rule: PersonRule) -> bool:
    return rule.mode == "soft" and isinstance(rule, RunRule | IsolatedDays)
