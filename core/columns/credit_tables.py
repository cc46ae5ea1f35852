"""Sheets and files whose own name says that they hold credit notes, cancellations or returns, beside others that hold the sales."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import takewhile
from pathlib import PurePath

from core.columns.cancelled import (
    MOST_MARKED,
    cancellation_prefixes,
    order_ids,
    says_cancelled,
)
from core.columns.document_names import AND_MORE, SEVERAL_SALES
from core.columns.evidence import Column, wording_of
from core.columns.naming import Role
from core.columns.profile import ColumnProfile
from core.columns.row_worth import worth_of_rows
from core.columns.two_letters import marks_in
from core.patterns import later
from core.source.model import OpenTable

# What says which of the sales are meant, where a name speaks of these.
_SUCH_AS_WERE = later(
    r"cancell?ed|void|returned|refunded|reversed|storniert|geannuleerd|geretourneerd|annul[ée]|annullat|anulad|cancelad|rectificativ|retificativ"
    r"|devuelt|devolvid|retourn[ée]|rimborsat|reembolsad|rembours[ée]|de abono"
)
# Says nothing as a status unless it stands alone, since what is returned may be a tax.
_RETURNS = later(r"(?<![^\W\d_])returns(?![^\W\d_])")
# Credit notes and returns beside sheets or files of sales; elsewhere a way to pay, a season ticket or anything.
_BESIDE_SALES = later(r"(?<![^\W\d_])(?:abonos?|rmas?)(?![^\W\d_])")
# A brand, and no sales that were voided.
_VOID_OF_SOMETHING = later(r"(?<![^\W\d_])void (?!orders|invoices|sales|receipts|tickets|transactions)")
_MARKING: tuple[Role, ...] = ("status", "cancelled")
_SIGNED: tuple[Role, ...] = ("amount", "order_total", "quantity", "price")
# How the reason begins where a table of the same columns is left out, and why one is that takes sales back.
BY_ITS_NAME = "by its name it holds"
TAKEN_BACK = f"{BY_ITS_NAME} what was taken back"
# More than so many of the rows say the same as all of them.
_MOST = 0.5


@dataclass(eq=False)
class RoleTable:
    """A table with what its columns play, of which none is looked at before it is asked for: there may be a thousand sheets."""

    opened: OpenTable
    profiles: Sequence[ColumnProfile]
    places: Mapping[Role, int]

    @property
    def rows(self) -> int | None:
        """How many rows it has, where that is known."""
        return self.opened.sample.rows if self.opened.sample.whole else self.opened.table.rows

    @cached_property
    def roles(self) -> dict[Role, Column]:
        """The columns that play a role."""
        return {
            role: Column(self.profiles[place], self.opened.sample.columns[place])
            for role, place in self.places.items()
        }


def holds_taken_back(name: str, *, beside_sales: bool = False) -> bool:
    """Whether a sheet or file holds only what was taken back, by its name; more names say so where one beside it says that it holds sales."""
    words = _words(name)
    if not (
        says_cancelled(words)
        or _RETURNS.search(words)
        or (beside_sales and _BESIDE_SALES.search(words) and not SEVERAL_SALES.search(words))
    ):
        return False
    if AND_MORE.search(words) or _VOID_OF_SOMETHING.search(words):
        return False
    return not SEVERAL_SALES.search(words) or _SUCH_AS_WERE.search(words) is not None


def _words(name: str) -> str:
    return " ".join(re.sub(r"[^\w&+]|[\d_]", " ", name.casefold()).split())


def left_out_as_taken_back(tables: Sequence[RoleTable]) -> dict[str, str]:
    """Why some of several tables of the same columns are not read as more of the same, by label: their rows take sales back, and would be added to them.

    Rows that say it themselves (by a status, a mark before their number, or an amount below zero) are left to the ledger.
    """
    names = own_names(tables)
    beside_sales = any(SEVERAL_SALES.search(_words(name)) for name in names)
    named = [
        table
        for table, name in zip(tables, names, strict=True)
        if holds_taken_back(name, beside_sales=beside_sales)
    ]
    if not named or len(named) == len(tables) or not _is_smaller_part(named, tables):
        return {}  # names that say it of all say it of none
    prefixes = cancellation_prefixes(order_ids(pair for table in tables for pair in _orders(table)))
    return {
        table.opened.table.label: (
            f"{TAKEN_BACK}, and its {worth_told(table)} would be added to the sales, since nothing in the rows marks them."
            " If they are sales, give it another name"
        )
        for table in named
        if not _is_told_by_rows(table, prefixes)
    }


def _is_smaller_part(named: Sequence[RoleTable], tables: Sequence[RoleTable]) -> bool:
    """Whether some of the tables may be what a shop takes back; of a file that is larger than its sample it is not known."""
    rows = [table.rows for table in tables]
    if None in rows:
        return True
    return sum(table.rows or 0 for table in named) <= MOST_MARKED * sum(count or 0 for count in rows)


def own_names(tables: Sequence[RoleTable]) -> list[str]:
    """What names each of several tables and none beside it: of a file with several sheets the sheet, else its path below the folder of all of them."""
    sheets = Counter(table.opened.table.file for table in tables)
    paths = [PurePath(table.opened.table.file).with_suffix("") for table in tables]
    levels = zip(*(path.parts[:-1] for path in paths), strict=False)
    shared = sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, levels))
    return [
        table.opened.table.sheet
        if sheets[table.opened.table.file] > 1
        else " ".join((*path.parts[shared:], table.opened.table.sheet))
        for table, path in zip(tables, paths, strict=True)
    ]


def to_read_alone(table: RoleTable) -> str:
    """How a person has a table read and none beside it."""
    source = table.opened.table
    return f"--sheet {shlex.quote(source.sheet)}" if source.sheet else f"name {source.file} alone"


def _is_told_by_rows(table: RoleTable, prefixes: Sequence[str]) -> bool:
    signs = [number < 0 for column in _of(table, _SIGNED) for number in column.numbers if number]
    by_role = len(_of(table, _SIGNED)) or 1
    if sum(signs) * by_role > _MOST * len(signs):
        return True
    if any(
        _is_most(map(partial(marks_in, column.profile.name), _filled(column)), column)
        for column in _of(table, _MARKING)
    ):
        return True
    marked = [order.prefix in prefixes for order in order_ids(_orders(table)) for _ in range(order.rows)]
    return bool(prefixes) and sum(marked) > _MOST * len(marked)


def _is_most(found: Iterable[bool], column: Column) -> bool:
    return sum(found) > _MOST * len(column.values)


def _of(table: RoleTable, roles: Sequence[Role]) -> list[Column]:
    return [table.roles[role] for role in roles if role in table.roles]


def _filled(column: Column) -> list[str]:
    return [value for value in column.values if value and value.strip()]


def _orders(table: RoleTable) -> list[tuple[str, bool]]:
    """The order ids of the sample, each with whether its row is below zero."""
    if "order" not in table.roles:
        return []
    orders = table.roles["order"].values
    money = next((column.numbers for column in _of(table, _SIGNED)), [None] * len(orders))
    return [(order, (number or 0) < 0) for order, number in zip(orders, money, strict=False) if order]


def worth_told(table: RoleTable) -> str:
    """How many rows a table has, and what they are worth, as far as that is known."""
    if table.rows is None:
        return "rows"
    worth = worth_of_rows(table.roles)
    rows = wording_of(table.rows, "row")
    return f"{rows}, worth {sum(worth):,.2f}," if len(worth) == table.rows else rows
