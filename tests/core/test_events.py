"""Lists of what happened on visits to a shop, of which only the purchases are sales."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked, asked

FIRST = datetime(2024, 3, 1, 8, 30)
_RANDOM = random.Random(37)
# Who visited when, what it cost, and how many of the steps towards buying it were taken.
VISITS = [
    (
        FIRST + timedelta(hours=number * 7),
        50_211 + 3 * _RANDOM.randrange(40),
        f"P-{_RANDOM.randrange(12):03}",
        Decimal(_RANDOM.randint(300, 9_000)) / 100,
        _RANDOM.randint(1, 3),
    )
    for number in range(150)
]
STEPS = sum(steps for *_, steps in VISITS)
BOUGHT = [visit for visit in VISITS if visit[-1] == 3]
SPENT = float(sum(price for _, _, _, price, _ in BOUGHT))
ALL = float(sum(price * steps for *_, price, steps in VISITS))


def read(folder: Path, header: str, events: Sequence[str], settings: Sequence[tuple[str, str]] = ()) -> Asked:
    """The visits as far as they went: a look, a cart and a purchase, by these words."""
    lines = [
        f"{when + timedelta(minutes=step)},{who},{event},{what},{price}"
        for when, who, what, price, steps in VISITS
        for step, event in enumerate(events[:steps])
    ]
    path = folder / "visits.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return asked(Study(Recipe().with_values(settings), [path], workspace=Workspace(folder, 10**9)))


@pytest.mark.parametrize(
    ("header", "events"),
    [
        ("event_time,user_id,event_type,product_id,price", ("view", "cart", "purchase")),
        ("timestamp,visitorid,event,itemid,price", ("view", "addtocart", "transaction")),
        ("event_date,user_pseudo_id,event_name,item_id,price", ("view_item", "begin_checkout", "purchase")),
        ("time,customer_id,action,product_id,price", ("Product Viewed", "Product Added", "Order Completed")),
        ("Datum,Kunde,Aktion,Artikel,Preis", ("Ansicht", "In den Warenkorb", "Kauf")),
        ("Date,Client,Événement,Produit,Prix", ("Page vue", "Ajout au panier", "Achat")),
    ],
)
def test_only_purchases_are_sales_where_looks_and_carts_stand_beside_them(
    tmp_path: Path, header: str, events: Sequence[str]
) -> None:
    called = header.split(",")[2]
    report = read(tmp_path, header, events)
    assert report.roles.get("status") == called
    assert (report.kept, report.revenue) == (len(BOUGHT), pytest.approx(SPENT))
    assert report.customers == len({who for _, who, *_ in BOUGHT})


def test_it_is_said_which_rows_bought_nothing_and_how_to_have_them_counted(tmp_path: Path) -> None:
    header, events = "event_time,user_id,event_type,product_id,price", ("view", "cart", "purchase")
    (note,) = [note for note in read(tmp_path, header, events).notes if "what happened on visits" in note]
    assert f"'purchase' on {len(BOUGHT)} rows" in note
    assert f"'view' on {len(VISITS)} rows" in note
    assert "no refunds" in note
    (typed,) = re.findall(r"--map (\S+)$", note)
    counted = read(tmp_path, header, events, [(f"columns.{typed.split('=')[0]}", typed.split("=")[1])])
    assert (counted.kept, counted.revenue) == (STEPS, pytest.approx(ALL))
    assert not [note for note in counted.notes if "what happened on visits" in note]


def test_what_else_happened_counts_and_is_told_of_with_what_takes_it_out(tmp_path: Path) -> None:
    header, events = "event_time,user_id,event_type,product_id,price", ("view", "checkout", "purchase")
    report = read(tmp_path, header, events)
    checkouts = sum(steps >= 2 for *_, steps in VISITS)
    assert report.kept == len(BOUGHT) + checkouts
    (note,) = [
        note for note in report.notes if f"'checkout' on {checkouts} rows" in note and "besides" in note
    ]
    (typed,) = re.findall(r"--set '(\S+)'$", note)
    key, _, value = typed.partition("=")
    assert read(tmp_path, header, events, [(key, value)]).revenue == pytest.approx(SPENT)


@pytest.mark.parametrize(
    ("header", "events"),
    [
        ("Date,Customer ID,Attribution Type,SKU,Amount", ("view", "click", "impression")),
        ("Date,Customer ID,Channel,SKU,Amount", ("cart", "order", "phone")),
        ("Date,Customer ID,Category,SKU,Amount", ("Bag", "Basket", "Shoes")),
        ("Date,Customer ID,Invoice Status,SKU,Amount", ("Viewed", "Sent", "Paid")),
    ],
)
def test_sales_that_came_of_a_click_or_are_called_a_cart_stay_sales(
    tmp_path: Path, header: str, events: Sequence[str]
) -> None:
    report = read(tmp_path, header, events)
    assert (report.kept, report.revenue) == (STEPS, pytest.approx(ALL))
