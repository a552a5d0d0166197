"""What a worker may do, remembered for all workers of the same kind."""

from __future__ import annotations

from models.facts import Facts, Worker


class Permits:
    """Answers of Facts about workers, each asked once for workers who differ in nothing that matters.

    A kind is home unit, competences and the units of ``may_work_in``.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        kinds: dict[tuple[object, ...], int] = {}
        self._kind = {
            worker.id: kinds.setdefault(
                (worker.home, worker.competences, worker.person.may_work_in if worker.person else ()), len(kinds)
            )
            for worker in facts.workers.values()
        }
        self._work: dict[tuple[int, str, str], bool] = {}
        self._staff: dict[tuple[int, str, int], bool] = {}

    def may_work(self, worker: Worker, unit: str, competence: str) -> bool:
        """Whether a worker may work as a competence in a unit."""
        key = (self._kind[worker.id], unit, competence)
        answer = self._work.get(key)
        if answer is None:
            answer = self._work[key] = self._facts.may_work(worker, unit, competence)
        return answer

    def staffable(self, worker: Worker, shift: str, day: int) -> bool:
        """Whether there is anything for a worker to be there for on a shift of a day."""
        key = (self._kind[worker.id], shift, day)
        answer = self._staff.get(key)
        if answer is None:
            answer = self._staff[key] = self._facts.staffable(worker, shift, day)
        return answer
