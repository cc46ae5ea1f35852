"""Exports that overlap, and differ there in columns that say nothing of a sale: what is said of it, and what takes it out."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace

HEADER = ("Order No", "Date", "Customer", "Product", "Quantity", "Price")
# Twenty orders a row each, then one of two rows: the last five of them are in both files.
FIRST = [
    (700 + number, f"2024-11-{1 + number:02}", f"C{number % 6}", f"P{number % 4}", 1 + number % 2, "10.00")
    for number in range(20)
]
LAST = [
    *FIRST[16:],
    (720, "2024-11-21", "C3", "P1", 2, "7.50"),
    (720, "2024-11-21", "C3", "P2", 1, "4.00"),
    *((721 + number, f"2024-11-{22 + number}", f"C{number}", "P3", 1, "20.00") for number in range(6)),
]
BOTH = [*FIRST, *LAST[4:6]]
# Of 716 and 718 one piece at 10.00, of 717 and 719 two; of 720 two at 7.50 and one at 4.00.
ROWS_IN_BOTH, WORTH_IN_BOTH = 6, "79.00"
ONCE = 10 * 10 + 10 * 20 + 19 + 6 * 20

Row = tuple[object, ...]


def reported(folder: Path, header: Sequence[str], files: Sequence[Sequence[Row]], *flags: str) -> Report:
    source = folder / "exports"
    source.mkdir(exist_ok=True)
    for number, rows in enumerate(files):
        with (source / f"{number}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
    recipe = Recipe()
    for flag in flags:
        key, _, value = flag.partition("=")
        recipe = recipe.with_values([(key, value)])
    (folder / "kept").mkdir(exist_ok=True)
    with Study(recipe, [source], workspace=Workspace(folder / "kept", 10**9)) as study:
        return study.report


def with_cells(rows: Sequence[Row], *cells: object) -> list[Row]:
    return [
        (*row, *(cell if cell != "#" else number for cell in cells)) for number, row in enumerate(rows, 1)
    ]


def about(report: Report, words: str) -> str:
    (said,) = [note for note in report.notes if words in note]
    return said


def flags_in(said: str) -> list[str]:
    return [word for word in shlex.split(said.partition(": --set ")[2]) if word != "--set"]


@pytest.mark.parametrize(
    ("columns", "here", "there", "told"),
    [
        (("Exported at",), ("2024-11-21 08:00",), ("2024-12-01 08:00",), "Exported at only, which says"),
        (("#",), ("#",), ("#",), "# only, which says"),
        (
            ("File", "Sent"),
            ("a", "yes"),
            ("b", "no"),
            "File and Sent only, which say",
        ),
        (("Status",), ("open",), ("shipped",), "Status only, which says"),
    ],
)
def test_orders_that_differ_in_what_is_no_part_of_a_sale(
    tmp_path: Path, columns: tuple[str, ...], here: tuple[str, ...], there: tuple[str, ...], told: str
) -> None:
    files = [with_cells(BOTH, *here), with_cells(LAST, *there)]
    report = reported(tmp_path, (*HEADER, *columns), files)
    said = about(report, "stand in several sheets or files")
    assert said.startswith(f"5 order ids stand in several sheets or files with rows that differ in {told} ")
    assert f": {ROWS_IN_BOTH} rows, worth {WORTH_IN_BOTH}, likely count twice." in said
    assert ("what Status said later is lost" in said) == (columns == ("Status",))
    assert not [note for note in report.notes if "come back for the same customer" in note]
    assert report.revenue == pytest.approx(ONCE + float(WORTH_IN_BOTH))
    mended = reported(tmp_path, (*HEADER, *columns), files, *flags_in(said))
    assert mended.revenue == pytest.approx(ONCE)
    assert {line.rule: line.rows for line in mended.ledger}["overlap"] == ROWS_IN_BOTH


def test_totals_of_orders_that_count_once_are_not_said_to_count_twice(tmp_path: Path) -> None:
    """Thirty orders of two rows each, which both have what the order is worth; of the last ten the second file has all of it too."""
    header = ("Order No", "Date", "Customer", "Product", "Order Total", "Exported at")
    rows = [
        (800 + number, f"2024-11-{1 + number % 27:02}", f"C{number % 6}", f"P{line}", f"{20 + 3 * number}.00")
        for number in range(30)
        for line in (number % 5, 5 + number % 3)
    ]
    report = reported(tmp_path, header, [with_cells(rows, "8:00"), with_cells(rows[40:], "9:30")])
    assert report.revenue == sum(20 + 3 * number for number in range(30))
    said = [note for note in report.notes if "in several sheets or files" in note]
    assert (
        ": 20 rows likely count twice, though no money does, as Order Total counts once an order." in said[0]
    )


def test_orders_that_differ_in_what_was_sold_are_no_copies(tmp_path: Path) -> None:
    corrected = [(*row[:5], "9.00") if row[0] == 717 else row for row in LAST]
    report = reported(tmp_path, (*HEADER, "#"), [with_cells(BOTH, "#"), with_cells(corrected, "#")])
    other, alike = (note for note in report.notes if "in several sheets or files" in note)
    if alike.startswith("1 "):
        other, alike = alike, other
    assert alike.startswith("4 order ids stand in several sheets or files with rows that differ in # only")
    assert "5 rows, worth 59.00, likely count twice" in alike
    assert other.startswith(
        "1 order id stands in several sheets or files with different rows (Price differs);"
    )
    assert "1 row of the later, worth 18.00, counts besides those of the first" in other


def test_a_large_source_is_not_read_again_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.findings.MOST_READ_AGAIN", len(BOTH))
    files = [with_cells(BOTH, "8:00"), with_cells(LAST, "9:30")]
    said = about(reported(tmp_path, (*HEADER, "Exported at"), files), "in several sheets or files")
    assert said.startswith(
        "5 order ids stand in several sheets or files with different rows; they were left as they are."
    )
    assert said.endswith("--set rules.not_compared=COLUMN")


def test_rows_without_order_ids_that_differ_in_when_they_were_exported(tmp_path: Path) -> None:
    files = [with_cells([row[1:] for row in rows], at) for rows, at in ((BOTH, "8:00"), (LAST, "9:30"))]
    report = reported(tmp_path, (*HEADER[1:], "Exported at"), files)
    said = about(report, "Without order ids")
    assert (
        f": {ROWS_IN_BOTH} rows, worth {WORTH_IN_BOTH}, stand in an earlier sheet or file too and differ in Exported at only."
        in said
    )
    flags = flags_in(said)
    assert flags == ["rules.overlap=rows", "rules.not_compared=Exported at"]
    assert reported(tmp_path, (*HEADER[1:], "Exported at"), files, *flags).revenue == pytest.approx(ONCE)


def test_files_without_order_ids_that_share_no_sale_are_no_matter(tmp_path: Path) -> None:
    report = reported(tmp_path, HEADER[1:], [[row[1:] for row in rows] for rows in (FIRST, LAST[6:])])
    assert not [note for note in report.notes if "Without order ids" in note]


def test_columns_not_to_compare_that_change_nothing_are_said(tmp_path: Path) -> None:
    files = [with_cells(BOTH, "8:00"), with_cells(LAST, "9:30")]
    header = (*HEADER, "Exported at")
    said = about(reported(tmp_path, header, files, "rules.not_compared=Exportet at"), "not_compared names")
    assert said.endswith("Did you mean 'Exported at'? Then: --set 'rules.not_compared=Exported at'")
    off = ("rules.not_compared=Exported at", "rules.overlap=off")
    assert "no rows are compared" in about(reported(tmp_path, header, files, *off), "not_compared names")


def test_equal_rows_of_a_file_whose_numbers_are_not_compared_are_duplicates(tmp_path: Path) -> None:
    twice = with_cells([*FIRST, *FIRST[:3]], "#")
    flags = ("rules.duplicate=true", "rules.not_compared=#")
    ledger = {line.rule: line.rows for line in reported(tmp_path, (*HEADER, "#"), [twice], *flags).ledger}
    assert (ledger["duplicate"], ledger["kept"]) == (3, 20)
