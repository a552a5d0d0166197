"""Time goes to what has brought the most a second, lately, and never all of it."""

from __future__ import annotations

from solver.search.choosing import Chooser


def seconds_of(gains: dict[int, float], chooser: Chooser, slices: int, lengths: tuple[float, ...]) -> list[float]:
    """Return how long each way was at work."""
    spent = [0.0] * len(lengths)
    for _ in range(slices):
        way = chooser.choose()
        spent[way] += lengths[way]
        chooser.note(way, gains.get(way, 0.0) * lengths[way], lengths[way])
    return spent


def test_each_way_is_tried_once() -> None:
    assert seconds_of({2: 1.0}, Chooser(4, seed=0), 4, (1.0, 2.0, 3.0, 4.0)) == [1.0, 2.0, 3.0, 4.0]


def test_time_follows_gain_a_second_whatever_slices_last() -> None:
    spent = seconds_of({0: 1.0, 1: 3.0}, Chooser(3, seed=0), 6000, (1.0, 4.0, 2.0))
    assert 2.5 < spent[1] / spent[0] < 3.5
    assert 0.02 < spent[2] / sum(spent) < 0.06


def test_what_no_longer_gains_gives_way() -> None:
    chooser = Chooser(2, seed=0)
    seconds_of({0: 100.0}, chooser, 50, (1.0, 1.0))
    spent = seconds_of({1: 1.0}, chooser, 400, (1.0, 1.0))
    assert spent[1] > 5 * spent[0]


def test_ways_without_any_gain_share_time_alike() -> None:
    spent = seconds_of({}, Chooser(3, seed=0), 3000, (1.0, 2.0, 0.5))
    assert max(spent) < 1.4 * min(spent)
