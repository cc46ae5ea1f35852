"""Dates as files write them: which order is decided and why, and what is read."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest

from core.columns.dates import DateEvidence, DateFormat, Order, decide_dates, parse_date
from tests.support.dates import NOTHING, assert_agreement, assert_reads, format_of


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2011-12-09", datetime(2011, 12, 9)),
        ("2011-12-09 12:50", datetime(2011, 12, 9, 12, 50)),
        ("2011-12-09 12:50:01", datetime(2011, 12, 9, 12, 50, 1)),
        ("2011-12-09T12:50:01", datetime(2011, 12, 9, 12, 50, 1)),
        ("2011-12-09T12:50:01.5", datetime(2011, 12, 9, 12, 50, 1, 500000)),
        ("2011-12-09T12:50:01.123456789", datetime(2011, 12, 9, 12, 50, 1, 123456)),
        ("2011-12-09T12:50:01Z", datetime(2011, 12, 9, 12, 50, 1)),
        ("2011-12-09T23:50:01+02:00", datetime(2011, 12, 9, 23, 50, 1)),
        ("2011-12-09 23:50:01 -0730", datetime(2011, 12, 9, 23, 50, 1)),
        ("2011-12-09 23:50:01+02", datetime(2011, 12, 9, 23, 50, 1)),
        ("2011-12-09 23:50:01 UTC", datetime(2011, 12, 9, 23, 50, 1)),
        ("2011-12-09 23:50 GMT", datetime(2011, 12, 9, 23, 50)),
        ("2011-12-09 23:50:01.000 GMT+0200 (CEST)", datetime(2011, 12, 9, 23, 50, 1)),
        ("2011-1-9 7:05", datetime(2011, 1, 9, 7, 5)),
        ("  2011-12-09\t", datetime(2011, 12, 9)),
        ("0001-01-01", datetime(1, 1, 1)),
        ("9999-12-31 23:59:59", datetime(9999, 12, 31, 23, 59, 59)),
        ("2012-02-29", datetime(2012, 2, 29)),
    ],
)
@pytest.mark.parametrize("usual", ["2010-01-01", "2010-01-01 10:00:00"])
def test_iso(text: str, moment: datetime, usual: str) -> None:
    fmt = format_of(usual, text)
    assert (fmt.iso, fmt.order, fmt.decided) == (True, "ymd", True)
    assert_reads(fmt, [text], [moment])


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "n/a", "2010-02-30", "2010-13-01", "2010-00-10", "2011-02-29", "0000-01-01", "10000-01-01", "infinity",
        "-infinity", "epoch", "now", "today", "2010-01-01 24:00", "2010-01-01 10:60", "2010-01-01 25:00:00", "2010-01-01 10",
        "2-01-01 10:00:00   ", "201-01-01  10:00:00", "2010-01-01 10:00 PM", "2010-01-01 10:00 foo", "0044-03-15 (BC)", "-0001-01-01", "  20-01-01",
        "2010-01-01x", "201-01-01",
        "31/31/2010", "2010-01-01T", "2010-01-01 10:00:00 Europe/Paris", "٢010-01-01", "20100101", "2010-01-01 10: 0:+M",
    ],
)  # fmt: skip
def test_not_iso(text: str) -> None:
    assert_reads(format_of("2010-01-01"), [text], [None])
    assert_reads(format_of("2010-01-01 10:00:00Z"), [text], [None])


def test_zones_are_cut_off_and_that_is_said() -> None:
    fmt = format_of("2011-12-09T23:50:01+02:00", "2011-12-10T00:10:00Z")
    assert fmt.zoned
    assert "wall clock" in fmt.reason
    assert not format_of("2011-12-09 10:00:00", "2011-12-09").zoned
    assert format_of("13/05/2020 10:00 UTC", "13/05/2020 10:00+02:00").zoned


@pytest.mark.parametrize(
    ("values", "order", "first"),
    [
        (["13/05/2020", "01/02/2020"], "dmy", datetime(2020, 5, 13)),
        (["5/13/2020", "1/2/2020"], "mdy", datetime(2020, 5, 13)),
        (["13.05.2020 9:05", "01.02.2020 10:00"], "dmy", datetime(2020, 5, 13, 9, 5)),
        (["13-5-2020 09:05:59", "01-02-2020 10:00:00"], "dmy", datetime(2020, 5, 13, 9, 5, 59)),
        (["13 05 2020", "01 02 2020"], "dmy", datetime(2020, 5, 13)),
        (["13. 5. 2020"], "dmy", datetime(2020, 5, 13)),
        (["5/13/20 12:05 AM"], "mdy", datetime(2020, 5, 13, 0, 5)),
        (["5/13/2020 12:05:06PM"], "mdy", datetime(2020, 5, 13, 12, 5, 6)),
        (["5/13/2020 1:05 p.m."], "mdy", datetime(2020, 5, 13, 13, 5)),
        (["13/05/2020, 10:11:12"], "dmy", datetime(2020, 5, 13, 10, 11, 12)),
        (["13/05/2020 10h30"], "dmy", datetime(2020, 5, 13, 10, 30)),
        (["13.05.2020 10.30"], "dmy", datetime(2020, 5, 13, 10, 30)),
        (["13/05/2020 10:30:01.25"], "dmy", datetime(2020, 5, 13, 10, 30, 1, 250000)),
        (["13/05/2020 10:30 UTC"], "dmy", datetime(2020, 5, 13, 10, 30)),
        (["13/05/68", "13/05/69"], "dmy", datetime(2068, 5, 13)),
        (["13/05/69"], "dmy", datetime(1969, 5, 13)),
        (["Wed 13/05/2020"], "dmy", datetime(2020, 5, 13)),
        (["2020/05/13"], "ymd", datetime(2020, 5, 13)),
        (["2020.5.13 8:00"], "ymd", datetime(2020, 5, 13, 8)),
        (["20200513T101112Z"], "ymd", datetime(2020, 5, 13, 10, 11, 12)),
        (["20200513 10:11"], "ymd", datetime(2020, 5, 13, 10, 11)),
        (["2020-05"], "ymd", datetime(2020, 5, 1)),
        (["05/2020"], "ymd", datetime(2020, 5, 1)),
        (["3 mars 2021"], "dmy", datetime(2021, 3, 3)),
        (["1er août 2021"], "dmy", datetime(2021, 8, 1)),
        (["12-dez-2020"], "dmy", datetime(2020, 12, 12)),
        (["3. März 2021 10:00"], "dmy", datetime(2021, 3, 3, 10)),
        (["3 DÉC. 2021"], "dmy", datetime(2021, 12, 3)),
        (["1-Dec-10"], "dmy", datetime(2010, 12, 1)),
        (["12DEC2010"], "dmy", datetime(2010, 12, 12)),
        (["3 de março de 2021"], "dmy", datetime(2021, 3, 3)),
        (["3 de enero del 2021"], "dmy", datetime(2021, 1, 3)),
        (["3 mrt 2021"], "dmy", datetime(2021, 3, 3)),
        (["3 gennaio 2021"], "dmy", datetime(2021, 1, 3)),
        (["Mon, 3 May 2021"], "dmy", datetime(2021, 5, 3)),
        (["lunedì 3 maggio 2021"], "dmy", datetime(2021, 5, 3)),
        (["Mon, 3 May 2021 10:00:00 GMT"], "dmy", datetime(2021, 5, 3, 10)),
        (["Dec 1, 2010"], "mdy", datetime(2010, 12, 1)),
        (["December 1st, 2010 8:26 PM"], "mdy", datetime(2010, 12, 1, 20, 26)),
        (["2010-Dec-01"], "ymd", datetime(2010, 12, 1)),
        (["Mar 2011"], "ymd", datetime(2011, 3, 1)),
        (["01/01/0001", "31/12/9999"], "dmy", datetime(1, 1, 1)),
    ],
)  # fmt: skip
def test_the_column_decides(values: list[str], order: Order, first: datetime) -> None:
    fmt = format_of(*values)
    assert (fmt.order, fmt.decided, fmt.iso) == (order, True, False)
    assert_reads(fmt, values[:1], [first])
    assert_agreement(values, [fmt])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/31/2010",
        "30/02/2020",
        "29/02/2021",
        "00/01/2020",
        "1/1/0000",
        "13/05/202",
        "13-05-2020",
        "13/05/2020 25:00",
        "13/05/2020 10:00 PM",
        "foo 3 May 2021",
        "40148",
        "13/05/2020 10:00 Z",
    ],
)
def test_not_a_date_of_this_column(text: str) -> None:
    assert_reads(format_of("13/05/2020", "14/05/2020 10:00"), [text], [None])


@pytest.mark.parametrize(
    "values",
    [
        [],
        ["", " "],
        ["hello"],
        ["31/31/2010"],
        ["12", "13"],
        ["12.5", "40148.5"],
        ["A-1-2"],
        ["192.168.1.1"],
        ["10:30"],
        ["20100101"] * 9,
        ["1262304000"] * 9,
        ["40148"],
        ["1.2.3"],
        ["Mayonnaise 12"],
        ["12 MAYBE 2020"],
        ["85048", "22041"],
    ],
)
def test_columns_that_are_not_dates(values: list[str]) -> None:
    assert decide_dates(values, NOTHING) is None


def test_both_orders_in_one_column_read_as_most_of_it() -> None:
    fmt = format_of(*["13/05/2020", "14/06/2020"] * 20, "05/25/2020")
    assert fmt.order == "dmy"
    assert "1 value cannot be read so" in fmt.reason
    assert parse_date("05/25/2020", fmt) is None


def test_every_value_is_looked_at() -> None:
    assert format_of(*["01/02/2020"] * 3000, "02/25/2020", *["01/02/2020"] * 3000).order == "mdy"


def test_mixed_ways_of_writing_are_all_read() -> None:
    values = ["2021-03-04 10:00:00", "14/03/2021", "3 May 2021", "05/03/2021 11:00"]
    fmt = format_of(*values)
    assert_reads(
        fmt,
        values,
        [datetime(2021, 3, 4, 10), datetime(2021, 3, 14), datetime(2021, 5, 3), datetime(2021, 3, 5, 11)],
    )


def test_two_digit_years_at_either_end() -> None:
    last = format_of("26-04-25", "11-08-24", "06-07-25", "18-08-24", "12-01-24", "30-11-25")
    assert (last.order, parse_date("11-08-24", last)) == ("dmy", datetime(2024, 8, 11))
    first = format_of("21-05-03", "21-06-04", "21-07-15", "21-08-01", "20-12-31")
    assert (first.order, parse_date("20-12-31", first)) == ("ymd", datetime(2020, 12, 31))
    assert first.decided


def test_one_date_decides_nothing() -> None:
    fmt = format_of(*["06-07-25"] * 50)
    assert (fmt.order, fmt.decided, fmt.alternative) == ("dmy", False, "mdy")
    assert "the column alone cannot tell" in fmt.reason
    assert "month first" in fmt.reason


def low_days(count: int, months: range = range(1, 13)) -> list[date]:
    return [date(2020, month, day) for month in months for day in range(1, 13)][:count]


@pytest.mark.parametrize(("pattern", "order"), [("%d/%m/%Y", "dmy"), ("%m/%d/%Y", "mdy")])
def test_sorted_rows_tell_the_order(pattern: str, order: Order) -> None:
    for days in (low_days(100), low_days(100)[::-1]):
        fmt = format_of(*(day.strftime(pattern) for day in days))
        assert (fmt.order, fmt.decided) == (order, False)
        assert "sorted" in fmt.reason


@pytest.mark.parametrize(("pattern", "order"), [("%d/%m/%Y", "dmy"), ("%m/%d/%Y", "mdy")])
def test_dates_that_follow_each_other_tell_the_order(pattern: str, order: Order) -> None:
    days = low_days(12, range(3, 4))
    random.Random(1).shuffle(days)
    fmt = format_of(*(day.strftime(pattern) for day in days))
    assert (fmt.order, fmt.decided) == (order, False)
    assert "follow each other" in fmt.reason


@pytest.mark.parametrize(
    ("evidence", "order", "word"),
    [
        (DateEvidence(), "dmy", "more usual"),
        (DateEvidence(other_order="mdy", decimal_comma=True), "mdy", "other dates"),
        (DateEvidence(decimal_comma=True, currency="$"), "dmy", "decimal commas"),
        (DateEvidence(semicolon=True, currency="$"), "dmy", "semicolons"),
        (DateEvidence(language="de", currency="$"), "dmy", "not English"),
        (DateEvidence(language="en", currency="$"), "mdy", "dollars"),
        (DateEvidence(currency="£", countries=("USA",)), "dmy", "£"),
        (DateEvidence(countries=("United States", "USA")), "mdy", "United States"),
        (DateEvidence(countries=("Spain", "France")), "dmy", "countries"),
        (DateEvidence(countries=("United Kingdom", "USA")), "dmy", "more usual"),
    ],
)
def test_the_file_speaks_where_the_column_cannot(evidence: DateEvidence, order: Order, word: str) -> None:
    fmt = format_of("01/02/2020", "05/06/2020", evidence=evidence)
    assert (fmt.order, fmt.decided) == (order, False)
    assert fmt.alternative == ("mdy" if order == "dmy" else "dmy")
    assert word in fmt.reason


def test_a_forced_order_settles_what_is_open_and_nothing_else() -> None:
    assert format_of("01/02/2020", order="mdy").order == "mdy"
    assert format_of("06-07-25", order="ymd").patterns == ("%y-%m-%d",)
    assert decide_dates(["13/05/2020"], NOTHING, order="mdy") is None
    assert format_of("2020-05-13", order="mdy").iso
    assert format_of("3 May 2020", order="mdy").decided


def test_numbers_are_dates_only_with_a_reason() -> None:
    days = ["19970101", "19970118", "19970802", "19971212"]
    fmt = format_of(*days)
    assert_reads(fmt, days[:1], [datetime(1997, 1, 1)])
    assert decide_dates([*days, "19971301"], NOTHING) is None
    assert format_of(days[0], named=True).patterns == ("%Y%m%d",)
    assert_reads(
        format_of("20210304101559", named=True), ["20210304101559"], [datetime(2021, 3, 4, 10, 15, 59)]
    )
    assert_reads(format_of("25122020", "13012020", named=True), ["25122020"], [datetime(2020, 12, 25)])
    assert_reads(format_of("201112", "201101", "201212", named=True), ["201112"], [datetime(2011, 12, 1)])


def test_day_numbers_of_a_spreadsheet() -> None:
    values = ["40148.3229166667", "40149", "25569"]
    assert decide_dates(values, NOTHING) is None
    fmt = format_of(*values, named=True)
    assert (fmt.order, fmt.timed) == ("serial", True)
    assert_reads(fmt, values, [datetime(2009, 12, 1, 7, 45), datetime(2009, 12, 2), datetime(1970, 1, 1)])
    assert_reads(
        fmt, ["2958465", "2958466", "-1", "x", "1e5"], [datetime(9999, 12, 31), None, None, None, None]
    )
    assert format_of("40148", order="serial").order == "serial"
    assert not format_of("40148", named=True).timed


def test_dates_of_a_typed_source_need_no_sample() -> None:
    fmt = DateFormat("ymd", (), True, False, True, True, "the source stores dates")
    assert_reads(
        fmt,
        ["2010-01-01 10:00:00", "2010-01-01", "2010-01-01 10:00:00.5", "x", "0999-01-01"],
        [
            datetime(2010, 1, 1, 10),
            datetime(2010, 1, 1),
            datetime(2010, 1, 1, 10, 0, 0, 500000),
            None,
            datetime(999, 1, 1),
        ],
    )


def test_mar_is_a_month_and_a_weekday() -> None:
    assert_reads(format_of("Mar 3 2021"), ["Mar 3 2021"], [datetime(2021, 3, 3)])
    assert_reads(format_of("mar 4 mai 2021"), ["mar 4 mai 2021"], [datetime(2021, 5, 4)])


def test_unix_times() -> None:
    values = ["1262304000", "1262304001"]
    assert decide_dates(values, NOTHING) is None
    fmt = format_of(*values, named=True)
    assert fmt.order == "epoch"
    assert_reads(
        fmt,
        ["1262304000", "1262304000123", "1262304000123456", "0", "x", "9" * 18],
        [
            datetime(2010, 1, 1),
            datetime(2010, 1, 1, 0, 0, 0, 123000),
            datetime(2010, 1, 1, 0, 0, 0, 123456),
            datetime(1970, 1, 1),
            None,
            None,
        ],
    )
