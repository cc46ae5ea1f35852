"""Numbers, money and charts as the preferences want them, on every part of a screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.figures import PLAIN, NumberStyle
from core.preferences import LookPart
from tests.tui.sixty import customers
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.app import RegularsApp
from tui.charts.numbers import short, tick_texts
from tui.number_style import use_numbers
from tui.session import Session
from tui.text import amount_in, money

DUTCH = NumberStyle.of("1.234,56", "EUR", currency_after=True)


@pytest.fixture
def dutch() -> Iterator[None]:
    use_numbers(DUTCH)
    yield
    use_numbers(PLAIN)


@pytest.mark.parametrize(
    ("sentence", "written"),
    [
        ("43 bring 51,534.75 (11.7 %).", "43 bring 51.534,75 (11,7 %)."),
        ("From 1,000 to 2,000, or 0.5.", "From 1.000 to 2.000, or 0,5."),
        ("<0.1 % of -1,234", "<0,1 % of -1.234"),
        ("the median is 7.", "the median is 7."),
        # No numbers of ours: dates, names, options and code.
        ("on 31.12.2024 and 2024-12-31", "on 31.12.2024 and 2024-12-31"),
        ("'1.5' or \"2.5\" or `3.5`", "'1.5' or \"2.5\" or `3.5`"),
        ("--set x.y=0.5, v1.5 and 10.0.0.1", "--set x.y=0.5, v1.5 and 10.0.0.1"),
    ],
)
def test_numbers_in_a_sentence_are_written_as_preferred(sentence: str, written: str) -> None:
    assert DUTCH.sentence(sentence) == written
    assert PLAIN.sentence(sentence) == sentence


@pytest.mark.usefixtures("dutch")
def test_an_amount_is_shortened_and_never_cut() -> None:
    assert money(1234567.891) == "1.234.567,89 EUR"
    assert amount_in(16, 1234567.891) == "1.234.567,89 EUR"
    assert amount_in(12, 1234567.891) == "1.234.567,89"
    assert amount_in(8, 1234567.891) == "1,23M"
    assert amount_in(2, 1234567.891) == ""


@pytest.mark.usefixtures("dutch")
def test_an_axis_is_written_as_preferred() -> None:
    assert tick_texts([0, 1000, 2000]) == ["0", "1.000", "2.000"]
    assert tick_texts([0, 0.5, 1]) == ["0", "0,5", "1"]
    assert short(12_345) == "12,3k"


@pytest.mark.usefixtures("dutch")
async def test_every_part_of_a_screen_writes_numbers_alike(engine: LastingEngine, source: Path) -> None:
    async with customers(engine, source, size=(120, 40)) as (told, grid):
        while grid.column.name != "monetary":
            await told.press("right")
        await told.press("s")
        await told.sees("2.394,00 EUR")
        assert "#" not in screen_text(told.pilot)
        await told.go_to_part("tiers")
        await told.sees("15.501,00 EUR")
        await told.press("4")
        await told.sees("60 customers")
        shown = screen_text(told.pilot)
        assert " %" in shown
        assert ".7 %" not in shown
        assert "#" not in shown


async def test_money_beyond_every_column_is_shown_in_short(engine: LastingEngine, tmp_path: Path) -> None:
    path = tmp_path / "rupiah.csv"
    rows = [f"{n},c{n % 7},2024-0{1 + n % 9}-11,{4_000_000_000 + n * 77_000_000}" for n in range(40)]
    path.write_text("invoice,customer,date,amount\n" + "\n".join(rows) + "\n")
    async with story(engine, path) as told:
        await told.press("3")
        await told.go_to_part("tiers")
        await told.sees("High")
        shown = screen_text(told.pilot)
        assert "#" not in shown
        await told.sees("B ")


@pytest.mark.parametrize("symbols", ["ascii", "braille"])
async def test_charts_are_drawn_with_what_was_chosen(
    engine: LastingEngine, source: Path, symbols: str
) -> None:
    async with customers(engine, source) as (told, _):
        told.app.symbols = RegularsApp(Session(), engine, look=LookPart(symbols=symbols)).symbols  # type: ignore[arg-type]
        part = await told.go_to_part("scatter")
        await told.until(lambda: part.found is not None)
        chart = part.query_one("Chart")
        await told.until(lambda: chart.copied().strip())
        chart.forget()
        await told.pilot.pause()
        assert chart.copied().isascii() == (symbols == "ascii")
