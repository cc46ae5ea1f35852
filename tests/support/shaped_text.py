"""The sales as delimited text, in one file or in two halves, and what is right of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.support.shape_checks import Shape
from tests.support.shapes import Known, Layout, Line, Truth, delimited, in_days_up_to_12, sales, truth_of

SALES = sales()
TRUTH = truth_of(SALES)
DESCRIPTIONS = {line.description for line in SALES}
EARLY = in_days_up_to_12(SALES)


def text(
    name: str,
    layout: Layout | None = None,
    *,
    lines: Sequence[Line] = SALES,
    truth: Truth | None = None,
    known: Known | None = None,
    encoding: str = "utf-8",
    header: bool = True,
    above: str = "",
    below: str = "",
    file: str = "sales.csv",
    pack: Callable[[bytes], bytes] = bytes,
    roles: Mapping[str, str] | None = None,
    settings: Mapping[str, Mapping[str, object]] | None = None,
    says: str = "",
    **dialect: Any,
) -> Shape:
    """A delimited text file."""
    layout = layout or Layout()

    def write(folder: Path) -> list[Path]:
        rows = ([layout.header()] if header else []) + layout.rows(lines)
        body = above + delimited(rows, **dialect) + below
        path = folder / file
        path.write_bytes(pack(body.encode(encoding)))
        return [path]

    return Shape(
        name,
        write,
        layout.roles() if roles is None else roles,
        truth or (TRUTH if known is None and lines is SALES else truth_of(lines, known)),
        settings or {},
        says,
    )


AMOUNTS = ("order", "product", "moment", "amount", "customer", "country")
ONLY_AMOUNT = Known(quantities=False, money="amount")


def halves(lines: Sequence[Line] = SALES) -> tuple[list[Line], list[Line]]:
    """The lines before and after a date between two orders."""
    middle = lines[len(lines) // 2].order
    cut = next(place for place, line in enumerate(lines) if line.order == middle)
    return list(lines[:cut]), list(lines[cut:])


def write_halves(folder: Path, second: Layout | None = None) -> list[Path]:
    paths = []
    for year, half, layout in zip((2023, 2024), halves(), (Layout(), second or Layout()), strict=True):
        path = folder / f"sales of {year} ['x'].csv"
        path.write_text(delimited([layout.header(), *layout.rows(half)]), encoding="utf-8")
        paths.append(path)
    return paths
