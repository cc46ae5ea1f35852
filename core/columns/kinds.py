"""Columns that are called as the numbers of documents are, and hold their kinds: `Documento` with Fatura and Nota de Crédito."""

from __future__ import annotations

import re
from collections.abc import Collection

from core.columns.cancelled import INVOICES, MOVEMENTS_OF_SALES, credits_beside_sales, says_cancelled
from core.columns.words import Reading, plain
from core.patterns import later

# More kinds than a program has for its documents are something else.
MOST_KINDS = 12
# What names that may be of a document, or of its kind, speak of; a name that says more says which.
OF_DOCUMENTS = frozenset(("order", "orders", "sale", "sales", "voucher", "unit"))
SALES = INVOICES | MOVEMENTS_OF_SALES | {
    "sales", "cash sale", "pos sale", "purchase", "invoices", "ticket", "verkauf", "barverkauf", "rechnungen", "kassenbon", "verkoop", "kassabon", "vente",
    "facture simplifiee", "vendita", "scontrino", "ricevuta", "ricevuta fiscale", "fattura accompagnatoria", "venta", "nota de venta", "boleta", "venda",
    "nota fiscal",
}  # fmt: skip

# Invoices of a part paid in advance, and those of the rest or of the whole that follow: all without accents and in small letters.
_DEPOSIT = later(
    r"(?:deposit|down ?payment|pre ?payment|advance(?: payment)?|progress(?: billing)?|interim|partial|stage(?: payment)?)"
    r" (?:invoice|bill|request)s?|deposits?|down ?payments?|pre ?payments?"
    r"|(?:anzahlungs?|abschlags?(?:zahlungs?)?|a ?konto|a ?conto|akonto|vorauszahlungs?|vorschuss|teil|zwischen) ?(?:rechnung|faktura)(?:en)?"
    r"|anzahlung(?:en)?|abschlagszahlung(?:en)?|akonto"
    r"|(?:aanbetalings?|voorschot|termijn|deel|vooruitbetalings?)[ -]?(?:factuur|facturen|nota)|aanbetaling(?:en)?|voorschot"
    r"|factures? (?:d )?(?:acomptes?|avances?|arrhes|situation)|factures? (?:de )?situation|factures? intermediaires?|acomptes?|arrhes"
    r"|fattur[ae] (?:di |d )?(?:acconto|anticipo)|(?:acconto|anticipo)(?: (?:anticipo )?su fattura)?|td02"
    r"|facturas? (?:de |por )?(?:anticipos?|senal|pago a cuenta)|factura a cuenta|anticipos?|pago a cuenta"
    r"|faturas? (?:de |por )?(?:adiantamentos?|antecipacao|sinal)|adiantamentos?"
)
_FINAL = later(
    r"(?:final|closing|balance|completion) (?:invoice|bill)s?"
    r"|(?:schluss|end|abschluss|rest|schlussabschlags)[ -]?(?:rechnung|faktura)(?:en)?"
    r"|(?:eind|slot|rest)[ -]?(?:factuur|facturen|nota|afrekening)"
    r"|factures? (?:de |du )?(?:solde|finale|cloture)|factures? (?:finales?|definitives?|soldes?)|decompte (?:final|definitif)"
    r"|fattur[ae] (?:a |di )?saldo|fattur[ae] (?:finale|finali|conclusiva)"
    r"|facturas? (?:de )?(?:saldo|liquidacion|cierre)|facturas? final(?:es)?|liquidacion final"
    r"|faturas? (?:de |do )?(?:saldo|liquidacao)|faturas? fina(?:l|is)"
)


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


def is_deposit(kind: str) -> bool:
    """Whether a kind of document is an invoice of a deposit."""
    return _DEPOSIT.fullmatch(_words(kind)) is not None


def is_final(kind: str) -> bool:
    """Whether a kind of document is the last invoice, after those of deposits."""
    return _FINAL.fullmatch(_words(kind)) is not None


def _folded(kind: str) -> str:
    return " ".join(kind.casefold().replace("-", " ").replace("/", " ").split())


def _words(kind: str) -> str:
    return " ".join(re.findall("[a-z0-9]+", plain(kind)))
