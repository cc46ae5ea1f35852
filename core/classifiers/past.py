"""The past of a source: who was known on any day, by the same expressions that make the customers of today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.classifiers.ahead import LABEL_OF, SPENT, labelled, window
from core.classifiers.features import COLUMNS_OF
from core.classifiers.habits import habits, with_habits
from core.classifiers.known import MOST_KNOWN, Known, known_from
from core.classifiers.targets import SEGMENT, TIER
from core.customers import customers
from core.engine import told_plainly
from core.ledger import KEPT
from core.orders import as_of_orders
from core.sql import compiled, file_literal, ident, literal
from core.stages import Stages

if TYPE_CHECKING:
    import duckdb
    import ibis
    import ibis.expr.types as ir

    from core.columns.settled import Columns
    from core.recipe import Recipe

FACTS = ("value", "recency")
# The labels that customers have on the day itself, by the target's name.
LABELS_NOW = {TIER.name: "tier", SEGMENT.name: "segment"}


class Past:
    """Customers on days gone by, from the kept orders alone.

    `connection` is for this alone: the tables that stages are made in bear the stages' names. The day that is looked at, and the
    day until which, stand in a table: so each statement is thought over once, which takes longer than running it.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        orders: Path,
        recipe: Recipe,
        columns: Columns,
        first_bought: Path | None,
    ) -> None:
        self.connection = connection
        counted = "off" if first_bought is None else "on"
        self._recipe = replace(recipe, customers=replace(recipe.customers, products=counted))  # type: ignore[arg-type]
        self._stages = Stages(self._recipe, replace(columns, attributes=()))
        self._first_bought = first_bought
        self._made: set[date] = set()
        self._known_sql: dict[str, str] = {}
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW orders AS SELECT * FROM read_parquet({file_literal(orders)})"
        )

    @property
    def first_day(self) -> date | None:
        """The day of the first kept purchase."""
        found = self.connection.execute(
            f"SELECT min(day) FROM orders WHERE bucket = {literal(KEPT)}"
        ).fetchone()
        return found[0] if found else None

    def customers_on(self, day: date) -> str:
        """Everybody who had bought before `day`, with scores, tier, segment and habits: the name of a table in the database."""
        name = f"known_{day:%Y%m%d}"
        if day not in self._made:
            self._look_at(day)
            if self._first_bought is not None:
                self._make("products", self._once("products", self._products))
            self._make("customers", self._once("customers", self._customers))
            self._make("scores", self._once("scores", lambda: self._stages.scores))
            self._make("segmented", self._once("segmented", lambda: self._stages.segments))
            self.make_habits(day)
            self._make(name, self._once("known", self._with_habits))
            self._made.add(day)
        return name

    def make_habits(self, day: date) -> None:
        """Make the table `habits`: how everybody had spread their orders before `day`."""
        self._look_at(day)
        self._make("habits", self._once("habits", self._habits))

    def known_on(self, day: date, most: int | None = MOST_KNOWN) -> Known:
        """Customers on a day, of whom it is not known yet what they will do; all of them where `most` is None."""
        self._view("known", self.customers_on(day))
        select = self._once("on a day", self._known)
        return drawn(self.connection, select, self._recipe.classifier.seed, day, FACTS, {}, most)

    def labelled_on(self, day: date, until: date) -> Known:
        """Customers on a day with their labels of that day, and with what they did from then to before `until`."""
        self._view("known", self.customers_on(day))
        self._view("later", self.customers_on(until))
        self._look_at(day, until)
        self._make("inside", self._once("inside", self._inside))
        select = self._once("labelled", self._labelled)
        labels, facts = {**LABELS_NOW, **LABEL_OF}, (*FACTS, SPENT)
        return drawn(self.connection, select, self._recipe.classifier.seed, day, facts, labels)

    def _look_at(self, day: date, until: date | None = None) -> None:
        begins, ends = literal(day.isoformat()), literal((until or day).isoformat())
        self._make("looked_at", f"SELECT DATE {begins} AS day, DATE {ends} AS until")

    @property
    def _day(self) -> ir.DateScalar:
        return _looked_at("day")

    @property
    def _until(self) -> ir.DateScalar:
        return _looked_at("until")

    def _booked(self, before: ir.DateScalar) -> ibis.Table:
        return as_of_orders(_named(self._stages.orders, "orders"), before)

    def _customers(self) -> ibis.Table:
        """As the stage of today makes them."""
        import ibis

        products = ibis.table({"customer": "string", "products": "int64"}, name="products")
        counted = products if self._first_bought is not None else None
        refunds = self._recipe.customers.refunds
        return customers(self._booked(self._day), self._day, refunds, (), counted)

    def _habits(self) -> ibis.Table:
        return habits(self._booked(self._day), self._day, self._recipe.classifier.horizon_days)

    def _known(self) -> ibis.Table:
        return _named(self._with_habits(), "known")

    def _with_habits(self) -> ibis.Table:
        return with_habits(_named(self._stages.segments, "segmented"))

    def _inside(self) -> ibis.Table:
        return window(self._booked(self._until), self._day, self._until, self._recipe.customers.refunds)

    def _labelled(self) -> ibis.Table:
        later = _named(self._stages.segments, "later")
        return labelled(self._known(), _named(self._inside(), "inside"), later)

    def _products(self) -> ibis.Table:
        """How many products each customer had bought before a day, from the days on which each was first bought."""
        import ibis

        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW first_bought AS SELECT * FROM read_parquet({file_literal(self._first_bought or Path())})"
        )
        bought = ibis.table({"customer": "string", "product": "string", "day": "date"}, name="first_bought")
        early = bought.filter(bought.day < self._day)
        return early.group_by("customer").aggregate(products=early["product"].nunique())

    def _once(self, name: str, expression: Callable[[], ibis.Table]) -> str:
        """The SQL of an expression in which no day stands: thinking it over takes longer than running it."""
        if name not in self._known_sql:
            self._known_sql[name] = compiled(expression())
        return self._known_sql[name]

    def _make(self, name: str, select: str) -> None:
        with told_plainly("looking back"):
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {ident(name)} AS {select}")

    def _view(self, name: str, table: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {ident(name)} AS SELECT * FROM {ident(table)}")


def _looked_at(column: str) -> ir.DateScalar:
    import ibis

    found: Any = ibis.table({"day": "date", "until": "date"}, name="looked_at")[column].as_scalar()
    return found


def _named(expression: ibis.Table, name: str) -> ibis.Table:
    """The table of that name in the database, which has the columns of the expression."""
    import ibis

    return ibis.table(expression.schema(), name=name)


def drawn(
    connection: duckdb.DuckDBPyConnection,
    select: str,
    seed: int,
    day: date | None,
    facts: Sequence[str],
    labels: dict[str, str],
    most: int | None = MOST_KNOWN,
) -> Known:
    """At most so many of the customers that a SELECT gives, drawn by a digest of their ids, in the order of these."""
    with told_plainly("looking back"):
        picked = (
            f"SELECT *, count(*) OVER () AS everyone FROM ({select}) AS all_customers"
            f" ORDER BY md5(customer_id || {literal(f'|{seed}')}), customer_id"
            + (f" LIMIT {most}" if most else "")
        )
        table: Any = connection.sql(
            f"SELECT * FROM ({picked}) AS picked ORDER BY customer_id"
        ).to_arrow_table()
    everyone = int(table["everyone"][0].as_py()) if len(table) else 0
    # A column without a single value, as of money where there is none, says nothing.
    there = [column for named in COLUMNS_OF.values() for column in named if column in table.column_names]
    told = [column for column in there if table[column].null_count < len(table)]
    return known_from(table, day, told, facts, labels, everyone)
