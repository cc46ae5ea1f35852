"""Which file a mistyped name may stand for."""

from __future__ import annotations

import pytest

from core.suggest import nearest_file

THERE = ["one.csv", "sales_2024.csv", "sales_2024.xlsx", "sales_2024.zip", "list.txt"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nothere.csv", None),
        ("two.csv", None),
        ("sale_2024.csv", "sales_2024.csv"),
        ("sales_2024.csvx", "sales_2024.csv"),
        ("sales_2024.cvs", "sales_2024.csv"),
        ("slaes_2024.xlsx", "sales_2024.xlsx"),
        ("SALES_2024.XLSX", "sales_2024.xlsx"),
        ("onee.csv", "one.csv"),
        (".csv", None),
    ],
)
def test_only_names_that_are_alike_without_their_ending_are_offered(typed: str, meant: str | None) -> None:
    assert nearest_file(typed, THERE) == meant
