"""Sales whose money stands in another table of the source: the lines of orders, or the prices of products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.columns.credit_tables import RoleTable, own_names
from core.columns.document_names import read_document_name
from core.columns.evidence import wording_of
from core.columns.naming import Role, name_roles
from core.columns.row_worth import worth_of_rows
from core.enumerated import enumerated
from core.source.model import squeezed
from core.sql import ident

# How the sentence begins.
MONEY_IS_IN = "The money is in"
MONEY: tuple[Role, ...] = ("amount", "order_total", "price")
_SAYING_WORTH: tuple[Role, ...] = ("amount", "order_total", "quantity", "price")
# What the lines of orders lack that is said of the orders.
_OF_ORDERS: tuple[Role, ...] = ("customer", "date", "time", "status", "cancelled", "country")
# So many of the ids that are known of the one stand in the other, or as many as show that they are not the same by chance.
_MOST, _LEAST_IDS = 0.5, 3


@dataclass(frozen=True, slots=True)
class _Link:
    """A table with money, and the columns by which it belongs to the one that is read."""

    table: RoleTable
    role: Role
    here: str
    there: str
    money: tuple[str, ...]
    shared: int
    is_payments: bool


def says_worth(table: RoleTable, others: Sequence[RoleTable]) -> bool:
    """Whether a table says what its orders were worth, by itself or by another that is not of payments."""
    return any(role in table.places for role in MONEY) or any(
        not link.is_payments for link in _links(table, others)
    )


def money_elsewhere(left_out: Sequence[RoleTable], read: Sequence[RoleTable]) -> list[str]:
    """A sentence on the table that holds the money of what is read, where that says nothing of money itself, and on how both become one."""
    table = read[0]
    if any(role in each.places for each in read for role in MONEY):
        return []
    links = _links(table, left_out)
    if not links:
        return []
    best = max(links, key=lambda link: (not link.is_payments, link.role == "order", link.shared))
    return [_told(table, best)]


def _links(table: RoleTable, others: Sequence[RoleTable]) -> list[_Link]:
    found = []
    for other, own in zip(others, own_names(others), strict=True):
        if not (money := _money_columns(other)):
            continue
        named = read_document_name(own)
        for role in ("order", "product"):
            if link := _link(
                table, other, role, money, is_payments=named is not None and named.kind == "payments"
            ):
                found.append(link)
                break
    return found


def _link(
    table: RoleTable, other: RoleTable, role: Role, money: tuple[str, ...], *, is_payments: bool
) -> _Link | None:
    """How another table belongs to this one by the ids of a role; None where no column there has them."""
    if role not in table.places:
        return None
    ids = table.roles[role]
    known = set(filter(None, ids.values))
    for name, cells in zip(other.opened.table.names, other.opened.sample.columns, strict=False):
        if squeezed(name) != squeezed(ids.profile.name) and role not in name_roles(name).roles:
            continue
        there = set(filter(None, cells))
        shared = len(known & there)
        whole = table.opened.sample.whole and other.opened.sample.whole
        if shared >= max(_LEAST_IDS, _MOST * min(len(known), len(there)) if whole else 0):
            return _Link(other, role, ids.profile.name, name, money, shared, is_payments)
    return None


def _money_columns(table: RoleTable) -> tuple[str, ...]:
    """The columns of a table that say what something is worth: by what they play there, or in a list of products by their name."""
    if any(role in table.places for role in MONEY):
        return tuple(table.roles[role].profile.name for role in _SAYING_WORTH if role in table.places)
    fits = {
        profile.name: name_roles(profile.name).roles["price"].fits
        for profile in table.profiles
        if profile.kind == "number" and "price" in name_roles(profile.name).roles
    }
    return (max(fits, key=fits.__getitem__),) if fits else ()


def _told(table: RoleTable, link: _Link) -> str:
    own, other = table.opened.table, link.table.opened.table
    by = link.here if link.here == link.there else f"{link.there}, which is {link.here} in {own.label},"
    money, listed = link.money, enumerated(link.money)
    worth = worth_of_rows(link.table.roles)
    whole = table.opened.sample.whole and link.table.opened.sample.whole
    said = f", worth {sum(worth):,.2f}" if worth and whole and link.role == "order" else ""
    rows = f" ({wording_of(link.table.rows, 'row')}{said})" if link.table.rows is not None else ""
    ids = f"{link.shared:,} of the {link.role}s{'' if whole else ' looked at'}"
    if link.role == "product":
        return (
            f"{MONEY_IS_IN} {other.label}{rows}, where {listed} {_stand(money)} beside {ids}. One table is read at a time: add {listed} to"
            f" {own.label} by {by} (a lookup in a spreadsheet, a join in SQL)."
        )
    carried = [
        table.roles[role].profile.name
        for role in _OF_ORDERS
        if role in table.places and table.roles[role].profile.name not in other.names
    ]
    if not carried:
        return f"{MONEY_IS_IN} {other.label}{rows}, where {listed} {_stand(money)} beside {ids}."
    made = ""
    if own.kind == "sqlite" and own.file == other.file:
        columns = ", ".join(f"o.{ident(name)}" for name in carried)
        made = (
            f" In SQLite: CREATE VIEW sales AS SELECT l.*, {columns} FROM {ident(other.sheet)} AS l JOIN {ident(own.sheet)} AS o ON"
            f" o.{ident(link.here)} = l.{ident(link.there)}"
        )
    return (
        f"{MONEY_IS_IN} {other.label}{rows}, where {listed} {_stand(money)} beside {ids}. One table is read at a time: add {enumerated(carried)} to"
        f" {other.label} by {by} (a lookup in a spreadsheet, a join in SQL) and read that.{made}"
    )


def _stand(names: Sequence[str]) -> str:
    return "stands" if len(names) == 1 else "stand"
