"""Sheets and files that are other documents of the same business, and tables that hold the same orders."""

from __future__ import annotations

import csv
import random
import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from core.columns.document_names import is_of_lines, read_document_name, told_by_numbers
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

HEADER = ("number", "date", "customer_id", "total")
FIRST = date(2024, 2, 1)
SALES = 60

Row = tuple[object, ...]


def documents(first_number: int, *, later: int = 0, count: int = SALES) -> list[Row]:
    """Documents of the same customers and amounts whatever their numbers, each so many days later."""
    rng = random.Random(5)
    return [
        (
            first_number + 3 * number,
            str(FIRST + timedelta(days=2 * number + later)),
            f"C{rng.randint(1, 14):03}",
            f"{rng.randint(900, 40_000) / 100:.2f}",
        )
        for number in range(count)
    ]


def written(path: Path, header: Sequence[str], rows: Sequence[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def looked_at(source: Path, **settings: str) -> Study:
    recipe = Recipe().with_values([(key.replace("__", "."), value) for key, value in settings.items()])
    workspace = source.parent / "kept"
    workspace.mkdir(exist_ok=True)
    return Study(recipe, [source], workspace=Workspace(workspace, 10**9))


def read_of(source: Path, **settings: str) -> tuple[list[str], dict[str, str], str]:
    """The tables that are read, why the others are not, and what is said, by their names without the file's."""
    with looked_at(source, **settings) as study:
        columns = study.columns
        read = [table.table.sheet or table.table.file for table in columns.tables]
        left_out = {left.label: left.reason for left in columns.left_out}
        return read, left_out, " ".join(columns.notes)


@pytest.mark.parametrize(
    ("sales", "other"),
    [
        ("orders", "quotes"),
        ("sales_2024", "quotes_2024"),
        ("Aufträge", "Angebote"),
        ("factures", "devis"),
        ("invoices", "payments"),
        ("Facturen", "Betalingen"),
        ("orders", "abandoned_carts"),
        ("orders", "purchase_orders"),
        ("ventas", "compras"),
        ("Rechnungen", "Auftraege"),
        ("invoices", "orders"),
        ("fatture", "preventivi"),
        ("delivery_notes", "orders"),
        ("Rechnungen 2024", "Lieferscheine 2024"),
        ("Rechnungen", "Auftragsbestätigungen"),
        ("Rechnungen", "Lieferungen"),
        ("fatture", "ordini clienti"),
        ("fatture", "ddt_2024"),
        ("fatture", "incassi"),
        ("facturas", "albaranes"),
        ("facturas", "pedidos de venta"),
        ("faturas", "guias de remessa"),
        ("factures", "bons de commande"),
        ("factures", "encaissements"),
        ("facturen", "orderbevestigingen"),
        ("facturen", "leverbonnen"),
        ("invoices", "proformas"),
    ],
)
def test_files_of_other_documents_are_not_added_to_the_sales(tmp_path: Path, sales: str, other: str) -> None:
    written(tmp_path / "lists" / f"{sales}.csv", HEADER, documents(4_001))
    written(tmp_path / "lists" / f"{other}.csv", HEADER, documents(70_002, later=1))
    read, left_out, _ = read_of(tmp_path / "lists")
    assert read == [f"{sales}.csv"]
    worth = sum(float(str(row[3])) for row in documents(1))
    assert f"its {SALES} rows, worth {worth:,.2f}," in left_out[f"{other}.csv"]
    assert f"name {other}.csv alone" in left_out[f"{other}.csv"]
    read, left_out, _ = read_of(tmp_path / "lists" / f"{other}.csv")
    assert (read, left_out) == ([f"{other}.csv"], {})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("orders_2023", "orders_2024"),
        ("payments_jan", "payments_feb"),
        ("online_purchases", "shop_sales"),
        ("webshop_orders", "wholesale_invoices"),
        ("north", "payments"),
        ("orders", "orders and quotes"),
        ("sales", "orders"),
    ],
)
def test_other_names_leave_nothing_out(tmp_path: Path, one: str, other: str) -> None:
    written(tmp_path / "lists" / f"{one}.csv", HEADER, documents(4_001))
    written(tmp_path / "lists" / f"{other}.csv", HEADER, documents(70_002, later=1))
    read, left_out, _ = read_of(tmp_path / "lists")
    assert (len(read), left_out) == (2, {})


