"""The rows that a rule took, against the workbook they come from, the ledger and `--explain`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from core.errors import SourceError, UsageError
from core.explain import explain
from core.recipe import Recipe
from core.study import Study
from core.views.grid import Arrangement
from core.views.grids import parquet_grid
from core.views.result import ResultData, result_of
from core.views.rule_rows import RuleRows, rule_rows
from core.workspace import Workspace
from tests.support.studied import SAMPLE, looked_at, ready_made, workspace, written

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def data() -> Iterator[ResultData]:
    with looked_at(SAMPLE) as data:
        yield data


@pytest.fixture(scope="module")
def sheets() -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(SAMPLE, read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def rows_of(found: RuleRows) -> Rows:
    rows: Rows = pq.read_table(found.path).to_pylist()
    assert found.shown == len(rows)
    assert not rows or tuple(rows[0]) == found.columns
    return rows


def test_every_bucket_of_the_sample(data: ResultData, sheets: dict[str, list[tuple[Any, ...]]]) -> None:
    seen: set[tuple[str, int]] = set()
    order = list(sheets)
    for line in data.result.report.ledger:
        found = rule_rows(data, line.rule)
        assert (found.rule, found.total, found.amount, found.setting) == (
            line.rule,
            line.rows,
            line.amount,
            "",
        )
        if not line.rows:
            assert found.path == ""
            continue
        rows = rows_of(found)
        assert len(rows) == line.rows
        places = [(order.index(row["where"]), row["row"]) for row in rows]
        assert places == sorted(places)
        assert float(sum(row["amount"] or Decimal(0) for row in rows)) == pytest.approx(
            line.amount, abs=0.005
        )
        for row in rows:
            # The row's number is the spreadsheet's own.
            cells = sheets[row["where"]][row["row"] - 1]
            assert row["order_id"] == str(cells[0])
            assert row["product"] == str(cells[1]).strip()
            if row["price"] is not None:
                assert row["price"] == pytest.approx(float(cells[5]))
        seen |= {(row["where"], row["row"]) for row in rows}
    # Every row of both sheets is in one bucket.
    assert len(seen) == data.result.report.rows == sum(len(rows) - 1 for rows in sheets.values())


def test_what_cannot_be_read_is_told(data: ResultData) -> None:
    rows = rows_of(rule_rows(data, "unreadable"))
    told = sorted((row["unreadable"], row["unreadable_text"]) for row in rows)
    assert told[:2] == [("date", "31/02/2024"), ("date", "31/02/2024")] or {role for role, _ in told} == {
        "date",
        "price",
        "quantity",
    }
    assert {("price", "?"), ("price", "tba"), ("quantity", "1O"), ("quantity", "n/a")} <= set(told)
    assert "unreadable" not in rule_rows(data, "cancelled").columns


def test_it_begins_as_explain_does(data: ResultData) -> None:
    with Study(Recipe(), [SAMPLE], workspace=workspace()) as study:
        for rule in ("kept", "cancelled", "unreadable", "overlap", "duplicate"):
            told, found = explain(study, rule, 7), rule_rows(data, rule)
            assert (told.rule, told.takes, told.total, told.amount, told.setting) == (
                found.rule,
                found.takes,
                found.total,
                found.amount,
                found.setting,
            )
            if found.path:
                assert told.columns == found.columns
                plain = [
                    tuple(float(cell) if isinstance(cell, Decimal) else cell for cell in row.values())
                    for row in rows_of(found)[:7]
                ]
                assert list(told.rows) == plain


def test_only_the_first_rows(data: ResultData) -> None:
    found, all_of_them = rule_rows(data, "Kept", 50), rule_rows(data, "kept")
    assert (found.total, found.shown, found.amount) == (all_of_them.total, 50, all_of_them.amount)
    assert rows_of(found) == rows_of(all_of_them)[:50]


def test_a_second_look_reads_nothing(data: ResultData) -> None:
    before = rule_rows(data, "cancelled")
    made = Path(before.path).stat().st_ino
    assert rule_rows(data, "cancelled") == before
    assert Path(before.path).stat().st_ino == made


def test_a_grid_shows_them(data: ResultData) -> None:
    found = rule_rows(data, "cancelled")
    grid = parquet_grid(data.connection, found.path)
    kinds = {column.name: column.kind for column in grid.columns}
    assert (kinds["amount"], kinds["purchased_at"], kinds["row"]) == ("money", "moment", "number")
    shown = grid.slice(Arrangement(), 0, 3, ["row", "order_id"])
    assert [tuple(row) for row in shown] == [(row["row"], row["order_id"]) for row in rows_of(found)[:3]]
    grid.close()


def test_rules_that_are_off_or_unknown(data: ResultData) -> None:
    found = rule_rows(data, "duplicate")
    assert (found.path, found.total, found.setting) == ("", 0, "rules.duplicate=true")
    with pytest.raises(UsageError, match="cancled"):
        rule_rows(data, "cancled")


def test_a_date_moves_rows() -> None:
    with looked_at(SAMPLE, ("customers.as_of", "2025-06-01")) as data:
        rows = rows_of(rule_rows(data, "after as-of"))
        assert min(row["purchased_at"] for row in rows).date().isoformat() >= "2025-06-01"
        kept = rows_of(rule_rows(data, "kept"))
        assert max(row["purchased_at"] for row in kept).date().isoformat() < "2025-06-01"


def test_each_date_has_rows_of_its_own() -> None:
    first = []
    for day in ("2025-06-01", "2025-07-01"):
        with looked_at(SAMPLE, ("customers.as_of", day)) as data:
            first.append(rows_of(rule_rows(data, "after as-of", 1))[0]["purchased_at"].date().isoformat())
    assert first[0] < "2025-07-01" <= first[1]


def test_files_are_named_and_long_cells_cut(tmp_path: Path) -> None:
    header = "customer_id,order_id,order_date,amount,description\n"
    for name in ("a.csv", "b.csv"):
        rows = "".join(
            f"c{n % 7},{name}{n},2025-01-{1 + n % 28:02d},{-5 if n == 3 else 9},{'é' * 2000 if n % 9 == 0 else 'short'}\n"
            for n in range(60)
        )
        (tmp_path / name).write_text(header + rows, encoding="utf-8")
    with looked_at(tmp_path) as data:
        rows = rows_of(rule_rows(data, "kept"))
        assert {row["where"] for row in rows} == {"a.csv", "b.csv"}
        assert [(row["where"], row["row"]) for row in rows[:4]] == [
            ("a.csv", number) for number in (2, 3, 4, 6)
        ]
        assert rows[0]["description"] == "é" * 1000 + "… [2000 characters]"
        taken = rows_of(rule_rows(data, "price"))
        assert [(row["where"], row["row"], row["amount"]) for row in taken] == [
            ("a.csv", 5, Decimal(-5)),
            ("b.csv", 5, Decimal(-5)),
        ]


def test_columns_named_like_ours() -> None:
    rows = [
        (f"c{n % 20}", f"o{n}", f"2025-01-{1 + n % 28:02d}", "9.50", "ab"[n % 20 < 5], "xy"[n % 20 < 9])
        for n in range(200)
    ]
    header = ("customer_id", "order_id", "order_date", "amount", "Row", "Where")
    with looked_at(written("ours.csv", header, rows), ("columns.attributes", '["Row", "Where"]')) as data:
        found = rule_rows(data, "kept")
        assert len({name.casefold() for name in found.columns}) == len(found.columns)
        first = rows_of(found)[0]
        assert list(first.values())[-3:] == ["b", "y", Decimal("9.5")] or {"b", "y"} <= set(
            map(str, first.values())
        )


def test_a_ready_made_table() -> None:
    with looked_at(ready_made()) as data:
        rows = rows_of(rule_rows(data, "kept"))
        assert [row["row"] for row in rows] == list(range(2, 62))
        assert rows[0]["customer"] == "C000"


def test_a_source_that_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    lines = [f"c{n % 7},o{n},2025-01-{1 + n % 28:02d},9.50\n" for n in range(60)]
    path.write_text("customer_id,order_id,order_date,amount\n" + "".join(lines))
    kept = Workspace(tmp_path, 10**9)
    with Study(Recipe(), [path], workspace=kept) as study:
        result = result_of(study)
    path.write_text("customer_id,order_id,order_date,amount\n" + "".join(lines[:40]))
    with ResultData(result, kept) as data, pytest.raises(SourceError, match="changed"):
        rule_rows(data, "kept")
    assert not list(tmp_path.glob("rule-*"))
