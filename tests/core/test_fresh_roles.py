"""Roles that names leave open: flags, ledgers, headings over a header, and columns that only the rows' arithmetic tells apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.errors import ColumnsError
from core.recipe import ColumnsPart, Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

FIRST = date(2023, 3, 1)
CENT = Decimal("0.01")
PRICES = [Decimal(n * 37 % 290 + 5) + Decimal(n * 13 % 100) * CENT for n in range(17)]


@dataclass(frozen=True)
class Line:
    """A line of an invented order."""

    order: int
    customer: int
    day: date
    product: int
    pieces: int
    price: Decimal

    @property
    def worth(self) -> Decimal:
        return self.pieces * self.price


def lines_of(orders: int = 90, customers: int = 19) -> list[Line]:
    """Orders of one to four lines, each of one customer and one day."""
    return [
        Line(
            order=7000 + n,
            customer=n * n * 7 % customers,
            day=FIRST + timedelta(days=n),
            product=(n * 5 + place * 3) % len(PRICES),
            pieces=(n + place * 2) % 5 + 1,
            price=PRICES[(n * 5 + place * 3) % len(PRICES)],
        )
        for n in range(orders)
        for place in range(n % 4 + 1)
    ]


LINES = lines_of()


def study_of(
    tmp_path: Path,
    header: str,
    rows: Iterable[str],
    columns: ColumnsPart | None = None,
    encoding: str = "utf-8",
) -> Study:
    path = tmp_path / "export.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding=encoding)
    recipe = Recipe(columns=columns) if columns else Recipe()
    return Study(recipe, [path], workspace=Workspace(tmp_path, 10**9))


def roles(study: Study) -> dict[str, str | None]:
    return {role: guess.column for role, guess in study.columns.roles.items()}


def money(study: Study) -> dict[str, float]:
    """What each customer's counting rows are worth, to the cent."""
    found = study.customers.to_pandas()
    return {
        str(name): round(float(worth), 2)
        for name, worth in zip(found["customer_id"], found["monetary"], strict=True)
    }


