"""What a filter is once it has been read: a tree of conditions on columns, each true or false of every row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from core.errors import UsageError

Kind = Literal["text", "number", "money", "date", "moment", "flag"]
Operator = Literal["=", "!=", "<", "<=", ">", ">="]
NUMBERS: frozenset[Kind] = frozenset(("number", "money"))
DATES: frozenset[Kind] = frozenset(("date", "moment"))


class FilterError(UsageError):
    """A filter cannot be read; `start` and `end` say which of its characters are meant."""

    def __init__(self, what: str, cure: str, start: int, end: int) -> None:
        super().__init__(what, cure)
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, `end` not included: a day, or the month, year, minute or second that was written."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Column:
    """The value of another column of the same row."""

    name: str


Value = str | bool | Decimal | Span | Column


@dataclass(frozen=True, slots=True)
class Compare:
    """A column beside a value; `number` is what a text reads as, where an order of numbers is asked of a text column."""

    column: str
    kind: Kind
    operator: Operator
    value: Value
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """A column that has one of these values."""

    column: str
    kind: Kind
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """A column whose text holds this."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Search:
    """Any of these columns holds this text."""

    columns: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Empty:
    """A column without a value, or with a text of nothing but blanks."""

    column: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Not:
    """Every row that `inner` is not true of."""

    inner: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    parts: tuple[Node, ...]


Node = Compare | OneOf | Contains | Search | Empty | Not | And | Or
