"""Tables of customers of whom some stand on several rows, what their measures bring along, and settings that they have nothing for."""

from __future__ import annotations

import random
import shlex
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.readymade import LOOKS_LIKE_CUSTOMERS
from core.errors import ColumnsError
from core.recipe import Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace

FIRST = date(2023, 2, 1)


class Row:
    """One row of a table of customers."""

    def __init__(self, customer: int, dice: random.Random) -> None:
        self.customer = f"K{customer:04d}"
        self.last = FIRST + timedelta(days=dice.randint(0, 500))
        self.days = dice.randint(1, 400)
        self.orders = dice.randint(1, 14)
        self.cents = dice.randint(500, 90_000)

    @property
    def money(self) -> str:
        """What was spent, as files write it."""
        return f"{self.cents / 100:.2f}"


def rows_of(customers: int, again: int) -> list[Row]:
    """So many customers with a row each, of whom so many have another."""
    return made([*range(customers), *range(again)])


def made(customers: Sequence[int]) -> list[Row]:
    """A row for each of these, the same ones each time."""
    dice = random.Random(41)
    return [Row(number, dice) for number in customers]


def dated(rows: Sequence[Row], header: str = "Customer ID,Last Order,Number of Orders,Total Spend") -> str:
    return (
        "\n".join([header, *(f"{row.customer},{row.last},{row.orders},{row.money}" for row in rows)]) + "\n"
    )


def in_days(rows: Sequence[Row], header: str = "CustomerID,Recency,Frequency,Monetary") -> str:
    return (
        "\n".join([header, *(f"{row.customer},{row.days},{row.orders},{row.money}" for row in rows)]) + "\n"
    )


def study_of(tmp_path: Path, text: str, settings: Mapping[str, str] | None = None) -> Study:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    recipe = Recipe().with_values(list((settings or {}).items()))
    return Study(recipe, [path], workspace=Workspace(tmp_path, 10**9))


def report_of(tmp_path: Path, text: str, settings: Mapping[str, str] | None = None) -> Report:
    with study_of(tmp_path, text, settings) as study:
        return study.report


def figures(report: Report) -> tuple[int, int, float | None]:
    return report.customers, report.orders, report.revenue


def added_up(rows: Sequence[Row]) -> tuple[int, int, float]:
    """Customers, orders and money of rows that are customers already."""
    return (
        len({row.customer for row in rows}),
        sum(row.orders for row in rows),
        round(sum(row.cents for row in rows) / 100, 2),
    )


def said(report: Report, words: str) -> str:
    """The one sentence that holds the words; "" where none does."""
    found = [note for note in report.notes if words in note]
    assert len(found) <= 1
    return found[0] if found else ""


def maps_in(sentence: str) -> dict[str, str]:
    """The settings of the `--map` flags that a sentence offers."""
    words = shlex.split(sentence[sentence.index("--map ") :])
    pairs = [words[place + 1].partition("=") for place, word in enumerate(words) if word == "--map"]
    return {f"columns.{role}": column for role, _, column in pairs}


HEADERS = (
    "Customer ID,Last Order,Number of Orders,Total Spend",
    "Customer,Last Order Date,Orders,Total Spent",
    "Kundennummer,Letzte Bestellung,Anzahl Bestellungen,Gesamtumsatz",
    "Klantnummer,Laatste bestelling,Aantal bestellingen,Totale omzet",
)


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize(("customers", "again"), [(60, 1), (90, 8), (60, 15), (9, 2)])
def test_customers_with_several_rows_are_added_up(
    tmp_path: Path, header: str, customers: int, again: int
) -> None:
    rows = rows_of(customers, again)
    report = report_of(tmp_path, dated(rows, header))
    assert figures(report) == added_up(rows)
    assert said(report, f"The {len(rows)} rows have {customers} different customers")


@pytest.mark.parametrize(
    "header",
    [
        "CustomerID,Recency,Frequency,Monetary",
        "Email,Days since last order,Orders,Revenue",
        "user,R,F,M",
    ],
)
def test_customers_by_days_with_several_rows_are_added_up(tmp_path: Path, header: str) -> None:
    rows = rows_of(50, 3)
    with study_of(tmp_path, in_days(rows, header)) as study:
        report = study.report
        recency = study.customers.to_pandas().set_index("customer_id")["recency"].to_dict()
    assert figures(report) == added_up(rows)
    assert recency == {
        row.customer: min(other.days for other in rows if other.customer == row.customer) for row in rows
    }


def test_the_numbers_of_rows_are_no_customers(tmp_path: Path) -> None:
    rows = rows_of(50, 3)
    header, *lines = in_days(rows).splitlines()
    numbered = [f"#,{header}", *(f"{number},{line}" for number, line in enumerate(lines, 1))]
    assert figures(report_of(tmp_path, "\n".join(numbered) + "\n")) == added_up(rows)


