"""Text on its way to the screen: whatever comes from data passes here, and nothing is ever read as markup."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from math import isinf
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from core.printable import printable
from tui.number_style import number_style

ELLIPSIS = "…"
MOST_CHARACTERS = 400


def plain(value: object, most: int = MOST_CHARACTERS) -> str:
    """A value as one harmless line."""
    return printable(value, most)


def fitted(value: object, width: int) -> str:
    """A value as one harmless line of exactly `width` cells, cut with an ellipsis where it is longer."""
    if width <= 0:
        return ""
    if isinstance(value, str) and len(value) <= width and value.isascii() and value.isprintable():
        return value.ljust(width)  # as most cells are
    shown = printable(value, max(width * 2, width + 1))
    if cell_len(shown) <= width:
        return set_cell_size(shown, width)
    return set_cell_size(shown, width - 1) + ELLIPSIS


def first_fitting(wordings: Sequence[str], width: int) -> str:
    """The first of several wordings of one thing that has room in so many cells; of none that has, the last, cut."""
    return next((one for one in wordings if cell_len(one) <= width), fitted(wordings[-1], width).rstrip())


def right_fitted(value: object, width: int) -> str:
    """The same at the right edge; a number that has no room shows that, rather than some of its digits."""
    shown = printable(value)
    length = len(shown) if shown.isascii() else cell_len(shown)
    if length <= width:
        return " " * (width - length) + shown
    return "#" * width


def as_fits(sentences: Iterable[str], width: int, lines: int) -> str:
    """The first of some sentences, as many as have room in so many lines; the first one always."""
    text = ""
    for sentence in filter(None, sentences):
        longer = f"{text} {sentence}".strip()
        if text and len(textwrap.wrap(longer, max(1, width))) > lines:
            break
        text = longer
    return text


def styled(*parts: str | tuple[str, str]) -> Text:
    """Text of parts, each plain or with a style; never markup."""
    return Text.assemble(*parts, end="")


def prose(sentence: object, most: int = MOST_CHARACTERS, amounts: Collection[float | None] = ()) -> str:
    """A sentence of the engine as one harmless line, with its numbers, and those that are `amounts`, as the preferences write them."""
    return plain(number_style().sentence(str(sentence), amounts), most)


def currency_cells() -> int:
    """How many cells the currency takes beside an amount."""
    return cell_len(money(0)) - len("0.00")


def amount_in(width: int, amount: float) -> str:
    """An amount in so many cells: to the cent, else without the currency, else in short; empty where even that has no room."""
    from tui.charts.numbers import short  # which comes with all charts, and hardly ever here

    bare = number_style()._replace(currency="").money(amount)
    ways = (money(amount), bare, short(amount))
    return next((way for way in ways if cell_len(way) <= width), "")


def whole(number: float | None) -> str:
    """A count."""
    return "" if number is None else number_style().number(number)


def counted(number: float, noun: str) -> str:
    """A count with what it counts, which takes an s where it is not one."""
    return f"{whole(number)} {noun}" if number == 1 else f"{whole(number)} {noun}s"


def money(amount: float | None, places: int = 2) -> str:
    """An amount of money, to the cent."""
    return "" if amount is None else number_style().money(amount, places)


def decimal(number: float | None, places: int = 1) -> str:
    """A number with so many decimals."""
    return "" if number is None else number_style().number(number, places)


def signed(value: float, places: int = 2) -> str:
    """A number with its sign; nothing is +0.00."""
    return ("-" if round(value, places) < 0 else "+") + decimal(abs(value), places)


def per_cent(share: float | None) -> str:
    """A share of 0 to 1, in per cent; never nothing or all where it is not."""
    if share is None:
        return ""
    if 0 < share < 0.0005:
        return f"<{decimal(0.1)} %"
    return f">{decimal(99.9)} %" if 0.9995 <= share < 1 else f"{decimal(100 * share)} %"


def day(value: date | datetime | None) -> str:
    """A date, with its time where it has one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.strftime("%Y-%m-%d %H:%M") if (value.hour or value.minute) else value.strftime("%Y-%m-%d")
        )
    return value.isoformat()


def cell(value: Any, kind: str) -> str:
    """A cell of a table by the kind of its column, as `tui.widgets.rows` has them. A text is as it is written."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if kind == "money":
        return money(float(value))
    if kind in SHARES:
        return SHARES[kind](value)
    if kind == "figure":
        return decimal(float(value), 3)
    if kind == "number":
        return whole(value) if isinstance(value, int) else _trimmed(float(value))
    if isinstance(value, date):
        return day(value) if kind != "day" else f"{value:%Y-%m-%d}"
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value)


def _points(share: float) -> str:
    """A share of 0 to 1 under a heading that says per cent."""
    return decimal(100 * share)


def _change(share: float) -> str:
    """By how much something is more or less than it was, in per cent: without bounds where it was nothing."""
    if isinf(share):
        return "new"
    return f"{'+' if share > 0 else ''}{decimal(100 * share)}" if share else "same"


SHARES: Mapping[str, Callable[[float], str]] = {"share": _points, "percent": per_cent, "change": _change}


def decimals_of(value: float) -> int:
    """How many decimals a number has, up to six."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def _trimmed(value: float) -> str:
    return decimal(value, decimals_of(value))
