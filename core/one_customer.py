"""A word where all rows that count are of one customer: then a column names the shop itself, or nobody in particular."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.ledger import KEPT

if TYPE_CHECKING:
    from core.findings import Findings


def only_customer(about: Findings) -> Iterator[str]:
    """All rows under one name, where there are several, so that nobody can be compared with anybody."""
    rows = sum(line.rows for line in about.ledger if line.rule == KEPT)
    found = about.run("SELECT min(customer_id), count(*) FROM customer_segments")[0]
    if rows < 2 or found[1] != 1:
        return
    customer = about.columns.roles["customer"]
    cure = (
        f"{customer.runner_up} may say it: --map {shlex.quote(f'customer={customer.runner_up}')}"
        if customer.runner_up
        else "name the column that does: --map customer=COLUMN"
    )
    yield (
        f"All {rows:,} rows that count are of one customer, {found[0]!r}, so nobody can be compared with anybody. If {customer.column} does not say who"
        f" bought, {cure}"
    )
