"""The ledger: every input row ends in exactly one bucket, so rows and money add up to the input, always.

A bucket is `kept` or the name of the first rule, in the order of RULES, that takes the row. The amount of a row is
the mapped amount, else quantity x price; it is booked as a decimal, so sums do not depend on order or threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.columns.cancelled import (
    CANCELLED_STATUS,
    CANCELLED_WHEN,
    CREDIT_CODE,
    SERIES_PATTERN,
    STANDING_STATUS,
    TAKING_BACK,
    VOID_STATUS,
    YES,
)
from core.recipe import RulesPart
from core.sql import without

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

KEPT = "kept"
UNREADABLE = "unreadable"
AFTER_AS_OF = "after as-of"
OVERLAP = "overlap"
MISSING_CUSTOMER = "missing customer"
MISSING_DATE = "missing date"
CANCELLED = "cancelled"
QUANTITY = "quantity <= 0"
PRICE = "price <= 0"
DUPLICATE = "duplicate"
NOT_A_PRODUCT = "not a product"
BEFORE = "before"
AFTER = "after"

UNKNOWN = "Unknown"
MONEY = "decimal(18, 4)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the ledger as people see it: what it takes, and which setting of the recipe governs it."""

    name: str
    takes: str
    setting: str


RULES = (
    Rule(UNREADABLE, "a date or number that cannot be read, or a row with more cells than the header", ""),
    Rule(AFTER_AS_OF, "purchases on or after the as-of date", "customers.as_of"),
    Rule(OVERLAP, "whole orders delivered again, row for row, in a later sheet or file", "rules.overlap"),
    Rule(MISSING_CUSTOMER, "no customer id", ""),
    Rule(MISSING_DATE, "no date", ""),
    Rule(CANCELLED, "an order id or a status that marks a cancellation", "rules.cancelled"),
    Rule(QUANTITY, "a quantity that is zero, negative or missing", "rules.quantity"),
    Rule(PRICE, "a price or amount that is zero, negative or missing", "rules.price"),
    Rule(DUPLICATE, "a row identical to an earlier one of the same sheet", "rules.duplicate"),
    Rule(NOT_A_PRODUCT, "postage, fees, tests and the like", "rules.not_a_product"),
    Rule(BEFORE, "purchases before the first date asked for", "rules.before"),
    Rule(AFTER, "purchases after the last date asked for", "rules.after"),
)
BUCKETS = (*(rule.name for rule in RULES), KEPT)


def typed_name(bucket: str) -> str:
    """A bucket's name as a command line takes it without quotes: `missing-customer`, `quantity`."""
    return bucket.removesuffix(" <= 0").replace(" ", "-")


@dataclass(frozen=True, slots=True)
class LedgerPlan:
    """What the ledger needs to know beyond `lines`: the rules, and what was learned from the source for them."""

    rules: RulesPart
    cancelled_prefixes: tuple[str, ...] = ()
    marked_by: tuple[str, ...] = YES
    """What marks a row in the column that is there for nothing else, besides words, dates and documents."""
    discount: str = "ignore"
    overlap_orders: bool = False
    """Whether the table `overlap_orders` holds copies to take."""
    as_of: date | None = None


def ledger(lines: ibis.Table, plan: LedgerPlan, overlap_orders: ibis.Table | None = None) -> ibis.Table:
    """`lines` with each row's `amount` and `bucket`."""
    import ibis

    table = _priced(lines, plan)
    if plan.rules.overlap == "orders" and overlap_orders is not None:
        copies = overlap_orders.select("source_table", "order_id").mutate(is_copy=ibis.literal(True))
        joined = table.left_join(copies, ["source_table", "order_id"])
        table = without(joined, "source_table_right", "order_id_right")
    elif plan.rules.overlap == "rows" and "source_table" in table.columns:
        table = _with_copied_rows(table)
    cases = [(condition, name) for name, condition in _conditions(table, plan, frozenset(lines.columns))]
    table = table.mutate(bucket=ibis.cases(*cases, else_=KEPT))
    if "order_total" in table.columns and "amount" not in lines.columns:
        table = table.mutate(amount=_once_an_order(table))
    return _tidied(_with_voided(without(table, "quoted", "is_copy", "turn")))