def test_stages_that_follow_each_other_or_are_few_are_read_together(tmp_path: Path) -> None:
    written(tmp_path / "after" / "orders.csv", HEADER, documents(4_001))
    written(tmp_path / "after" / "invoices.csv", HEADER, documents(70_002, later=2 * SALES + 5))
    assert sorted(read_of(tmp_path / "after")[0]) == ["invoices.csv", "orders.csv"]
    written(tmp_path / "few" / "orders.csv", HEADER, documents(4_001))
    few = documents(70_002)[::4]
    written(tmp_path / "few" / "invoices.csv", HEADER, few)
    read, left_out, said = read_of(tmp_path / "few")
    assert (len(read), left_out) == (2, {})
    assert (
        "orders.csv holds orders by its name, and invoices.csv invoices, of which there are far fewer" in said
    )


@pytest.mark.parametrize(
    ("orders_by", "invoices_by"), [("%Y-%m", "%Y-%m"), ("%Y", "%Y-%m"), ("%Y-%m", "%Y"), ("%Y", "%Y")]
)
def test_stages_in_files_of_months_or_years_are_weighed_as_wholes(
    tmp_path: Path, orders_by: str, invoices_by: str
) -> None:
    """Each row of the one is in the other, whatever the files are that they are split into."""
    rows = documents(5000, count=360)
    for kind, split in (("orders", orders_by), ("invoices", invoices_by)):
        files: dict[str, list[Row]] = {}
        for row in rows:
            files.setdefault(f"{date.fromisoformat(str(row[1])):{split}}", []).append(
                (f"{kind[0].upper()}{row[0]}", *row[1:])
            )
        for period, some in files.items():
            written(tmp_path / "shop" / f"{kind}_{period}.csv", HEADER, some)
    read, left_out, said = read_of(tmp_path / "shop")
    assert {name.partition("_")[0] for name in read} == {"invoices"}
    assert {label.partition("_")[0] for label in left_out} == {"orders"}
    assert "far fewer" not in said
    with looked_at(tmp_path / "shop") as study:
        assert study.report.revenue == float(sum(Decimal(str(row[3])) for row in rows))


def test_orders_of_years_that_were_not_billed_yet_are_read(tmp_path: Path) -> None:
    """Invoices of the first year only: what was ordered then is in them, what came later is not."""
    rows = documents(5000, count=360)
    first = [row for row in rows if str(row[1]) < "2025"]
    written(tmp_path / "shop" / "invoices_2024.csv", HEADER, [(f"I{row[0]}", *row[1:]) for row in first])
    written(tmp_path / "shop" / "orders_2024.csv", HEADER, [(f"O{row[0]}", *row[1:]) for row in first])
    written(
        tmp_path / "shop" / "orders_2025.csv",
        HEADER,
        [(f"O{row[0]}", *row[1:]) for row in rows[len(first) :]],
    )
    read, left_out, _ = read_of(tmp_path / "shop")
    assert (sorted(read), list(left_out)) == (["invoices_2024.csv", "orders_2025.csv"], ["orders_2024.csv"])


def test_of_the_sheets_of_a_business_what_was_billed_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for start, name in enumerate(("Angebote", "Aufträge", "Rechnungen")):
        sheet = book.create_sheet(name)
        sheet.append(HEADER)
        for number, day, customer, total in documents(10_000 * (start + 1), later=start):
            sheet.append([number, date.fromisoformat(str(day)), customer, float(str(total))])
    path = tmp_path / "buch.xlsx"
    book.save(path)
    read, left_out, _ = read_of(path)
    assert read == ["Rechnungen"]
    assert "--sheet Angebote --sheet Rechnungen" in left_out["buch.xlsx [Angebote]"]
    assert "counted twice" in left_out["buch.xlsx [Aufträge]"]
    assert read_of(path, source__sheets="Angebote,Rechnungen")[0] == ["Angebote", "Rechnungen"]


