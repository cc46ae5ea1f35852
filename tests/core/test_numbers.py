"""Numbers as people write them: what is read, what is refused, and that Python and DuckDB agree."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.columns.numbers import NumberFormat, decide_numbers, number_sql, parse_number


def format_of(*values: str, hint: str = "") -> NumberFormat:
    fmt = decide_numbers(values, decimal_hint=hint)  # type: ignore[arg-type]
    assert fmt is not None
    return fmt


def read_by_duckdb(values: list[str], formats: list[NumberFormat]) -> list[tuple[float | None, ...]]:
    columns = ", ".join(number_sql("x", fmt) for fmt in formats)
    return duckdb.execute(f"select {columns} from (select unnest($v::varchar[]) x)", {"v": values}).fetchall()


def assert_agreement(values: list[str], formats: list[NumberFormat]) -> None:
    for value, found in zip(values, read_by_duckdb(values, formats), strict=True):
        expected = tuple(parse_number(value, fmt) for fmt in formats)
        assert found == expected, (value, formats)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("-3.50", -3.5), ("+4", 4), (".5", 0.5), ("5.", 5), ("1e5", 1e5), ("1E-3", 0.001),
        (" 12 ", 12), ("\t12\n", 12), ("00012", 12), ("1e-400", 0),
    ],
)  # fmt: skip
def test_plain_numbers(text: str, number: float) -> None:
    fmt = format_of("1", "2.5")
    assert not fmt.decorated
    assert fmt.decided
    assert parse_number(text, fmt) == number
    assert read_by_duckdb([text], [fmt]) == [(number,)]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "--", "n/a", "null", "none", "NaN", "nan", "-nan", "inf", "-Infinity", "three", "1_000", "0x10",
        "0b1", "1e", "1e+", "1e400", "-1e400", "1 2", "1,5", "12a", "12\x00", "١٢", "１２", "²", ".", "+", "- 5", "True",
        "2020-01-01", "10:30", "1.2.3",
    ],
)  # fmt: skip
def test_not_a_plain_number(text: str) -> None:
    fmt = format_of("1", "2.5")
    assert parse_number(text, fmt) is None
    assert read_by_duckdb([text], [fmt]) == [(None,)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("£1,234.50", 1234.5), ("£ 1,234.50", 1234.5), ("$-3", -3), ("-$3", -3), ("- $ 3", -3), ("(£5.00)", -5),
        ("£(5.00)", -5), ("$ (1,005.00)", -1005), ("5-", -5), ("5.25 -", -5.25), ("−7", -7), ("\ufffd4.50", 4.5),
        ("\ufffd\ufffd4.50", 4.5), ("5 EUR", 5), ("EUR5", 5), ("usd 5.5", 5.5), ("R$ 1,234.00", 1234), ("kr 5", 5),
        ("kr. 5", 5), ("Rs.500", 500), ("12 zł", 12), ("CHF 1'234.50", 1234.5), ("1’234", 1234), ("12%", 12),
        ("12.5 %", 12.5), ("'12", 12), ('="12"', 12), ('"12"', 12), ("1,23,456.78", 123456.78), ("+€5", 5), ("€+5", 5),
        ("1 234.5", 1234.5), ("1\u00a0234\u202f567.5", 1234567.5), ("\u00a0£5\u00a0", 5), ("₹5", 5), ("¥1,000", 1000),
        ("US$5", 5), ("Â£5", 5), ("1_000_000", 1000000), ("0.5", 0.5), ("1e3 USD", 1000), ("(5%)", -5), ("€ 12.-", 12),
        ("-5.00 %", -5), ("5 Kč", 5), ("1.5", 1.5),
    ],
)  # fmt: skip
def test_decorated_numbers(text: str, number: float) -> None:
    fmt = format_of(text, "£1,234.50", "-1.25")
    assert fmt.decimal == "."
    assert parse_number(text, fmt) == pytest.approx(number)
    assert read_by_duckdb([text], [fmt])[0][0] == parse_number(text, fmt)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "£", "()", "(", "5)", "(5", "--5", "-5-", "(-5)", "-(5)-", "1,2", "12,34", "1,2345", "0,123", ",5", "£-",
        "%", "5 XYZ", "A5", "5 5", "n/a", "€ €", "1,,000", "1,000,", "£1,234.5.6", "'", "NaN", "£inf", "SKU 12", "12 pcs",
    ],
)  # fmt: skip
def test_not_a_decorated_number(text: str) -> None:
    fmt = format_of("£1,234.50", "(5.00)", "5 EUR", "1 234")
    assert parse_number(text, fmt) is None
    assert read_by_duckdb([text], [fmt]) == [(None,)]


@pytest.mark.parametrize(
    ("values", "decimal", "numbers"),
    [
        (["1.234,56", "12"], ",", [1234.56, 12]),
        (["1,5", "2"], ",", [1.5, 2]),
        (["12,50", "1,234"], ",", [12.5, 1.234]),
        (["12.50", "1,234"], ".", [12.5, 1234]),
        (["1.234.567", "12"], ",", [1234567, 12]),
        (["1,234,567"], ".", [1234567]),
        (["0,125"], ",", [0.125]),
        (["€ 12,-", "€ 3,50", "€ 1.250,--"], ",", [12, 3.5, 1250]),
        (["-3,00", "3,00-", "1 234,5 kr"], ",", [-3, -3, 1234.5]),
    ],
)
def test_the_column_decides_what_comma_and_point_mean(
    values: list[str], decimal: str, numbers: list[float]
) -> None:
    fmt = format_of(*values)
    assert (fmt.decimal, fmt.decided) == (decimal, True)
    assert [parse_number(value, fmt) for value in values] == numbers
    assert [row[0] for row in read_by_duckdb(values, [fmt])] == numbers


@pytest.mark.parametrize(
    ("value", "hint", "number"),
    [
        ("1,234", "", 1234), ("1,234", ".", 1234), ("1,234", ",", 1.234),
        ("1.234", "", 1.234), ("1.234", ".", 1.234), ("1.234", ",", 1234),
    ],
)  # fmt: skip
def test_an_undecided_column_follows_the_file_and_says_so(value: str, hint: str, number: float) -> None:
    fmt = format_of(value, "5", hint=hint)
    assert not fmt.decided
    assert "can be thousands or three decimals" in fmt.reason
    assert parse_number(value, fmt) == number


def test_long_numbers_without_separator_speak_against_thousands() -> None:
    fmt = format_of("1,234", "25,500", "12345", "9876")
    assert (fmt.decimal, fmt.decided) == (",", False)


def test_mixed_evidence_reads_most_and_says_what_is_left() -> None:
    fmt = format_of(*["12.50"] * 9, "3,5")
    assert fmt.decimal == "."
    assert "1 value can be read only with a decimal comma" in fmt.reason
    assert parse_number("3,5", fmt) is None


@pytest.mark.parametrize(
    "values",
    [
        [],
        ["", " "],
        ["n/a", "-", "4"],
        ["three", "4"],
        ["A12", "B13"],
        ["2020-01-01"],
        ["06 123 456"],
        ["TOP 10"],
    ],
)
def test_columns_that_are_not_numbers(values: list[str]) -> None:
    assert decide_numbers(values) is None


def test_a_few_unreadable_values_do_not_hide_a_number_column() -> None:
    fmt = format_of("three", *map(str, range(9)))
    assert not fmt.decorated
    assert parse_number("three", fmt) is None


def test_percent_is_told() -> None:
    assert format_of("12%", "5%").percent
    assert not format_of("£12").percent


def test_every_value_is_looked_at() -> None:
    fmt = format_of(*(f"{i}.25" for i in range(5000)), "£7")
    assert parse_number("£7", fmt) == 7


FORMATS = [
    format_of("1.5"),
    format_of("1,5"),
    format_of("1,234.50"),
    format_of("1.234,50"),
    format_of("1,234.50 £", "(5)", "12%", "kr.5", "kr 5", "EUR 5"),
    format_of("1.234,50 €", "5-", "€ 12,-", "R$5"),
    format_of("1 234,5", "1'234", "1_234"),
    NumberFormat(".", "", True, True, ""),
    NumberFormat(",", "", False, True, ""),
]
PIECES = st.sampled_from(
    [
        "1",
        "0",
        "12",
        "123",
        "000",
        "9" * 30,
        ",",
        ".",
        "'",
        "’",
        "_",
        " ",
        "\xa0",
        "-",
        "−",
        "–",
        "+",
        "(",
        ")",
        "%",
        "e",
        "E5",
        "e-3",
        "e400",
        "£",
        "€",
        "kr",
        "kr.",
        "EUR",
        "R$",
        "$",
        '"',
        "=",
        "x",
        "nan",
        "inf",
        "\t",
        "\x0b",
        "�",
        "\x00",
        "٣",
        "\u2009",
    ]
)
NUMBERS = st.builds(
    lambda before, digits, after: before + digits + after,
    st.sampled_from(
        ["", " ", "-", "(", "£", "-£", "£ -", "€ ", "kr.", "'", '="', "+", "R$", "EUR ", "(£", "−"]
    ),
    st.sampled_from(
        [
            "0",
            "5",
            "1234",
            "1,234",
            "1.234",
            "1,234.5",
            "1.234,5",
            "12,34,567",
            "1 234,50",
            "1'234.5",
            "1_000",
            "1.5e3",
            "1e400",
            "12,",
            "12.",
            ",5",
            ".5",
            "0,5",
            "1,234,567.00",
            "1.234.567,00",
            "5e-324",
            "1.7976931348623157e308",
        ]
    ),
    st.sampled_from(
        [
            "",
            " ",
            "-",
            ")",
            "%",
            " %",
            " €",
            "€",
            ",-",
            ".-",
            ",--",
            " kr",
            "kr.",
            ' "',
            '"',
            " -",
            "- €",
            "%)",
        ]
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(st.text(max_size=12), st.lists(PIECES, max_size=8).map("".join), NUMBERS), max_size=120
    )
)
def test_python_and_duckdb_agree_on_any_text(values: list[str]) -> None:
    assert_agreement(values, FORMATS)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=60))
def test_every_float_reads_back(floats: list[float]) -> None:
    values = list(map(repr, floats))
    expected = [number if math.isfinite(number) else None for number in floats]
    fmt = format_of("1.5")
    assert [parse_number(value, fmt) for value in values] == expected
    assert [row[0] for row in read_by_duckdb(values, [fmt])] == expected


STYLES = [
    (",", ".", "{}"), (".", ",", "{} €"), (" ", ",", "{} kr"), ("'", ".", "CHF {}"), ("", ".", "${}"), ("\u00a0", ",", "{}"),
]  # fmt: skip


@pytest.mark.parametrize(("separator", "decimal", "dress"), STYLES)
def test_amounts_written_in_one_style_read_back_to_the_cent(separator: str, decimal: str, dress: str) -> None:
    dice = random.Random(separator + dress)
    amounts = [Decimal(dice.randrange(-(10**9), 10**9)).scaleb(-2) for _ in range(300)]
    swap = str.maketrans({",": separator, ".": decimal})
    values = [dress.format(f"{amount:,.2f}".translate(swap)) for amount in amounts]
    fmt = format_of(*values)
    assert fmt.decided
    assert [parse_number(value, fmt) for value in values] == list(map(float, amounts))
    assert [row[0] for row in read_by_duckdb(values, [fmt])] == list(map(float, amounts))


def test_a_bad_cell_of_a_file_does_not_stop_the_query(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("a,b\n" + "1.5,x\n" * 3000 + "three,x\n" + "1_0,x\n", encoding="utf-8")
    number = number_sql("a", format_of("1.5"))
    scan = f"read_csv('{path}', all_varchar=true, header=true, columns={{'a':'VARCHAR','b':'VARCHAR'}}, auto_detect=false)"
    found = duckdb.execute(f"select count(*), count({number}), sum({number}) from {scan}").fetchone()
    assert found == (3002, 3000, 4500.0)


def test_column_expressions_may_hold_quotes() -> None:
    number = number_sql('"it\'s ""x"""', format_of("£1,234"))
    assert duckdb.execute(f"""select {number} from (select '£1,234' as "it's ""x""\")""").fetchone() == (
        1234.0,
    )