def _with_voided(table: ibis.Table) -> ibis.Table:
    """The ledger with `is_voided` where one column calls a row a credit note and another may call it void: then nothing was given back."""
    if not {"status", "cancelled"} <= set(table.columns):
        return table
    one, other = table.status.lower(), table.cancelled.lower()
    return table.mutate(is_voided=(_voids(one, other) | _voids(other, one)).fill_null(False))


def _voids(status: ir.StringValue, kind: ir.StringValue) -> ir.BooleanValue:
    takes_back = (kind.re_search(TAKING_BACK) | kind.re_search(CREDIT_CODE)) & ~kind.re_search(VOID_STATUS)
    return (status.re_search(VOID_STATUS) & ~status.re_search(STANDING_STATUS) & takes_back).fill_null(False)


def _tidied(table: ibis.Table) -> ibis.Table:
    """The ledger as views want it: the year and month of each sale, categories in one spelling, no empty descriptions."""
    columns = table.columns
    if "purchased_at" in columns:
        table = table.mutate(year=table.purchased_at.year(), month=table.purchased_at.month())
    if "description" in columns:
        table = table.mutate(description=table.description.fill_null(UNKNOWN))
    return table.mutate(status=table.status.lower()) if "status" in columns else table


def applied_rules(lines: ibis.Table, plan: LedgerPlan) -> tuple[str, ...]:
    """The names of the rules that look at the rows, in the order of the ledger."""
    overlaps = (
        "source_table" in lines.columns
        and plan.rules.overlap != "off"
        and (plan.overlap_orders or plan.rules.overlap == "rows")
    )
    table = _priced(lines, plan)
    names = [
        name
        for name, _ in _conditions(
            table.mutate(is_copy=table.customer.isnull()) if overlaps else table,
            plan,
            frozenset(lines.columns),
        )
    ]
    return tuple(names)


def _priced(lines: ibis.Table, plan: LedgerPlan) -> ibis.Table:
    table = lines.mutate(quoted=_quoted_amount(lines, plan.discount))
    return table.mutate(amount=table.quoted.try_cast(MONEY))


def _quoted_amount(lines: ibis.Table, discount: str) -> ir.FloatingColumn:
    """What a row says it is worth, before it is made money."""
    import ibis

    columns = lines.columns
    if "amount" in columns:
        quoted = lines.amount
    elif "order_total" in columns:
        quoted = lines.order_total
    elif "price" in columns:
        quoted = lines.quantity * lines.price if "quantity" in columns else lines.price
    else:
        # In a summary, which has an age, the monetary column is an average and adds up to nothing.
        return lines.monetary if "monetary" in columns and "age" not in columns else ibis.null("float64")
    if discount == "ignore" or "discount" not in columns:
        return quoted
    off = lines.discount.coalesce(0.0)
    if discount == "money":
        # What customers get back is what they paid, so it is as much nearer to nothing.
        return ibis.ifelse(quoted < 0, quoted + off, quoted - off)
    return quoted * (1 - (off / 100 if discount == "percent" else off))


def _conditions(
    table: ibis.Table, plan: LedgerPlan, given: frozenset[str]
) -> list[tuple[str, ir.BooleanValue]]:
    """Each rule that applies here with what it takes, in the order of the ledger; `given` are the columns of the source."""
    columns, rules = table.columns, plan.rules
    cancelled = _is_cancelled(table, plan) if rules.cancelled else None
    day = table.purchased_at.date() if "purchased_at" in columns else None
    conditions: list[tuple[str, ir.BooleanValue | None]] = [
        (UNREADABLE, table.unreadable.notnull() | (table.quoted.notnull() & table.amount.isnull())),
        (AFTER_AS_OF, _is_later(table, plan.as_of)),
        (OVERLAP, table.is_copy.fill_null(False) if "is_copy" in columns else None),
        (MISSING_CUSTOMER, _is_nobody(table, rules)),
        (MISSING_DATE, _is_undated(table)),
        (CANCELLED, cancelled),
        (QUANTITY, _quantity_not_positive(table, given) if rules.quantity else None),
        (PRICE, _price_not_positive(table, given) if rules.price else None),
        (DUPLICATE, _repeated_row(table) if rules.duplicate else None),
        (NOT_A_PRODUCT, _not_a_product(table, rules) if rules.not_a_product else None),
        (BEFORE, day < _date(rules.before) if rules.before and day is not None else None),
        (AFTER, day > _date(rules.after) if rules.after and day is not None else None),
    ]
    return [(name, condition) for name, condition in conditions if condition is not None]