def stored(folder: Path, kind: str, tables: dict[str, tuple[Sequence[str], Sequence[Row]]]) -> Path:
    """Tables as files of a folder, sheets of a workbook or tables of a database."""
    if kind == "folder":
        for name, (header, rows) in tables.items():
            written(folder / "lists" / f"{name}.csv", header, rows)
        return folder / "lists"
    if kind == "workbook":
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, (header, rows) in tables.items():
            sheet = book.create_sheet(name)
            sheet.append(header)
            for number, day, customer, total in rows:
                sheet.append([number, date.fromisoformat(str(day)), customer, float(str(total))])
        book.save(folder / "book.xlsx")
        return folder / "book.xlsx"
    base = sqlite3.connect(folder / "base.sqlite")
    for name, (header, rows) in tables.items():
        columns = ", ".join(f'"{column}"' for column in header)
        base.execute(f'CREATE TABLE "{name}" ({columns})')
        base.executemany(f'INSERT INTO "{name}" VALUES (?, ?, ?, ?)', rows)
    base.commit()
    base.close()
    return folder / "base.sqlite"


@pytest.mark.parametrize("kind", ["folder", "workbook", "database"])
@pytest.mark.parametrize(
    ("names", "numbers", "others"),
    [
        (("commandes", "factures"), ("N° commande", "N° facture"), ("Date", "Client", "Montant")),
        (("Aufträge", "Rechnungen"), ("Auftragsnr", "Rechnungsnr"), ("Datum", "Kundennr", "Betrag")),
        (("Sheet1", "Sheet2"), ("Order No", "Invoice No"), ("Date", "Customer", "Amount")),
        (("payments", "Sheet2"), ("payment_id", "invoice_id"), ("date", "customer_id", "amount")),
    ],
)
def test_documents_whose_number_is_called_after_their_kind(
    tmp_path: Path, kind: str, names: tuple[str, str], numbers: tuple[str, str], others: tuple[str, ...]
) -> None:
    """The first is of no sale, or of an earlier stage, and longer, so that nothing but the names speaks for the second."""
    earlier, billed = documents(70_002, count=SALES + 10), documents(4_001, later=1)
    source = stored(
        tmp_path,
        kind,
        {
            names[0]: ((numbers[0], *others), earlier),
            names[1]: ((numbers[1], *others), billed),
        },
    )
    with looked_at(source) as study:
        assert study.report.revenue == pytest.approx(sum(float(str(row[3])) for row in billed))
        assert study.columns.roles["order"].column == numbers[1]
        (left,) = study.columns.left_out
        said = " ".join(study.columns.notes)
    worth = sum(float(str(row[3])) for row in earlier)
    assert f"its {len(earlier)} rows, worth {worth:,.2f}, would be " in left.reason
    assert left.reason.endswith(f": {numbers[1]} for {numbers[0]}")
    assert "To read all of it together" not in said
    read, left_out, _ = read_of(source, columns__order=numbers[0])
    assert read[0].removesuffix(".csv") == names[0]
    assert numbers[0] in next(iter(left_out.values()))


def test_numbers_of_documents_to_other_customers_say_nothing(tmp_path: Path) -> None:
    others = [(number, day, f"W{customer}", total) for number, day, customer, total in documents(70_002)]
    header = ("Date", "Customer", "Amount")
    tables = {
        "Sheet1": (("Order No", *header), documents(4_001)),
        "Sheet2": (("Invoice No", *header), others),
    }
    _, left_out, said = read_of(stored(tmp_path, "folder", tables))
    assert "would be counted twice" not in "".join(left_out.values())
    assert "To read all of it together" in said


