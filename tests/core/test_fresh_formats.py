"""Files as other programs write them: every type of Parquet, odd encodings, dates that are only a month, cells that are no number."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import ColumnsError
from core.inspection import inspect
from core.recipe import Recipe
from core.source.text import read_rows, sniff_text
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

ROWS = 24
CUSTOMERS = [f"C{number % 5}" for number in range(ROWS)]
MOMENTS = [datetime(2024, 1, 1, 22, 5) + timedelta(days=3 * number) for number in range(ROWS)]
AMOUNTS = [Decimal(f"{5 + number}.25") for number in range(ROWS)]


def study_of(path: Path, *settings: tuple[str, str]) -> Study:
    kept = path.parent / "kept"
    kept.mkdir(exist_ok=True)
    return Study(Recipe().with_values(list(settings)), [path], workspace=Workspace(kept, 10**9))


def purchased(study: Study) -> list[datetime]:
    return [line["purchased_at"] for line in study.lines.to_dicts()]


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


def write_dates(folder: Path, dates: list[str]) -> Path:
    path = folder / "sales.csv"
    lines = ["order,customer,date,amount"]
    lines += [f'{number},c{number % 4},"{date}",5' for number, date in enumerate(dates)]
    path.write_text("\n".join(lines) + "\n")
    return path


MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]


@pytest.mark.parametrize("pattern", ["%Y-%m", "%m/%Y", "%b %Y", "%B %Y", "%Y%m"])
def test_months_without_a_day_count_as_their_first_and_it_is_said(tmp_path: Path, pattern: str) -> None:
    moments = [datetime.strptime(month, "%Y-%m") for month in MONTHS]
    with study_of(write_dates(tmp_path, [moment.strftime(pattern) for moment in moments])) as study:
        assert purchased(study) == moments
        assert any(
            "date says the month but not the day, and the first of the month stands for it" in note
            for note in study.columns.notes
        )


@pytest.mark.parametrize("form", ["{0}-W{1:02d}", "{0}W{1:02d}", "{0}-W{1:02d}-{2}"])
def test_weeks_are_read_by_the_calendar_of_weeks(tmp_path: Path, form: str) -> None:
    parts = [
        (year, week, 1 if form.count("{") == 2 else 7) for year in (2015, 2020) for week in range(1, 54, 4)
    ]
    known = [datetime.fromisocalendar(*part) for part in parts]
    with study_of(
        write_dates(tmp_path, [*(form.format(*part) for part in parts), form.format(2021, 53, 1)])
    ) as study:
        assert purchased(study) == [*known, None]  # 2021 has 52 weeks
        said = any("says the week but not the day, and its Monday" in note for note in study.columns.notes)
        assert said == (form.count("{") == 2)
        assert {line.rule: line.rows for line in Asked(study).ledger}["unreadable"] == 1


def test_whole_dates_say_nothing_of_months(tmp_path: Path) -> None:
    with study_of(write_dates(tmp_path, [f"{month}-07" for month in MONTHS])) as study:
        assert not any("the month but not the day" in note for note in study.columns.notes)


@pytest.mark.parametrize(
    ("good", "impossible"),
    [
        ("2024-01-{:02d}", ["2024-02-30", "2023-02-29", "2024-13-01", "0000-00-00"]),
        ("{:02d}.01.2024", ["31.02.2024", "30.02.24", "31.11.2024", "00.00.0000"]),
        ("01/{:02d}/2024", ["02/30/2024", "13/32/2024"]),
    ],
)
def test_days_that_do_not_exist_are_set_aside_and_the_others_count(
    tmp_path: Path, good: str, impossible: list[str]
) -> None:
    dates = [good.format(day) for day in range(15, 25)] + impossible
    with study_of(write_dates(tmp_path, dates)) as study:
        told = {line.rule: line.rows for line in Asked(study).ledger}
        assert (told["unreadable"], told["kept"]) == (len(impossible), 10)
        assert purchased(study)[:10] == [datetime(2024, 1, day) for day in range(15, 25)]


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (
            [f"2023-02-3{number % 2}" for number in range(9)],
            "9 of 9 cells .* a day that does not exist, such as",
        ),
        ([f"1{number}:05:00" for number in range(9)], "times of day without a date, such as '10:05:00'"),
    ],
)
def test_what_is_wrong_with_dates_is_said(tmp_path: Path, dates: list[str], told: str) -> None:
    with study_of(write_dates(tmp_path, dates)) as study, pytest.raises(ColumnsError) as refused:
        study.report  # noqa: B018
    assert re.search(told, str(refused.value))


@pytest.mark.parametrize(
    ("settings", "least", "most"),
    [
        ((), "2024-03-01", "2024-03-28"),
        ((("columns.swapped_dates", "off"),), "2024-01-03", "2024-12-03"),
        ((("columns.swapped_dates", "on"),), "2024-03-01", "2024-03-28"),
    ],
)
def test_inspect_shows_dates_as_the_run_reads_them(
    tmp_path: Path, settings: tuple[tuple[str, str], ...], least: str, most: str
) -> None:
    stored = [
        f"2024-{day:02d}-03" for day in range(1, 13)
    ]  # the first twelve days of March, taken for months
    texts = [f"{day}/03/2024" for day in range(13, 29)]
    with study_of(write_dates(tmp_path, [*stored, *texts]), *settings) as study:
        (shown,) = [column for column in inspect(study).tables[0].columns if column.name == "date"]
        assert (shown.least, shown.most) == (least, most)
        days = sorted(moment.date().isoformat() for moment in purchased(study))
        assert (days[0], days[-1]) == (least, most)


DAYS = [date(2023, 11, 3) + timedelta(days=9 * number) for number in range(40)]


def write_parts(path: Path, names: Sequence[str], parts: Sequence[Sequence[object]]) -> Path:
    """Sales of which each row has these parts of a date between the customer and the amount."""
    lines = [",".join(["order", "customer", *names, "amount"])]
    lines += [
        ",".join(map(str, [number, f"c{number % 6}", *row, f"{number}.50"]))
        for number, row in enumerate(parts)
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize("month", ["%m", "%-m", "%B", "%b"])
@pytest.mark.parametrize("names", [("Year", "Month", "Day"), ("order_year", "order_month", "order_day")])
def test_year_month_and_day_in_three_columns_are_one_date(
    tmp_path: Path, names: tuple[str, ...], month: str
) -> None:
    path = write_parts(
        tmp_path / "parts.csv", names, [(day.year, day.strftime(month), day.day) for day in DAYS]
    )
    with study_of(path) as study:
        assert [moment.date() for moment in purchased(study)] == DAYS
        assert sum("are read together as one date" in note for note in study.columns.notes) == 1
        again = study.resolved
    with Study(again, [path], workspace=Workspace(tmp_path / "kept", 10**9)) as study:
        assert [moment.date() for moment in purchased(study)] == DAYS


def test_year_and_month_in_two_columns_are_months(tmp_path: Path) -> None:
    path = write_parts(tmp_path / "parts.csv", ("Jahr", "Monat"), [(day.year, day.month) for day in DAYS])
    with study_of(path) as study:
        assert [moment.date() for moment in purchased(study)] == [day.replace(day=1) for day in DAYS]
        assert any("the month but not the day" in note for note in study.columns.notes)


def test_parts_of_a_date_beside_a_whole_one_are_left_alone(tmp_path: Path) -> None:
    parts = [(day.isoformat(), day.year, day.month, 1) for day in DAYS]
    with study_of(write_parts(tmp_path / "parts.csv", ("when", "Year", "Month", "Day"), parts)) as study:
        assert [moment.date() for moment in purchased(study)] == DAYS
        assert "date" not in study.columns.tables[0].table.names


def test_what_is_wrong_with_parts_of_a_date_is_counted_and_so_are_uneven_rows(tmp_path: Path) -> None:
    parts: list[tuple[object, ...]] = [(day.year, day.month, day.day) for day in DAYS]
    parts[3], parts[4] = (2024, 2, 31), (2024, 2, "")
    path = write_parts(tmp_path / "parts.csv", ("Year", "Month", "Day"), parts)
    lines = path.read_text().splitlines()
    lines[6] = lines[6].rpartition(",")[0]  # without its amount
    lines[7] += ",1"
    path.write_text("\n".join(lines) + "\n")
    with study_of(path) as study:
        told = {line.rule: line.rows for line in Asked(study).ledger}
        assert told["kept"] == len(DAYS) - 4
        assert told["unreadable"] + told["missing date"] == 4


def test_years_months_and_days_of_a_typed_source_are_one_date(tmp_path: Path) -> None:
    path = tmp_path / "parts.parquet"
    numbers = range(len(DAYS))
    columns = {
        "customer": pa.array([f"C{number % 5}" for number in numbers]),
        "order": pa.array(list(numbers)),
        "year": pa.array([float(day.year) for day in DAYS]),
        "month": pa.array([day.month for day in DAYS], type=pa.int8()),
        "day": pa.array([day.day for day in DAYS], type=pa.int8()),
        "amount": pa.array([5.5] * len(DAYS)),
    }
    pq.write_table(pa.table(columns), path)
    with study_of(path) as study:
        assert [moment.date() for moment in purchased(study)] == DAYS


@pytest.mark.parametrize(
    "text",
    [
        "7 stycznia 2024|7 lutego 2024|17 października 2024",
        "7 sty 2024|7 lut 2024|17 paź 2024",
        "7. ledna 2024|7. února 2024|17. října 2024",
        "2024. január 7.|2024. február 7.|2024. október 17.",
        "7 ianuarie 2024|7 februarie 2024|17 octombrie 2024",
        "7 Ocak 2024|7 Şubat 2024|17 Ekim 2024",
        "7 января 2024|7 февраля 2024|17 октября 2024",
        "2024. 01. 07.|2024. 02. 07.|2024. 10. 17.",
        "07.01.2024.|07.02.2024.|17.10.2024.",
        "2024年1月7日|2024年2月7日|2024年10月17日",
        "2024년 1월 7일|2024년 2월 7일|2024년 10월 17일",
        "Sunday, 07 January 2024|Wed 07 February 2024|Thu, 17 Oct 2024",
        "07-jan-2024|07-feb-2024|17-oct-2024",
    ],
)
def test_dates_of_many_countries(tmp_path: Path, text: str) -> None:
    with study_of(write_dates(tmp_path, text.split("|") * 3)) as study:
        known = [datetime(2024, 1, 7), datetime(2024, 2, 7), datetime(2024, 10, 17)]
        assert purchased(study) == known * 3


@pytest.mark.parametrize(
    "form", ["{:%m/%d/%Y %I:%M} {}.m.", "{:%m/%d/%Y %I:%M} {}M", "{:%Y-%m-%d %I:%M:%S}{}m"]
)
def test_clocks_of_twelve_hours(tmp_path: Path, form: str) -> None:
    moments = [datetime(2024, 1, 20, 0, 30) + timedelta(hours=5 * number) for number in range(30)]
    texts = [form.format(moment, "p" if moment.hour >= 12 else "a") for moment in moments]
    with study_of(write_dates(tmp_path, texts)) as study:
        assert purchased(study) == moments


@pytest.mark.parametrize("sign", [".", ","])
def test_day_numbers_of_a_spreadsheet_with_fractions(tmp_path: Path, sign: str) -> None:
    moments = [datetime(2024, 1, 20, 0, 30) + timedelta(hours=5 * number) for number in range(30)]
    serials = [
        f"{(moment - datetime(1899, 12, 30)) / timedelta(days=1):.8f}".replace(".", sign)
        for moment in moments
    ]
    with study_of(write_dates(tmp_path, serials)) as study:
        assert purchased(study) == moments


def test_periods_that_are_no_days_are_refused_with_one_of_them(tmp_path: Path) -> None:
    quarters = [f"2024-Q{number % 4 + 1}" for number in range(12)]
    with study_of(write_dates(tmp_path, quarters)) as study, pytest.raises(ColumnsError) as refused:
        study.report  # noqa: B018
    assert "such as '2024-Q1', are no days" in str(refused.value)


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
