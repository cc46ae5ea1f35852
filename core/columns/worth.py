"""What a row is worth: one way to say it is left where several columns could."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

from core.columns.evidence import Column, scales_with
from core.columns.naming import Role
from core.columns.relations import GROWS, MULTIPLIES, STAYS, Relations
from core.columns.words import read_name

# Each of so many columns is held against each other as a product; of thousands that would take minutes.
MOST_MULTIPLIED = 12
# On a scale where 0 is a unit price and 1 a line's total.
SURELY_GROWS = 0.95
# So far from undecided that a name which leaves it open is no match for it.
SURELY_STAYS = STAYS - 0.15


def settle_money(
    chosen: dict[Role, int], table: Sequence[Column], relations: Relations
) -> tuple[dict[Role, int], tuple[str, ...]]:
    """Where several columns could say what a row is worth, leave one way; say which and why."""
    notes = _settle_by_rows(chosen, table, relations)
    if "price" in chosen and "quantity" not in chosen and "amount" not in chosen:
        chosen["amount"] = chosen.pop("price")
        price = table[chosen["amount"]].profile.name
        notes.append(
            f"{price} is a price and there is no quantity, so each row is taken as one piece at that price."
        )
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
    names = {role: table[position].profile.name for role, position in chosen.items()}
    if "order_total" in chosen and "amount" in chosen:
        del chosen["order_total"]
        notes.append(
            f"{names['order_total']} is the total of a whole order, the same on each of its lines; {names['amount']}, a line's own, is used."
        )
    elif "order_total" in chosen and {"quantity", "price"} <= chosen.keys():
        del chosen["order_total"]
        notes.append(
            f"{names['order_total']} is the total of a whole order, the same on each of its lines;"
            f" {names['quantity']} x {names['price']} of each line is used."
        )
    elif "order_total" in chosen:
        notes.append(
            f"{names['order_total']} is the total of a whole order, so it counts once an order and not once a line."
        )
    if (
        "product" not in chosen
        and "description" in chosen
        and relations.may_identify_products(chosen["description"])
    ):
        chosen["product"] = chosen.pop("description")
    return chosen, tuple(notes)


def _settle_by_rows(chosen: dict[Role, int], table: Sequence[Column], relations: Relations) -> list[str]:
    """Put right in `chosen` what names left open or only looks decided, where the rows add up; say what and why."""
    notes: list[str] = []
    if _is_stray_quantity(chosen, relations):
        del chosen["quantity"]
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
    if "price" in chosen and relations.product(amount, quantity, chosen["price"]).share >= MULTIPLIES:
        return False
    scale = relations.scale(quantity, amount, chosen.get("product"))
    return relations.is_named("amount", amount) or scale is None or scale < GROWS


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
        if found.factor == 1 and found.share >= MULTIPLIES:
            return {"price": each.position, "amount": total.position}
    return None


def _is_unit_price_called_net(
    chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations
) -> bool:
    """Whether all that speaks for an amount is the word net or gross, and in every product it stays whatever the pieces are."""
    if "price" in chosen or not {"quantity", "amount", "product"} <= chosen.keys():
        return False
    if not read_name(table[chosen["amount"]].profile.name).concepts <= {"net", "tax"}:
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
            if found.factor == 1 and found.share >= MULTIPLIES:
                return {"amount": total.position, "quantity": pieces.position, "price": each.position}
    return None


def _is_total_called_price(chosen: Mapping[Role, int], table: Sequence[Column]) -> bool:
    """Whether the one money column is called a price, though not of one piece, and is in every product as large as its pieces are many."""
    if "price" not in chosen or "quantity" not in chosen or "amount" in chosen or "order_total" in chosen:
        return False
    if read_name(table[chosen["price"]].profile.name).has("unit"):
        return False
    if "product" not in chosen:
        return False
    # Across products a few huge rows look like growth; within one nothing else does.
    scale = scales_with(*(table[chosen[role]] for role in ("quantity", "price", "product")))
    return scale is not None and scale > SURELY_GROWS
