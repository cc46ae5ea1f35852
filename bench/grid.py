"""How quickly a grid of a million customers sorts, filters and pages: `python -m bench.grid [CUSTOMERS]`."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from core.engine import connect
from core.sql import literal
from core.views.grid import Arrangement, Grid
from core.views.grid_parts import Sought
from core.views.grids import customers_grid, parquet_grid

SHOWN = [
    "customer_id",
    "first_purchase",
    "last_purchase",
    "recency",
    "frequency",
    "monetary",
    "net",
    "rfm",
    "value",
    "tier",
    "segment",
    "country",
]
SEGMENTS = ["Champions", "Loyal", "New", "Promising", "At Risk", "Hibernating"]
CUSTOMERS = """
    SELECT CAST(10000000 + i AS VARCHAR) AS customer_id,
        TIMESTAMP '2020-01-01' + to_seconds(CAST(random() * 1e8 AS BIGINT)) AS first_purchase,
        TIMESTAMP '2023-01-01' + to_seconds(CAST(random() * 1e8 AS BIGINT)) AS last_purchase,
        CAST(random() * 1000 AS BIGINT) AS recency, CAST(1 + pow(random(), 4) * 80 AS BIGINT) AS frequency,
        CAST(exp(random() * 8) AS DECIMAL(18, 2)) AS monetary, CAST(-random() * 100 AS DECIMAL(18, 2)) AS refunded,
        CAST(exp(random() * 8) AS DECIMAL(19, 2)) AS net, CAST(exp(random() * 5) AS DECIMAL(18, 2)) AS average_order,
        CAST(1 + floor(random() * 5) AS BIGINT) AS r, CAST(1 + floor(random() * 5) AS BIGINT) AS f,
        CAST(1 + floor(random() * 5) AS BIGINT) AS m, CAST(111 + floor(random() * 444) AS VARCHAR) AS rfm,
        CAST(random() * 3e6 AS BIGINT) AS "value", ['High', 'Medium', 'Low'][CAST(1 + floor(random() * 3) AS INT)] AS tier,
        {segments}[CAST(1 + floor(random() * {kinds}) AS INT)] AS segment, random() AS value_share,
        CAST(random() * 1000 AS BIGINT) AS tenure, random() < 0.05 AS mostly_refunded,
        ['United Kingdom', 'Germany', 'France', NULL][CAST(1 + floor(random() * 4) AS INT)] AS country,
        'mail' || CAST(random() * 1e7 AS BIGINT) || '@example.com' AS "E-mail"
    FROM range({rows}) t(i)
"""


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        connection = connect(Path(folder), threads=2)
        segments = "[" + ", ".join(map(literal, SEGMENTS)) + "]"
        select = CUSTOMERS.format(segments=segments, kinds=len(SEGMENTS), rows=rows)
        connection.execute(f"CREATE TEMP TABLE customers AS {select} ORDER BY customer_id")
        lines = [SimpleNamespace(name=name) for name in SEGMENTS]
        tiers = [SimpleNamespace(name=name) for name in ("High", "Medium", "Low")]
        report = SimpleNamespace(segments=lines, tiers=tiers)
        data = SimpleNamespace(
            load_customers=lambda: None, connection=connection, result=SimpleNamespace(report=report)
        )
        print(f"{rows:,} customers, 2 threads")
        measure(customers_grid(data))  # type: ignore[arg-type]
        path = Path(folder) / "customers.parquet"
        connection.execute(f"COPY customers TO {literal(str(path))} (FORMAT parquet)")
        grid = told("the same as a Parquet file, opened", lambda: parquet_grid(connection, path), times=1)
        slices(grid, Arrangement((("monetary", True),)), rows)


def measure(grid: Grid) -> None:
    rows = grid.arrange(Arrangement())
    for column in grid.columns:
        for descending in (False, True):
            way = "down" if descending else "up"
            fresh = Arrangement(((column.name, descending),))
            told(f"sort by {column.name}, {way}", partial(grid.arrange, fresh), times=1)
    for written in (
        "r >= 4 and monetary > 500",
        "country = germany",
        "example.com",
        "last_purchase < 2024-01-01",
        "`E-mail` ~ 77 or not (tier = High)",
    ):
        fresh = Arrangement((("monetary", True),), written)
        told(f"filter {written}", partial(grid.arrange, fresh), times=1)
        told("  its sums", partial(grid.summary, fresh), times=1)
    for arrangement in (Arrangement(), Arrangement((("monetary", True),)), Arrangement((("E-mail", False),))):
        slices(grid, arrangement, rows)
    by_money = Arrangement((("monetary", True),))
    some = str(10_000_000 + rows // 2)
    told("position of a customer", lambda: grid.position_of(by_money, some))
    told("find a word", lambda: grid.find(by_money, Sought("mail77777")), times=1)
    told("find the next", lambda: grid.find(by_money, Sought("mail77777"), 500))
    told(
        "find a number",
        lambda: grid.find(by_money, Sought("99.9", "99.9", (("monetary", "money"),))),
        times=1,
    )
    told("choose all ids", lambda: grid.select_ids(by_money, [(0, rows)]), times=1)
    told("widths", lambda: grid.column_widths(SHOWN), times=1)
    told("values of country", lambda: grid.values("country"), times=1)


def slices(grid: Grid, arrangement: Arrangement, rows: int) -> None:
    deep = random.Random(1)
    name = " ".join(column for column, _ in arrangement.sort) or "id"
    told(
        f"60 rows of {len(SHOWN)} columns anywhere, by {name}",
        lambda: grid.slice(arrangement, deep.randrange(max(1, rows - 60)), 60, SHOWN),
        times=60,
    )


def told(what: str, do: Callable[[], Any], times: int = 5) -> Any:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        answer = do()
        took.append((time.perf_counter() - began) * 1000)
    print(f"  {what:<52}{statistics.median(took):>9.1f} ms{max(took):>9.1f} at most")
    return answer


if __name__ == "__main__":
    main()
