"""Sales that stand in more than one sheet or file: what was taken out, and what looks the same but for columns that say nothing of a sale."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.columns.evidence import wording_of
from core.enumerated import enumerated
from core.ledger import KEPT, OVERLAP
from core.line_columns import line_name
from core.sql import literal
from core.typed_list import typed_list

if TYPE_CHECKING:
    from core.findings import Findings

# What a sale is made of. Rows in which one of these differs are other sales, or corrected ones.
OF_THE_SALE = (
    "customer",
    "order",
    "date",
    "time",
    "product",
    "description",
    "quantity",
    "price",
    "amount",
    "order_total",
    "discount",
)
MAY_CHANGE = ("status", "cancelled")
# Each column is compared by itself; of a table with more of them it is not asked which.
MOST_COLUMNS = 100
MOST_NAMED = 5
WRITTEN = "Cells are compared as they are written, so 7.50 and 7.5 differ."


@dataclass(frozen=True, slots=True)
class _Repeated:
    """What stands in a later table too, alike but for these columns."""

    differing: tuple[str, ...]
    as_many: bool
    """Whether the later table has as many rows of each."""
    orders: int
    rows: int
    amount: Decimal | None


def delivered_twice(about: Findings) -> Iterator[str]:
    """What overlapping sheets and files were found to hold twice, and what likely is so."""
    yield from _taken_out(about)
    if about.overlap.differing_orders:
        yield from _orders_that_differ(about)
    elif (
        len(about.columns.tables) > 1
        and "order" not in about.columns.roles
        and about.recipe.rules.overlap == "orders"
    ):
        yield from _rows_without_ids(about)


def _taken_out(about: Findings) -> Iterator[str]:
    taken = next((line.rows for line in about.ledger if line.rule == OVERLAP), 0)
    copied = about.overlap.copied_orders
    if copied and taken:
        yield (
            f"{wording_of(copied, 'order')} {'was' if copied == 1 else 'were'} delivered twice, the same row for row ({wording_of(taken, 'row')}), and"
            f" {'counts' if copied == 1 else 'count'} once. To count them as they come: --set rules.overlap=off"
        )


def _orders_that_differ(about: Findings) -> Iterator[str]:
    names = _compared(about)
    if not about.is_small or len(names) > MOST_COLUMNS:
        yield (
            f"{_orders_in_several(about.overlap.differing_orders)} with different rows; {_left_as_it_is(about.overlap.differing_orders)}. {WRITTEN} If only"
            " columns that say nothing of a sale differ, as when it was exported, name them to count such orders once: --set rules.not_compared=COLUMN"
        )
        return
    found = _orders_by_difference(about, names)
    alike = [one for one in found if one.as_many and not _of_the_sale(about, one.differing)]
    others = [one for one in found if one not in alike]
    if alike:
        yield _likely_twice(about, alike)
    if others:
        yield _different(about, others)


def _likely_twice(about: Findings, alike: Sequence[_Repeated]) -> str:
    orders, rows, worth = _added_up(alike)
    columns = _listed_columns(alike)
    one = len(columns) == 1
    changing = [name for name in columns if name in _columns_of(about, MAY_CHANGE)]
    lost = f", so that what {enumerated(changing)} said later is lost" if changing else ""
    say, count, them = (
        "says" if one else "say",
        "counts" if rows == 1 else "count",
        "it" if orders == 1 else "them",
    )
    return (
        f"{_orders_in_several(orders)} with rows that differ in {enumerated(columns)} only, which {say} nothing of what was sold: {wording_of(rows, 'row')}"
        f"{_money(about, worth)} likely {count} twice{_once(about)}. To count {them} once, as in the first of the sheets or files{lost}:"
        f" {_not_comparing(about, columns)}"
    )


def _money(about: Findings, worth: Decimal) -> str:
    return "" if _once(about) or not worth else f", worth {worth:,.2f},"


def _once(about: Findings) -> str:
    """That money is in no file twice where what stands on a row is of the whole order; "" where it is of the row."""
    roles = about.columns.roles
    if "order_total" not in roles or "amount" in roles:
        return ""
    return f", though no money does, as {roles['order_total'].column} counts once an order"


def _different(about: Findings, others: Sequence[_Repeated]) -> str:
    orders, rows, worth = _added_up(others)
    of_the_sale = [name for name in _listed_columns(others) if name in _columns_of(about, OF_THE_SALE)]
    named = of_the_sale[:MOST_NAMED] if all(one.as_many for one in others) else []
    what = f" ({enumerated(named)} {'differs' if len(named) == 1 else 'differ'})" if named else ""
    besides = (
        f", and {wording_of(rows, 'row')} of the later, worth {worth:,.2f}, {'counts' if rows == 1 else 'count'} besides those of the first"
        if _money(about, worth)
        else ""
    )
    return f"{_orders_in_several(orders)} with different rows{what}; {_left_as_it_is(orders)}{besides}. {WRITTEN}"


def _rows_without_ids(about: Findings) -> Iterator[str]:
    """Rows that say the same of a sale as one of an earlier table, which may be equal sales where no order tells them apart."""
    unsure = "Without order ids nobody can tell rows delivered twice from equal sales, so none were taken out"
    names = [name for name in _compared(about) if name not in _columns_of(about, OF_THE_SALE)]
    if not about.is_small or len(names) > MOST_COLUMNS:
        yield f"{unsure}. If sheets or files overlap: --set rules.overlap=rows"
        return
    found = _rows_by_difference(about, names)
    if not found:
        return
    _, rows, worth = _added_up(found)
    columns = _listed_columns(found)
    differing = (
        f" and {'differs' if rows == 1 else 'differ'} in {enumerated(columns)} only" if columns else ""
    )
    comparing = f" {_not_comparing(about, columns)}" if columns else ""
    money = f", worth {worth:,.2f}," if worth else ""
    yield (
        f"{unsure}: {wording_of(rows, 'row')}{money} {'stands' if rows == 1 else 'stand'} in an earlier sheet or file too{differing}. If sheets or files"
        f" overlap: --set rules.overlap=rows{comparing}"
    )


def _orders_by_difference(about: Findings, names: Sequence[str]) -> list[_Repeated]:
    """The orders of later tables that an earlier one has with other rows, by the columns whose cells are not the same in both."""
    cells = [f"attribute_{number}" for number in range(1, len(names) + 1)]
    # Cells in whatever order; to put them in one and compare the texts takes ten times as long.
    all_of = ", ".join(f"sum(hash(coalesce({cell}, '')) >> 1) AS {cell}" for cell in cells)
    with about.rows_with(names) as ledger:
        parts = (
            f"SELECT order_id, source_table, count(*) AS all_rows, sum(CASE WHEN bucket = {literal(KEPT)} THEN 1 ELSE 0 END) AS kept,"
            f" sum(CASE WHEN bucket = {literal(KEPT)} THEN amount END) AS worth, {all_of} FROM {ledger}"
            " WHERE order_id IN (SELECT order_id FROM overlap_orders WHERE NOT is_copy) GROUP BY order_id, source_table"
        )
        differs = ", ".join(f"later.{cell} <> earlier.{cell} AS {cell}" for cell in cells)
        compared = (
            f"SELECT later.all_rows = earlier.all_rows AS as_many, later.kept, later.worth, {differs} FROM parts AS later JOIN parts AS earlier"
            " ON earlier.order_id = later.order_id AND earlier.source_table < later.source_table AND earlier.source_table ="
            " (SELECT min(source_table) FROM parts AS any_part WHERE any_part.order_id = later.order_id)"
        )
        rows = about.run(
            f"WITH parts AS ({parts}), compared AS ({compared}) SELECT as_many, count(*), sum(kept), sum(worth), {', '.join(cells)} FROM compared"
            f" GROUP BY as_many, {', '.join(cells)} HAVING {' OR '.join(('NOT as_many', *cells))}"
        )
    return _by_difference(rows, names)


def _rows_by_difference(about: Findings, names: Sequence[str]) -> list[_Repeated]:
    """The rows of later tables that say the same of a sale as one of an earlier table, by the other columns in which both differ."""
    sale = ", ".join(
        line_name(role)
        for role in OF_THE_SALE
        if role in about.columns.roles and role not in ("order", "time", "discount")
    )
    cells = [f"attribute_{number}" for number in range(1, len(names) + 1)]
    with about.rows_with(names) as ledger:
        numbered = (
            f"SELECT *, row_number() OVER (PARTITION BY source_table, {sale} ORDER BY row_hash) AS turn FROM {ledger}"
            f" WHERE bucket = {literal(KEPT)}"
        )
        same = f"OVER (PARTITION BY turn, {sale} ORDER BY source_table)"
        differs = "".join(
            f", coalesce({cell}, '') <> coalesce(first_value({cell}) {same}, '') AS differs_{cell}"
            for cell in cells
        )
        compared = (
            f"SELECT amount, source_table > min(source_table) {same} AS is_later{differs} FROM numbered"
        )
        flags = [f"differs_{cell}" for cell in cells]
        picked = ", ".join(("TRUE", "count(*)", "count(*)", "sum(amount)", *flags))
        rows = about.run(
            f"WITH numbered AS ({numbered}), compared AS ({compared}) SELECT {picked} FROM compared WHERE is_later"
            f" GROUP BY {', '.join(('is_later', *flags))}"
        )
    return _by_difference(rows, names)


def _by_difference(rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> list[_Repeated]:
    return [
        _Repeated(
            tuple(name for name, differs in zip(names, flags, strict=True) if differs),
            bool(as_many),
            int(orders),
            int(kept),
            amount,
        )
        for as_many, orders, kept, amount, *flags in rows
    ]


def _compared(about: Findings) -> list[str]:
    """The columns by which rows are compared."""
    # The table that the others are read with has all of them.
    table = max(about.columns.tables, key=lambda one: sum(place is not None for place in one.shared))
    names = [table.table.names[place] for place in table.shared if place is not None]
    return [name for name in names if name not in about.recipe.rules.not_compared]


def _columns_of(about: Findings, roles: Sequence[str]) -> set[str]:
    return {str(about.columns.roles[role].column) for role in roles if role in about.columns.roles}


def _of_the_sale(about: Findings, names: Sequence[str]) -> bool:
    return not _columns_of(about, OF_THE_SALE).isdisjoint(names)


def _listed_columns(found: Sequence[_Repeated]) -> list[str]:
    """The columns that differ somewhere, those that do so most often first."""
    counted = Counter[str]()
    for one in found:
        counted.update(dict.fromkeys(one.differing, one.orders))
    return [name for name, _ in counted.most_common()]


def _added_up(found: Sequence[_Repeated]) -> tuple[int, int, Decimal]:
    worth = sum((one.amount or Decimal(0) for one in found), Decimal(0))
    return sum(one.orders for one in found), sum(one.rows for one in found), worth


def _not_comparing(about: Findings, columns: Sequence[str]) -> str:
    typed = typed_list("rules.not_compared", [*about.recipe.rules.not_compared, *columns])
    return f"--set {shlex.quote(typed)}"


def _orders_in_several(orders: int) -> str:
    return (
        f"{wording_of(orders, 'order id')} {'stands' if orders == 1 else 'stand'} in several sheets or files"
    )


def _left_as_it_is(orders: int) -> str:
    return "it was left as it is" if orders == 1 else "they were left as they are"
