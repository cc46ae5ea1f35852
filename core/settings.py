"""Settings as typed fields of dataclasses: what each may be, read from TOML or from a command line, and checked.

The recipe is made of these. Nothing here knows which settings there are.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import tomllib
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Literal, TypeVar

from core.errors import UsageError
from core.suggest import did_you_mean

T = TypeVar("T")

WHERE_SETTINGS_ARE_LISTED = "docs/recipe.md lists every setting with what it may be."
YES = ("true", "on", "yes", "1")
NO = ("false", "off", "no", "0")


class HasFields(typing.Protocol):
    """A class made by `dataclasses.dataclass`."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


def setting(default: T, doc: str, *, allowed: str = "", ok: Callable[[T], bool] | None = None) -> T:
    """A field of a part of the recipe: its default, what it does, what it may be in words, and whether a value is that."""
    field: T = dataclasses.field(default=default, metadata={"doc": doc, "allowed": allowed, "ok": ok})
    return field


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a setting, and what to do about it."""

    key: str
    what: str
    cure: str = WHERE_SETTINGS_ARE_LISTED


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """What there is to know about one setting."""

    key: str
    type: Any
    default: Any
    doc: str
    allowed: str
    ok: Callable[[Any], bool] | None

    @property
    def choices(self) -> tuple[str, ...]:
        """The values to choose from, or () where any value of the type will do."""
        if typing.get_origin(self.type) is Literal:
            return tuple(str(choice) for choice in typing.get_args(self.type))
        return ("true", "false") if self.type is bool else ()

    @property
    def type_words(self) -> str:
        """The type, in words."""
        origin, arguments = typing.get_origin(self.type), typing.get_args(self.type)
        if origin is Literal:
            return "one of " + ", ".join(f'"{choice}"' for choice in arguments)
        if origin is tuple:
            return {str: "a list of texts", float: "a list of numbers"}.get(arguments[0], "a list of tables")
        return {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}[self.type]

    @property
    def allowed_words(self) -> str:
        """What a value may be, in words."""
        return self.allowed or self.type_words


@functools.cache
def settings_of(part: type[HasFields], section: str) -> tuple[Setting, ...]:
    """The settings of a part of the recipe, in their order."""
    hints = typing.get_type_hints(part)
    return tuple(
        Setting(
            f"{section}.{field.name}" if section else field.name,
            hints[field.name],
            field.default,
            field.metadata["doc"],
            field.metadata["allowed"],
            field.metadata["ok"],
        )
        for field in dataclasses.fields(part)
    )


def as_typed(described: Setting, value: object) -> object:
    """`value`, as TOML gives it, as the type of the setting; ValueError where it is of another type."""
    origin, arguments = typing.get_origin(described.type), typing.get_args(described.type)
    if origin is tuple:
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise ValueError(described.key)
        return tuple(_as_item(arguments[0], item) for item in value)
    if origin is Literal:
        if value not in arguments or not isinstance(value, str):
            raise ValueError(described.key)
        return value
    return _as_item(described.type, value)


def _as_item(wanted: Any, value: object) -> object:
    if dataclasses.is_dataclass(wanted):
        if isinstance(value, Mapping):
            return wanted(**_fields_of_table(wanted, value))  # type: ignore[operator]
        if isinstance(value, wanted):  # type: ignore[arg-type]
            return value
    elif wanted is float:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    elif wanted is str and isinstance(value, datetime | date):
        return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
    elif type(value) is wanted:
        return value
    raise ValueError(value)


def _fields_of_table(wanted: Any, table: Mapping[str, object]) -> dict[str, object]:
    """The fields of a dataclass inside a list, each of its type; ValueError where a field is missing, strange or wrong."""
    hints = typing.get_type_hints(wanted)
    if set(table) != {field.name for field in dataclasses.fields(wanted)}:
        raise ValueError(table)
    return {
        name: as_typed(Setting(name, hints[name], None, "", "", None), value) for name, value in table.items()
    }


def from_text(described: Setting, text: str) -> object:
    """A value as somebody types it after --set, as TOML would have given it: still to be checked."""
    origin, arguments = typing.get_origin(described.type), typing.get_args(described.type)
    written = text.strip()
    if origin is tuple:
        if written.startswith("[") or arguments[0] not in (str, float):
            return _toml_value(written)
        items = [item.strip() for item in written.split(",") if item.strip()]
        return [_number(item) for item in items] if arguments[0] is float else items
    if described.type is bool:
        return True if written.casefold() in YES else False if written.casefold() in NO else text
    if described.type in (int, float):
        return _number(written)
    return text


def _toml_value(text: str) -> object:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _number(text: str) -> object:
    for reading in (int, float):
        try:
            return reading(text)
        except ValueError:
            continue
    return text


def checked(
    part: type[HasFields], section: str, given: Mapping[str, object]
) -> tuple[dict[str, object], list[Problem]]:
    """The values given for a part, each as its type, and what is wrong with those that are left out."""
    known = {described.key.rpartition(".")[2]: described for described in settings_of(part, section)}
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for name, value in given.items():
        described = known[name]
        try:
            typed = as_typed(described, value)
        except ValueError:
            problems.append(_impossible(described, value))
            continue
        if described.ok is not None and not described.ok(typed):
            problems.append(_impossible(described, value))
        else:
            values[name] = typed
    return values, problems


def _impossible(described: Setting, value: object) -> Problem:
    hint = did_you_mean(value, [name for name in described.choices if name]) if isinstance(value, str) else ""
    return Problem(
        described.key,
        f"`{described.key}` cannot be {shown(value)}.{hint}",
        f"Give {described.allowed_words}.",
    )


def shown(value: object) -> str:
    """A value as TOML writes it, short enough for a message."""
    if isinstance(value, bool):
        written = "true" if value else "false"
    elif isinstance(value, str):
        written = '"' + value + '"'
    elif isinstance(value, list | tuple):
        written = "[" + ", ".join(shown(item) for item in value) + "]"
    else:
        written = "empty" if isinstance(value, types.NoneType) else str(value)
    return written if len(written) <= 80 else written[:79] + "…"


def usage_error(problems: Sequence[Problem], where: str = "") -> UsageError:
    """The error that tells the first problem whole and names the others."""
    first, others = problems[0], problems[1:]
    what = f"{where}: {first.what}" if where else first.what
    if others:
        keys = ", ".join(f"`{key}`" for key in dict.fromkeys(problem.key for problem in others))
        what += f" There is something wrong with {keys} too."
    return UsageError(what, first.cure)
