"""What YAML text means, and how large it may grow."""

from __future__ import annotations

from typing import Any

import pytest

from models.problems import Problem, ScenarioError
from models.reading.nodes import Node, plain
from models.reading.yaml_text import MOST_DEPTH, parse_yaml


def tree(text: str) -> Node:
    problems: list[Problem] = []
    result = parse_yaml(text, "x.yaml", problems)
    assert not problems
    return result


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("22:00", "22:00"),
        ("07:00", "07:00"),
        ("NO", "NO"),
        ("off", "off"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", "true"),
        ("2027-03-01", "2027-03-01"),
        ("0123", "0123"),
        ("1_000", "1_000"),
        ("1.50", "1.50"),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("0x1F", 31),
        ("0o17", 15),
        ("'12'", "12"),
        ('"null"', "null"),
        ("~", None),
        ("null", None),
        ("", None),
        ("9" * 30, "9" * 30),
        ("[a, 'b', {c: 1}]", ["a", "b", {"c": 1}]),
        ("{1: a, off: b, 2027-03-01: c}", {"1": "a", "off": "b", "2027-03-01": "c"}),
        ("|\n  two\n  lines\n", "two\nlines\n"),
    ],
)
def test_scalars_mean_what_yaml_1_2_says(text: str, meaning: Any) -> None:
    assert plain(tree(text)) == meaning


def test_an_anchor_can_be_used_again() -> None:
    assert plain(tree("a: &x {b: [1, 2]}\nc: *x\n")) == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}}


def test_values_and_keys_know_where_they_stand() -> None:
    node = tree("a:\n  bc: [1, 22]\n").get("a")
    assert node is not None
    below = node.get("bc")
    assert below is not None
    assert (below.key_mark, below.members()[1].mark) == (
        type(below.mark)("x.yaml", 2, 3),
        type(below.mark)("x.yaml", 2, 11),
    )


def test_a_key_that_stands_twice_is_told_and_the_first_is_kept() -> None:
    problems: list[Problem] = []
    assert plain(parse_yaml("a: 1\na: 2\n", "x.yaml", problems)) == {"a": 1}
    assert [(p.line, p.column) for p in problems] == [(2, 1)]


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "&a [" * 100_000])
def test_depth_is_bounded_before_the_stack_is(text: str) -> None:
    with pytest.raises(ScenarioError, match=f"more than {MOST_DEPTH} levels"):
        parse_yaml(text, "x.yaml", [])


def test_a_small_text_cannot_grow_large() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]
    with pytest.raises(ScenarioError, match="grows to more than"):
        parse_yaml("\n".join(lines), "x.yaml", [])


@pytest.mark.parametrize("text", ["a: &x [*x]", "a: &x {b: *x}", "&x [*x]"])
def test_a_value_cannot_hold_itself(text: str) -> None:
    with pytest.raises(ScenarioError, match="stands for itself"):
        parse_yaml(text, "x.yaml", [])
