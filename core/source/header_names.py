"""The names of columns, where the header may lack one: which column that is, and what has to be said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.source.cells import CellKind, cell_kind

# What cells below such a word hold, in seven languages.
_DATE_TEXT = """
date datum data fecha day time timestamp created orderdate invoicedate besteldatum bestelldatum rechnungsdatum
"""
_NUMBER_TEXT = """
quantity qty units price cost amount total sum value revenue discount unitprice aantal prijs bedrag totaal omzet
korting menge anzahl preis betrag summe umsatz rabatt einzelpreis gesamt quantité quantite prix montant remise
quantità quantita prezzo importo totale sconto cantidad precio importe descuento quantidade preço preco valor
montante desconto
"""
_DATE_WORDS, _NUMBER_WORDS = frozenset(_DATE_TEXT.split()), frozenset(_NUMBER_TEXT.split())


@dataclass(frozen=True, slots=True)
class Named:
    """A name for every column, and a sentence where it had to be assumed which one the header lacks."""

    names: tuple[str, ...]
    found: str = ""


def names_over(
    first: Sequence[str], below: Sequence[Sequence[str]], width: int, *, in_place: bool = False
) -> Named:
    """The names in the row `first` for the columns of the rows below it; `in_place`: each stands over its cells."""
    cells = [cell.strip() for cell in first]
    missing = width - len(cells)
    found = ""
    # A delimiter after the last cell of each row makes an empty column, of which nobody needs to hear.
    if missing == 1 and not in_place and any(row[-1].strip() for row in below):
        leading, why = _lacks_the_first(cells, below)
        place = 1 if leading else width
        cells = ["", *cells] if leading else [*cells, ""]
        found = (
            f"Its rows have one cell more than its header has names, so one column has no name: the {'first' if leading else 'last'} one,"
            f" it is assumed, {why}. It is called 'column {place}'."
        )
    cells += [""] * (width - len(cells))
    return Named(tuple(cell or f"column {number}" for number, cell in enumerate(cells, 1)), found)


def name_words(name: str) -> list[str]:
    """The words of a column's name in small letters."""
    spaced = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", name)
    return [word for word in re.split(r"[\W\d_]+", spaced.lower()) if word]


def _lacks_the_first(names: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[bool, str]:
    """Whether it is the first column that has no name, and why."""
    with_first = _fitting(names, [row[1:] for row in below])
    with_last = _fitting(names, [row[:-1] for row in below])
    if with_first != with_last:
        return with_first > with_last, "since so the names fit what stands below them"
    # As R writes the names of its rows.
    if all(row[-1].strip() for row in below) and _is_counter([row[0] for row in below]):
        return True, "since it counts the rows"
    return False, "since nothing tells"


def _fitting(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """How many cells are what the name of their column says, less those that are not."""
    fitting = 0
    for place, name in enumerate(names):
        kind = _kind_of(name)
        if kind is not None:
            cells = [cell_kind(row[place]) for row in rows if row[place].strip()]
            fitting += 2 * cells.count(kind) - len(cells)
    return fitting


def _kind_of(name: str) -> CellKind | None:
    words = frozenset(name_words(name))
    if words & _DATE_WORDS:
        return "date"
    return "number" if words & _NUMBER_WORDS else None


def _is_counter(cells: Sequence[str]) -> bool:
    numbers = [int(cell) for cell in map(str.strip, cells) if cell.isascii() and cell.isdecimal()]
    return len(numbers) == len(cells) and all(later - number == 1 for number, later in pairwise(numbers))
