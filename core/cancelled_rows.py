"""What was taken as cancelled by the status and by the column beside it, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from core.columns.cancelled import (
    is_called_cancelling_document,
    is_cancellation_flag,
    says_cancelled,
)
from core.columns.documents import NEARLY_ALL, is_no_sale, returns_of_sap
from core.columns.outcomes import called_quotes, is_lost, is_won, undecided_among
from core.columns.two_letters import marks_in, plain_yes
from core.columns.unpaid import may_be_unpaid, speaks_of_payment
from core.enumerated import enumerated
from core.ledger import CANCELLED, KEPT
from core.refunds_of_nobody import LACKING, cancelled_but_lacking
from core.report import MOST_CELLS
from core.typed_list import cancelled_too
from core.without_effect import statuses_without_rows

if TYPE_CHECKING:
    from core.findings import Findings

MOST_SHOWN = 12
MARKING_ROLES = ("status", "cancelled")
A_DATE = "a date"
BETWEEN = chr(31)
A_NUMBER = "a number"
# What differs on every order, as a date and the number of a document do, stands for one of its kind.
MANY_DIGITS = "[0-9].*[0-9]"
LOOKS_LIKE_A_NUMBER = "^[^a-z0-9]*[a-z]{1,6}[-_ /.]*[0-9][-_ /.0-9]*$|^[^a-z0-9]*([0-9]{1,7}|[0-9]{9,13})([.,][0-9]+)?[^a-z0-9]*$"
CELLS = {
    "status": "coalesce(status, '')",
    "cancelled": f"CASE WHEN cancelled IS NULL OR NOT regexp_matches(cancelled, '{MANY_DIGITS}') OR NOT regexp_matches(cancelled, '[1-9]')"
    " THEN lower(coalesce(cancelled, ''))"
    f" WHEN regexp_matches(lower(cancelled), '{LOOKS_LIKE_A_NUMBER}') THEN '{A_NUMBER}' ELSE '{A_DATE}' END",
}
# Rows that take money back are added up apart from the others, and those of them that gave nothing back are neither.
ABOVE, BELOW, VOIDED = "+", "-", "0"
# To take out more than this would leave less than it takes.
HALF = 0.5
# Roles whose column may say that the rows are quotes.
QUOTED = ("order", "date", "status")


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows that count as sales, and their money."""

    rows: int
    amount: Decimal

    def plus(self, rows: int, amount: Decimal | None) -> Counted:
        """These and others."""
        return Counted(self.rows + rows, self.amount + (amount or 0))


@dataclass(frozen=True, slots=True)
class Deals:
    """Words by which deals and quotes were lost and goods came back, which the ledger does not take for certain, and by which deals are not decided yet."""

    no_sales: Collection[str]
    undecided: Collection[str]


NOTHING = Counted(0, Decimal(0))


@dataclass(frozen=True, slots=True)
class Booked:
    """The money of cancelled rows: above zero it is taken out only, and below zero it is booked as a refund too."""

    above: Decimal = Decimal(0)
    below: Decimal = Decimal(0)

    def plus(self, sign: str, amount: Decimal | None) -> Booked:
        """With the money of other rows; what is void is no refund."""
        if sign == ABOVE:
            return Booked(self.above + (amount or 0), self.below)
        return Booked(self.above, self.below + (amount or 0)) if sign == BELOW else self

    def in_words(self) -> str:
        """A sentence where some of it is above zero, which nobody got back."""
        if self.above <= 0:
            return ""
        if not self.below:
            return f" {not_refunded('The cancelled rows', self.above)}"
        return f" The cancelled rows above zero are worth {self.above:,.2f} and are taken out only; those below zero, {self.below:,.2f}, are booked as refunds."


def _sign(roles: Collection[str]) -> str:
    """How a row is booked where it is cancelled, as an expression on the ledger."""
    voided = "is_voided" if len(roles) == len(MARKING_ROLES) else "false"
    return (
        f"CASE WHEN coalesce(amount, 0) >= 0 THEN '{ABOVE}' WHEN {voided} THEN '{VOIDED}' ELSE '{BELOW}' END"
    )


