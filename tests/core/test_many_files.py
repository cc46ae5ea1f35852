"""A folder of many files is read as one, however many there are."""

from __future__ import annotations

from pathlib import Path

from core.explain import explain
from core.line_columns import LineNeeds
from core.lines import lines_sql
from core.recipe import Recipe
from core.study import Study

DAYS = 28


def month(folder: Path) -> dict[str, float]:
    """A file a day, one of which is written with semicolons and decimal commas and one has an unreadable price; what each customer spent."""
    folder.mkdir()
    spent: dict[str, float] = {}
    for day in range(1, DAYS + 1):
        rows = [
            (f"{day}-{n}", f"2024-05-{day:02d}", f"c{(day + n) % 9}", 1 + n % 3, 2.5 + n) for n in range(6)
        ]
        delimiter, comma = (";", ",") if day == 7 else (",", ".")
        lines = [delimiter.join(("order_id", "order_date", "customer_id", "quantity", "price"))]
        for order, date, customer, quantity, price in rows:
            shown = f"{price:.2f}".replace(".", comma)
            if (day, order) == (9, "9-4"):
                shown = "free"
            else:
                spent[customer] = spent.get(customer, 0) + quantity * price
            lines.append(delimiter.join((order, date, customer, str(quantity), shown)))
        (folder / f"sales_{day:02d}.csv").write_text("\n".join(lines) + "\n")
    return spent


def test_each_row_counts_once_and_keeps_its_file(tmp_path: Path) -> None:
    spent = month(tmp_path / "may")
    with Study(Recipe(), [tmp_path / "may"]) as study:
        customers = study.customers.to_pandas().set_index("customer_id")["monetary"].astype(float)
        assert customers.round(2).to_dict() == {name: round(money, 2) for name, money in spent.items()}
        [row] = explain(study, "unreadable").to_dict()["sample"]
        assert "sales_09.csv" in row.values()
        assert 6 in row.values()  # the fifth below the header


def test_files_of_one_form_are_one_select(tmp_path: Path) -> None:
    """What DuckDB makes out of a statement takes as long as there are expressions, and a year has many days."""
    month(tmp_path / "may")
    with Study(Recipe(), [tmp_path / "may"]) as study:
        for needs in (LineNeeds(), LineNeeds(row_hash=True, row_no=True)):
            assert lines_sql(study.columns, needs).count(" AS unreadable\n") == 2
