"""The screen Data, as somebody meets it who has a file to look into: its rows, columns and files, and notes on them."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from pathlib import Path

from tests.tui import on_data
from tests.tui.on_data import go_to_column, has_rows, has_run, held, rows_part, sales, write_sales
from tests.tui.support import LastingEngine, app_on, screen_text, type_text, until
from tui.dialogs.choose import Choose
from tui.dialogs.read import Read
from tui.screens.data_files import FilesGrid
from tui.screens.data_notes import NotesPart

shop = on_data.shop


# Rows and columns


async def test_each_header_bears_its_role_and_the_title_says_which_rows_these_are(
    engine: LastingEngine, shop: Path
) -> None:
    async with app_on(engine, shop) as (app, pilot):
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        assert app.opened is not None
        grid = rows_part(app).grid
        asides = {column.name: column.aside for column in grid.source.columns}
        for role, column in app.opened.roles.items():
            assert asides[column] == role
        await until(pilot, lambda: "All 240 rows of shop.csv" in screen_text(pilot), "which rows these are")


async def test_the_profile_says_what_the_rows_hold(engine: LastingEngine, shop: Path) -> None:
    prices = [float(row[3]) for row in sales()]
    customers = Counter(row[2] for row in sales())
    async with app_on(engine, shop, size=(120, 40)) as (app, pilot):
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        await go_to_column(pilot, app, "Price")
        part = rows_part(app)
        await until(pilot, lambda: part.detail is not None and part.detail.name == "Price", "the profile")
        assert part.detail is not None
        assert (part.detail.spread.least, part.detail.spread.most) == (min(prices), max(prices))
        assert part.detail.distinct == len(set(prices))
        assert part.detail.histogram is not None
        assert sum(part.detail.histogram.counts) + part.detail.histogram.below == 240
        spread = f"Range {min(prices):g} to {max(prices):g}"
        await until(pilot, lambda: spread in screen_text(pilot), "the spread")
        await until(pilot, lambda: "Why amount" in screen_text(pilot), "why it has its role")
        await go_to_column(pilot, app, "Customer")
        await until(pilot, lambda: part.detail is not None and part.detail.name == "Customer", "the profile")
        most = customers.most_common(1)[0][1]
        assert part.detail.common[0][1] == most
        await until(pilot, lambda: f"Distinct {len(customers)}" in screen_text(pilot), "how many there are")


async def test_the_profile_is_below_the_rows_in_a_small_window_and_beside_them_in_a_large_one(
    engine: LastingEngine, shop: Path
) -> None:
    async with app_on(engine, shop) as (app, pilot):
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        grid, pane = rows_part(app).grid, rows_part(app).query_one("ProfilePane")
        assert pane.region.y >= grid.region.bottom
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: pane.region.x >= grid.region.right, "the profile beside the rows")


async def test_enter_reads_a_cell_that_is_cut(engine: LastingEngine, shop: Path) -> None:
    async with app_on(engine, shop) as (app, pilot):
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        await go_to_column(pilot, app, "Note")
        assert screen_text(pilot).count("a_very_long_product_name") < 8
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Read), "the cell")
        await until(pilot, lambda: screen_text(pilot).count("a_very_long_product_name") >= 8, "all of it")


async def test_a_key_changes_the_role_and_another_takes_it_back(engine: LastingEngine, shop: Path) -> None:
    async with app_on(engine, shop) as (app, pilot):
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        before = app.session.recipe
        await go_to_column(pilot, app, "Order")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Choose), "the roles")
        await type_text(pilot, "customer")
        await pilot.press("enter")
        assert app.session.recipe.columns.customer == "Order"
        await until(pilot, lambda: has_run(app), "the run")
        assert app.opened is not None
        assert app.opened.roles["customer"] == "Order"
        assert app.opened.report.customers == len({row[0] for row in sales()})
        asides = {column.name: column.aside for column in rows_part(app).grid.source.columns}
        assert asides["Order"] == "customer"
        assert asides["Customer"] != "customer"
        await pilot.press("u")
        assert app.session.recipe == before
        await until(pilot, lambda: has_run(app) and rows_part(app).grid.source.columns[3].aside == "customer")


async def test_none_takes_a_role_away(engine: LastingEngine, shop: Path) -> None:
    async with app_on(engine, shop) as (app, pilot):
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        await go_to_column(pilot, app, "Order")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Choose), "the roles")
        await type_text(pilot, "none")
        await pilot.press("enter")
        assert app.session.recipe.columns.order == "-"
        await until(pilot, lambda: has_run(app), "the run")
        assert app.opened is not None
        assert "order" not in app.opened.roles


async def test_a_source_without_customers_is_shown_and_runs_once_the_role_is_set(
    engine: LastingEngine, tmp_path: Path
) -> None:
    rows = [f"{day},{pieces},{price}" for _, day, _, price, _ in sales() for pieces in ("1",)]
    chance = random.Random(3)
    path = tmp_path / "nobody.csv"
    path.write_text(
        "when,price,wert\n"
        + "\n".join(
            f"{row.split(',')[0]},{row.split(',')[2]},{chance.randint(0, 60) / 7:.3f}" for row in rows
        )
        + "\n"
    )
    async with app_on(engine, path) as (app, pilot):
        await until(pilot, lambda: has_rows(app) and app.query_one("#notice").display, "the error")
        text = screen_text(pilot)
        assert "no column that says who the customer is" in " ".join(text.split())
        assert "--map" not in text
        assert app.opened is None
        await go_to_column(pilot, app, "wert")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Choose), "the roles")
        await type_text(pilot, "customer")
        await pilot.press("enter")
        await until(pilot, lambda: has_run(app), "the run")
        assert app.opened is not None
        assert app.opened.roles["customer"] == "wert"
        assert not rows_part(app).query_one("#rows-problem").display


async def test_hostile_names_and_cells_are_drawn_as_harmless_text(
    engine: LastingEngine, tmp_path: Path
) -> None:
    header = "Order,Date,Customer,Price,[@click=app.quit]x[/x]\x1b[31m\u202e"
    rows = [(*row[:4], "\x1b]0;gone\x07[bold]\u202eevil") for row in sales()]
    path = write_sales(tmp_path / "[red]shop.csv", rows, header)
    async with app_on(engine, path) as (app, pilot):
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        await pilot.press("dollar_sign")
        part = rows_part(app)
        await until(pilot, lambda: part.detail is not None and part.detail.position == 4, "the profile")
        for keys in ((), ("p",), ("escape", "enter"), ("escape", "r"), ("escape", "]"), ("]",)):
            await pilot.press(*keys)
            await pilot.pause()
            text = screen_text(pilot)
            assert not any(letter in text for letter in "\x1b\x07\u202e")
        assert "[red]shop.csv" in text


# Files


async def test_files_that_are_alike_are_stacked_and_one_can_be_turned_off(
    engine: LastingEngine, tmp_path: Path
) -> None:
    paths = [write_sales(tmp_path / f"shop-{n}.csv", sales(seed=n)) for n in (1, 2, 3)]
    async with app_on(engine, tmp_path / "shop-*.csv") as (app, pilot):
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        assert app.opened is not None
        assert app.opened.report.rows == 720
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: app.query(FilesGrid) and app.query_one(FilesGrid).row, "the files")
        files = app.query_one(FilesGrid)
        await pilot.press("down", "space")
        assert app.session.recipe.source.paths == (str(paths[0]), str(paths[2]))
        await until(pilot, lambda: has_run(app) and held(app.opened).report.rows == 480, "the run without it")
        await until(pilot, lambda: files.value("state") == "no", "the line")
        assert files.value("file") == "shop-2.csv"
        await pilot.press("space")
        assert app.session.recipe.source.paths == tuple(map(str, paths))
        await until(pilot, lambda: has_run(app) and held(app.opened).report.rows == 720, "the run with it")
        await until(pilot, lambda: files.value("state") == "yes", "the line")
        await pilot.press("enter")
        await until(
            pilot, lambda: has_rows(app) and held(rows_part(app).table).file == "shop-2.csv", "its rows"
        )
        await pilot.press("b")
        await until(
            pilot, lambda: has_rows(app) and held(rows_part(app).table).file == "shop-3.csv", "the next"
        )


async def test_sheets_are_picked(engine: LastingEngine, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for number, name in enumerate(("North", "South, East"), 1):
        sheet = book.create_sheet(name)
        sheet.append(["Order", "Date", "Customer", "Price"])
        for row in sales(seed=number):
            sheet.append([row[0], date.fromisoformat(row[1]), row[2], float(row[3])])
    book.save(tmp_path / "book.xlsx")
    async with app_on(engine, tmp_path / "book.xlsx") as (app, pilot):
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: app.query(FilesGrid) and app.query_one(FilesGrid).row, "the sheets")
        await pilot.press("space")
        assert app.session.recipe.source.sheets == ("South, East",)
        await until(
            pilot, lambda: has_run(app) and held(app.opened).report.rows == 240, "the run of one sheet"
        )
        files = app.query_one(FilesGrid)
        await until(pilot, lambda: [item.is_read for item in files.items] == [False, True], "the sheets")
        await pilot.press("space")
        await until(pilot, lambda: has_run(app) and held(app.opened).report.rows == 480, "the run of both")
        assert not app.session.recipe.source.sheets


async def test_how_it_is_read_can_be_overruled(engine: LastingEngine, tmp_path: Path) -> None:
    rows = [
        (order, f"0{1 + n % 9}/0{1 + n % 7}/2024", who, price, "ok")
        for n, (order, _, who, price, _) in enumerate(sales())
    ]
    path = write_sales(tmp_path / "dates.csv", rows)
    async with app_on(engine, path) as (app, pilot):
        await until(pilot, lambda: has_run(app), "the run")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Choose), "the settings")
        await type_text(pilot, "date")
        await pilot.press("enter")
        await until(pilot, lambda: "12/31/2011" in screen_text(pilot), "the orders")
        await type_text(pilot, "mdy")
        await pilot.press("enter")
        assert app.session.recipe.columns.date_order == "mdy"
        await until(pilot, lambda: has_run(app), "the run")
        assert app.opened is not None
        last = max(date(2024, int(row[1][:2]), int(row[1][3:5])) for row in rows)
        assert app.opened.report.last.startswith(last.isoformat())


# Notes


async def test_notes_tell_what_was_guessed_and_what_the_run_has_found(
    engine: LastingEngine, shop: Path
) -> None:
    async with app_on(engine, shop) as (app, pilot):
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.query(NotesPart) and app.query_one(NotesPart).copied(), "the notes")
        assert app.opened is not None
        said = app.query_one(NotesPart).copied()
        for role, column in app.opened.roles.items():
            assert f"{role}: {column}" in said
        assert "--" not in said
