"""Every stage is an expression: it compiles for the engines that it may be taken to, and what comes out is SQL there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, get_args

import pytest
import sqlglot
from sqlglot import expressions

from core.recipe import Recipe
from core.sql import Dialect, compiled
from core.stages import STAGES, Stages
from tests.support.lines import ROLES, columns_of

# sqlglot's names for the engines.
PARSED_AS = {"duckdb": "duckdb", "postgres": "postgres", "pyspark": "spark"}
SALES = (*ROLES, "product", "description", "status")
MARKETS = """[segments]
map = "custom"
[[segments.names]]
name = "The 'good' ones"
cells = ["r4-5"]
[[segments.names]]
name = "The rest"
cells = ["r1-3"]
"""


def columns(
    roles: tuple[str, ...] = SALES, tables: int = 1, attributes: int = 0, shape: str = "sales"
) -> Any:
    found = columns_of(roles, tables)
    names = tuple(f'it\'s "{number}"; --' for number in range(attributes))
    return replace(found, attributes=names, shape=shape)


def recipe(*settings: tuple[str, str]) -> Recipe:
    return Recipe().with_values(settings)


CASES: dict[str, tuple[Recipe, Any]] = {
    "as it comes": (recipe(), columns()),
    "several tables": (recipe(), columns(tables=3)),
    "overlapping rows": (recipe(("rules.overlap", "rows")), columns(tables=2)),
    "duplicates": (recipe(("rules.duplicate", "true")), columns(tables=2)),
    "not a product": (recipe(("rules.not_a_product", "true")), columns()),
    "dates": (
        recipe(("rules.before", "2024-01-01"), ("rules.after", "2024-06-30"), ("customers.as_of", "2024-07-01")),
        columns(),
    ),
    "negative is cancelled": (recipe(("rules.negative_is_cancelled", "true")), columns()),
    "statuses": (recipe(("rules.cancelled_statuses", "[\"it's off\", 'gone']")), columns()),
    "prefixes": (recipe(("rules.cancelled_prefixes", '["%_", "R"]')), columns()),
    "discount in per cent": (recipe(("customers.discount", "percent")), columns((*SALES, "discount"))),
    "discount in money": (recipe(("customers.discount", "money")), columns((*SALES, "discount"))),
    "attributes": (recipe(), columns(attributes=2)),
    "amount": (recipe(), columns(("customer", "order", "date", "amount"))),
    "order total": (recipe(), columns(("customer", "order", "date", "order_total"))),
    "no order id": (recipe(), columns(("customer", "date", "amount"))),
    "no amount": (recipe(), columns(("customer", "date"))),
    "products counted": (recipe(("customers.products", "on")), columns()),
    "net": (recipe(("customers.refunds", "net")), columns()),
    "eleven segments": (recipe(("segments.map", "eleven")), columns()),
    "own segments": (Recipe.from_toml(MARKETS), columns()),
    "thresholds": (
        recipe(
            ("scores.q", "3"),
            ("scores.recency", "[30, 90]"),
            ("scores.frequency", "[2, 5]"),
            ("scores.monetary", "[10.5, 99.99]"),
            ("segments.map", "custom"),
            ("segments.names", '[{name = "all", cells = ["r1-3"]}]'),
        ),
        columns(),
    ),
    "ten scores": (
        recipe(
            ("scores.q", "10"),
            ("segments.map", "custom"),
            ("segments.names", '[{name = "all", cells = ["r1-10"]}]'),
        ),
        columns(),
    ),
    "ready made": (recipe(), columns(("customer", "recency", "frequency", "monetary"), shape="customers")),
    "summary": (recipe(), columns(("customer", "recency", "frequency", "age"), shape="summary")),
}  # fmt: skip


def expressions_of(stages: Stages) -> Iterator[tuple[str, Any]]:
    for name in STAGES:
        yield name, getattr(stages, name)
    if stages.plan.overlap_orders:
        yield "overlap_orders", stages.overlap_orders
    if stages.with_products:
        yield "products", stages.products


@cache
def stages_of(name: str) -> Stages:
    settings, found = CASES[name]
    return Stages(settings, found, as_of=date(2024, 7, 1))


@pytest.mark.parametrize("dialect", get_args(Dialect))
@pytest.mark.parametrize("case", CASES)
def test_every_stage_is_sql_of_every_engine(case: str, dialect: Dialect) -> None:
    for name, expression in expressions_of(stages_of(case)):
        text = compiled(expression, dialect, pretty=True)
        statements = sqlglot.parse(text, dialect=PARSED_AS[dialect])
        assert len(statements) == 1, name
        assert isinstance(statements[0], expressions.Query), name
        # Nothing that only one engine's Python could run.
        assert not list(statements[0].find_all(expressions.Command)), name
        if statements[0].named_selects != ["*"]:
            assert statements[0].named_selects == [*expression.schema()], name


def test_the_cases_reach_what_they_are_named_for() -> None:
    """Each setting changes some stage's SQL: a case that compiles the default again would prove nothing."""

    def sql(case: str) -> str:
        return "\n".join(compiled(expression) for _, expression in expressions_of(stages_of(case)))

    plain, several = sql("as it comes"), sql("several tables")
    texts = {case: sql(case) for case in CASES}
    assert len(set(texts.values())) == len(CASES)
    assert "overlap_orders" in several
    assert "overlap_orders" not in plain
    assert "it''s off" in texts["statuses"]
    assert "The ''good'' ones" in texts["own segments"]
    assert "products" not in {name for name, _ in expressions_of(stages_of("as it comes"))}
    assert "products" in {name for name, _ in expressions_of(stages_of("products counted"))}


@pytest.mark.parametrize("case", ["as it comes", "several tables", "products counted", "attributes"])
def test_a_stage_reads_only_the_stages_before_it(case: str) -> None:
    """So a warehouse can make a view of each, in this order."""
    readable = {
        "overlap_orders": {"lines"},
        "ledger": {"lines", "overlap_orders"},
        "orders": {"ledger"},
        "products": {"ledger"},
        "customers": {"orders", "products"},
        "scores": {"customers"},
        "segments": {"scores"},
    }
    for name, expression in expressions_of(stages_of(case)):
        tree = sqlglot.parse_one(compiled(expression, "postgres"), dialect="postgres")
        within = {cte.alias for cte in tree.find_all(expressions.CTE)}
        read = {table.name for table in tree.find_all(expressions.Table)} - within
        assert read <= readable[name], name
