"""What the scenario's own types say of a path: which keys are known there, and what a column holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from models.problems import Path


def fields(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """Return the fields of a model by the key under which files have them."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def model_at(root: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Return the model whose keys stand at a path; None where no model does."""
    types: list[Any] = [root]
    for step in path:
        below = [found for kind in types for found in _below(kind, step)]
        types = below or types
    return next((kind for kind in types if _is_model(kind)), None)


def leaf_types(field: FieldInfo) -> frozenset[Any]:
    """Return the scalar types that a field may hold, also as members of a list."""
    return frozenset(_leaves(field.annotation))


def holds_list(field: FieldInfo) -> bool:
    """Whether a field holds a list."""
    return any(get_origin(kind) is tuple for kind in _choices(field.annotation))


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _choices(annotation: Any) -> Iterator[Any]:
    """Yield the types that an annotation may stand for, without what only constrains them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _choices(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for choice in get_args(annotation):
            yield from _choices(choice)
    else:
        yield annotation


def _below(kind: Any, step: str | int) -> Iterator[Any]:
    if _is_model(kind):
        field = fields(kind).get(str(step)) or kind.model_fields.get(str(step))
        if field is not None:
            yield from _choices(field.annotation)
    elif get_origin(kind) is dict and isinstance(step, str):
        yield from _choices(get_args(kind)[1])
    elif get_origin(kind) is tuple and isinstance(step, int):
        yield from _choices(get_args(kind)[0])


def _leaves(annotation: Any) -> Iterator[Any]:
    for kind in _choices(annotation):
        if get_origin(kind) is tuple:
            yield from _leaves(get_args(kind)[0])
        elif kind is not type(None):
            yield kind
