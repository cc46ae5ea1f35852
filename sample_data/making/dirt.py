"""What is wrong with the shop's books, and the two sheets that come of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from making.catalogue import (
    BAD_DEBT,
    BANK_CHARGES,
    DISCOUNT,
    HANGING_STAR,
    MANUAL,
    TEST,
    Product,
    make_products,
)
from making.dice import Dice
from making.habits import HOME, SPAN, any_day
from making.shop import Invoice, Line, at_business_hours, make_invoices, sold
from making.workbook import Cell

HEADER = ("Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country")
FIRST_INVOICE = 510_001
FIRST_SHEET_ENDS = date(2024, 12, 9)
SECOND_SHEET_BEGINS = date(2024, 12, 1)
BAD_DEBT_ENTERED = datetime(2025, 8, 12, 14, 50)

DUPLICATED_LINES = 0.01
MISSPELLED_CODES = 0.015
MISSING_DESCRIPTIONS = 0.001
LEADING_SPACES = 0.0005
UNREADABLE = (
    *(("Price", "?"), ("Price", "tba"), ("Quantity", "n/a"), ("Quantity", "1O")),
    *(("InvoiceDate", "31/02/2024"), ("InvoiceDate", "31/02/2024")),
)

Row = tuple[Cell, ...]


class Occasions:
    """Times at which a customer, or nobody in particular, can be entered for something that is no sale."""

    def __init__(self, orders: list[Invoice]) -> None:
        self.dice = Dice("oddities")
        self._sales = [order for order in orders if order.customer is not None and not order.kind]

    def of_a_buyer(self, first: int = 30, last: int = SPAN) -> Invoice:
        """A copy of an order, moved to a later day; days are counted from the first of all."""
        day = any_day(self.dice, first, last)
        earlier = [order for order in self._sales if order.when.date() <= day]
        return replace(self.dice.pick(earlier), when=at_business_hours(self.dice, day))

    def of_nobody(self) -> Invoice:
        """An empty invoice on any day."""
        return Invoice(at_business_hours(self.dice, any_day(self.dice, 0, SPAN)), None, HOME)


def oddities(orders: list[Invoice]) -> list[Invoice]:
    """Invoices that are no sales: charges, discounts, tests, corrections, bad debts, unknown refunds."""
    at = Occasions(orders)
    whole, skewed = at.dice.whole, at.dice.skewed

    charges = [(at.of_nobody(), [sold(BANK_CHARGES, -1, whole(900, 3_000))]) for _ in range(28)]
    discounts = [(at.of_a_buyer(), [sold(DISCOUNT, -1, whole(500, 9_000))]) for _ in range(24)]
    corrections = [(at.of_a_buyer(), [sold(MANUAL, -1, skewed(100, 30_000))]) for _ in range(25)]
    # Bought before the first sheet begins, and brought back after.
    early = [at.of_a_buyer(0, 14) for _ in range(9)]
    unknown = [(order, [replace(line, quantity=-1) for line in order.lines[:2]]) for order in early]
    # The real sheets hold a cancellation with a positive quantity too.
    positive = [(at.of_a_buyer(200), [sold(HANGING_STAR, 1, 37_300)])]
    cancelled = charges + discounts + corrections + unknown + positive

    extras = [(at.of_a_buyer(), [sold(MANUAL, 1, skewed(100, 30_000))]) for _ in range(45)]
    tests = [(at.of_a_buyer(), [sold(TEST, whole(1, 5))]) for _ in range(5)]
    # No money either way: goods that customers had on trial.
    trials = [(at.of_a_buyer(60), [Line("21730", "sample returned", -whole(1, 12), 0)]) for _ in range(6)]

    debt = Invoice(BAD_DEBT_ENTERED, None, HOME, [sold(BAD_DEBT, 1)], kind="A")
    written_off = replace(debt, lines=[sold(BAD_DEBT, 1, -BAD_DEBT.pence)])
    return [
        *(replace(order, lines=lines, kind="C") for order, lines in cancelled),
        *(replace(order, lines=lines) for order, lines in extras + tests + trials),
        *(debt, written_off),
    ]


def soiled(dice: Dice, lines: list[Line], spellings: dict[int | str, int | str]) -> Iterator[Line]:
    """The lines of a sale as people type them: codes in two spellings, no description, the same row twice."""
    for line in lines:
        code = spellings.get(line.code, line.code) if dice.chance(MISSPELLED_CODES) else line.code
        description = line.description
        if dice.chance(MISSING_DESCRIPTIONS):
            description = None
        elif description and dice.chance(LEADING_SPACES):
            description = f"  {description}"
        typed = replace(line, code=code, description=description)
        yield typed
        if dice.chance(DUPLICATED_LINES):
            yield typed


def free_samples(dice: Dice, invoices: list[Invoice], products: list[Product]) -> None:
    """Add a few things without a price to orders of customers."""
    sales = [each for each in invoices if each.customer and not each.kind and len(each.lines) > 3]
    for order in dice.some(sales, 14):
        order.lines.append(sold(dice.pick(products), dice.whole(1, 12), 0))


def dated_rows(invoices: list[Invoice]) -> list[tuple[date, Row]]:
    """Numbered rows of the sheet, each with its day, in the order of time."""
    dice = Dice("dirt")
    spellings = {product.code: product.other_spelling() for product in make_products()}
    rows: list[tuple[date, Row]] = []
    for number, invoice in enumerate(invoices, FIRST_INVOICE):
        name: Cell = f"{invoice.kind}{number}" if invoice.kind else number
        lines = invoice.lines if invoice.kind else soiled(dice, invoice.lines, spellings)
        for line in lines:
            goods = (line.code, line.description, line.quantity, invoice.when, line.pence / 100)
            rows.append((invoice.when.date(), (name, *goods, invoice.customer, invoice.country)))
    return rows


def spoil(rows: list[tuple[date, Row]]) -> None:
    """Make a few cells unreadable: a price, a quantity, a date that no calendar has."""
    dice = Dice("unreadable")
    customer = HEADER.index("Customer ID")
    # Spring and summer of the first year: far from the days that stand in both sheets.
    begin, end = date(2024, 3, 1), date(2024, 8, 1)
    quiet = [n for n, (day, row) in enumerate(rows) if begin <= day < end and row[customer]]
    for place, (column, text) in zip(dice.some(quiet, len(UNREADABLE)), UNREADABLE, strict=True):
        day, row = rows[place]
        cells = list(row)
        cells[HEADER.index(column)] = text
        rows[place] = day, tuple(cells)


def make_sheets() -> dict[str, list[Row]]:
    """The two year sheets, header first; the first nine days of December 2024 stand in both."""
    invoices = make_invoices()
    free_samples(Dice("free samples"), invoices, make_products())
    invoices = sorted([*invoices, *oddities(invoices)], key=lambda invoice: invoice.when)
    rows = dated_rows(invoices)
    spoil(rows)
    first = [row for day, row in rows if day <= FIRST_SHEET_ENDS]
    second = [row for day, row in rows if day >= SECOND_SHEET_BEGINS]
    return {"Year 2023-2024": [HEADER, *first], "Year 2024-2025": [HEADER, *second]}
