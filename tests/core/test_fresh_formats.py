"""Files as other programs write them: every type of Parquet, odd encodings, cells that are no number."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import ColumnsError
from core.source.text import read_rows, sniff_text
from tests.support.asked import Asked
from tests.support.one_file import purchased, study_of

ROWS = 24
CUSTOMERS = [f"C{number % 5}" for number in range(ROWS)]
MOMENTS = [datetime(2024, 1, 1, 22, 5) + timedelta(days=3 * number) for number in range(ROWS)]
AMOUNTS = [Decimal(f"{5 + number}.25") for number in range(ROWS)]


def write_parquet(folder: Path, **columns: pa.Array) -> Path:
    plain = {
        "customer": pa.array(CUSTOMERS),
        "order": pa.array([f"O{number}" for number in range(ROWS)]),
        "date": pa.array(MOMENTS, type=pa.timestamp("us")),
        "amount": pa.array([float(amount) for amount in AMOUNTS]),
    }
    path = folder / "sales.parquet"
    pq.write_table(pa.table({**plain, **columns}), path)
    return path


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "+02:00"])
def test_parquet_moments_of_any_precision_show_the_clock_of_their_zone(
    tmp_path: Path, unit: str, zone: str
) -> None:
    moments = pa.array(MOMENTS, type=pa.timestamp(unit)).cast(pa.timestamp(unit, zone))
    shift = timedelta(hours=2) if zone == "+02:00" else ZoneInfo(zone).utcoffset(MOMENTS[-1])
    with study_of(write_parquet(tmp_path, date=moments)) as study:
        assert max(purchased(study)) == MOMENTS[-1] + (shift or timedelta())
        assert sum("date" in note and ("zone" in note or "UTC" in note) for note in study.columns.notes) == 1


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_parquet_moments_without_a_zone_stay_as_they_are(tmp_path: Path, unit: str) -> None:
    moments = pa.array(MOMENTS, type=pa.timestamp("us")).cast(pa.timestamp(unit))
    with study_of(write_parquet(tmp_path, date=moments)) as study:
        assert purchased(study) == MOMENTS


@pytest.mark.parametrize(
    "kind",
    [pa.float16(), pa.float32(), pa.float64(), pa.decimal128(38, 18), pa.decimal128(10, 2)],
    ids=str,
)
def test_parquet_amounts_of_any_type_add_up(tmp_path: Path, kind: pa.DataType) -> None:
    amounts = pa.array(AMOUNTS, type=pa.decimal128(10, 2)).cast(pa.float64())
    amounts = amounts.cast(kind) if pa.types.is_floating(kind) else pa.array(AMOUNTS, type=kind)
    with study_of(write_parquet(tmp_path, amount=amounts)) as study:
        assert Decimal(str(Asked(study).revenue)) == sum(AMOUNTS)


def test_parquet_text_that_is_not_marked_as_text_is_text(tmp_path: Path) -> None:
    names = [f"Łukasz {number % 5}".encode() for number in range(ROWS)]
    with study_of(write_parquet(tmp_path, customer=pa.array(names, type=pa.binary()))) as study:
        assert set(study.customers.to_pandas().customer_id) == {name.decode() for name in names}


def test_the_fields_of_a_parquet_struct_are_columns(tmp_path: Path) -> None:
    berlin = pa.timestamp("ns", "Europe/Berlin")
    people = pa.array([{"id": name, "home": {"city": f"Town {name}"}} for name in CUSTOMERS])
    when = pa.array(
        [{"at": moment} for moment in MOMENTS], type=pa.struct([("at", pa.timestamp("ns"))])
    ).cast(pa.struct([("at", berlin)]))
    with study_of(write_parquet(tmp_path, customer=people, date=when)) as study:
        assert study.columns.tables[0].table.names == (
            "customer.id",
            "customer.home.city",
            "order",
            "date.at",
            "amount",
        )
        assert set(study.customers.to_pandas().customer_id) == set(CUSTOMERS)
        shift = ZoneInfo("Europe/Berlin").utcoffset(MOMENTS[-1])
        assert max(purchased(study)) == MOMENTS[-1] + (shift or timedelta())


def write_sales(folder: Path, amounts: list[str], name: str = "amount") -> Path:
    path = folder / "sales.csv"
    lines = [f"order,customer,date,{name}"]
    lines += [
        f"{number},c{number % 4},2024-01-{number + 1:02d},{amount}" for number, amount in enumerate(amounts)
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize(
    "odd",
    [
        ("NaN", "inf"),
        ("-Infinity", "1.#INF"),
        ("1.#QNAN", "-1.#IND"),
        ("#DIV/0!", "#REF!"),
        ("n/a", "-"),
        ("NULL", "#N/A"),
        ("?", "--", "none"),
    ],
)
def test_cells_that_say_there_is_no_number_are_set_aside_and_the_others_count(
    tmp_path: Path, odd: tuple[str, ...]
) -> None:
    amounts = [f"{5 + number}.25" for number in range(12)]
    good = sum(map(Decimal, amounts[len(odd) :]))
    with study_of(write_sales(tmp_path, [*odd, *amounts[len(odd) :]])) as study:
        told = {line.rule: line.rows for line in Asked(study).ledger}
        assert told["unreadable"] == len(odd)
        assert Decimal(str(Asked(study).revenue)) == good


def test_a_column_that_is_no_money_is_refused_with_a_cell_that_is_none(tmp_path: Path) -> None:
    path = write_sales(tmp_path, ["five", "ten", "seven", "eight", "nine", "ten"])
    with study_of(path, ("columns.amount", "amount")) as study, pytest.raises(ColumnsError) as refused:
        study.report  # noqa: B018
    assert "none of the 6 cells looked at holds one, such as 'five'" in str(refused.value)


TEXTS = {
    "cp1250": ("Łukasz", "Zamówienie", "świeca", "zł"),
    "iso8859-2": ("Dvořák", "Třebíč", "svíčka", "Kč"),
    "cp852": ("Łukasz", "Gdańsk", "książka", "zł"),
    "cp1251": ("Иванов", "Москва", "чашка", "руб."),
    "koi8-r": ("Иванов", "Москва", "Чашка", "руб."),
    "cp866": ("Мария", "Плёс", "свеча", "р."),
    "cp1253": ("Γιώργος", "Αθήνα", "κερί", "€"),
    "cp1254": ("Gülşen", "Eskişehir", "ışık", "TL"),
    "cp1257": ("Bērziņš", "Jēkabpils", "šķīvis", "EUR"),
    "cp1252": ("Søren", "Genève", "crème", "€"),
    "mac-roman": ("Hélène", "Málaga", "garçon", "€"),
}


def foreign_table(words: tuple[str, ...], *, every: int = 1) -> str:
    name, town, thing, sign = words
    lines = [f"Klient;Data;{town};Produkt;Kwota"]
    for number in range(40):
        marked = number % every == 0
        who, what, currency = (name, f" {thing}", f" {sign}") if marked else ("Ann", "", "")
        lines.append(
            f"{who}{number % 4};{1 + number % 28:02d}.03.2024;{town if marked else ''};A{what};{number},50{currency}"
        )
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("encoding", TEXTS)
def test_letters_and_money_are_read_in_the_encoding_they_were_written_in(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(foreign_table(TEXTS[encoding]).encode(encoding))
    with study_of(path) as study:
        assert Decimal(str(Asked(study).revenue)) == sum(Decimal(f"{number}.50") for number in range(40))
        assert set(study.customers.to_pandas().customer_id) == {
            f"{TEXTS[encoding][0]}{number}" for number in range(4)
        }


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1", "cp437", "cp1257", "utf-8"])
@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2", "cp852"])
def test_money_survives_the_wrong_encoding(tmp_path: Path, encoding: str, wrong: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(foreign_table(TEXTS[encoding]).encode(encoding))
    with study_of(path, ("source.encoding", wrong), ("columns.amount", "Kwota")) as study:
        assert Decimal(str(Asked(study).revenue)) == sum(Decimal(f"{number}.50") for number in range(40))


@pytest.mark.parametrize(
    "text",
    [
        "più;però;così;perché;caffè",
        "São Paulo;João;coração;pão;maçã",
        "Müller;Søren;Muñoz;João;Hélène;Åke;caffè;garçon",
        "Þór;Guðrún;Ísafjörður;Hæð",
        "€ 12,50;£ 5.00;“quoted”;John’s",
        "Jyväskylä;työpöytä;hääyö",
    ],
)
def test_western_europe_is_not_taken_for_another_part_of_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "words.csv"
    path.write_bytes(("word;number\n" + "".join(f"{word};1\n" for word in text.split(";"))).encode("cp1252"))
    assert sniff_text(path).encoding == "cp1252"


def test_a_row_that_quotes_all_its_cells_keeps_a_line_end_among_commas(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = [["0.00", "", ""], ["0.00", "12,50\r\n", "12,50"], ["1.00", "a,b\nc,d", "x"]]
    with path.open("w", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["customer", "invoice", "note"], *rows])
    assert list(read_rows(path, sniff_text(path))) == rows


def test_a_quote_gone_astray_still_swallows_no_row(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('id,thing,price\n1,"5 inch,3\n2,7" pipe,5\n3,tap,4\n')
    assert [row[0] for row in read_rows(path, sniff_text(path))] == ["1", "2", "3"]


EASTERN = {
    "cp932": ("タナカ", "表示ソ能", "りんご|十"),
    "euc-jp": ("スズキ", "商品の名前", "カメラ"),
    "cp949": ("김민수", "서울", "사과"),
    "gb18030": ("王伟", "北京", "苹果"),
    "big5": ("陳先生", "臺北", "蘋果"),
}


@pytest.mark.parametrize("encoding", EASTERN)
def test_text_of_two_bytes_a_character_keeps_its_names_and_its_money(tmp_path: Path, encoding: str) -> None:
    name, town, thing = EASTERN[encoding]
    lines = ["order,customer,date,town,product,amount"]
    lines += [f"{n},{name}{n % 4},2024-03-{n + 1:02d},{town},{thing},{n}.50" for n in range(28)]
    path = tmp_path / "sales.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    assert sniff_text(path).encoding == encoding
    with study_of(path) as study:
        assert Decimal(str(Asked(study).revenue)) == sum(Decimal(f"{n}.50") for n in range(28))
        assert set(study.customers.to_pandas().customer_id) == {f"{name}{n}" for n in range(4)}
