"""A sales file with every kind of dirt planted in it, and the bucket that each row belongs to written beside it by hand."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

from tests.support.workbooks import Cell, write_xlsx

HEADER = ("Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country")
AS_OF = "2024-12-01"
# What `strict` buckets are right with: every rule that is off unless asked for.
BEFORE, AFTER = "2024-01-10", "2024-11-20"
CENT = Decimal("0.01")
# No money column adds up more than fourteen digits before the point.
MOST_MONEY = Decimal(10) ** 14

KEPT = "kept"
UNREADABLE = "unreadable"
LATER = "after as-of"
OVERLAP = "overlap"
NOBODY = "missing customer"
UNDATED = "missing date"
CANCELLED = "cancelled"
QUANTITY = "quantity <= 0"
PRICE = "price <= 0"
DUPLICATE = "duplicate"
NO_PRODUCT = "not a product"


@dataclass(frozen=True)
class Planted:
    """A row as it stands in the file, with its right bucket by the default rules and with all rules on."""

    cells: tuple[str, ...]
    bucket: str
    strict: str


def row(
    order: str,
    code: str,
    description: str,
    quantity: str,
    when: str,
    price: str,
    customer: str,
    bucket: str,
    strict: str = "",
) -> Planted:
    cells = (order, code, description, quantity, when, price, customer, "United Kingdom")
    return Planted(cells, bucket, strict or bucket)


def regular(first_order: int, customers: Sequence[int], orders: int, rows: int) -> list[Planted]:
    """Purchases that nothing is wrong with."""
    found = []
    for turn in range(orders):
        for number, customer in enumerate(customers):
            order = first_order + turn * len(customers) + number
            when = datetime(2024, 1, 15, 9, 30) + timedelta(days=(order * 37) % 290, minutes=order % 400)
            for line in range(rows):
                code = 22000 + (order * 7 + line * 13) % 60
                price = Decimal(95 + (order * 31 + line * 57) % 1900) / 100
                quantity = 1 + (order + line * 5) % 24
                found.append(
                    row(
                        str(order),
                        str(code),
                        f"THING {code}",
                        str(quantity),
                        f"{when:%Y-%m-%d %H:%M}",
                        str(price),
                        str(customer),
                        KEPT,
                    )
                )
    return found


# fmt: off
DIRT = [
    # What cannot be read goes first, whatever else is wrong with the row.
    row("610001", "22001", "BOWL", "2", "soon", "4.95", "13001", UNREADABLE),
    row("610002", "22001", "BOWL", "2", "2024-02-30 10:15", "4.95", "13001", UNREADABLE),
    row("610003", "22001", "BOWL", "2", "2024-13-01 10:15", "4.95", "13002", UNREADABLE),
    row("610004", "22001", "BOWL", "two", "2024-02-10 10:15", "4.95", "13002", UNREADABLE),
    row("610005", "22001", "BOWL", "3x", "2024-02-10 10:15", "4.95", "13003", UNREADABLE),
    row("610006", "22001", "BOWL", "NaN", "2024-02-10 10:15", "4.95", "13003", UNREADABLE),
    row("610007", "22001", "BOWL", "2", "2024-02-10 10:15", "gratis", "13004", UNREADABLE),
    row("610008", "22001", "BOWL", "2", "2024-02-10 10:15", "4.95.1", "13004", UNREADABLE),
    row("610009", "22001", "BOWL", "2", "2024-02-10 10:15", "inf", "13004", UNREADABLE),
    row("610010", "22001", "BOWL", "2", "2024-02-10 10:15", "1e308", "13004", UNREADABLE),
    row("610011", "22001", "BOWL", "9000000000", "2024-02-10 10:15", "9000000000", "13004", UNREADABLE),
    row("C610012", "22001", "BOWL", "-2", "whenever", "4.95", "13005", UNREADABLE),
    row("610013", "22001", "BOWL", "many", "2024-02-10 10:15", "4.95", "", UNREADABLE),
    row("610014", "POST", "POSTAGE", "1", "2025-01-03 10:15", "eighteen", "13005", UNREADABLE),
    row("610015", "22001", "BOWL", "none", "", "4.95", "13005", UNREADABLE),

    # Nobody's rows: an id of nothing but blanks is no id.
    row("620001", "22002", "CUP", "3", "2024-03-01 11:00", "2.10", "", NOBODY),
    row("620002", "22002", "CUP", "3", "2024-03-01 11:00", "2.10", "   ", NOBODY),
    row("620003", "22002", "CUP", "3", "2024-03-01 11:00", "2.10", "\u00a0", NOBODY),
    row("620004", "22002", "CUP", "3", "2024-03-01 11:00", "2.10", "\t", NOBODY),
    row("620005", "22002", "CUP", "3", "", "2.10", "", NOBODY),
    row("C620006", "22002", "CUP", "-3", "2024-03-01 11:00", "2.10", "", NOBODY),
    row("620007", "22002", "CUP", "-3", "2024-03-01 11:00", "0", "", NOBODY),
    row("620008", "POST", "POSTAGE", "1", "2024-01-02 11:00", "18.00", "", NOBODY),

    # Rows without a date.
    row("630001", "22003", "JUG", "1", "", "7.25", "13006", UNDATED),
    row("630002", "22003", "JUG", "1", "  ", "7.25", "13006", UNDATED),
    row("C630003", "22003", "JUG", "-1", "", "7.25", "13006", UNDATED),
    row("630004", "22003", "JUG", "0", "", "0", "13006", UNDATED),

    # Cancelled: what counts is the order's id.
    row("C640001", "22004", "TIN", "-2", "2024-04-01 12:00", "3.35", "13001", CANCELLED),
    row("c640002", "22004", "TIN", "-1", "2024-04-02 12:00", "3.35", "13001", CANCELLED),
    row("C640003", "22004", "TIN", "5", "2024-04-03 12:00", "3.35", "13002", CANCELLED),
    row("C640004", "22004", "TIN", "-1", "2024-04-04 12:00", "0", "13002", CANCELLED),
    row("C640005", "22004", "TIN", "", "2024-04-05 12:00", "3.35", "13003", CANCELLED),
    row("C640006", "POST", "POSTAGE", "-1", "2024-01-05 12:00", "18.00", "13003", CANCELLED),
    row("C640007", "22004", "TIN", "-4", "2024-04-07 12:00", "3.35", "13003", CANCELLED),
    row("C640007", "22004", "TIN", "-4", "2024-04-07 12:00", "3.35", "13003", CANCELLED),
    row(" C640008", "22004", "TIN", "-1", "2024-04-08 12:00", "3.35", "13004", CANCELLED),
    # A letter of another meaning, and a C that is not in front, cancel nothing.
    row("A640009", "B", "Bad debt", "1", "2024-04-09 12:00", "-53.90", "13004", PRICE),
    row("A640010", "22004", "TIN", "1", "2024-04-10 12:00", "3.35", "13004", KEPT),
    row("640011C", "22004", "TIN", "1", "2024-04-11 12:00", "3.35", "13004", KEPT),

    # Quantities.
    row("650001", "22005", "FAN", "0", "2024-05-01 13:00", "6.15", "13007", QUANTITY),
    row("650002", "22005", "FAN", "-3", "2024-05-02 13:00", "6.15", "13007", QUANTITY),
    row("650003", "22005", "FAN", "", "2024-05-03 13:00", "6.15", "13007", QUANTITY),
    row("650004", "22005", "FAN", "  ", "2024-05-04 13:00", "6.15", "13007", QUANTITY),
    row("650005", "22005", "FAN", "0", "2024-05-05 13:00", "0", "13008", QUANTITY),
    row("650006", "22005", "FAN", "-1", "2024-05-06 13:00", "-6.15", "13008", QUANTITY),
    row("650007", "POST", "POSTAGE", "-1", "2024-01-03 13:00", "18.00", "13008", QUANTITY),
    row("650008", "22005", "FAN", "0.5", "2024-05-08 13:00", "6.15", "13008", KEPT),

    # Prices.
    row("660001", "22006", "HAT", "4", "2024-06-01 14:00", "0", "13009", PRICE),
    row("660002", "22006", "HAT", "4", "2024-06-02 14:00", "-1.25", "13009", PRICE),
    row("660003", "22006", "HAT", "4", "2024-06-03 14:00", "", "13009", PRICE),
    row("660004", "M", "Manual", "4", "2024-01-04 14:00", "0.00", "13010", PRICE),
    row("660005", "22006", "HAT", "4", "2024-06-05 14:00", "0.001", "13010", KEPT),
    row("660006", "22006", "HAT", "10", "2024-06-06 14:00", "0.0625", "13010", KEPT),

    # Equal rows of one sheet: the first stays.
    row("670001", "22007", "BAG", "6", "2024-07-01 15:00", "1.65", "13011", KEPT),
    row("670001", "22007", "BAG", "6", "2024-07-01 15:00", "1.65", "13011", KEPT, DUPLICATE),
    row("670001", "22007", "BAG", "6", "2024-07-01 15:00", "1.65", "13011", KEPT, DUPLICATE),
    row("670001", "22007", "BAG", "7", "2024-07-01 15:00", "1.65", "13011", KEPT),
    row("670001", "22007", "bag", "6", "2024-07-01 15:00", "1.65", "13011", KEPT),
    row("670002", "22007", "BAG", "6", "2024-07-01 15:00", "1.65", "13012", KEPT),
    row("670003", "POST", "POSTAGE", "1", "2024-07-02 15:00", "18.00", "13012", KEPT, NO_PRODUCT),
    row("670003", "POST", "POSTAGE", "1", "2024-07-02 15:00", "18.00", "13012", KEPT, DUPLICATE),

    # What is not a product, and what only sounds as if it were not.
    row("680001", "DOT", "DOTCOM POSTAGE", "1", "2024-08-01 16:00", "25.00", "13013", KEPT, NO_PRODUCT),
    row("680002", "post", "", "1", "2024-08-02 16:00", "18.00", "13013", KEPT, NO_PRODUCT),
    row("680003", "BANK CHARGES", "Bank Charges", "1", "2024-08-03 16:00", "15.00", "13014", KEPT, NO_PRODUCT),
    row("680004", "TEST001", "This is a test product.", "5", "2024-08-04 16:00", "4.50", "13014", KEPT, NO_PRODUCT),
    row("680005", "AMAZONFEE", "AMAZON FEE", "1", "2024-08-05 16:00", "99.00", "13015", KEPT, NO_PRODUCT),
    row("680006", "M", "Manual", "1", "2024-08-06 16:00", "12.00", "13015", KEPT, NO_PRODUCT),
    row("680007", "D", "Discount", "1", "2024-08-07 16:00", "2.00", "13015", KEPT, NO_PRODUCT),
    row("680008", "gift_0001_20", "Dotcomgiftshop Gift Voucher £20.00", "1", "2024-08-08 16:00", "17.02", "13016", KEPT, NO_PRODUCT),
    row("680009", "29001", "Shipping costs", "1", "2024-08-09 16:00", "6.00", "13016", KEPT, NO_PRODUCT),
    row("680010", "22008", "SET OF POSTCARDS", "2", "2024-08-10 16:00", "3.00", "13016", KEPT),
    row("680011", "22009", "MANUAL COFFEE GRINDER", "1", "2024-08-11 16:00", "24.00", "13016", KEPT),
    row("680012", "22010", "TEST TUBE VASE", "3", "2024-08-12 16:00", "5.00", "13016", KEPT),
    row("680013", "22011", "DELIVERY VAN TOY", "1", "2024-08-13 16:00", "8.00", "13016", KEPT),
    row("680014", "DOTTY", "DOTTY MUG", "1", "2024-08-14 16:00", "4.00", "13016", KEPT),
    row("680015", "22012", "", "1", "2024-08-15 16:00", "4.00", "13016", KEPT),

    # Days at the edges of the dates asked for.
    row("690001", "22013", "KIT", "1", "2024-01-09 23:59", "9.00", "13017", KEPT, "before"),
    row("690002", "22013", "KIT", "1", "2024-01-10 00:00", "9.00", "13017", KEPT),
    row("690003", "22013", "KIT", "1", "2024-11-20 23:59", "9.00", "13018", KEPT),
    row("690004", "22013", "KIT", "1", "2024-11-21 00:00", "9.00", "13018", KEPT, "after"),
    row("690005", "M", "Manual", "1", "2023-12-30 10:00", "9.00", "13018", KEPT, NO_PRODUCT),
    row("690006", "22013", "KIT", "1", "2024-11-30 23:59", "9.00", "13018", KEPT, "after"),

    # On the as-of date and after it.
    row("700001", "22014", "MAP", "1", "2024-12-01 00:00", "11.00", "13019", LATER),
    row("700002", "22014", "MAP", "1", "2024-12-24 10:00", "11.00", "13019", LATER),
    row("700003", "22014", "MAP", "1", "2025-03-01 10:00", "11.00", "13019", LATER),
    row("C700004", "22014", "MAP", "-1", "2024-12-02 10:00", "11.00", "13019", LATER),
    row("700005", "22014", "MAP", "1", "2024-12-03 10:00", "11.00", "", LATER),
    row("700006", "22014", "MAP", "-1", "2024-12-04 10:00", "0", "13020", LATER),
    row("700007", "22014", "MAP", "1", "2024-12-05 10:00", "11.00", "13020", LATER),
    row("700007", "22014", "MAP", "1", "2024-12-05 10:00", "11.00", "13020", LATER),
]

# Orders that stand in the first sheet and again, or nearly, in the second and third.
SHARED_FIRST = [
    row("800001", "22020", "POT", "2", "2024-09-01 10:00", "5.00", "13001", KEPT),
    row("800001", "22021", "LID", "2", "2024-09-01 10:00", "1.50", "13001", KEPT),
    row("800002", "22020", "POT", "1", "2024-09-02 10:00", "5.00", "13002", KEPT),
    row("800003", "22020", "POT", "1", "2024-09-03 10:00", "5.00", "13003", KEPT),
    row("800003", "22021", "LID", "2", "2024-09-03 10:00", "1.50", "13003", KEPT),
    row("800003", "22022", "WOK", "3", "2024-09-03 10:00", "9.50", "13003", KEPT),
    row("800004", "22020", "POT", "1", "2024-09-04 10:00", "5.00", "13004", KEPT),
    row("800004", "22020", "POT", "1", "2024-09-04 10:00", "5.00", "13004", KEPT, DUPLICATE),
    row("800004", "22021", "LID", "1", "2024-09-04 10:00", "1.50", "13004", KEPT),
    row("C800005", "22020", "POT", "-1", "2024-09-05 10:00", "5.00", "13005", CANCELLED),
    row("800006", "22020", "POT", "1", "2024-09-06 10:00", "5.00", "", NOBODY),
    row("800007", "22020", "POT", "some", "2024-09-07 10:00", "5.00", "13007", UNREADABLE),
    row("800007", "22021", "LID", "1", "2024-09-07 10:00", "1.50", "13007", KEPT),
    row("800008", "22020", "POT", "1", "2024-09-08 10:00", "5.00", "13008", KEPT),
    row("800009", "22020", "POT", "1", "2024-09-09 10:00", "5.00", "13009", KEPT),
    row("800010", "22020", "POT", "1", "2024-09-10 10:00", "5.00", "13010", KEPT),
    row("800011", "22020", "POT", "1", "2024-09-11 10:00", "5.00", "13011", KEPT),
    row("800012", "22020", "POT", "1", "2024-12-12 10:00", "5.00", "13012", LATER),
    row("", "22020", "POT", "1", "2024-09-13 10:00", "5.00", "13013", KEPT),
    row("800014", "22020", "POT", "0", "2024-09-14 10:00", "5.00", "13014", QUANTITY),
    row("800014", "22021", "LID", "2", "2024-09-14 10:00", "1.50", "13014", KEPT),
    row("800015", "22020", "POT", "1", "2024-09-15 10:00", "5.00", "13015", KEPT),
    row("800015", "22020", "POT", "1", "2024-09-15 10:00", "5.00", "13015", KEPT, DUPLICATE),
]

SHARED_SECOND = [
    # The same rows.
    row("800001", "22020", "POT", "2", "2024-09-01 10:00", "5.00", "13001", OVERLAP),
    row("800001", "22021", "LID", "2", "2024-09-01 10:00", "1.50", "13001", OVERLAP),
    # One row more than before: another state of the order, not a copy.
    row("800002", "22020", "POT", "1", "2024-09-02 10:00", "5.00", "13002", KEPT),
    row("800002", "22021", "LID", "1", "2024-09-02 10:00", "1.50", "13002", KEPT),
    # The same rows in another order.
    row("800003", "22022", "WOK", "3", "2024-09-03 10:00", "9.50", "13003", OVERLAP),
    row("800003", "22020", "POT", "1", "2024-09-03 10:00", "5.00", "13003", OVERLAP),
    row("800003", "22021", "LID", "2", "2024-09-03 10:00", "1.50", "13003", OVERLAP),
    # The same kinds of rows, but not as often.
    row("800004", "22020", "POT", "1", "2024-09-04 10:00", "5.00", "13004", KEPT),
    row("800004", "22021", "LID", "1", "2024-09-04 10:00", "1.50", "13004", KEPT),
    row("800004", "22021", "LID", "1", "2024-09-04 10:00", "1.50", "13004", KEPT, DUPLICATE),
    # Copies of what other rules took; only what cannot be read, and what is too late, comes before.
    row("C800005", "22020", "POT", "-1", "2024-09-05 10:00", "5.00", "13005", OVERLAP),
    row("800006", "22020", "POT", "1", "2024-09-06 10:00", "5.00", "", OVERLAP),
    row("800007", "22020", "POT", "some", "2024-09-07 10:00", "5.00", "13007", UNREADABLE),
    row("800007", "22021", "LID", "1", "2024-09-07 10:00", "1.50", "13007", OVERLAP),
    # Another price, another customer.
    row("800008", "22020", "POT", "1", "2024-09-08 10:00", "5.50", "13008", KEPT),
    row("800009", "22020", "POT", "1", "2024-09-09 10:00", "5.00", "13019", KEPT),
    row("800010", "22020", "POT", "1", "2024-09-10 10:00", "5.00", "13010", OVERLAP),
    row("800011", "22020", "POT", "3", "2024-09-11 10:00", "5.00", "13011", KEPT),
    row("800012", "22020", "POT", "1", "2024-12-12 10:00", "5.00", "13012", LATER),
    # Without an order id nobody can tell a copy from an equal sale.
    row("", "22020", "POT", "1", "2024-09-13 10:00", "5.00", "13013", KEPT),
    row("800014", "22020", "POT", "0", "2024-09-14 10:00", "5.00", "13014", OVERLAP),
    row("800014", "22021", "LID", "2", "2024-09-14 10:00", "1.50", "13014", OVERLAP),
    # Twice in the order there, twice here.
    row("800015", "22020", "POT", "1", "2024-09-15 10:00", "5.00", "13015", OVERLAP),
    row("800015", "22020", "POT", "1", "2024-09-15 10:00", "5.00", "13015", OVERLAP),
    # New here.
    row("800016", "22020", "POT", "1", "2024-09-16 10:00", "5.00", "13016", KEPT),
    row("800017", "POST", "POSTAGE", "1", "2024-09-17 10:00", "18.00", "13016", KEPT, NO_PRODUCT),
]

SHARED_THIRD = [
    # A third time.
    row("800010", "22020", "POT", "1", "2024-09-10 10:00", "5.00", "13010", OVERLAP),
    # As in the first, unlike the second.
    row("800011", "22020", "POT", "1", "2024-09-11 10:00", "5.00", "13011", OVERLAP),
    # As in the second, which was the first to have it.
    row("800016", "22020", "POT", "1", "2024-09-16 10:00", "5.00", "13016", OVERLAP),
    row("800017", "POST", "POSTAGE", "1", "2024-09-17 10:00", "18.00", "13016", OVERLAP),
    # As in the second, where it was another state of the first one's order.
    row("800002", "22020", "POT", "1", "2024-09-02 10:00", "5.00", "13002", OVERLAP),
    row("800002", "22021", "LID", "1", "2024-09-02 10:00", "1.50", "13002", OVERLAP),
    # New here.
    row("800018", "22020", "POT", "1", "2024-09-18 10:00", "5.00", "13018", KEPT),
]
# fmt: on

EVERYBODY = range(13001, 13025)
FIRST = [*regular(500001, EVERYBODY, 3, 2)[:70], *DIRT, *SHARED_FIRST, *regular(510001, EVERYBODY, 2, 1)]
SECOND = [*SHARED_SECOND[:9], *regular(520001, EVERYBODY, 1, 2), *SHARED_SECOND[9:]]
THIRD = [*regular(530001, range(13001, 13011), 1, 1), *SHARED_THIRD]


def write_csv(path: Path, rows: Iterable[Planted], header: Sequence[str] = HEADER) -> Path:
    return write_cells(path, [planted.cells for planted in rows], header)


def write_cells(path: Path, rows: Iterable[Sequence[str]], header: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_workbook(path: Path, sheets: dict[str, list[Planted]]) -> Path:
    """The rows as a spreadsheet holds them: numbers and dates are that where they can be."""
    return write_xlsx(
        path,
        {
            name: [
                HEADER,
                *([_typed(*cell) for cell in zip(HEADER, planted.cells, strict=True)] for planted in rows),
            ]
            for name, rows in sheets.items()
        },
    )


def _typed(name: str, text: str) -> Cell:
    if not text:
        return None
    if name in ("Quantity", "Price", "Customer ID"):
        number = number_of(text)
        if number is None:
            return text
        return int(number) if number == int(number) else float(number)
    if name == "InvoiceDate":
        try:
            return datetime.strptime(text, "%Y-%m-%d %H:%M")
        except ValueError:
            return text
    return text


def number_of(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 13 else None


def worth(planted: Planted) -> Decimal:
    """What a row adds to its bucket: nothing where quantity or price cannot be told."""
    quantity, price = number_of(planted.cells[3]), number_of(planted.cells[5])
    if quantity is None or price is None or abs(quantity * price) >= MOST_MONEY:
        return Decimal(0)
    return quantity * price


def sums(rows: Iterable[Planted], *, strict: bool = False) -> dict[str, tuple[int, Decimal]]:
    """Rows and money, to the cent, of each bucket."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    for planted in rows:
        found[planted.strict if strict else planted.bucket].append(worth(planted))
    return {
        bucket: (len(amounts), sum(amounts, Decimal(0)).quantize(CENT, ROUND_HALF_UP))
        for bucket, amounts in found.items()
    }