def _is_nobody(table: ibis.Table, rules: RulesPart) -> ir.BooleanValue:
    missing = table.customer.isnull()
    return (
        missing | table.customer.isin(rules.not_customers).fill_null(False)
        if rules.not_customers
        else missing
    )


def _counts_days(table: ibis.Table) -> bool:
    """Whether rows are customers with the days since the last purchase: in a summary, which has an age, recency is another age."""
    return "recency" in table.columns and "age" not in table.columns


def _is_later(table: ibis.Table, as_of: date | None) -> ir.BooleanValue | None:
    """A purchase on or after the as-of date; days since one that are below zero are of one after the day that they count to."""
    import ibis

    later: list[ir.BooleanValue] = []
    if as_of and "purchased_at" in table.columns:
        later.append(table.purchased_at.date() >= ibis.literal(as_of))
    if _counts_days(table):
        later.append(table.recency < 0)
    if not later:
        return None
    return later[0] if len(later) == 1 else later[0].fill_null(False) | later[1].fill_null(False)


def _is_undated(table: ibis.Table) -> ir.BooleanValue | None:
    """Nothing that says when the purchase was, or the last one of a customer."""
    if _counts_days(table):
        return table.recency.isnull()
    return table.purchased_at.isnull() if "purchased_at" in table.columns else None


def _date(text: str) -> ir.DateScalar:
    import ibis

    return ibis.literal(date.fromisoformat(text))


def _is_cancelled(table: ibis.Table, plan: LedgerPlan) -> ir.BooleanValue | None:
    marks: list[ir.BooleanValue] = []
    if "order_id" in table.columns:
        marks += [_marked(table.order_id, prefix) for prefix in plan.cancelled_prefixes]
    named = [value.strip().lower() for value in plan.rules.cancelled_statuses if value != "auto"]
    for name in ("status", "cancelled"):
        if name not in table.columns:
            continue
        status = table[name].lower()
        if "auto" in plan.rules.cancelled_statuses:
            marks.append(status.re_search(CANCELLED_STATUS) & ~status.re_search(STANDING_STATUS))
        if named:
            marks.append(status.isin(named))
        if name == "cancelled":
            marks.append(status.isin(plan.marked_by) | status.re_search(CANCELLED_WHEN))
    if plan.rules.negative_is_cancelled:
        marks += [table[name] < 0 for name in ("quantity", "amount") if name in table.columns]
    if not marks:
        return None
    found = marks[0].fill_null(False)
    for mark in marks[1:]:
        found = found | mark.fill_null(False)
    return found


def _marked(order: ir.StringValue, prefix: str) -> ir.BooleanValue:
    """Whether an order id is the mark, in any capitals, with a number behind it: `C489449` and `NC A/12`, but not `CASH`."""
    import ibis

    begins = [
        order.startswith(spelling)
        for spelling in sorted({prefix, prefix.upper(), prefix.lower(), prefix.capitalize()})
    ]
    found = begins[0]
    for one in begins[1:]:
        found = found | one
    if not prefix[-1:].isalpha():
        return found
    # Only ids that begin with the mark are looked at further.
    return ibis.cases(
        (found, order.re_search(f"^.{{{len(prefix)}}}{SERIES_PATTERN}[^A-Za-z]{{0,3}}[0-9]")), else_=False
    )


