"""What marks a cancellation: letters in front of what is otherwise an order's number, and the words and dates of a column for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.columns.words import name_words, plain, read_name
from core.patterns import later

# Letters that shops put before the number of a cancellation, credit note, return or refund.
MARKS = frozenset((
    "C", "CN", "CR", "CRN", "CM", "CAN", "CANC", "CXL", "R", "RE", "RET", "RMA", "REF", "RF", "REFUND", "RETURN", "VOID", "X", "STO", "STORNO", "ST",
    "GS", "GU", "AV", "AVOIR", "NC", "ND", "NOTA", "DEV",
))  # fmt: skip
# Those of them that hardly ever stand for anything else: where their amounts say nothing, a person is asked.
DOUBTFUL_MARKS = MARKS - frozenset(["C", "R", "RE", "REF", "ST", "STO", "X", "ND", "NOTA", "GU", "CM", "DEV"])
# `C` is what the field uses; the other letters mean something else in some shops, so their amounts have to speak too.
CERTAIN_MARK = "C"
# The number may be in parts, and of a series: GS-2023-00017, NC A/12.
SERIES_PATTERN = "(?:[-_ /][A-Za-z][A-Za-z0-9]{0,5})?"
MARKED_PATTERN = rf"([A-Za-z]{{1,6}}){SERIES_PATTERN}[-_ /.]?[0-9]+(?:[-_ /.][0-9]+)*"
MARKED = later(MARKED_PATTERN)
# Above this share of the orders, letters are simply how the shop numbers them.
MOST_MARKED = 0.4
LEAST_NEGATIVE = 0.9
# What a cell of a column called `is_cancelled` says where the row is.
YES = (
    "true", "t", "yes", "y", "1", "1.0", "ja", "j", "oui", "o", "si", "sí", "sì", "s", "sim", "vrai", "wahr", "waar", "vero", "verdadero",
    "verdadeiro", "x", "✓", "✔", "☑", "✅",
)  # fmt: skip
# What it says where the row is not.
NO = frozenset(
    (
        "no", "n", "not", "nein", "nee", "non", "não", "nao", "false", "f", "0", "0.0", "falsch", "faux", "onwaar", "falso", "-", "–", "—",
    )
)  # fmt: skip

# What a status or a kind of document says of an order that did not stand, in the languages that roles are guessed in: participles (`devuelto`) and
# nouns (`devolución`), in small letters and from the beginning of a word. Both engines' regular expressions know no more than what is used here.
_CREDIT_NOTES = (
    "(ar|sales)?credit.?(notes?|memos?|invoices?)|[ck]redit[- ]?(nota|factuur|facturen|faktura)|gutschrift|rechnungskorrektur|korrekturrechnung"
    "|avoirs?([^a-z]|$)|not[ae]s? (di |de |d.)?(ac)?cr[eé]dit|re(c|t)?tificativ|(factura|nota|documento|ticket|albar[aá]n)s? (de )?abonos?([^a-z]|$)"
    "|(ge)?crediteerd|crediter(ing|en)([^a-z]|$)"
    # Types of documents in Italian electronic invoices; no others are written so.
    "|td0[48]([^a-z0-9]|$)"
)
_CANCELLED = (
    "cancel|void|reversed|reversal|charged?.?back|e?storn|annul|geannul|anulad|anula[cç]|widerrufen([^a-z]|$)"
)
_REFUNDED = (
    "refund|zurückg|(rück)?erstattet|terugbetaa?l|teruggave|rembours|rimbors|reembols|restitu"
    "|(rück|rueck)?erstattung(en)?([^a-z]|$)|r(ü|ue)ck(vergütung|zahlung|buchung)(en)?([^a-z]|$)"
)
_RETURNED = (
    "returned|(ge)?retourn|res[oi]([^a-z]|$)|devolv|devuel|devoluc|devoluç"
    "|retour(en|e|n|s|[- ]?(factuur|bon|order|zending|nota|rechnung|schein|ware|sendung|lieferung|beleg|auftrag|gut))?([^a-z]|$)"
    "|r(ü|ue)ck(sendung|gabe|nahme|lieferung)(en)?([^a-z]|$)|terugname([^a-z]|$)|terug(gestuurd|gezonden)"
)
# Deals and quotes that were lost, as programs for sales call them; a parcel that was lost on its way is not meant, nor what is `Perso` in French.
_DEAL = (
    "closed?|deal|opportunity|opp|quote|offer|geschlossen|abgeschlossen|verkaufschance|angebot|auftrag|gesloten|afgesloten|offerte|ferm[ée]e?|cl[oô]s|cl[oô]tur[ée]e?"
    "|affaire|devis|chius[oa]|trattativa|opportunit[aàé]|preventivo|cerrad[oa]|oportunidade?|presupuesto|fechad[oa]|negócio|orçamento"
)
_LOST = (
    rf"^[0-9 .)-]*((({_DEAL})([ _/:,(–-]|as |und |and |et |en |e |y |come )*)+(lost|verloren|perdue?s?|perdid[oa]|pers[oa])"
    r"|lost|verloren|perdue?s?|perdid[oa]|persa)[ )]*([-–:,/(].*|(to|an|aan) .*|deal)?$"
)
# What shops on the web write down besides purchases: pages that were looked at, and what was put into a cart or onto a wish list and may never be bought.
_CARTS = (
    "(shopping.?)?(cart|basket|bag)|wish.?list|warenkorb|merkliste|merkzettel|wunschliste|wunschzettel|panier|liste d.envies|carrello|lista (dei )?desideri"
    "|carrito|cesta|lista de deseos|carrinho|lista de desejos|winkel(wagen|mand)(je)?|verlanglijst(je)?"
)
_INTO_CARTS = (
    "added|add|removed|remove|deleted|delete|viewed|view|updated|update|to|from|of|the|in|den|dem|zum|zur|aus|auf|die|hinzugefügt|gelegt|entfernt"
    "|ajouter|ajouté|ajout|retirer|retrait|au|à|la|du|de|dans|le|aggiunt[oa]|aggiungi|rimoss[oa]|al|alla|dal|nel|añadid[oa]|añadir|agregad[oa]|agregar"
    "|quitar|a|del|adicionad[oa]|adicionar|removid[oa]|remover|ao|à|toegevoegd|toevoegen|verwijderd|aan|uit|products?|items?|produkt|artikel"
)
_OF_PAGES = "page|screen|item|product|content|detail|list|category|collection|promotion|item.list"
_LOOKED = (
    f"view|({_OF_PAGES})[ _-]?(views?|viewed)|views?[ _-]?({_OF_PAGES})"
    f"|(({_INTO_CARTS})[ _-]?){{0,4}}({_CARTS})([ _-]?({_INTO_CARTS})){{0,3}}|product[ _-](added|removed)"
    "|((begin|start|started|initiate|initiated)[ _-]?checkout|checkout[ _-]?(begin|start|started|initiated))|add[ _-](payment|shipping)[ _-]info"
    "|session[ _-]start|first[ _-]visit|user[ _-]engagement|select[ _-](item|content|promotion)|clicks?"
    "|(produkt|artikel|seiten)?ansicht|(produkt|artikel|seiten)aufruf|klick|(page|produit|article|fiche)[ _-]vue?|vue (de |du |d.)?(page|produit|article|fiche)"
    "|visualizzazione( pagina| prodotto)?|visualizaci[oó]n|visualizaç[aã]o|vista de (la )?(página|producto)|(pagina|product)?weergave"
)
CANCELLED_STATUS = (
    "^((sales?|order|customer|product|purchase)[ _-]?)?returns?([ _-]?(orders?|receipts?|notes?|invoices?|sales?))?$"
    f"|{_LOST}"
    f"|^({_LOOKED})$"
    f"|(^|[^a-z])({_CREDIT_NOTES}|{_CANCELLED}|{_REFUNDED}|{_RETURNED})"
)
# What was asked for and not given: nouns, since a parcel that was `returned, refused` came back.
_ASKED_BACK = (
    "(refund|return|cancell?ation|cancel|void|charge.?back|storno|stornierung|(rück)?erstattung|rück(sendung|gabe|zahlung)|retoure?|remboursement|annulation"
    "|terugbetaling|annulering|rimborso|reso|annullamento|reembolso|devoluci[oó]n|devolu[cç][aã]o|cancelaci[oó]n|cancelamento|anulaci[oó]n)"
)
_REFUSED = (
    "(refused|rejected|denied|declined|failed|revoked|reversed|abgelehnt|verweigert|fehlgeschlagen|refusée?|rejetée?|échouée?|geweigerd|afgewezen|afgekeurd"
    "|mislukt|rifiutat[oa]|respint[oa]|fallit[oa]|rechazad[oa]|denegad[oa]|recusad[oa]|negad[oa]|rejeitad[oa])"
)
# `Partially refunded` still stands, and so does what is paid for when it is delivered (`contre remboursement`), what nobody gave back (`sin devolución`),
# what can no longer be given back (`plazo de devolución vencido`), and what the shop did not take back (`devolución rechazada`).
STANDING_STATUS = (
    "(^|[^a-z])(partial|part(ly)?[- ]|teil(s|weise)|zum teil|gedeeltelijk|deels|partiel|parzial|parcial|(en|in|em) part(ie|e)([^a-z]|$)"
    "|not |non |nicht |niet |não |no "
    "|(kein|keine|ohne|sans|zonder|geen|sin|sem|senza|without) |(plazo|prazo|d[eé]lai|termine) (de|di|da|do) "
    "|contre.?rembours|contra.?reembols|(onder|via|per) rembours"
    f"|{_ASKED_BACK}([ _-](request|anfrage|verzoek|aanvraag))?[ :_-]+{_REFUSED})"
)
# What becomes of a document that never happened, and what takes back what was sold: a credit note that is void gives nothing back.
VOID_STATUS = f"(^|[^a-z])({_CANCELLED}|deleted|gelöscht|verwijderd|supprim|eliminad[oa]|excluíd[oa])"
TAKING_BACK = (
    "^((sales?|order|customer)[ _-]?)?returns?([ _-]?(orders?|receipts?|notes?|invoices?|sales?))?$"
    f"|(^|[^a-z])({_CREDIT_NOTES}|{_REFUNDED}|{_RETURNED})"
)
# What such lists call the purchases themselves.
PURCHASES = later(
    "((in.app|ecommerce|e-commerce)[ _-])?purchased?|purchases|(completed?|placed?)[ _-](purchase|order|checkout)"
    "|(transaction|orders?)([ _-]?(completed?|placed|paid|confirmed))?|(checkout|payment)[ _-](completed?|succeeded)|product[ _-]purchased"
    "|buy|bought|kauf|gekauft|bestellung|bestellt|achat|achet[ée]|commande"
    "|acquisto|acquistato|ordine|compra|comprado|pedido|aankoop|gekocht|bestelling"
)
# How programs and accountants shorten kinds of documents: what a sale is called beside what its credit note is called. Short as they are, the second
# mean that only beside the first: NC is a state too, and "credit" or "abono" a way to pay.
_INVOICES = (
    "invoice|tax invoice|sales invoice|receipt|sale|factura|factura simplificada|fatura|fatura recibo|fatura simplificada|facture|fattura"
    "|factuur|verkoopfactuur|rechnung|arinvoice"
)
# How tills and stock programs shorten what they sold beside what came back.
_MOVEMENTS = (
    ("sale|sales|sal|sls|sell|inv", "rtn|rtrn|ret|retn|rma|rfd|rfnd"),
    ("ven|vend|vnd|vta|vnt|venta|venda|vendita", "dev|devol|dvl|res|rso|rtn|ret|rma|abo|abono|abonos|nc"),
    ("vte|vnt|vente", "ret|rtn|rma|avo"),
    ("vk|vkf|verk|verkauf|verkoop", "ret|rtn|rma|rück|rueck|gs|cn"),
)
MOVEMENTS_OF_SALES = frozenset("|".join(sales for sales, _ in _MOVEMENTS).split("|"))
DOCUMENT_PAIRS = tuple(
    (frozenset(sales.split("|")), frozenset(taken_back.split("|")))
    for sales, taken_back in (
        *_MOVEMENTS,
        (_INVOICES, "credit|credits|credit adjustment|abono|abonos|nc|cn|crn|crd|cm|av|gs|gu"),
        ("inv|sinv|si|sin|tinv", "cn|crn|cm|cr|crd|cred|credit|scn|scr|src"),
        ("accrec", "accreccredit"),
        ("ft|fs|fr|fac|fat|fatt|ftv|fv|td01", "nc|ndc|ncr|ncc|nca"),
        ("f|fa|fac|fact|fc|fv|vf|vkf", "av|avo|avr|nc|cn|cf|cre"),
        ("fac|fra|fv|fs", "ab|abo|abn"),
        ("re|rg|rn|rech|ar", "gu|gs|gut|gsn"),
        ("dr", "dg"),
    )
)
# SAP's own kinds of bills and orders: certain under a name that SAP gives to these, and a seat or a size anywhere else. The returns among them are
# called as invoices are elsewhere (RE), so that the ledger, which knows no names, cannot take them out.
SAP_SALES = frozenset(("f1", "f2", "ta", "or", "zor", "zta"))
SAP_CREDITS = frozenset(("g2", "s1", "s2"))
SAP_RETURNS = frozenset(("re",))
INVOICES = frozenset(_INVOICES.split("|"))
SALE_CODES = frozenset[str]().union(*(sales for sales, _ in DOCUMENT_PAIRS))
CREDIT_CODES = tuple(sorted(SAP_CREDITS.union(*(taken_back for _, taken_back in DOCUMENT_PAIRS))))
# Codes of credit notes as they stand alone.
CREDIT_CODE = f"^({'|'.join(CREDIT_CODES)})$"
# What marks a row in a column that is there for nothing else, beside such words: when it was cancelled, which is a number other than zero, or anything
# with a year or with a month behind its day; by which document, as ST-0017; or the short name of a credit note.
CANCELLED_WHEN = (
    "^[^a-z]*[1-9][^a-z]*$|(^|[^0-9])(19|20)[0-9]{2}([^0-9]|$)|^[0-9]{1,2}[-. /]+[a-z]{3}"
    f"|^[a-z]{{1,6}}[-_ /.]*[0-9]{{3,}}[-_ /.0-9]*$|^({'|'.join(CREDIT_CODES)})$"
)


# What columns of credit notes are called, once what asks yes or no is off; the money, the number or the day of one is something else.
_CALLED_CREDIT_NOTE = later(
    r"(?:sales )?credit ?(?:note|memo|invoice)s?|[ck]redit ?(?:nota|faktura|factuur)|gutschrift(?:en)?|rechnungskorrektur|korrekturrechnung"
    r"|(?:facture (?:d )?)?avoir|not[ae] (?:de |di |d )?credit[o]?|(?:factura )?re(?:c|t)?tificativa|(?:factura (?:de )?)?abono"
)
_ASKING = later(
    r"^(?:is|ist|est|es|e|is een|is a|es una) (?!$)| (?:j n|y n|s n|o n|yes no|ja nein|ja nee|oui non|si no|sim nao|flag)$"
)
# A column called so tells which sales may be cancelled or returned, on what terms or insured against it; it marks none that was.
_ON_TERMS = later(
    r"(?:[a-z]{3}[ai]bles?|[ai]bile|[ai]bili|[aá]ve(?:l|is)|[a-z]{4}bar)(?![a-z])|free|gratis|gratuit|kostenlos|kostenfrei|insur|versicher|verzeker|assur"
    r"|assicura|segur|polic|policies|frist|termijn|deadline|delai|termin[eo]|plazo|prazo|allowed|possible|moglich|mogelijk|accepted|recht(?![a-z])|right"
)
# What is sold, or charged, around returns: insured against them, sent with them, asked for them.
_SOLD_AROUND_RETURNS = later(
    r"insur|versicher|verzeker|assur|assicura|segur|protect|schutz|bescherm|cover|guarant|garant|fee(?![a-z])|fees|gebuhr|kosten|charges?(?![a-z ]*back)"
    r"|label|etikett|etiket|shipping|versand"
)
# What is behind such a word where it begins the text of a document: nothing, or a number and what has it. Goods may be called after returns too.
_INTO_WORDS = "for|to|on|zu|zur|für|auf|pour|sur|de|du|d|del|della|do|da|di|per|su|para|por|sobre|voor|van|op|n|no|nr|num|number|nummer|numéro|numero|número"
_NUMBERED = (
    "invoice|inv|order|receipt|bill|sale|rechnung|auftrag|bestellung|beleg|facture|commande|vente|fattura|ordine|scontrino|factura|pedido|ticket|venta|fatura"
    "|encomenda|venda|factuur|bestelling|bon"
)
_BEGINS_CREDIT = later(
    f"[^a-z0-9]*({_CREDIT_NOTES}|{_CANCELLED}|{_REFUNDED}|{_RETURNED}|returns?([^a-z]|$))((?<=[^\\W\\d_])[^\\W\\d_]*)?"
    f"([^a-z0-9]*|[^a-z0-9]*(({_INTO_WORDS}|{_NUMBERED})[^a-z0-9]+)*[a-z]{{0,4}}[-/ ]?([0-9]{{3,}}|[0-9]+[-/][0-9]+)([^a-z].*)?)"
)
# Names of what is no kind of document and no event, whatever words stand there: orders come by way of carts, and a way to pay is called as an invoice is.
NEVER_OF_DOCUMENTS = (
    "payment", "customer", "account", "loyalty", "segment", "channel", "discount", "staff", "supplier", "ship",
)  # fmt: skip
# Shorter codes of documents are sizes or models under a name that does not speak of documents.
LEAST_OF_A_WORD = 4
# Fewer of the rows may be of a kind that is not known, as an exchange is.
NEARLY_ALL_KNOWN = 0.9


@dataclass(frozen=True, slots=True)
class OrderIds:
    """Rows counted by the letters in front of their order id ("" for none), whether it starts with a digit, and whether they are negative."""

    prefix: str
    starts_with_digit: bool
    negative: bool
    rows: int


def is_cancellation_flag(name: str) -> bool:
    """Whether a column is called after cancelling or returning, or a credit note, so that a plain yes in it marks a cancelled row."""
    reading = read_name(name)
    return (
        (reading.has("refund") or is_called_credit_note(name))
        and not reading.has("status")
        and not _ON_TERMS.search(plain(name))
    )


def is_called_credit_note(name: str) -> bool:
    """Whether a column is called a credit note and nothing else, as `Gutschrift`, `Avoir` or `is_credit_note` is; not its number."""
    words = _ASKING.sub("", " ".join(name_words(name)))
    return _CALLED_CREDIT_NOTE.fullmatch(words) is not None


def is_called_cancelled(name: str) -> bool:
    """Whether a column is called after cancelling or a credit note, which there is one of for a row; of what is returned there are pieces."""
    return is_called_credit_note(name) or re.search(_CANCELLED, " ".join(name_words(name))) is not None


def is_called_cancelling_document(name: str) -> bool:
    """Whether a column is called the document that cancelled a row, as `Stornobeleg` is, or its number; a credit note may be of a part."""
    reading = read_name(name)
    return (
        is_called_cancelled(name)
        and not is_called_credit_note(name)
        and reading.has("order", "id")
        and reading.concepts <= {"refund", "order", "id", "sale", "sales"}
        and not _ON_TERMS.search(plain(name))
    )


def says_cancelled(status: str) -> bool:
    """Whether a status means that the order did not stand."""
    folded = status.casefold()
    return re.search(CANCELLED_STATUS, folded) is not None and re.search(STANDING_STATUS, folded) is None


def begins_with_credit(text: str) -> bool:
    """Whether a text begins as that of a credit note or a return does, as `Credit note 1012` and `Storno` do, and `Refund protection` does not."""
    folded = text.strip().casefold()
    return (
        _BEGINS_CREDIT.fullmatch(folded) is not None
        and not _SOLD_AROUND_RETURNS.search(plain(folded))
        and re.search(STANDING_STATUS, folded) is None
    )


def is_look(word: str) -> bool:
    """Whether a word is of a visit that bought nothing yet, as `view` and `add_to_cart` are beside `purchase`."""
    return re.fullmatch(_LOOKED, word.strip().casefold()) is not None


def is_purchase(word: str) -> bool:
    """Whether a word is what a list of visits calls a purchase."""
    return PURCHASES.fullmatch(word.strip().casefold()) is not None


def are_events(words: Collection[str]) -> bool:
    """Whether the words of a column say what happened on visits, since some are purchases and others only looks or carts."""
    return any(map(is_purchase, words)) and any(map(is_look, words))


def marks_cancelled(cell: str) -> bool:
    """Whether a cell of a column for cancelled rows marks its row: by a word or a code, a plain yes, or when it was."""
    folded = cell.strip().casefold()
    return says_cancelled(folded) or folded in YES or re.search(CANCELLED_WHEN, folded) is not None


def credits_beside_sales(kinds: Iterable[str]) -> tuple[str, ...]:
    """The kinds of documents that are credit notes by what they stand beside, as `NC` does beside `FT`."""
    given = list(kinds)
    folded = {kind.casefold() for kind in given}
    known = frozenset[str]().union(
        *(taken_back for sales, taken_back in DOCUMENT_PAIRS if not folded.isdisjoint(sales))
    )
    return tuple(kind for kind in given if kind.casefold() in known)


def are_sales_and_returns(kinds: Mapping[str, int], sales: Collection[str]) -> bool:
    """Whether nearly all rows are sales by the words of a column, whatever it is called, and the fewer that are not take some back.

    `kinds` are the words with their rows, and `sales` what kinds of sales are called.
    """
    words = [kind for kind in kinds if len(kind) >= LEAST_OF_A_WORD]
    credited = credits_beside_sales(words)
    back = {
        kind
        for kind in words
        if kind in credited or (says_cancelled(kind) and not _SOLD_AROUND_RETURNS.search(plain(kind)))
    }
    sold = {kind for kind in words if " ".join(re.findall(r"[^\W_]+", kind.casefold())) in sales} - back
    if not sold or not back:
        return False
    rows_back, total = sum(kinds[kind] for kind in back), sum(kinds.values())
    known = rows_back + sum(kinds[kind] for kind in sold)
    return rows_back <= MOST_MARKED * total and known >= NEARLY_ALL_KNOWN * total


def order_ids(orders: Iterable[tuple[str, bool]]) -> list[OrderIds]:
    """Count (order id, whether its row is negative)."""
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for order, negative in orders:
        stripped = order.strip()
        found = MARKED.fullmatch(stripped)
        counts[found[1].upper() if found else "", stripped[:1].isdigit(), negative] += 1
    return [OrderIds(*key, rows) for key, rows in counts.items()]


def cancellation_prefixes(counts: Iterable[OrderIds]) -> tuple[str, ...]:
    """The prefixes (upper case, by alphabet) that mark cancellations."""
    rows: Counter[str] = Counter()
    negative: Counter[str] = Counter()
    unmarked = 0
    for count in counts:
        rows[count.prefix] += count.rows
        negative[count.prefix] += count.rows * count.negative
        unmarked += count.rows * count.starts_with_digit
    total = rows.total()
    usual = not total or unmarked < total * (1 - MOST_MARKED)
    found = (_beside_a_usual_prefix if usual else _marks)(rows, negative, total)
    return tuple(sorted({*found, *_credit_notes(rows, total)}))


def _credit_notes(rows: Mapping[str, int], total: int) -> Iterator[str]:
    """Prefixes that say it by what they stand beside, as `NC` does beside `FT`, whatever the sign of their amounts."""
    for prefix in credits_beside_sales(filter(None, rows)):
        if rows[prefix] <= MOST_MARKED * total and not _begins_others(prefix, rows.keys() - {prefix}):
            yield prefix


def _beside_a_usual_prefix(
    rows: Mapping[str, int], negative: Mapping[str, int], total: int
) -> tuple[str, ...]:
    """Where ordinary orders have a prefix of their own (`SO1001`), one that is all negative beside it marks cancellations."""
    usual = max(rows, key=lambda prefix: rows[prefix], default="")
    if usual in MARKS and rows[usual] == total and negative[usual] >= LEAST_NEGATIVE * total:
        return (usual,)  # a list of nothing but cancellations
    if not usual or not total or rows[usual] < total * (1 - MOST_MARKED):
        return ()
    rest = {prefix: count for prefix, count in rows.items() if prefix != usual}
    return tuple(
        prefix
        for prefix in _marks(rest, negative, total)
        if negative[prefix] >= LEAST_NEGATIVE * rows[prefix] and not _begins_others(prefix, [usual])
    )


def _marks(rows: Mapping[str, int], negative: Mapping[str, int], total: int) -> tuple[str, ...]:
    marks = {
        prefix
        for prefix, count in rows.items()
        if prefix in MARKS
        and count <= MOST_MARKED * total
        and (prefix == CERTAIN_MARK or negative.get(prefix, 0) >= LEAST_NEGATIVE * count)
    }
    return tuple(sorted(prefix for prefix in marks if not _begins_others(prefix, rows.keys() - marks)))


def _begins_others(prefix: str, others: Iterable[str]) -> bool:
    """Whether ordinary ids begin with the mark too, as `RE2041` does with `R`: then what begins so says nothing."""
    return any(other.startswith(prefix) for other in others)
