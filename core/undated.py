"""Rows without a date, in a sentence: how much of the source they are, why that may be, and what to do about it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.columns.date_above import OF_SOMETHING_ELSE, TOTALS, is_ditto
from core.columns.naming import name_roles
from core.columns.words import read_name
from core.ledger import MISSING_DATE
from core.sql import literal

if TYPE_CHECKING:
    from core.findings import Findings

# So large a share of the rows, or of the money, without a date is more than slips of the pen.
LARGE_SHARE = 0.03


def without_date(about: Findings) -> Iterator[str]:
    """Rows that are nobody's purchases for want of a date, where they are more than a few per cent of the source."""
    taken = next((line for line in about.ledger if line.rule == MISSING_DATE), None)
    if taken is None or not taken.rows:
        return
    rows = sum(line.rows for line in about.ledger)
    money = sum(abs(line.amount or 0) for line in about.ledger)
    worth = taken.amount or 0
    if taken.rows < LARGE_SHARE * rows and abs(worth) < LARGE_SHARE * money:
        return
    one = taken.rows == 1
    yield (
        f"{taken.rows:,} of {rows:,} rows ({100 * taken.rows / rows:.0f} %){f', worth {worth:,.2f},' if worth else ''}"
        f" {'has' if one else 'have'} nothing in {about.columns.roles['date'].column} and so"
        f" count{'s' if one else ''} as nobody's purchase{'' if one else 's'}.{_customers_lost(about)} {_what_to_do(about)}"
    )


def _customers_lost(about: Findings) -> str:
    """How many customers are left out since none of their rows has a date."""
    lost = about.run(
        f"SELECT count(DISTINCT customer) FROM booked WHERE bucket = '{MISSING_DATE}'"
        f" AND NOT regexp_matches(lower(customer), {literal(TOTALS)})"
        " AND customer NOT IN (SELECT customer_id FROM customer_segments)"
    )[0][0]
    if not lost:
        return ""
    return (
        f" {'One customer has' if lost == 1 else f'{int(lost):,} customers have'} no row with a date that counts, and"
        f" {'is' if lost == 1 else 'are'} left out."
    )


def _what_to_do(about: Findings) -> str:
    date = about.columns.roles["date"]
    said = []
    if read_name(date.column or "").has(*OF_SOMETHING_ELSE):
        said.append("If that has not come to pass yet, as where a bill is open, there is nothing to do")
    elif about.recipe.columns.date_above != "on":
        said.append(
            "If each date stands on the first of its rows only, as in a cash book or in merged cells, they can take the date above:"
            " --set columns.date_above=on"
        )
    of_sales = [name for name in about.columns.dated if "date" in name_roles(name).roles]
    other = next((name for name in of_sales if name != date.column), None)
    if other:
        said.append(f"If {other} says when they were sold: --map {shlex.quote(f'date={other}')}")
    said.append(f"{'Else fill' if said else 'Fill'} in their dates in the source")
    return ". ".join(said) + "."


def repeated_by(about: Findings, unread: Sequence[str | None]) -> str:
    """What to do where dates that could not be read are ditto marks, by examples; "" where they are not."""
    mark = next((text for text in unread if text and is_ditto(text)), None)
    if mark is None or about.recipe.columns.date_above == "on":
        return ""
    return f". If {mark.strip()!r} stands for the date of the row above: --set columns.date_above=on"
