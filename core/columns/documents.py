"""Kinds of documents, as accountants list them together with invoices: credit notes, payments, quotes."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from core.columns.cancelled import (
    MOST_MARKED,
    SALE_CODES,
    SAP_CREDITS,
    SAP_RETURNS,
    SAP_SALES,
    credits_beside_sales,
    is_look,
    marks_cancelled,
    says_cancelled,
)
from core.columns.evidence import Column, wording_of
from core.columns.kinds import is_deposit, is_final
from core.columns.outcomes import is_lost
from core.columns.words import name_words, read_name
from core.patterns import later
from core.typed_list import cancelled_too

MOST_KINDS = 40
MOST_SHOWN = 8
# More kinds than a program has for its documents are something else.
MOST_CODES = 12
CALLED_DOCUMENT = later(
    "doc|dok|beleg|verkaufsbeleg|piece|stuk|fact|fakt|fakart|fkt?art|auart|vbtyp|fatt?ur|invoice|billing|rechnung|comprobante"
)
# What SAP calls its kinds besides: of orders, which may be of channels or of anything elsewhere.
CALLED_AS_IN_SAP = later(
    "auftragsart|buchungsart|vorgangsart|order|auftr?art|vart$|bel?art|rechn?art|bestellart|saty|billt"
)
# The kind of document that so large a share of the rows has is what the shop calls a sale, as "Payment" at a till.
NEARLY_ALL = 0.9
# Documents that say themselves what they are, and that nothing was sold by them; "receipt" and "credit" may be sales.
QUOTES = "quotes?|quotations?|estimates?|angebote?|devis|offertes?|offerten|preventiv[oi]|presupuestos?|cotizaci[oó]n(?:es)?|or[cç]amentos?"
PAYMENTS = "payments?(?: received)?|zahlung(?:en)?|zahlungseing[aä]nge?|paiements?|r[eè]glements?|betaling(?:en)?|pagament[oi]s?|pagos?"
DELIVERIES = "delivery notes?|lieferscheine?|bons? de livraison|pakbon(?:nen)?"
_OTHER_DOCUMENTS = (
    "deposits?|journal(?: entry)?|statements?|transfers?|write.?offs?|opening balance|anzahlung(?:en)?|mahnung(?:en)?|acomptes?|aanbetaling(?:en)?|accont[oi]"
    "|anticip[oi]s?"
)
# Of what such a document may be.
NO_SALE_OF = "(?:(?:customer|bill|invoice|sales?|client|vendor|kunden|klant)[ _-]?)?"
NO_SALE = later(
    rf"{NO_SALE_OF}(?:{QUOTES}|{PAYMENTS}|{DELIVERIES}|{_OTHER_DOCUMENTS})"
    r"|pro[ -]?forma(?:[ -]?(?:invoice|rechnung))?|(?:facture|factuur|fattura|factura|fatura) pro[ -]?forma|gift.?card.?(?:load|reload|sale|top.?up)"
)
# How accounts mark their two sides: the first is what a customer owes, a sale, and the second what is taken off it.
SIDES = (
    ("d", "c"),
    ("dr", "cr"),
    ("debit", "credit"),
    ("s", "h"),
    ("soll", "haben"),
    ("d", "h"),
    ("debe", "haber"),
    ("dare", "avere"),
)
# Letters that are grades or sizes too where the column is not called by the two sides themselves.
SIDES_BY_NAME = (("d", "a"),)
CALLED_SIDES = later("(?:.* )?(?:d(?:are)? a(?:vere)?|segno)")
# How banks and cash books mark which way money went: the first came in, and the second went out.
IN_AND_OUT = (
    ("bij", "af"),
    ("bijschrijving", "afschrijving"),
    ("inkomsten", "uitgaven"),
    ("crdt", "dbit"),
    ("einnahme", "ausgabe"),
    ("einnahmen", "ausgaben"),
    ("recette", "dépense"),
    ("recettes", "dépenses"),
    ("encaissement", "décaissement"),
    ("incasso", "pagamento"),
    ("ingreso", "gasto"),
    ("ingreso", "egreso"),
    ("ingresos", "gastos"),
    ("receita", "despesa"),
    ("receitas", "despesas"),
    ("income", "expense"),
    ("income", "expenses"),
    ("money in", "money out"),
    ("paid in", "paid out"),
)


def marked_sides(name: str, kinds: Iterable[str]) -> tuple[str, str] | None:
    """The two sides, in small letters, that a column of this name marks with no other kind beside them; the second is what is no sale."""
    folded = {kind.casefold() for kind in kinds}
    by_name = SIDES_BY_NAME if CALLED_SIDES.fullmatch(" ".join(name_words(name))) else ()
    return next((pair for pair in (*SIDES, *IN_AND_OUT, *by_name) if folded == set(pair)), None)


def is_no_sale(word: str) -> bool:
    """Whether a kind of document is one by which nothing is sold."""
    return NO_SALE.fullmatch(word.strip().casefold()) is not None


def some_say_cancelled(column: Column) -> bool:
    """Whether some words of a status, such as it may be, say cancelled by themselves, and none does by what it stands beside.

    What is lost is no kind of anything, and what was looked at is no order but beside one.
    """
    of_kinds = column.reading.has("type")
    return (
        column.profile.kind == "text"
        and any(
            says_cancelled(word)
            and not (of_kinds and is_lost(word))
            and (column.holds_events or not is_look(word))
            for word in counted_kinds(column)
        )
        and not credit_kinds(column)
    )


def credit_kinds(column: Column) -> tuple[str, ...]:
    """The kinds that are credit notes by what they stand beside, in a column of kinds of documents; where its name does not say what it is, by their words too.

    Such a column marks cancelled rows beside the status, never as the status: words that hang on others mean nothing in one.
    """
    if column.profile.kind != "text" or not (column.holds_kinds or column.reading.has("type")):
        return ()
    kinds = counted_kinds(column)
    credited = credits_beside_sales(kinds)
    # A shop takes back the smaller part of what it sells; more of it is sold on credit.
    if sum(kinds[kind] for kind in credited) > MOST_MARKED * kinds.total():
        credited = ()
    credited = (*credited, *_credits_of_sap(column, kinds))
    if not column.holds_kinds:
        return credited
    return tuple(kind for kind in kinds if kind in credited or says_cancelled(kind))


def returns_of_sap(name: str, kinds: Iterable[str]) -> list[str]:
    """The kinds that are returns by SAP's own codes, in a column that is called and filled as in SAP."""
    given = list(kinds)
    return [kind for kind in given if kind.casefold() in SAP_RETURNS] if _is_of_sap(name, given) else []


