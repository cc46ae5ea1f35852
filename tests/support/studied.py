"""Results of real files, each run once in a process and kept in a workspace that ends with it."""

from __future__ import annotations

import atexit
import csv
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb

from core.maps import segment_map
from core.recipe import Recipe
from core.report import cents, group_lines, measures_saying_nothing, score_lines
from core.scores import TIERS
from core.study import Study
from core.views.result import Result, ResultData, result_of
from core.workspace import Workspace
from tests.support.lines import Line, columns_of, connection, run_stages

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample_data" / "online_retail.xlsx"


@cache
def _folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="regulars-tests-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def workspace() -> Workspace:
    (_folder() / "kept").mkdir(exist_ok=True)
    return Workspace(_folder() / "kept", 10**9)


@cache
def studied(path: Path | str, *settings: tuple[str, str]) -> Result:
    """The result of a file with these settings."""
    with Study(Recipe().with_values(list(settings)), [path], workspace=workspace()) as study:
        return result_of(study)


def looked_at(path: Path | str, *settings: tuple[str, str]) -> ResultData:
    """The same, to be looked at and closed."""
    return ResultData(studied(path, *settings), workspace())


def written(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """A CSV file."""
    path = _folder() / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def ready_made() -> Path:
    """A table of customers instead of sales."""
    rows = [
        (f"C{number:03d}", 3 + number * 7 % 300, 1 + number % 9, f"{20 + number * 13.7:.2f}")
        for number in range(60)
    ]
    return written("customers.csv", ("customer_id", "Recency", "Frequency", "Monetary"), rows)


def without_amounts() -> Path:
    """Sales that say nothing of money."""
    rows = [
        (f"c{number % 17}", f"o{number}", f"2025-0{1 + number % 6}-1{number % 8}") for number in range(60)
    ]
    return written("without_amounts.csv", ("customer_id", "order_id", "order_date"), rows)


class Staged(ResultData):
    """The stages' tables of rows that were put straight into them, where a view expects a result's."""

    def __init__(self, lines: list[Line], recipe: Recipe, as_of: date, keep: Path | None = None) -> None:
        run_stages(lines, recipe, as_of)
        self._database = connection()
        self._database.execute(
            "CREATE OR REPLACE TABLE customers AS SELECT * FROM segments ORDER BY customer_id"
        )
        self._database.execute("CREATE OR REPLACE VIEW customer_segments AS SELECT * FROM customers")
        if keep is not None:
            self._database.execute(f"COPY customers TO '{keep}' (FORMAT parquet)")
        run = self._select
        scores = score_lines(run)
        tiers = group_lines(run, "tier", TIERS)
        spent, net = run("SELECT sum(monetary), sum(net) FROM customers")[0]
        report = SimpleNamespace(
            customers=sum(tier.customers for tier in tiers),
            orders=sum(tier.orders for tier in tiers),
            revenue=None if spent is None else cents(spent),
            net=None if net is None else cents(net),
            segments=group_lines(run, "segment", segment_map(recipe.segments, recipe.scores.q).order),
            tiers=tiers,
            says_nothing=measures_saying_nothing(scores),
        )
        found = SimpleNamespace(
            recipe=recipe,
            resolved=recipe,
            columns=columns_of(),
            report=report,
            as_of=as_of,
            customers_path=str(keep or ""),
            attribute_titles={},
        )
        self.result = cast("Result", found)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        return self._database

    def load_customers(self) -> None:
        pass

    def _select(self, select: str) -> list[tuple[Any, ...]]:
        return self._database.execute(select).fetchall()

    def everyone(self) -> list[dict[str, Any]]:
        """Every customer, as the stages have them."""
        found = self._database.execute("SELECT * FROM customers")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
