"""Rows without a customer: totals among the rows, cells that stand on the first row of each order only, guests, and tills."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.totals import says_total
from core.workspace import Workspace

HEADER = "Date,Invoice,Customer,Description,Qty,Amount"
Sale = tuple[str, str, str, str, int, float]


def sales(months: int = 6, each: int = 25) -> list[list[Sale]]:
    """Sales of one row each, by month."""
    dice = random.Random(4)
    return [
        [
            (
                f"2024-{month:02}-{day:02}",
                str(5000 + month * 100 + number),
                f"C{dice.randrange(30):03}",
                f"Thing {dice.randint(1, 20)}",
                (pieces := dice.randint(1, 5)),
                round(pieces * dice.choice([2.5, 9.99, 14.25]), 2),
            )
            for number, day in enumerate(sorted(dice.randint(1, 28) for _ in range(each)))
        ]
        for month in range(1, months + 1)
    ]


def total(rows: list[Sale]) -> float:
    return round(sum(amount for *_, amount in rows), 2)


def with_totals(line: str, words: tuple[str, str] = ("Subtotal {}", "Grand total")) -> list[str]:
    """The sales with a row below each month and one at the end; `line` is written with what such a row says and its sum."""
    lines = []
    by_month = sales()
    for month, rows in enumerate(by_month, 1):
        lines += [",".join(map(str, row)) for row in rows]
        lines.append(line.format(words[0].format(f"2024-{month:02}"), total(rows)))
    return [*lines, line.format(words[1], total([row for rows in by_month for row in rows]))]


def merged(below: str, blank: str) -> list[str]:
    """Orders of three rows, of which the first has date, order and customer; `below` is the row of totals below each month, or ""."""
    dice = random.Random(6)
    lines = []
    for month in range(1, 7):
        came_to = 0.0
        for day in range(1, 21):
            first = f"2024-{month:02}-{day:02},{6000 + month * 100 + day},C{dice.randrange(30):03}"
            for line in range(3):
                amount = round(dice.randint(1, 5) * dice.choice([2.5, 9.99, 14.25]), 2)
                came_to += amount
                lines.append(f"{first if line == 0 else ',,'},{blank},{amount}")
        if below:
            lines.append(below.format(round(came_to, 2)))
    return lines


def notes(tmp_path: Path, header: str, lines: list[str]) -> list[str]:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        return list(study.report.notes)


def of_nobody(found: list[str]) -> list[str]:
    return [note for note in found if "nothing in Customer" in note]


ALL_TOTALS = 2 * total([row for rows in sales() for row in rows])
SAID = (
    f"7 rows of 157 (4 %), worth {ALL_TOTALS:,.2f}, have nothing in Customer and are totals of other rows{{}}."
    " They count for nobody, as they should: there is nothing to do."
)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",,,{},,{}", ", such as 'Subtotal 2024-01'"),
        (",{},,,,{}", ", such as 'Subtotal 2024-01'"),
        ("2024-06-30,,,{},,{}", ", such as 'Subtotal 2024-01'"),
        # What stands in no column that is read.
        (",,,,,{1}", ""),
    ],
)
def test_totals_below_the_rows_are_told_as_totals(tmp_path: Path, line: str, said: str) -> None:
    assert of_nobody(notes(tmp_path, HEADER, with_totals(line))) == [SAID.format(said)]


@pytest.mark.parametrize(
    ("subtotal", "grand"),
    [
        ("Zwischensumme {}", "Gesamtsumme"),
        ("Tussentotaal {}", "Eindtotaal"),
        ("Sous-total {}", "Total général"),
        ("Subtotale {}", "Totale generale"),
        ("Suma {}", "Total general"),
        ("Subtotal {}", "Total geral"),
    ],
)
def test_totals_are_known_in_the_languages_of_shops(tmp_path: Path, subtotal: str, grand: str) -> None:
    assert says_total(subtotal.format("2024-01"))
    assert says_total(grand)
    found = of_nobody(notes(tmp_path, HEADER, with_totals(",,,{},,{}", (subtotal, grand))))
    assert found == [SAID.format(f", such as {subtotal.format('2024-01')!r}")]


def test_one_total_at_the_end_is_told_as_one(tmp_path: Path) -> None:
    lines = with_totals(",,,{},,{}")
    kept = [line for line in lines if "Subtotal" not in line]
    assert of_nobody(notes(tmp_path, HEADER, kept)) == [
        f"1 row of 151 (1 %), worth {ALL_TOTALS / 2:,.2f}, has nothing in Customer and is a total of other rows, 'Grand total'."
        " It counts for nobody, as it should: there is nothing to do."
    ]


def test_merged_cells_are_still_to_be_filled_down(tmp_path: Path) -> None:
    found = of_nobody(notes(tmp_path, "Date,Invoice,Customer,Qty,Amount", merged("", "1")))
    assert len(found) == 1
    assert found[0].startswith("240 rows of 360 (67 %)")
    assert found[0].endswith("If so, fill these cells down in the source.")


def test_totals_beside_merged_cells_are_not_to_be_filled_down(tmp_path: Path) -> None:
    of_totals, of_others = of_nobody(
        notes(tmp_path, "Date,Invoice,Customer,Qty,Amount", merged(",,,,{}", "1"))
    )
    assert of_totals.startswith("6 rows of 366 (2 %)")
    assert "are totals of other rows." in of_totals
    assert of_others.startswith("240 rows of 360 (67 %)")
    assert of_others.endswith("fill these cells down in the source, but not on the rows of totals.")


def test_totals_below_orders_that_are_read_as_merged(tmp_path: Path) -> None:
    found = of_nobody(notes(tmp_path, HEADER, merged(",,,Subtotal,,{}", "Thing,1")))
    assert len(found) == 1
    assert found[0].startswith("6 rows of 366 (2 %)")
    assert "are totals of other rows, such as 'Subtotal'." in found[0]


def test_guests_who_buy_what_is_called_total_are_no_totals(tmp_path: Path) -> None:
    rows = [row for month in sales() for row in month]
    lines = [
        ",".join(map(str, (*row[:2], "", "Colgate Total", *row[4:]) if number % 2 else row))
        for number, row in enumerate(rows)
    ]
    found = of_nobody(notes(tmp_path, HEADER, lines))
    assert len(found) == 1
    assert found[0].startswith("75 rows of 150 (50 %)")
    assert "total" not in found[0]
    assert "If they are no guests" in found[0]


def shop(till: str, of_orders: int, orders: int = 1000, customers: int = 60) -> list[str]:
    """Orders of one row each, of which the first so many are the till's, and the others those of the customers in turn."""
    return [
        f"2024-{n % 12 + 1:02}-{n % 28 + 1:02},{9000 + n},{till if n < of_orders else 10000 + n % customers},Thing {n % 9},1,{n % 50 + 5}.00"
        for n in range(orders)
    ]