def statuses(about: Findings) -> Iterator[str]:
    """Which words (or dates) mark cancelled rows in each column that may, on how many rows, and which were taken as no mark."""
    roles = [role for role in MARKING_ROLES if role in about.columns.roles]
    if not roles or not about.recipe.rules.cancelled:
        return
    rows = {role: Counter[str]() for role in roles}
    taken = {role: Counter[str]() for role in roles}
    counting: dict[str, Counted] = {}
    before: dict[str, tuple[int, Decimal]] = {}
    booked = Booked()
    found = about.by_cell(
        None, f"concat_ws(chr({ord(BETWEEN)}), {', '.join(CELLS[role] for role in roles)}, {_sign(roles)})"
    )
    for cells, bucket, count, amount in found:
        *said_there, sign_there = (cells or BETWEEN * len(roles)).split(BETWEEN)
        words = dict(zip(roles, said_there, strict=False))
        marking = [role for role, word in words.items() if bucket == CANCELLED and _marks(about, role, word)]
        for role, word in words.items():
            rows[role][word] += count
            taken[role][word] += count if role in marking else 0
        if bucket in LACKING and any(_marks(about, role, word) for role, word in words.items()):
            others, their_worth = before.get(bucket, (0, Decimal(0)))
            before[bucket] = others + count, their_worth + (amount or 0)
        if bucket == KEPT:
            for word in set(words.values()):
                counting[word] = counting.get(word, NOTHING).plus(count, amount)
        if marking:
            booked = booked.plus(sign_there, amount)
    said = [_by_column(about, role, rows[role], taken[role]) for role in roles if any(rows[role])]
    if said:
        said[-1] += booked.in_words()
        payments = {
            word
            for role in roles
            if speaks_of_payment(about.columns.roles[role].column or "", rows[role])
            for word in rows[role]
        }
        said[-1] += _in_full_all_the_same(about) + _advice(about, counting, payments, _deals(about, rows))
    yield from said
    yield from cancelled_but_lacking(about, before)
    if len(found) < MOST_CELLS:
        yield from statuses_without_rows(about, sorted({word for role in roles for word in rows[role]}))


def _in_full_all_the_same(about: Findings) -> str:
    """That rows which mark a refund take nothing off, where what an order is worth stands on each of its rows and counts once."""
    roles = about.columns.roles
    if "order_total" not in roles or roles.keys() & {"amount", "price"} or "order" not in roles:
        return ""
    some = f"SELECT order_id FROM booked WHERE bucket = '{CANCELLED}' AND order_id IS NOT NULL"
    orders, worth = about.run(
        f"SELECT count(DISTINCT order_id), sum(amount) FROM booked WHERE bucket = '{KEPT}' AND order_id IN ({some})"
    )[0]
    if not orders:
        return ""
    have, they = (
        ("order with cancelled rows has", "it counts")
        if orders == 1
        else ("orders with cancelled rows have", "they count")
    )
    return (
        f" {orders:,} {have} other rows too, and {roles['order_total'].column} is of a whole order: {they} in full ({float(worth or 0):,.2f}), and nothing"
        " is booked as a refund. If all of it was given back, take these orders out in the source."
    )


def not_refunded(which: str, worth: Decimal, *, one: bool = False) -> str:
    """That cancelled rows are no refunds, as those are amounts below zero."""
    are, they = ("is", "it is") if one else ("are", "they are")
    booked = "a refund" if one else "refunds"
    return f"{which} {are} worth {worth:,.2f}, above zero, so {they} taken out and not booked as {booked}."


def _marks(about: Findings, role: str, word: str) -> bool:
    """Whether a row is cancelled by this word, as the ledger sees it."""
    asked = about.recipe.rules.cancelled_statuses
    if word in {value.strip().lower() for value in asked}:
        return True
    name = about.columns.roles[role].column or ""
    if word in (A_DATE, A_NUMBER) or (
        marks_in(name, word)
        if role == "cancelled"
        else word in plain_yes(name) and is_cancellation_flag(name)
    ):
        return True
    return "auto" in asked and says_cancelled(word)


def _by_column(about: Findings, role: str, rows: Counter[str], taken: Counter[str]) -> str:
    name = about.columns.roles[role].column or ""
    there = A_NUMBER if is_called_cancelling_document(name) else A_DATE
    marks = _listed([word for word, count in taken.most_common() if count], taken, there)
    others = [word for word, _ in rows.most_common() if word and not taken[word]]
    before = [word for word in others if _marks(about, role, word)]
    left = _listed([word for word in others if word not in before], rows, there)
    if before and not marks:
        were = "were" if sum(rows[word] for word in before) > 1 else "was"
        return (
            f"By {name}, {_listed(before, rows, there)} {'are' if were == 'were' else 'is'} cancelled, but {were} taken out for another reason before"
            + (f"; not so: {left}." if left else ".")
        )
    if not marks:
        return f"{name} marks no row as cancelled: {left}."
    were = "were" if taken.total() > 1 else "was"
    return f"By {name}, {marks} {were} taken as cancelled" + (f"; not so: {left}." if left else ".")


