"""Where the rows of a text table begin, and whether the first of them names the columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.patterns import later
from core.source.cells import MISSING_WORDS, CellKind, cell_kind
from core.source.header_names import name_words, names_over

HeaderWish = Literal["auto", "yes", "no"]

_YEAR = later(r"(?:19|20)\d\d")
# So many columns lack a name of their own where a row heads groups of them, and so many hold numbers or dates.
LEAST_GROUPED = 2
LEAST_OVER_VALUES = 2
_ROWS_ABOVE = 50
_ROWS_COMPARED = 200

# Words that columns of sales are named with, in seven languages.
_KNOWN_TEXT = """
id no nr num number code key date time day month year name email mail phone address city town region
state country zip postcode customer client buyer member user account order invoice receipt bill
transaction basket quantity qty units price cost amount total sum value revenue sales sale discount tax
vat currency product item article sku stock stockcode description category brand status segment gender
age channel store shop payment type recency frequency monetary first last net gross line ref reference
klant klantnummer klantnr bestelling bestelnummer factuur factuurnummer datum aantal prijs bedrag totaal
artikel omschrijving land stad naam korting btw besteldatum omzet winkel kunde kunden kundennummer
kundennr bestellung bestellnummer rechnung rechnungsnummer menge anzahl preis betrag summe artikelnummer
bezeichnung beschreibung produkt stadt umsatz rabatt einzelpreis gesamt bestelldatum rechnungsdatum
stückpreis stueckpreis numéro numero commande facture quantité quantite prix montant désignation
designation libellé libelle produit pays ville nom remise référence cliente clienti ordine fattura data
quantità quantita prezzo importo totale prodotto articolo descrizione paese città citta nome sconto
codice pedido factura fecha cantidad precio importe producto artículo articulo descripción descripcion
país pais ciudad nombre descuento código codigo encomenda fatura quantidade preço preco valor produto
artigo descrição descricao cidade desconto montante
"""
_KNOWN_WORDS = frozenset(_KNOWN_TEXT.split())


@dataclass(frozen=True, slots=True)
class Start:
    """The rows above the table, and its first row (a header or data)."""

    rows_above: int
    header: bool
    names: tuple[str, ...]
    reasons: tuple[str, ...]
    found: str = ""
    """A sentence where it had to be assumed which column has no name."""


def find_start(
    rows: Sequence[Sequence[str]], width: int, wish: HeaderWish, *, in_place: bool = False
) -> Start:
    """Where the table begins in `rows` (blank ones are empty lists), `width` being their usual length.

    `in_place` says that a name stands over its cells, as in a sheet, so that a short header lacks the last ones.
    """
    above = _rows_above(rows, width)
    reasons: list[str] = []
    titles = sum(1 for row in rows[:above] if any(cell.strip() for cell in row))
    if titles:
        reasons.append(titles_left_out(titles))
    table = [row for row in rows[above:] if row]
    if not table:
        return Start(above, header=False, names=_numbered(max(width, 1)), reasons=tuple(reasons))
    first, below = table[0], [row for row in table[1:] if len(row) == width][:_ROWS_COMPARED]
    if wish == "auto":
        header, why = _is_header(first, below)
    else:
        header, why = wish == "yes", f"{'a' if wish == 'yes' else 'no'} header: as asked"
    reasons.append(why)
    if not header:
        return Start(above, header, _numbered(max(width, 1)), tuple(reasons))
    named = names_over(first, below, width, in_place=in_place)
    return Start(above, header, named.names, tuple(reasons), named.found)


def titles_left_out(lines: int) -> str:
    """The sentence on lines above a table."""
    return f"{lines} line{'' if lines == 1 else 's'} of title or comment above the table {'is' if lines == 1 else 'are'} left out"


def _rows_above(rows: Sequence[Sequence[str]], width: int) -> int:
    """How many rows stand above the table: blank ones, comments and titles."""
    # Spreadsheets fill up every line with delimiters; without them a title is as short as it looks.
    rows = [_unpadded(row) for row in rows[: _ROWS_ABOVE + 1]]
    for place, row in enumerate(rows[:_ROWS_ABOVE]):
        if row and not _is_title(row, rows[place + 1 :], width):
            return place
    return 0


def _unpadded(row: Sequence[str]) -> list[str]:
    """A row that holds one cell, less the empty ones behind it; any other as it is."""
    cells = list(row)
    if sum(bool(cell.strip()) for cell in cells) > 1:
        return cells
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _is_title(row: Sequence[str], below: Sequence[Sequence[str]], width: int) -> bool:
    if width < 2:
        return row[0].startswith("#") and len(row[0].split()) > 1
    filled = sum(bool(cell.strip()) for cell in row)
    following = next((other for other in below if any(cell.strip() for cell in other)), None)
    if following is None or not filled:
        return following is not None
    if len(row) == width and _heads_groups(row, below, width):
        return True
    if len(row) > width and _names_all(following, width) and not _all_words(row):
        return True  # what a program says of the file, in fields of its own
    if len(row) == width or filled >= width:
        # A spreadsheet fills up a title line with delimiters; a header stands right below it.
        lonely = filled == 1 and _all_words(following) and len(following) == width
        return lonely and sum(bool(cell.strip()) for cell in following) > 1
    if row[0].startswith("#") and not (_all_words(row) and filled == width):
        return True
    # A header may lack the name of one column, or of the empty one that a last delimiter makes.
    short_header = filled >= 2 and filled >= width - 1 and _all_words(row) and len(following) == width
    return not short_header


def _heads_groups(row: Sequence[str], below: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a row of words groups the columns that the row below it names, each in the first of its cells or in all of them."""
    named, values = [other for other in below if any(cell.strip() for cell in other)][:1], below[1:]
    if not named or not _all_words(row) or not _names_all(named[0], width):
        return False
    if len({cell.strip() for cell in row} - {""}) > width - LEAST_GROUPED:
        return False
    body = [other for other in values if len(other) == width][:_ROWS_COMPARED]
    # A first row of data may say "unknown" in one place, but hardly in two.
    over_values = sum(
        _column_kind([other[place] for other in body]) in ("number", "date") for place in range(width)
    )
    return over_values >= LEAST_OVER_VALUES