def of_tills(tmp_path: Path, lines: list[str]) -> list[str]:
    return [note for note in notes(tmp_path, HEADER, lines) if "rules.not_customers" in note]


@pytest.mark.parametrize(
    "till",
    [
        "Laufkundschaft", "Client comptoir", "Diversen", "Barverkauf", "Walk-in", "Cash sale", "Particulier", "Vendita al banco", "Venta mostrador",
        "Consumidor final", "Venda balcão", "guest@shop.com",
    ],
)  # fmt: skip
def test_a_till_is_told_by_its_name_in_the_languages_of_shops(tmp_path: Path, till: str) -> None:
    (found,) = of_tills(tmp_path, shop(till, 30))
    # 30 orders of 5 to 34.
    assert f"{till!r} (30 orders, 585.00); 3 % of all orders." in found
    assert found.endswith(f"rules.not_customers={till}") or f"rules.not_customers={till}'" in found


@pytest.mark.parametrize("of_orders", [220, 250, 400, 600])
@pytest.mark.parametrize("till", ["Laufkundschaft", "54321"])
def test_whoever_has_so_large_a_share_of_the_orders_may_be_a_till(
    tmp_path: Path, till: str, of_orders: int
) -> None:
    (found,) = of_tills(tmp_path, shop(till, of_orders))
    assert f"{till!r}" in found
    assert f"{of_orders // 10} % of all" in found
    assert f"rules.not_customers={till}" in found


def test_one_far_above_the_next_may_be_a_till_by_a_smaller_share(tmp_path: Path) -> None:
    (found,) = of_tills(tmp_path, shop("54321", 120, orders=2000, customers=188))
    assert "'54321' (120 orders, " in found
    assert "; 6 % of all orders." in found


def test_a_wholesaler_of_few_orders_is_no_till(tmp_path: Path) -> None:
    dear = [f"2024-0{n + 1}-15,{8000 + n},Wholesale Ltd,Thing {n},100,600.00" for n in range(6)]
    assert of_tills(tmp_path, [*shop("10001", 0), *dear]) == []
