"""The stages as ibis expressions, each on the table that the stage before makes: run by a study, printed by `regulars sql`."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from core import customers as customer_stage
from core.columns.cancelled import is_cancellation_flag
from core.columns.settled import Columns
from core.columns.two_letters import plain_yes
from core.ledger import LedgerPlan, applied_rules, ledger, overlapping_orders
from core.line_columns import LineNeeds, attribute_name, line_types
from core.maps import SegmentMap, segment_map
from core.orders import as_of_orders, buckets, order_marks, orders
from core.overlap import rows_of_orders
from core.recipe import Recipe
from core.scores import scores
from core.scribe import scribe
from core.segments import RESERVED, segments

if TYPE_CHECKING:
    import ibis

# Columns of the ledger that have done their work there.
LEFT_BEHIND = frozenset(
    [
        "source_table",
        "row_no",
        "row_hash",
        "quantity",
        "price",
        "discount",
        "order_total",
        "description",
        "status",
        "cancelled",
        "year",
        "month",
    ]
)
STAGES = ("ledger", "orders", "customers", "scores", "segments")
# Those in which the as-of date that follows from the purchases has a say: they come after it is known.
DATED = ("customers", "scores", "segments")
# What looking at rows takes.
OF_ROWS = ("overlap_orders", "dated_ledger")


class Stages:
    """The expressions of one recipe on one source's columns."""

    def __init__(
        self, recipe: Recipe, columns: Columns, *, as_of: date | None = None, numbered: bool = False
    ) -> None:
        self.recipe = recipe
        self.columns = columns
        self.as_of = as_of
        self.numbered = numbered
        self._told: dict[str, Any] = {}
        self._undated: Stages | None = None
        rules = recipe.rules
        status = columns.roles.get("status")
        if status and "auto" in rules.cancelled_statuses and is_cancellation_flag(status.column or ""):
            rules = replace(
                rules, cancelled_statuses=(*rules.cancelled_statuses, *plain_yes(status.column or ""))
            )
        several = len(columns.tables) > 1
        by_orders = (
            rules.overlap == "orders" and several and "order" in columns.roles and columns.shape == "sales"
        )
        self.plan = LedgerPlan(
            rules=rules,
            cancelled_prefixes=columns.cancelled_prefixes
            if "auto" in rules.cancelled_prefixes
            else rules.cancelled_prefixes,
            marked_by=plain_yes(columns.roles["cancelled"].column or "")
            if "cancelled" in columns.roles
            else (),
            discount=recipe.customers.discount,
            overlap_orders=by_orders,
        )
        self.needs = LineNeeds(
            discount=recipe.customers.discount != "ignore",
            not_compared=rules.not_compared,
            row_hash=rules.duplicate or (several and rules.overlap != "off"),
            row_no=numbered
            or rules.duplicate
            or (several and rules.overlap == "rows")
            or "order_total" in columns.roles,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """What it is made of, without the expressions: they are made again."""
        return partial(Stages, as_of=self.as_of, numbered=self.numbered), (self.recipe, self.columns)

    @cached_property
    def pickled(self) -> bytes:
        """Itself, to be asked about in another process."""
        return pickle.dumps(self)

    def sql(self, name: str) -> str:
        """The statement of one of the stages below."""
        return str(self.told(name))

    def told(self, name: str) -> Any:
        """One of the stages below as a statement, or what takes ibis to find out; each is written once."""
        if self._undated is not None and name not in DATED:
            return self._undated.told(name)
        if name not in self._told:
            self._told[name] = scribe.written(self, name)
        return self._told[name]

    @cached_property
    def with_row_numbers(self) -> Stages:
        """The same with the number of each row, for who looks at rows; recency has no say in them."""
        if self._undated is not None:
            return self._undated.with_row_numbers
        return Stages(self.recipe, self.columns, numbered=True)

    def counted_to(self, as_of: date | None) -> Stages:
        """The same with recency counted to a day; what that has no say in is written once for both."""
        dated = Stages(self.recipe, self.columns, as_of=as_of, numbered=self.numbered)
        dated._undated = self
        return dated

    @property
    def undated(self) -> tuple[str, ...]:
        """What is asked for whatever the as-of date, in that order: what reading a source for its orders begins with comes first."""
        copies = ("overlap_orders",) if self.plan.overlap_orders else ()
        products = ("products",) if self.with_products else ()
        return (
            *copies,
            "booked_columns",
            "ledger",
            "orders",
            "order_marks",
            "booked",
            "applied_rules",
            *products,
            "dated_ledger",
        )

    @property
    def attributes(self) -> list[str]:
        """The columns of `lines` that hold attributes."""
        return [attribute_name(number) for number in range(len(self.columns.attributes))]

    @cached_property
    def attribute_titles(self) -> dict[str, str]:
        """What each attribute is called in the tables: its own name, unless that is one of ours."""
        titles: dict[str, str] = {}
        taken = {name.casefold() for name in RESERVED}
        for column, name in zip(self.attributes, self.columns.attributes, strict=True):
            title = name
            while title.casefold() in taken:
                title = f"source_{title}"
            taken.add(title.casefold())
            titles[column] = title
        return titles

    @cached_property
    def lines(self) -> ibis.Table:
        """Every input row, typed."""
        import ibis

        return ibis.table(line_types(self.columns, self.needs), name="lines")

    @cached_property
    def applied_rules(self) -> tuple[str, ...]:
        """The rules that look at the rows, whether or not they take any."""
        return applied_rules(self.lines, replace(self.plan, as_of=self.cut_off))

    @cached_property
    def overlap_orders(self) -> ibis.Table:
        """Orders delivered again in a later table."""
        return overlapping_orders(rows_of_orders(self.lines))

    @cached_property
    def ledger(self) -> ibis.Table:
        """Every input row with its amount and bucket."""
        return self._ledger(None)

    @property
    def cut_off(self) -> date | None:
        """The as-of date that was asked for. One that follows from the purchases takes nothing out: it comes after all of them."""
        asked = self.recipe.customers.as_of
        return date.fromisoformat(asked) if asked else None

    @cached_property
    def dated_ledger(self) -> ibis.Table:
        """The ledger with the rows on or after the as-of date asked for in their bucket."""
        return self._ledger(self.cut_off)

    def _ledger(self, cut_off: date | None) -> ibis.Table:
        import ibis

        copies = None
        if self.plan.overlap_orders:
            found = ibis.table(self.overlap_orders.schema(), name="overlap_orders")
            copies = found.filter(found.is_copy)
        return ledger(self.lines, replace(self.plan, as_of=cut_off), copies)

    @cached_property
    def booked_lines(self) -> ibis.Table:
        """The ledger by its name, with what the stages after it look at."""
        import ibis

        names = {name: kind for name, kind in self.ledger.schema().items() if name not in LEFT_BEHIND}
        return ibis.table(names, name="ledger")

    @cached_property
    def booked_columns(self) -> tuple[str, ...]:
        """The columns of the ledger that the stages after it look at."""
        return tuple(self.booked_lines.columns)

    @cached_property
    def orders(self) -> ibis.Table:
        """The ledger added up by order and day; of a ready-made table, by bucket."""
        if self.columns.shape != "sales":
            return buckets(self.booked_lines)
        return orders(self.booked_lines, self.attributes)

    @cached_property
    def order_marks(self) -> ibis.Table:
        """How many rows of the orders bear which mark before their number."""
        import ibis

        return order_marks(ibis.table(self.orders.schema(), name="orders"))

    @cached_property
    def booked(self) -> ibis.Table:
        """The orders as made, with what is on or after the as-of date moved to its bucket."""
        import ibis

        return as_of_orders(ibis.table(self.orders.schema(), name="orders"), self.cut_off)

    @cached_property
    def products(self) -> ibis.Table:
        """How many products each customer bought."""
        return customer_stage.product_counts(self.booked_lines, self.cut_off)

    @cached_property
    def customers(self) -> ibis.Table:
        """One row a customer."""
        import ibis

        if self.columns.shape != "sales":
            table = customer_stage.given_customers(
                self.booked_lines,
                "summary" if self.columns.shape == "summary" else "customers",
                self.attributes,
                self.as_of,
            )
        else:
            products = (
                ibis.table({"customer": "string", "products": "int64"}, name="products")
                if self.with_products
                else None
            )
            table = customer_stage.customers(
                self.booked, self.as_of or date.max, self.recipe.customers.refunds, self.attributes, products
            )
        return table

    @property
    def with_products(self) -> bool:
        """Whether the customers' products are counted."""
        return (
            self.recipe.customers.products == "on"
            and "product" in self.columns.roles
            and self.columns.shape == "sales"
        )

    @cached_property
    def scores(self) -> ibis.Table:
        """The customers with their scores, value and tier."""
        import ibis

        return scores(
            ibis.table(self.customers.schema(), name="customers"), self.recipe.scores, self.recipe.tiers
        )

    @cached_property
    def segment_map(self) -> SegmentMap:
        """The map from scores to names."""
        return segment_map(self.recipe.segments, self.recipe.scores.q)

    @cached_property
    def segments(self) -> ibis.Table:
        """The customers with their segment."""
        import ibis

        scored = ibis.table(self.scores.schema(), name="scores")
        return segments(scored, self.segment_map, self.attribute_titles)
