"""What a row is worth: one way to say it is left where several columns could."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import TYPE_CHECKING

from core.columns.counted_amounts import settle_counted
from core.columns.discounts import settle_net
from core.columns.doubled import LEAST_ROWS, rows_of_sums
from core.columns.evidence import Column
from core.columns.hundredths import may_be_cents
from core.columns.invoiced import settle_invoiced
from core.columns.money_of_days import settle_of_days
from core.columns.multiplying import multiplies_several, scales_with
from core.columns.naming import Role
from core.columns.not_sold import settle_pieces
from core.columns.order_totals import (
    agrees_across_articles,
    grows_with_rows,
    has_many_values,
    is_called_order_total,
    is_of_one_article,
    is_open,
    is_repeated,
    once_and_on_every_row,
    order_sums,
    products,
)
from core.columns.other_money import lists_of_money, may_be_to_pay, total_to_take
from core.columns.payouts import settle_payouts
from core.columns.rates import drop_rate
from core.columns.relations import GROWS, STAYS, Relations
from core.columns.running import settle_running
from core.columns.units import counts_stays
from core.columns.units_sold import one_piece_a_row, units_sold

if TYPE_CHECKING:
    from core.columns.alike import GuessedTable
    from core.columns.role_guess import RoleGuess

# Each of so many columns is held against each other as a product; of thousands that would take minutes.
MOST_MULTIPLIED = 12
# On a scale where 0 is a unit price and 1 a line's total.
SURELY_GROWS = 0.95
# So far from undecided that a name which leaves it open is no match for it.
SURELY_STAYS = STAYS - 0.15
# What says which rows of an order are of one article.
GOODS: tuple[Role, ...] = ("product", "description")
# What the total of an order is held against.
OF_TOTALS: tuple[Role, ...] = ("order", "order_total", "quantity", "price")
# Orders whose total is not the sum of their lines are slips where they are so few.
FEW_DIFFERING = 0.01


def settle_money(
    chosen: dict[Role, int], table: Sequence[Column], relations: Relations
) -> tuple[dict[Role, int], tuple[str, ...]]:
    """Where several columns could say what a row is worth, leave one way; say which and why."""
    notes = settle_payouts(chosen, table) + settle_running(chosen, table)
    notes += settle_invoiced(chosen, table, relations)
    notes += settle_counted(chosen, table, relations) + settle_of_days(chosen, table, relations)
    notes += _settle_by_rows(chosen, table, relations)
    drop_rate(chosen, table)
    if (sold := units_sold(chosen, table, relations)) is not None:
        chosen["quantity"] = sold.position
        relations.hold_for("quantity", sold.position, sold.reason)
        notes += sold.notes
    if "price" in chosen and "quantity" not in chosen and "amount" not in chosen:
        notes.append(one_piece_a_row(chosen, table))
        chosen["amount"] = chosen.pop("price")
    if (product := _product_of_amount(chosen, table, relations)) is not None:
        chosen |= product
        total, pieces, each = (table[position].profile.name for position in product.values())
        notes.append(
            f"{total} is {pieces} x {each} on the rows, so it is taken as what a row is worth, and these as quantity and price."
            f" To take another: --map 'amount={each}'"
        )
    if _is_total_called_price(chosen, table):
        chosen["amount"] = chosen.pop("price")
        total, pieces = (table[chosen[role]].profile.name for role in ("amount", "quantity"))
        notes.append(
            f"{total} grows with {pieces} exactly as a line's total does, so it is taken as one in spite of its name."
            f" If it is the price of one piece: --map 'price={total}'"
        )
    chosen |= settle_net(chosen, table)
    notes += _settle_order_total(chosen, table, relations)
    notes += settle_pieces(chosen, table)
    notes += [*lists_of_money(chosen, table), *may_be_cents(chosen, table)]
    if (
        "product" not in chosen
        and "description" in chosen
        and relations.may_identify_products(chosen["description"])
    ):
        chosen["product"] = chosen.pop("description")
    return chosen, tuple(notes)


def _settle_order_total(chosen: dict[Role, int], table: Sequence[Column], relations: Relations) -> list[str]:
    """Leave an order's total in `chosen` only where nothing else says what a row is worth; say how it counts, and what leaves that open."""
    if "order" not in chosen:
        return []
    notes = _settle_repeated(chosen, table, relations)
    names = {role: table[position].profile.name for role, position in chosen.items()}
    if "order_total" not in chosen:
        return notes
    orders, total = table[chosen["order"]], table[chosen["order_total"]]
    name = names["order_total"]
    if "amount" not in chosen and may_be_to_pay(total) and rows_of_sums(chosen, table) is not None:
        return notes  # `mapped_total_notes` says how far the lines differ from it
    if "amount" in chosen or {"quantity", "price"} <= chosen.keys():
        offered = total_to_take(chosen, table, relations)
        del chosen["order_total"]
        return [*notes, _lines_instead(offered, chosen, table)] if offered is not None else notes
    is_sure = grows_with_rows(orders, total) is True or (
        is_called_order_total(total) and has_many_values(orders, total)
    )
    counted = f"{name} is the total of a whole order, so it counts once an order and not once a line."
    both = "" if is_sure else f" {_both_sums(orders, total)}"
    return [*notes, f"{counted}{both} If each row is worth that much by itself: --map 'amount={name}'"]


