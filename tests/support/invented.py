"""Invented sales, the same each time, that files of many shapes are written from."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

COUNTRIES = ("United Kingdom", "France", "Germany", "Netherlands")


GIVEN = (
    "Anna",
    "Bram",
    "Chloé",
    "Dieter",
    "Elena",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kira",
    "Luca",
    "Mona",
    "Nils",
    "Olga",
)


FAMILY = ("Jansen", "Meyer", "Dubois", "Rossi", "Silva", "Garcia", "Smith", "Novak", "Berg", "Lind")


THINGS = (
    "red mug",
    "paper lantern",
    "garden chair",
    "wool scarf",
    "tea light holder",
    "oak shelf",
    "wall clock",
    "cake tin set",
)


CITIES = ("Utrecht", "Lyon", "Köln", "Leeds", "Torino", "Porto", "Sevilla")


@dataclass
class Line:
    """One invented line of a sale, with everything that some export might write of it."""

    number: int
    line: int
    order: int
    customer: int
    when: datetime
    product: int
    quantity: int
    cents: int
    order_cents: int = 0

    @property
    def name(self) -> str:
        return f"{GIVEN[self.customer % 15]} {FAMILY[self.customer % 10]}"

    @property
    def total(self) -> float:
        return self.quantity * self.cents / 100


def invent(*, orders: int = 90, customers: int = 24, lines: int = 4, seed: int = 7) -> list[Line]:
    """Orders in the sequence of time, each with some lines of different products, by customers who come back."""
    dice = random.Random(seed)
    prices = {product: dice.randint(95, 4995) for product in range(14)}
    made: list[Line] = []
    when = datetime(2023, 1, 3, 9, 12, 31)
    for order in range(orders):
        when += timedelta(hours=dice.randint(3, 40), minutes=dice.randint(0, 59))
        customer = dice.randrange(customers)
        of_order = [
            Line(
                len(made) + at + 1,
                at + 1,
                order,
                customer,
                when,
                product,
                dice.choice((1, 1, 2, 2, 3, 4, 6, 12)),
                prices[product],
            )
            for at, product in enumerate(dice.sample(range(14), dice.randint(1, lines)))
        ]
        total = sum(line.quantity * line.cents for line in of_order)
        for line in of_order:
            line.order_cents = total
        made += of_order
    return made
