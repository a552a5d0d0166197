"""What the fields of a scenario mean: the texts below them in the sources, read when somebody asks.

Pydantic would read them whenever Bemanna starts, which takes a tenth of a second.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from models.base import Base


@cache
def describe() -> None:
    """Give the fields of all models their descriptions; those of a parent stand there alone."""
    for model in dict.fromkeys(_below(Base)):
        for kind in model.__mro__:
            for name, text in _texts(kind).items() if issubclass(kind, Base) else ():
                field = model.model_fields.get(name)
                if field is not None and field.description is None:
                    field.description = text


def describe_schema() -> None:
    """Do so in the JSON Schema too."""
    describe()
    models = list(dict.fromkeys(_below(Base)))
    for model in (*models, *models):  # twice, as rules come before what they hold
        model.model_rebuild(force=True)


def _below(model: type[Base]) -> Iterator[type[Base]]:
    for each in model.__subclasses__():
        yield each
        yield from _below(each)


@cache
def _texts(model: type[Base]) -> Mapping[str, str]:
    """Return the texts below the fields of a class."""
    found = _classes(Path(inspect.getfile(model))).get(model.__qualname__)
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(found.body if found else ())
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }


@cache
def _classes(source: Path) -> Mapping[str, ast.ClassDef]:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
