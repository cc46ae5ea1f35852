"""How columns fit their roles together: orders within customers, products with descriptions, amounts that are products."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from core.columns.evidence import (
    FAILS,
    HOLDS,
    LEAST_REPEATS,
    Column,
    dependence,
    first_rows,
    wording_of,
)
from core.columns.fitting import BARE_ID, LEAST_FIT, Fit
from core.columns.given_out import NEARLY_EVERYWHERE, counts_on
from core.columns.multiplying import Product, is_product, scales_with
from core.columns.naming import Role
from core.columns.numbering import held_by_purchases, numbers_purchases
from core.columns.order_totals import is_order_total

IMPOSSIBLE = -9.0
OF_GOODS = frozenset(("product", "quantity", "price"))
# On the scale of `scales_with`.
GROWS, STAYS = 0.65, 0.35

# A column that tells apart fewer than this share of what another does is not one of the same things.
MOST_MERGED = 0.5

Chosen = Iterable[tuple[Role, int]]


class Relations:
    """The relations between the candidate columns of one table, each worked out once."""

    def __init__(self, table: Sequence[Column], fits: dict[Role, dict[int, Fit]]) -> None:
        self._table = table
        self._fits = fits
        self._dependences: dict[tuple[int, int], float | None] = {}
        self._gains: dict[tuple[Role, int, Role, int], float] = {}
        self._products: dict[tuple[int, int, int], Product] = {}
        self._order_totals: dict[tuple[int, int], bool] = {}
        self._recurring: dict[int, bool] = {}
        dates = fits["date"]
        self._date = table[next(iter(dates))] if dates else None
        self._scales: dict[tuple[int, int, int | None], float | None] = {}

    def gain(self, role: Role, position: int, chosen: Chosen) -> float:
        """What the relations to the columns chosen for other roles speak for (or, below zero, against) this one."""
        others = dict(chosen)
        if role == "order_total" and "order" not in others:
            return IMPOSSIBLE
        if role == "description" and self.names_customers(position, others):
            return IMPOSSIBLE
        total = sum(self._pair(role, position, other, place) for other, place in others.items())
        return total + self._money(role, position, others)

    def reason(self, role: Role, position: int, chosen: Chosen) -> str:
        """What the relations add to the reason for a column that was chosen; "" where nothing."""
        others = dict(chosen)
        if role in ("amount", "price") and (scale := self._ambiguous_scale(position, others)) is not None:
            grows = "grows with the quantity, as a line's total does"
            stays = "stays the same whatever the quantity, as a unit price does"
            return f"; it {grows if scale >= 0.5 else stays}"
        if role == "amount" and {"quantity", "price"} <= others.keys():
            found = self.product(position, others["quantity"], others["price"])
            if found.is_but_for_tax:
                times = "" if found.factor == 1 else f" times {found.factor:g}"
                return f"; it is quantity x price{times} on {found.share:.0%} of the rows"
        if role == "order_total":
            return "; it is the same on all lines of an order"
        if role == "customer":
            return self._customer_in_numbers(position)
        if (
            role == "order"
            and "customer" in others
            and (self.depends(position, others["customer"]) or 0) >= HOLDS
        ):
            return "; each belongs to one customer"
        if (
            role == "description"
            and "product" in others
            and (self.depends(others["product"], position) or 0) >= HOLDS
        ):
            return "; each product has one"
        return ""

    def against(self, role: Role, rival: int, winner: int, chosen: Chosen) -> str:
        """Why a column that fits a role too came second, where the relations tell."""
        there, back = self.depends(rival, winner), self.depends(winner, rival)
        if role in ("customer", "order", "product") and min(there or 0.0, back or 0.0) >= HOLDS:
            return self._beside(self._table[winner], self._table[rival])
        if (
            role in ("amount", "price")
            and "order" in (others := dict(chosen))
            and self.is_order_total(others["order"], rival)
        ):
            return "; it is the same on all lines of an order"
        return ""

    def id_behind_name(self, chosen: Chosen) -> int | None:
        """The column of ids that tells apart the namesakes whom the customer column, which holds names, takes for one.

        Each of its ids is of one name, and nearly every name has one of them, however often it bought: so it numbers no purchases.
        """
        places = dict(chosen)
        if "customer" not in places or not _is_of_names(self._table[places["customer"]]):
            return None
        names = self._table[places["customer"]]
        behind = [
            column
            for column in self._table
            if column.profile.distinct > names.profile.distinct
            and self.may_number_customers(column.position, places)
        ]
        fewest = min(behind, key=lambda column: (column.profile.distinct, column.position), default=None)
        return fewest.position if fewest else None

    def may_number_customers(self, position: int, chosen: Mapping[Role, int]) -> bool:
        """Whether a column that plays no role holds ids of the customers, and neither of purchases nor, by its name, of anything else."""
        ids, customers = self._table[position], self._table[chosen["customer"]]
        if position in chosen.values() or not ids.is_code or ids.is_row_number or ids.is_line_number:
            return False
        if ids.name.understood and "customer" not in ids.name.roles:
            return False
        if (self.depends(position, customers.position) or 0) < HOLDS:
            return False
        purchase = next((self._table[chosen[role]] for role in ("order", "date") if role in chosen), None)
        return (dependence(customers, ids, first_rows(customers, purchase)) or 0) >= FAILS

    def depends(self, within: int, what: int) -> float | None:
        """`dependence` of two columns by position, worked out once."""
        key = within, what
        if key not in self._dependences:
            self._dependences[key] = dependence(self._table[within], self._table[what])
        return self._dependences[key]

    def is_order_total(self, order: int, what: int) -> bool:
        """`is_order_total` by position, worked out once."""
        key = order, what
        if key not in self._order_totals:
            self._order_totals[key] = is_order_total(self._table[order], self._table[what])
        return self._order_totals[key]

    def hold_for_order_total(self, order: int, what: int) -> None:
        """Have a column be the total of orders that its own values leave open, where others show it."""
        self._order_totals[order, what] = True

    def hold_for(self, role: Role, position: int, reason: str) -> None:
        """Have a column fit a role that others show it plays, though neither its name nor its values do."""
        self._fits[role][position] = Fit(LEAST_FIT, reason, named=False)

    def product(self, total: int, quantity: int, price: int) -> Product:
        """`is_product` by position, worked out once."""
        key = total, quantity, price
        if key not in self._products:
            self._products[key] = is_product(self._table[total], self._table[quantity], self._table[price])
        return self._products[key]

    def scale(self, quantity: int, money: int, product: int | None) -> float | None:
        """`scales_with` by position, worked out once; over all rows where the products do not tell."""
        key = quantity, money, product
        if key not in self._scales:
            by_product = None
            if product is not None:
                by_product = scales_with(self._table[quantity], self._table[money], self._table[product])
            whole = (
                by_product
                if by_product is not None
                else scales_with(self._table[quantity], self._table[money], None)
            )
            self._scales[key] = whole
        return self._scales[key]

    def may_identify_products(self, position: int) -> bool:
        """Whether a description can stand for the product it describes: its name says product, or it comes back."""
        column = self._table[position]
        return "product" in column.name.roles or (not column.name.understood and column.distinct_share < 0.8)

    def names_customers(self, position: int, others: Mapping[Role, int]) -> bool:
        """Whether what may be a name of goods or of somebody (`Denominazione`) is the customers': each has one, and nothing is of goods."""
        if others.keys() & OF_GOODS or self._table[position].reading.concepts != {"designation"}:
            return False
        customer = others.get("customer")
        return customer is not None and (self.depends(customer, position) or 0) >= HOLDS

    def _pair(self, role: Role, position: int, other: Role, place: int) -> float:
        key = (role, position, other, place)
        if key not in self._gains:
            if (role, other) in _PAIRS:
                self._gains[key] = _PAIRS[role, other](self, position, place)
            elif (other, role) in _PAIRS:
                self._gains[key] = _PAIRS[other, role](self, place, position)
            else:
                self._gains[key] = 0.0
        return self._gains[key]

    def _money(self, role: Role, position: int, others: dict[Role, int]) -> float:
        gain = 0.0
        trio = {**others, role: position}
        if role in ("quantity", "price", "amount") and {"quantity", "price", "amount"} <= trio.keys():
            gain += (
                0.4 if self.product(trio["amount"], trio["quantity"], trio["price"]).is_but_for_tax else -0.05
            )
        if role == "amount" and "price" in others and "quantity" not in others:
            gain -= 0.2  # a price says what a row is worth, so one of the two is likely to be something else
        if role in ("price", "amount") and (scale := self._ambiguous_scale(position, others)) is not None:
            gain += 0.6 * (scale - 0.5) * (1 if role == "amount" else -1)
        return gain

    def _ambiguous_scale(self, position: int, others: dict[Role, int]) -> float | None:
        """Whether money grows with the pieces, asked only where its name leaves open which of the two it is."""
        if "quantity" not in others or not (
            position in self._fits["price"] and position in self._fits["amount"]
        ):
            return None
        if abs(self._fits["price"][position].score - self._fits["amount"][position].score) > 0.3:
            return None
        return self.scale(others["quantity"], position, others.get("product"))

    def _beside(self, winner: Column, rival: Column) -> str:
        """How two columns that nearly always go together differ."""
        name, taken, other = winner.profile.name, winner.profile.distinct, rival.profile.distinct
        if taken == other:
            return f"; it goes one to one with {name}"
        if min(taken, other) < MOST_MERGED * max(taken, other):
            return ""
        return f"; it goes with {name}, but has {other:,} values where that has {taken:,}"

    def _customer_in_numbers(self, position: int) -> str:
        profile = self._table[position].profile
        if not profile.filled:
            return ""
        each = profile.filled / profile.distinct
        return f"; {wording_of(profile.distinct, 'customer')} with {each:.3g} {'row' if each == 1 else 'rows'} each in the sample"

    def differs(self, position: int) -> bool:
        """Whether a column holds more than one value: one that is the same everywhere is so within everything, which says nothing."""
        return self._table[position].profile.distinct > 1

    def counts_orders(self, order: int, customer: int) -> bool:
        """Whether a column called `Orders` counts those of each customer, as it does where nobody has two rows."""
        rows = self._table[customer].profile
        concepts = self._table[order].reading.concepts
        return (
            bool(concepts)
            and concepts <= {"orders", "purchases"}
            and self._table[order].is_number
            and rows.distinct == rows.filled > LEAST_REPEATS
        )

    def recurs(self, order: int) -> bool:
        """Whether a column numbers purchases, though its numbers come back for others: by a slip, on credits, or from year to year."""
        if order not in self._recurring:
            ids, called = self._table[order], self.is_called("order", order)
            self._recurring[order] = (numbers_purchases(ids, self._date) and (called or counts_on(ids))) or (
                called and counts_on(ids, NEARLY_EVERYWHERE)
            )
        return self._recurring[order]

    def held_by_purchases(self, order: int, what: int) -> bool:
        """Whether rows of one number and one date agree in a column, as far as there are several of any."""
        held = held_by_purchases(self._table[order], self._date, self._table[what]) if self._date else None
        return held is None or held >= HOLDS

    def is_named(self, role: Role, position: int) -> bool:
        """Whether a column's own name speaks for the role."""
        fit = self._fits[role].get(position)
        return fit is not None and fit.named

    def is_called(self, role: Role, position: int) -> bool:
        """Whether a column's name says the role itself: `No.` is a number of anything, which its values have to bear out."""
        named = self._table[position].name.roles.get(role)
        return named is not None and named.fits > BARE_ID and self.is_named(role, position)


