"""Rows of one cell more than the header has names: the column without a name is found by what stands below the names, and it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.workbooks import write_xlsx

NAMES = ("order_id", "order_date", "quantity", "unit_price", "customer_id")
SAID = "one cell more"
ROWS = [
    [str(1000 + n), f"2024-03-{1 + n % 28:02}", str(1 + n % 3), f"{2 + n % 5}.50", f"C{n % 6}"]
    for n in range(60)
]


def figures(path: Path, kept: Path) -> tuple[float, int, list[str], tuple[str, ...]]:
    kept.mkdir(exist_ok=True)
    with Study(Recipe(), [str(path)], workspace=Workspace(kept, quota_bytes=10**9)) as study:
        report = study.report
        told = [note for note in report.notes if SAID in note]
        return float(report.revenue or 0), report.customers, told, study.columns.tables[0].table.names


def write_csv(path: Path, rows: list[list[str]]) -> Path:
    path.write_text("\n".join(map(",".join, [list(NAMES), *rows])) + "\n", encoding="utf-8")
    return path


REVENUE = sum(int(row[2]) * float(row[3]) for row in ROWS)


@pytest.mark.parametrize(
    ("where", "extra"),
    [
        ("first", [str(n) for n in range(1, 61)]),
        ("first", [str(n * 7) for n in range(60)]),
        ("first", ["online" if n % 2 else "shop" for n in range(60)]),
        ("last", ["ok" for _ in range(60)]),
        ("last", ["ok" if n % 2 else "" for n in range(60)]),
        ("last", [str(n) for n in range(60)]),
    ],
)
def test_the_names_stand_where_they_fit(where: str, extra: list[str], tmp_path: Path) -> None:
    rows = [[more, *row] if where == "first" else [*row, more] for more, row in zip(extra, ROWS, strict=True)]
    revenue, customers, told, names = figures(write_csv(tmp_path / "sales.csv", rows), tmp_path / "kept")
    assert (revenue, customers) == (REVENUE, 6)
    assert names == (("column 1", *NAMES) if where == "first" else (*NAMES, "column 6"))
    assert len(told) == 1
    assert f"the {where} one" in told[0]


def test_a_delimiter_behind_every_row_is_no_news(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "sales.csv", [[*row, ""] for row in ROWS])
    assert figures(path, tmp_path / "kept")[:3] == (REVENUE, 6, [])


def test_a_name_of_a_sheet_stays_over_its_cells(tmp_path: Path) -> None:
    """The first column counts from one and the last has no name: there is nothing to assume where names have places."""
    header = ["No", "Customer", "Order date", "Amount"]
    rows = [[n, f"C{n % 6}", f"2024-03-{1 + n % 28:02}", 5, f"note {n}"] for n in range(1, 61)]
    path = tmp_path / "sales.xlsx"
    write_xlsx(path, {"Sales": [header, *rows]})
    revenue, customers, told, names = figures(path, tmp_path / "kept")
    assert (revenue, customers, told) == (300.0, 6, [])
    assert names == (*header, "column 5")
