"""Which sign stands before the decimals of a column's numbers: by what its values allow, else by the rest of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.columns.number_patterns import STRICT

ENOUGH_POINTS = 20  # so many numbers with three digits behind a point, and none with fewer, are no chance

Decimal = Literal[".", ","]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the values of a column say about its decimal sign, in numbers of rows."""

    point_only: int  # read only with a decimal point
    comma_only: int  # read only with a decimal comma
    open_comma: int  # "1,234": read both ways
    open_point: int  # "1.234": read both ways
    ungrouped: int  # "1234": long enough for a separator, and without one
    below: int  # "5", "694": too short for a separator
    padded: int  # "1.250": ends in a zero, which a program that drops zeros would not write


def weigh(cores: Mapping[str, str], counts: Mapping[str, int]) -> Evidence:
    """What the values say, given the digits of each and in how many rows it stands."""
    point_only = comma_only = open_comma = open_point = ungrouped = below = padded = 0
    for value, core in cores.items():
        rows = counts[value]
        point, comma = STRICT["."].fullmatch(core), STRICT[","].fullmatch(core)
        if point and not comma:
            point_only += rows
        elif comma and not point:
            comma_only += rows
        elif point and "," in core:
            open_comma += rows
        elif point and "." in core:
            open_point += rows
            padded += rows if core.endswith("0") else 0
        elif len(core) > 3 and core.isdecimal():
            ungrouped += rows
        elif core.isdecimal():
            below += rows
    return Evidence(point_only, comma_only, open_comma, open_point, ungrouped, below, padded)


def choose_decimal(evidence: Evidence, hint: str, comma_land: str) -> tuple[Decimal, bool, str]:
    """The sign, whether the column itself decides it, and why."""
    point, comma = evidence.point_only, evidence.comma_only
    if point != comma:
        decimal: Decimal = "." if point > comma else ","
        name, other = ("point", "comma") if point > comma else ("comma", "point")
        reason = f"decimal {name}, as {_rows(max(point, comma))} can be read no other way"
        if min(point, comma):
            reason += (
                f"; {_rows(min(point, comma))} can be read only with a decimal {other} and stay unreadable"
            )
        return decimal, True, reason
    if point:
        return _hinted(
            hint,
            f"as many values ({point:,}) can be read only with a decimal point as only with a decimal comma",
        )
    if evidence.open_comma or evidence.open_point:
        return _choose_between_thousands(evidence, hint, comma_land)
    return ".", True, "whole numbers"


def _hinted(hint: str, fact: str) -> tuple[Decimal, bool, str]:
    if hint == ",":
        return ",", False, f"{fact}; the comma is taken as decimal, as elsewhere in the file"
    where = "as elsewhere in the file" if hint else "as nothing says otherwise"
    return ".", False, f"{fact}; the point is taken as decimal, {where}"


def _choose_between_thousands(evidence: Evidence, hint: str, comma_land: str) -> tuple[Decimal, bool, str]:
    comma_used, point_used = bool(evidence.open_comma), bool(evidence.open_point)
    if comma_used and point_used:
        return _hinted(hint, "values such as 1,234 and 1.234 both occur")
    example, sign = ("1,234", "comma") if comma_used else ("1.234", "point")
    fact = f"values such as {example} can be thousands or three decimals"
    own: Decimal = "," if comma_used else "."
    thousands: Decimal = "." if comma_used else ","
    if hint:
        meaning = "decimals" if hint == own else "thousands"
        return (
            (own if hint == own else thousands),
            False,
            f"{fact}; taken as {meaning}, as the rest of the file writes",
        )
    if evidence.ungrouped:
        return own, False, f"{fact}; taken as decimals, as other long numbers have no separator"
    if comma_land:
        meaning = "decimals" if own == "," else "thousands"
        return ",", False, f"{fact}; taken as {meaning}, as {comma_land} of a place where commas are decimal"
    if comma_used:
        return thousands, False, f"{fact}; taken as thousands, the usual meaning of such a {sign}"
    # With decimals, whole numbers without them say that zeros are dropped: then some of those with a point had fewer digits behind it.
    if evidence.below and (evidence.padded or evidence.open_point >= ENOUGH_POINTS):
        why = f"all numbers below 1,000 ({evidence.below:,}) stand without a point, and none has one or two decimals"
        return thousands, False, f"{fact}; taken as thousands, as {why}"
    return own, False, f"{fact}; taken as decimals, the usual meaning of such a {sign}"


def comma_land(language: str, *, semicolon: bool, currency: str) -> str:
    """What speaks of a place where commas are decimal, as words; "" where nothing does."""
    if language and language != "en":
        return "the names of the columns speak"
    if semicolon:
        return "the semicolons between the columns speak"
    return "the euro signs speak" if currency == "€" else ""


def _rows(number: int) -> str:
    return "1 value" if number == 1 else f"{number:,} values"
