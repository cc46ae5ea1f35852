"""Tables that hold the same orders, as one of whole orders and one of their lines do: added up, their money would count twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import combinations

from core.columns.cancelled import says_cancelled
from core.columns.credit_tables import RoleTable, own_names, to_read_alone, worth_told
from core.columns.document_names import is_of_lines, read_document_name
from core.columns.evidence import wording_of
from core.columns.later_dates import days_of
from core.columns.naming import Role
from core.columns.row_worth import worth_of_rows
from core.columns.two_letters import marks_in

# How the reason begins why one of two such tables is left out.
SAME_ORDERS = "its orders are those of"
# So many of the orders, as far as all are known.
_NEARLY_ALL = 0.9
# Few numbers are the same by chance.
_LEAST_ORDERS = 5
# Of a long table only pieces are known, and they are not of the same orders.
_LEAST_OF_PIECES = 0.1
_MOST = 0.5
# What stands in more tables than these is a number that each of them begins anew, and no order.
_MOST_HOLDERS = 8
_CENT = 0.011
MARKING: tuple[Role, ...] = ("status", "cancelled")


@dataclass(eq=False)
class Orders:
    """The orders of a table, as far as they are looked at, of which nothing is worked out before it is asked for."""

    table: RoleTable

    @cached_property
    def rows(self) -> dict[str, list[int]]:
        """The rows of each order."""
        found: dict[str, list[int]] = defaultdict(list)
        if "order" in self.table.roles:
            for row, order in enumerate(self.table.roles["order"].values):
                if order and order.strip():
                    found[order.strip()].append(row)
        return dict(found)

    @cached_property
    def worth(self) -> list[float]:
        """What each row is worth; empty where that is not known of rows."""
        return worth_of_rows(self.table.roles)

    def sum_of(self, order: str) -> float | None:
        """What an order is worth; None where nothing says that it is worth anything."""
        rows = self.rows[order]
        if not self.worth or rows[-1] >= len(self.worth):
            return None  # numbers are read of the first rows only
        return sum(self.worth[row] for row in rows) or None

    def customer_of(self, order: str) -> str | None:
        """Whose an order is by the first of its rows."""
        if "customer" not in self.table.roles:
            return None
        return self.table.roles["customer"].values[self.rows[order][0]]

    def day_of(self, order: str) -> date | None:
        """The day of the first of its rows."""
        return self._days[self.rows[order][0]] if self._days else None

    @cached_property
    def _days(self) -> list[date | None]:
        return days_of(self.table.roles["date"]) if "date" in self.table.roles else []

    @property
    def is_whole(self) -> bool:
        """Whether these are all the orders there are."""
        return self.table.opened.sample.whole

    def cells_of(self, order: str, columns: Sequence[str]) -> Counter[tuple[str | None, ...]]:
        """The rows of an order in those columns."""
        names = self.table.opened.table.names
        cells = [self.table.opened.sample.columns[names.index(name)] for name in columns]
        return Counter(tuple(column[row] for column in cells) for row in self.rows[order])

    @cached_property
    def cancelled(self) -> set[str]:
        """The orders that it calls cancelled, on each of their rows."""
        marked: set[int] = set()
        for role in MARKING:
            if role in self.table.roles:
                values = self.table.roles[role].values
                name = self.table.roles[role].profile.name
                says = says_cancelled if role == "status" else partial(marks_in, name)
                marked.update(row for row, value in enumerate(values) if value and says(value))
        return {order for order, rows in self.rows.items() if marked.issuperset(rows)}


def have_same_orders(one: Orders, others: Sequence[Orders]) -> bool:
    """Whether most orders of a table stand in others too, of the same day, by their number and by whose they are or what they are worth.

    Many a list begins to count anew, and a contract has the same number in the list of every month.
    """
    shared = {order for other in others for order in _shared(one, other)}
    whole = all(orders.table.opened.sample.whole for orders in (one, *others))
    return len(shared) >= max(_LEAST_ORDERS, (_NEARLY_ALL if whole else _LEAST_OF_PIECES) * len(one.rows))


def _shared(one: Orders, other: Orders) -> list[str]:
    return [
        order
        for order in one.rows.keys() & other.rows.keys()
        if _are_of_one_day(order, one, other)
        and (one.customer_of(order) == other.customer_of(order) is not None or _of_one_sum(order, one, other))
    ]


def _are_of_one_day(order: str, one: Orders, other: Orders) -> bool:
    """Whether an order is of the same day in both, as far as that is known; clocks in two zones may differ by one."""
    first, second = one.day_of(order), other.day_of(order)
    return first is None or second is None or abs((first - second).days) <= 1


def _of_one_sum(order: str, one: Orders, other: Orders) -> bool:
    first, second = one.sum_of(order), other.sum_of(order)
    return first is not None and second is not None and abs(first - second) < _CENT


def counted_twice(tables: Sequence[RoleTable], main: str) -> tuple[dict[str, str], list[str]]:
    """Why some of several tables of the same columns are left out, by label, since their orders stand in another; and what to know where that is not sure.

    Where it may be either of two it is not `main`. Orders that stand in both with the same rows are left to the ledger.
    """
    names = {table.opened.table.label: name for table, name in zip(tables, own_names(tables), strict=True)}
    known = {table.opened.table.label: Orders(table) for table in tables}
    holders: dict[str, list[str]] = defaultdict(list)
    for label, orders in known.items():
        for order in orders.rows:
            holders[order].append(label)
    several = (labels for labels in holders.values() if 1 < len(labels) <= _MOST_HOLDERS)
    pairs = Counter(pair for labels in several for pair in combinations(labels, 2))
    reasons: dict[str, str] = {}
    notes: list[str] = []
    for pair, common in pairs.items():
        if common < _LEAST_ORDERS or not reasons.keys().isdisjoint(pair):
            continue
        first, second = sorted(pair, key=lambda label: (label != main, -len(known[label].rows)))
        of_lines = _are_whole_and_lines(names[first], names[second])
        for kept, left in ((first, second), (second, first)):
            repeated = _repeated(known[left], known[kept], of_lines=of_lines)
            if not repeated:
                continue
            if of_lines or (known[left].is_whole and known[kept].is_whole):
                alone = to_read_alone(known[left].table)
                reasons[left] = (
                    f"{SAME_ORDERS} {kept}, and its {worth_told(known[left].table)} would be counted twice. To read it instead, {alone}"
                )
            else:
                notes.append(
                    f"{left} and {kept} hold {wording_of(repeated, 'order')} of the same numbers and the same sums, of those looked at: their money counts"
                    f" twice. To read one of them only, {to_read_alone(known[kept].table)}."
                )
            break
    return reasons, notes


def _repeated(left: Orders, kept: Orders, *, of_lines: bool) -> int:
    """How many orders of a table another repeats with other rows; 0 unless it is nearly all of them.

    Where one is of whole orders by its name and the other of their lines, these may be without tax or what it costs to send them.
    """
    # Their columns are the same, so a customer is written alike in both: the numbers of another's orders are another's.
    shared = [
        order
        for order in _shared(left, kept)
        if left.customer_of(order) == kept.customer_of(order) and not _have_same_rows(order, left, kept)
    ]
    repeated = sum(of_lines or _of_one_sum(order, left, kept) for order in shared)
    whole = left.is_whole and kept.is_whole
    least = _NEARLY_ALL * len(left.rows) if whole else _LEAST_OF_PIECES * len(left.rows)
    return repeated if repeated >= max(_LEAST_ORDERS, least, _MOST * len(shared)) else 0


def _have_same_rows(order: str, one: Orders, other: Orders) -> bool:
    columns = one.table.opened.table.names
    if set(columns) != set(other.table.opened.table.names):
        return False
    return one.cells_of(order, columns) == other.cells_of(order, columns)


def _are_whole_and_lines(one: str, other: str) -> bool:
    """Whether one of the two is of whole orders by its name and the other of their lines."""
    lines = [is_of_lines(name) for name in (one, other)]
    return sum(lines) == 1 and read_document_name(other if lines[0] else one) is not None


def cancelled_elsewhere(left_out: Sequence[RoleTable], tables: Sequence[RoleTable]) -> list[str]:
    """A sentence for each table left out that calls orders cancelled which count here, since those that are read do not say so."""
    notes = []
    read = [Orders(table) for table in tables]
    for left in left_out:
        marking = [role for role in MARKING if role in left.places]
        elsewhere = Orders(left)
        if not marking or not 0 < len(elsewhere.cancelled) < len(elsewhere.rows):
            continue
        if not have_same_orders(elsewhere, read):
            continue
        counted = {
            order: orders
            for orders in read
            for order in elsewhere.cancelled.intersection(orders.rows) - orders.cancelled
        }
        if not counted:
            continue
        worth = [orders.sum_of(order) for order, orders in counted.items()]
        said = f", worth {sum(filter(None, worth)):,.2f}" if None not in worth else ""
        of = "" if all(orders.is_whole for orders in (elsewhere, *read)) else " of those looked at"
        by = " and ".join(left.roles[role].profile.name for role in marking)
        own = left.opened.table.label
        others = read[0].table.opened.table.label if len(read) == 1 else "what is read"
        one = len(counted) == 1
        notes.append(
            f"{own} says by {by} that {wording_of(len(counted), 'order')}{of} {'was' if one else 'were'} cancelled or returned{said}, and {others} does not:"
            f" {'it counts as a sale' if one else 'they count as sales'}. To take {'it' if one else 'them'} out, add {by} to {others} by the number of the"
            f" order (a lookup in a spreadsheet, a join in SQL); or read {own} instead: {to_read_alone(left)}."
        )
    return notes
