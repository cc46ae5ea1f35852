"""A line break inside a name of the header, or a title, that is another than that which ends the rows: a spreadsheet writes such."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study

ROWS, CUSTOMERS = 60, 10
REVENUE = sum(1.5 + row for row in range(ROWS))
LINES = [f"{2000 + row},K{row % CUSTOMERS},2024-02-{1 + row % 28:02d},{1.5 + row}" for row in range(ROWS)]
BREAKS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


def body(end: str, other: str = "", inner: str = " ") -> str:
    """The rows with a note each, in which a break may stand; every fifth may end in another break."""
    lines = (f'{line},"paid{inner}in cash"' for line in LINES)
    return "".join(line + (other if other and row % 5 == 2 else end) for row, line in enumerate(lines))


def figures(*paths: Path) -> tuple[int, int, float]:
    with Study(Recipe(), paths) as study:
        report = study.report
        return report.rows, report.customers, report.revenue or 0.0


def write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("inside", ["lf", "crlf", "cr"])
@pytest.mark.parametrize("end", ["lf", "crlf"])
@pytest.mark.parametrize("cells", ["plain", "broken", "mixed"])
def test_no_row_is_lost_for_a_break_in_the_header(tmp_path: Path, inside: str, end: str, cells: str) -> None:
    header = f'Order no,"Customer{BREAKS[inside]}No",Date,Amount,Note{BREAKS[end]}'
    rows = body(
        BREAKS[end],
        other="\n" if cells == "mixed" and end == "crlf" else "",
        inner=BREAKS[inside] if cells == "broken" else " ",
    )
    assert figures(write(tmp_path / "sales.csv", header + rows)) == (ROWS, CUSTOMERS, REVENUE)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "title", ['"Sales\nreport"', '"Sales\r\nreport"', "Sales report", '"Sales of\n\nthe ""year"""']
)
def test_no_row_is_lost_for_a_break_in_a_title(tmp_path: Path, title: str, end: str) -> None:
    text = f"{title}{end}Order no,Customer No,Date,Amount,Note{end}" + body(end)
    assert figures(write(tmp_path / "sales.csv", text)) == (ROWS, CUSTOMERS, REVENUE)


def test_no_file_is_lost_among_others(tmp_path: Path) -> None:
    header = 'Order no,"Customer\nNo",Date,Amount,Note'
    one = write(tmp_path / "jan.csv", f"{header}\n" + body("\n").replace("2024-02", "2024-01"))
    other = write(tmp_path / "feb.csv", f"{header}\r\n" + body("\r\n").replace("2000,", "3000,", 1))
    rows, customers, revenue = figures(one, other)
    assert (rows, customers) == (2 * ROWS, CUSTOMERS)
    assert revenue == pytest.approx(2 * REVENUE)
