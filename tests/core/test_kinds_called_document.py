"""Kinds of documents under a name that numbers them elsewhere, and credit notes in sheets and files of their own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from core.columns.credit_tables import holds_taken_back
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

FIRST = date(2024, 3, 1)
DOCUMENTS = 160
BACK = frozenset(range(7, DOCUMENTS, 13))


def amounts() -> list[Decimal]:
    rng = random.Random(8)
    return [Decimal(rng.randint(500, 20_000)) / 100 for _ in range(DOCUMENTS)]


WORTH = amounts()
SOLD = sum(worth for number, worth in enumerate(WORTH) if number not in BACK)


def looked_at(source: Path | Sequence[Path], **settings: str) -> Study:
    paths = [source] if isinstance(source, Path) else list(source)
    recipe = Recipe().with_values([(key.replace("__", "."), value) for key, value in settings.items()])
    workspace = paths[0].parent / "kept"
    workspace.mkdir(exist_ok=True)
    return Study(recipe, paths, workspace=Workspace(workspace, 10**9))


def said(study: Study) -> str:
    return " ".join(study.report.notes)


def kept(study: Study) -> tuple[int, Decimal]:
    line = next(line for line in Asked(study).ledger if line.rule == "kept")
    return line.rows, Decimal(str(round(line.amount or 0, 2)))


def rows(sale: str, back: str) -> list[tuple[str, str, str, str, str]]:
    """Day, kind, number, customer and amount of each document, one a day."""
    return [
        (
            str(FIRST + timedelta(days=number)),
            back if number in BACK else sale,
            str(40_001 + 7 * number),
            f"K{number % 11:02}",
            str(WORTH[number]),
        )
        for number in range(DOCUMENTS)
    ]


def listed(path: Path, header: str, lines: Sequence[Sequence[str]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join((header, *(";".join(line) for line in lines))) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("header", "sale", "back"),
    [
        ("Datum;Beleg;Nummer;Kunde;Betrag", "Rechnung", "Gutschrift"),
        ("Date;Document;Numéro;Client;Montant", "Facture", "Avoir"),
        ("Fecha;Documento;Número;Cliente;Importe", "Factura", "Abono"),
        ("Date;Document;Number;Customer;Amount", "Invoice", "Credit Note"),
        ("Data;Documento;N.;Cliente;Totale", "Fattura", "Nota di credito"),
        ("Data;Documento;Número;Cliente;Total", "Fatura-Recibo", "Nota de Crédito"),
        ("Data;Documento;Número;Cliente;Total", "FT", "NC"),
        ("Datum;Boekstuk;Nummer;Klant;Bedrag", "Factuur", "Creditfactuur"),
        ("Date;Voucher;Voucher No.;Customer;Amount", "Sales", "Credit Note"),
        ("Date;Order;No;Customer;Amount", "Web", "Credit Note"),
        ("Datum;Vorgang;Vorgangsnr.;Kunde;Betrag", "Rechnung", "Gutschrift"),
        ("Date;Transaction;Number;Customer;Amount", "Sale", "Refund"),
    ],
)
def test_kinds_are_no_order_numbers_and_credit_notes_among_them_no_sales(
    tmp_path: Path, header: str, sale: str, back: str
) -> None:
    study = looked_at(listed(tmp_path / "list.csv", header, rows(sale, back)))
    names = header.split(";")
    with study:
        roles = {role: guess.column for role, guess in study.columns.roles.items()}
        assert roles["order"] == names[2]
        assert kept(study) == (DOCUMENTS - len(BACK), SOLD)
        assert Asked(study).orders == DOCUMENTS - len(BACK)
        assert f"By {names[1]}, {back.lower()!r} {len(BACK)} rows were taken as cancelled" in said(study)


def test_a_status_is_gone_by_beside_the_kinds(tmp_path: Path) -> None:
    void = frozenset(range(2, DOCUMENTS, 29)) - BACK
    lines = [
        (*row, "Anulado" if number in void else "Fechado")
        for number, row in enumerate(rows("Fatura", "Nota de Crédito"))
    ]
    study = looked_at(listed(tmp_path / "list.csv", "Data;Documento;Número;Cliente;Total;Estado", lines))
    with study:
        assert study.columns.roles["status"].column == "Estado"
        assert study.columns.roles["cancelled"].column == "Documento"
        assert kept(study) == (
            DOCUMENTS - len(BACK) - len(void),
            SOLD - sum(WORTH[number] for number in void),
        )


def test_lines_of_documents_are_cancelled_by_their_kind(tmp_path: Path) -> None:
    lines = [
        (*row[:4], f"Artigo {part + int(row[2]) % 5}", str(Decimal(row[4]) * (part + 1)))
        for row in rows("Fatura", "Nota de Crédito")
        for part in range(2)
    ]
    study = looked_at(listed(tmp_path / "lines.csv", "Data;Documento;Número;Cliente;Artigo;Total", lines))
    with study:
        assert kept(study) == (2 * (DOCUMENTS - len(BACK)), 3 * SOLD)
        assert Asked(study).orders == DOCUMENTS - len(BACK)


def test_one_kind_on_all_rows_is_no_order_number(tmp_path: Path) -> None:
    study = looked_at(
        listed(tmp_path / "list.csv", "Datum;Beleg;Nummer;Kunde;Betrag", rows("Rechnung", "Rechnung"))
    )
    with study:
        assert study.columns.roles["order"].column == "Nummer"
        assert Asked(study).orders == DOCUMENTS


def test_payments_among_the_kinds_are_said(tmp_path: Path) -> None:
    study = looked_at(
        listed(tmp_path / "list.csv", "Date;Document;Number;Customer;Amount", rows("Invoice", "Payment"))
    )
    with study:
        assert kept(study) == (DOCUMENTS, sum(WORTH))
        assert f"'Payment' on {len(BACK)} rows" in said(study)
        assert "--map cancelled=Document --set 'rules.cancelled_statuses=auto,Payment'" in said(study)


@pytest.mark.parametrize("number", ["Invoice {}", "Rechnung {}", "FT {}", "{}"])
def test_numbers_with_the_kind_before_them_stay_order_numbers(tmp_path: Path, number: str) -> None:
    lines = [(day, number.format(no), customer, worth) for day, _, no, customer, worth in rows("", "")[:9]]
    study = looked_at(listed(tmp_path / "list.csv", "Date;Document;Customer;Amount", lines * 2))
    with study:
        assert study.columns.roles["order"].column == "Document"


HEADER = "Number;Date;Customer;Amount"


def split(sign: int = 1, number: str = "{}") -> tuple[list[list[str]], list[list[str]]]:
    """The documents as a list of sales and one of what was taken back, whose amounts are times `sign`."""
    sales: list[list[str]] = []
    back: list[list[str]] = []
    for place, (day, _, no, customer, worth) in enumerate(rows("", "")):
        if place in BACK:
            back.append([number.format(no), day, customer, str(sign * Decimal(worth))])
        else:
            sales.append([no, day, customer, worth])
    return sales, back


@pytest.mark.parametrize(
    ("sales", "back"),
    [
        ("invoices_2024", "credit_notes_2024"),
        ("Rechnungen", "Gutschriften"),
        ("Factures", "Avoirs"),
        ("facturas-2024", "facturas-rectificativas-2024"),
        ("Fatture", "Note di credito"),
        ("Faturas", "Notas de crédito"),
        ("Facturen", "Creditfacturen"),
        ("orders", "returns"),
    ],
)
def test_files_named_after_credit_notes_are_not_added_to_the_sales(
    tmp_path: Path, sales: str, back: str
) -> None:
    sold, taken_back = split()
    listed(tmp_path / "lists" / f"{sales}.csv", HEADER, sold)
    listed(tmp_path / "lists" / f"{back}.csv", HEADER, taken_back)
    study = looked_at(tmp_path / "lists")
    worth = sum(WORTH[number] for number in BACK)
    with study:
        assert kept(study) == (len(sold), SOLD)
        assert f"{back}.csv was left out: by its name it holds what was taken back" in said(study)
        assert f"{len(BACK)} rows, worth {worth:,.2f}," in said(study)
    study = looked_at(tmp_path / "lists" / f"{back}.csv")
    with study:
        assert kept(study) == (len(BACK), worth)


def test_sheets_named_after_credit_notes_are_not_added_to_the_sales(tmp_path: Path) -> None:
    sold, taken_back = split()
    book = openpyxl.Workbook()
    book.remove(book.active)
    # The sheet of credit notes is the longest, as where sales have a sheet a month.
    months = [sold[start : start + 10] for start in range(0, len(sold), 10)]
    sheets = {f"2024-{number:02}": month for number, month in enumerate(months, 1)}
    for name, lines in {**sheets, "Gutschriften": taken_back}.items():
        sheet = book.create_sheet(name)
        sheet.append(["Beleg-Nr.", "Datum", "Kunden-Nr.", "Betrag"])
        for number, day, customer, worth in lines:
            sheet.append([int(number), date.fromisoformat(day), customer, float(worth)])
    path = tmp_path / "belege.xlsx"
    book.save(path)
    assert len(taken_back) > max(map(len, months))
    study = looked_at(path)
    with study:
        assert kept(study) == (len(sold), SOLD)
        assert "belege.xlsx [Gutschriften] was left out" in said(study)
    study = looked_at(path, source__sheets="Gutschriften")
    with study:
        assert kept(study) == (len(BACK), sum(WORTH[number] for number in BACK))


def test_credit_notes_that_say_so_in_their_rows_are_read(tmp_path: Path) -> None:
    for name, sign, number in (("below", -1, "{}"), ("marked", 1, "CN-{}")):
        sold, taken_back = split(sign, number)
        sold = [["INV-" + line[0], *line[1:]] for line in sold]
        listed(tmp_path / name / "invoices.csv", HEADER, sold)
        listed(tmp_path / name / "credit_notes.csv", HEADER, taken_back)
        study = looked_at(tmp_path / name)
        with study:
            assert kept(study) == (len(sold), SOLD)
            assert sum(line.rows for line in Asked(study).ledger) >= DOCUMENTS
            assert "left out" not in said(study)


@pytest.mark.parametrize(
    ("sales", "more"),
    [
        ("returns_2023", "returns_2024"),
        ("invoices_2023", "invoices_and_credit_notes_2024"),
        ("ventas", "ventas sin devoluciones"),
        ("Umsatz 2023", "Umsatz inkl. Retouren 2024"),
    ],
)
def test_other_names_leave_nothing_out(tmp_path: Path, sales: str, more: str) -> None:
    sold, others = split()
    listed(tmp_path / "lists" / f"{sales}.csv", HEADER, sold)
    listed(tmp_path / "lists" / f"{more}.csv", HEADER, others)
    study = looked_at(tmp_path / "lists")
    with study:
        assert kept(study) == (DOCUMENTS, sum(WORTH))
        assert "left out" not in said(study)


@pytest.mark.parametrize(
    "name",
    [
        "Stornorechnungen",
        "Retouren 2024",
        "Resi",
        "Devoluciones",
        "cancelled orders",
        "Commandes annulées",
        "sales_returns",
    ],
)
def test_names_of_what_was_taken_back(name: str) -> None:
    assert holds_taken_back(name)


@pytest.mark.parametrize(
    "name",
    [
        "Sales",
        "Orders excl. cancelled",
        "invoices_credit_notes",
        "Rechnungen & Gutschriften",
        "net of returns",
        "Void Clothing",
        "Retail",
        "2024",
    ],
)
def test_names_of_anything_else(name: str) -> None:
    assert not holds_taken_back(name)