def _lines_instead(total: Column, chosen: Mapping[Role, int], table: Sequence[Column]) -> str:
    """That the lines of an order count and not its total, how far these differ, and how to take the total."""
    name = total.profile.name
    said = f"{name} is the total of a whole order, the same on each of its lines;"
    other = f"To take the total: --map 'order_total={name}'"
    if "amount" in chosen:
        return f"{said} {table[chosen['amount']].profile.name}, a line's own, is used. {other}"
    pieces, each = table[chosen["quantity"]], table[chosen["price"]]
    used = f"{pieces.profile.name} x {each.profile.name} of each line is used."
    differing = _differing_orders(table[chosen["order"]], total, pieces, each)
    return " ".join(filter(None, (said, used, differing, other)))


def mapped_total_notes(main: GuessedTable, roles: Mapping[str, RoleGuess]) -> list[str]:
    """A word where the total of an order that was asked for is not what its lines come to by quantity and price."""
    if "amount" in roles or not roles.keys() >= set(OF_TOTALS):
        return []
    table = [
        Column(main.profiles[position], main.opened.sample.columns[position])
        for role in OF_TOTALS
        if (position := roles[role].position) is not None
    ]
    orders, total, pieces, each = table
    differing = _differing_orders(orders, total, pieces, each)
    if not differing:
        return []
    product = f"{pieces.profile.name} x {each.profile.name}"
    if (sums := rows_of_sums({role: place for place, role in enumerate(OF_TOTALS)}, table)) is not None:
        differing += (
            f" On {len(sums.rows):,} of {sums.several:,} orders of {LEAST_ROWS} rows or more one row is the sum of the others, so {product} counts"
            " their money more than once."
        )
    return [
        f"{differing} {total.profile.name} counts, once an order; to go by {product}: --map order_total=-"
    ]


def _differing_orders(orders: Column, total: Column, pieces: Column, each: Column) -> str:
    """On how many orders their total is not the sum of their lines, and by how much; "" where they are few."""
    sums = order_sums(orders, total, products(pieces, each))
    if sums.differing <= FEW_DIFFERING * sums.orders:
        return ""
    name, product = total.profile.name, f"{pieces.profile.name} x {each.profile.name}"
    return (
        f"On {sums.differing:,} of the {sums.orders:,} orders looked at {name} is not the sum of {product}: by {name} these are worth"
        f" {sums.said:,.2f}, and by {product} {sums.summed:,.2f}."
    )


def _settle_repeated(chosen: dict[Role, int], table: Sequence[Column], relations: Relations) -> list[str]:
    """Put right in `chosen` whether money that all rows of an order repeat is of the order, by what else the rows say."""
    orders = table[chosen["order"]]
    product = next((table[chosen[role]] for role in GOODS if role in chosen), None)
    if "amount" in chosen and "order_total" not in chosen:
        amount = table[chosen["amount"]]
        if _adds_up_orders(chosen, table) or (
            is_open(orders, amount)
            and product is not None
            and agrees_across_articles(orders, amount, product)
        ):
            chosen["order_total"] = chosen.pop("amount")
            relations.hold_for_order_total(chosen["order"], amount.position)
            return []
        lines = product is not None and is_of_one_article(orders, product)
        if is_open(orders, amount) and not (lines and _stays_with_rows(orders, amount)):
            name = amount.profile.name
            return [
                f"{name} is the same on all rows of an order, so it may be the total of the order; it is taken as what each row is worth."
                f" {_both_sums(orders, amount)} If it is the total: --map 'order_total={name}'"
            ]
    if "order_total" in chosen and "amount" not in chosen and product is not None:
        total = table[chosen["order_total"]]
        if is_of_one_article(orders, product) and _stays_with_rows(orders, total):
            chosen["amount"] = chosen.pop("order_total")
            name = total.profile.name
            return [
                f"{name} is the same on all rows of an order, but so is {product.profile.name}, and orders of more rows have no more of it: it is"
                f" taken as what each row is worth. {_both_sums(orders, total)} If it is the total of the order: --map 'order_total={name}'"
            ]
    return []


