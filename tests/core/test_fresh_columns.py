"""Several columns that mark cancelled rows, totals that are not quantity x price, and words of shops elsewhere."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from cli.main import main
from core.recipe import ColumnsPart, Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked
from tests.support.small_tables import csv_of, said, study_of, taken

FIRST = date(2024, 1, 1)


# Which columns mark cancelled rows


def orders_with(marks: Mapping[int, str], rows: int = 60) -> list[str]:
    """Rows of `order,customer,date,amount` and what is marked on some of them, by their number."""
    return [
        f"{5000 + n},C-{n % 12:03},{FIRST + timedelta(days=n)},{10 + n}.50,{marks.get(n, '')}"
        for n in range(rows)
    ]


def test_of_two_statuses_the_one_that_says_cancelled_is_taken(tmp_path: Path) -> None:
    marks = {n: f"{'refunded' if n % 9 == 4 else 'paid'},fulfilled" for n in range(60)}
    path = csv_of(
        tmp_path, "Order,Customer,Date,Amount,Financial Status,Fulfillment Status", orders_with(marks)
    )
    refunded = sum(n % 9 == 4 for n in range(60))
    with study_of(path) as study:
        assert study.columns.roles["status"].column == "Financial Status"
        assert "cancelled" not in study.columns.roles
        assert taken(Asked(study)) == {"cancelled": refunded, "kept": 60 - refunded}


def test_a_status_that_is_not_used_is_named(tmp_path: Path) -> None:
    marks = {
        n: f"{'voided' if n % 9 == 4 else 'paid'},{'fulfilled' if n % 5 else 'unfulfilled'}"
        for n in range(60)
    }
    path = csv_of(
        tmp_path, "Order,Customer,Date,Amount,Financial Status,Fulfillment Status", orders_with(marks)
    )
    with study_of(path) as study:
        assert "Fulfillment Status is a status too and says nothing of cancelling" in said(study.report)


def test_either_of_two_statuses_cancels(tmp_path: Path) -> None:
    marks = {
        n: f"{'Annullato' if n % 10 == 3 else 'Evaso'},{'Rimborsato' if n % 7 == 2 else 'Pagato'}"
        for n in range(60)
    }
    path = csv_of(tmp_path, "Ordine,Cliente,Data,Importo,Stato ordine,Stato pagamento", orders_with(marks))
    either = sum(n % 10 == 3 or n % 7 == 2 for n in range(60))
    with study_of(path) as study:
        assert taken(study.report) == {"cancelled": either, "kept": 60 - either}
        notes = said(study.report)
    for column, word, rows in (
        ("Stato ordine", "annullato", sum(n % 10 == 3 for n in range(60))),
        ("Stato pagamento", "rimborsato", sum(n % 7 == 2 for n in range(60))),
    ):
        assert f"By {column}, {word!r} {rows} rows were taken as cancelled" in notes


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("cancelled_at", "%Y-%m-%d %H:%M:%S"),
        ("Cancelled at", "%Y-%m-%d %H:%M:%S +0100"),
        ("refunded_at", "%Y-%m-%dT%H:%M:%SZ"),
        ("Stornodatum", "%d.%m.%Y"),
        ("date d'annulation", "%d/%m/%Y %H:%M"),
        ("voided_on", "%b %d, %Y"),
        ("Return Date", "%d-%b-%y"),
    ],
)
def test_a_date_that_few_rows_have_marks_them_as_cancelled(tmp_path: Path, name: str, written: str) -> None:
    marks = {n: datetime(2024, 2, 1 + n % 28, 12, 30).strftime(written) for n in range(60) if n % 8 == 5}
    path = csv_of(
        tmp_path,
        f"order_id,customer_id,order_date,amount,{name}",
        (row if "," not in mark else row.replace(mark, f'"{mark}"')
         for row, mark in zip(orders_with(marks), (marks.get(n, "") for n in range(60)), strict=True)),
    )  # fmt: skip
    with study_of(path) as study:
        assert study.columns.roles["cancelled"].column == name
        assert f"a date on {len(marks)} of 60 rows" in study.columns.roles["cancelled"].reason
        assert taken(study.report) == {"cancelled": len(marks), "kept": 60 - len(marks)}
        assert f"By {name}, {len(marks)} rows with a date there were taken as cancelled" in said(study.report)


def test_what_stands_for_no_date_cancels_nothing(tmp_path: Path) -> None:
    marks = {n: "2024-03-01 10:00:00" if n % 8 == 5 else "0000-00-00 00:00:00" for n in range(60)}
    path = csv_of(tmp_path, "order_id,customer_id,order_date,amount,cancelled", orders_with(marks))
    with study_of(path, ColumnsPart(cancelled="cancelled")) as study:
        assert taken(Asked(study))["cancelled"] == sum(n % 8 == 5 for n in range(60))


def test_the_date_of_a_return_on_most_rows_is_no_cancellation(tmp_path: Path) -> None:
    marks = {n: str(FIRST + timedelta(days=n + 14)) for n in range(60) if n % 5}
    path = csv_of(tmp_path, "order_id,customer_id,order_date,amount,return_date", orders_with(marks))
    with study_of(path) as study:
        assert "cancelled" not in study.columns.roles


def test_the_column_that_cancels_can_be_left_out(tmp_path: Path) -> None:
    marks = {n: "2024-03-01" for n in range(60) if n % 8 == 5}
    path = csv_of(tmp_path, "order_id,customer_id,order_date,amount,cancelled_at", orders_with(marks))
    with study_of(path, ColumnsPart(cancelled="-")) as study:
        assert taken(Asked(study)) == {"kept": 60}


def test_a_date_on_the_first_row_of_an_order_cancels_all_of_it(tmp_path: Path) -> None:
    rows = [
        f"#{100 + order},c{order % 6}@x.example,{FIRST + timedelta(days=order)},{2 + line}.50,1,"
        + (("paid," + ("2024-03-01" if order % 7 == 3 else "")) if line == 0 else ",")
        for order in range(30)
        for line in range(3)
    ]
    path = csv_of(
        tmp_path, "Name,Email,Created at,Lineitem price,Lineitem quantity,Financial Status,Cancelled at", rows
    )
    cancelled = 3 * sum(order % 7 == 3 for order in range(30))
    with study_of(path) as study:
        assert taken(Asked(study)) == {"cancelled": cancelled, "kept": 90 - cancelled}


def test_a_flag_beside_a_status_cancels_too(tmp_path: Path) -> None:
    marks = {
        n: f"{'Cancelled' if n % 10 == 3 else 'Complete'},{'yes' if n % 7 == 2 else 'no'}" for n in range(60)
    }
    path = csv_of(tmp_path, "order_id,customer_id,order_date,amount,status,is_returned", orders_with(marks))
    either = sum(n % 10 == 3 or n % 7 == 2 for n in range(60))
    with study_of(path) as study:
        assert taken(Asked(study))["cancelled"] == either


def test_what_cancels_is_written_into_the_recipe_and_found_again(tmp_path: Path) -> None:
    marks = {n: "2024-03-01" for n in range(60) if n % 8 == 5}
    path = csv_of(tmp_path, "order_id,customer_id,order_date,amount,cancelled_at", orders_with(marks))
    with study_of(path) as study:
        first, resolved = taken(Asked(study)), study.source_pass.resolved()
    assert resolved.columns.cancelled == "cancelled_at"
    with Study(resolved, [path], workspace=Workspace(tmp_path, 10**9)) as study:
        assert taken(Asked(study)) == first


# Totals that are not quantity x price


def test_totals_that_differ_from_quantity_times_price_are_counted(tmp_path: Path) -> None:
    lines = [(n % 5 + 1, 2 + n % 7, n % 6 == 0) for n in range(90)]
    rows = [
        f"c{n % 8},2024-01-{1 + n % 28:02},{pieces},{each},{pieces * each + (10 if off else 0)}"
        for n, (pieces, each, off) in enumerate(lines)
    ]
    wrong = [(pieces * each + 10, pieces * each) for pieces, each, off in lines if off]
    path = csv_of(tmp_path, "customer,date,qty,unit price,total", rows)
    with study_of(path) as study:
        notes, revenue = said(study.report), study.report.revenue
    assert f"total is not qty x unit price on {len(wrong)} of the 90 rows looked at" in notes
    assert f"{sum(a for a, _ in wrong):,.2f} in all" in notes
    assert f"would be {sum(b for _, b in wrong):,.2f}" in notes
    assert revenue == sum(pieces * each + (10 if off else 0) for pieces, each, off in lines)
    with study_of(path, ColumnsPart(amount="-")) as study:
        assert study.report.revenue == sum(pieces * each for pieces, each, _ in lines)


@pytest.mark.parametrize(
    ("header", "worth"),
    [
        ("qty,unit price,discount,total", lambda q, p, d: f"{d},{q * p * (100 - d) / 100:.2f}"),
        ("qty,unit price,discount,total", lambda q, p, d: f"{d / 100},{q * p * (100 - d) / 100:.2f}"),
        ("qty,unit price,discount,total", lambda q, p, d: f"{d},{q * p - d:.2f}"),
        ("qty,unit price,total", lambda q, p, d: f"{q * p * 1.19:.2f}"),
        ("qty,unit price,total", lambda q, p, d: f"{q * p:.2f}"),
    ],
)
def test_totals_that_a_tax_or_discount_explains_are_not(
    tmp_path: Path, header: str, worth: Callable[[int, float, int], str]
) -> None:
    rows = [
        f"c{n % 8},2024-01-{1 + n % 28:02},{n % 5 + 1},{20 + n % 7}.95,{worth(n % 5 + 1, 20.95 + n % 7, 5 * (n % 4))}"
        for n in range(90)
    ]
    with study_of(csv_of(tmp_path, f"customer,date,{header}", rows)) as study:
        assert {"amount", "quantity", "price"} <= study.columns.roles.keys()
        assert "rows looked at" not in said(study.report)


# What can be done about it, to the letter


@pytest.mark.parametrize(
    "name", ["Guest", "Walk-in customer", "d'Artagnan", "Nobody, in particular", "[none]"]
)
def test_the_flag_for_a_guest_can_be_typed_as_it_is_said(tmp_path: Path, name: str) -> None:
    rows = [
        f'{n},"{name if n % 3 else f"c{n % 40}"}",{FIRST + timedelta(days=n % 90)},{n + 1}.25'
        for n in range(240)
    ]
    path = csv_of(tmp_path, "order,customer,date,amount", rows)
    with study_of(path) as study:
        found = [note for note in study.report.notes if "rules.not_customers" in note]
    assert len(found) == 1
    _, setting = shlex.split(found[0][found[0].index("--set ") :])
    key, _, value = setting.partition("=")
    recipe = Recipe().with_value(key, value)
    with Study(recipe, [path], workspace=Workspace(tmp_path, 10**9)) as study:
        assert taken(study.report) == {"missing customer": 160, "kept": 80}
        assert name not in {row["customer_id"] for row in study.customers.to_dicts()}


def test_segments_out_of_reach_are_counted_where_they_are_most(tmp_path: Path) -> None:
    rows = [f"{n},c{n % 5},2024-01-{1 + n % 5:02},7.50" for n in range(60)]
    with study_of(csv_of(tmp_path, "order,customer,date,amount", rows)) as study:
        reached = [line.name for line in study.report.segments if line.customers]
        found = [note for note in study.report.notes if note.startswith("Nobody here")]
    assert len(found) == 1
    assert f"for {10 - len(reached)} of the 10 segments" in found[0]
    assert all(name in found[0] for name in reached)


def test_one_row_is_told_of_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = csv_of(tmp_path, "order,customer,date,amount", ["1,a,2024-01-01,5", "2,a,2024-01-01,-5"])
    assert main(["run", str(path)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "1 of 2 rows counts." in told
    assert "1 row of 1 customer, -5.00, is negative and not marked as cancelled, so it does not count" in told
    assert main(["run", str(path), "--as-of", "2023-01-01"]) == 1
    path.write_text("order,customer,date,amount\n1,a,2024-01-01,5\n", encoding="utf-8")
    assert main(["inspect", str(path)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "sales.csv: 1 row, 4 columns" in told
    assert "1 customer with 1 row each" in told


def charges(given_back: Callable[[int], float]) -> list[str]:
    """Rows of `id,customer,date,amount`, what was given back, and when; every fifth row has something given back."""
    return [
        f"ch_{n}x,cus_{n % 9},{FIRST + timedelta(days=n)},{20 + n}.00,"
        + (f"{given_back(20 + n):.2f},{FIRST + timedelta(days=n + 3)}" if n % 5 == 1 else "0.00,")
        for n in range(60)
    ]


def test_a_part_given_back_is_no_cancellation(tmp_path: Path) -> None:
    header = "id,Customer ID,Created date,Amount,Amount Refunded,Refunded date"
    back = sum((20 + n) / 2 for n in range(60) if n % 5 == 1)
    with study_of(csv_of(tmp_path, header, charges(lambda worth: worth / 2))) as study:
        assert taken(study.report) == {"kept": 60}
        notes = said(study.report)
    assert "Refunded date does not mark cancelled rows, since on 12 rows looked at only a part" in notes
    assert f"Amount Refunded says that {back:,.2f} was given back on 12 rows looked at" in notes
    with study_of(csv_of(tmp_path, header, charges(lambda worth: worth))) as study:
        assert taken(study.report) == {"cancelled": 12, "kept": 48}
        assert "Amount Refunded says" not in said(study.report)


@pytest.mark.parametrize(
    ("header", "word", "other"),
    [
        ("Pedido,Data de criação,Cliente,Valor,Status do pagamento", "Estornado", "Aprovado"),
        ("Bestelling,Datum,Klant,Bedrag,Status", "Geretourneerd", "Geleverd"),
        ("Bestellung,Datum,Kunde,Betrag,Status", "Rückerstattet", "Bezahlt"),
        ("Commande,Date,Client,Montant,Statut", "Retour", "Livré"),
        ("Commande,Date,Client,Montant,Remboursé", "oui", "non"),
        ("Pedido,Fecha,Cliente,Importe,Reembolsado", "sí", "no"),
        ("Pedido,Data,Cliente,Valor,Devolvido", "sim", "não"),
    ],
)
def test_words_of_shops_elsewhere(tmp_path: Path, header: str, word: str, other: str) -> None:
    rows = [
        f"{700 + n},{FIRST + timedelta(days=n)},K{n % 9:03},{20 + n}.50,{word if n % 6 == 4 else other}"
        for n in range(60)
    ]
    with study_of(csv_of(tmp_path, header, rows)) as study:
        assert taken(Asked(study)) == {"cancelled": 10, "kept": 50}


def test_the_fields_of_an_orders_lines_are_those_of_its_products(tmp_path: Path) -> None:
    header = "Order Reference,Order Date,Customer,Order Lines/Product,Order Lines/Quantity,Order Lines/Unit Price,Order Lines/Subtotal"
    rows = [
        f"S{n // 2},{FIRST + timedelta(days=n // 2)},C{n // 2 % 9},Thing {n % 7},{n % 3 + 1},{2 + n % 7}.50,{(n % 3 + 1) * (2.5 + n % 7):.2f}"
        for n in range(80)
    ]
    with study_of(csv_of(tmp_path, header, rows)) as study:
        roles = {role: guess.column for role, guess in study.columns.roles.items()}
    assert roles["product"] == "Order Lines/Product"
    assert roles["amount"] == "Order Lines/Subtotal"
    assert (roles["quantity"], roles["price"]) == ("Order Lines/Quantity", "Order Lines/Unit Price")
