"""The numbers of a customer that somebody types: how they may be written, and what each may be.

A point parts decimals, as everywhere in files and commands. A comma does where it cannot part thousands (`830,50`), and either of the
two parts thousands where groups of three leave no doubt (`1,234.56`, `1.234,56`, `1,234,567`); blanks and apostrophes may too. What could
be one or the other (`1,234`) is refused, unless numbers are shown in a style that says which it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from core.amounts import TOO_MUCH
from core.classifiers.features import BETWEEN_ORDERS, COLUMNS_OF, QUARTERS
from core.clusters.features import FEATURES
from core.errors import UsageError, short_name
from core.figures import PLAIN, NumberStyle
from core.scores import MEASURES
from core.views.placing import WHOLE

if TYPE_CHECKING:
    from core.models.kept import Model

# What can be said of a customer.
NAMED = tuple(dict.fromkeys((*FEATURES, *(column for named in COLUMNS_OF.values() for column in named))))
# What follows from other numbers may be typed rounded: to cents, or to a hundredth of what it is.
ROUNDED_MONEY, ROUNDED_SHARE = 0.01, 0.01

# Before refunds are taken off there is no less of these than nothing.
NEVER_NEGATIVE_GROSS = frozenset(("monetary", "average_order"))
LEAST_ORDERS = 1

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


def contradictions(given: Mapping[str, float | None]) -> Iterator[str]:
    """Sentences on numbers that nobody can have beside each other, as one follows from the others or is bounded by them."""
    recency, frequency, monetary = (given.get(name) for name in MEASURES)
    tenure, refunded = given.get("tenure"), given.get("refunded")
    if tenure is not None and recency is not None and tenure < recency:
        yield (
            f"tenure {tenure:,.15g} cannot be with recency {recency:,.15g}: nobody's first purchase is later than the last, so it is {recency:,.15g} or more."
        )
    if tenure is not None and recency is not None and frequency == 1 and tenure > recency:
        yield (
            f"tenure {tenure:,.15g} cannot be with recency {recency:,.15g} and frequency 1: the only purchase is the first and the last, so it is"
            f" {recency:,.15g}."
        )
    yield from _impossible_shares(given)
    average = given.get("average_order")
    if average is not None and monetary is not None and frequency:
        follows = monetary / frequency
        if abs(average - follows) > max(ROUNDED_MONEY, ROUNDED_SHARE * abs(follows)):
            yield (
                f"average_order {average:,.15g} cannot be with monetary {monetary:,.15g} and frequency {frequency:,.15g}: it is monetary / frequency,"
                f" here {follows:,.2f}."
            )
    if refunded is not None and refunded > 0:
        yield f"refunded {refunded:,.15g} cannot be: what was given back is written below zero, here -{refunded:,.15g}."
    for name in BETWEEN_ORDERS:
        value = given.get(name)
        if value is not None and frequency == 1:
            yield f"{name} {value:,.15g} cannot be with frequency 1: it is of the days between orders, and there is one order."


def _impossible_shares(given: Mapping[str, float | None]) -> Iterator[str]:
    shares = {name: share for name in QUARTERS if (share := given.get(name)) is not None}
    for name, share in shares.items():
        if not 0 <= share <= 1:
            yield f"{name} {share:,.15g} cannot be: it is a share of the orders, from 0 to 1."
    if sum(shares.values()) > 1 + ROUNDED_SHARE and all(0 <= share <= 1 for share in shares.values()):
        yield f"{' and '.join(shares)} cannot add up to {sum(shares.values()):,.15g}: they are shares of all orders, 1 together."


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