def sums(
    named: Callable[[int], str], worth: Callable[[Line], Decimal] = lambda line: line.worth
) -> dict[str, float]:
    """The same by plain Python."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in LINES:
        found[named(line.customer)] += worth(line)
    return {name: float(total) for name, total in found.items()}


def german(number: Decimal) -> str:
    return f"{number}".replace(".", ",")


# Flags and counts are no quantities


@pytest.mark.parametrize("columns", [5, 6, 40])
def test_flags_without_a_name_lose_no_rows(tmp_path: Path, columns: int) -> None:
    header = ",".join(("client_id,invoice_no,sold_on,total", *(f"field_{n}" for n in range(columns))))
    rows = [
        ",".join(
            (
                f"{line.customer},{line.order},{line.day},{line.worth}",
                *(str((line.order + n) % 2) for n in range(columns)),
            )
        )
        for line in LINES
    ]
    with study_of(tmp_path, header, rows) as study:
        assert "quantity" not in roles(study)
        assert roles(study)["amount"] == "total"
        assert money(study) == sums(str)


def test_counts_without_a_name_beside_an_amount_are_no_quantity(tmp_path: Path) -> None:
    header = ",".join(("client_id,invoice_no,day,total", *(f"field_{n}" for n in range(6))))
    rows = [
        ",".join(
            (
                f"{line.customer},{line.order},{line.day},{line.worth}",
                *(str((line.order * (n + 3) + line.product) % 6 + 1) for n in range(6)),
            )
        )
        for line in LINES
    ]
    with study_of(tmp_path, header, rows) as study:
        assert "quantity" not in roles(study)
        assert money(study) == sums(str)


def test_pieces_without_a_name_beside_a_price_are_the_quantity(tmp_path: Path) -> None:
    rows = [
        f"K{line.customer:03},{line.order},{line.day},P{line.product:03},{line.pieces},{line.price}"
        for line in LINES
    ]
    with study_of(tmp_path, ",".join(f"field_{n}" for n in range(6)), rows) as study:
        found = roles(study)
        assert (found["quantity"], found["price"]) == ("field_4", "field_5")
        assert money(study) == sums(lambda customer: f"K{customer:03}")


def test_pieces_without_a_name_that_multiply_to_the_amount_are_the_quantity(tmp_path: Path) -> None:
    rows = [
        f"K{line.customer:03},{line.order},{line.day},P{line.product:03},{line.pieces},{line.price},{line.worth}"
        for line in LINES
    ]
    with study_of(tmp_path, ",".join(f"field_{n}" for n in range(7)), rows) as study:
        found = roles(study)
        assert (found["quantity"], found["price"], found["amount"]) == ("field_4", "field_5", "field_6")


# The accounts of a ledger are not its customers


@pytest.mark.parametrize("accounts", [1, 2])
def test_an_account_that_tells_nobody_apart_gives_way_to_the_contact(tmp_path: Path, accounts: int) -> None:
    rows = [
        f"Firm {line.customer} plc,BILL-{line.order},{line.day:%d/%m/%Y},{line.worth},{400 + line.product % accounts},Zero rated"
        for line in LINES
    ]
    with study_of(tmp_path, "ContactName,BillNumber,BillDate,LineAmount,AccountCode,TaxType", rows) as study:
        found = roles(study)
        assert (found["customer"], found["order"]) == ("ContactName", "BillNumber")
        assert money(study) == sums(lambda customer: f"Firm {customer} plc")


def test_accounts_that_tell_customers_apart_stay_the_customers(tmp_path: Path) -> None:
    rows = [
        f"Contact {line.customer % 7} plc,{line.order},{line.day},{line.worth},{400 + line.customer}"
        for line in LINES
    ]
    with study_of(tmp_path, "ContactName,BillNumber,BillDate,LineAmount,AccountCode", rows) as study:
        assert roles(study)["customer"] == "AccountCode"
        assert money(study) == sums(lambda customer: str(400 + customer))


def test_a_shop_with_one_customer_keeps_it(tmp_path: Path) -> None:
    rows = [f"5551,Contact {line.customer},{line.order},{line.day},{line.worth}" for line in LINES]
    with study_of(tmp_path, "CustomerID,ContactName,BillNumber,BillDate,LineAmount", rows) as study:
        assert roles(study)["customer"] == "CustomerID"
        assert len(money(study)) == 1


def test_the_ledger_that_french_law_prescribes(tmp_path: Path) -> None:
    header = "JournalCode;EcritureNum;EcritureDate;CompteNum;CompteLib;CompAuxNum;CompAuxLib;PieceRef;PieceDate;Debit;Credit"
    orders = {line.order: line for line in LINES}
    rows = [
        f"VT;{n};{line.day:%Y%m%d};{account};P{line.order};{line.day:%Y%m%d};{sides}"
        for n, line in enumerate(orders.values())
        for account, sides in (
            (f"411000;Tiers;X{line.customer:03};Firme {line.customer}", "120,50;0,00"),
            ("706000;Prestations;;", "0,00;120,50"),
        )
    ]
    with study_of(tmp_path, header, rows, ColumnsPart(amount="Debit")) as study:
        found = roles(study)
        assert (found["customer"], found["order"], found["date"]) == (
            "CompAuxNum",
            "PieceRef",
            "EcritureDate",
        )
        assert "product" not in found
        bought: dict[str, float] = defaultdict(float)
        for line in orders.values():
            bought[f"X{line.customer:03}"] += 120.5
        assert money(study) == bought


# Names that no vocabulary here knows


def test_decimals_behind_whole_numbers_make_no_customers(tmp_path: Path) -> None:
    rows = [
        f"ТОВ Покупець {line.customer};Видаткова накладна 00000{line.order} від {line.day:%d.%m.%Y};{line.day:%d.%m.%Y}"
        f";Виріб {line.product};{line.pieces},000;{german(line.price)};{german(line.worth)}"
        for line in LINES
    ]
    header = "Отримувач;Накладна;Коли;Виріб;Шт;Вартість;Усього"
    with study_of(tmp_path, header, rows, encoding="cp1251") as study:
        assert roles(study) == {
            "customer": "Отримувач", "order": "Накладна", "date": "Коли", "product": "Виріб", "quantity": "Шт", "price": "Вартість",
            "amount": "Усього",
        }  # fmt: skip
        assert money(study) == sums(lambda customer: f"ТОВ Покупець {customer}")
        assert Asked(study).orders == len({line.order for line in LINES})


def test_ids_of_a_spreadsheet_with_a_point_and_a_zero_stay_ids(tmp_path: Path) -> None:
    rows = [f"{80000 + line.customer}.0;{line.day};{line.worth}" for line in LINES]
    with study_of(tmp_path, "Отримувач;Коли;Усього", rows) as study:
        assert roles(study)["customer"] == "Отримувач"
        assert money(study) == sums(lambda customer: str(80000 + customer))


# Headings over groups of columns


@pytest.mark.parametrize(
    "heading", ["Billing,,,Partner,,", "Billing,Billing,Billing,Partner,Partner,Partner", ",,Money,Partner,,"]
)
def test_the_lower_of_two_lines_names_the_columns(tmp_path: Path, heading: str) -> None:
    rows = [
        f"{line.order},{line.day:%d/%m/%Y},{line.worth},{line.customer:04},Shop {line.customer},Hill"
        for line in LINES
    ]
    with study_of(tmp_path, heading, ["Receipt,Day,Net,Account,Name,District", *rows]) as study:
        found = roles(study)
        assert (found["order"], found["date"], found["amount"]) == ("Receipt", "Day", "Net")
        assert found["customer"] == "Account"
        assert Asked(study).rows == len(LINES)
        assert money(study) == sums(lambda customer: f"{customer:04}")


def test_a_header_that_lacks_names_keeps_its_first_row(tmp_path: Path) -> None:
    rows = [f"{n},u{n},{line.customer:04},{line.day},{line.worth}" for n, line in enumerate(LINES)]
    rows[0] = f"none,u,{LINES[0].customer:04},{LINES[0].day},{LINES[0].worth}"
    with study_of(tmp_path, ",,Customer,Date,Amount", rows) as study:
        assert Asked(study).rows == len(LINES)
        assert money(study) == sums(lambda customer: f"{customer:04}")


# What the rows' arithmetic tells


def test_of_two_strange_names_the_product_is_the_amount(tmp_path: Path) -> None:
    rows = [
        f"{line.order};{line.day:%d.%m.%Y};{31000 + line.customer};Ware {line.product};{line.pieces};{german(line.worth)};{german(line.price)}"
        for line in LINES
    ]
    with study_of(tmp_path, "Bon-Nr;Datum;Kundenkarte;Artikel;Menge;ZG;ZP", rows) as study:
        found = roles(study)
        assert (found["quantity"], found["price"], found["amount"]) == ("Menge", "ZP", "ZG")
        assert money(study) == sums(lambda customer: str(31000 + customer))


def test_strange_numbers_that_do_not_multiply_are_no_money(tmp_path: Path) -> None:
    rows = [
        f"{line.order};{line.day:%d.%m.%Y};{31000 + line.customer};Ware {line.product};{line.pieces};{line.order % 13},5;{german(line.price)}"
        for line in LINES
    ]
    with study_of(tmp_path, "Bon-Nr;Datum;Kundenkarte;Artikel;Menge;ZG;ZP", rows) as study:
        assert not roles(study).keys() & {"price", "amount"}


def net_rows(worth: Callable[[Line], Decimal]) -> list[str]:
    gross = {
        order: sum((line.worth for line in LINES if line.order == order), Decimal(0)) * 2
        for order in {n.order for n in LINES}
    }
    return [
        f"A{line.order};{line.customer + 600};{line.day:%d.%m.%Y};W{line.product:02};{line.pieces};{german(worth(line))};"
        f"{german(worth(line) * 2)};{german(gross[line.order])}"
        for line in LINES
    ]


NET_HEADER = (
    "Auftragsnummer;Kundennummer;Erstellt am;Artikelnummer;Anzahl;VP Netto;VP Brutto;Bruttobetrag Auftrag"
)


def test_a_net_that_stays_whatever_the_pieces_is_a_unit_price(tmp_path: Path) -> None:
    with study_of(tmp_path, NET_HEADER, net_rows(lambda line: line.price)) as study:
        found = roles(study)
        assert (found["quantity"], found["price"]) == ("Anzahl", "VP Netto")
        assert not found.keys() & {"amount", "order_total"}
        assert money(study) == sums(lambda customer: str(customer + 600))
        assert any("VP Netto stays the same whatever Anzahl is" in note for note in study.report.notes)


def test_a_net_that_grows_with_the_pieces_stays_the_amount(tmp_path: Path) -> None:
    with study_of(tmp_path, NET_HEADER, net_rows(lambda line: line.worth)) as study:
        assert roles(study)["amount"] == "VP Netto"
        assert money(study) == sums(lambda customer: str(customer + 600))


# Dates


def test_of_two_dates_the_one_that_varies_is_taken(tmp_path: Path) -> None:
    rows = [f"2024-02-02,{line.order},{line.customer},{line.worth},{line.day}" for line in LINES]
    with study_of(tmp_path, "payout-date,order-id,customer-id,amount,booked-date", rows) as study:
        assert roles(study)["date"] == "booked-date"
        assert study.report.first.startswith(str(LINES[0].day))


def test_orders_of_one_day_keep_their_date(tmp_path: Path) -> None:
    rows = [f"2024-02-02,{line.order},{line.customer},{line.worth},{line.day}" for line in LINES]
    with study_of(tmp_path, "order-date,order-id,customer-id,amount,due-date", rows) as study:
        assert roles(study)["date"] == "order-date"


SUBSCRIPTIONS = [
    f"s{n},Basic,{FIRST + timedelta(days=n)},{FIRST + timedelta(days=400)},{12 + n % 3}" for n in range(40)
]
SUBSCRIBED = "customer,tariff,start_date,end_date,mrr"


def test_dates_of_something_else_are_offered(tmp_path: Path) -> None:
    with (
        study_of(tmp_path, SUBSCRIBED, SUBSCRIPTIONS) as study,
        pytest.raises(ColumnsError, match="start_date and end_date hold dates") as raised,
    ):
        _ = study.columns
    assert "--map date=start_date" in raised.value.cure


def test_an_offered_date_makes_the_table_run(tmp_path: Path) -> None:
    with study_of(tmp_path, SUBSCRIBED, SUBSCRIPTIONS, ColumnsPart(date="start_date")) as study:
        assert roles(study)["amount"] == "mrr"
        assert money(study) == {f"s{n}": 12 + n % 3 for n in range(40)}


def test_a_table_without_dates_says_so(tmp_path: Path) -> None:
    rows = [f"s{n},Basic,{12 + n % 3}" for n in range(40)]
    with (
        study_of(tmp_path, "customer,tariff,mrr", rows) as study,
        pytest.raises(ColumnsError, match="has no column of dates"),
    ):
        _ = study.columns
