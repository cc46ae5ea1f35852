"""What a table of sales lacks, or leaves open, in plain words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum

from core.amounts import TOO_MUCH
from core.columns.clock import has_times, tells_time_of_day
from core.columns.counted_orders import CLEARLY_COUNTED, rows_of_several_orders
from core.columns.delivered import delivered_notes
from core.columns.discount_notes import discount_notes
from core.columns.discounts import FORMS, less, taken_off
from core.columns.evidence import Column
from core.columns.given_out import documents_not_counted
from core.columns.multiplying import is_about
from core.columns.named_once import named_once
from core.columns.naming import Role
from core.columns.nobody import NO_CUSTOMER, nearest_to_customer
from core.columns.numbering import LEAST_NAMES, begun_again
from core.columns.numbers import decide_numbers
from core.columns.order_totals import is_open
from core.columns.other_dates import other_dates
from core.columns.other_money import other_amounts, other_prices, worth_or_price
from core.columns.relations import GROWS, STAYS, Relations
from core.patterns import later

# So many cells of different kinds show what a column is made of.
MOST_KINDS = 3
LONGEST_EXAMPLE = 30
MONEY_ROLES: tuple[Role, ...] = ("amount", "price", "order_total")
ONE_ORDER_A_MOMENT = (
    "There is no order column: a customer's rows with the same date and time count as one order."
)
ONE_ORDER_A_DAY = (
    "There is no order column and no time of day: a customer's rows of the same day count as one order."
)
NO_DATE = "There is no column of sale dates, so it is not known when a customer last bought."
NO_PRODUCT = "There is no product column, so what customers buy cannot be told."
NO_MONEY = "There is no amount or price column: recency and frequency can be scored, money cannot."
# What is not lacking where one of these roles is filled.
LACKING_WITHOUT: dict[str, tuple[Role, ...]] = {
    NO_CUSTOMER: ("customer",),
    NO_DATE: ("date",),
    NO_PRODUCT: ("product", "description"),
    NO_MONEY: MONEY_ROLES,
}


def sales_notes(
    chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations, attributes: Sequence[int]
) -> tuple[str, ...]:
    """The notes on an assignment, most important first."""
    names = {role: table[position].profile.name for role, position in chosen.items()}
    return (
        *_unread_money(chosen, table),
        *_lacking(chosen, table, relations),
        *_weak_customer(chosen, table, relations, names),
        *named_once(chosen, table),
        *begun_again(chosen, table),
        *documents_not_counted(chosen, table),
        *_at_cost(chosen, table, names),
        *_price_or_total(chosen, relations, names),
        *delivered_notes(chosen, table),
        *_differing_totals(chosen, table, relations),
        *discount_notes(chosen, table),
        *other_amounts(chosen, table, relations),
        *other_prices(chosen, table),
        *other_dates(chosen, table),
        *_in_cents(chosen, names),
        *_rounded_money(chosen, table),
        *_counted_orders(chosen, table),
        *rows_of_several_orders(chosen, table),
        *_own_columns(table, attributes),
    )


def _unread_money(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """A column that is called money and cannot be read as it: without a word it would look as if there were none."""
    if chosen.keys() & set(MONEY_ROLES):
        return []
    return [
        f"{column.profile.name} is called like money, but its cells (such as {_one_of_each_kind(column)}) cannot be read as numbers"
        " of one kind, so it is not used. Look at its decimal signs and at the encoding, or name another: --map amount=COLUMN"
        for column in table
        if column.profile.filled
        and column.profile.kind == "text"
        and column.name.roles.keys() & set(MONEY_ROLES)
    ][:2]


def _one_of_each_kind(column: Column) -> str:
    """A cell of each kind that stands in a column, as sentences list them: what is no number at all first, then the commonest."""
    kinds: dict[str, Counter[str]] = {}
    for cell in column.values:
        if cell and (text := cell.strip()):
            kinds.setdefault(_kind_of(text), Counter())[text] += 1
    telling = sorted(
        kinds.values(), key=lambda cells: (decide_numbers(cells.elements()) is not None, -cells.total())
    )
    *first, last = [repr(next(iter(cells))[:LONGEST_EXAMPLE]) for cells in telling[:MOST_KINDS]]
    return f"{', '.join(first)} and {last}" if first else last


def _kind_of(text: str) -> str:
    """What cells written alike have in common: their signs, with a 0 for any digits and an a for any letters."""
    return re.sub(r"\s+", " ", re.sub(r"[^\W\d_]+", "a", re.sub("[0-9]+", "0", text)))


def _lacking(chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations) -> list[str]:
    notes = []
    if "customer" not in chosen:
        notes.append(NO_CUSTOMER + nearest_to_customer(chosen, table))
    if "date" not in chosen:
        notes.append(NO_DATE)
    if "order" not in chosen and "date" in chosen:
        date = table[chosen["date"]]
        dated = date.profile.dates
        timed = "time" in chosen or (dated is not None and has_times(date.values, dated))
        notes.append(ONE_ORDER_A_MOMENT if timed else ONE_ORDER_A_DAY)
    if not chosen.keys() & set(MONEY_ROLES):
        notes.append(NO_MONEY + _nearest_to_money(chosen, table, relations))
    if "product" not in chosen and "description" not in chosen:
        notes.append(NO_PRODUCT)
    return notes


def _nearest_to_money(chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations) -> str:
    """Which numbers may be money under a name that does not say so; "" where there are none."""
    free = [
        column
        for column in table
        if column.position not in chosen.values()
        and column.is_number
        and column.profile.distinct > 2
        and not (column.is_row_number or column.is_line_number)
        and not column.reading.has(*NEVER_MONEY)
        and (column.is_fractional or not column.reading.has("id"))
    ]
    exact = [column for column in free if column.is_fractional]
    nearest = [column for column in exact or free if exact or not column.is_code][:MOST_NEAREST]
    if not nearest:
        return ""
    names = [column.profile.name for column in nearest]
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    one = "one of them" if len(names) > 1 else "that"
    return f" The numbers in {listed} come nearest; if {one} is it: --map '{worth_or_price(nearest[0], chosen, relations)}={names[0]}'"


def _weak_customer(
    chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations, names: Mapping[Role, str]
) -> list[str]:
    if "customer" not in chosen:
        return []
    fit = table[chosen["customer"]].name.roles.get("customer")
    if fit is None or "subject" in fit.says:
        return [_unnamed_customer(chosen, table, names)]
    if "id" in fit.says.split() or fit.fits > 0.62:
        return []
    kind = next((word for word in ("e-mail", "phone", "company", "name") if word in fit.says), "")
    if not kind:
        return []
    told = "an e-mail address" if kind == "e-mail" else f"a {kind}" if kind != "phone" else "a phone number"
    said = f"Customers are told apart by {names['customer']}, {told}"
    ids = [
        column.profile.name
        for column in table
        if "customer" in column.name.roles and relations.may_number_customers(column.position, chosen)
    ]
    if not ids and kind == "company":
        return [
            f"{said}: there is no customer id. If these are the shop's own, or made what was sold, name the column that says who bought: --map customer=COLUMN"
        ]
    if not ids:
        return [f"{said}: there is no customer id."]
    return [f"{said}. If {ids[0]} is a customer id that tells them apart better: --map 'customer={ids[0]}'"]


def _unnamed_customer(chosen: Mapping[Role, int], table: Sequence[Column], names: Mapping[Role, str]) -> str:
    """A word where no name says who bought: another column may be it, of which only a person knows."""
    others = [
        column.profile.name
        for column in table
        if column.position not in chosen.values()
        and not column.name.understood
        and column.profile.distinct >= LEAST_NAMES
        and (column.is_code or column.is_person)
        and not (column.is_row_number or column.is_line_number or tells_time_of_day(column))
    ]
    way = (
        f"If {others[0]} does: --map 'customer={others[0]}'"
        if others
        else "If another column does: --map customer=COLUMN"
    )
    return f"No column says by its name who bought; {names['customer']} was taken by what stands in it. {way}"


def _at_cost(chosen: Mapping[Role, int], table: Sequence[Column], names: Mapping[Role, str]) -> list[str]:
    """A word where nothing but what the shop itself paid is left to say what a row is worth."""
    taken: Role | None = next((role for role in MONEY_ROLES if role in chosen), None)
    if taken is None or not table[chosen[taken]].reading.has("cost"):
        return []
    return [
        f"{names[taken]} is a cost by its name, and no other column says what customers paid, so it is taken for that."
        f" If it is what the shop itself paid, leave money out: --map {taken}=-"
    ]


def _price_or_total(chosen: Mapping[Role, int], relations: Relations, names: Mapping[Role, str]) -> list[str]:
    """A word where the only money column does not behave as its name says."""
    if "quantity" not in chosen:
        return []
    product = chosen.get("product")
    if "price" in chosen and "amount" not in chosen and relations.is_named("price", chosen["price"]):
        scale = relations.scale(chosen["quantity"], chosen["price"], product)
        if scale is not None and scale > GROWS + 0.15:
            return [
                f"{names['price']} grows with {names['quantity']} as a line's total does; it is taken as a price by its name."
                f" If it is a total: --map 'amount={names['price']}'"
            ]
    if "amount" in chosen and "price" not in chosen and relations.is_named("amount", chosen["amount"]):
        scale = relations.scale(chosen["quantity"], chosen["amount"], product)
        if scale is not None and scale < STAYS - 0.15 and product is not None:
            return [
                f"{names['amount']} stays the same whatever {names['quantity']} is, as a unit price does; it is taken as a line's total"
                f" by its name. If it is a price: --map 'price={names['amount']}'"
            ]
    return []


def _differing_totals(chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations) -> list[str]:
    """Line totals that are not quantity x price on some rows, nor that times one tax or less a discount."""
    if not {"amount", "quantity", "price"} <= chosen.keys():
        return []
    amount, quantity, price = (table[chosen[role]] for role in ("amount", "quantity", "price"))
    if "order" in chosen and is_open(table[chosen["order"]], amount):
        return []  # it may be the total of a whole order, and then has to be compared with more than one row
    found = relations.product(amount.position, quantity.position, price.position)
    if found.is_but_for_tax and not found.is_exact:
        return []
    off_already = taken_off(chosen, table)
    if off_already is not None and (off_already.factor != 1 or off_already.tax):
        return []  # the note on discounts says what they are besides
    discounts = table[chosen["discount"]].numbers if "discount" in chosen else [None] * len(amount.numbers)
    rows = [
        (total, pieces, each, off or 0.0)
        for total, pieces, each, off in zip(
            amount.numbers, quantity.numbers, price.numbers, discounts, strict=True
        )
        if total is not None and pieces is not None and each is not None
    ]
    differing = [
        (total, pieces * each)
        for total, pieces, each, off in rows
        if not any(is_about(total, pieces, net) for net in _prices_less(each, off, pieces))
    ]
    if len(differing) <= FEW_DIFFERING * len(rows):
        return []
    name, product = amount.profile.name, f"{quantity.profile.name} x {price.profile.name}"
    total, worth = (sum(side) for side in zip(*differing, strict=True))
    return [
        f"{name} is not {product} on {len(differing):,} of the {len(rows):,} rows looked at: there it is {total:,.2f} in all, and {product} would be"
        f" {worth:,.2f}. {name} is what counts; to go by {product}: --map amount=-"
    ]


def _prices_less(each: float, off: float, pieces: float) -> list[float]:
    """The price of a piece as it is, and less a discount in percent, as a fraction, or as money off the line or off the piece."""
    if not off:
        return [each]
    off_the_line = [less(each, off / pieces, "money")] if pieces else []
    return [each, *(less(each, off, form) for form in FORMS), *off_the_line]


def _in_cents(chosen: Mapping[Role, int], names: Mapping[Role, str]) -> list[str]:
    return [
        f"{names[role]} is in hundredths by its name; its numbers are taken as they stand, so all sums of money are a hundred times too large if it is."
        " Divide it by 100 in the source."
        for role in MONEY_ROLES
        if role in chosen and IN_CENTS.search(names[role].casefold())
    ]


def _rounded_money(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """A word where four decimals a row are too few, as of shares of a coin, for sums of money to be right."""
    taken: Role | None = next((role for role in ("amount", "order_total", "price") if role in chosen), None)
    if taken is None:
        return []
    worth = [value or 0.0 for value in table[chosen[taken]].numbers]
    if taken == "price" and "quantity" in chosen:
        pieces = table[chosen["quantity"]].numbers
        worth = [value * (count or 0.0) for value, count in zip(worth, pieces, strict=True)]
    # Amounts beyond that are set aside as unreadable.
    worth = [value for value in worth if abs(value) < TOO_MUCH]
    off = abs(fsum(round(value, KEPT_DECIMALS) - value for value in worth))
    money = fsum(map(abs, worth))
    if off <= LEAST_LOST * money:
        return []
    return [
        f"What a row is worth is kept to four decimals, and {table[chosen[taken]].profile.name} has more: on the rows looked at that changes their sum"
        f" by {100 * off / money:.2g} %. To lose nothing, write it in a smaller unit, as thousandths."
    ]


def _counted_orders(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """Rows that may be customers already: none comes back, and a column says how often each ordered."""
    if "customer" not in chosen or table[chosen["customer"]].profile.filled < LEAST_CUSTOMERS:
        return []
    counts = [
        column.profile.name
        for column in table
        if "frequency" in column.name.roles
        and column.name.roles["frequency"].fits >= CLEARLY_COUNTED
        and column.is_number
        and column.profile.whole
        and column.distinct_share < 1
    ]
    if not counts or table[chosen["customer"]].distinct_share < 1:
        return []
    return [
        f"No customer has two rows, and {counts[0]} counts orders by its name, so the rows may be customers already. If they are:"
        f" --map 'frequency={counts[0]}' --map monetary=COLUMN"
    ]


# The decimals of a row's money, and the share of all money that rounding to them may change without a word.
KEPT_DECIMALS = 4
LEAST_LOST = 0.0005
MOST_NEAREST = 3
NEVER_MONEY = (
    "place",
    "percent",
    "tax",
    "ship",
    "discount",
    "age",
    "period",
    "days",
    "birth",
    "phone",
    "stock",
    "quantity",
    "count",
    "profit",
)
# Totals that differ from quantity x price on so small a share of the rows are slips of those rows.
FEW_DIFFERING = 0.01
LEAST_CUSTOMERS = 20
IN_CENTS = later(r"(^|[^a-z])(cents?|pence|centimes|centavos|céntimos|centesimi|minor units?)([^a-z]|$)")


def _own_columns(table: Sequence[Column], attributes: Sequence[int]) -> list[str]:
    own = [
        table[position].profile.name
        for position in attributes
        if table[position].profile.name.casefold() in OWN_NAMES
    ]
    if not own:
        return []
    listed = ", ".join(own)
    return [
        f"The source has {'a column' if len(own) == 1 else 'columns'} of its own called {listed}; what {'it says' if len(own) == 1 else 'they say'}"
        " of a customer is kept beside what is worked out here."
    ]


OWN_NAMES = frozenset(
    (
        "segment",
        "value",
        "tier",
        "score",
        "r",
        "f",
        "m",
        "rfm",
        "r_score",
        "f_score",
        "m_score",
        "rfm_score",
        "cluster",
    )
)
