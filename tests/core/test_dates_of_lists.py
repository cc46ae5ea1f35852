"""Dates in lists that people keep: once a day, with ditto marks, and with a word for what is open."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import openpyxl
import pytest

from core.columns.date_above import DITTO, DatedRows, date_above, is_ditto
from core.errors import ColumnsError
from core.explain import explain
from core.recipe import Recipe
from core.sql import literal
from core.study import Study
from tests.support.day_books import NAMES, Sale, in_commas, lasts, once_a_day, run, sales, written

# --- dates that stand once a day ------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", '"', "idem", "〃"])
def test_rows_below_a_date_are_of_its_day(mark: str, tmp_path: Path) -> None:
    rows = sales()
    cells = once_a_day(rows, mark)
    customers, ledger, notes = run(written(tmp_path / "book.csv", rows, cells))
    assert customers == lasts(rows)
    assert ledger == {"kept": len(rows)}
    taken = sum(cell == mark for cell in cells)
    held = "a ditto mark" if mark else "nothing"
    assert f"{taken} of the {len(rows)} rows have {held} in Datum" in notes
    assert "--set columns.date_above=off" in notes


def test_newest_first_each_date_stands_above_its_rows_too(tmp_path: Path) -> None:
    rows = sorted(sales(), key=lambda row: row[0], reverse=True)
    customers, ledger, _ = run(written(tmp_path / "book.csv", rows, once_a_day(rows)))
    assert (customers, ledger) == (lasts(rows), {"kept": len(rows)})


def test_a_date_a_month(tmp_path: Path) -> None:
    chance = random.Random(8)
    months = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(24)]
    days = [month for month in months for _ in range(chance.randint(4, 16))]
    rows = [(day, str(place), chance.choice(NAMES), 10.0 + place) for place, day in enumerate(days)]
    customers, ledger, _ = run(written(tmp_path / "book.csv", rows, once_a_day(rows)))
    assert (customers, ledger) == (lasts(rows), {"kept": len(rows)})


def test_cells_of_a_workbook_that_were_merged(tmp_path: Path) -> None:
    rows = sales()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Datum", "Bon", "Klantnr", "Bedrag"])
    first = 2
    for place, (day, order, customer, money) in enumerate(rows, 2):
        is_first = place == 2 or rows[place - 3][0] != day
        sheet.append(
            [datetime(day.year, day.month, day.day) if is_first else None, int(order), customer, money]
        )
        if is_first:
            first = place
        elif place - 1 == len(rows) or rows[place - 1][0] != day:
            sheet.merge_cells(start_row=first, end_row=place, start_column=1, end_column=1)
    book.save(tmp_path / "book.xlsx")
    customers, ledger, _ = run(tmp_path / "book.xlsx")
    assert (customers, ledger) == (lasts(rows), {"kept": len(rows)})


def test_far_below_the_sample_as_well(tmp_path: Path) -> None:
    rows = [
        (date(2001, 1, 1) + timedelta(days=place // 3), str(place), NAMES[place % 37], 1.0 + place % 50)
        for place in range(20_000)
    ]
    customers, ledger, notes = run(written(tmp_path / "book.csv", rows, once_a_day(rows)))
    assert (customers, ledger) == (lasts(rows), {"kept": len(rows)})
    assert "rows looked at have nothing in Datum" in notes


def test_a_date_is_never_taken_from_another_file(tmp_path: Path) -> None:
    rows = sales()
    half = next(place for place in range(120, 240) if rows[place][0] == rows[place - 1][0])
    cells = once_a_day(rows)
    for name, part in (("a", slice(None, half)), ("b", slice(half, None))):
        written(tmp_path / f"{name}.csv", rows[part], cells[part])
    _, ledger, _ = run(tmp_path)
    first = next(place for place, cell in enumerate(cells[half:]) if cell)
    # Without a date on its first row the second file is not taken for such a list.
    assert ledger == {"missing date": cells[half:].count(""), "kept": len(rows) - cells[half:].count("")}
    assert first > 0


def test_equal_rows_of_a_day_are_equal(tmp_path: Path) -> None:
    rows = sales()
    twice = next(place for place in range(1, 240) if rows[place][0] != rows[place - 1][0])
    rows.insert(twice + 1, rows[twice])
    path = written(tmp_path / "book.csv", rows, once_a_day(rows))
    recipe = Recipe.from_tables({"rules": {"duplicate": True}})
    with Study(recipe, [str(path)]) as study:
        assert {line.rule: line.rows for line in study.ledger_lines if line.rows} == {
            "duplicate": 1,
            "kept": 240,
        }
        found = explain(study, "duplicate").rows[0]
    assert str(twice + 3) in map(str, found)  # the line of the file, below its header
    assert datetime.combine(rows[twice][0], datetime.min.time()) in found


def test_a_total_has_no_date(tmp_path: Path) -> None:
    rows = sales()
    total = sum(row[3] for row in rows)
    tail = f";;Totaal;{in_commas(total)}"
    customers, ledger, _ = run(written(tmp_path / "book.csv", rows, once_a_day(rows), tail=tail))
    assert (customers, ledger) == (lasts(rows), {"missing date": 1, "kept": len(rows)})


def test_it_can_be_turned_off_and_is_told_then(tmp_path: Path) -> None:
    rows = sales()
    cells = once_a_day(rows)
    path = written(tmp_path / "book.csv", rows, cells)
    dated = [row for row, cell in zip(rows, cells, strict=True) if cell]
    worth = sum(row[3] for row, cell in zip(rows, cells, strict=True) if not cell)
    customers, ledger, notes = run(path, date_above="off")
    assert customers == lasts(dated)
    assert ledger == {"missing date": cells.count(""), "kept": len(dated)}
    assert f"{cells.count('')} of 240 rows" in notes
    assert f"worth {worth:,.2f}," in notes
    assert "--set columns.date_above=on" in notes
    lost = len(lasts(rows)) - len(lasts(dated))
    assert not lost or f"{lost} customer" in notes or "One customer" in notes


def left_out(rows: list[Sale], share: float, seed: int = 5) -> list[str]:
    chance = random.Random(seed)
    return [
        "" if place and chance.random() < share else f"{row[0]:%d-%m-%Y}" for place, row in enumerate(rows)
    ]


def one_a_day(number: int = 240) -> list[Sale]:
    chance = random.Random(6)
    day, rows = date(2022, 1, 3), list[Sale]()
    for place in range(number):
        rows.append((day, str(place), chance.choice(NAMES), 20.0 + place))
        day += timedelta(days=chance.randint(1, 5))
    return rows


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
@pytest.mark.parametrize("make", [sales, one_a_day])
def test_dates_left_out_by_chance_stay_out(
    make: Callable[[], list[Sale]], share: float, tmp_path: Path
) -> None:
    rows = make()
    cells = left_out(rows, share)
    dated = [row for row, cell in zip(rows, cells, strict=True) if cell]
    customers, ledger, notes = run(written(tmp_path / "book.csv", rows, cells))
    assert customers == lasts(dated)
    assert ledger == {"missing date": cells.count(""), "kept": len(dated)}
    assert f"{cells.count('')} of 240 rows" in notes
    # Whoever knows better says so.
    _, ledger, notes = run(tmp_path / "book.csv", date_above="on")
    assert ledger == {"kept": 240}
    assert "date_above" not in notes


def test_what_is_not_paid_has_no_date(tmp_path: Path) -> None:
    rows = sales()
    cells = once_a_day(rows)
    _, ledger, notes = run(written(tmp_path / "book.csv", rows, cells, "Betaald op"))
    assert ledger["missing date"] == cells.count("")
    assert "nothing in Betaald op" in notes
    assert "date_above" not in notes


def test_rows_that_were_sorted_otherwise_stay_as_they_are(tmp_path: Path) -> None:
    for mark, rule in (("", "missing date"), ('"', "unreadable")):
        rows = sales()
        pairs = sorted(zip(rows, once_a_day(rows, mark), strict=True), key=lambda pair: pair[0][2])
        cells = [cell for _, cell in pairs]
        _, ledger, notes = run(written(tmp_path / "book.csv", [row for row, _ in pairs], cells))
        assert ledger == {rule: cells.count(mark), "kept": 240 - cells.count(mark)}
        assert "--set columns.date_above=on" in notes


def test_a_few_blanks_are_no_matter(tmp_path: Path) -> None:
    rows = sales()
    cells = [f"{row[0]:%d-%m-%Y}" for row in rows]
    cells[100] = cells[200] = ""
    _, ledger, notes = run(written(tmp_path / "book.csv", rows, cells))
    assert ledger == {"missing date": 2, "kept": 238}
    assert "nothing in Datum" not in notes


def test_orders_that_go_on(tmp_path: Path) -> None:
    """Rows without a date that have no number either, where the others have one, are something else than sales."""
    rows = sales()
    cells = once_a_day(rows)
    bare = [
        (day, order if cell else "", customer, money)
        for (day, order, customer, money), cell in zip(rows, cells, strict=True)
    ]
    _, ledger, _ = run(written(tmp_path / "book.csv", bare, cells))
    assert ledger["missing date"] == cells.count("")


def test_times_of_day_are_no_days() -> None:
    def read(cell: str) -> datetime:
        return datetime.fromisoformat(cell)

    rows = sales()
    cells = [
        "" if not cell else f"{row[0]}T10:{place % 60:02}"
        for place, (row, cell) in enumerate(zip(rows, once_a_day(rows), strict=True))
    ]
    asked = DatedRows(cells, [row[2] for row in rows], None)
    assert date_above(asked, read, "Datum") == ""
    days = DatedRows([cell[:10] for cell in cells], [row[2] for row in rows], None)
    assert date_above(days, read, "Datum") == "blanks"


@pytest.mark.parametrize(
    "cell", ['"', "''", "”", "„", "Idem", "ID.", "dito", "Ditto", ' " ', '— " —', "s.o."]
)
def test_marks_that_repeat(cell: str) -> None:
    assert is_ditto(cell)


@pytest.mark.parametrize("cell", ["", "-", "—", "n/a", "offen", "identisch", "02-01-2024", "ideal", "''x"])
def test_cells_that_do_not(cell: str) -> None:
    assert not is_ditto(cell)


def test_the_database_knows_the_same_marks() -> None:
    cells = [
        '"',
        "''",
        "”",
        "„",
        "Idem",
        "ID.",
        " dito ",
        '— " —',
        "s. o.",
        "",
        "-",
        "n/a",
        "identisch",
        "02-01-2024",
        "''x",
    ]
    marked = f"regexp_full_match(lower(trim(cell)), {literal(DITTO)})"
    found = duckdb.execute(f"SELECT cell, {marked} FROM unnest(?) AS cells(cell)", [cells]).fetchall()
    assert dict(found) == {cell: is_ditto(cell) for cell in cells}


# --- other things among the dates --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "written_as"),
    [(2, "%d.%m.%Y"), (3, "%Y-%m-%d"), (4, "%d %B %Y"), (5, "%d.%m.%y"), (8, "%d.%m.%Y")],
)
def test_a_word_among_dates_is_set_aside(every: int, written_as: str, tmp_path: Path) -> None:
    rows = sales()
    cells = ["offen" if place % every == 0 else f"{row[0]:{written_as}}" for place, row in enumerate(rows)]
    dated = [row for row, cell in zip(rows, cells, strict=True) if cell != "offen"]
    path = written(tmp_path / "book.csv", rows, cells, "Zahldatum")
    for asked in ({}, {"date": "Zahldatum"}, {"date_order": "dmy"}):
        customers, ledger, notes = run(path, **asked)
        assert customers == lasts(dated)
        assert ledger == {"unreadable": cells.count("offen"), "kept": len(dated)}
        assert "such as 'offen'" in notes


def test_several_words_on_few_rows(tmp_path: Path) -> None:
    rows = sales(12)
    cells = [f"{row[0]:%d.%m.%Y}" for row in rows]
    cells[1], cells[4], cells[6], cells[9] = "offen", "storniert", "in Klärung", "2. Mahnung"
    _, ledger, _ = run(written(tmp_path / "book.csv", rows, cells, "Datum"))
    assert ledger == {"unreadable": 4, "kept": 8}


def test_who_asks_is_obeyed(tmp_path: Path) -> None:
    rows = sales()
    cells = [f"{row[0]:%d.%m.%Y}" if place % 4 == 0 else "offen" for place, row in enumerate(rows)]
    dated = [row for row, cell in zip(rows, cells, strict=True) if cell != "offen"]
    path = written(tmp_path / "book.csv", rows, cells)
    customers, ledger, _ = run(path, date="Datum")
    assert (customers, ledger) == (lasts(dated), {"unreadable": 180, "kept": 60})


def test_an_error_says_how_many_are_dates(tmp_path: Path) -> None:
    rows = sales()
    cells = [f"{row[0]:%d.%m.%Y}" if place % 4 == 0 else "offen" for place, row in enumerate(rows)]
    lines = ["Kunde;Bonnr;Datum;Betrag"]
    lines += [f"{row[2]};{row[1]};{'offen'};1,50" for row in rows]
    (tmp_path / "none.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ColumnsError) as none:
        run(tmp_path / "none.csv", date="Datum", date_order="dmy")
    assert "0 of 240 cells looked at look like dates, and 240 do not, such as 'offen'" in str(none.value)
    assert "date_order=dmy" not in str(none.value)
    assert cells.count("offen") == 180


def test_two_ways_of_writing_are_refused_unless_one_is_asked_for(tmp_path: Path) -> None:
    """Half with the day first and half with the month first: nobody knows which is which, unless somebody says so."""
    days = [date(2024, 1 + place % 12, 13 + place % 15) for place in range(240)]
    rows = [(day, str(place), NAMES[place % 40], 5.0) for place, day in enumerate(days)]
    cells = [f"{day:%d/%m/%Y}" if place % 2 else f"{day:%m/%d/%Y}" for place, day in enumerate(days)]
    path = written(tmp_path / "book.csv", rows, cells)
    with pytest.raises(ColumnsError):
        run(path)
    customers, ledger, _ = run(path, date="Datum", date_order="dmy")
    assert (customers, ledger) == (lasts(rows[1::2]), {"unreadable": 120, "kept": 120})
