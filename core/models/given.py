"""The numbers of a customer that somebody types: how they may be written, and what each may be.

A point parts decimals, as everywhere in files and commands. A comma does where it cannot part thousands (`830,50`), and either of the
two parts thousands where groups of three leave no doubt (`1,234.56`, `1.234,56`, `1,234,567`); blanks and apostrophes may too. What could
be one or the other (`1,234`) is refused, unless numbers are shown in a style that says which it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.amounts import TOO_MUCH
from core.classifiers.counting import counted
from core.classifiers.features import BETWEEN_ORDERS, COLUMNS_OF, QUARTERS
from core.clusters.features import FEATURES
from core.errors import UsageError, short_name
from core.figures import PLAIN, NumberStyle
from core.scores import MEASURES
from core.views.placing import WHOLE

if TYPE_CHECKING:
    from core.models.kept import Model
    from core.models.predicting import Columns

# What can be said of a customer.
NAMED = tuple(dict.fromkeys((*FEATURES, *(column for named in COLUMNS_OF.values() for column in named))))
# What follows from other numbers may be typed rounded: to cents, or to a hundredth of what it is.
ROUNDED_MONEY, ROUNDED_SHARE = 0.01, 0.01

# Before refunds are taken off there is no less of these than nothing.
NEVER_NEGATIVE_GROSS = frozenset(("monetary", "average_order"))
LEAST_ORDERS = 1
# A sentence names no more customers.
MOST_SAID = 3

GAP = "[ \u00a0\u202f\u2009'’]"
GAPPED = re.compile(rf"[-+]?\d{{1,3}}(?:{GAP}\d{{3}})+(?:[.,]\d+)?")
# Groups of three with a mark between, and the other mark before decimals; or so many groups that the mark can be no other.
GROUPED = re.compile(
    r"[-+]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+|(?:,\d{3}){2,}|(?:\.\d{3}){2,})",
)
# One group: a number that begins with 0 has none.
ONE_GROUP = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+")


def least_of(model: Model, name: str) -> float:
    """The least that a number can be: what those whom the model was learned from do not fall short of without a reason."""
    spreads = dict(zip(MEASURES, model.population.distributions, strict=True))
    if model.groups is not None:
        spreads = {**model.groups.spreads, **spreads}
    known = spreads[name].values if name in spreads else ()
    if name in WHOLE:
        return min((LEAST_ORDERS if name == "frequency" else 0, *known))
    if name in NEVER_NEGATIVE_GROSS and model.recipe.customers.refunds == "gross":
        return min((0.0, *known))
    return -math.inf


def may_be_below_zero(model: Model, name: str) -> bool:
    """Whether a number may be less than nothing: of money net of refunds, and of money that was so for some whom the model was learned from.

    How far below is not bounded here: who lies beyond what was learned from is told so.
    """
    return least_of(model, name) < 0


@dataclass(frozen=True, slots=True)
class Impossible:
    """Numbers that nobody can have beside each other, as one follows from the others or is bounded by them."""

    names: tuple[str, ...]
    broken: Callable[..., Any]
    """Whether it is so, of numbers in the order of the names: of one customer's, or of arrays of many."""
    told: Callable[..., str]
    """What is wrong with one customer's."""


def _not_by_division(monetary: Any, frequency: Any, average: Any) -> Any:
    """Whether an average order is further from money by orders than it may be rounded."""
    short = abs(average * frequency - monetary)
    return (frequency > 0) & (short > ROUNDED_MONEY * frequency) & (short > ROUNDED_SHARE * abs(monetary))


IMPOSSIBLE = (
    Impossible(
        ("recency", "tenure"),
        lambda recency, tenure: tenure < recency,
        lambda recency, tenure: (
            f"tenure {tenure:,.15g} cannot be with recency {recency:,.15g}: nobody's first purchase is later than the last, so it is {recency:,.15g} or more."
        ),
    ),
    Impossible(
        ("recency", "frequency", "tenure"),
        lambda recency, frequency, tenure: (frequency == 1) & (tenure > recency),
        lambda recency, frequency, tenure: (
            f"tenure {tenure:,.15g} cannot be with recency {recency:,.15g} and frequency 1: the only purchase is the first and the last, so it is"
            f" {recency:,.15g}."
        ),
    ),
    Impossible(
        ("monetary", "frequency", "average_order"),
        _not_by_division,
        lambda monetary, frequency, average: (
            f"average_order {average:,.15g} cannot be with monetary {monetary:,.15g} and frequency {frequency:,.15g}: it is monetary / frequency,"
            f" here {monetary / frequency:,.2f}."
        ),
    ),
    Impossible(
        ("refunded",),
        lambda refunded: refunded > 0,
        lambda refunded: (
            f"refunded {refunded:,.15g} cannot be: what was given back is written below zero, here -{refunded:,.15g}."
        ),
    ),
    *(
        Impossible(
            (name,),
            lambda share: (share < 0) | (share > 1),
            lambda share, name=name: (
                f"{name} {share:,.15g} cannot be: it is a share of the orders, from 0 to 1."
            ),
        )
        for name in QUARTERS
    ),
    *(
        Impossible(
            ("frequency", name),
            lambda frequency, value: (frequency == 1) & (value == value),  # noqa: PLR0124  what is missing equals nothing
            lambda _, value, name=name: (
                f"{name} {value:,.15g} cannot be with frequency 1: it is of the days between orders, and there is one order."
            ),
        )
        for name in BETWEEN_ORDERS
    ),
)