def test_rows_that_may_be_sales_are_read_so_and_the_way_to_customers_is_told(tmp_path: Path) -> None:
    rows = made([number % 30 for number in range(90)])
    report = report_of(tmp_path, dated(rows))
    assert report.customers == 30
    assert report.orders == len({(row.customer, row.last) for row in rows})
    sentence = said(report, LOOKS_LIKE_CUSTOMERS)
    assert "Customer ID has 30 different values on 90 rows" in sentence
    assert "Number of Orders does not count" in sentence
    followed = report_of(tmp_path, dated(rows), maps_in(sentence))
    assert figures(followed) == added_up(rows)
    assert not said(followed, LOOKS_LIKE_CUSTOMERS)


@pytest.mark.parametrize(
    ("header", "first"), [("Order ID", lambda number: f"A{1000 + number}"), ("Product", lambda number: "Tea")]
)
def test_what_is_of_one_sale_tells_sales(tmp_path: Path, header: str, first: object) -> None:
    rows = rows_of(60, 6)
    head, *lines = dated(rows).splitlines()
    assert callable(first)
    text = "\n".join([f"{header},{head}", *(f"{first(number)},{line}" for number, line in enumerate(lines))])
    report = report_of(tmp_path, text + "\n")
    assert (report.customers, report.orders) == (60, 66)
    assert f"{header} is of one sale by its name" in said(report, LOOKS_LIKE_CUSTOMERS)


@pytest.mark.parametrize(
    "header",
    [
        "Customer,Order Date,Orders,Total",
        "Customer,Date,Items per order,Total",
        "Customer,Invoice Date,Number of Orders,Total Spent",
    ],
)
def test_a_list_of_sales_with_a_count_stays_one(tmp_path: Path, header: str) -> None:
    rows = rows_of(60, 6)
    with study_of(tmp_path, dated(rows, header)) as study:
        assert study.columns.shape == "sales"
        assert study.report.revenue == added_up(rows)[2]
        assert not said(study.report, LOOKS_LIKE_CUSTOMERS)


def test_numbers_of_orders_are_no_counts(tmp_path: Path) -> None:
    rows = rows_of(60, 6)
    for number, row in enumerate(rows):
        row.orders = 70_001 + number
    report = report_of(tmp_path, dated(rows, "Customer,Last Order Date,Orders,Total"))
    assert (report.customers, report.orders) == (60, 66)


@pytest.mark.parametrize("role", ["frequency", "monetary"])
def test_one_mapped_measure_brings_the_others(tmp_path: Path, role: str) -> None:
    columns = {"frequency": "Number of Orders", "monetary": "Total Spend"}
    rows = made([number % 30 for number in range(90)])
    report = report_of(tmp_path, dated(rows), {f"columns.{role}": columns[role]})
    assert figures(report) == added_up(rows)
    assert not said(report, "There is no")


def test_a_measure_that_is_refused_stays_away(tmp_path: Path) -> None:
    rows = made([number % 30 for number in range(90)])
    settings = {"columns.frequency": "Number of Orders", "columns.monetary": "-"}
    assert figures(report_of(tmp_path, dated(rows), settings)) == (30, sum(row.orders for row in rows), None)


def test_the_last_purchase_is_taken_where_rows_are_mapped_to_customers(tmp_path: Path) -> None:
    rows = made([number % 30 for number in range(90)])
    lines = [f"2020-01-01,{line}" for line in dated(rows).splitlines()[1:]]
    text = "\n".join(["Order Date,Customer ID,Last Order,Number of Orders,Total Spend", *lines]) + "\n"
    with study_of(tmp_path, text, {"columns.frequency": "Number of Orders"}) as study:
        assert study.columns.roles["date"].column == "Last Order"
        assert study.report.as_of == (max(row.last for row in rows) + timedelta(days=1)).isoformat()


MANY = made([number % 20 for number in range(60)])


@pytest.mark.parametrize(
    "mapped", [("frequency",), ("recency", "monetary"), ("recency", "frequency", "monetary")]
)
def test_mapped_measures_are_not_denied(tmp_path: Path, mapped: Sequence[str]) -> None:
    report = report_of(tmp_path, in_days(MANY), {f"columns.{role}": role.title() for role in mapped})
    assert figures(report) == added_up(MANY)
    assert said(report, "recency, frequency and monetary are taken as they stand")
    assert not said(report, "There is no")


def test_measures_that_recur_are_refused_with_the_way_to_read_them(tmp_path: Path) -> None:
    with study_of(tmp_path, in_days(MANY)) as study, pytest.raises(ColumnsError) as refusal:
        study.report  # noqa: B018
    assert "map date" not in refusal.value.cure
    assert "CustomerID has 20 different values on 60 rows" in refusal.value.cure
    assert figures(report_of(tmp_path, in_days(MANY), maps_in(refusal.value.cure))) == added_up(MANY)