def _credits_of_sap(column: Column, kinds: Iterable[str]) -> list[str]:
    given = list(kinds)
    if not _is_of_sap(column.profile.name, given):
        return []
    return [kind for kind in given if kind.casefold() in SAP_CREDITS]


def _is_of_sap(name: str, kinds: Iterable[str]) -> bool:
    words = _words_and_joined(name)
    called = read_name(name).has("type") and any(
        CALLED_DOCUMENT.match(word) or CALLED_AS_IN_SAP.match(word) for word in words
    )
    return called and not SAP_SALES.isdisjoint(kind.casefold() for kind in kinds)


def tells_no_sales(column: Column) -> bool:
    """Whether some of the kinds of documents that a column may hold are no sales."""
    return (
        column.profile.kind == "text"
        and any(is_no_sale(word) for word in counted_kinds(column))
        and not credit_kinds(column)
    )


def kinds_of_no_sale(column: Column) -> list[str]:
    """The kinds by which nothing is sold, in a column that holds kinds of documents beside sales."""
    if not ("status" in column.name.roles or column.holds_kinds):
        return []
    kinds = counted_kinds(column)
    return [kind for kind in kinds if is_no_sale(kind) and kinds[kind] < NEARLY_ALL * kinds.total()]


def silent_documents(free: Iterable[Column]) -> list[str]:
    """Columns of kinds of documents that no role was left for, though some of their kinds are no sales."""
    notes = []
    for column in free:
        kinds, no_sales = counted_kinds(column), kinds_of_no_sale(column)
        if not no_sales:
            continue
        name = column.profile.name
        said = f"{name} holds {listed_kinds(kinds)} of those looked at, and all of it was counted as sales."
        marking = f"--map {shlex.quote(f'cancelled={name}')}"
        if _is_at_most_half(no_sales, kinds):
            notes.append(
                f"{said} To take out {' and '.join(map(repr, no_sales))}: {marking} {cancelled_too(('auto',), no_sales)}"
            )
        else:
            notes.append(
                f"{said} If some of it pays for the rest, or came of it, those sales count twice: {marking}, and name the kinds that are no sales in"
                " rules.cancelled_statuses."
            )
    return notes


