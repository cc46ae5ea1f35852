"""Three files of an invented household shop: sales, customers, products, and what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from making.dice import Dice

FIRST_DAY = date(2024, 3, 1)
DAYS = 549  # eighteen months
SALES, CUSTOMERS, PRODUCTS = 3_000, 500, 30
# Some are registered and have never bought anything.
BUYERS = 470

SALES_HEADER = (
    *("order_id", "customer_id", "product_id", "quantity", "unit_price", "order_date"),
    *("delivery_status", "payment_method", "region", "discount_applied"),
)
CUSTOMERS_HEADER = ("customer_id", "email", "signup_date", "gender", "region", "loyalty_tier")
PRODUCTS_HEADER = ("product_id", "product_name", "category", "launch_date", "base_price", "supplier_code")

STATUSES = ("Delivered", "delivered", " DELIVERED ", "Delayed", " DELAYED", "Cancelled", " Cancelled ")
STATUS_WEIGHTS = (45.0, 28.0, 5.0, 8.0, 6.0, 4.0, 4.0)
PAYMENTS = ("Bank Transfer", "PayPal", "Credit Card", "credit card")
REGIONS = ("North", "South", "East", "West", "Central")
GENDERS = ("Female", "FEMALE", "femle", "Male", "male", "Other")
GENDER_WEIGHTS = (16.0, 16.0, 14.0, 18.0, 18.0, 10.0)
TIERS = ("GOLD", " gold ", "Silver", "silver", "bronze", "Bronze")
DISCOUNTS = ("", "0", "0.05", "0.1", "0.15", "0.2")
GOODS = {
    "Kitchen": ("Colander", "Whisk", "Bread Bin", "Spice Rack", "Chopping Board", "Salad Bowl"),
    "Cleaning": ("Floor Soap", "Dish Brush", "Window Spray", "Laundry Powder", "Sponge Pack", "Dust Cloth"),
    "Storage": ("Shoe Rack", "Glass Jar", "Basket", "Drawer Divider", "Stacking Crate", "Coat Hook"),
    "Outdoors": ("Watering Can", "Rain Gauge", "Plant Pot", "Garden Twine", "Bird Bath", "Lantern"),
    "Personal Care": ("Hand Soap", "Bath Salts", "Hair Brush", "Shaving Bowl", "Face Cloth", "Foot Balm"),
}

# (column, what to write, how often): cells that somebody typed wrongly or not at all.
SALES_SLIPS = (
    *(("quantity", "three", 1), ("quantity", "five", 1), ("quantity", "", 3), ("unit_price", "", 1)),
    *(("delivery_status", "delivrd", 1), ("delivery_status", "delyed", 1), ("delivery_status", "", 3)),
    *(("payment_method", "bank trnsfer", 1), ("payment_method", "", 3), ("region", "nrth", 1)),
    *(("order_date", "", 3), ("customer_id", "", 2), ("product_id", "", 5)),
)
CUSTOMER_SLIPS = (
    *(
        ("gender", "", 4),
        ("loyalty_tier", "gld", 2),
        ("loyalty_tier", "brnze", 2),
        ("loyalty_tier", "sillver", 1),
    ),
    *(("loyalty_tier", "", 2), ("customer_id", "", 3), ("email", "", 6), ("region", "", 3)),
)
SHARED_ORDER_IDS = 2

Record = dict[str, str]


def short(day: date) -> str:
    """A date as dd-mm-yy."""
    return f"{day.day:02}-{day.month:02}-{day.year % 100:02}"


def money(pence: int) -> str:
    """An amount with two decimals."""
    return f"{pence // 100}.{pence % 100:02}"


def make_products() -> list[Record]:
    """The products file."""
    dice = Dice("household products")
    goods = [(category, name) for category, names in GOODS.items() for name in names]
    products = []
    for number, (category, name) in enumerate(dice.some(goods, PRODUCTS), 1):
        values = (
            *(f"P{number:04}", name, category, short(FIRST_DAY - timedelta(days=dice.whole(20, 900)))),
            *(money(dice.skewed(250, 6_500)), f"S{dice.whole(100, 999)}"),
        )
        products.append(dict(zip(PRODUCTS_HEADER, values, strict=True)))
    return products


def make_customers() -> list[Record]:
    """The customers file before the slips; the email is made of the id, for there is nobody behind it."""
    dice = Dice("household customers")
    customers = []
    for number in range(1, CUSTOMERS + 1):
        values = (
            *(
                f"C{number:05}",
                f"c{number:05}@example.com",
                short(FIRST_DAY - timedelta(days=dice.whole(0, 600))),
            ),
            *(dice.weighted(GENDERS, GENDER_WEIGHTS), dice.pick(REGIONS), dice.pick(TIERS)),
        )
        customers.append(dict(zip(CUSTOMERS_HEADER, values, strict=True)))
    return customers


def make_sales(customers: Sequence[Record], products: Sequence[Record]) -> list[Record]:
    """The sales file before the slips, in the order of the days: one product an order."""
    dice = Dice("household sales")
    buyers = dice.some(customers, BUYERS)
    likelihoods = [1 / (dice.whole(1, BUYERS) + 60) for _ in buyers]
    # Everybody buys while a customer, and not everybody stays one.
    ends = [DAYS if dice.chance(0.6) else dice.whole(60, DAYS) for _ in buyers]
    everyone = list(range(BUYERS))
    numbers = dice.some(range(100_000, 999_999), SALES)
    sales: list[tuple[int, Record]] = []
    for number in numbers:
        place = dice.weighted(everyone, likelihoods) if len(sales) >= BUYERS else len(sales)
        day = dice.whole(0, ends[place] - 1)
        product = dice.pick(products)
        pence = int(product["base_price"].replace(".", "")) * dice.whole(92, 108) // 100
        values = (
            *(f"O{number}", buyers[place]["customer_id"], product["product_id"], str(1 + dice.skewed(0, 5))),
            *(money(pence), short(FIRST_DAY + timedelta(days=day)), dice.weighted(STATUSES, STATUS_WEIGHTS)),
            *(dice.pick(PAYMENTS), dice.pick(REGIONS), dice.pick(DISCOUNTS)),
        )
        sales.append((day, dict(zip(SALES_HEADER, values, strict=True))))
    return [sale for _, sale in sorted(sales, key=lambda dated: dated[0])]


def slip(dice: Dice, records: list[Record], slips: Sequence[tuple[str, str, int]]) -> None:
    """Write the wrong values into cells of different rows, each where its column has something to lose."""
    places = iter(dice.some(range(len(records)), sum(count for _, _, count in slips)))
    for column, text, count in slips:
        for _ in range(count):
            records[next(places)][column] = text


def make_files() -> dict[str, list[Record]]:
    """The three files by name."""
    dice = Dice("household slips")
    products = make_products()
    customers = make_customers()
    sales = make_sales(customers, products)
    for first, second in [dice.some(range(SALES), 2) for _ in range(SHARED_ORDER_IDS)]:
        sales[second]["order_id"] = sales[first]["order_id"]
    slip(dice, sales, SALES_SLIPS)
    bought = {sale["customer_id"] for sale in sales}
    # The three whose id is missing in the customers file are the three in sales that nobody has listed.
    slip(dice, [each for each in customers if each["customer_id"] in bought], CUSTOMER_SLIPS)
    return {"sales.csv": sales, "customers.csv": customers, "products.csv": products}


def write_files(folder: Path) -> list[Path]:
    """Write the three files; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_csv(folder / name, records) for name, records in make_files().items()]


def write_csv(path: Path, records: Sequence[Mapping[str, str]]) -> Path:
    """Write one file with its header."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    return path
