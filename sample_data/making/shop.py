"""The sales of the invented gift shop over two years: orders, refunds, guests, and stock written off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from making.catalogue import (
    BULK_BAIT,
    CARRIAGE,
    POSTAGE,
    VOUCHERS,
    WEB_POSTAGE,
    Product,
    make_products,
)
from making.dice import Dice
from making.habits import FIRST_DAY, HOME, LAST_DAY, SPAN, Customer, busyness, make_customers

HOURS = tuple(range(8, 19))
HOUR_WEIGHTS = (2.0, 8.0, 11.0, 14.0, 19.0, 18.0, 17.0, 16.0, 11.0, 6.0, 1.5)
SUNDAY_WEIGHTS = (0.0, 0.0, 8.0, 12.0, 18.0, 17.0, 15.0, 10.0, 0.0, 0.0, 0.0)
SHOP_QUANTITIES = (1, 2, 3, 4, 6, 8, 10, 12, 24, 48)
SHOP_WEIGHTS = (12.0, 12.0, 7.0, 9.0, 12.0, 5.0, 4.0, 12.0, 6.0, 1.5)
TRADE_QUANTITIES = (12, 24, 36, 48, 72, 96, 144, 200)
TRADE_WEIGHTS = (20.0, 25.0, 10.0, 12.0, 6.0, 5.0, 2.0, 1.0)

REFUNDED_LINES = 0.02
REFUNDED_ORDERS = 0.004
RETAIL_MARK_UP = 1.95
DEAREST_IN_BULK = 1000  # pence; nobody buys tables by the dozen

BULK_PIECES = 31_200
BULK_DAY = date(2025, 10, 14)

WRITE_OFF_WORDS = (
    *("damaged", "damages", "Damaged", "lost", "missing", "smashed", "wet damaged", "thrown away", "crushed"),
    *("check", "check", "?", "?", None, None, None, None, "MIA", "counted", "sold as set on webshop"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet, without what it shares with its invoice."""

    code: int | str
    description: str | None
    quantity: int
    pence: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """Lines sold (or refunded, kind C; adjusted, kind A) to one customer, or to a guest, at one time."""

    when: datetime
    customer: int | None
    country: str
    lines: list[Line] = field(default_factory=list)
    kind: str = ""


def sold(product: Product, quantity: int, pence: int | None = None) -> Line:
    """A line of a product at its own price, or at another."""
    return Line(product.code, product.name, quantity, product.pence if pence is None else pence)


def at_business_hours(dice: Dice, day: date) -> datetime:
    """A minute of the day when the shop is at work; the last day ends at noon."""
    weights: Sequence[float] = SUNDAY_WEIGHTS if day.weekday() == 6 else HOUR_WEIGHTS
    if day == LAST_DAY:
        weights = (*weights[:4], *[0.0] * (len(weights) - 4))
    return datetime.combine(day, time(dice.weighted(HOURS, weights), dice.whole(0, 59)))


def later(dice: Dice, when: datetime, most_days: int) -> datetime | None:
    """A time of business some days later, if the sheets reach that far."""
    day = when.date() + timedelta(days=dice.skewed(1, most_days))
    while day <= LAST_DAY and busyness(day) < 0.2:
        day += timedelta(days=1)
    return at_business_hours(dice, day) if day <= LAST_DAY else None


class Shelf:
    """What can be bought at a time of year, and how likely each thing is."""

    def __init__(self, products: list[Product]) -> None:
        self.products = products
        usual = [0.0 if product.christmas else product.popularity for product in products]
        festive = [product.popularity * (3 if product.christmas else 1) for product in products]
        self._usual = list(accumulate(usual))
        self._festive = list(accumulate(festive))

    def pick(self, dice: Dice, day: date) -> Product:
        """One product, as the season has it."""
        return dice.heaped(self.products, self._festive if day.month >= 10 else self._usual)


