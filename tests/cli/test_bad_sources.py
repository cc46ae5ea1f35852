"""Files and folders that are not there or are no table, and tables with next to nothing in them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.support.command import (
    HEADER,
    SALES,
    Run,
)

# Files and folders


def test_a_missing_file_names_the_nearest(run: Run, sales: Path) -> None:
    run("run", sales.with_name("sale.csv")).refused(1, "sale.csv", "did you mean", "'sales.csv'")


def test_one_of_several_files_is_missing(run: Run, sales: Path, tmp_path: Path) -> None:
    run("run", sales, tmp_path / "absent.csv").refused(1, "absent.csv")


def test_an_empty_name_is_not_the_current_folder(
    run: Run, sales: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sales.parent)
    run("run", "").refused(1, "empty name")


def test_a_folder_with_nothing_in_it(run: Run, tmp_path: Path) -> None:
    run("run", tmp_path).refused(1, str(tmp_path), "is empty")


def test_a_folder_of_nothing_that_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("hello")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    run("run", tmp_path).refused(1, "2 files", "xlsx")


def test_no_file_matches_a_pattern(run: Run, tmp_path: Path) -> None:
    run("run", tmp_path / "*.csv").refused(1, "*.csv")


@pytest.mark.parametrize("name", ["pipe", "/dev/null"])
def test_what_is_no_file(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if not path.exists():
        os.mkfifo(path)
    run("run", path).refused(1, str(path), "neither a file nor a folder", "`-`")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
@pytest.mark.parametrize("named", [True, False])
def test_a_name_that_is_no_text(run: Run, tmp_path: Path, named: bool) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv")
    Path(path).write_text(SALES)
    run("run", path if named else tmp_path).refused(1, "UTF-8", "rename")


# Tables with nothing to tell


@pytest.mark.parametrize(("text", "word"), [("", "0 bytes"), ("\n\n \n", "blank"), (HEADER, "no rows")])
def test_a_file_without_rows(run: Run, tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "bare.csv"
    path.write_text(text)
    run("run", path).refused(1, "bare.csv", word)


def test_one_row(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(HEADER + "A,1,2024-01-01,3,2.00\n")
    found = run("run", path, "--json").json
    assert (found["customers"], found["orders"], found["revenue"], found["as_of"]) == (
        1,
        1,
        6.0,
        "2024-01-02",
    )


def test_one_customer_scores_the_middle(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(HEADER + "".join(f"A,{day},2024-01-{day:02d},1,2.00\n" for day in range(1, 11)))
    found = run("run", path, "--json").json
    assert (found["customers"], found["orders"]) == (1, 10)
    assert {line["score"] for line in found["scores"]} == {3}
    assert sum("is the same for every customer" in note for note in found["notes"]) == 3


def test_all_dates_the_same(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text(HEADER + "".join(f"A{row % 7},{row},2024-01-01,1,{row}.00\n" for row in range(1, 40)))
    found = run("run", path, "--json").json
    assert found["customers"] == 7
    assert any(note.startswith("Recency is the same") for note in found["notes"])


def test_all_rows_cancelled(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "cancelled.csv"
    text = "customer_id,order_id,order_date,amount,status\n"
    path.write_text(
        text + "".join(f"A{row % 4},{row},2024-01-{row:02d},{row}.50,cancelled\n" for row in range(1, 21))
    )
    run("run", path).refused(1, "none of the 20 rows", "cancelled 20", "--explain")


def test_no_customer_column(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("a,b\n" + "".join(f"{row}.5,{row * 2}.25\n" for row in range(50)))
    run("run", path).refused(1, "customer", "a, b", "--map customer=COLUMN")
