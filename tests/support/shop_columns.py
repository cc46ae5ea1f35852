"""The columns that some program writes of the lines of an invented shop, and the cases that are made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.support.invented import CITIES, COUNTRIES, THINGS, Line, invent

Cell = Callable[[Line], str]
FIELDS: dict[str, Cell] = {
    "row": lambda x: str(x.number),
    "line": lambda x: str(x.line),
    "order": lambda x: f"{536365 + x.order * 3}",
    "coded order": lambda x: f"SO-{2023}-{100 + x.order}",
    "# order": lambda x: f"#{1001 + x.order}",
    "hash order": lambda x: f"{(x.order + 11) * 2654435761 % 2**32:08x}{x.order:04x}",
    "customer": lambda x: str(12346 + x.customer * 37),
    "coded customer": lambda x: f"CU{x.customer:05d}",
    "small customer": lambda x: str(x.customer + 1),
    "customer per order": lambda x: f"{(x.order + 5) * 40503 % 65536:04x}{x.order:05x}f",
    "customer hash": lambda x: f"{(x.customer + 5) * 40503 % 65536:04x}{x.customer:03x}ab",
    "name": lambda x: x.name,
    "given": lambda x: x.name.split()[0],
    "email": lambda x: f"{x.name.split()[0].lower()}{x.customer}@example.org",
    "phone": lambda x: f"+31 6 1234{x.customer:04d}",
    "date": lambda x: x.when.date().isoformat(),
    "time": lambda x: x.when.strftime("%H:%M"),
    "moment": lambda x: x.when.isoformat(" "),
    "yyyymmdd": lambda x: x.when.strftime("%Y%m%d"),
    "dmy": lambda x: x.when.strftime("%d/%m/%Y"),
    "dotted": lambda x: x.when.strftime("%d.%m.%Y"),
    "serial": lambda x: str((x.when.date() - date(1899, 12, 30)).days),
    "later": lambda x: (x.when + timedelta(days=2 + x.order % 4)).date().isoformat(),
    "updated": lambda x: (x.when + timedelta(days=9)).isoformat(" "),
    "birth": lambda x: (date(1950, 1, 1) + timedelta(days=x.customer * 401)).isoformat(),
    "since": lambda x: (date(2019, 1, 1) + timedelta(days=x.customer * 17)).isoformat(),
    "month": lambda x: x.when.strftime("%Y-%m"),
    "year": lambda x: str(x.when.year),
    "quantity": lambda x: str(x.quantity),
    "price": lambda x: f"{x.cents / 100:.2f}",
    "comma price": lambda x: f"{x.cents / 100:.2f}".replace(".", ","),
    "euro price": lambda x: "€ " + f"{x.cents / 100:.2f}".replace(".", ","),
    "total": lambda x: f"{x.total:.2f}",
    "comma total": lambda x: f"{x.total:.2f}".replace(".", ","),
    "taxed total": lambda x: f"{x.total * 1.05:.4f}",
    "tax": lambda x: f"{x.total * 0.05:.4f}",
    "order total": lambda x: f"{x.order_cents / 100:.2f}",
    "order total once": lambda x: f"{x.order_cents / 100:.2f}" if x.line == 1 else "",
    "comma order total": lambda x: f"{x.order_cents / 100:.2f}".replace(".", ","),
    "profit": lambda x: f"{x.total * (0.1 + x.product % 5 / 20):.4f}",
    "cost": lambda x: f"{x.total * 0.6:.3f}",
    "discount": lambda x: ("0", "0.1", "0.2", "0")[x.number % 4],
    "freight": lambda x: f"{3.5 + x.order % 7:.2f}",
    "product": lambda x: f"{85000 + x.product * 13}{'AB'[x.product % 2]}",
    "numeric product": lambda x: str(20001 + x.product * 7),
    "description": lambda x: f"{THINGS[x.product % 8]} no {x.product}".upper(),
    "category": lambda x: ("Kitchen", "Garden", "Office")[x.product % 3],
    "country": lambda x: COUNTRIES[x.customer % 4],
    "land": lambda x: ("Nederland", "België", "Duitsland")[x.customer % 3],
    "ISO country": lambda x: ("NL", "BE", "DE")[x.customer % 3],
    "city": lambda x: CITIES[x.customer % 7],
    "region": lambda x: ("North", "South", "West")[x.customer % 3],
    "order region": lambda x: ("North", "South", "West")[x.order * 7 % 3],
    "segment": lambda x: ("Consumer", "Corporate", "Home Office")[x.customer % 3],
    "tier": lambda x: ("Gold", "Silver", "Bronze")[x.customer % 3],
    "score": lambda x: str(x.customer % 5 + 1),
    "gender": lambda x: "FM"[x.customer % 2],
    "age": lambda x: str(20 + x.customer),
    "status": lambda x: "Cancelled" if x.order % 9 == 4 else "Delivered" if x.order % 3 else "Shipped",
    "status nl": lambda x: "geannuleerd" if x.order % 9 == 4 else "geleverd",
    "payment": lambda x: ("Card", "Cash", "PayPal")[x.order % 3],
    "ship mode": lambda x: ("Standard Class", "Same Day")[x.order % 2],
    "currency": lambda _: "EUR",
    "store": lambda x: f"S{x.order % 3 + 1}",
    "yes no": lambda x: ("yes", "no")[x.order % 2],
    "kind": lambda x: "Refund" if x.order % 11 == 5 else "Order",
    "blank": lambda _: "",
    "postcode": lambda x: str(10000 + x.customer * 311),
}


@dataclass
class Case:
    """A header with what each column holds, and the roles that a person would see in it."""

    name: str
    header: dict[str, str]
    roles: dict[str, str]
    attributes: tuple[str, ...] | None = None
    shape: str = "sales"
    lines: list[Line] = field(default_factory=invent)


ONE_LINE = invent(orders=120, lines=1, seed=11)
DAILY = invent(orders=300, customers=60, lines=3, seed=5)
