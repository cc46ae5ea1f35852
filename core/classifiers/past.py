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
from core.engine import told_plainly
from core.ledger import KEPT
from core.sql import compiled, file_literal, ident, literal
from core.stages import Stages

if TYPE_CHECKING:
    import duckdb
    import ibis

    from core.columns.settled import Columns
    from core.recipe import Recipe

FACTS = ("value", "recency")


class Past:
    """Customers on days gone by, from the kept orders alone.

    `connection` is for this alone: the tables that stages are made in bear the stages' names.
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
        self._columns = replace(columns, attributes=())
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
            stages = self._stages(day)
            if self._first_bought is not None:
                self._make("products", compiled(self._products(day)))
            self._make("customers", compiled(stages.customers))
            self._make("scores", self._once("scores", lambda: stages.scores))
            self._make("segmented", self._once("segmented", lambda: stages.segments))
            self.make_habits(day)
            self._make(name, self._once("known", lambda: with_habits(_named(stages.segments, "segmented"))))
            self._made.add(day)
        return name

    def make_habits(self, day: date) -> None:
        """Make the table `habits`: how everybody had spread their orders before `day`."""
        horizon_days = self._recipe.classifier.horizon_days
        self._make("habits", compiled(habits(self._stages(day).booked, day, horizon_days)))

    def known_on(self, day: date, most: int | None = MOST_KNOWN) -> Known:
        """Customers on a day, of whom it is not known yet what they will do; all of them where `most` is None."""
        self._view("known", self.customers_on(day))
        select = self._once("on a day", lambda: self._known(day))
        return drawn(self.connection, select, self._recipe.classifier.seed, day, FACTS, {}, most)

    def labelled_on(self, day: date, until: date) -> Known:
        """Customers on a day, with what they did from then to before `until`."""
        self._view("known", self.customers_on(day))
        self._view("later", self.customers_on(until))
        stages = self._stages(until)
        inside = window(stages.booked, day, until, self._recipe.customers.refunds)
        self._make("inside", compiled(inside))

        def labelled_then() -> ibis.Table:
            later = _named(stages.segments, "later")
            return labelled(self._known(day), _named(inside, "inside"), later)

        select = self._once("labelled", labelled_then)
        return drawn(self.connection, select, self._recipe.classifier.seed, day, (*FACTS, SPENT), LABEL_OF)

    def _known(self, day: date) -> ibis.Table:
        return _named(with_habits(_named(self._stages(day).segments, "segmented")), "known")

    def _stages(self, day: date) -> Stages:
        recipe = replace(self._recipe, customers=replace(self._recipe.customers, as_of=day.isoformat()))
        return Stages(recipe, self._columns, as_of=day)

    def _products(self, day: date) -> ibis.Table:
        """How many products each customer had bought before a day, from the days on which each was first bought."""
        import ibis

        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW first_bought AS SELECT * FROM read_parquet({file_literal(self._first_bought or Path())})"
        )
        bought = ibis.table({"customer": "string", "product": "string", "day": "date"}, name="first_bought")
        early = bought.filter(bought.day < ibis.literal(day))
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
