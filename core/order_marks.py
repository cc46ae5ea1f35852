"""Letters before the numbers of orders: marks of cancellations that look like sales, and sales that look like credit notes."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.columns.cancelled import DOUBTFUL_MARKS, MOST_MARKED, SERIES_PATTERN
from core.columns.evidence import wording_of
from core.ledger import CANCELLED, KEPT
from core.typed_list import typed_list

if TYPE_CHECKING:
    from core.findings import Findings


def positive_cancellations(about: Findings) -> Iterator[str]:
    """A mark in front of order ids whose rows are no cancellations by their amounts."""
    if "order" not in about.columns.roles or not about.recipe.rules.cancelled:
        return
    for prefix in about.columns.cancelled_prefixes if "auto" in about.recipe.rules.cancelled_prefixes else ():
        length, mark = len(prefix), prefix.replace("'", "''")
        found = about.run(
            'SELECT sum("rows"), sum(amount), count(refunded), sum(priced_rows) FROM booked'
            f" WHERE bucket = '{CANCELLED}' AND upper(left(order_id, {length})) = upper('{mark}')"
        )[0]
        if found[0] and found[3] and not found[2]:
            yield (
                f"Order ids that begin with {prefix} are taken as cancelled ({wording_of(int(found[0]), 'row')}, {float(found[1]):,.2f}), but none of their"
                " amounts is negative as those of cancellations are. If they are sales: --set rules.cancelled=false"
            )


def sales_like_credit_notes(about: Findings) -> Iterator[str]:
    """Orders that count as sales though their ids begin as credit notes do in many programs."""
    rules = about.recipe.rules
    if "order" not in about.columns.roles or not rules.cancelled:
        return
    kept = f"FROM booked WHERE bucket = '{KEPT}' AND order_id IS NOT NULL"
    # Where ids are numbers, no other look at them is needed.
    last = about.run(f"SELECT max(order_id) {kept}")[0][0]
    if last is None or str(last) < "A":
        return
    mark = f"regexp_extract(upper(order_id), '^({'|'.join(sorted(DOUBTFUL_MARKS))}){SERIES_PATTERN}[-_ /.]?[0-9]', 1)"
    counted = about.run(f'SELECT {mark} AS mark, sum("rows"), sum(amount) {kept} GROUP BY mark ORDER BY mark')
    total = sum(int(rows) for _, rows, _ in counted)
    for found, rows, amount in counted:
        if not found or rows > MOST_MARKED * total or not (amount or 0) > 0:
            continue
        prefixes = [*rules.cancelled_prefixes, found]
        if "auto" in prefixes:
            prefixes = [*about.columns.cancelled_prefixes, found]
        yield (
            f"{wording_of(int(rows), 'row')} of orders whose ids begin with {found} count as sales ({float(amount):,.2f}), though credit notes are often"
            f" numbered so. If they are: --set {shlex.quote(typed_list('rules.cancelled_prefixes', prefixes))}"
        )
