"""Sheets and files that are other documents of the same business."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from core.columns.document_names import is_of_lines, read_document_name, told_by_numbers
from tests.support.documents import HEADER, SALES, Row, documents, looked_at, read_of, written


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
