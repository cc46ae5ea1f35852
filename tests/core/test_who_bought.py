"""Who bought: whoever was sold to before whoever was billed, firms by their tax numbers, members by their number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.naming import name_roles
from core.columns.words import read_name
from tests.support.sold_to import (
    BUYERS,
    DAYS,
    FAMILY,
    MONEY,
    ROWS,
    WHO,
    billed,
    name_of,
    number_of,
    read,
    read_table,
)
from tests.support.workbooks import Cell, write_xlsx

# Whom a shop sells to, and whom it bills

PARTIES = [
    ("No.", "Sell-to Customer No.", "Sell-to Customer Name", "Bill-to Customer No.", "Posting Date", "Amount"),
    ("No_", "Sell_to_Customer_No_", "Sell_to_Customer_Name", "Bill_to_Customer_No_", "Posting_Date", "Amount"),
    ("Nr.", "Verk. an Deb.-Nr.", "Verk. an Name", "Rech. an Deb.-Nr.", "Buchungsdatum", "Betrag"),
    ("N°", "N° donneur d'ordre", "Nom du donneur d'ordre", "N° client facturé", "Date comptabilisation", "Montant"),
    ("Nr.", "Orderklantnr.", "Orderklantnaam", "Factureren aan klantnr.", "Boekingsdatum", "Bedrag"),
    ("N.", "N. cliente vendita", "Nome cliente vendita", "N. cliente fatturazione", "Data documento", "Importo"),
    ("Nr.", "Vendere a - Nr. cliente", "Vendere a - Nome", "Fatturare a - Nr. cliente", "Data documento", "Importo"),
    ("Nº", "Venta a-Nº cliente", "Venta a-Nombre", "Factura-a Nº cliente", "Fecha factura", "Importe"),
    ("Nº", "Venda-a Nº Cliente", "Venda-a Nome", "Fatura-a Nº Cliente", "Data Registo", "Valor"),
    ("N.º", "N.º Cliente Venda", "Nome", "N.º Cliente Fatura", "Data Registo", "Valor"),
    ("No", "Order Customer No", "Name", "Invoice Customer No", "Posting Date", "Amount"),
]  # fmt: skip


def sold(order: tuple[int, ...] = (0, 1, 2, 3, 4, 5)) -> list[list[object]]:
    cells = [
        (f"VF{1001 + row}", number_of(who), name_of(who), billed(who), DAYS[row], MONEY[row])
        for row, who in enumerate(WHO)
    ]
    return [[row[place] for place in order] for row in cells]


@pytest.mark.parametrize("header", PARTIES, ids=lambda header: header[1])
def test_whoever_was_sold_to_is_the_customer(tmp_path: Path, header: Sequence[str]) -> None:
    found = read_table(tmp_path, header, sold())
    assert (found.roles.get("customer"), found.roles.get("order")) == (header[1], header[0])
    assert (found.customers, found.orders) == (BUYERS, ROWS)


@pytest.mark.parametrize("header", PARTIES, ids=lambda header: header[1])
def test_and_so_where_whoever_is_billed_stands_first(tmp_path: Path, header: Sequence[str]) -> None:
    turned = (3, 0, 4, 5, 2, 1)
    found = read_table(tmp_path, [header[place] for place in turned], sold(turned))
    assert (found.roles.get("customer"), found.customers, found.orders) == (header[1], BUYERS, ROWS)


@pytest.mark.parametrize("header", PARTIES, ids=lambda header: header[1])
@pytest.mark.parametrize("party", [1, 3])
def test_either_alone_is_the_customer_and_no_order(tmp_path: Path, header: Sequence[str], party: int) -> None:
    alone = (0, party, 4, 5)
    found = read_table(tmp_path, [header[place] for place in alone], sold(alone))
    assert found.roles.get("customer") == header[party]
    assert found.roles.get("order") == header[0]


@pytest.mark.parametrize(
    "name",
    [
        "Order Customer Id", "order_cust_id", "order.customer.id", "Invoice Customer No.", "Factuurklantnr.", "Bestelklant", "Rechnungskunde",
        "Debiteurnr. factuur", "Client facturé", "Codice cliente ordine", "Nº cliente pedido", "N.º Cliente Fatura",
    ],
)  # fmt: skip
def test_a_customer_of_orders_is_no_order(name: str) -> None:
    roles = name_roles(name).roles
    assert roles["customer"].fits >= 0.88
    assert "order" not in roles


@pytest.mark.parametrize(
    "name",
    [
        "Customer Order No.", "customer.order.id", "Buyer Order ID", "Customer Invoice No", "Kundenauftragsnr.", "Bestellnummer Kunde",
        "Rechnungsnr. Kunde", "Klantordernr.", "Bestelnr klant", "N° commande client", "Commande client n°", "N° ticket client", "Ticket client n°",
        "Numero ordine cliente", "Nº pedido cliente", "Belegnr. Debitor",
    ],
)  # fmt: skip
def test_an_order_of_customers_is_no_customer(name: str) -> None:
    roles = name_roles(name).roles
    assert roles["order"].fits == 1
    assert "customer" not in roles


@pytest.mark.parametrize(
    "name", ["Bestelling klant", "Rechnung Kunde", "Factuurdatum klant", "Customer Order Date"]
)
def test_what_may_be_either_or_is_a_date_is_neither(name: str) -> None:
    assert not name_roles(name).roles.keys() & {"customer", "order"}


@pytest.mark.parametrize("name", ["N° fattura", "N.° fattura", "N.º Fatura", "Nº factura"])
def test_a_sign_for_number_is_read_however_it_is_dotted(name: str) -> None:
    assert read_name(name).concepts == {"order", "id"}


# Tax numbers, where several firms have one name

TAX_NUMBERS = [
    "P.IVA cliente", "P. IVA cliente", "P.IVA", "Partita IVA cliente", "C.F.", "C.F. cliente", "Cod. Fisc.", "Codice fiscale cliente", "NIF cliente",
    "CIF cliente", "N° TVA client", "Numéro de TVA du client", "N° TVA intracom.", "USt-IdNr. Kunde", "Steuernummer Kunde", "UID-Nr. Kunde", "BTW-nummer klant",
    "VAT No. customer", "VAT Registration No.",
]  # fmt: skip


@pytest.mark.parametrize("name", TAX_NUMBERS)
@pytest.mark.parametrize("called", ["Denominazione", "Name"])
def test_tax_numbers_tell_namesakes_apart(tmp_path: Path, name: str, called: str) -> None:
    rows = [[row + 1, DAYS[row], f"IT{who:09}", name_of(who % 20), MONEY[row]] for row, who in enumerate(WHO)]
    found = read_table(tmp_path, ("Numero", "Data", name, called, "Imponibile"), rows)
    assert found.roles.get("customer") == name
    assert (found.customers, found.orders) == (BUYERS, ROWS)
    assert "there is no customer id" not in found.said


@pytest.mark.parametrize("called", ["Denominazione", "Name"])
def test_and_those_of_whom_each_has_a_name_of_its_own(tmp_path: Path, called: str) -> None:
    rows = [[row + 1, DAYS[row], f"IT{who:09}", f"Ditta {who}", MONEY[row]] for row, who in enumerate(WHO)]
    found = read_table(tmp_path, ("Numero", "Data", "P.IVA cliente", called, "Imponibile"), rows)
    assert (found.roles.get("customer"), found.customers, found.orders) == ("P.IVA cliente", BUYERS, ROWS)


@pytest.mark.parametrize("name", ["Codice IVA", "Code TVA", "Tax Code", "VAT", "Importo IVA", "Steuerbetrag"])
def test_codes_and_sums_of_tax_are_no_customers(name: str) -> None:
    assert "customer" not in name_roles(name).roles


def test_what_goods_are_called_stays_their_description(tmp_path: Path) -> None:
    rows = [
        [f"K{who}", f"F{row}", DAYS[row], f"A{row % 9}", f"Vaso {row % 9}", 1 + row % 4, MONEY[row]]
        for row, who in enumerate(WHO)
    ]
    header = (
        "Codice cliente",
        "Numero fattura",
        "Data",
        "Codice articolo",
        "Denominazione",
        "Quantità",
        "Importo",
    )
    found = read_table(tmp_path, header, rows)
    assert (found.roles.get("customer"), found.roles.get("description")) == (
        "Codice cliente",
        "Denominazione",
    )


# Members

MEMBERS = [
    "Mitgl.-Nr.", "Mitgl.Nr.", "MitglNr", "Mgl.-Nr.", "Mitgliedsnr.", "Mitgliedernr.", "Lidnr.", "Lidnummer", "N° adhérent", "N. socio", "Nº socio",
    "N.º sócio", "Member No", "Spender-Nr.", "Donateursnummer", "N° donateur",
]  # fmt: skip


@pytest.mark.parametrize("name", MEMBERS)
def test_members_are_told_apart_by_their_number(tmp_path: Path, name: str) -> None:
    """A sheet a year, with a title and a row of totals: everybody pays once in each."""
    members = [(number_of(who)[-3:], FAMILY[who % 6], name_of(who).split()[0]) for who in range(BUYERS)]
    sheets: dict[str, list[list[Cell]]] = {}
    for year in (2022, 2023, 2024):
        here = members[: BUYERS - (year - 2022)]
        fees = [40 + 5 * (place % 3) for place in range(len(here))]
        paid: list[list[Cell]] = [
            [*member, fee, date(year, 1, 9) + timedelta(days=place)]
            for place, (member, fee) in enumerate(zip(here, fees, strict=True))
        ]
        total: list[Cell] = ["", "Summe", "", sum(fees), ""]
        sheets[str(year)] = [
            [f"Mitglieder {year}"],
            [],
            [name, "Name", "Vorname", "Betrag", "bezahlt am"],
            *paid,
            total,
        ]
    found = read(write_xlsx(tmp_path / "club.xlsx", sheets), tmp_path)
    assert (found.roles["customer"], found.customers) == (name, BUYERS)
    assert "order" not in found.roles


# Documents that go with an order


@pytest.mark.parametrize(
    "name",
    [
        "Boekstuknr.", "Lieferschein", "Lieferscheinnr.", "Nr. Lieferschein", "Pakbonnummer", "N° bon de livraison", "Numero DDT", "Delivery Note No.",
        "N° reçu fiscal", "N. scontrino fiscale",
    ],
)  # fmt: skip
def test_such_a_document_is_the_order_where_none_is_called_so(tmp_path: Path, name: str) -> None:
    """Two rows of each, on consecutive rows of one day."""
    rows = [
        [f"{5001 + row // 2}", f"K{WHO[row // 2]}", DAYS[row // 2], f"A{row % 7}", MONEY[row]]
        for row in range(ROWS)
    ]
    header = (name, "Klantnummer", "Datum", "Artikel", "Bedrag")
    found = read_table(tmp_path, header, rows)
    assert (found.roles.get("order"), found.orders) == (name, ROWS // 2)


def test_an_order_goes_before_what_it_was_delivered_with(tmp_path: Path) -> None:
    rows = [
        [f"L{5001 + row}", f"A{801 + row // 2}", f"K{WHO[row // 2]}", DAYS[row], MONEY[row]]
        for row in range(ROWS)
    ]
    header = ("Lieferscheinnr.", "Auftragsnr.", "Kundennr.", "Lieferscheindatum", "Betrag")
    found = read_table(tmp_path, header, rows)
    assert (found.roles["order"], found.roles["date"]) == ("Auftragsnr.", "Lieferscheindatum")


# Months of which some call their columns otherwise


def months(folder: Path, headers: Sequence[Sequence[str]]) -> tuple[Path, list[int]]:
    """A file a month, each with the header given for it, and the rows of each."""
    folder.mkdir()
    sizes = []
    for number, header in enumerate(headers):
        rows = [
            f"{900 + 40 * number + row};K{WHO[row] % 7};2024-{number + 1:02}-{row % 27 + 1:02};A{row % 5};{MONEY[row]}"
            for row in range(12 + 3 * number)
        ]
        sizes.append(len(rows))
        text = "\n".join([";".join(header), *rows]) + "\n"
        (folder / f"month-{number + 1:02}.csv").write_text(text, encoding="utf-8")
    return folder, sizes


EARLY = ("Ordernummer", "Klantnummer", "Datum", "Artikel", "Totaal")
LATE = ("Ordernr", "Klantnr", "Datum", "Artikel", "Totaal")


def test_it_is_said_how_many_rows_of_other_months_are_left_out_and_what_to_do(tmp_path: Path) -> None:
    folder, sizes = months(tmp_path / "shop", [LATE] * 6 + [EARLY] * 2)
    found = read(folder, tmp_path)
    taken = sum(sizes[6:])
    assert found.orders == taken
    told = [line for line in found.said.splitlines() if "left out" in line]
    assert len(told) == 2
    assert f"left out with {sum(sizes) - taken} rows, beside {taken} rows of the others" in told[0]
    assert "Klantnummer for Klantnr, Ordernummer for Ordernr." in told[0]


def test_and_of_one_file_under_which_names(tmp_path: Path) -> None:
    folder, sizes = months(tmp_path / "shop", [LATE, EARLY, EARLY])
    found = read(folder, tmp_path)
    assert found.orders == sizes[1] + sizes[2]
    assert (
        f"month-01.csv looks like sales too, but it is left out with {sizes[0]} rows, beside {sizes[1] + sizes[2]} rows of the others, because its columns"
        " are called otherwise. To read all of it together, name its columns as in month-03.csv: Klantnummer for Klantnr, Ordernummer for Ordernr."
    ) in found.said


def test_a_table_of_something_else_has_no_such_sentence(tmp_path: Path) -> None:
    folder, _ = months(tmp_path / "shop", [EARLY, EARLY])
    (folder / "paints.csv").write_text("colour;weight\n" + "red;3\nblue;4\n" * 9, encoding="utf-8")
    told = [line for line in read(folder, tmp_path).said.splitlines() if "left out" in line]
    assert told == [line for line in told if line.startswith("paints.csv was left out: its columns")]
    assert len(told) == 1
