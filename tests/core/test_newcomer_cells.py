"""Cells as shops and programs of many countries write them: moments with words around them, and quantities with three decimals."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from core.columns.dates import DateEvidence, date_sql, decide_dates, parse_date
from core.errors import ColumnsError
from core.explain import explain
from core.recipe import Recipe
from core.study import Study

AT = datetime(2023, 2, 26, 18, 38)
MOMENTS = [
    "26.02.2023 18:38 Uhr",
    "26.02.2023, 18.38 Uhr",
    "am 26.02.2023 um 18:38 Uhr",
    "So., den 26.02.2023 18:38:00 Uhr",
    "26.02.2023 18:38 Uhr MEZ",
    "20230226 18:38 Uhr",
    "26/02/2023 à 18h38",
    "le 26/02/2023 à 18:38",
    "26/02/23 18h38",
    "Le dimanche 26 février 2023 à 18 h 38",
    "26-02-2023 om 18:38 uur",
    "op 26-02-2023 om 18u38",
    "2023-02-26 om 18:38 uur",
    "26/02/2023 a las 18:38",
    "26 de febrero de 2023 a las 18:38 hs.",
    "26/02/2023 alle 18:38",
    "26/02/2023, ore 18.38",
    "26 febbraio 2023 alle ore 18:38",
    "26/02/2023 às 18:38",
    "26/02/2023 às 18h38min",
    "26.02.2023 kl. 18:38",
    "26.2.2023 klo 18.38",
    "26/02/2023 - 18:38",
    "February 26, 2023 at 6:38 PM",
    "2/26/2023 @ 6:38 pm",
]
HOURS = ["26/02/2023 18h", "26/02/2023 à 18 h", "26. Februar 2023, 18 Uhr", "26-02-2023 om 18 uur"]
NO_MOMENTS = ["26/02/2023 25 Uhr", "26/02/2023 a 18", "26.02.2023 um", "26/02/2023 18:38 bells", "2023 Uhr"]


def _both_read(text: str) -> set[datetime | None]:
    found = decide_dates([text] * 5, DateEvidence())
    assert found is not None, text
    assert found.timed
    read = duckdb.execute(f"SELECT {date_sql('x', found)} FROM (SELECT ? AS x)", [text]).fetchone()
    assert read is not None
    return {parse_date(text, found), read[0]}


@pytest.mark.parametrize("text", MOMENTS)
def test_words_around_a_time_are_read_alike_by_both_readers(text: str) -> None:
    assert _both_read(text) == {AT}


@pytest.mark.parametrize("text", HOURS)
def test_an_hour_with_its_word_needs_no_minutes(text: str) -> None:
    assert _both_read(text) == {AT.replace(minute=0)}


@pytest.mark.parametrize("text", NO_MOMENTS)
def test_other_words_are_no_time(text: str) -> None:
    assert decide_dates([text] * 5, DateEvidence()) is None


def test_a_column_of_hours_and_minutes_in_words_is_read(tmp_path: Path) -> None:
    rows = [
        f"{100 + n // 2},{5 + n % 9},{1 + n % 28:02}.0{1 + n % 7}.2023 1{n % 10}:05 Uhr,{n % 4 + 1},2.50"
        for n in range(60)
    ]
    path = tmp_path / "sales.csv"
    path.write_text("Order,Customer,Date,Quantity,Price\n" + "\n".join(rows) + "\n", encoding="utf-8")
    with Study(Recipe(), [path]) as study:
        report = study.report
    assert (report.kept, report.first) == (60, "2023-01-01 10:05:00")
    assert report.net == sum(n % 4 + 1 for n in range(60)) * 2.5


def test_a_form_that_is_not_known_is_said_to_be_one(tmp_path: Path) -> None:
    rows = [f"{100 + n},{n % 9},{1 + n % 28:02}.{1 + n % 12:02}.2023 8 bells,2.50" for n in range(60)]
    path = tmp_path / "sales.csv"
    path.write_text("Order,Customer,Date,Amount\n" + "\n".join(rows) + "\n", encoding="utf-8")
    with (
        Study(Recipe(), [path]) as study,
        pytest.raises(ColumnsError, match=r"all written like '01\.01\.2023 8 bells'"),
    ):
        _ = study.report


PIECES = [(1, 4, 12.5), (2, 5, 3.75), (1, 6, 80.0), (6, 4, 12.5), (3, 5, 0.0), (1, 7, 9.95)] * 6


def _comma(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")


def _net(folder: Path, pieces: list[str], money: dict[str, list[str]], decimal: str = "") -> float:
    lines = [";".join(["Factuur", "Datum", "Klantcode", "Artikel", "Aantal", *money])]
    for n, (_, product, _) in enumerate(PIECES):
        own = [f"{500 + n // 2}", f"{1 + n % 28:02}-03-2023", f"{30 + n // 2 % 7}", f"A{product}", pieces[n]]
        lines.append(";".join([*own, *(cells[n] for cells in money.values())]))
    path = folder / "sales.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    recipe = Recipe().with_value("columns.decimal", decimal) if decimal else Recipe()
    with Study(recipe, [path]) as study:
        return round(sum(float(line.amount or 0) for line in study.ledger_lines), 2)


THREE_DECIMALS = [f"{pieces}.000" for pieces, _, _ in PIECES]
PRICES = {"Prijs": [_comma(price) for _, _, price in PIECES]}
WORTH = round(sum(pieces * price for pieces, _, price in PIECES), 2)


def test_pieces_that_all_end_in_three_zeros_have_decimals(tmp_path: Path) -> None:
    assert _net(tmp_path, THREE_DECIMALS, PRICES) == WORTH
    assert _net(tmp_path, [f"{cell} ST" for cell in THREE_DECIMALS], PRICES) == WORTH


def test_what_is_asked_for_overrules_three_zeros(tmp_path: Path) -> None:
    assert _net(tmp_path, THREE_DECIMALS, PRICES, decimal=",") == 1_000 * WORTH


def test_pieces_that_are_not_all_round_thousands_are_thousands(tmp_path: Path) -> None:
    pieces = ["500" if n % 6 == 5 else cell for n, cell in enumerate(THREE_DECIMALS)]
    worth = sum(
        (500 if n % 6 == 5 else 1_000 * pieces) * price for n, (pieces, _, price) in enumerate(PIECES)
    )
    assert _net(tmp_path, pieces, PRICES) == round(worth, 2)


def test_pieces_of_next_to_no_price_are_sold_by_the_thousand(tmp_path: Path) -> None:
    prices = {"Prijs": [_comma(0.02 * product) for _, product, _ in PIECES]}
    worth = sum(pieces * 1_000 * 0.02 * product for pieces, product, _ in PIECES)
    assert _net(tmp_path, THREE_DECIMALS, prices) == round(worth, 2)


@pytest.mark.parametrize("factor", [1, 1_000])
def test_amounts_say_whether_pieces_are_thousands(tmp_path: Path, factor: int) -> None:
    amounts = {"Bedrag": [_comma(factor * pieces * price) for pieces, _, price in PIECES]}
    assert _net(tmp_path, THREE_DECIMALS, PRICES | amounts) == round(factor * WORTH, 2)


def _unreadable_on(paths: list[Path]) -> list[tuple[str | None, int]]:
    with Study(Recipe(), paths) as study:
        found = explain(study, "unreadable")
    row = found.columns.index("row")
    return [(cells[0], cells[row]) for cells in found.rows]


def _lines(count: int, faults: set[int], note: str = "Cup") -> list[str]:
    return [
        f"{100 + n},K{n % 5},2024-03-{1 + n % 28:02},{note},2,{'tba' if n in faults else '7.95'}"
        for n in range(count)
    ]


HEADER = "Order,Customer,Date,Product,Quantity,Price"
FAULTS = {12, 30}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("above", [[], ["Report of March", "", ""]])
@pytest.mark.parametrize("shape", ["plain", "blank lines", "line ends in cells", "stray quote", "packed"])
def test_rows_are_explained_with_their_lines(tmp_path: Path, end: str, above: list[str], shape: str) -> None:
    rows = _lines(40, FAULTS)
    match shape:
        case "blank lines":
            rows[5:5] = ["", ""]
            rows[20:20] = [""]
        case "line ends in cells":
            rows[3] = rows[3].replace("Cup", f'"Cup{end}and saucer"')
            rows[14] = rows[14].replace("Cup", f'"Cup{end}{end}and saucer"')
        case "stray quote":
            rows[4] = rows[4].replace("Cup", '"Cup')
        case _:
            pass
    written = end.join([*above, HEADER, *rows]) + end
    path = tmp_path / ("sales.csv.gz" if shape == "packed" else "sales.csv")
    path.write_bytes(gzip.compress(written.encode()) if shape == "packed" else written.encode())
    lines = written.split(end)
    assert _unreadable_on([path]) == [
        (None, number) for number, line in enumerate(lines, 1) if line.endswith("tba")
    ]


def test_rows_of_several_files_are_explained_with_their_lines(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    rows = _lines(40, {9})
    first.write_text("\n".join([HEADER, "", *rows]) + "\n")
    second.write_text("\n".join([HEADER, *rows[:3], "", "", *rows[3:]]).replace(",K", ",L") + "\n")
    assert _unreadable_on([first, second]) == [("a.csv", 12), ("b.csv", 13)]


def _drawn(rows: list[tuple[str, ...]]) -> tuple[str, list[str]]:
    """A header and rows with bars around their cells, numbers flush right, as SAP draws its lists; and the rule between them."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "|" + "|".join(cell.rjust(width) if at > 3 else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))) + "|"
        for row in rows
    ]  # fmt: skip
    return "-" * len(lines[0]), lines


@pytest.mark.parametrize("indent", ["", "  "])
@pytest.mark.parametrize("above", [True, False])
def test_rules_without_joints_are_no_rows(tmp_path: Path, above: bool, indent: str) -> None:
    rows = [
        (f"{1000 + n}", f"K{n % 5}", f"{1 + n % 28:02}.03.2024", "Cup | big" if n == 7 else "Cup", f"{n % 4 + 1}", f"{1.5 * (n % 7 + 1):.2f}")
        for n in range(30)
    ]  # fmt: skip
    rule, (header, *body) = _drawn([("Order", "Customer", "Date", "Product", "Qty", "Price"), *rows])
    lines = [*(["Dynamic list     1", "", rule] if above else []), header, rule, *body, rule]
    path = tmp_path / "list.txt"
    path.write_text("".join(f"{indent}{line}\n" for line in lines))
    with Study(Recipe(), [path]) as study:
        report, names = study.report, study.columns.tables[0].table.names
    assert names == ("Order", "Customer", "Date", "Product", "Qty", "Price")
    assert (report.rows, report.kept) == (30, 30)
    assert report.net == sum((n % 4 + 1) * 1.5 * (n % 7 + 1) for n in range(30))