def _quantity_not_positive(table: ibis.Table, given: frozenset[str]) -> ir.BooleanValue | None:
    if "frequency" in given and "age" not in given:
        # Lists of customers hold people who never bought; a summary for lifetime models counts the purchases after the first.
        return (table.frequency <= 0).fill_null(False)
    if "quantity" not in given:
        return None
    low = (table.quantity <= 0).fill_null(False)
    # Without a quantity there is no amount, unless a column of its own gives it.
    return low if given & {"amount", "order_total"} or "price" not in given else low | table.quantity.isnull()


def _price_not_positive(table: ibis.Table, given: frozenset[str]) -> ir.BooleanValue | None:
    if not given & {"price", "amount", "order_total"}:
        return None
    low = (table.quoted <= 0) | table.quoted.isnull()
    return low | (table.price <= 0).fill_null(False) if "price" in given else low


def _repeated_row(table: ibis.Table) -> ir.BooleanValue:
    import ibis

    same = ["source_table", "row_hash"] if "source_table" in table.columns else ["row_hash"]
    return ibis.row_number().over(group_by=[table[name] for name in same], order_by=table.row_no) > 0


def _with_copied_rows(table: ibis.Table) -> ibis.Table:
    """Whether an earlier table holds each row too, counting each of several equal rows once."""
    import ibis

    turn = ibis.row_number().over(group_by=[table.source_table, table.row_hash], order_by=table.row_no)
    table = table.mutate(turn=turn)
    first = table.source_table.min().over(ibis.window(group_by=[table.row_hash, table.turn]))
    return table.mutate(is_copy=table.source_table > first)


def _not_a_product(table: ibis.Table, rules: RulesPart) -> ir.BooleanValue | None:
    pattern = "(?i)^(?:" + "|".join(f"(?:{pattern})" for pattern in rules.not_products) + ")$"
    found = [
        table[name].re_search(pattern).fill_null(False)
        for name in ("product", "description")
        if name in table.columns
    ]
    if not found or not rules.not_products:
        return None
    return found[0] | found[1] if len(found) == 2 else found[0]


def _once_an_order(table: ibis.Table) -> ir.DecimalColumn:
    """An order's total stands on each of its rows: it is booked on the first of those that say best what became of the order.

    A row whose total is blank bears it only where the order has no other.
    """
    import ibis

    # A row that stands elsewhere too says least: the total that it bears is lost to whoever the order was cancelled or sold for.
    bearing = ibis.cases(
        (table.bucket == KEPT, 0),
        (table.bucket == CANCELLED, 1),
        (table.bucket.isin((OVERLAP, DUPLICATE)), 3),
        else_=2,
    )
    turn = ibis.row_number().over(
        group_by=[table.customer, table.order_id], order_by=[bearing, table.amount.isnull(), table.row_no]
    )
    return ibis.ifelse(turn == 0, table.amount, ibis.literal(0).cast(MONEY))


def overlapping_orders(lines: ibis.Table) -> ibis.Table:
    """Orders whose rows stand, the same and as often, in an earlier table already: (order_id, source_table) of the copies.

    Orders that stand in several tables with different rows come with `is_copy` false, to be reported.
    """
    import ibis

    orders = lines.group_by(["order_id", "source_table"]).aggregate(
        rows=lines.count(),
        least=lines.row_hash.min(),
        most=lines.row_hash.max(),
        total=lines.row_hash.cast("decimal(38, 0)").sum(),
        # Filtered by as an aggregate, the id is told from a moment once an order; by the key it would be once a row.
        given_id=lines.order_id.max(),
    )
    alike = ibis.window(group_by=[orders.order_id, orders.rows, orders.least, orders.most, orders.total])
    same_id = ibis.window(group_by=orders.order_id)
    first_alike = orders.source_table.min().over(alike)
    first = orders.source_table.min().over(same_id)
    marked = orders.mutate(is_copy=orders.source_table > first_alike, is_later=orders.source_table > first)
    given = ~marked.given_id.startswith("at ")
    return marked.filter(marked.is_later & given).select("order_id", "source_table", "rows", "is_copy")
