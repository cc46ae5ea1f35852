"""The roles that columns play, on the exports of many shops: names in seven languages, no names at all, and traps."""

from __future__ import annotations

import csv
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.columns.profile import profile_columns
from core.columns.roles import Guess, Role, guess_roles
from tests.support.invented import Line, invent
from tests.support.shop_columns import DAILY, FIELDS, ONE_LINE, Case
from tests.support.shops import CASES

REAL_DATA = Path(os.environ.get("REGULARS_REAL_DATA") or Path(__file__).parents[2] / ".." / "shared" / "data")


def guess_of(header: dict[str, str], lines: Sequence[Line]) -> Guess:
    columns = [[FIELDS[content](line) for line in lines] for content in header.values()]
    return guess_roles(profile_columns(list(header), columns), columns)


def shown(guess: Guess) -> dict[str, str | None]:
    return {str(role): found.column for role, found in guess.roles.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_roles_of_an_export(case: Case) -> None:
    guess = guess_of(case.header, case.lines)
    assert shown(guess) == case.roles, [(role, found.reason) for role, found in guess.roles.items()]
    assert guess.shape == case.shape
    if case.attributes is not None:
        assert guess.attributes == case.attributes


def test_there_are_forty_of_them() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("size", [12, 30, 400])
def test_shops_of_any_size_are_read_the_same(seed: int, size: int) -> None:
    case = CASES[0]
    guess = guess_of(case.header, invent(orders=size, customers=max(3, size // 4), seed=seed))
    assert shown(guess) == case.roles


@pytest.mark.parametrize("rows", [20, 60])
def test_names_are_enough_where_there_are_few_rows(rows: int) -> None:
    for case in CASES:
        if "column" not in next(iter(case.header)):
            assert shown(guess_of(case.header, case.lines[:rows])) == case.roles, case.name


def test_the_order_of_columns_does_not_matter_to_names() -> None:
    for case in CASES:
        if "column" in next(iter(case.header)):
            continue
        mirrored = dict(reversed(case.header.items()))
        assert shown(guess_of(mirrored, case.lines)) == case.roles, case.name


def test_a_header_and_no_rows_goes_by_names() -> None:
    header = {"Invoice": "order", "Customer ID": "customer", "Date": "date", "Amount": "total"}
    assert shown(guess_of(header, [])) == {
        "order": "Invoice",
        "customer": "Customer ID",
        "date": "Date",
        "amount": "Amount",
    }


def test_runners_up_and_reasons_are_named() -> None:
    guess = guess_of(CASES[1].header, CASES[1].lines)
    customer, date_role = guess.roles["customer"], guess.roles["date"]
    assert (customer.runner_up, customer.position) == ("Customer Name", 5)
    assert "customer id" in customer.reason
    assert "customer name" in customer.runner_up_reason
    assert date_role.runner_up == "Ship Date"
    assert "quantity x price on 100%" in guess_of(CASES[17].header, CASES[17].lines).roles["amount"].reason


def test_it_says_how_price_and_total_were_told_apart() -> None:
    header = {
        "order": "order",
        "customer": "customer",
        "date": "date",
        "product": "product",
        "quantity": "quantity",
    }
    total = guess_of({**header, "value": "total"}, invent()).roles["amount"]
    price = guess_of({**header, "value": "price"}, invent()).roles["price"]
    assert "grows with the quantity" in total.reason
    assert "stays the same whatever the quantity" in price.reason


@pytest.mark.parametrize(
    ("name", "role"), [("price", "amount"), ("item-price", "amount"), ("unit price", "price")]
)
def test_a_price_that_behaves_like_a_total_is_one_unless_it_says_unit(name: str, role: Role) -> None:
    header = {
        "order": "order",
        "customer": "customer",
        "date": "date",
        "quantity": "quantity",
        name: "total",
        "sku": "product",
    }
    guess = guess_of(header, invent())
    assert guess.roles[role].column == name
    assert not {"price", "amount"} - {role} & guess.roles.keys()
    assert any(f"{name} grows with quantity" in note for note in guess.notes)


def test_notes_say_what_cannot_be_done() -> None:
    notes = " ".join(guess_of({"member": "coded customer", "purchase date": "date"}, invent()).notes)
    for lack in ("no order column", "no amount or price column", "no product column"):
        assert lack in notes
    assert "No column says who the customer is" in " ".join(
        guess_of({"order id": "order", "date": "date", "amount": "total"}, invent()).notes
    )


def test_an_order_total_beside_lines_is_only_noted() -> None:
    guess = guess_of(next(case.header for case in CASES if "beside the lines" in case.name), invent())
    assert "order_total" not in guess.roles
    assert any("order_amount is the total of a whole order" in note for note in guess.notes)


def test_the_sales_win_among_sales_customers_and_products() -> None:
    sales = guess_of(next(case.header for case in CASES if "greencart" in case.name), invent())
    customers = guess_of(
        {"customer_id": "coded customer", "email": "email", "signup_date": "since", "gender": "gender"},
        ONE_LINE[:24],
    )
    products = guess_of(
        {
            "product_id": "product",
            "product_name": "description",
            "category": "category",
            "base_price": "price",
        },
        ONE_LINE[:14],
    )
    assert sales.score > 2 * max(customers.score, products.score)
    assert customers.shape == products.shape == "unknown"


def test_the_same_table_gives_the_same_guess() -> None:
    assert guess_of(CASES[45].header, DAILY) == guess_of(CASES[45].header, DAILY)


def _timed(names: list[str], columns: Sequence[Sequence[str | None]]) -> float:
    profiles = profile_columns(names, columns)
    start = time.process_time()
    guess_roles(profiles, columns)
    return time.process_time() - start


def test_six_thousand_rows_take_a_moment() -> None:
    lines = invent(orders=2400, customers=700, lines=4)[:6000]
    header = CASES[0].header
    columns = [[FIELDS[content](line) for line in lines] for content in header.values()]
    # It takes about 0.1 s; the bound leaves room for a busy machine.
    assert min(_timed(list(header), columns) for _ in range(2)) < 0.6
    assert min(_timed([f"column {number}" for number in range(8)], columns) for _ in range(2)) < 0.8


@pytest.mark.soak
def test_ten_thousand_columns_do_not_hang() -> None:
    dice = random.Random(2)
    columns = [
        [f"{dice.randint(0, 1000)}{'AB'[row % 2] if number % 3 == 0 else ''}" for row in range(20)]
        for number in range(10_000)
    ]
    assert _timed([f"measure {number}" for number in range(10_000)], columns) < 8
    assert _timed([f"column {number}" for number in range(10_000)], columns) < 8


def _real(*parts: str) -> Path:
    path = REAL_DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the real data is not here: {path} (set REGULARS_REAL_DATA)")
    return path


def _read_csv(path: Path) -> Guess:
    with path.open(newline="", encoding="utf-8") as file:
        names, *rows = csv.reader(file)
    columns = [list(column) for column in zip(*rows, strict=True)]
    return guess_roles(profile_columns(names, columns), columns)


def test_online_retail_ii() -> None:
    import pyarrow.parquet as parquet

    path = _real("online_retail_ii", "online_retail_II.parquet")
    table = next(parquet.ParquetFile(path).iter_batches(batch_size=6000))
    columns = [
        [None if value is None else str(value) for value in column.to_pylist()] for column in table.columns
    ]
    names = table.schema.names
    expected = {"order": "Invoice", "product": "StockCode", "description": "Description", "quantity": "Quantity", "date": "InvoiceDate",
                "price": "Price", "customer": "Customer ID", "country": "Country"}  # fmt: skip
    guess = guess_roles(profile_columns(names, columns), columns)
    assert shown(guess) == expected
    assert guess.attributes == ()
    nameless = [f"column {number}" for number in range(1, 9)]
    by_content = guess_roles(profile_columns(nameless, columns), columns)
    assert {
        role: names[nameless.index(column or "")] for role, column in shown(by_content).items()
    } == expected


def test_greencart() -> None:
    sales, customers, products = (
        _read_csv(_real("greencart", f"{name}.csv"))
        for name in ("sales_data", "customer_info", "product_info")
    )
    assert shown(sales) == {
        "customer": "customer_id", "order": "order_id", "date": "order_date", "quantity": "quantity", "price": "unit_price",
        "product": "product_id", "status": "delivery_status", "discount": "discount_applied",
    }  # fmt: skip
    assert sales.attributes in ((), ("region",))
    assert sales.score > 2 * max(customers.score, products.score)


def test_cdnow_transactions_without_a_header() -> None:
    rows = [line.split() for line in _real("cdnow", "CDNOW_sample.txt").read_text().splitlines()]
    columns: list[list[str | None]] = [
        list(column) for column in zip(*([*row, ""][:5] for row in rows), strict=True)
    ]
    names = [f"column {number}" for number in range(1, 6)]
    guess = guess_roles(profile_columns(names, columns), columns)
    assert shown(guess) == {
        "customer": "column 1",
        "date": "column 3",
        "quantity": "column 4",
        "amount": "column 5",
    }
    assert guess.roles["customer"].runner_up == "column 2"
    assert "one to one" in guess.roles["customer"].runner_up_reason
    assert any("no order column" in note for note in guess.notes)


@pytest.mark.parametrize(
    ("file", "roles"),
    [
        (
            "cdnow_customers_summary.csv",
            {"customer": "ID", "recency": "recency", "frequency": "frequency", "age": "T"},
        ),
        (
            "cdnow_customers_summary_with_transactions.csv",
            {"customer": "ID", "recency": "t_x", "frequency": "x", "monetary": "zbar", "age": "T"},
        ),
    ],
)
def test_cdnow_summaries(file: str, roles: dict[str, str]) -> None:
    guess = _read_csv(_real("cdnow", file))
    assert guess.shape == "summary"
    assert shown(guess) == roles


def voucher_table(*, on_every: int, more: dict[str, list[str | None]] | None = None) -> Guess:
    rows = range(120)
    names = {
        "Party Name": [f"Party {n // 2 % 11}" for n in rows],
        "Voucher No": [f"V/{1000 + n // 2}/24-25" if n % on_every == 0 else None for n in rows],
        "Date": [f"2024-{n // 20 + 1:02}-{n % 20 + 1:02}" for n in rows],
        "Amount": [f"{n * 7 % 90 + 1}.50" for n in rows],
        **(more or {}),
    }
    columns: list[Sequence[str | None]] = list(names.values())
    return guess_roles(profile_columns(list(names), columns), columns)


def test_the_voucher_of_accountants_is_the_order() -> None:
    assert shown(voucher_table(on_every=1))["order"] == "Voucher No"


def test_a_voucher_that_few_customers_hand_in_is_not() -> None:
    assert "order" not in shown(voucher_table(on_every=5))


def test_an_order_comes_before_a_voucher() -> None:
    guess = voucher_table(on_every=1, more={"Invoice No": [f"{5000 + n // 2}" for n in range(120)]})
    assert shown(guess)["order"] == "Invoice No"
