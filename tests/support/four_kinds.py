"""A shop with customers of four kinds that anybody would tell apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

COLUMNS = "customer_id,order_id,order_date,quantity,price\n"
# A busy few, a middling many, newcomers with one small order, and those who have long been away.
KINDS = {
    "busy": (60, 18, 40.0, 20),
    "middling": (90, 6, 25.0, 60),
    "new": (80, 1, 9.0, 15),
    "gone": (70, 1, 12.0, 500),
}


def write_shop(path: Path, seed: int = 1) -> dict[str, str]:
    """Customers of four kinds that anybody would tell apart; the kind of each."""
    rng = np.random.default_rng(seed)
    kind_of = {}
    order = 0
    lines = []
    end = pd.Timestamp("2024-12-31")
    for kind, (customers, orders, price, away) in KINDS.items():
        for number in range(customers):
            name = f"{kind}-{number}"
            kind_of[name] = kind
            last = end - pd.Timedelta(days=int(max(0, rng.normal(away, away / 6))))
            for back in range(max(1, round(rng.normal(orders, orders / 8)))):
                order += 1
                day = last - pd.Timedelta(days=11 * back)
                paid = price * float(rng.lognormal(0, 0.2))
                lines.append(f"{name},{order},{day:%Y-%m-%d},1,{paid:.2f}\n")
    path.write_text(COLUMNS + "".join(lines))
    return kind_of


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "shop.csv"
    write_shop(path)
    return path
