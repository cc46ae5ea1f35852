"""Charts of one line, for the cells of a table."""

from __future__ import annotations

from collections.abc import Sequence

from tui.charts.numbers import finite
from tui.charts.symbols import BRAILLE, Symbols


def sparkline(values: Sequence[float | None], width: int, symbols: Symbols = BRAILLE) -> str:
    """The last `width` values as columns of one line, from zero or the least value below it; a gap is blank."""
    known = [finite(value) for value in values[-width:]] if width > 0 else []
    numbers = [value for value in known if value is not None]
    low, high = min(0.0, *numbers, 0.0), max(0.0, *numbers, 0.0)
    top = len(symbols.up) - 1
    columns = [
        " " if value is None or high <= low else symbols.up[max(1, round((value - low) / (high - low) * top))]
        for value in known
    ]
    return "".join(columns).ljust(max(width, 0))


def tiny_bar(share: float | None, width: int, symbols: Symbols = BRAILLE) -> str:
    """A bar of exactly `width` cells for a share from 0 to 1; what is not nothing shows, as a thin mark if it is too little for more."""
    known = finite(share)
    if width <= 0 or known is None or known <= 0:
        return " " * max(width, 0)
    parts = len(symbols.across) - 1
    full, rest = divmod(round(min(known, 1.0) * width * parts), parts)
    if not full and not rest:
        return symbols.thin.ljust(width)
    return (symbols.across[-1] * full + (symbols.across[rest] if rest else "")).ljust(width)
