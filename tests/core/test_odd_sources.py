"""Sources that are odd but good: each is read as it is meant, or what cannot be said of it is said."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import ColumnsError
from core.inspection import inspect
from core.models.kept import Model
from core.models.learning import model_of
from core.models.reading import as_learned
from core.models.scoring import score
from core.recipe import Recipe
from core.source.text import read_rows, sniff_text
from core.study import Study

ORDERS = [
    (f"C{number % 9}", number, f"2024-{1 + number % 6:02d}-15", 5 + number % 13) for number in range(60)
]


def write_orders(path: Path, *, amounts: bool = True) -> Path:
    lines = [",".join(map(str, order if amounts else order[:3])) for order in ORDERS]
    path.write_text("\n".join(("customer,order,date" + ",amount" * amounts, *lines)) + "\n")
    return path


# Models


def model_from(source: Path) -> Model:
    with Study(Recipe(), [source]) as study:
        return model_of(study)


def test_a_model_with_money_scores_no_file_without(tmp_path: Path) -> None:
    with_money = write_orders(tmp_path / "with.csv")
    without = write_orders(tmp_path / "without.csv", amounts=False)
    model = model_from(with_money)
    with (
        Study(as_learned(model, Recipe()), [without]) as study,
        pytest.raises(ColumnsError, match=r"monetary cannot be told from without\.csv"),
    ):
        score(model, study)
    for mine, source in ((model, with_money), (model_from(without), without)):
        with Study(as_learned(mine, Recipe()), [source]) as study:
            scored = score(mine, study)
            assert scored.customers == len({customer for customer, *_ in ORDERS})
            assert all(count.customers == count.in_model for count in (*scored.tiers, *scored.segments))


# Parquet


def test_fields_of_a_struct_that_are_always_null_are_empty_columns(tmp_path: Path) -> None:
    path = tmp_path / "nulls.parquet"
    told = [
        {
            "customer": customer,
            "order": number,
            "date": date.fromisoformat(day),
            "amount": float(amount),
            "never": None,
            "more": {"x": None, "till": number % 3, "deeper": {"y": None}},
            "list": [None],
            "structs": [{"x": None}],
        }
        for customer, number, day, amount in ORDERS
    ]
    pq.write_table(pa.Table.from_pylist(told), path)
    with Study(Recipe(), [path]) as study:
        assert study.report.customers == len({customer for customer, *_ in ORDERS})
        assert study.report.revenue == sum(amount for *_, amount in ORDERS)
        (table,) = inspect(study).tables
    filled = {column.name: len(ORDERS) - column.missing for column in table.columns}
    assert (filled["never"], filled["more.x"], filled["more.deeper.y"]) == (0, 0, 0)
    assert (filled["more.till"], filled["customer"]) == (len(ORDERS), len(ORDERS))


# Zips


def zipped(path: Path, members: dict[str, slice]) -> Path:
    """The orders, some in each of these files."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in members.items():
            lines = [",".join(map(str, order)) for order in ORDERS[part]]
            archive.writestr(name, "\n".join(("customer,order,date,amount", *lines)) + "\n")
    return path


def test_a_member_that_points_upwards_is_read_as_any_other(tmp_path: Path) -> None:
    path = zipped(tmp_path / "up.zip", {"../big.csv": slice(0, 40), "small.csv": slice(40, None)})
    with Study(Recipe(), [path]) as study:
        assert study.report.rows == len(ORDERS)
        assert {table.table.sheet for table in study.columns.tables} == {"../big.csv", "small.csv"}
    assert sorted(tmp_path.rglob("*.csv")) == []


def test_a_hidden_member_is_named_and_read_if_asked_for(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "hidden.zip",
        {".big.csv": slice(0, 40), "__MACOSX/._small.csv": slice(0, 1), "small.csv": slice(40, None)},
    )
    with Study(Recipe(), [path]) as study:
        assert study.report.rows == len(ORDERS) - 40
        assert [(out.label, out.reason) for out in study.columns.left_out] == [
            ("hidden.zip [.big.csv]", "a hidden file")
        ]
    with Study(Recipe.from_tables({"source": {"sheets": [".big.csv"]}}), [path]) as study:
        assert study.report.rows == 40
    alone = zipped(tmp_path / "alone.zip", {".big.csv": slice(0, 40)})
    with Study(Recipe(), [alone]) as study:
        assert study.report.rows == 40


# Encodings


@pytest.mark.parametrize(
    ("codec", "header", "signs"),
    [
        ("cp932", "顧客ID,注文番号,注文日,金額", "年月日"),
        ("euc-jp", "顧客ID,注文番号,注文日,金額", "年月日"),
        ("gb18030", "客户编号,订单号,日期,金额", "年月日"),
        ("big5", "客戶編號,訂單號碼,日期,金額", "年月日"),
        ("cp949", "고객번호,주문번호,주문일,금액", "년월일"),
        ("cp932", "customer,order,date,amount", "年月日"),
    ],
)
def test_dates_with_signs_tell_the_encoding(tmp_path: Path, codec: str, header: str, signs: str) -> None:
    lines = [header]
    for customer, number, day, amount in ORDERS:
        at = date.fromisoformat(day)
        written = f"{at.year}{signs[0]}{at.month}{signs[1]}{at.day}{signs[2]}"
        lines.append(f"{customer},{number},{written},{amount}")
    path = tmp_path / "eastern.csv"
    path.write_text("\n".join(lines) + "\n", encoding=codec)
    text = sniff_text(path)
    assert list(text.names) == header.split(",")
    assert list(read_rows(path, text)) == [line.split(",") for line in lines[1:]]