def price_on(product: Product, day: date) -> int:
    """The price in pence; what costs more than a pound costs 5 % more in the second year."""
    return product.pence + (product.pence // 20 if product.pence > 100 and day >= date(2025, 1, 1) else 0)


def basket(dice: Dice, shelf: Shelf, customer: Customer, favourites: list[Product], day: date) -> list[Line]:
    """What a customer buys on a day: mostly of the favourites, cheap things by the dozen."""
    lines = []
    liked = [each for each in favourites if not each.christmas or day.month >= 10] or favourites
    wanted = (
        dice.pick(liked) if dice.chance(0.6) else shelf.pick(dice, day)
        for _ in range(dice.skewed(1, customer.lines) + dice.whole(1, customer.lines // 2))
    )
    for product in dict.fromkeys(wanted):
        pence = price_on(product, day)
        if customer.trade and product.pence < DEAREST_IN_BULK:
            lines.append(sold(product, dice.weighted(TRADE_QUANTITIES, TRADE_WEIGHTS), pence * 17 // 20))
        elif product.pence < DEAREST_IN_BULK:
            lines.append(sold(product, dice.weighted(SHOP_QUANTITIES, SHOP_WEIGHTS), pence))
        else:
            lines.append(sold(product, dice.skewed(1, 4), pence))
    if customer.country == "EIRE" and dice.chance(0.3):
        lines.append(sold(CARRIAGE, 1))
    elif customer.country != HOME and dice.chance(0.6):
        lines.append(sold(POSTAGE, dice.skewed(1, 4)))
    return lines


def refund(dice: Dice, order: Invoice) -> Invoice | None:
    """The cancellation of some of an order's lines, or of all, some days later; most orders have none."""
    whole_order = dice.chance(REFUNDED_ORDERS)
    lines = [line for line in order.lines if whole_order or dice.chance(REFUNDED_LINES)]
    when = later(dice, order.when, 24) if lines else None
    if when is None:
        return None
    returned = []
    for line in lines:
        back = line.quantity if dice.chance(0.6) else dice.whole(1, line.quantity)
        returned.append(replace(line, quantity=-back))
    return Invoice(when, order.customer, order.country, returned, kind="C")


def orders_of(customer: Customer, shelf: Shelf) -> Iterator[Invoice]:
    """A customer's orders and refunds."""
    dice = Dice(f"orders of {customer.number}")
    favourites = [shelf.pick(dice, LAST_DAY) for _ in range(dice.whole(8, 30))]
    for day in customer.days:
        lines = basket(dice, shelf, customer, favourites, day)
        order = Invoice(at_business_hours(dice, day), customer.number, customer.country, lines)
        yield order
        cancelled = refund(dice, order)
        if cancelled:
            yield cancelled


def guest_orders(shelf: Shelf) -> Iterator[Invoice]:
    """Sales of the web shop without a customer number: few pieces, many lines, at the retail price."""
    dice = Dice("guests")
    for offset in range(SPAN + 1):
        day = FIRST_DAY + timedelta(days=offset)
        for _ in range(3):
            if not dice.chance(0.47 * busyness(day)):
                continue
            lines = []
            for product in dict.fromkeys(shelf.pick(dice, day) for _ in range(dice.skewed(1, 52))):
                pence = int(price_on(product, day) * RETAIL_MARK_UP)
                lines.append(sold(product, dice.skewed(1, 6), pence))
            if dice.chance(0.02):
                lines = [sold(dice.pick(VOUCHERS), 1)]
            elif dice.chance(0.35):
                lines.append(sold(WEB_POSTAGE, 1, dice.whole(900, 24_000)))
            order = Invoice(at_business_hours(dice, day), None, HOME, lines)
            yield order
            if dice.chance(0.03):
                yield Invoice(order.when, None, HOME, [replace(lines[0], quantity=-1)], kind="C")


def write_offs(products: list[Product]) -> Iterator[Invoice]:
    """What the stock room corrects: pieces lost or found, without customer and without price."""
    dice = Dice("stock room")
    for offset in range(SPAN + 1):
        day = FIRST_DAY + timedelta(days=offset)
        if not dice.chance(0.3 * busyness(day)):
            continue
        product = dice.pick(products)
        if dice.chance(0.8):
            line = Line(product.code, dice.pick(WRITE_OFF_WORDS), -dice.skewed(1, 400), 0)
        else:
            line = Line(
                product.code, dice.pick(("found", "check", "adjustment", None)), dice.skewed(1, 90), 0
            )
        yield Invoice(at_business_hours(dice, day), None, HOME, [line])


def bulk_mistake(customers: list[Customer]) -> Iterator[Invoice]:
    """One customer orders tens of thousands of pieces, sees it, and cancels a quarter of an hour later."""
    buyer = next(each for each in customers if each.habit == "once" and each.country == HOME)
    when = datetime.combine(BULK_DAY, time(9, 52))
    line = sold(BULK_BAIT, BULK_PIECES)
    yield Invoice(when, buyer.number, buyer.country, [line])
    taken_back = [replace(line, quantity=-BULK_PIECES)]
    yield Invoice(when + timedelta(minutes=14), buyer.number, buyer.country, taken_back, kind="C")


def make_invoices() -> list[Invoice]:
    """All invoices in the order of time, as clean as a shop's books can be."""
    products = make_products()
    customers = make_customers()
    shelf = Shelf(products)
    invoices = [invoice for customer in customers for invoice in orders_of(customer, shelf)]
    invoices += guest_orders(shelf)
    invoices += write_offs(products)
    invoices += bulk_mistake(customers)
    return sorted(invoices, key=lambda invoice: invoice.when)