def _adds_up_orders(chosen: Mapping[Role, int], table: Sequence[Column]) -> bool:
    """Whether an amount that all rows of an order repeat is the sum of what its rows come to by quantity and price."""
    if not {"amount", "quantity", "price"} <= chosen.keys():
        return False
    orders, amount = table[chosen["order"]], table[chosen["amount"]]
    lines = products(table[chosen["quantity"]], table[chosen["price"]])
    return is_repeated(orders, amount) and order_sums(orders, amount, lines, least_rows=2).agree


def _stays_with_rows(orders: Column, money: Column) -> bool:
    """Whether orders of more rows have no more of what their rows repeat, though its name does not say that it is of the order."""
    return not is_called_order_total(money) and grows_with_rows(orders, money) is False


def _both_sums(orders: Column, what: Column) -> str:
    once, every = once_and_on_every_row(orders, what)
    return f"On the rows looked at it comes to {once:,.2f} once an order, and to {every:,.2f} on every row."


def _settle_by_rows(chosen: dict[Role, int], table: Sequence[Column], relations: Relations) -> list[str]:
    """Put right in `chosen` what names left open or only looks decided, where the rows add up; say what and why."""
    notes: list[str] = []
    if _is_stray_quantity(chosen, relations) or _is_length_of_stay(chosen, table):
        del chosen["quantity"]
    if (made := _price_by_the_rows(chosen, table, relations)) is not None:
        named = table[chosen["price"]].profile.name
        chosen["price"] = made
        total, pieces, price = (table[chosen[role]].profile.name for role in ("amount", "quantity", "price"))
        notes.append(
            f"{total} is {pieces} x {price} on the rows, so {price} is taken as the price and not {named}."
        )
    if _is_total_of_costs(chosen, table, relations):
        total, pieces, each = (table[chosen[role]].profile.name for role in ("amount", "quantity", "price"))
        del chosen["amount"]
        notes.append(
            f"{total} is what the shop itself paid, by its name, so {pieces} x {each} is taken as what a row is worth."
            f" To take the other: --map 'amount={total}'"
        )
    if _is_cost_beside_amount(chosen, table, relations):
        total, each = (table[chosen[role]].profile.name for role in ("amount", "price"))
        del chosen["price"]
        notes.append(
            f"{each} is what the shop itself paid, by its name, and does not make {total}, so it is no price."
            f" If customers paid it: --map 'price={each}'"
        )
    if (found := _price_and_total(chosen, table, relations)) is not None:
        chosen |= found
        each, total = (table[position].profile.name for position in found.values())
        pieces = table[chosen["quantity"]].profile.name
        notes.append(
            f"{total} is {pieces} x {each} on the rows, so {each} is taken as the price and {total} as what a row is worth,"
            f" though neither is called so. To take another: --map amount=COLUMN"
        )
    if _is_unit_price_called_net(chosen, table, relations):
        chosen["price"] = chosen.pop("amount")
        each, pieces = (table[chosen[role]].profile.name for role in ("price", "quantity"))
        notes.append(
            f"{each} stays the same whatever {pieces} is, as a unit price does, so it is taken as one."
            f" If it is a line's total: --map 'amount={each}'"
        )
    return notes


def _is_stray_quantity(chosen: Mapping[Role, int], relations: Relations) -> bool:
    """Whether only its numbers make a column the quantity, where an amount says what a row is worth without it."""
    if not {"quantity", "amount"} <= chosen.keys() or relations.is_named("quantity", chosen["quantity"]):
        return False
    quantity, amount = chosen["quantity"], chosen["amount"]
    if "price" in chosen and relations.product(amount, quantity, chosen["price"]).is_but_for_tax:
        return False
    scale = relations.scale(quantity, amount, chosen.get("product"))
    return relations.is_named("amount", amount) or scale is None or scale < GROWS


def _is_length_of_stay(chosen: Mapping[Role, int], table: Sequence[Column]) -> bool:
    """Whether the quantity counts nights or guests, and nothing says what one of them costs: then money is for the whole stay."""
    return (
        "quantity" in chosen
        and "price" not in chosen
        and counts_stays(table[chosen["quantity"]].profile.name)
    )