def test_orders_that_were_billed_in_part_are_not_read_beside_invoices_called_otherwise(
    tmp_path: Path,
) -> None:
    """The invoices are of the first of two years: they count in place of no more than one of two files that are read together."""
    others = HEADER[1:]
    for year, rows in ((2024, documents(4_001)), (2025, documents(5_001, later=366, count=SALES + 20))):
        written(tmp_path / "lists" / f"orders_{year}.csv", ("order_no", *others), rows)
    written(tmp_path / "lists" / "invoices_2024.csv", ("invoice_no", *others), documents(70_002, later=1))
    read, left_out, said = read_of(tmp_path / "lists")
    assert read == ["orders_2024.csv", "orders_2025.csv"]
    assert "by its name it holds invoices, and orders_2024.csv the orders" in left_out["invoices_2024.csv"]
    assert "To read all of it together" not in said


@pytest.mark.parametrize(("sales", "back"), [("facturas", "abonos"), ("2024 sales", "2024 RMA")])
def test_names_of_credit_notes_beside_sales(tmp_path: Path, sales: str, back: str) -> None:
    written(tmp_path / "lists" / f"{sales}.csv", HEADER, documents(4_001))
    written(tmp_path / "lists" / f"{back}.csv", HEADER, documents(70_002)[::9])
    read, left_out, _ = read_of(tmp_path / "lists")
    assert read == [f"{sales}.csv"]
    assert "what was taken back" in left_out[f"{back}.csv"]
    written(tmp_path / "others" / "entradas.csv", HEADER, documents(4_001))
    written(tmp_path / "others" / f"{back}.csv", HEADER, documents(70_002)[::9])
    assert len(read_of(tmp_path / "others")[0]) == 2


def orders_and_lines() -> tuple[list[Row], list[Row]]:
    """Orders with what became of them, and lines whose amounts add up to theirs."""
    rng = random.Random(11)
    orders: list[Row] = []
    lines: list[Row] = []
    for number in range(SALES):
        order, day, customer = (
            5_000 + number,
            str(FIRST + timedelta(days=number)),
            f"C{rng.randint(1, 14):03}",
        )
        cents = [rng.randint(300, 9_000) for _ in range(1 + number % 4)]
        status = "cancelled" if number % 10 == 3 else "completed"
        orders.append((order, day, customer, f"{sum(cents) / 100:.2f}", status))
        lines += [(order, day, customer, f"P{each % 17:02}", f"{each / 100:.2f}") for each in cents]
    return orders, lines


ORDERS = ("order_id", "date", "customer_id", "amount", "status")
LINES = ("order_id", "date", "customer_id", "sku", "amount")
CANCELLED = range(3, SALES, 10)


@pytest.mark.parametrize(("whole", "parts"), [("orders", "order_items"), ("a", "b")])
def test_orders_and_their_lines_are_not_added_up(tmp_path: Path, whole: str, parts: str) -> None:
    orders, lines = orders_and_lines()
    written(tmp_path / "lists" / f"{whole}.csv", ORDERS, orders)
    written(tmp_path / "lists" / f"{parts}.csv", LINES, lines)
    read, left_out, said = read_of(tmp_path / "lists")
    assert read == [f"{parts}.csv"]
    worth = sum(float(str(order[3])) for order in orders)
    assert (
        f"its orders are those of {parts}.csv, and its {SALES} rows, worth {worth:,.2f},"
        in left_out[f"{whole}.csv"]
    )
    lost = sum(float(str(orders[number][3])) for number in CANCELLED)
    assert (
        f"{whole}.csv says by status that {len(CANCELLED)} orders were cancelled or returned, worth {lost:,.2f}"
        in said
    )


