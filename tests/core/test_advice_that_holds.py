"""What is advised holds where it is followed: the total of an order is one, and a column is offered only for what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import OutputError, SourceError
from core.named_paths import path_in
from core.output import check_folder
from core.recipe import Recipe
from core.study import Study
from tests.support.sold_to import DAYS, WHO, Read, read, read_table
from tests.support.workbooks import Cell, write_xlsx

ORDERS = 40
TAX = 21


def heads_and_lines() -> tuple[list[list[object]], float, float]:
    """Orders of one to three rows, of which the first says whose it is and what all of it comes to; the sums before and with the tax."""
    rows: list[list[object]] = []
    before, total = 0, 0
    for order in range(ORDERS):
        cents = [1_000 + (37 * order + 211 * line) % 3_000 for line in range(1 + order % 3)]
        net = sum(cents)
        taxed = net + net * TAX // 100
        before, total = before + net, total + taxed
        for line, own in enumerate(cents):
            head: list[object] = (
                [f"S{20_000 + order}", DAYS[order], f"Firm {WHO[order]}", f"{taxed / 100:.2f}"]
                if line == 0
                else [""] * 4
            )
            rows.append([*head, f"[A{own % 7}] Mug", 1 + own % 3, f"{own / 100:.2f}"])
    return rows, before / 100, total / 100


HEADS = ("Order Reference", "Order Date", "Customer", "Total", "Order Lines/Product", "Order Lines/Quantity", "Order Lines/Subtotal")  # fmt: skip


def test_what_stands_on_the_first_row_of_each_order_is_offered_as_its_total(tmp_path: Path) -> None:
    rows, before, total = heads_and_lines()
    found = read_table(tmp_path, HEADS, rows)
    assert (found.orders, found.revenue) == (ORDERS, pytest.approx(before))
    assert "and not Total. To take another: --map" in found.said
    assert "order_total=Total" in found.said
    assert "amount=Total" not in found.said
    followed = read_table(tmp_path, HEADS, rows, order_total="Total")
    assert (followed.figures.kept, followed.revenue) == (len(rows), pytest.approx(total))


def test_what_stands_on_every_row_is_offered_as_an_amount(tmp_path: Path) -> None:
    rows = [
        [f"S{order}", DAYS[order], f"Firm {WHO[order]}", 10 + order % 9, 12 + order % 9 + order % 4]
        for order in range(ORDERS)
    ]
    found = read_table(tmp_path, ("Order", "Date", "Customer", "Net Sales", "Gross Sales"), rows)
    assert "amount=" in found.said
    assert "order_total=" not in found.said


# Rows without a customer


def of_strangers(folder: Path, names_of_strangers: int) -> Read:
    """Every third row lacks the number of its customer, and of these so many have the name."""
    rows: list[list[object]] = []
    left = names_of_strangers
    for row in range(120):
        strange = row % 3 == 0
        named = not strange or left > 0
        left -= strange and named
        rows.append(
            [
                f"T{row}",
                DAYS[row],
                "" if strange else f"7AM{100 + WHO[row]}X",
                f"Jan Silva {WHO[row]}" if named else "",
                5 + row % 7,
            ]
        )
    return read_table(folder, ("Transaction ID", "Date", "Customer ID", "Customer Name", "Net Sales"), rows)


def test_a_column_that_is_empty_on_just_these_rows_is_not_offered(tmp_path: Path) -> None:
    found = of_strangers(tmp_path, 0)
    assert "40 rows of 120 (33 %)" in found.said
    assert "Customer Name is empty on them too. If they are no guests, see whether the export" in found.said
    assert "customer=Customer Name" not in found.said


def test_one_that_says_something_on_some_is_with_how_many(tmp_path: Path) -> None:
    assert (
        "If they are no guests, another column may say on 15 of them who bought: --map 'customer=Customer Name'"
        in of_strangers(tmp_path, 15).said
    )


def test_and_one_that_does_on_all(tmp_path: Path) -> None:
    assert (
        "If they are no guests, another column may say who bought: --map 'customer=Customer Name'"
        in of_strangers(tmp_path, 40).said
    )


# Columns that are asked for in vain


def test_the_columns_of_sheets_that_are_read_together_are_listed_once(tmp_path: Path) -> None:
    header: list[Cell] = ["Invoice", "Date", "Customer", "Amount"]
    sheets: dict[str, list[list[Cell]]] = {
        year: [header, *([f"{year}{row}", DAYS[row], f"K{WHO[row]}", 5 + row] for row in range(60))]
        for year in ("2022", "2023")
    }
    path = write_xlsx(tmp_path / "sales.xlsx", sheets)
    assert read(path, tmp_path).customers == len(set(WHO[:60]))
    with pytest.raises(Exception, match="There is no column 'Nope'") as refused:
        read(path, tmp_path, customer="Nope")
    assert str(refused.value).count("Invoice") == 1
    assert "there are: Invoice, Date, Customer, Amount." in str(refused.value)


# What may not be opened


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that does not let anybody look into it, as those of others do."""

    def refuse(path: Path) -> bool:
        if "shut" in path.parts[-2:-1]:
            raise PermissionError(13, "Permission denied", str(path))
        return True

    monkeypatch.setattr(Path, "exists", refuse)
    monkeypatch.setattr(Path, "is_dir", refuse)


