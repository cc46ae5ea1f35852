"""Numbers, money and charts as the preferences want them, on every part of a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from core.figures import PLAIN, NumberStyle
from core.preferences import LookPart
from tests.tui.sixty import customers, sales
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.app import RegularsApp
from tui.charts import Bar, Line, bar_chart, stacked_bar
from tui.charts.numbers import short, tick_texts
from tui.number_style import use_numbers
from tui.screens.models_part import between
from tui.session import Session
from tui.sources import size_text
from tui.text import amount_in, money, signed

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
        (
            "Can't Lose Them bring 1.5 %, and 'a 1.5' or \"2.5 kg\"",
            "Can't Lose Them bring 1,5 %, and 'a 1.5' or \"2.5 kg\"",
        ),
        ("'1.5' or \"2.5\" or `3.5`", "'1.5' or \"2.5\" or `3.5`"),
        ("--set x.y=0.5, v1.5 and 10.0.0.1", "--set x.y=0.5, v1.5 and 10.0.0.1"),
    ],
)
def test_numbers_in_a_sentence_are_written_as_preferred(sentence: str, written: str) -> None:
    assert DUTCH.sentence(sentence) == written
    assert PLAIN.sentence(sentence) == sentence


def test_the_amounts_of_a_sentence_stand_with_the_currency() -> None:
    said, amounts = "Of 1,234.50 came -34.50 back: 2.79 %, or 'all 34.50' of 12.", [1234.5, -34.5, None]
    assert (
        DUTCH.sentence(said, amounts) == "Of 1.234,50 EUR came -34,50 EUR back: 2,79 %, or 'all 34.50' of 12."
    )
    dollars = NumberStyle.of("1,234.56", "$")
    assert dollars.sentence(said, amounts) == "Of $1,234.50 came -$34.50 back: 2.79 %, or 'all 34.50' of 12."
    assert PLAIN.sentence(said, amounts) == said


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
def test_charts_and_what_stands_beside_them_are_written_as_preferred() -> None:
    def drawn(lines: Sequence[Line]) -> str:
        return "\n".join("".join(segment.text for segment in line) for line in lines)

    assert "12,5 %" in drawn(bar_chart([Bar("a", 1, 0.125)], 40, 1))
    assert "12,5 %" in drawn(stacked_bar([("a", 1), ("b", 7)], 40, 2))
    assert "1.000 more" in drawn(bar_chart([Bar("a", 1)] * 1002, 40, 3))
    assert between([0.8, 0.9125]) == "0,800 to 0,912"
    assert [signed(-0.1144, 3), signed(-0.001), signed(2.5)] == ["-0,114", "+0,00", "+2,50"]
    assert size_text(1_543_000) == "1,5 MB"


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


@pytest.mark.usefixtures("dutch")
async def test_what_is_told_in_words_and_headings_is_written_alike(
    engine: LastingEngine, source: Path
) -> None:
    bought = [quantity * float(price) for id_, _, _, _, quantity, price, _ in sales() if id_[0] != "C"]
    by_customer: dict[str, float] = {}
    for id_, _, customer, _, quantity, price, _ in sales():
        if id_[0] != "C":
            by_customer[customer] = by_customer.get(customer, 0) + quantity * float(price)
    async with customers(engine, source, size=(120, 40)) as (told, grid):
        least, most = (dutch_of(worth) for worth in (min(by_customer.values()), max(by_customer.values())))
        await told.sees(f"Monetary: {least} EUR to {most} EUR")
        await told.press("enter")
        await told.sees(f"{dutch_of(by_customer[str(grid.row[0])])} EUR spent")
        await told.press("escape", "4")
        await told.go_to_part("summary")
        await told.sees(f"worth {dutch_of(sum(bought))} EUR")
        await told.press("1")
        await told.go_to_part("files")
        await told.sees(dutch_of(source.stat().st_size / 1000, 1) + " KB")


def dutch_of(number: float, places: int = 2) -> str:
    """A number as the Dutch write it."""
    return f"{number:,.{places}f}".replace(",", " ").replace(".", ",").replace(" ", ".")


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


async def test_a_filter_says_where_it_reads_a_number_otherwise_than_the_screen_writes_it(
    engine: LastingEngine, source: Path, dutch: None
) -> None:
    async with customers(engine, source) as (told, _):
        await told.press("f")
        await told.type("monetary>1.000")
        await told.sees("1.000 has decimals here: write 1000 for thousands.")
        await told.type("0")
        await told.until(lambda: "has decimals here" not in screen_text(told.pilot))
