"""What is in a source, looked at before it is run."""

from __future__ import annotations

from pathlib import Path

from core.recipe import Recipe
from core.remote.looking import first_look, first_rows, profile, row_counts
from core.study import Study
from core.views.raw import raw_table


def write_sales(folder: Path) -> Path:
    path = folder / "sales.csv"
    rows = [f"{1000 + n // 2},2024-01-{1 + n % 28:02},C{n % 17:02},{n % 9}.50" for n in range(300)]
    path.write_text("Order,Date,Customer,Price\n" + "\n".join(rows) + "\n")
    return path


def test_a_look_tells_roles_and_first_rows(tmp_path: Path) -> None:
    with Study(Recipe(), [write_sales(tmp_path)]) as study:
        found = first_look(study)
        assert found.look.problem is None
        assert {role.role: role.column for role in found.look.roles}["customer"] == "Customer"
        assert found.look.tables[0].columns[2].roles == ("customer",)
        assert found.rows == raw_table(study, 0)
        assert row_counts(study) == (300,)
        assert first_rows(study, 0) == found.rows
        assert profile(study, 0, 2).distinct == 17


def test_a_look_that_was_kept_is_the_same_and_opens_nothing(tmp_path: Path) -> None:
    path = write_sales(tmp_path)
    with Study(Recipe(), [path]) as study:
        fresh = first_look(study)
    with Study(Recipe(), [path]) as study:
        assert first_look(study) == fresh
        assert study.database is None


def test_a_look_whose_rows_are_gone_is_made_again(tmp_path: Path) -> None:
    path = write_sales(tmp_path)
    with Study(Recipe(), [path]) as study:
        fresh = first_look(study)
    assert fresh.rows is not None
    Path(fresh.rows.path).unlink()
    with Study(Recipe(), [path]) as study:
        assert first_look(study) == fresh
        assert Path(fresh.rows.path).exists()


def test_another_choice_of_columns_is_looked_at_anew(tmp_path: Path) -> None:
    path = write_sales(tmp_path)
    with Study(Recipe(), [path]) as study:
        first_look(study)
    with Study(Recipe().with_value("columns.customer", "Order"), [path]) as study:
        assert first_look(study).look.tables[0].columns[0].roles == ("customer",)


def test_a_source_that_cannot_be_run_is_looked_at_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "nobody.csv"
    path.write_text("when,price\n" + "\n".join(f"2024-01-{1 + n % 28:02},{n}.5" for n in range(60)) + "\n")
    with Study(Recipe(), [path]) as study:
        found = first_look(study)
        assert found.look.problem is not None
        assert "customer" in found.look.problem[0]
        assert found.rows is not None
        assert found.rows.shown == 60