def test_lines_in_files_of_months_are_left_out_beside_all_orders(tmp_path: Path) -> None:
    orders, lines = orders_and_lines()
    half = next(place for place, line in enumerate(lines) if line[0] == 5_000 + SALES // 2)
    written(tmp_path / "lists" / "orders.csv", ORDERS, orders)
    written(tmp_path / "lists" / "items_1.csv", LINES, lines[:half])
    written(tmp_path / "lists" / "items_2.csv", LINES, lines[half:])
    assert read_of(tmp_path / "lists")[0] == ["orders.csv"]


def test_contracts_of_every_month_and_numbers_that_begin_anew_are_read_together(tmp_path: Path) -> None:
    for month in (1, 2, 3):
        rows = [
            (700 + number, f"2024-0{month}-{1 + number % 27:02}", f"C{number % 20:02}", "29.90")
            for number in range(50)
        ]
        written(tmp_path / "contracts" / f"{month}.csv", ("order_id", "date", "customer_id", "amount"), rows)
        rows = [
            (
                number,
                f"2024-0{month}-{1 + number % 27:02}",
                f"C{number * month % 20:02}",
                f"{number * month + 5}.90",
            )
            for number in range(1, 50)
        ]
        written(tmp_path / "anew" / f"{month}.csv", ("order_id", "date", "customer_id", "amount"), rows)
    assert [len(read_of(tmp_path / name)[0]) for name in ("contracts", "anew")] == [3, 3]


def test_a_table_of_the_same_orders_is_not_to_be_read_too(tmp_path: Path) -> None:
    orders, lines = orders_and_lines()
    path = tmp_path / "shop.db"
    base = sqlite3.connect(path)
    base.execute(
        "CREATE TABLE stats (order_id INTEGER, date_created TEXT, customer_id TEXT, total_sales REAL, state TEXT)"
    )
    base.executemany("INSERT INTO stats VALUES (?, ?, ?, ?, ?)", orders)
    base.execute(
        "CREATE TABLE lookup (order_id INTEGER, date_created TEXT, customer_id TEXT, sku TEXT, net_revenue REAL)"
    )
    base.executemany("INSERT INTO lookup VALUES (?, ?, ?, ?, ?)", lines)
    base.commit()
    base.close()
    read, left_out, said = read_of(path)
    assert (len(read), len(left_out)) == (1, 1)
    assert "To read all of it together" not in said
    assert "has the same orders as shop.db" in said


def test_a_table_with_money_comes_before_one_without_of_the_same_orders(tmp_path: Path) -> None:
    orders, lines = orders_and_lines()
    without = [(order, customer, "Complete", "F", day, 2) for order, day, customer, *_ in orders]
    written(
        tmp_path / "lists" / "orders.csv",
        ("order_id", "user_id", "status", "gender", "created_at", "num_of_item"),
        without,
    )
    items = [
        (number, order, customer, sku, "Complete", day, amount)
        for number, (order, day, customer, sku, amount) in enumerate(lines, 1)
    ]
    written(
        tmp_path / "lists" / "order_items.csv",
        ("id", "order_id", "user_id", "product_id", "status", "created_at", "sale_price"),
        items,
    )
    with looked_at(tmp_path / "lists") as study:
        assert [table.table.file for table in study.columns.tables] == ["order_items.csv"]
        assert study.report.revenue == pytest.approx(sum(float(str(line[4])) for line in lines))


def test_what_names_of_documents_say() -> None:
    kinds = {
        "purchase orders 2024": "purchases",
        "Verkaufsrechnungen": "invoices",
        "invoice payments": "payments",
        "facture fournisseur": "purchases",
        "Orçamentos": "quotes",
        "facturas proforma": "quotes",
        "Guía de remisión": "deliveries",
        "commandes clients": "orders",
        "Zahlungseingänge": "payments",
        "order_items": "orders",
    }
    said = {name: read_document_name(name) for name in kinds}
    assert {name: found.kind for name, found in said.items() if found} == kinds
    for name in ("customers", "orders and invoices", "Rechnungen & Angebote", "ordering", "2024"):
        assert read_document_name(name) is None
    numbers = {
        "Invoice #": "invoices",
        "Auftrags-Nr.": "orders",
        "bestelnummer": "orders",
        "Lieferscheinnr": "deliveries",
        "N. DDT": "deliveries",
        "Offertenummer": "quotes",
    }
    told = {name: told_by_numbers("Tabelle1", name) for name in numbers}
    assert {name: found.kind for name, found in told.items() if found} == numbers
    for own, name in (("quotes", "Order No"), ("Tabelle1", "Belegnr"), ("orders and invoices", "Order No")):
        assert told_by_numbers(own, name) is None
    assert is_of_lines("Bestellpositionen")
    assert is_of_lines("order_items")
    assert not is_of_lines("orders")