def with_average(given: Mapping[str, float | None]) -> dict[str, float | None]:
    """The numbers of one customer, with the average order that follows from money and orders where it is not given."""
    monetary, frequency = given.get("monetary"), given.get("frequency")
    if given.get("average_order") is not None or monetary is None or not frequency:
        return dict(given)
    return {**given, "average_order": monetary / frequency}


def contradictions(given: Mapping[str, float | None]) -> Iterator[str]:
    """Sentences on numbers of one customer that nobody can have beside each other."""
    known = {name: value for name, value in given.items() if value is not None}
    for one in IMPOSSIBLE:
        if all(name in known for name in one.names):
            values = [known[name] for name in one.names]
            if one.broken(*values):
                yield one.told(*values)
    shares = {name: known[name] for name in QUARTERS if name in known}
    if sum(shares.values()) > 1 + ROUNDED_SHARE and all(0 <= share <= 1 for share in shares.values()):
        yield f"{' and '.join(shares)} cannot add up to {sum(shares.values()):,.15g}: they are shares of all orders, 1 together."


def contradicted(columns: Columns) -> Iterator[tuple[int, str]]:
    """The rows of customers of whom the same is so, each with the first such sentence."""
    first: dict[int, Impossible] = {}
    for one in IMPOSSIBLE:
        if all(name in columns for name in one.names):
            for row in np.flatnonzero(one.broken(*(columns[name] for name in one.names))).tolist():
                first.setdefault(row, one)
    for row, one in sorted(first.items()):
        yield row, one.told(*(float(columns[name][row]) for name in one.names))


def impossible_words(columns: Columns, customer_ids: Sequence[str]) -> str:
    """Of whom of many customers the same is so, in a sentence; nothing where it is so of nobody."""
    found = list(contradicted(columns))
    if not found:
        return ""
    said = "; ".join(f"{customer_ids[row]}: {told.rstrip('.')}" for row, told in found[:MOST_SAID])
    more = f"; and {len(found) - MOST_SAID:,} more" if len(found) > MOST_SAID else ""
    return (
        f"{counted(len(found), 'customer')} {'has' if len(found) == 1 else 'have'} numbers that nobody can have, and"
        f" {'is' if len(found) == 1 else 'are'} predicted by them all the same ({said}{more})."
    )


def given_number(
    text: str, name: str, *, least: float = -math.inf, called: str = "", style: NumberStyle = PLAIN
) -> float:
    """The number that somebody types for `name`, which people know as `called`; UsageError where it cannot be that."""
    called, is_whole = called or name, name in WHOLE
    number = _read(text, style)
    if _is_ambiguous(text, style):
        plain = text.strip().replace(",", "")
        if not is_whole:
            raise UsageError(
                f"{called} cannot be told from {text!r}: the comma may part thousands or decimals.",
                f"Type {plain} or {text.strip().replace(',', '.')}.",
            )
        number = float(plain)  # there are no decimals that it could part
    if number is not None and abs(number) >= TOO_MUCH:
        raise UsageError(
            f"{called} cannot be {short_name(text)!r}: so large a number is taken for a slip.",
            f"Type a number below {TOO_MUCH:,.0f}.",
        )
    if number is None or number < least or (is_whole and number != int(number)):
        raise UsageError(
            f"{called} cannot be {short_name(text)!r}.", f"Type {_wanted(least, is_whole=is_whole)}."
        )
    return number


def _wanted(least: float, *, is_whole: bool) -> str:
    """What a number may be, in words."""
    what = "a whole number" if is_whole else "a number"
    if math.isfinite(least):
        return f"{what} from {least:,.15g} on"
    return what if is_whole else f"{what}, as 830.50"


def _is_ambiguous(text: str, style: NumberStyle) -> bool:
    """Whether a comma may part thousands or decimals."""
    written = text.strip()
    return "," in written and style.decimal != "," and ONE_GROUP.fullmatch(written) is not None


def _read(text: str, style: NumberStyle) -> float | None:
    """The number that a text says; None where it says none, or none that is finite."""
    written = text.strip()
    if GAPPED.fullmatch(written):
        written = re.sub(GAP, "", written).replace(",", ".")
    elif GROUPED.fullmatch(written):
        thousands = next(mark for mark in written if mark in ",.")
        written = written.replace(thousands, "").replace(",", ".")
    elif ONE_GROUP.fullmatch(written) and "." in written and style.thousands == ".":
        written = written.replace(".", "")
    elif DECIMAL_COMMA.fullmatch(written):
        written = written.replace(",", ".")
    try:
        number = float(written)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