@pytest.mark.usefixtures("shut")
@pytest.mark.parametrize("name", ["shut/sales.csv", "shut/*.csv"])
def test_a_file_in_a_folder_that_may_not_be_opened_is_told_in_words(name: str) -> None:
    with pytest.raises(SourceError) as refused:
        Study(Recipe(), [name]).files  # noqa: B018  asked for
    assert refused.value.what == f"{name!r} cannot be looked up: Permission denied."
    assert "you may open its folder" in refused.value.cure


@pytest.mark.usefixtures("shut")
def test_results_that_may_not_be_written_there_are_refused_by_the_machine() -> None:
    folder = path_in("shut/results")
    with pytest.raises(OutputError) as refused:
        check_folder(folder, force=False)
    assert refused.value.exit_status == 1
    assert refused.value.what == "The folder 'shut/results' cannot be read: Permission denied."


# Columns that are no better


def of_unnamed(folder: Path, beside: list[str]) -> Read:
    """Invoices of customers under a heading that says nothing, and a code of a tax."""
    rows = [
        [DAYS[row], f"KLX{100 + who}", beside[row % len(beside)], 5 + row % 9] for row, who in enumerate(WHO)
    ]
    return read_table(folder, ("Date", "A/C", "T/c", "Net"), rows)


@pytest.mark.parametrize("codes", [["T1"], ["T1", "T0"], ["T1", "T0", "T9"]])
def test_a_column_that_tells_nobody_apart_is_not_offered(tmp_path: Path, codes: list[str]) -> None:
    found = of_unnamed(tmp_path, codes)
    assert found.roles["customer"] == "A/C"
    assert "A/C was taken by what stands in it. If another column does: --map customer=COLUMN" in found.said
    assert "T/c" not in found.said


@pytest.mark.parametrize("recurring_first", [True, False])
@pytest.mark.parametrize("billed", ["Amount", "Total", "Net", "Amount Paid", "Invoice Total"])
def test_what_recurs_is_not_what_was_billed(tmp_path: Path, billed: str, recurring_first: bool) -> None:
    """A year is billed at once, and what it brings in by the month stands beside it."""
    turn = 1 if recurring_first else -1
    rows = [
        [f"INV-{row}", DAYS[row], f"K{who}", *(10 + row % 7, 12 * (10 + row % 7))[::turn]]
        for row, who in enumerate(WHO)
    ]
    header = ("Invoice", "Invoice Date", "Account", *("MRR", billed)[::turn])
    found = read_table(tmp_path, header, rows)
    assert found.revenue == sum(12 * (10 + row % 7) for row in range(len(WHO)))
    assert "MRR" not in found.said


def test_what_recurs_is_the_money_where_nothing_else_is(tmp_path: Path) -> None:
    rows = [[f"INV-{row}", DAYS[row], f"K{who}", 10 + row % 7] for row, who in enumerate(WHO)]
    found = read_table(tmp_path, ("Invoice", "Invoice Date", "Account", "MRR"), rows)
    assert found.revenue == sum(10 + row % 7 for row in range(len(WHO)))
