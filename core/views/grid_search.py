"""Looking for a text in what a grid shows: the values of a column as they are written on the screen, as an expression of SQL."""

from __future__ import annotations

import re

from core.figures import PLAIN
from core.views.grid_parts import ShownAs, Sought

# A word is not looked for in numbers and dates: turning them all into text takes half a second.
NUMBER_CHARACTERS = re.compile(r"[-+0-9.,:T %<>]+")
# What the plain style has between thousands; where it is typed, only numbers that show it there are found.
THOUSANDS = PLAIN.thousands
NUMBERS: frozenset[ShownAs] = frozenset(("number", "figure", "money", "percent"))


def held(column: str, shown_as: ShownAs, sought: Sought) -> tuple[str, str] | None:
    """The condition for a column of SQL to show what is looked for, and its parameter; None where it cannot."""
    if shown_as == "text":
        return f"contains(lower({column}), lower(?))", sought.text
    if shown_as == "flag":
        return f"({column} AND contains('yes', lower(?)))", sought.text
    number = sought.number if shown_as in NUMBERS else sought.text
    if not number or not NUMBER_CHARACTERS.fullmatch(number):
        return None
    written = _written(column, shown_as)
    if shown_as not in NUMBERS or THOUSANDS not in number:
        return f"contains({written}, ?)", number
    # Few numbers have these digits, and to mark them all takes many times as long. No quote can be among them.
    digits = number.replace(THOUSANDS, "")
    marked = f"contains({_with_thousands(written)}, ?)"
    return f"CASE WHEN contains({written}, '{digits}') THEN {marked} ELSE false END", number


def _with_thousands(written: str) -> str:
    """A number that is written plainly with a mark between its thousands; what stands before and behind its whole part stays."""
    whole = rf"regexp_extract({written}, '\d+')"
    # From the right: 7654321 is parted after each third digit, and turned round again: 1,234,567.
    marked = (
        rf"ltrim(reverse(regexp_replace(reverse({whole}), '(\d{{3}})', '\1{THOUSANDS}', 'g')), '{THOUSANDS}')"
    )
    return rf"regexp_replace({written}, '\d+', {marked})"


def _written(column: str, shown_as: ShownAs) -> str:
    """A number or a date as it is written, in the plain style: rounded as on the screen, without marks between thousands."""
    text, real = f"CAST({column} AS VARCHAR)", f"CAST({column} AS DOUBLE)"
    match shown_as:
        case "money":
            # Decimals to the cent are written so anyway, and much sooner.
            return (
                f"CASE WHEN typeof({column}) LIKE 'DECIMAL(%,2)' THEN {text} ELSE printf('%.2f', {real}) END"
            )
        case "figure":
            return f"printf('%.3f', {real})"
        case "percent":
            return (
                f"CASE WHEN {real} > 0 AND {real} < 0.0005 THEN '<0.1 %' WHEN {real} >= 0.9995 AND {real} < 1"
                f" THEN '>99.9 %' ELSE printf('%.1f %%', 100 * {real}) END"
            )
        case "number":
            six_decimals = f"rtrim(rtrim(printf('%.6f', {real}), '0'), '.')"
            return f"CASE WHEN typeof({column}) LIKE '%INT%' THEN {text} ELSE {six_decimals} END"
        case "day":
            return f"left({text}, 10)"
        case "moment":
            return f"replace(left({text}, 16), ' 00:00', '')"
        case _:
            return text
