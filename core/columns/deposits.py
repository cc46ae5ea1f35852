"""Invoices of deposits beside those of the rest: where the last invoice is of the whole, what was paid in advance counts twice."""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from core.columns.documents import is_no_sale
from core.columns.evidence import Column, wording_of
from core.columns.kinds import is_deposit, is_final
from core.columns.naming import Role
from core.columns.row_worth import worth_of_rows
from core.typed_list import cancelled_too

# Final invoices of which the rest is less than the whole: nearly all, since a deposit may be missing here and there.
MOST_LESS = 0.8
CENT = 0.005
MOST_KINDS = 40
# The roles whose columns say which rows are cancelled.
MARKING_ROLES: tuple[Role, ...] = ("status", "cancelled")


def tells_deposits(column: Column) -> bool:
    """Whether some kinds that a column holds are invoices of deposits, and not plain deposits by which nothing is sold, unless last invoices follow."""
    kinds = _kinds(column)
    deposits = list(filter(is_deposit, kinds))
    return bool(deposits) and (any(map(is_final, kinds)) or not all(map(is_no_sale, deposits)))


def deposits_counted(
    columns: Iterable[Column], chosen: Mapping[Role, Column], table: Sequence[Column]
) -> list[str]:
    """What to say of the deposits that each of `columns` tells: they may be in later invoices too."""
    marking = {role: chosen[role] for role in MARKING_ROLES if role in chosen}
    worth = _worth(chosen)
    notes = []
    for column in columns:
        kinds = _kinds(column)
        deposits, finals = sorted(filter(is_deposit, kinds)), sorted(filter(is_final, kinds))
        rest = _left_to_pay(column, finals, table)
        if rest is not None and rest in (chosen.get("amount"), chosen.get("order_total")):
            continue
        naming = (
            "" if column in marking.values() else f"--map {shlex.quote(f'cancelled={column.profile.name}')} "
        )
        out = f"{naming}{cancelled_too(('auto',), deposits)}"
        told = f"invoices of deposits, {_listed(column, deposits, worth)}"
        if finals:
            told += f", and final ones, {_listed(column, finals, worth)}"
        said = (
            f"{column.profile.name} tells {told}, of those looked at. Where the last invoice is of the whole, the deposit is in it too, and counts twice"
            " if both count."
        )
        if rest is not None:
            notes.append(
                f"{said} {rest.profile.name} is less on final invoices, as what is left to pay; to count by it:"
                f" --map {shlex.quote(f'amount={rest.profile.name}')}"
            )
        else:
            notes.append(
                f"{said} To take the deposits out: {out}. Where last invoices are of the rest only, nothing counts twice."
            )
    return notes


def _worth(chosen: Mapping[Role, Column]) -> Sequence[float]:
    if "amount" not in chosen and "order_total" in chosen:
        return [number or 0.0 for number in chosen["order_total"].numbers]
    return worth_of_rows(chosen)


def _left_to_pay(column: Column, finals: Collection[str], table: Sequence[Column]) -> Column | None:
    """The column that is another total on all documents but the final invoices, and less on these; None where there is none."""
    cells = [(value or "").strip() for value in column.values]
    sums = [
        other
        for other in table
        if other.is_number and other.is_fractional and other.profile.distinct > len(finals)
    ]
    for rest in sums:
        for whole in sums:
            if whole is rest:
                continue
            triples = [
                (cell in finals, part, all_of_it)
                for cell, part, all_of_it in zip(cells, rest.numbers, whole.numbers, strict=False)
                if part is not None and all_of_it is not None
            ]
            last = [part < all_of_it - CENT for is_last, part, all_of_it in triples if is_last]
            others = [abs(part - all_of_it) <= CENT for is_last, part, all_of_it in triples if not is_last]
            if others and all(others) and last and sum(last) >= MOST_LESS * len(last):
                return rest
    return None


def _listed(column: Column, kinds: Collection[str], worth: Sequence[float]) -> str:
    rows: Counter[str] = Counter()
    money: defaultdict[str, float] = defaultdict(float)
    for row, value in enumerate(column.values):
        if value and (kind := value.strip()) in kinds:
            rows[kind] += 1
            money[kind] += worth[row] if row < len(worth) else 0
    return ", ".join(
        f"{kind!r} on {wording_of(count, 'row')}" + (f" worth {money[kind]:,.2f}" if worth else "")
        for kind, count in rows.most_common()
    )


def _kinds(column: Column) -> set[str]:
    if column.profile.kind != "text" or column.profile.distinct > MOST_KINDS:
        return set()
    return {value.strip() for value in column.values if value and value.strip()}
