"""What stands below zero: rows that nobody marked as refunds, discounts read another way than they are written, and refunds outside the days asked for."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.cancelled_rows import not_refunded
from core.columns.naming import name_roles
from core.ledger import CANCELLED, KEPT, PRICE, QUANTITY

if TYPE_CHECKING:
    from decimal import Decimal

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
        yield from _cancelled_above_zero(about)
    elif about.run(f"SELECT 1 FROM booked WHERE {_SET_ASIDE} AND amount <> 0 LIMIT 1"):
        yield from _counted_by_row(about) if about.is_small else _counted_by_order(about)


_SET_ASIDE = f"bucket IN ('{QUANTITY}', '{PRICE}') AND customer IS NOT NULL"
_TURNED_ROUND = "--set rules.negative_is_cancelled=true"
# Such rows are no refunds, which are amounts below zero.
_ABOVE_ZERO = "quantity < 0 AND amount > 0"


def _counted_by_row(about: Findings) -> Iterator[str]:
    rows, amount, customers = _added_up(about, f"{_SET_ASIDE} AND ({_is_negative(about)})")
    if not rows:
        return
    above = _above_zero(about, _SET_ASIDE)
    one = rows == 1
    if above and above[0] == rows:
        yield (
            f"{_of_customers(rows, customers)} {_has_above(rows, above[1])} and {'is' if one else 'are'} not marked as cancelled, so"
            f" {'it counts neither as a purchase nor as a refund' if one else 'they count neither as purchases nor as refunds'}."
            f" {_no_refund_either(rows)} {_way_to_refunds(about)}"
        )
        return
    worth = "" if amount is None else f", {float(amount):,.2f}{'' if one else ' in all'},"
    among = f" {above[0]:,} of them {_has_above(*above[:2])}. {_no_refund_either(above[0])}" if above else ""
    yield (
        f"{_of_customers(rows, customers)}{worth} {'is' if one else 'are'} negative and not marked as cancelled, so"
        f" {'it does not count as a refund' if one else 'they do not count as refunds'}.{among}"
        f" If {'it is' if one else 'they are'} returned goods: {_TURNED_ROUND}"
    )


def _has_above(rows: int, worth: Decimal) -> str:
    in_all = "" if rows == 1 else " in all"
    return f"{'has' if rows == 1 else 'have'} a quantity below zero and an amount above it ({worth:,.2f}{in_all})"


def _no_refund_either(rows: int) -> str:
    """What the setting would make of rows with a quantity below zero and an amount above it."""
    taken = (
        "it would be taken out and still be no refund"
        if rows == 1
        else "they would be taken out and still be no refunds"
    )
    return f"A refund is an amount below zero: as cancelled ({_TURNED_ROUND.removeprefix('--set ')}) {taken}."


def _added_up(about: Findings, which: str) -> tuple[int, Decimal | None, int]:
    """How many rows there are of these, what they are worth, and how many customers have them."""
    rows, amount, customers = about.of_rows("count(*), sum(amount), count(DISTINCT customer)", which)[0]
    return int(rows), amount, int(customers)


def _above_zero(about: Findings, which: str) -> tuple[int, Decimal, int] | None:
    """The same of those of them with a quantity below zero and an amount above it; None where there are none."""
    if "quantity" not in about.columns.roles:
        return None
    rows, amount, customers = _added_up(about, f"{which} AND {_ABOVE_ZERO}")
    return (rows, amount, customers) if rows and amount is not None else None


def _cancelled_above_zero(about: Findings) -> Iterator[str]:
    """Rows that are cancelled as negative, though their amounts are above zero."""
    if "quantity" not in about.columns.roles:
        return
    # Of an order more than its refunds are amounts above zero.
    orders, worth, customers = about.run(
        "SELECT count(DISTINCT (customer, order_id)), sum(amount - coalesce(refunded, 0)), count(DISTINCT customer) FROM booked"
        f" WHERE bucket = '{CANCELLED}' AND amount > coalesce(refunded, 0)"
    )[0]
    if not orders:
        return
    if about.is_small:
        above = _above_zero(about, f"bucket = '{CANCELLED}'")
        if above:
            which = f"{_of_customers(above[0], above[2])} with a quantity below zero"
            yield f"{not_refunded(which, above[1], one=above[0] == 1)} {_way_to_refunds(about)}"
    else:
        which = f"Cancelled rows of {_count(int(orders), 'order')} of {_count(int(customers), 'customer')}"
        yield not_refunded(which, worth)


def _way_to_refunds(about: Findings) -> str:
    """What would book rows as refunds whose quantity is below zero and whose amount is above it."""
    roles = about.columns.roles
    money = next((role for role in ("amount", "order_total") if role in roles), None)
    if money is None:
        return "Their prices are below zero too; of a refund it is the price or the quantity, not both."
    name = roles[money].column or ""
    if "price" in roles:
        product = f"{roles['quantity'].column} x {roles['price'].column}"
        then = "" if about.recipe.rules.negative_is_cancelled else f", and then: {_TURNED_ROUND}"
        return (
            f"If they are returned goods, {product} says what to take off; to go by it: --map {money}=-{then}"
        )
    called = name_roles(name).roles
    if "price" in called and called["price"].fits > (called[money].fits if money in called else 0):
        return f"If {name} is what one piece costs, quantity x price says what to take off: --map {_typed('price', name)}"
    return f"If they are returned goods, what to take off has to be written below zero in {name}."


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
    orders, amount, customers = about.run(
        "SELECT count(DISTINCT (customer, order_id)), sum(amount), count(DISTINCT customer) FROM booked"
        f" WHERE {_SET_ASIDE} AND bucket = '{QUANTITY}' AND amount > 0"
    )[0]
    if orders:
        yield (
            f"Rows of {_count(int(orders), 'order')} of {_count(int(customers), 'customer')} have a quantity that is not above zero and come to more than zero,"
            f" {float(amount):,.2f} in all, so they count neither as purchases nor as refunds. A refund is an amount below zero."
            f" {_way_to_refunds(about)} If {about.columns.roles['quantity'].column} does not say how many were sold: --map quantity=-"
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


def _of_customers(rows: int, customers: int) -> str:
    return f"{_count(rows, 'row')} of {_count(customers, 'customer')}"


def _typed(role: str, column: str) -> str:
    """What stands behind `--map` to give a column a role, as a shell takes it."""
    return shlex.quote(f"{role}={column}")


def _leaving_out(side: str, day: str) -> str:
    if side == "before":
        return f"Those before {day} have to be left out of the source."
    following = date.fromisoformat(day) + timedelta(days=1)
    return f"Those after {day} are left out by --as-of {following}, and recency then counts to that day."


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