def test_a_column_that_tells_customers_apart_better_is_offered(tmp_path: Path) -> None:
    rows = rows_of(60, 2)
    lines = [
        f"Sam{number % 7},{row.customer.lower()}@example.com,{row.last},{row.orders},{row.money}"
        for number, row in enumerate(rows)
    ]
    text = "\n".join(["Username,Email,Last Active,Orders,Total Spend", *lines]) + "\n"
    with study_of(tmp_path, text) as study, pytest.raises(ColumnsError) as refusal:
        study.report  # noqa: B018
    offered = maps_in(refusal.value.cure)
    assert offered == {"columns.customer": "Email", "columns.frequency": "Orders"}
    assert figures(report_of(tmp_path, text, offered)) == added_up(rows)


def test_what_is_said_of_customers_goes_by_what_is_mapped(tmp_path: Path) -> None:
    rows = rows_of(40, 0)
    lines = [f"{line},{row.last}" for line, row in zip(in_days(rows).splitlines()[1:], rows, strict=True)]
    text = "\n".join(["CustomerID,Recency,Frequency,Monetary,Last Order", *lines]) + "\n"
    asked = {"customers.as_of": "2030-01-01"}
    sentence = said(report_of(tmp_path, text, asked), "customers.as_of (2030-01-01) changes nothing")
    report = report_of(tmp_path, text, asked | maps_in(sentence))
    assert report.as_of == "2030-01-01"
    assert not said(report, "changes nothing")
    assert said(report, "recency is counted from Last Order")
    assert not said(report, "recency, frequency and monetary are taken as they stand")


def test_dates_that_change_nothing_are_said(tmp_path: Path) -> None:
    rows = rows_of(40, 0)
    settings = {
        "customers.as_of": "2024-01-01",
        "rules.before": "2023-01-01",
        "rules.after": "2023-12-31",
    }
    report = report_of(tmp_path, in_days(rows), settings)
    assert figures(report) == added_up(rows)
    assert report.as_of == ""
    sentence = said(report, "change nothing")
    assert all(f"{key} ({day})" in sentence for key, day in settings.items())
    assert maps_in(sentence) == {"columns.date": "COLUMN", "columns.recency": "-"}
    of_dates = report_of(tmp_path, dated(rows), {"customers.as_of": "2024-01-01"})
    assert of_dates.as_of == "2024-01-01"
    assert of_dates.customers == sum(row.last < date(2024, 1, 1) for row in rows)
    assert not said(of_dates, "nothing")
    assert not said(report_of(tmp_path, in_days(rows)), "nothing")


def test_a_summary_has_no_dates_to_map(tmp_path: Path) -> None:
    text = "ID,frequency,recency,T\n1,2,30.5,40.1\n2,0,0,33.2\n3,5,20.0,51.0\n4,0,0,12.4\n"
    report = report_of(tmp_path, text, {"customers.as_of": "2024-01-01"})
    assert report.customers == 4
    assert "--map" not in said(report, "customers.as_of (2024-01-01) changes nothing")


@pytest.mark.parametrize("text", [in_days, dated])
def test_settings_of_sales_are_said_to_change_nothing(tmp_path: Path, text: object) -> None:
    assert callable(text)
    rows = rows_of(40, 0)
    settings = {"customers.refunds": "net", "customers.products": "on", "rules.not_a_product": "true"}
    report = report_of(tmp_path, text(rows), settings)
    assert figures(report) == added_up(rows)
    sentence = said(report, "customers.refunds, customers.products and rules.not_a_product change nothing")
    assert sentence in report.notes_on_scoring
    assert not said(report_of(tmp_path, text(rows)), "nothing")


def test_an_empty_column_that_is_called_a_customer_is_nobody(tmp_path: Path) -> None:
    rows = rows_of(40, 0)
    text = dated(rows, "Member ID,Last Visit,Transaction Count,Lifetime Spend").splitlines()
    wider = "\n".join([f"{text[0]},Nickname", *(f"{line}," for line in text[1:])]) + "\n"
    assert figures(report_of(tmp_path, wider)) == added_up(rows)


def test_days_since_the_last_order_are_recency_and_what_is_given_back_is_no_money(tmp_path: Path) -> None:
    rows = rows_of(40, 0)
    text = in_days(rows, "CustomerID,DaySinceLastOrder,OrderCount,CashbackAmount")
    with study_of(tmp_path, text) as study:
        roles = {role: guess.column for role, guess in study.columns.roles.items()}
    assert roles == {"customer": "CustomerID", "recency": "DaySinceLastOrder", "frequency": "OrderCount"}