# Notes on columns


def test_no_column_is_said_to_be_missing_that_was_named(tmp_path: Path) -> None:
    path = tmp_path / "till.csv"
    lines = [
        f"{number},{day},17:{number % 60:02d},{customer.replace('C', '000')},{amount}.25"
        for customer, number, day, amount in ORDERS
    ]
    path.write_text("\n".join(("ReceiptNo,Date,Time,Card,Amount", *lines)) + "\n")
    with Study(Recipe(), [path]) as study:
        assert any("who the customer is" in note for note in inspect(study).notes)
    columns = {"customer": "Card", "product": "Time"}
    with Study(Recipe.from_tables({"columns": columns}), [path]) as study:
        assert study.report.customers == len({customer for customer, *_ in ORDERS})
        assert not {note for note in study.columns.notes if "customer is" in note or "product" in note}


@pytest.mark.parametrize("base", ["amount_eur", "Amount (EUR)", "Amount in €"])
def test_money_that_is_converted_is_not_said_to_be_mixed(tmp_path: Path, base: str) -> None:
    path = tmp_path / "rates.csv"
    lines = [
        f"{customer},{number},{day},{amount * 400}.5,HUF,0.0025,{amount}.00"
        if number % 2
        else f"{customer},{number},{day},{amount}.75,EUR,1,{amount}.75"
        for customer, number, day, amount in ORDERS
    ]
    path.write_text("\n".join((f"customer,order,date,amount,currency,exchange_rate,{base}", *lines)) + "\n")
    with Study(Recipe(), [path]) as study:
        told = " ".join((*study.columns.notes, *study.report.notes))
        assert study.columns.roles["amount"].column == base
    assert "currency holds 2 currencies: EUR 30 rows" in told
    assert f"{base} is in EUR on all rows" in told
    assert "no sum of money means anything" not in told
    assert "amount=amount" not in told
    with Study(Recipe.from_tables({"columns": {"amount": "amount"}}), [path]) as study:
        assert "no sum of money means anything" in " ".join(study.report.notes)


def test_of_columns_of_one_name_the_product_of_the_others_is_the_amount(tmp_path: Path) -> None:
    path = tmp_path / "totals.csv"
    lines = [
        f"{customer},{number},{day},{1 + number % 4},{amount}.25,{(1 + number % 4) * (amount + 0.25):.2f}"
        for customer, number, day, amount in ORDERS
    ]
    path.write_text("\n".join(("Customer,Order,Date,Total,Total,Total", *lines)) + "\n")
    with Study(Recipe(), [path]) as study:
        roles = {role: guess.column for role, guess in study.columns.roles.items()}
        assert study.report.revenue == sum(
            (1 + number % 4) * (amount + 0.25) for _, number, _, amount in ORDERS
        )
        told = " ".join(study.columns.notes)
    assert (roles["quantity"], roles["price"], roles["amount"]) == ("Total", "Total (2)", "Total (3)")
    assert "Total (3) is Total x Total (2)" in told
    assert "Several columns could say" not in told


def test_money_with_tax_is_no_product_of_pieces(tmp_path: Path) -> None:
    path = tmp_path / "taxed.csv"
    lines = [
        f"{customer},{number},{day},{amount}.20,1.25,{(amount + 0.2) * 1.25:.2f}"
        for customer, number, day, amount in ORDERS
    ]
    path.write_text("\n".join(("Customer,Order,Date,Total,Tax factor,Total", *lines)) + "\n")
    with Study(Recipe(), [path]) as study:
        assert "quantity" not in study.columns.roles


# What stands above a table


@pytest.mark.parametrize("fields", [3, 5, 22])
def test_a_line_of_fields_of_its_own_stands_above_the_header(tmp_path: Path, fields: int) -> None:
    path = tmp_path / "booked.csv"
    above = ";".join(['"EXTF"', *("700" for _ in range(fields - 1))])
    lines = [f"{amount},50;{customer};{number};{day}" for customer, number, day, amount in ORDERS]
    path.write_text("\n".join((above, "Umsatz;Konto;Belegfeld;Belegdatum", *lines)) + "\n")
    text = sniff_text(path)
    assert text.names == ("Umsatz", "Konto", "Belegfeld", "Belegdatum")
    assert list(read_rows(path, text)) == [line.split(";") for line in lines]


@pytest.mark.parametrize(("amount", "lost"), [("0.0012345678", True), ("1.2345678", False), ("12.50", False)])
def test_decimals_that_are_lost_are_told_where_they_matter(tmp_path: Path, amount: str, lost: bool) -> None:
    path = tmp_path / "coins.csv"
    lines = [f"{customer},{number},{day},{amount}" for customer, number, day, _ in ORDERS]
    path.write_text("\n".join(("customer,order,date,amount", *lines)) + "\n")
    with Study(Recipe(), [path]) as study:
        said = [note for note in study.columns.notes if "four decimals" in note]
    share = 100 * abs(float(Decimal(amount).quantize(Decimal("0.0001")) / Decimal(amount)) - 1)
    assert bool(said) == lost == (share > 0.05)
    assert all(f"{share:.2g} %" in note for note in said)
