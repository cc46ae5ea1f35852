"""One invented shop, written down in any shape, and what its customers are by plain Python."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One line of an order, as it happened."""

    order: str
    moment: datetime
    customer: str
    product: str
    description: str
    quantity: int
    price: Decimal
    country: str

    @property
    def amount(self) -> Decimal:
        return self.quantity * self.price


PRODUCTS = (
    ("85123A", "Crème brûlée dish", "2.55"),
    ("71053", "Lantern, white metal", "3.39"),
    ("84406B", 'Hanger "Cœur", small'.replace("œ", "oe"), "2.75"),
    ("22752", "Nesting boxes; set of 7", "7.65"),
    ("21730", "Glass star, frosted", "4.25"),
    ("22633", "Hand warmer Zürich", "1.85"),
    ("84879", "Bird ornament", "1.69"),
    ("22745", "Poppy's playhouse", "12.10"),
    ("48187", "Doormat Señorita", "1249.95"),
    ("22623", "Jigsaw blocks", "0.42"),
    ("22960", "Jam making set, à la française", "14.95"),
    ("22086", "Paper chain kit 50's", "2.95"),
)
COUNTRIES = ("United Kingdom", "France", "Germany", "Netherlands", "Spain")


def sales(*, orders: int = 64, seed: int = 7) -> list[Line]:
    """The shop's lines by date: some of nobody, some cancelled, some for nothing, one of a negative quantity."""
    dice = random.Random(seed)
    customers = [str(12346 + 37 * number) for number in range(max(16, orders // 12))]
    moment = datetime(2023, 1, 3, 8, 26)
    lines: list[Line] = []
    for number in range(orders):
        # Seventeen working hours: two orders may share a day, never a minute.
        moment += timedelta(
            hours=dice.randrange(1, 440 if orders < 1000 else 5), minutes=dice.randrange(1, 60)
        )
        customer = dice.choice(customers[: 4 + number]) if number % 21 != 13 else ""
        country = COUNTRIES[int(customer or 12346) % len(COUNTRIES)]
        cancelled = number % 15 == 9
        order = f"{'C' if cancelled else ''}{536365 + 3 * number}"
        for product, description, price in dice.sample(PRODUCTS, dice.randrange(1, 6)):
            quantity = dice.choice((1, 1, 2, 3, 4, 6, 12, 48))
            worth = "0.00" if len(lines) % 61 == 30 else price
            lines.append(
                Line(
                    order=order,
                    moment=moment,
                    customer=customer,
                    product=product,
                    description=description,
                    quantity=-quantity if cancelled or len(lines) == 100 else quantity,
                    price=Decimal(worth),
                    country=country,
                )
            )
    return lines


def in_days_up_to_12(lines: Iterable[Line]) -> list[Line]:
    """The same sales in the first twelve days of each month, so that no date shows its order of day and month."""
    return [replace(line, moment=line.moment.replace(day=(line.moment.day - 1) % 12 + 1)) for line in lines]


# --- what the customers are ---

Money = Literal["price", "amount", "order total", "none"]


@dataclass(frozen=True)
class Known:
    """What a file tells of the sales."""

    orders: bool = True
    cancellations: bool = True
    quantities: bool = True
    money: Money = "price"
    times: bool = True


@dataclass(frozen=True)
class Truth:
    """The ledger and the customers (recency, frequency, monetary, refunded) of some lines."""

    ledger: Mapping[str, tuple[int, Decimal]]
    customers: Mapping[str, tuple[int, int, Decimal | None, Decimal | None]]


def truth_of(lines: Sequence[Line], known: Known | None = None) -> Truth:
    """The ledger and the customers that a file which tells what is `known` of these lines must come to."""
    known = known or Known()
    buckets = [bucket_of(line, known) for line in lines]
    amounts = amounts_of(lines, buckets, known)
    ledger: dict[str, tuple[int, Decimal]] = {}
    for bucket, amount in zip(buckets, amounts, strict=True):
        rows, sum_so_far = ledger.get(bucket, (0, Decimal(0)))
        ledger[bucket] = (rows + 1, sum_so_far + amount)
    kept = [row for row in zip(lines, buckets, amounts, strict=True) if row[1] == "kept"]
    as_of = max(line.moment.date() for line, _, _ in kept) + timedelta(days=1)
    by_customer: dict[str, list[tuple[Line, str, Decimal]]] = {}
    for row in zip(lines, buckets, amounts, strict=True):
        by_customer.setdefault(row[0].customer, []).append(row)
    customers = {}
    for customer in {line.customer for line, _, _ in kept}:
        own = [(line, amount) for line, bucket, amount in by_customer[customer] if bucket == "kept"]
        taken_back = [
            amount for _, bucket, amount in by_customer[customer] if bucket == "cancelled" and amount < 0
        ]
        money = known.money != "none"
        customers[customer] = (
            (as_of - max(line.moment.date() for line, _ in own)).days,
            len({order_of(line, known) for line, _ in own}),
            sum((amount for _, amount in own), Decimal(0)).quantize(CENT) if money else None,
            sum(taken_back, Decimal(0)).quantize(CENT) if money else None,
        )
    return Truth(ledger, customers)


def order_of(line: Line, known: Known) -> str | datetime | date:
    if known.orders:
        return line.order
    return line.moment if known.times else line.moment.date()


def bucket_of(line: Line, known: Known) -> str:
    if not line.customer:
        return "missing customer"
    if known.cancellations and line.order.startswith("C"):
        return "cancelled"
    if known.quantities and line.quantity <= 0:
        return "quantity <= 0"
    if known.money in ("price", "amount") and line.amount <= 0:
        return "price <= 0"
    return "kept"


def amounts_of(lines: Sequence[Line], buckets: Sequence[str], known: Known) -> list[Decimal]:
    """What each line adds to its bucket; an order's total stands on all of its lines and is booked on the first one kept."""
    if known.money == "none":
        return [Decimal(0)] * len(lines)
    if known.money != "order total":
        return [line.amount for line in lines]
    totals = order_totals(lines)
    first: dict[tuple[str, str], int] = {}
    for row in sorted(range(len(lines)), key=lambda row: (buckets[row] != "kept", row)):
        first.setdefault((lines[row].customer, lines[row].order), row)
    booked = set(first.values())
    return [totals[line.order] if row in booked else Decimal(0) for row, line in enumerate(lines)]


def order_totals(lines: Iterable[Line]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for line in lines:
        totals[line.order] = totals.get(line.order, Decimal(0)) + line.amount
    return totals


# --- how values are written ---


def plain(value: Decimal) -> str:
    return str(value)


def comma(value: Decimal) -> str:
    return str(value).replace(".", ",")


def grouped(value: Decimal, thousands: str = ",", decimal: str = ".") -> str:
    text = f"{value:,.2f}"
    return text.translate({ord(","): thousands, ord("."): decimal})


def day(pattern: str) -> Callable[[datetime], str]:
    """A writer of moments by a strptime pattern, whatever the locale."""
    return lambda moment: moment.strftime(pattern)


def unpadded(template: str) -> Callable[[datetime], str]:
    """A writer of moments without leading zeros: {d} {m} {y} {yy} {H} {M}."""
    return lambda at: template.format(
        d=at.day, m=at.month, y=at.year, yy=f"{at.year % 100:02}", H=at.hour, M=f"{at.minute:02}"
    )


def named_month(names: str, template: str) -> Callable[[datetime], str]:
    """A writer of moments with the names of months: {d} {b} {y}."""
    months = names.split()
    return lambda at: template.format(d=at.day, b=months[at.month - 1], y=at.year, yy=f"{at.year % 100:02}")


def excel_serial(moment: datetime) -> float:
    since = moment - datetime(1899, 12, 30)
    return since.days + since.seconds / 86_400


ISO = day("%Y-%m-%d %H:%M:%S")

# --- tables ---

Field = Literal[
    "order", "moment", "customer", "product", "description", "quantity", "price", "amount", "total", "country"
]
FIELDS: tuple[Field, ...] = (
    "order",
    "product",
    "description",
    "quantity",
    "moment",
    "price",
    "customer",
    "country",
)
ROLES: Mapping[str, str] = {"moment": "date", "total": "order_total"}

ENGLISH: Mapping[str, str] = {
    "order": "Invoice",
    "product": "StockCode",
    "description": "Description",
    "quantity": "Quantity",
    "moment": "InvoiceDate",
    "price": "Price",
    "amount": "Line Total",
    "total": "Order Total",
    "customer": "Customer ID",
    "country": "Country",
}


@dataclass(frozen=True)
class Layout:
    """Which fields stand in a table, under which names, written how."""

    fields: Sequence[str] = FIELDS
    names: Mapping[str, str] | None = None
    moment: Callable[[datetime], object] = ISO
    money: Callable[[Decimal], object] = plain
    quantity: Callable[[int], object] = str
    extra: Mapping[str, Callable[[int, Line], object]] | None = None
    """More columns, from the number of the row and its line."""
    customer: Callable[[str], object] = str
    order: Callable[[str], object] = str

    def titles(self) -> dict[str, str]:
        """The name of each field's column."""
        return {**ENGLISH, **(self.names or {})}

    def header(self) -> list[str]:
        names = self.titles()
        return [names[field] for field in self.fields] + list(self.extra or ())

    def roles(self) -> dict[str, str]:
        """The name of the column that plays each role."""
        header = self.header()
        return {ROLES.get(field, field): header[place] for place, field in enumerate(self.fields)}

    def rows(self, lines: Sequence[Line]) -> list[list[Any]]:
        totals = order_totals(lines) if "total" in self.fields else {}
        extra = (self.extra or {}).values()
        return [
            [self._cell(field, line, totals) for field in self.fields]
            + [make(number, line) for make in extra]
            for number, line in enumerate(lines)
        ]

    def _cell(self, field: str, line: Line, totals: Mapping[str, Decimal]) -> object:
        match field:
            case "moment":
                return self.moment(line.moment)
            case "price":
                return self.money(line.price)
            case "amount":
                return self.money(line.amount)
            case "total":
                return self.money(totals[line.order])
            case "quantity":
                return self.quantity(line.quantity)
            case "customer":
                return self.customer(line.customer)
            case "order":
                return self.order(line.order)
            case _:
                return str(getattr(line, field))


# --- text files ---


def quoted(cell: object, delimiter: str, *, always: bool = False) -> str:
    text = "" if cell is None else str(cell)
    # Written out, as it is asked of millions of cells.
    if always or delimiter in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def delimited(
    rows: Iterable[Sequence[object]],
    *,
    delimiter: str = ",",
    newline: str = "\n",
    always_quoted: bool = False,
) -> str:
    """Rows as the text of a delimited file."""
    lines = (delimiter.join(quoted(cell, delimiter, always=always_quoted) for cell in row) for row in rows)
    return newline.join(lines) + newline


def aligned(rows: Sequence[Sequence[object]]) -> str:
    """Rows as columns of equal width, two blanks apart."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in texts
    )
