"""What the scenario's types have to say about a value, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from models.problems import Path, Problem, did_you_mean, listed, shown
from models.reading.nodes import Found, Node
from models.reading.plans import activity_owners
from models.reading.schema import fields, model_at
from models.reading.tables import PLAN, ROW_MODELS

_Context = Mapping[str, Any]

_ID_REMEDY: Final = "write 1 to 64 characters without commas, semicolons, bars, and spaces only single between words"
_DATE: Final = ("is no date", "write year-month-day, for example 2027-03-01")
_WHOLE: Final = ("is no whole number", "write digits only, for example 40")
_NUMBER: Final = ("is no number", "write for example 0.75")
_TRUTH: Final = ("is neither true nor false", "write true or false")
_MAPPING: Final = ("is no mapping", "write keys and values below it, or {key: value}")
_LIST: Final = ("is no list", "write [a, b], or one '- ' a line")


def _at_least(context: _Context, value: object) -> tuple[str, str]:
    least = context.get("ge", context.get("gt"))
    more = "more than" if "gt" in context else "at least"
    negative = least == 0 and str(value).lstrip().startswith("-")
    return ("is negative" if negative else "is too small"), f"write {more} {least}"


def _at_most(context: _Context, value: object) -> tuple[str, str]:
    most = context.get("le", context.get("lt"))
    return "is too large", f"write {'less than' if 'lt' in context else 'at most'} {most}"


def _choice(context: _Context, value: object) -> tuple[str, str]:
    words = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
    choices = words.split(", ")
    nearest = did_you_mean(str(value), choices)
    if len(choices) == 1:
        return "is not what must stand here", f"write {words}"
    return "is none of the choices", f"{nearest + ' ' if nearest else ''}write one of {words}"


def _places(context: _Context, value: object) -> tuple[str, str]:
    places = context.get("decimal_places", context.get("max_digits"))
    return "has too many decimals", f"write at most {places} of them"


def _short(context: _Context, value: object) -> tuple[str, str]:
    least = context.get("min_length", 1)
    return "is empty" if least == 1 else "is too short", f"give at least {least}"


def _long(context: _Context, value: object) -> tuple[str, str]:
    most = context.get("max_length")
    return (
        ("is too long", f"write at most {most} characters")
        if isinstance(value, str)
        else ("has too many entries", f"give at most {most}")
    )


_Words = tuple[str, str] | Callable[[_Context, object], tuple[str, str]]

_WORDS: Final[Mapping[str, _Words]] = {
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": ("is an absurdly large number", "check it"),
    "int_from_float": _WHOLE,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "decimal_max_places": _places,
    "decimal_max_digits": _places,
    "finite_number": _NUMBER,
    "greater_than": _at_least,
    "greater_than_equal": _at_least,
    "less_than": _at_most,
    "less_than_equal": _at_most,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": ("is a date with a clock time", "write the date only"),
    "literal_error": _choice,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "string_type": ("is no text", "write a word or a text in quotes"),
    "string_too_short": _short,
    "string_too_long": _long,
    "string_pattern_mismatch": ("is no name that others can refer to", _ID_REMEDY),
    "too_short": _short,
    "too_long": _long,
}

_LOOSE: Final = frozenset(("dict_type", "int_type", "int_parsing", "literal_error"))
"""What the second of two possible types says where the first has more to say."""


def complaint(root: type[BaseModel], tree: Node, found: Found, error: ErrorDetails) -> Problem:
    """Return an error of the types as a problem with its place."""
    kind, location = error["type"], error["loc"]
    if kind == "missing":
        return _missing(root, found, location)
    if kind == "extra_forbidden":
        return _unknown_key(root, found, location)
    if kind == "value_error":
        return _own_words(found, error)
    if location[0] == PLAN and (kind == "tuple_type" or (kind == "dict_type" and len(location) == 2)):
        return _plan_entry(tree, found, kind)
    words = _WORDS.get(kind, ("is not what this key takes", "look it up in the scenario reference"))
    what, remedy = words if isinstance(words, tuple) else words(error.get("ctx", {}), error["input"])
    if "[key]" in location:
        return found.node.key_problem(f"key '{location[-2]}' {what}", remedy, found.words)
    if kind in ("tuple_type", "list_type") and found.words and found.words[0] in ROW_MODELS and len(found.words) == 1:
        remedy = f"{remedy}, or {{table: {found.words[0]}.csv}}"
    if kind == "model_type" and "rooms" in location[2:3]:
        what, remedy = "is no number of rooms", "write a whole number, or {count: 5, open: {mon-fri: [am]}}"
    if kind == "string_pattern_mismatch" and "A-Z" in str(error.get("ctx", {}).get("pattern")):
        what, remedy = "is no ISO code", "write it in capitals, for example SE or SEK"
    got = (
        found.node.shown()
        if found.node.value is None or isinstance(error["input"], (dict, list))
        else shown(error["input"])
    )
    return found.node.problem(what, remedy, found.words, got)


def is_loose(error: ErrorDetails, found: Found) -> bool:
    """Whether an error is only that of one of two possible types."""
    return error["type"] in _LOOSE and len(found.words) < len(error["loc"]) and error["loc"][0] != PLAN


def _missing(root: type[BaseModel], found: Found, location: Path) -> Problem:
    from models.reading.describing import describe  # only where something is missing

    describe()
    key = str(location[-1])
    model = model_at(root, location[:-1])
    field = fields(model).get(key) if model else None
    meaning = (field.description or "").split("\n")[0].rstrip(".") if field else ""
    remedy = f"add '{key}' ({meaning[:1].lower()}{meaning[1:]})" if meaning else f"add '{key}'"
    return found.node.key_problem("is missing", remedy, (*found.words, key))


def _unknown_key(root: type[BaseModel], found: Found, location: Path) -> Problem:
    model = model_at(root, location[:-1])
    known = tuple(fields(model)) if model else ()
    remedy = did_you_mean(str(location[-1]), known, f"known keys are {listed(known, most=30)}" if known else "drop it")
    return found.node.key_problem("is no known key", remedy, found.words)


def _own_words(found: Found, error: ErrorDetails) -> Problem:
    """The scenario's own checks speak plain words: what is wrong, and after a semicolon what to do."""
    what, _, remedy = str(error.get("ctx", {}).get("error", "is not accepted")).partition("; ")
    is_scalar = not isinstance(error["input"], (dict, list, tuple))
    place = found.node.problem if is_scalar or found.node.key_mark is None else found.node.key_problem
    return place(what, remedy, found.words, found.node.shown() if is_scalar else None)


def _plan_entry(tree: Node, found: Found, kind: str) -> Problem:
    """A key of the plan that is neither a unit nor an activity of exactly one unit, or no number and no list."""
    name = str(found.words[-1])
    activities = activity_owners(tree)
    owners = activities.get(name, [])
    if kind == "tuple_type" or len(owners) == 1:
        what, remedy = "is neither a number nor a list of numbers", "write 60, or [60, 60, 50, 60]"
        return found.node.problem(what, remedy, found.words, found.node.shown())
    if owners:
        remedy = f"write it below its unit, as in {{{owners[0]}: {{{name}: ...}}}}"
        return found.node.key_problem(f"is an activity of several units ({listed(owners)})", remedy, found.words)
    units = tree.get("units")
    known = [*activities, *(unit for unit, _ in units.items())] if units else []
    remedy = did_you_mean(name, known, f"there are {listed(known)}")
    return found.node.key_problem("is no activity and no unit", remedy, found.words)
