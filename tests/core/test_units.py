"""Quantities with a unit beside them are read, and codes that end in letters are none."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from core.columns.numbers import decide_numbers, number_sql, parse_number
from core.recipe import Recipe
from core.study import Study

WRITTEN = [
    (["3 pcs", "1 pc", "12 pcs", "1,200 pcs", "4"], [3.0, 1.0, 12.0, 1200.0, 4.0]),
    (["2 x", "3x", "12 x"], [2.0, 3.0, 12.0]),
    (["x3", "x 12", "x1"], [3.0, 12.0, 1.0]),
    (["1,5 kg", "0,25 kg", "12 kg", "1.200,5 kg"], [1.5, 0.25, 12.0, 1200.5]),
    (["3 Stk.", "1 Stk.", "-2 Stk."], [3.0, 1.0, -2.0]),
    (["3 PCS", "10 PCS"], [3.0, 10.0]),
    (["3 stuks", "1 stuks", "several stuks", "4 stuks", "5 stuks", "6 stuks", "7 stuks"], [3.0, 1.0, None, 4.0, 5.0, 6.0, 7.0]),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "numbers"), WRITTEN, ids=lambda value: str(value[0]))
def test_read(texts: list[str], numbers: list[float | None]) -> None:
    found = decide_numbers(texts)
    assert found is not None
    assert found.unit
    assert [parse_number(text, found) for text in texts] == numbers
    values = ", ".join(f"({place}, '{text}')" for place, text in enumerate(texts))
    select = f"SELECT {number_sql('x', found)} FROM (VALUES {values}) AS t(n, x) ORDER BY n"
    assert [row[0] for row in duckdb.connect().execute(select).fetchall()] == numbers


@pytest.mark.parametrize(
    "texts",
    [
        ["85123EA", "22423EA", "84029EA"],
        ["X100", "X205", "X317"],
        ["1 kg", "500 g", "250 g", "2 kg", "100 g"],
        ["12 Main st", "3 Elm st"],
        ["500 ml", "250 ml"],
    ],
    ids=str,
)
def test_not_quantities(texts: list[str]) -> None:
    assert decide_numbers(texts) is None


def test_quantities_with_a_unit_count(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    lines = ["order,customer,date,quantity,price"]
    lines += [f"{1000 + n},K{n % 3},2024-01-{1 + n:02},{n + 1} pcs,2.50" for n in range(9)]
    path.write_text("\n".join(lines) + "\n")
    with Study(Recipe(), [path]) as study:
        customers = {row["customer_id"]: float(row["monetary"]) for row in study.customers.to_dicts()}
        assert study.columns.roles["quantity"].column == "quantity"
    assert customers == {f"K{k}": sum(2.5 * (n + 1) for n in range(9) if n % 3 == k) for k in range(3)}
