"""Simulated customers who buy at rates of their own and stop some day, as sales."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

HEADER = "customer_id,order_id,order_date,sku,quantity,price,country\n"
BEGAN = date(2023, 1, 2)


@dataclass(frozen=True)
class Sale:
    """One line of an order, or of a refund."""

    customer: str
    order: str
    at: datetime
    sku: str
    quantity: int
    price: float
    country: str

    def row(self) -> str:
        return f"{self.customer},{self.order},{self.at:%Y-%m-%d %H:%M:%S},{self.sku},{self.quantity},{self.price:.2f},{self.country}\n"


def buyers(customers: int = 160, days: int = 420, seed: int = 1) -> list[Sale]:
    """Sales of so many customers over so many days; some of them give something back."""
    rng = np.random.default_rng(seed)
    sales: list[Sale] = []
    order = 10_000
    for number in range(customers):
        gap = float(rng.gamma(2.0, 25.0)) + 4
        spends = float(rng.lognormal(3, 0.7))
        stays = float(rng.exponential(300)) + 10
        country = str(rng.choice(["Norway", "Spain", "Malta"], p=[0.7, 0.2, 0.1]))
        day = float(rng.uniform(0, days - 5))
        ends = min(day + stays, days)
        while day < ends:
            order += 1
            at = datetime.combine(BEGAN, datetime.min.time()) + timedelta(days=int(day), hours=9)
            for _ in range(int(rng.integers(1, 4))):
                sku = f"S{int(rng.integers(1, 40)):03}"
                sales.append(
                    Sale(
                        f"B{number:04}",
                        str(order),
                        at,
                        sku,
                        int(rng.integers(1, 4)),
                        round(spends, 2),
                        country,
                    )
                )
            if rng.random() < 0.08:
                back = at + timedelta(days=int(rng.integers(1, 30)))
                sales.append(Sale(f"B{number:04}", f"C{order}", back, "S001", -1, round(spends, 2), country))
            day += float(rng.exponential(gap)) + 1
    return sorted(
        (sale for sale in sales if sale.at.date() < BEGAN + timedelta(days=days)), key=lambda one: one.at
    )


def written(path: Path, sales: list[Sale]) -> Path:
    """The sales as a CSV file."""
    path.write_text(HEADER + "".join(sale.row() for sale in sales))
    return path
