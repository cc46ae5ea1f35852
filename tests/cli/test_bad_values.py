"""Extreme values: a right answer, or rows set aside, but never a crash or a wrong sum."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import (
    HEADER,
    LINES,
    REVENUE,
    ROWS,
    SALES,
    Run,
    right,
)


def test_ten_thousand_columns(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    names = ",".join(f"c{number}" for number in range(9_995))
    path.write_text(
        HEADER.strip() + "," + names + "\n" + "".join(line.strip() + ",x" * 9_995 + "\n" for line in LINES)
    )
    right(run("run", path, "--json"))


@pytest.mark.soak
def test_a_cell_of_ten_megabytes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    lines = [line.strip() + "," + ("z" * 10_000_000 if row == 30 else "n") for row, line in enumerate(LINES)]
    path.write_text(HEADER.strip() + ",note\n" + "\n".join(lines))
    right(run("run", path, "--json"))


def test_amounts_that_are_no_money(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "amounts.csv"
    bad = ["NaN", "inf", "-inf", "1e308", "-1e308", "Infinity", "1e400"]
    amounts = ["2.50"] * 100 + bad
    path.write_text(
        "customer_id,order_id,order_date,amount\n"
        + "".join(
            f"C{row % 9},{row},2024-01-{row % 28 + 1:02d},{amount}\n" for row, amount in enumerate(amounts)
        )
    )
    found = run("run", path, "--json").json
    taken = {line["rule"]: line["rows"] for line in found["ledger"]}
    assert (found["rows"], found["kept"], found["revenue"]) == (107, 100, 250.0)
    assert taken["unreadable"] == len(bad)
    assert any("1e308" in note or "NaN" in note or "inf" in note for note in found["notes"])


def test_products_that_overflow_are_set_aside(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "overflow.csv"
    path.write_text(
        SALES + "".join(f"C001,{row},2024-01-05,9000000000000,9000000000000\n" for row in range(2000, 2050))
    )
    found = run("run", path, "--json").json
    assert (found["kept"], found["revenue"]) == (ROWS, REVENUE)
    assert any("too large to add up" in note for note in found["notes"])


def test_the_largest_amounts_add_up_to_the_cent(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text(
        "customer_id,order_id,order_date,amount\n"
        + "".join(f"C{row % 9},{row},2024-01-{row % 28 + 1:02d},9999999999.99\n" for row in range(100))
    )
    assert run("run", path, "--json").json["revenue"] == 999999999999.00


def test_dates_at_both_ends_of_the_calendar(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text(SALES + "X,9001,0001-01-01,1,1.00\nY,9002,9999-12-30,1,2.00\n")
    found = run("run", path, "--json").json
    assert (found["kept"], found["as_of"]) == (ROWS + 2, "9999-12-31")
    assert found["first"].startswith("0001-01-01")
    assert any("--as-of 2024-12-25" in note for note in found["notes"])


def test_the_last_day_there_is(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text(SALES + "Y,9003,9999-12-31,1,2.00\n")
    run("run", path).refused(1, "9999-12-31", "--as-of")
    found = run("run", path, "--as-of", "2024-12-25", "--json").json
    assert (found["kept"], found["revenue"]) == (ROWS, REVENUE)


def test_a_last_date_far_away_is_reported(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text(SALES + "Y,9003,2041-03-01,1,2.00\n")
    found = run("run", path, "--json").json
    assert found["as_of"] == "2041-03-02"
    assert any("2041-03-01" in note and "--as-of 2024-12-25" in note for note in found["notes"])
