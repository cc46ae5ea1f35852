"""What kind of documents a sheet or file holds, by its own name or by that of their numbers: a stage of the sales, or what is none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.columns.documents import DELIVERIES, NO_SALE_OF, PAYMENTS, QUOTES
from core.columns.words import name_words, plain
from core.patterns import later

Kind = Literal["invoices", "deliveries", "orders", "sales", "quotes", "payments", "purchases", "carts"]

# What a name has that is of something else besides, or of all but that.
AND_MORE = later(
    r"(?<![^\W\d_])(?:and|und|et|en|e|y|plus|with|mit|met|avec|con|com|incl\w*|inkl\w*|excl\w*|exkl\w*|except|net|after|nach|na|apr[eè]s|dopo|despu[eé]s"
    r"|ap[oó]s)(?![^\W\d_])|[&+]"
)
# The words for several of each, in small letters, as a name that speaks of them has one.
_INVOICES = "invoices|rechnungen|facturen|factures|fatture|facturas|faturas"
_ORDERS = "orders|bestellungen|auftr(?:[aä]|ae)ge|bestellingen|commandes|ordini|pedidos|encomendas"
_SALES = "sales(?! (?:returns?|credit))|verk(?:[aä]|ae)ufe|verkopen|ventes|vendite|ventas|vendas"
SEVERAL_SALES = later(rf"(?<![^\W\d_])(?:{_INVOICES}|{_ORDERS}|{_SALES})(?![^\W\d_])")

# From here on without accents: in the order in which they are looked for, so that purchase orders are no orders.
_ABANDONED = (
    r"abandoned (?:shopping )?(?:carts?|baskets?|checkouts?|orders?)|(?:carts?|baskets?|checkouts?) abandoned"
    r"|(?:abgebrochene|verlassene) (?:warenkorbe|bestellungen|checkouts|einkaufe)|warenkorbabbruche?"
    r"|(?:verlaten|afgebroken) (?:winkel(?:wagens|wagentjes|mandjes|manden)|bestellingen|orders)"
    r"|paniers? abandonnes?|commandes? abandonnees?|carrell[oi] abbandonat[oi]|ordini abbandonati"
    r"|carr(?:it|inh)os? abandonados?|cestas? abandonadas?|(?:pedidos|encomendas) abandonad[oa]s"
)
_PURCHASES = (
    r"(?:purchase|vendor|supplier)s? (?:orders?|invoices?|bills?)|purchases"
    r"|einka(?:e)?ufe|einkaufs ?(?:rechnung|bestellung)(?:en)?|einkaufs ?auftrage?|eingangs ?rechnung(?:en)?|lieferanten ?(?:rechnung|bestellung)(?:en)?"
    r"|inkopen|inkoop ?(?:orders?|factuur|facturen|bestelling(?:en)?)|leveranciers ?(?:orders|facturen|bestellingen)"
    r"|achats|(?:commandes?|factures?) (?:d )?(?:achats?|(?:de )?fournisseurs?)"
    r"|acquisti|(?:ordin[ei]|fattur[ae]) (?:(?:di )?acquisto|(?:a |di )?fornitori|passiv[ae]|ricevut[ae])"
    r"|compras|(?:pedidos?|facturas?|faturas?|encomendas?|ordenes) (?:(?:de )?compras?|(?:de |a )?(?:proveedores|fornecedores)|recibidas|recebidas)"
)
_OFFERS = (
    "offers|kostenvoranschlage?|propuestas|propostas|ofertas|pro ?formas?(?: (?:invoices?|rechnung(?:en)?|factu(?:ur|ren)))?"
    "|(?:facturen?|factuur|factures?|fattur[ae]|facturas?|faturas?) pro ?formas?"
)
_DELIVERED = (
    "deliveries|delivered|lieferungen|leverbon(?:nen)?|leveringen|livraisons|bl|bolle?(?: di consegna)?|ddt|document[oi] di trasporto|consegne"
    "|albaran(?:es)?|entregas|guias?(?: de (?:remessa|transporte|remision|entrega))?|remisiones"
)
_PAID = "incass[oi]|cobros?|encaissements?|ontvangsten|recebimentos?|recibos?|zahlungs ?eingange?"
_ORDERED = (
    "order confirmations?|auftrags ?bestatigung(?:en)?|bestell ?bestatigung(?:en)?|order ?bevestiging(?:en)?|bons? de commande|confirmations? de commande"
    "|conferm[ae] d ?ordine|(?:commandes?|ordini|ordine|pedidos?|encomendas?) (?:de |di )?(?:client[ei]?s?|clientes?|ventes?|vendit[ae]|ventas?|vendas?)"
)
_WORDS: tuple[tuple[Kind, str], ...] = (
    ("carts", _ABANDONED),
    ("purchases", _PURCHASES),
    ("deliveries", f"{DELIVERIES}|{_DELIVERED}"),
    ("quotes", f"{NO_SALE_OF}(?:{plain(QUOTES)}|{_OFFERS})"),
    ("payments", f"{NO_SALE_OF}(?:{plain(PAYMENTS)}|{_PAID})"),
    (
        "invoices",
        rf"(?:(?:sales|customer|tax) )?(?:{_INVOICES}|invoice)|(?:ausgangs|verkaufs|kunden) ?rechnung(?:en)?|rechnung|verkoop ?(?:factuur|facturen)|factuur"
        r"|facture|fattura|factura|fatura",
    ),
    (
        "orders",
        rf"{_ORDERED}|(?:(?:sales|customer|client) )?(?:{_ORDERS}|order)|(?:kunden|verkaufs) ?auftra(?:e)?ge?|kunden ?bestellung(?:en)?|auftrag|bestellung"
        r"|(?:verkoop|klant) ?orders?|bestelling|bestell?|commande|ordine|pedido|encomenda",
    ),
    ("sales", f"{_SALES}|sale|transactions|verkauf|umsa(?:e)?tze?|verkoop|vente|vendita|venta|venda"),
)
_KINDS = tuple((kind, re.compile(f"(?<![a-z])(?:{words})(?![a-z])")) for kind, words in _WORDS)
# What says nothing of which documents, or of whose they are.
_NEUTRAL = frozenset((
    "export", "exports", "list", "lists", "liste", "listen", "lijst", "elenco", "listado", "lista", "table", "tabelle", "tbl", "data", "daten",
    "report", "all", "alle", "the", "der", "die", "das", "de", "des", "du", "le", "la", "les", "il", "of", "my", "our", "nr", "no", "copy", "kopie",
    "csv", "xlsx", "sheet", "blatt", "blad", "feuil", "feuille", "foglio", "hoja", "folha", "planilha",
))  # fmt: skip
# What calls a table one of the lines of documents, by itself or at the end of a word (`Bestellpositionen`).
_LINES = frozenset((
    "line", "lines", "item", "items", "lineitem", "lineitems", "position", "positions", "detail", "details", "zeile", "zeilen", "positionen",
    "artikel", "regel", "regels", "ligne", "lignes", "article", "articles", "riga", "righe", "voci", "dettaglio", "dettagli", "linea", "lineas",
    "detalle", "detalles", "articulos", "linha", "linhas", "itens", "detalhe", "detalhes",
))  # fmt: skip
_ENDS_IN_LINES = later("[a-z]{3,}(?:positionen|zeilen|posten|regels|details)")


# What a column of numbers is called besides what it numbers: of two words, or at the end of one (`Auftragsnr`).
_NUMBERS = frozenset(("nr", "no", "num", "number", "numero", "nummer", "id", "code", "ref", "reference", "referenz", "key"))  # fmt: skip
_ENDS_IN_NUMBER = later("([a-z]{4,}?)s?(?:nr|no|num|number|nummer|id|code)")
_LINKED = later("[a-z]+(?:ung|rag|bot)s")
# What may be told by what the numbers are called: a purchase order is also one that customers send.
_TOLD_BY_NUMBERS: tuple[Kind, ...] = ("invoices", "deliveries", "orders", "quotes", "payments")


@dataclass(frozen=True, slots=True)
class DocumentName:
    """A kind of documents and what a name says besides, as of which shop they are."""

    kind: Kind
    rest: frozenset[str]


def read_document_name(name: str) -> DocumentName | None:
    """What a name says; None where it speaks of none of the kinds, of several, or of something else besides."""
    kinds, rest = _kinds_in(name_words(name))
    return DocumentName(kinds[0], rest) if len(kinds) == 1 and not AND_MORE.search(name.casefold()) else None


def told_by_numbers(name: str, numbers: str) -> DocumentName | None:
    """What documents a sheet or file holds by what the column of their `numbers` is called (`Invoice No`); None where its own `name` says it."""
    own, rest = _kinds_in(name_words(name))
    kinds, _ = _kinds_in([_numbered(word) for word in name_words(numbers) if word not in _NUMBERS])
    if len(kinds) != 1 or kinds[0] not in _TOLD_BY_NUMBERS or AND_MORE.search(name.casefold()):
        return None
    return DocumentName(kinds[0], rest) if own in ([], ["sales"]) else None


def _kinds_in(spoken: Sequence[str]) -> tuple[list[Kind], frozenset[str]]:
    """The kinds that words speak of, and what they say besides."""
    words = " ".join(spoken)
    found: list[Kind] = []
    for kind, pattern in _KINDS:
        words, times = pattern.subn(" ", words)
        found += [kind] * times
    return found, frozenset(words.split()) - _NEUTRAL


def _numbered(word: str) -> str:
    """What a word says is numbered: `auftragsnr` and `auftrags` an `auftrag`."""
    if ended := _ENDS_IN_NUMBER.fullmatch(word):
        return ended[1]
    return word.removesuffix("s") if _LINKED.fullmatch(word) else word


def is_of_lines(name: str) -> bool:
    """Whether a name says that a table holds the lines of documents."""
    return any(word in _LINES or _ENDS_IN_LINES.fullmatch(word) for word in name_words(name))