def _is_of_names(column: Column) -> bool:
    """Whether a column that tells customers apart holds words, which two of them may share."""
    return column.profile.kind == "text" and not (column.is_code or column.is_email)


def _date_of_customer(relations: Relations, date: int, customer: int) -> float:
    """A date that is the same on all of a customer's rows is of the customer (a birthday), not of a sale."""
    held = relations.depends(customer, date) if relations.differs(date) else None
    return -0.15 if held is not None and held > 0.98 else 0.0


def _date_of_order(relations: Relations, date: int, order: int) -> float:
    held = relations.depends(order, date)
    if held is None:
        return 0.0
    if held >= HOLDS:
        return 0.15
    if held >= FAILS or relations.recurs(order):
        return 0.0
    return -0.1 if relations.is_called("order", order) else -0.5


def _order_of_customer(relations: Relations, customer: int, order: int) -> float:
    """An order is one customer's; an id that goes one to one with the orders is no customer that comes back."""
    if relations.counts_orders(order, customer):
        return IMPOSSIBLE
    there, back = relations.depends(order, customer), relations.depends(customer, order)
    if there is None:
        return -0.3 if back is not None and back >= HOLDS else 0.0
    if there >= HOLDS:
        return -0.2 if back is not None and back >= HOLDS else 0.2
    if there >= FAILS or (relations.recurs(order) and relations.held_by_purchases(order, customer)):
        return 0.0
    return -0.1 if relations.is_called("order", order) and relations.is_named("customer", customer) else -0.4