def _listed(words: Sequence[str], rows: Counter[str], there: str) -> str:
    """Words with their rows; `there` says what stands for all cells that differ on every order."""
    shown = [
        f"{_rows(rows[word])} with {there if word == A_DATE else word} there"
        if word in (A_DATE, A_NUMBER)
        else f"{word!r} {_rows(rows[word])}"
        for word in words[:MOST_SHOWN]
    ]
    more = f" and {len(words) - MOST_SHOWN:,} others" if len(words) > MOST_SHOWN else ""
    return f"{', '.join(shown)}{more}"


def _advice(
    about: Findings,
    counting: Mapping[str, Counted],
    payments: Collection[str],
    deals: Deals,
) -> str:
    """What may be no sale among the rows that count, and what to set so that it is taken out; `payments` are words of statuses of payment."""
    kept = next(
        Counted(line.rows, Decimal(str(line.amount or 0))) for line in about.ledger if line.rule == KEPT
    )
    no_sales = _largest_first(
        {
            word: counted
            for word, counted in counting.items()
            if (is_no_sale(word) or word in deals.no_sales) and counted.rows < NEARLY_ALL * kept.rows
        }
    )
    undecided = _largest_first(
        {word: counting[word] for word in counting if word in deals.undecided and word not in no_sales}
    )
    unpaid = _largest_first(
        {
            word: counted
            for word, counted in counting.items()
            if may_be_unpaid(word, of_payment=word in payments)
        }
    )
    said = ""
    if no_sales:
        said += f" Counted as sales, though by {'its kind' if len(no_sales) == 1 else 'their kinds'} nothing is sold: {_with_money(no_sales, counting)}."
        if _share(no_sales, counting, kept) > HALF:
            no_sales = []
            said += (
                " They are most of what counts. Where they stand beside the sales that they pay for, or that came of them, each of these counts twice: name"
                " the kinds that are no sales in rules.cancelled_statuses."
            )
        else:
            said += f" To take {'it' if len(no_sales) == 1 else 'them'} out: {_taking_out(about, no_sales)}"
    if undecided:
        one = len(undecided) == 1
        no_sales = [*no_sales, *undecided]
        much = ", most of what counts" if _share(no_sales, counting, kept) > HALF else ""
        said += (
            f" Counted as sales, though not decided yet by {'its word' if one else 'their words'}: {_with_money(undecided, counting)}."
            f" To take {'it' if one else 'them'} out{much}: {_taking_out(about, no_sales)}"
        )
    all_of_it = _share([*no_sales, *unpaid], counting, kept)
    if unpaid and all_of_it < NEARLY_ALL:
        named = enumerated(list(map(repr, unpaid)))
        most = ", most of what counts" if all_of_it > HALF else ""
        said += f" To take out {named} too{most}: {_taking_out(about, [*no_sales, *unpaid])}"
    return said


def _deals(about: Findings, rows: Mapping[str, Collection[str]]) -> Deals:
    """The words of columns that may mark cancelled rows, as far as they speak of deals; `rows` has those of each role."""
    roles = about.columns.roles
    names = [roles[role].column or "" for role in QUOTED if role in roles]
    if "order" not in roles:
        names += about.columns.tables[0].table.names  # the number of a quote is no order's
    of_quotes = any(map(called_quotes, names))
    undecided = {word for words in rows.values() for word in undecided_among(words, of_quotes=of_quotes)}
    lost = {word for words in rows.values() if any(map(is_won, words)) for word in words if is_lost(word)}
    back = {word for role, words in rows.items() for word in returns_of_sap(roles[role].column or "", words)}
    return Deals(lost | back, undecided)


def _with_money(words: Sequence[str], counting: Mapping[str, Counted]) -> str:
    return ", ".join(
        f"{word!r} {_rows(counting[word].rows)} ({counting[word].amount:,.2f})" for word in words[:MOST_SHOWN]
    )


def _largest_first(counting: Mapping[str, Counted]) -> list[str]:
    return sorted(counting, key=lambda word: (-counting[word].rows, word))


def _share(words: Sequence[str], counting: Mapping[str, Counted], kept: Counted) -> float:
    """How much of what counts has these words: of the rows, or of the money where that is more."""
    rows = sum(counting[word].rows for word in words) / kept.rows
    money = sum(counting[word].amount for word in words)
    return max(rows, float(money / kept.amount)) if kept.amount > 0 else rows


def _taking_out(about: Findings, words: Sequence[str]) -> str:
    return cancelled_too(about.recipe.rules.cancelled_statuses, words)


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
