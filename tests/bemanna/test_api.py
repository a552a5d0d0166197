"""The Python API: what it offers, and that importing it costs nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import bemanna


def test_all_is_sorted_and_everything_in_it_is_there() -> None:
    assert list(bemanna.__all__) == sorted(bemanna.__all__)
    for name in bemanna.__all__:
        assert getattr(bemanna, name).__name__ == name


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse(Path(bemanna.__file__).read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == set(bemanna.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'sovle'"):
        _ = bemanna.sovle


def test_importing_loads_no_solver() -> None:
    program = "import sys, bemanna; print([m for m in ('ortools', 'pydantic', 'typer') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


def test_modules_do_not_hide_functions() -> None:
    import bemanna.benchmarking
    import bemanna.cli.app
    import bemanna.need

    assert callable(bemanna.check)
    assert callable(bemanna.solve)
