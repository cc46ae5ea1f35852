"""What stands below zero: rows that nobody marked as refunds, discounts read another way than they are written, and refunds outside the days asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.ledger import CANCELLED, KEPT, PRICE, QUANTITY

if TYPE_CHECKING:
    from core.findings import Findings

# From this on a number is no share of one, and no percentage.
WHOLE = {"fraction": 1, "percent": 100}
# What reads discounts that are beyond that.
READS_MORE = {"fraction": "percent", "percent": "money"}


def negative_rows(about: Findings) -> Iterator[str]:
    """Rows below zero that are not marked as cancelled, and why they may be so."""
    beyond = _discounts_beyond(about)
    if beyond:
        yield beyond
        return  # it is these that make rows negative, as far as anybody can tell
    if about.recipe.rules.negative_is_cancelled:
        return
    if about.run(f"SELECT 1 FROM booked WHERE {_SET_ASIDE} AND amount <> 0 LIMIT 1"):
        yield from _counted_by_row(about) if about.is_small else _counted_by_order(about)


_SET_ASIDE = f"bucket IN ('{QUANTITY}', '{PRICE}') AND customer IS NOT NULL"
_TURNED_ROUND = "--set rules.negative_is_cancelled=true"


def _counted_by_row(about: Findings) -> Iterator[str]:
    rows, amount, customers = about.of_rows(
        "count(*), sum(amount), count(DISTINCT customer)", f"{_SET_ASIDE} AND ({_is_negative(about)})"
    )[0]
    if rows:
        one = rows == 1
        worth = "" if amount is None else f", {float(amount):,.2f}{'' if one else ' in all'},"
        yield (
            f"{_count(int(rows), 'row')} of {_count(int(customers), 'customer')}{worth} {'is' if one else 'are'} negative and not marked as cancelled, so"
            f" {'it does not count as a refund' if one else 'they do not count as refunds'}."
            f" If {'it is' if one else 'they are'} returned goods: {_TURNED_ROUND}"
        )


def _is_negative(about: Findings) -> str:
    """What a cancellation is by `rules.negative_is_cancelled`, of the columns that there are."""
    roles = about.columns.roles
    # The total of an order is booked on one of its rows, and stands on all of them.
    money = "order_total" if "order_total" in roles and "amount" not in roles else "amount"
    return " OR ".join(f"{name} < 0" for name in (money, "quantity") if name in roles or name == "amount")


def _counted_by_order(about: Findings) -> Iterator[str]:
    """The same in orders, which hold their rows added up: what is negative in them beside as much above zero does not show."""
    orders, amount, customers = about.run(
        "SELECT count(DISTINCT (customer, order_id)), sum(amount), count(DISTINCT customer) FROM booked"
        f" WHERE {_SET_ASIDE} AND amount < 0"
    )[0]
    if orders:
        yield (
            f"Rows of {_count(int(orders), 'order')} of {_count(int(customers), 'customer')} come to less than zero, {float(amount):,.2f} in all, and are not"
            f" marked as cancelled, so they do not count as refunds. If they are returned goods: {_TURNED_ROUND}"
        )


def _discounts_beyond(about: Findings) -> str:
    """Discounts that cannot be what the recipe says they are, where they make amounts negative; "" where there are none."""
    written = about.recipe.customers.discount
    if written not in WHOLE or "discount" not in about.columns.roles:
        return ""
    if not about.run("SELECT 1 FROM booked WHERE amount < 0 LIMIT 1"):
        return ""
    rows, most = about.of_rows("count(*), max(discount)", f"discount > {WHOLE[written]}")[0]
    if not rows:
        return ""
    name, one = about.columns.roles["discount"].column, rows == 1
    called = "a fraction" if written == "fraction" else "a percentage"
    return (
        f"{_count(int(rows), 'discount')} in {name} {'is' if one else 'are'} above {WHOLE[written]} (up to {float(most):,.12g}), which {called} cannot be, so"
        f" {'this row is' if one else 'these rows are'} worth less than nothing. If that is how they are written, {READS_MORE[written]} reads them:"
        f" --set customers.discount={READS_MORE[written]}"
    )


def refunds_outside(about: Findings) -> Iterator[str]:
    """Refunds from before or after the days that purchases are asked for, which are taken off all the same."""
    rules = about.recipe.rules
    found, ways, cancelled = [], [], 0
    for side, day, than in (("before", rules.before, "<"), ("after", rules.after, ">")):
        if not day:
            continue
        rows, money = about.run(
            f"SELECT sum(\"rows\"), sum(refunded) FROM booked WHERE bucket = '{CANCELLED}' AND day {than} DATE '{day}' AND refunded < 0"
            f" AND customer IN (SELECT customer FROM booked WHERE bucket = '{KEPT}')"
        )[0]
        if rows:
            cancelled += int(rows)
            found.append(f"{_count(int(rows), 'cancelled row')} {side} {day} ({float(money):,.2f})")
            ways.append(_leaving_out(side, day))
    if found:
        one = cancelled == 1
        yield (
            f"Refunds count whenever they come: {' and '.join(found)} {'lies' if one else 'lie'} outside the days asked for, and {'is' if one else 'are'}"
            f" taken off what was bought within them. {' '.join(ways)}"
        )


def net_of_refunds(about: Findings) -> Iterator[str]:
    """What revenue is where it is net, beside what was bought; or that there is nothing to take off."""
    if about.recipe.customers.refunds != "net":
        return
    known, refunded = about.run("SELECT count(monetary), sum(refunded) FROM customer_segments")[0]
    bought = next((line.amount for line in about.ledger if line.rule == KEPT), None)
    if not known or bought is None:
        return
    if refunded:
        yield (
            f"Revenue and monetary are net, as customers.refunds says: {bought:,.2f} was bought, and refunds took {-float(refunded):,.2f} of it."
        )
    else:
        yield (
            "customers.refunds is net, but no customer has a refund, so net is what was bought. Refunds are the negative amounts of cancelled rows; if a"
            " column marks these, name it: --map status=COLUMN"
        )


def _leaving_out(side: str, day: str) -> str:
    if side == "before":
        return f"Those before {day} have to be left out of the source."
    following = date.fromisoformat(day) + timedelta(days=1)
    return f"Those after {day} are left out by --as-of {following}, and recency then counts to that day."


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
