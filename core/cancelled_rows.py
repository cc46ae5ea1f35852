"""What was taken as cancelled by the status and by the column beside it, in sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from core.columns.cancelled import YES, is_cancellation_flag, says_cancelled
from core.columns.documents import is_no_sale
from core.ledger import CANCELLED, KEPT

if TYPE_CHECKING:
    from core.findings import Findings

MOST_SHOWN = 12
MARKING_ROLES = ("status", "cancelled")
A_DATE = "a date"
BETWEEN = chr(31)
# A date differs on every order, and one is as good as another.
CELLS = {
    "status": "coalesce(status, '')",
    "cancelled": f"CASE WHEN regexp_matches(cancelled, '[0-9].*[0-9]') THEN '{A_DATE}' ELSE lower(coalesce(cancelled, '')) END",
}
# What a status says of an order that is not paid for, or perhaps not yet.
DOUBTFUL = re.compile(
    r"pending|fail|declin|reject|unpaid|on.?hold|draft|expired|abandon|denied|error|offen|ausstehend|abgelehnt|mislukt|échou|refus|fallid|rechaz"
)


def statuses(about: Findings) -> Iterator[str]:
    """Which words (or dates) mark cancelled rows in each column that may, on how many rows, and which were taken as no mark."""
    roles = [role for role in MARKING_ROLES if role in about.columns.roles]
    if not roles or not about.recipe.rules.cancelled:
        return
    rows = {role: Counter[str]() for role in roles}
    taken = {role: Counter[str]() for role in roles}
    no_sales: dict[str, tuple[int, Decimal]] = {}
    worth = Decimal(0)
    for cells, bucket, count, amount in about.by_cell(
        None, f"concat_ws(chr({ord(BETWEEN)}), {', '.join(CELLS[role] for role in roles)})"
    ):
        words = dict(zip(roles, (cells or "").split(BETWEEN), strict=False))
        marking = [role for role, word in words.items() if bucket == CANCELLED and _marks(about, role, word)]
        for role, word in words.items():
            rows[role][word] += count
            taken[role][word] += count if role in marking else 0
            if bucket == KEPT and is_no_sale(word):
                counted, money = no_sales.get(word, (0, Decimal(0)))
                no_sales[word] = counted + count, money + (amount or 0)
        worth += (amount or 0) if marking else 0
    said = [_by_column(about, role, rows[role], taken[role]) for role in roles if any(rows[role])]
    if said and worth > 0:
        said[-1] += (
            f" The cancelled rows are worth {worth:,.2f}, above zero, so they are taken out and not booked as refunds."
        )
    if no_sales:
        said[-1] += _no_sales(no_sales)
    elif doubt := _doubtful(about, rows.get("status", Counter()), taken.get("status", Counter())):
        said[-1] += doubt
    yield from said


def _marks(about: Findings, role: str, word: str) -> bool:
    """Whether a row is cancelled by this word, as the ledger sees it."""
    asked = about.recipe.rules.cancelled_statuses
    if word in {value.strip().lower() for value in asked}:
        return True
    if word == A_DATE or (word in YES and (role == "cancelled" or _is_flag(about))):
        return True
    return "auto" in asked and says_cancelled(word)


def _is_flag(about: Findings) -> bool:
    return is_cancellation_flag(about.columns.roles["status"].column or "")


def _by_column(about: Findings, role: str, rows: Counter[str], taken: Counter[str]) -> str:
    name = about.columns.roles[role].column
    marks = _listed([word for word, count in taken.most_common() if count], taken)
    left = _listed([word for word, _ in rows.most_common() if word and not taken[word]], rows)
    if not marks:
        return f"{name} marks no row as cancelled: {left}."
    were = "were" if taken.total() > 1 else "was"
    return f"By {name}, {marks} {were} taken as cancelled" + (f"; not so: {left}." if left else ".")


def _listed(words: Sequence[str], rows: Counter[str]) -> str:
    shown = [
        f"{_rows(rows[word])} with a date there" if word == A_DATE else f"{word!r} {_rows(rows[word])}"
        for word in words[:MOST_SHOWN]
    ]
    more = f" and {len(words) - MOST_SHOWN:,} others" if len(words) > MOST_SHOWN else ""
    return f"{', '.join(shown)}{more}"


def _doubtful(about: Findings, rows: Counter[str], taken: Counter[str]) -> str:
    """What to set where a status may mean that an order is not paid for."""
    doubtful = [word for word, _ in rows.most_common() if not taken[word] and DOUBTFUL.search(word)][:4]
    if not doubtful or _is_flag(about):
        return ""
    listed = ",".join(["auto", *doubtful])
    return f" To take out {' and '.join(map(repr, doubtful))} too: --set 'rules.cancelled_statuses={listed}'"


def _no_sales(kinds: dict[str, tuple[int, Decimal]]) -> str:
    """Payments, quotes and the like among the kept rows, and what to set so that they are taken out."""
    most = sorted(kinds, key=lambda kind: (-kinds[kind][0], kind))
    listed = ", ".join(
        f"{kind!r} {_rows(kinds[kind][0])} ({kinds[kind][1]:,.2f})" for kind in most[:MOST_SHOWN]
    )
    return (
        f" Counted as sales, though by its kind nothing is sold: {listed}."
        f" To take {'it' if len(most) == 1 else 'them'} out: --set 'rules.cancelled_statuses={','.join(['auto', *most])}'"
    )


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
