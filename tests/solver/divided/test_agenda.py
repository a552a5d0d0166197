"""What is done for which division, and for how long."""

from __future__ import annotations

import pytest

from solver.divided.agenda import LEAST_HOPE, Agenda, Kind, Task


def plan(number: int, weight: float = 1.0, least: float = 0.0) -> Task:
    return Task(Kind.PLAN, number, weight, least)


def bound(number: int, weight: float = 1.0) -> Task:
    return Task(Kind.BOUND, number, weight)


def begin(agenda: Agenda, now: float, until: float = 100.0) -> tuple[Task, float]:
    task = agenda.next(now, until)
    assert task is not None
    return task, task.seconds


def test_first_tries_end_at_about_the_same_time() -> None:
    tasks = [plan(0, 200.0), plan(1, 100.0), plan(2, 100.0)]
    agenda = Agenda(tasks, 2, lambda number: 1.0)
    assert begin(agenda, 0.0) == (tasks[0], 100.0)
    assert begin(agenda, 0.0) == (tasks[1], 50.0)
    agenda.end(tasks[1], in_vain=False)
    assert begin(agenda, 50.0) == (tasks[2], 50.0)


def test_what_is_needed_in_any_case_comes_first() -> None:
    agenda = Agenda([plan(0, 300.0), plan(1, 100.0, least=20.0)], 1, lambda number: 1.0)
    task, seconds = begin(agenda, 0.0)
    assert seconds == 60.0
    agenda.end(task, in_vain=False)
    assert begin(agenda, 60.0)[1] == 40.0


def test_who_has_no_plan_is_planned_again_before_others_are_bounded() -> None:
    tasks = [plan(0), plan(1), bound(0), bound(1)]
    agenda = Agenda(tasks, 1, lambda number: 1.0)
    order = []
    for in_vain in (True, False, True, False, False):
        task, _ = begin(agenda, 0.0)
        agenda.end(task, in_vain=in_vain)
        order.append(tasks.index(task))
    assert order == [0, 1, 0, 2, 3], "once, and not for ever"


def test_then_comes_what_promises_most() -> None:
    gaps = [10.0, 90.0]
    agenda = Agenda([plan(0), plan(1)], 1, lambda number: gaps[number])
    for now in (0.0, 10.0):
        agenda.end(begin(agenda, now, 20.0)[0], in_vain=False)
    found = []
    for _ in range(5):
        task, _ = begin(agenda, 20.0, 1000.0)
        agenda.end(task, in_vain=False)
        found.append(task.number)
    assert found == [1, 1, 1, 1, 0], "one is dearest, but tries save nothing"


def test_a_division_is_not_planned_twice_at_a_time() -> None:
    agenda = Agenda([plan(0)], 2, lambda number: 1.0)
    begin(agenda, 0.0)
    assert agenda.next(0.0, 100.0) is None


@pytest.mark.parametrize("gap", [0.0, 5.0])
def test_there_is_an_end_where_nothing_helps(gap: float) -> None:
    tasks = [Task(kind, 0, 1.0, enough=1.0) for kind in Kind]
    agenda = Agenda(tasks, 1, lambda number: gap)
    tries = 0
    while task := agenda.next(0.0, 1e9):
        agenda.end(task, in_vain=False)
        tries += 1
        assert tries < 20
    assert all(task.hope < LEAST_HOPE for task in tasks) == (gap > 0)


def test_too_little_time_is_left_alone() -> None:
    agenda = Agenda([plan(0)], 1, lambda number: 1.0)
    task, seconds = begin(agenda, 0.0, 50.0)
    agenda.end(task, in_vain=False)
    assert seconds == 50.0
    assert agenda.next(61.0, 100.0) is None
    assert agenda.next(50.0, 100.0) is not None
