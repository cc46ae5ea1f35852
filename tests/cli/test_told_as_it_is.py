"""Values that look like the end of options, thresholds beyond all money, and net figures in the summary."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import Run


@pytest.mark.parametrize("option", ["out", "as-of", "set", "map", "sheet", "explain", "with", "format"])
def test_a_value_of_two_dashes_is_refused_as_a_value(
    run: Run, sales: Path, tmp_path: Path, option: str
) -> None:
    if option == "out":  # a folder may be called so
        sales = sales.rename(tmp_path / "moved.csv")
    ran = run("run", sales, f"--{option}=--", *(["--out", tmp_path / "out"] if option == "out" else []))
    assert "did not expect" not in ran.err
    if option != "out":
        ran.refused(2, "--")


@pytest.mark.parametrize("measure", ["recency", "frequency", "monetary"])
def test_thresholds_beyond_all_money_are_refused(run: Run, sales: Path, measure: str) -> None:
    ran = run("run", sales, "--set", f"scores.{measure}=[10,20,30,1e13]")
    ran.refused(2, f"scores.{measure}", "below 10,000,000,000,000")


def test_the_summary_tells_net_beside_gross(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(
        "Customer,Invoice,Date,Amount\nAda,1,2025-01-05,120.50\nAda,C2,2025-02-05,-20.25\nBen,3,2025-02-06,30.00\n"
    )
    told = " ".join(run("run", path, "--set", "customers.refunds=net").out.split())
    assert "worth 130.25 after refunds from" in told
    assert "150.50 before them" in told
    assert told.count("net revenue") == 2
