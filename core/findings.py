"""What deserves a second look: sentences about the source and the result, each with its figures and what can be done."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from core.cancelled_rows import statuses
from core.columns.discount_notes import is_of_discounts
from core.columns.formats import PLAIN_NUMBERS
from core.columns.notes import NO_MONEY
from core.columns.other_names import left_out_told
from core.columns.settled import COUNT_ROLES, Columns
from core.delivered_twice import delivered_twice
from core.discounts_told import discounts
from core.ledger import CANCELLED, KEPT, UNREADABLE
from core.left_out_with_money import left_out_with_money
from core.line_columns import WITHOUT_ID
from core.maps import unreached
from core.mixed_currencies import currencies
from core.negative_rows import negative_rows, net_of_refunds, refunds_outside
from core.never_bought import no_customers_given
from core.notes_together import said_once
from core.oddities import (
    DOMINANT_SHARE,
    FEW_CUSTOMERS,
    alike_customers,
    joined_ids,
    nobody,
    placeholder_days,
    repeated_given,
    rounded_ids,
    setting_aside,
    total_rows,
    without_customer,
)
from core.one_customer import only_customer
from core.order_marks import positive_cancellations, sales_like_credit_notes
from core.passes import Overlap
from core.recipe import Recipe
from core.refunds_of_nobody import refunds_of_strangers
from core.report import LedgerLine, Run, ScoreLine, measures_saying_nothing
from core.scores import LETTER
from core.stages import Stages
from core.undated import repeated_by, without_date
from core.without_effect import ids_of_nobody, of_sales, products_unknown

# Up to so many rows the source is read once more to count exactly; beyond, what the orders know has to do.
MOST_READ_AGAIN = 250_000
# A last day is far from the others when the gap before it is this long, and this many times the longest other gap.
FAR_DAYS = 120
FAR_TIMES = 3
# Only a handful of purchases can be strays; more are a shop that paused.
STRAY_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Findings:
    """What the sentences are made from."""

    columns: Columns
    recipe: Recipe
    stages: Stages
    run: Run
    run_beside: Run
    """The same by another connection, which knows `customer_segments` only."""
    ledger: Sequence[LedgerLine]
    scores: Sequence[ScoreLine]
    overlap: Overlap
    by_cell: Callable[[str | None, str], list[tuple[str | None, str, int, Decimal | None]]]
    """Rows and money by bucket and by a text made of a source's column (`attribute_1`) or of the ledger's own columns."""
    of_rows: Callable[[str, str], list[tuple[Any, ...]]]
    """What is asked (as behind SELECT) of the rows of the ledger that are meant (as behind WHERE); it reads the source once more."""

    rows_with: Callable[[Sequence[str]], AbstractContextManager[str]]
    """The rows of the ledger, for a FROM, with these columns of the source as `attribute_1`, `attribute_2`, ...; it reads the source once more."""

    @property
    def is_small(self) -> bool:
        """Whether to read the source once more takes no time to speak of."""
        return sum(line.rows for line in self.ledger) <= MOST_READ_AGAIN


Finder = Callable[[Findings], Iterator[str]]


class Finding(NamedTuple):
    """A sentence, and whether it is on how customers are scored, which a model decides where one scores them."""

    words: str
    on_scoring: bool


def findings_of(about: Findings) -> list[Finding]:
    """Every sentence, the gravest first."""
    finders: list[Finder] = []
    if about.columns.shape == "sales":
        finders += (
            only_customer,
            total_rows,
            without_customer,
            without_date,
            rounded_ids,
            joined_ids,
            _unreadable,
            currencies,
            placeholder_days,
            _far_last_day,
            _dates_undecided,
            _numbers_undecided,
            discounts,
            negative_rows,
            left_out_with_money,
            refunds_outside,
            refunds_of_strangers,
            positive_cancellations,
            sales_like_credit_notes,
            statuses,
            of_sales,
            products_unknown,
            net_of_refunds,
            _order_ids,
            delivered_twice,
        )
    else:
        finders += (total_rows, joined_ids, _unreadable, no_customers_given, currencies, repeated_given)
        if "date" in about.columns.roles:
            finders.append(placeholder_days)
    finders += (
        ids_of_nobody,
        _refunded_customers,
        _dominant_customer,
        nobody,
        alike_customers,
        _silent_measures,
        _unreached_segments,
        _products,
        _zones,
        _notes,
    )
    of_customers = [finder for finder in finders if finder in OF_CUSTOMERS]
    with ThreadPoolExecutor(1) as beside:
        theirs = beside.submit(_said, of_customers, replace(about, run=about.run_beside))
        said = _said([finder for finder in finders if finder not in OF_CUSTOMERS], about) | theirs.result()
    return [
        Finding(words, finder in ON_SCORING)
        for finder in finders
        for words in said_once(said[finder], about.columns.labels)
    ]


def _said(finders: Sequence[Finder], about: Findings) -> dict[Finder, list[str]]:
    return {finder: list(finder(about)) for finder in finders}


def _rows(about: Findings, rule: str) -> LedgerLine:
    return next((line for line in about.ledger if line.rule == rule), LedgerLine(rule, 0, 0.0))


def _unreadable(about: Findings) -> Iterator[str]:
    taken = _rows(about, UNREADABLE)
    if not taken.rows:
        return
    grouped = about.run(
        'SELECT unreadable, sum("rows"), min(example), max(another_example) FROM booked'
        f" WHERE bucket = '{UNREADABLE}' GROUP BY unreadable"
    )
    parts = []
    for role, rows, one, other in sorted(grouped, key=lambda row: str(row[0])):
        if role is None:
            parts.append(f"amount: {rows:,} too large to add up")
        elif role == "row":
            parts.append(f"{rows:,} with more cells than the header has names")
        elif role == "short":
            parts.append(f"{rows:,} with fewer cells than the header has names, such as {one[:60]!r}")
        else:
            examples = " and ".join(dict.fromkeys(repr(text[:40]) for text in (one, other) if text))
            what = " that are no whole number" if role in COUNT_ROLES else ""
            parts.append(f"{role}: {rows:,}{what}, such as {examples}")
    held = (
        "holds something that cannot be read and was"
        if taken.rows == 1
        else "hold something that cannot be read and were"
    )
    marks = repeated_by(about, [text for role, _, *texts in grouped if role == "date" for text in texts])
    yield f"{_count(taken.rows, 'row')} {held} set aside ({'; '.join(parts)}). To see them: --explain unreadable{marks}"


def _far_last_day(about: Findings) -> Iterator[str]:
    days = about.run(f"SELECT day, count(*) FROM booked WHERE bucket = '{KEPT}' GROUP BY day ORDER BY day")
    stray = stray_days([(day, int(orders)) for day, orders in days])
    if stray is None:
        return
    last_usual, first_stray, orders = stray
    yield (
        f"The last {_count(orders, 'order')} (from {first_stray}) came {(first_stray - last_usual).days:,} days after all others, the last of which was"
        f" on {last_usual}. If the date is wrong every recency is too: --as-of {last_usual + timedelta(days=1)} leaves it out."
    )


def stray_days(days: Sequence[tuple[date, int]]) -> tuple[date, date, int] | None:
    """The last usual day, the first stray one, and the orders from it on, where a few orders stand far after all others."""
    total = sum(orders for _, orders in days)
    gaps = [(later - earlier).days for (earlier, _), (later, _) in itertools.pairwise(days)]
    after = 0
    for index in range(len(days) - 1, 0, -1):
        after += days[index][1]
        if after > max(1, STRAY_SHARE * total):
            return None
        longest_before = max(gaps[: index - 1], default=0)
        if gaps[index - 1] >= FAR_DAYS and gaps[index - 1] > FAR_TIMES * longest_before:
            return days[index - 1][0], days[index][0], after
    return None


def _dates_undecided(about: Findings) -> Iterator[str]:
    for table in about.columns.tables:
        if table.dates and not table.dates.decided and not about.recipe.columns.date_order:
            other = (
                f" If it is wrong: --set columns.date_order={table.dates.alternative}"
                if table.dates.alternative
                else ""
            )
            yield f"{table.table.label}: the dates can be read in more than one way; {table.dates.reason}.{other}"


def _numbers_undecided(about: Findings) -> Iterator[str]:
    """`1,234` alone may be a thousand or one and a bit: a factor of a thousand in all money."""
    for table in about.columns.tables:
        for role in ("price", "amount", "order_total", "monetary", "quantity"):
            numbers = table.numbers.get(role)
            if (
                numbers
                and not numbers.decided
                and numbers.reason != PLAIN_NUMBERS.reason
                and not about.recipe.columns.decimal
            ):
                other = "," if numbers.decimal == "." else "."
                yield (
                    f"{table.table.label}: the numbers of {table.table.names[table.positions[role]]} do not say what is their decimal sign;"
                    f" {numbers.reason}. If it is wrong: --set columns.decimal={other}"
                )


def _order_ids(about: Findings) -> Iterator[str]:
    if "order" not in about.columns.roles:
        return
    standing_in = f"starts_with(order_id, '{WITHOUT_ID}')"
    [(without,)] = about.run(
        f"SELECT count(*) FROM (SELECT DISTINCT customer, order_id FROM booked WHERE bucket = '{KEPT}' AND {standing_in}) AS orders"
    )
    if without:
        yield (
            f"{_count(int(without), 'order')} {'has' if without == 1 else 'have'} no id in {about.columns.roles['order'].column}: a customer's rows without one"
            " are one order where they are of the same day, and of the same time where that is known."
        )
    # Usually each order is one customer's on one day, which is quicker to see than whose and when others are.
    parts, orders = about.run(
        f"SELECT count(*), count(DISTINCT order_id) FROM booked WHERE bucket = '{KEPT}'"
    )[0]
    if parts == orders:
        return
    own = f"SELECT order_id, count(*) AS days FROM booked WHERE bucket = '{KEPT}' AND NOT {standing_in} GROUP BY customer, order_id"
    ids = (
        "SELECT count(*) AS customers, sum(CASE WHEN days > 1 THEN 1 ELSE 0 END) AS spread"
        f" FROM ({own}) AS own GROUP BY order_id"
    )
    counted = f"SELECT sum(CASE WHEN customers > 1 THEN 1 ELSE 0 END), sum(spread) FROM ({ids}) AS ids"
    shared, spread = (int(number or 0) for number in about.run(counted)[0])
    if shared:
        yield f"{_count(shared, 'order id')} {'is' if shared == 1 else 'are'} used by several customers; each customer's part counts as an order of its own."
    if spread:
        yield f"{_count(spread, 'order')} {'is' if spread == 1 else 'are'} spread over several days; each counts once."


def _refunded_customers(about: Findings) -> Iterator[str]:
    if not _rows(about, CANCELLED).rows:
        return
    mostly = "FROM customer_segments WHERE mostly_refunded"
    count, below = about.run(f"SELECT count(*), sum(CASE WHEN net <= 0 THEN 1 ELSE 0 END) {mostly}")[0]
    if count:
        # What they spent, also where the recipe scores by what is left of it.
        biggest = about.run(
            f"SELECT customer_id, net - refunded AS gross, net {mostly} ORDER BY gross DESC, customer_id LIMIT 3"
        )
        named = ", ".join(
            f"{name} ({float(gross):,.2f}, net {float(net):,.2f})"
            for name, gross, net in biggest
            if gross is not None
        )
        largest = f": {named}" if count == 1 else f"; {_all_of_it(int(below or 0))}the largest: {named}"
        cure = " To score by what is left: --set customers.refunds=net"
        yield (
            f"{_count(int(count), 'customer')} got more than half of what they spent refunded{largest}."
            f"{cure if about.recipe.customers.refunds == 'gross' else ''}"
        )


def _all_of_it(customers: int) -> str:
    return f"{customers:,} of them all of it or more; " if customers else ""


def _silent_measures(about: Findings) -> Iterator[str]:
    for measure in measures_saying_nothing(about.scores):
        middle = (about.recipe.scores.q + 1) // 2
        if measure == "monetary" and all(
            line.least is None for line in about.scores if line.measure == measure
        ):
            if not any(note.startswith(NO_MONEY) for note in about.columns.notes):
                yield f"There is no amount, so customers are told apart by recency and frequency only; {LETTER[measure]} is {middle} for everyone."
        else:
            yield f"{measure.capitalize()} is the same for every customer, so it says nothing; {LETTER[measure]} is {middle} for everyone."


def _unreached_segments(about: Findings) -> Iterator[str]:
    reached = {
        letter: {line.score for line in about.scores if LETTER[line.measure] == letter}
        for letter in LETTER.values()
    }
    order = about.stages.segment_map.order
    names = unreached(about.stages.segment_map, reached)
    if len(names) * 2 > len(order):
        others = ", ".join(name for name in order if name not in names)
        yield f"Nobody here has the scores for {len(names)} of the {len(order)} segments; all are in {others}."
    elif names:
        yield f"Nobody here can be in {', '.join(names)}: no customer has the scores for {'it' if len(names) == 1 else 'them'}."


def _products(about: Findings) -> Iterator[str]:
    roles = about.columns.roles
    if about.columns.shape == "sales" and "product" in roles and about.recipe.customers.products == "off":
        yield (
            "How many products each customer bought was not counted: on a source of this size that doubles the time. To count them:"
            " --set customers.products=on"
        )


def _dominant_customer(about: Findings) -> Iterator[str]:
    """One id that stands for many people (`Guest`, a till) swallows orders that are not one customer's."""
    customers, orders = about.run("SELECT count(*), sum(frequency) FROM customer_segments")[0]
    if customers < FEW_CUSTOMERS or not orders:
        return
    name, own = about.run(
        "SELECT customer_id, frequency FROM customer_segments ORDER BY frequency DESC, customer_id LIMIT 1"
    )[0]
    if own > DOMINANT_SHARE * orders:
        yield (
            f"One customer, {name!r}, has {100 * float(own) / float(orders):.0f} % of all orders. If it stands for many people (guests, a till),"
            f" set its rows aside: {setting_aside(about, [name])}"
        )


def _zones(about: Findings) -> Iterator[str]:
    if any(table.dates and table.dates.zoned for table in about.columns.tables):
        yield "The dates carry time zones; the clock time is taken as written, and the zone ignored."


def _notes(about: Findings) -> Iterator[str]:
    yield from dict.fromkeys(note for note in about.columns.notes if not is_of_discounts(note))
    yield from left_out_told(about.columns.left_out)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


# Those that look at nothing but the customers.
OF_CUSTOMERS = (total_rows, _refunded_customers, _dominant_customer, nobody, alike_customers)
ON_SCORING = (
    discounts,
    _refunded_customers,
    _silent_measures,
    _unreached_segments,
    _products,
    net_of_refunds,
    products_unknown,
)