def _price_and_total(
    chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations
) -> dict[Role, int] | None:
    """Two columns whose names say nothing, of which one is the quantity times the other, where no other is money."""
    if "quantity" not in chosen or chosen.keys() & {"price", "amount"}:
        return None
    strange = [
        column
        for column in table
        if column.is_number
        and not column.name.understood
        and column.profile.distinct > 1
        and column.position not in chosen.values()
    ]
    for each, total in permutations(strange[:MOST_MULTIPLIED], 2):
        found = relations.product(total.position, chosen["quantity"], each.position)
        if found.is_exact:
            return {"price": each.position, "amount": total.position}
    return None


def _price_by_the_rows(
    chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations
) -> int | None:
    """The column that makes the amount when multiplied by the quantity, where the one taken for the price by its name does not."""
    if not {"quantity", "amount", "price"} <= chosen.keys() or "discount" in chosen:
        return None
    amount, quantity = chosen["amount"], chosen["quantity"]
    if relations.product(amount, quantity, chosen["price"]).is_but_for_tax:
        return None
    free = [
        column
        for column in table
        if column.is_number and column.profile.distinct > 1 and column.position not in chosen.values()
    ]
    return next(
        (
            each.position
            for each in free[:MOST_MULTIPLIED]
            if relations.product(amount, quantity, each.position).is_exact
            and multiplies_several(table[amount], table[quantity], each)
        ),
        None,
    )


def _is_total_of_costs(chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations) -> bool:
    """Whether the amount is by its name what goods cost the shop, while a price that says otherwise does not make it."""
    if not {"quantity", "amount", "price"} <= chosen.keys():
        return False
    amount, price = table[chosen["amount"]], table[chosen["price"]]
    if not amount.reading.has("cost") or price.reading.has("cost"):
        return False
    return not relations.product(amount.position, chosen["quantity"], price.position).is_exact


def _is_cost_beside_amount(chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations) -> bool:
    """Whether the price is by its name what goods cost the shop, and no part of the amount: rows with a cost of zero are sales too."""
    if not {"amount", "price"} <= chosen.keys():
        return False
    amount, price = table[chosen["amount"]], table[chosen["price"]]
    if not price.reading.has("cost") or amount.reading.has("cost"):
        return False
    return (
        "quantity" not in chosen
        or not relations.product(amount.position, chosen["quantity"], price.position).is_but_for_tax
    )


def _is_unit_price_called_net(
    chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations
) -> bool:
    """Whether all that speaks for an amount is the word net, gross or sold, and in every product it stays whatever the pieces are."""
    if not {"quantity", "amount", "product"} <= chosen.keys():
        return False
    if "price" in chosen:
        made = relations.product(chosen["amount"], chosen["quantity"], chosen["price"])
        if made.is_but_for_tax or not table[chosen["price"]].reading.has("cost", "list"):
            return False
    if not table[chosen["amount"]].reading.concepts <= {"net", "tax", "sale"}:
        return False
    scale = relations.scale(chosen["quantity"], chosen["amount"], chosen["product"])
    return scale is not None and scale < SURELY_STAYS


def _product_of_amount(
    chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations
) -> dict[Role, int] | None:
    """A column called an amount that is the one chosen times another: then what was chosen is a price or a quantity."""
    if "amount" not in chosen or chosen.keys() & {"quantity", "price"}:
        return None
    amount = table[chosen["amount"]]
    numbers = [column for column in table if column.is_number and column.position not in chosen.values()]
    others = numbers[:MOST_MULTIPLIED]
    named = amount.name.roles.get("amount")
    for total in others:
        fit = total.name.roles.get("amount")
        if fit is None or named is None or fit.fits < named.fits:
            continue
        for factor in others:
            # Pieces are whole, and there are fewer numbers of them than prices; a factor that is not may be a tax.
            pieces, each = sorted(
                (factor, amount), key=lambda column: (not column.profile.whole, column.profile.distinct)
            )
            if factor is total or not pieces.profile.whole:
                continue
            found = relations.product(total.position, pieces.position, each.position)
            if found.is_exact:
                return {"amount": total.position, "quantity": pieces.position, "price": each.position}
    return None


def _is_total_called_price(chosen: Mapping[Role, int], table: Sequence[Column]) -> bool:
    """Whether the one money column is called a price, though not of one piece, and is in every product as large as its pieces are many."""
    if "price" not in chosen or "quantity" not in chosen or "amount" in chosen or "order_total" in chosen:
        return False
    if table[chosen["price"]].reading.has("unit"):
        return False
    if "product" not in chosen:
        return False
    # Across products a few huge rows look like growth; within one nothing else does.
    scale = scales_with(*(table[chosen[role]] for role in ("quantity", "price", "product")))
    return scale is not None and scale > SURELY_GROWS
