"""Columns that are called as the numbers of documents are, and hold their kinds: `Documento` with Fatura and Nota de Crédito."""

from __future__ import annotations

from collections.abc import Collection

from core.columns.cancelled import INVOICES, credits_beside_sales, says_cancelled
from core.columns.words import Reading

# More kinds than a program has for its documents are something else.
MOST_KINDS = 12
# What names that may be of a document, or of its kind, speak of; a name that says more says which.
OF_DOCUMENTS = frozenset(("order", "orders", "sale", "sales", "voucher", "unit"))
SALES = INVOICES | {
    "sales", "cash sale", "pos sale", "purchase", "invoices", "ticket", "verkauf", "barverkauf", "rechnungen", "kassenbon", "verkoop", "kassabon", "vente",
    "facture simplifiee", "vendita", "scontrino", "ricevuta", "ricevuta fiscale", "fattura accompagnatoria", "venta", "nota de venta", "boleta", "venda",
    "nota fiscal",
}  # fmt: skip


def may_be_of_kinds(reading: Reading) -> bool:
    """Whether a name leaves open that a column holds kinds of documents: it is of documents, or says nothing."""
    return reading.concepts <= OF_DOCUMENTS


def are_kinds(reading: Reading, values: Collection[str]) -> bool:
    """Whether a column with such a name holds kinds of documents, by the few values in it: sales, and what was taken back.

    Where the name is of documents one of the two says it; a strange name says nothing, so that both have to be there.
    """
    if not 0 < len(values) <= MOST_KINDS:
        return False
    if any(any(letter.isdigit() for letter in value) for value in values):
        return False  # numbers, with the kind before them
    sold = any(_folded(value) in SALES for value in values)
    back = bool(credits_beside_sales(values)) or any(map(says_cancelled, values))
    return (sold or back) if reading.concepts else (sold and back)


def _folded(kind: str) -> str:
    return " ".join(kind.casefold().replace("-", " ").replace("/", " ").split())
