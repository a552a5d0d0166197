"""Imports point one way, and nobody else owns our package names."""

from __future__ import annotations

import ast
import importlib.metadata
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {"models": {"models"}, "solver": {"models", "solver"}, "bemanna": {"models", "solver", "bemanna"}}
PACKAGES = tuple(MAY_IMPORT)
USER_INTERFACE = {"typer", "rich", "jinja2", "xlsxwriter", "icalendar"}


def modules() -> dict[str, Path]:
    """Return all modules of the three packages, by dotted name."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(path: Path, *, at_run_time: bool = False, at_top: bool = False) -> Iterator[str]:
    """Yield the dotted names that a module imports, wherever in it.

    At run time: without those that only type checkers see. At top: without those inside functions.
    """
    todo: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if at_run_time and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if at_top and isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{path}: relative import"
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
        todo.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("module", sorted(modules()))
def test_imports_point_from_bemanna_to_solver_to_models(module: str) -> None:
    package = module.split(".")[0]
    roots = {name.split(".")[0] for name in imports(modules()[module])}
    assert roots & set(PACKAGES) <= MAY_IMPORT[package]
    assert package == "solver" or "ortools" not in roots, "OR-Tools is imported below solver/ only"
    assert package != "models" or not roots & USER_INTERFACE


def test_an_import_against_the_direction_is_seen(tmp_path: Path) -> None:
    source = tmp_path / "module.py"
    source.write_text("def f():\n    from solver.solve import solve\n", encoding="utf-8")
    assert "solver.solve" in set(imports(source))
    assert "solver.solve" not in set(imports(source, at_top=True))


def test_no_module_imports_itself_in_a_circle() -> None:
    known = modules()
    graph = {
        name: {wanted for wanted in imports(path, at_run_time=True, at_top=True) if wanted in known and wanted != name}
        for name, path in known.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_owns_the_name(package: str) -> None:
    owners = set(importlib.metadata.packages_distributions().get(package, []))
    assert owners <= {"bemanna"}, f"uninstall the other one: {owners}"
    module = __import__(package)
    assert module.__file__ is not None
    assert Path(module.__file__).resolve().is_relative_to(ROOT)