def _names_all(row: Sequence[str], width: int) -> bool:
    """Whether a row can only be a header: as many words as there are columns, none of them twice."""
    names = {cell.strip() for cell in row} - {""}
    return len(row) == len(names) == width > 1 and _all_words(row)


def _all_words(row: Sequence[str]) -> bool:
    return all(cell_kind(cell) in ("text", "empty") for cell in row)


def _is_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[bool, str]:
    """Whether the first row names the columns, with the reason."""
    kinds = [cell_kind(cell) for cell in first]
    if not below:
        words = all(kind in ("text", "empty") for kind in kinds)
        what = "holds only words" if words else "holds numbers or dates"
        return words, f"the only line is {'a header' if words else 'data'}: it {what}"
    contrasts = values = known = 0
    votes = 0.0
    for position, (cell, kind) in enumerate(zip(first, kinds, strict=True)):
        column = [row[position] for row in below if position < len(row)]
        body = _column_kind(column)
        if cell.strip().lower() in MISSING_WORDS or kind == "empty":
            continue
        if kind in ("number", "date"):
            alike = kind == body and not _is_year_over_amounts(cell, column)
            values += alike
            votes -= 3.0 if alike else 0.5
        elif body in ("number", "date"):
            contrasts += 1
            votes += 2.0
        elif body == "text":
            votes += _word_votes(cell, column)
        if _known_share(cell) and kind == "text":
            known += 1
            votes += 1.5
    repeated = Counter(cell.strip() for cell in first if cell.strip())
    votes -= sum(count - 1 for count in repeated.values())
    return votes >= 0, _header_reason(votes >= 0, len(first), contrasts, values, known)


def _header_reason(header: bool, cells: int, contrasts: int, values: int, known: int) -> str:
    if header and contrasts:
        return "the first line is a header: its cells are words where the columns below hold numbers or dates"
    if header and known:
        verb = "reads like the name of a column" if known == 1 else "read like names of columns"
        return f"the first line is a header: {known} of its {cells} cells {verb}"
    if header:
        return "the first line is taken as a header: none of its cells occurs below it"
    if values:
        return "no header: the first line holds numbers or dates like the lines below it"
    return "no header: the cells of the first line are like those below it"


def _column_kind(cells: Sequence[str]) -> CellKind:
    counts = Counter(cell_kind(cell) for cell in cells if cell.strip().lower() not in MISSING_WORDS)
    del counts["empty"]
    return counts.most_common(1)[0][0] if counts else "empty"


def _is_year_over_amounts(cell: str, column: Sequence[str]) -> bool:
    """Whether a year names a column of figures: no value below it looks like a year."""
    return bool(_YEAR.fullmatch(cell.strip())) and not any(_YEAR.fullmatch(value.strip()) for value in column)


def _word_votes(cell: str, column: Sequence[str]) -> float:
    """How much a cell of text stands out from the text below it."""
    filled = [value.strip() for value in column if value.strip()]
    name = cell.strip()
    if name in filled:
        return -2.0
    votes = 0.0
    if all(any(map(str.isdigit, value)) for value in filled) and not any(map(str.isdigit, name)):
        votes += 1.0
    if len(filled) > 2 and len({len(value) for value in filled}) == 1 and len(name) != len(filled[0]):
        votes += 1.0
    if len(name) > 60 or "@" in name:
        votes -= 1.0
    same_shape = {_shape(value) for value in filled} == {_shape(name)}
    return votes - 1.0 if same_shape and any(map(str.isdigit, name)) else votes


def _shape(text: str) -> str:
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "0", text))


def _known_share(cell: str) -> bool:
    words = name_words(cell)
    return bool(words) and len(words) <= 6 and any(word in _KNOWN_WORDS for word in words)


def _numbered(width: int) -> tuple[str, ...]:
    return tuple(f"column {number}" for number in range(1, width + 1))