def _same_within(relations: Relations, owner: int, what: int, loss: float) -> float:
    held = relations.depends(owner, what) if relations.differs(what) else None
    return loss if held is not None and held >= HOLDS else 0.0


def _product_of_customer(relations: Relations, customer: int, product: int) -> float:
    both = _same_within(relations, customer, product, -0.4) + _same_within(relations, product, customer, -0.3)
    return both / 4 if relations.is_called("product", product) else both


def _product_of_order(relations: Relations, order: int, product: int) -> float:
    both = _same_within(relations, order, product, -0.35) + _same_within(relations, product, order, -0.35)
    return both / 4 if relations.is_called("product", product) else both


def _description_of_product(relations: Relations, product: int, description: int) -> float:
    held = relations.depends(product, description)
    if held is None:
        return 0.0
    return 0.15 if held >= 0.9 else 0.0 if held >= 0.5 else -0.2


def _description_of_owner(relations: Relations, owner: int, description: int) -> float:
    loss = _same_within(relations, owner, description, -0.5)
    return loss / 4 if relations.is_named("description", description) else loss


def _money_of_customer(relations: Relations, customer: int, money: int) -> float:
    """Money that is the same on all of a customer's rows is a figure about the customer, unless a shop sells one thing."""
    return _same_within(relations, customer, money, -0.4)


def _amount_of_order(relations: Relations, order: int, amount: int) -> float:
    return -1.0 if relations.is_order_total(order, amount) else 0.0


def _total_of_order(relations: Relations, order: int, total: int) -> float:
    return 0.3 if relations.is_order_total(order, total) else IMPOSSIBLE


_PAIRS: dict[tuple[Role, Role], Callable[[Relations, int, int], float]] = {
    ("date", "customer"): _date_of_customer,
    ("date", "order"): _date_of_order,
    ("customer", "order"): _order_of_customer,
    ("customer", "product"): _product_of_customer,
    ("order", "product"): _product_of_order,
    ("product", "description"): _description_of_product,
    ("customer", "description"): _description_of_owner,
    ("order", "description"): _description_of_owner,
    ("customer", "amount"): _money_of_customer,
    ("customer", "price"): _money_of_customer,
    ("order", "amount"): _amount_of_order,
    ("order", "order_total"): _total_of_order,
}
