"""What looks odd in the kept rows: one customer under several ids, a total among the rows, placeholders."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.columns.settled import ID_ROLES
from core.ledger import KEPT, MISSING_CUSTOMER
from core.sql import literals
from core.totals import Totals, totals_among
from core.typed_list import typed_list

if TYPE_CHECKING:
    from core.findings import Findings

MOST_SHOWN = 12
# Ids that stand for nobody in particular, or for whoever came to the till.
NOBODY = (
    "guest", "guests", "guest customer", "guest user", "guest checkout", "walk-in", "walkin", "walk in", "walk-in customer", "walk-ins", "anonymous", "anon",
    "unknown", "none", "cash", "cash customer", "cash sale", "cash sales", "counter", "counter sale", "counter sales", "pos", "till", "sundry", "various",
    "miscellaneous", "one-time customer", "default", "default customer", "no customer", "not available", "gast", "laufkunde", "laufkunden", "laufkundschaft",
    "barverkauf", "barkunde", "tageskasse", "kasse", "diverse", "diverse kunden", "einmalkunde", "anonym", "unbekannt", "onbekend", "passant", "passanten",
    "diversen", "diverse klanten", "kassa", "kassaklant", "balieverkoop", "contante verkoop", "losse verkoop", "particulier", "anoniem", "invité", "inconnu",
    "anonyme", "client comptoir", "comptoir", "vente comptoir", "vente au comptoir", "client de passage", "client divers", "clients divers", "divers",
    "caisse", "particuliers", "ospite", "sconosciuto", "anonimo", "cliente banco", "vendita al banco", "cliente generico", "cliente occasionale",
    "clienti diversi", "corrispettivi", "privato", "privati", "anónimo", "invitado", "mostrador", "cliente mostrador", "venta mostrador", "cliente contado",
    "clientes varios", "varios", "público general", "público en general", "desconocido", "particular", "particulares", "convidado", "consumidor final",
    "desconhecido", "balcão", "cliente balcão", "venda balcão", "venda ao balcão", "cliente avulso", "clientes diversos", "diversos", "0", "-1", "00000",
    "99999", "999999", "9999", ".", "x", "xxx", "test",
)  # fmt: skip
# An address that begins so is as little anybody's; x@ may be a person's.
NOBODYS_MAIL = tuple(word for word in NOBODY if word.isalpha() and len(word) >= 4)
OFTEN = 20
# With fewer customers than this, one of them may well have most of the orders.
FEW_CUSTOMERS = 20
DOMINANT_SHARE = 0.2
MORE_OFTEN = 10
# So few rows without a customer and a date are no export that leaves them out, but lines of totals or remarks.
A_FEW = 3
# So large a share of the rows, or of the money, without a customer is more than guests leave in most shops.
LARGE_SHARE = 0.33
NEARLY_ALL = 0.95
# Where cells stand on the first row of each order only, no smaller share of the rows lacks them.
LEAST_BELOW = 0.1
# How a spreadsheet shows a long number, and saves it: 491577003456 becomes 4.91577E+11, and so do its neighbours.
ROUNDED_ID = r"^[0-9]([.,][0-9]+)?[eE]\+[0-9]{2}$"
# How near one customer has to come to the sum of all others to be that.
SAME_SUM = 0.0001
TOTAL_WORDS = (
    "total", "totals", "grand total", "sum", "subtotal", "sub total", "sub-total", "subtotals", "zwischensumme", "tussentotaal", "subtotaal", "sous-total",
    "subtotale", "all", "overall", "gesamt", "gesamtsumme", "summe", "totaal", "eindtotaal", "somme", "total général",
    "totale", "totale generale", "suma", "total general", "soma", "total geral",
)  # fmt: skip
# Days that programs write where they know none.
PLACEHOLDER_DAYS = (
    "0001-01-01",
    "1753-01-01",
    "1899-12-30",
    "1899-12-31",
    "1900-01-01",
    "1904-01-01",
    "1970-01-01",
)
FAR_AHEAD_DAYS = 730


def alike_customers(about: Findings) -> Iterator[str]:
    """Ids that differ only by how they are written, and so may be one customer each."""
    causes = (
        ("capitals", "lower(customer_id)", "give them one spelling"),
        (
            "a .0 behind them, as spreadsheets add",
            r"regexp_replace(customer_id, '^([0-9]+)\.0$', '\1')",
            "take it off",
        ),
        (
            "zeros in front of them, as spreadsheets drop",
            r"regexp_replace(customer_id, '^0+([1-9][0-9]*)$', '\1')",
            "restore them",
        ),
        ("blanks within them", r"regexp_replace(customer_id, '\s+', '', 'g')", "take them out"),
    )
    for what, key, then in causes:
        groups = (
            f"SELECT {key} AS alike, count(*) AS ids, min(customer_id) AS one, max(customer_id) AS other"
            " FROM customer_segments GROUP BY 1 HAVING count(*) > 1"
        )
        found = about.run(
            f"SELECT count(*), sum(ids), min(one), min_by(other, one) FROM ({groups}) AS groups_alike"
        )[0]
        if found[0]:
            yield (
                f"{int(found[1]):,} customer ids differ from each other by {what} only, such as {found[2]!r} and {found[3]!r}; they count as so many"
                f" customers, and may be {int(found[0]):,}. If they are, {then} in the source."
            )


def rounded_ids(about: Findings) -> Iterator[str]:
    """Ids that a spreadsheet saved as rounded numbers, so that several became one."""
    for role, column in (("customer", "customer"), ("order", "order_id")):
        if role not in about.columns.roles:
            continue
        ids, rows, one = about.run(
            f'SELECT count(DISTINCT {column}), sum("rows"), min({column}) FROM booked'
            f" WHERE bucket = '{KEPT}' AND {column} LIKE '%+__' AND regexp_matches({column}, '{ROUNDED_ID}')"
        )[0]
        if ids:
            name = about.columns.roles[role].column
            yield (
                f"{_count(int(ids), 'id')} in {name}, such as {one!r}, on {_rows(int(rows))} {'was' if ids == 1 else 'were'} rounded by a spreadsheet, so"
                f" {role}s whose long numbers begin alike count as one. Export the source again with {name} as text; the digits that are gone cannot be"
                " restored from this file."
            )


def joined_ids(about: Findings) -> Iterator[str]:
    """Ids that lost the .0 which a spreadsheet put behind them, where others of the column never had it."""
    for role in ID_ROLES:
        tables = [number for number, table in enumerate(about.columns.tables) if role in table.stripped]
        if not tables:
            continue
        name = str(about.columns.roles[role].column)
        if not about.is_small:
            yield f"Ids in {name} that end in .0, as spreadsheets leave it, were read without it; one that is written without it is the same {role}."
            continue
        here = (
            f"source_table IN ({', '.join(map(str, tables))}) AND " if len(about.columns.tables) > 1 else ""
        )
        given = f"{here}id(attribute_1)"
        by_ending = Counter[str | None]()
        for ending, _, count, _ in about.by_cell(
            name, f"CASE WHEN {given} LIKE '%.0' THEN '.0' WHEN {given} IS NOT NULL THEN '' END"
        ):
            by_ending[ending] += count
        ended, plain = by_ending[".0"], by_ending[""]
        if plain:
            yield (
                f"{_rows(ended)} {'has' if ended == 1 else 'have'} an id in {name} that ends in .0, as spreadsheets leave it, and {plain:,}"
                f" {'has' if plain == 1 else 'have'} one without. The .0 was taken off, so ids that differ by it only are the same {role}. If they are not,"
                " tell them apart in the source."
            )


def total_rows(about: Findings) -> Iterator[str]:
    """Lines with the sum of all others, or of some, which would double everything."""
    customers, money = about.run("SELECT count(*), sum(monetary) FROM customer_segments")[0]
    if not money or customers < 3:
        return
    words = ", ".join(f"'{word}'" for word in TOTAL_WORDS)
    ids = "SELECT lower(customer_id) FROM customer_segments"
    found = about.run(
        "SELECT customer_id, monetary FROM customer_segments WHERE monetary IS NOT NULL AND"
        f" (lower(customer_id) IN ({words}) OR lower(customer_id) LIKE '% total' AND left(lower(customer_id), length(customer_id) - 6) IN ({ids})"
        f" OR lower(customer_id) LIKE 'total %' AND right(lower(customer_id), length(customer_id) - 6) IN ({ids})) ORDER BY monetary DESC, customer_id"
    )
    rest = float(money) - sum(float(own) for _, own in found)
    if not found and customers > 3:
        most = about.run(
            "SELECT customer_id, monetary FROM customer_segments WHERE monetary IS NOT NULL ORDER BY monetary DESC, customer_id LIMIT 1"
        )
        rest -= float(most[0][1])
        found = most if abs(float(most[0][1]) - rest) <= SAME_SUM * rest else []
    if not found or rest <= 0:
        return
    one = len(found) == 1
    listed = ", ".join(f"{str(name)!r} with {float(own):,.2f}" for name, own in found[:MOST_SHOWN])
    more = f" and {len(found) - MOST_SHOWN:,} others" if len(found) > MOST_SHOWN else ""
    yield (
        f"{'A customer looks' if one else f'{len(found):,} customers look'} like {'a line' if one else 'lines'} of totals, which"
        f" {'counts' if one else 'count'} sales twice: {listed}{more}; all others together have {rest:,.2f}."
        f" To set {'it' if one else 'them'} aside: {setting_aside(about, [str(name) for name, _ in found])}"
    )


def without_customer(about: Findings) -> Iterator[str]:
    """Rows that count for nobody, where they are a large part of the source, and why that may be."""
    taken = next((line for line in about.ledger if line.rule == MISSING_CUSTOMER), None)
    if taken is None or about.recipe.rules.not_customers:
        return
    rows = sum(line.rows for line in about.ledger)
    money = sum(abs(line.amount or 0) for line in about.ledger)
    worth = taken.amount or 0
    if not _is_large(taken.rows, rows, worth, money):
        return
    totals = totals_among(about)
    if totals.rows:
        yield _of_totals(about, totals, rows)
    others, worth_of_others = taken.rows - totals.rows, worth - float(totals.amount)
    # What the totals are beside says nothing of the other rows.
    rows, money = rows - totals.rows, money - abs(worth) + abs(worth_of_others)
    if others and _is_large(others, rows, worth_of_others, money):
        undated = about.run(
            f"SELECT sum(\"rows\") FROM booked WHERE bucket = '{MISSING_CUSTOMER}' AND day IS NULL"
        )[0][0]
        is_below = (
            others >= max(A_FEW + 1, LEAST_BELOW * rows)
            and "date" in about.columns.roles
            and (undated or 0) - totals.undated >= NEARLY_ALL * others
        )
        yield (
            f"{_without_any(about, others, rows, worth_of_others)} and so count{'s' if others == 1 else ''} for nobody. "
            + _why_nobodys(about, others, is_below=is_below, beside_totals=bool(totals.rows))
        )


def _is_large(rows: int, of_rows: int, worth: float, of_money: float) -> bool:
    return rows >= LARGE_SHARE * of_rows or (of_money > 0 and abs(worth) >= LARGE_SHARE * of_money)


def _without_any(about: Findings, rows: int, of_rows: int, worth: float) -> str:
    """The beginning of a sentence on so many rows without a customer."""
    money = f", worth {worth:,.2f}," if worth else ""
    return (
        f"{_rows(rows)} of {of_rows:,} ({100 * rows / of_rows:.0f} %){money} {'has' if rows == 1 else 'have'} nothing in"
        f" {about.columns.roles['customer'].column}"
    )


def _of_totals(about: Findings, totals: Totals, rows: int) -> str:
    said = f"{', such as' if totals.rows > 1 else ','} {totals.said!r}" if totals.said else ""
    kind, they = (
        ("is a total", "It counts for nobody, as it should")
        if totals.rows == 1
        else ("are totals", "They count for nobody, as they should")
    )
    return (
        f"{_without_any(about, totals.rows, rows, float(totals.amount))} and {kind} of other rows{said}."
        f" {they}: there is nothing to do."
    )


def _rows_that_say(about: Findings, column: str, rows: int) -> int:
    """On how many of the `rows` without a customer a column holds something; on all of them where that would take long to count."""
    if not about.is_small:
        return rows
    says = "CAST(coalesce(trim(CAST(attribute_1 AS VARCHAR)), '') <> '' AS VARCHAR)"
    found = about.by_cell(column, says)
    # Those that are totals may hold a word too.
    return min(
        rows, sum(count for said, bucket, count, _ in found if said == "true" and bucket == MISSING_CUSTOMER)
    )


def _why_nobodys(about: Findings, rows: int, *, is_below: bool, beside_totals: bool) -> str:
    """Why so many rows may have no customer, and what to do about it; `is_below`: they may belong to the customer above them."""
    customer = about.columns.roles["customer"]
    if is_below:
        return (
            f"They have no date either, which looks like a report that writes {customer.column} and what else is of a whole order on the first row of"
            " each order only, or like merged cells. If so, fill these cells down in the source"
            f"{', but not on the rows of totals' if beside_totals else ''}."
        )
    other = customer.runner_up
    filled = _rows_that_say(about, other, rows) if other else 0
    if other and filled:
        some = "" if filled == rows else f" on {filled:,} of them"
        return f"If they are no guests, another column may say{some} who bought: --map 'customer={other}'"
    if other:
        return (
            f"{other} is empty on {'it' if rows == 1 else 'them'} too. If they are no guests, see whether the export left the customers out, or whether"
            " another column says who bought: --map customer=COLUMN"
        )
    return "If they are no guests, see whether the export left the customers out, or whether another column says who bought: --map customer=COLUMN"


def nobody(about: Findings) -> Iterator[str]:
    """Ids that stand for nobody in particular, and one with many times the orders of the next."""
    found = about.run(
        "SELECT customer_id, frequency, monetary FROM customer_segments"
        f" WHERE (lower(customer_id) IN {literals(NOBODY)}"
        f" OR customer_id LIKE '%@%' AND lower(split_part(customer_id, '@', 1)) IN {literals(NOBODYS_MAIL)})"
        " AND frequency > 1 ORDER BY frequency DESC, customer_id"
    )
    most = about.run(
        "SELECT customer_id, frequency, monetary FROM customer_segments WHERE frequency IS NOT NULL ORDER BY frequency DESC, customer_id LIMIT 2"
    )
    customers, orders = about.run("SELECT count(*), sum(frequency) FROM customer_segments")[0]
    named = {row[0] for row in found}
    if len(most) == 2 and most[0][0] not in named and most[0][1] >= max(OFTEN, MORE_OFTEN * most[1][1]):
        found = [most[0], *found]
    if customers >= FEW_CUSTOMERS:  # who has so many of all orders has a sentence already
        found = [row for row in found if row[1] <= DOMINANT_SHARE * float(orders or 0)]
    if found:
        found = found[:MOST_SHOWN]
        listed = ", ".join(
            f"{name!r} ({int(own):,} orders" + (f", {float(money):,.2f})" if money is not None else ")")
            for name, own, money in found
        )
        share = sum(own for _, own, _ in found) / float(orders)
        yield (
            f"Counted as one customer each, though the name or the number of orders suggests many people: {listed}; {_percent(share)} of all orders."
            f" If so, set their rows aside: {setting_aside(about, [name for name, _, _ in found])}"
        )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else "less than 1 %"


def setting_aside(about: Findings, customers: Sequence[str]) -> str:
    """What to type so that the rows of these ids count as nobody's, beside those that do already."""
    names = [*about.recipe.rules.not_customers, *customers]
    return f"--set {shlex.quote(typed_list('rules.not_customers', names))}"