def unknown_kinds(free: Iterable[Column], money: Sequence[float | None]) -> dict[int, str]:
    """Columns that are called kinds of documents, of which none is known to be no sale, by position with what to say: whoever knows the codes can say which."""
    notes = {}
    for column in free:
        kinds = counted_kinds(column)
        of_sap = _is_of_sap(column.profile.name, kinds)
        if not (of_sap or _is_called_kind(column)) or not 1 < len(kinds) <= MOST_CODES:
            continue
        if some_say_cancelled(column) or credit_kinds(column) or any(map(is_no_sale, kinds)):
            continue
        above = {
            (cell or "").strip()
            for cell, number in zip(column.values, money, strict=False)
            if number and number > 0
        }
        sales = SAP_SALES if of_sap else SALE_CODES
        strange = [
            kind
            for kind, _ in kinds.most_common()
            if kind in above and kind.casefold() not in sales and not (is_deposit(kind) or is_final(kind))
        ]
        if len(above & kinds.keys()) < 2 or not strange:
            continue  # what is below zero is booked as a refund already
        name = column.profile.name
        known = ("auto",) if column.profile.kind == "text" else ()
        role = marking_role(kinds, strange[-1:])
        notes[column.position] = (
            f"{name} marks no row as cancelled: it holds {listed_kinds(kinds)} of those looked at, and rows count as sales whichever it is. If {strange[-1]!r},"
            f" say, stands for credit notes: --map {shlex.quote(f'{role}={name}')} {cancelled_too(known, strange[-1:])}"
        )
    return notes


def _words_and_joined(name: str) -> tuple[str, ...]:
    """The words of a name and all of them as one, as headings run them together that are shortened: `FkArt` is `FKART`."""
    words = name_words(name)
    return (*words, "".join(words))


def _is_called_kind(column: Column) -> bool:
    """Whether a column is called a kind of document, and not one of orders, which may be of channels or of anything."""
    words = _words_and_joined(column.profile.name)
    return (
        column.profile.kind in ("text", "number")
        and {"type", "order"} <= column.reading.concepts <= {"type", "order", "sale", "sales"}
        and any(map(CALLED_DOCUMENT.match, words))
    )


def sides_of_accounts(free: Iterable[Column], money: Sequence[float | None]) -> list[str]:
    """Columns that mark debit and credit beside money without a sign, of which both sides were counted."""
    notes = []
    for column in free:
        kinds = counted_kinds(column)
        sides = marked_sides(column.profile.name, kinds)
        if sides is None:
            continue
        side = sides[1]
        signs = {
            number < 0
            for cell, number in zip(column.values, money, strict=False)
            if number and (cell or "").strip().casefold() == side
        }
        if signs != {False}:
            continue
        name = column.profile.name
        debit, credit = sorted(kinds, key=lambda kind: kind.casefold() == side)
        if sides in IN_AND_OUT:
            notes.append(
                f"{name} holds {listed_kinds(kinds)} of those looked at, as banks mark what came in and what went out, and all of it was counted as sales."
                f" {credit!r} is money that went out; to take it out: --map {shlex.quote(f'status={name}')}"
                f" --set rules.cancelled_statuses={shlex.quote(credit)}"
            )
            continue
        said = (
            f"{name} holds {listed_kinds(kinds)} of those looked at, as accounts mark debit and credit, and all of it was counted as sales. In the accounts of"
            f" customers {credit!r} is what was taken back or paid"
        )
        if _is_at_most_half([credit], kinds):
            notes.append(
                f"{said}; to take it out: --map 'status={name}' --set rules.cancelled_statuses={credit}"
            )
        else:
            notes.append(
                f"{said}, and in those of sales {debit!r} is what was taken back. To take out the one that is no sale: --map 'status={name}', and name it in"
                " rules.cancelled_statuses."
            )
    return notes


def counted_kinds(column: Column) -> Counter[str]:
    """The kinds that a column holds with their rows in the sample; none where it holds something else."""
    if not 0 < column.profile.distinct <= MOST_KINDS:
        return Counter()
    return Counter(value.strip() for value in column.values if value and value.strip())


def marking_role(kinds: Iterable[str], some: Collection[str]) -> str:
    """As which role a column takes out `some` of its kinds and no other: one of cancellations marks a row by a plain `S` or `1` too, as by a yes."""
    return "status" if any(kind not in some and marks_cancelled(kind) for kind in kinds) else "cancelled"


def _is_at_most_half(some: Sequence[str], kinds: Counter[str]) -> bool:
    """Whether these kinds are on no more than half of the rows: what most rows are is likely what the shop calls a sale."""
    return sum(kinds[kind] for kind in some) * 2 <= kinds.total()


def listed_kinds(kinds: Counter[str]) -> str:
    """Kinds with their rows, as sentences list them: the commonest first."""
    return ", ".join(f"{kind!r} on {wording_of(rows, 'row')}" for kind, rows in kinds.most_common(MOST_SHOWN))
