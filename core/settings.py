"""Settings as typed fields of dataclasses: what each may be, read from TOML or a command line, and checked.

The recipe is made of these. Nothing here knows which settings there are.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Literal, TypeVar

from core.errors import UsageError
from core.suggest import did_you_mean

T = TypeVar("T")

WHERE_SETTINGS_ARE_LISTED = "See every setting with what it may be: regulars recipe"
YES = ("true", "on", "yes", "1")
NO = ("false", "off", "no", "0")
MOST_SHOWN = 80
NO_ALIASES: Mapping[str, str] = {}


class HasFields(typing.Protocol):
    """A class made by `dataclasses.dataclass`."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


# What is wrong with a value that has parts, and what to do about it.
Fault = tuple[str, str]


def setting(
    default: T,
    doc: str,
    *,
    allowed: str = "",
    ok: Callable[[T], bool] | None = None,
    aliases: Mapping[str, str] = NO_ALIASES,
    fault: Callable[[object], Fault | None] | None = None,
) -> T:
    """A field of a part of the recipe.

    `allowed` says in words what it may be, `ok` whether a value of its type is that, and `aliases` what else
    may be written for some values. `fault` finds what is wrong inside a value that is more than a word.
    """
    field: T = dataclasses.field(
        default=default,
        metadata={"doc": doc, "allowed": allowed, "ok": ok, "aliases": aliases, "fault": fault},
    )
    return field


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a setting, and what to do about it."""

    key: str
    what: str
    cure: str = WHERE_SETTINGS_ARE_LISTED


class SettingsError(UsageError):
    """Settings that do not exist or cannot be: the first is told whole, the others are named."""

    def __init__(self, problems: Sequence[Problem], where: str = "") -> None:
        first, others = problems[0], problems[1:]
        what = f"{where}: {first.what}" if where else first.what
        if others:
            what += f" Wrong too: {', '.join(dict.fromkeys(f'`{problem.key}`' for problem in others))}."
        super().__init__(what, first.cure)
        self.problems = tuple(problems)


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """What there is to know about one setting."""

    key: str
    type: Any
    default: Any = None
    doc: str = ""
    allowed: str = ""
    ok: Callable[[Any], bool] | None = None
    aliases: Mapping[str, str] = dataclasses.field(default_factory=dict)
    fault: Callable[[object], Fault | None] | None = None

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
            return "text"
        if origin is tuple:
            return {str: "list of texts", float: "list of numbers"}.get(arguments[0], "list of tables")
        return {bool: "true or false", int: "whole number", float: "number", str: "text"}[self.type]

    @property
    def allowed_words(self) -> str:
        """What a value may be, in words."""
        if typing.get_origin(self.type) is Literal:
            return "one of " + ", ".join(shown(choice) for choice in self.choices)
        if self.allowed:
            return self.allowed
        return self.type_words if self.type is bool else f"a {self.type_words}"


@functools.cache
def _settings_of(part: Callable[..., HasFields], section: str) -> tuple[Setting, ...]:
    hints = typing.get_type_hints(part)
    return tuple(
        Setting(f"{section}.{field.name}", hints[field.name], field.default, **field.metadata)
        for field in dataclasses.fields(typing.cast("type[HasFields]", part))
    )


def settings_of(part: type[HasFields], section: str) -> tuple[Setting, ...]:
    """The settings of a part of the recipe, in their order."""
    return _settings_of(typing.cast("Callable[..., HasFields]", part), section)


def checked(
    part: type[HasFields], section: str, given: Mapping[str, object]
) -> tuple[dict[str, object], list[Problem]]:
    """The values given for a part, each as its type, and what is wrong with those that are left out."""
    known = {described.key.rpartition(".")[2]: described for described in settings_of(part, section)}
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for name, value in given.items():
        described = known[name]
        found = described.fault(value) if described.fault else None
        if found is not None:
            problems.append(Problem(described.key, *found))
            continue
        try:
            values[name] = as_typed(described, value)
        except ValueError:
            problems.append(_impossible(described, value))
    return values, problems


def as_typed(described: Setting, value: object) -> object:
    """A value as TOML gives it, as the type of its setting; ValueError where it cannot be."""
    typed = _of_type(described.type, value)
    if isinstance(typed, str):
        typed = described.aliases.get(typed, typed)
    if described.ok is not None and not described.ok(typed):
        raise ValueError(described.key)
    return typed


def _of_type(wanted: Any, value: object) -> object:
    """`value` as the type wanted, which TOML may write a little differently; ValueError if it is another."""
    if typing.get_origin(wanted) is tuple:
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise ValueError(value)
        return tuple(_of_type(typing.get_args(wanted)[0], item) for item in value)
    if typing.get_origin(wanted) is Literal:
        if isinstance(value, str) and value in typing.get_args(wanted):
            return value
    elif dataclasses.is_dataclass(wanted):
        return _of_table(typing.cast("type[Any]", wanted), value)
    elif wanted is float:
        return _finite(value)
    elif wanted is str:
        return _text(value)
    elif type(value) is wanted:
        return value
    raise ValueError(value)


def _finite(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    try:
        number = float(value)
    except OverflowError:
        raise ValueError(value) from None
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _text(value: object) -> str:
    """A text that can be written as UTF-8; a date that TOML has read as one is text again. With a time it would lose that, so it is none."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    if not isinstance(value, str):
        raise ValueError(value)
    value.encode()
    return value


def _of_table(wanted: type[Any], value: object) -> object:
    if isinstance(value, wanted):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(wanted)}
    hints = typing.get_type_hints(wanted)
    if not isinstance(value, Mapping) or set(value) != set(hints):
        raise ValueError(value)
    return wanted(**{name: _of_type(hints[name], value[name]) for name in hints})


def from_text(described: Setting, text: str) -> object:
    """A value as somebody types it after --set, as TOML would have given it: still to be checked."""
    origin, arguments = typing.get_origin(described.type), typing.get_args(described.type)
    written = text.strip()
    if origin is tuple:
        if written.startswith("[") or arguments[0] not in (str, float):
            return _toml_value(written)
        items = [item.strip() for item in written.split(",") if item.strip()]
        return [_number(item) for item in items] if arguments[0] is float else items
    if origin is Literal:
        return written
    if described.type is bool:
        return True if written.casefold() in YES else False if written.casefold() in NO else text
    return _number(written) if described.type in (int, float) else text


def _toml_value(text: str) -> object:
    import tomllib  # the app is drawn before anything is typed

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


def _impossible(described: Setting, value: object) -> Problem:
    near = [name for name in described.choices if name]
    hint = did_you_mean(value, near) if isinstance(value, str) else ""
    what = f"`{described.key}` cannot be {shown(value)}.{hint}"
    day = _day_of(value)
    if day and described.ok is not None and described.ok(day):
        return Problem(described.key, what, f"Only whole days can be given; write this one so: {day}")
    return Problem(described.key, what, f"Give {described.allowed_words}.")


def _day_of(value: object) -> str:
    """The day of a moment, as a recipe writes days; empty where a value is no moment."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return ""
    return moment.date().isoformat() if isinstance(moment, datetime) else ""


def shown(value: object) -> str:
    """A value as TOML writes it, short enough for a message."""
    written = as_written(value)
    return written if len(written) <= MOST_SHOWN else written[: MOST_SHOWN - 1] + "…"


def as_written(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'
    if isinstance(value, list | tuple):
        return "[" + ", ".join(as_written(item) for item in value) + "]"
    if dataclasses.is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {as_written(item)}" for name, item in value.items()) + " }"
    return str(value)