def placeholder_days(about: Findings) -> Iterator[str]:
    """Days that stand for no date, far before all others."""
    days = ", ".join(f"DATE '{day}'" for day in PLACEHOLDER_DAYS)
    found = about.run(
        f"SELECT day, sum(\"rows\"), sum(amount) FROM booked WHERE bucket = '{KEPT}' AND day IN ({days}) GROUP BY day ORDER BY day"
    )
    first = about.run(f"SELECT min(day) FROM booked WHERE bucket = '{KEPT}' AND day NOT IN ({days})")[0][0]
    if not found or first is None or (first - found[-1][0]).days < FAR_AHEAD_DAYS:
        return
    listed = ", ".join(
        f"{day} on {_rows(int(rows))}" + (f" ({float(amount):,.2f})" if amount is not None else "")
        for day, rows, amount in found
    )
    yield (
        f"Some programs write a day of their own where they know no date: {listed}; the next date is {first}. These rows count as purchases of that"
        f" day; to take them out: --set rules.before={first}"
    )


def repeated_given(about: Findings) -> Iterator[str]:
    """Customers with several rows in a table that should have one each."""
    kept = sum(line.rows for line in about.ledger if line.rule == KEPT)
    customers = about.run("SELECT count(*) FROM customer_segments")[0][0]
    if kept > customers:
        yield (
            f"The {kept:,} rows have {customers:,} different customers, though each should be one; orders and money of a customer's rows were added up."
            " If the rows are sales, map no frequency, recency and monetary."
        )


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
