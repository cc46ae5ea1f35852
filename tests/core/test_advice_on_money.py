"""Which column the money is taken from, and which other one is offered: what customers owe, never what was paid or a count."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from core.columns.naming import name_roles
from core.columns.profile import profile_columns
from core.columns.roles import Guess, guess_roles
from core.recipe import Recipe
from core.study import Study
from tests.support.planted import write_cells

CENT = Decimal("0.01")
ARTICLES = ("Tea pot", "Mug blue", "Kettle", "Scale", "Thermos", "Spoon set")
SHIPPING = Decimal("5.00")


@dataclass(frozen=True)
class Line:
    order: int
    article: int
    pieces: int
    price: Decimal

    @property
    def worth(self) -> Decimal:
        return self.pieces * self.price


def sold(*, most_lines: int = 4, orders: int = 80, seed: int = 5) -> list[Line]:
    """Lines of orders, each of different articles."""
    dice = random.Random(seed)
    prices = [Decimal(dice.randrange(300, 9000)) * CENT for _ in ARTICLES]
    return [
        Line(order, article, dice.choice((1, 1, 2, 3, 6)), prices[article])
        for order in range(orders)
        for article in dice.sample(range(len(ARTICLES)), dice.randint(1, most_lines))
    ]


def base(line: Line) -> tuple[str, ...]:
    day = f"2024-{1 + line.order % 12:02}-{1 + line.order // 12 % 28:02}"
    return (f"INV-{1000 + line.order}", day, f"c{line.order % 23}@x.example", f"A{line.article}")


BASE = ("Invoice Number", "Invoice Date", "Email", "SKU")
LINES = ("Quantity", "Unit Price")


def subtotals(lines: Sequence[Line]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for line in lines:
        found[line.order] = found.get(line.order, Decimal()) + line.worth
    return found


def of_lines(line: Line) -> tuple[str, ...]:
    return str(line.pieces), str(line.price)


def guess_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Guess:
    columns = [list(column) for column in zip(*rows, strict=True)]
    return guess_roles(profile_columns(list(header), columns), columns)


def columns_of(guess: Guess) -> dict[str, str | None]:
    return {str(role): found.column for role, found in guess.roles.items()}


def note_on_total(guess: Guess) -> str:
    return next((note for note in guess.notes if "the total of a whole order" in note), "")


def note_on_others(guess: Guess) -> str:
    return next((note for note in guess.notes if note.startswith("Several columns could say")), "")


def paid(order: int, total: Decimal) -> Decimal:
    """Every third order is still open."""
    return total if order % 3 else Decimal("0.00")


@pytest.mark.parametrize(
    ("total", "amount_paid"),
    [
        ("Total", "Invoice Amount Paid"),
        ("Invoice Total", "Invoice Total Paid"),
        ("Gesamtbetrag", "Bezahlter Rechnungsbetrag"),
        ("Totaal", "Betaald factuurbedrag"),
        ("Order Total", "Order Paid Amount"),
    ],
)
@pytest.mark.parametrize("paid_first", [True, False])
def test_the_total_is_offered_and_not_what_has_been_paid(
    total: str, amount_paid: str, paid_first: bool
) -> None:
    lines = sold()
    sums = subtotals(lines)
    rows = []
    for line in lines:
        said = (str(sums[line.order] + SHIPPING), str(paid(line.order, sums[line.order] + SHIPPING)))
        rows.append((*base(line), *(said[::-1] if paid_first else said), *of_lines(line)))
    names = (amount_paid, total) if paid_first else (total, amount_paid)
    guess = guess_of((*BASE, *names, *LINES), rows)
    assert note_on_total(guess).endswith(f"--map 'order_total={total}'")
    assert amount_paid not in " ".join(guess.notes)


def test_where_only_what_was_paid_is_known_of_orders_nothing_is_offered() -> None:
    lines = sold()
    sums = subtotals(lines)
    rows = [(*base(line), str(paid(line.order, sums[line.order])), *of_lines(line)) for line in lines]
    guess = guess_of((*BASE, "Invoice Amount Paid", *LINES), rows)
    assert columns_of(guess)["price"] == "Unit Price"
    assert note_on_total(guess) == ""


def test_what_was_paid_is_the_money_where_nothing_else_is() -> None:
    lines = sold()
    sums = subtotals(lines)
    rows = [(*base(line), str(sums[line.order])) for line in lines]
    assert columns_of(guess_of((*BASE, "Invoice Amount Paid"), rows))["order_total"] == "Invoice Amount Paid"


@pytest.mark.parametrize(
    ("before", "total"),
    [
        ("order_subtotal", "order_total"),
        ("Order Subtotal Amount", "Order Total Amount"),
        ("Order Subtotal", "Grand Total"),
        ("Order Total (excl. VAT)", "Order Total (incl. VAT)"),
    ],
)
@pytest.mark.parametrize("total_first", [True, False])
def test_the_total_that_customers_pay_is_offered_and_not_one_from_before_the_rest(
    before: str, total: str, total_first: bool
) -> None:
    lines = sold()
    sums = subtotals(lines)
    rows = []
    for line in lines:
        said = (str(sums[line.order]), str(sums[line.order] + SHIPPING))
        rows.append((*base(line), *(said[::-1] if total_first else said), *of_lines(line)))
    names = (total, before) if total_first else (before, total)
    note = note_on_total(guess_of((*BASE, *names, *LINES), rows))
    orders, worth = len(sums), sum(sums.values())
    assert note.endswith(f"To take the total: --map 'order_total={total}'")
    assert f"On {orders} of the {orders} orders looked at {total} is not the sum" in note
    assert (
        f"these are worth {worth + orders * SHIPPING:,.2f}, and by Quantity x Unit Price {worth:,.2f}" in note
    )


@pytest.mark.parametrize(
    ("role", "most_lines"), [("order_total", 4), ("amount", 1)], ids=["rows of lines", "a row an order"]
)
@pytest.mark.parametrize(
    ("other", "total"),
    [
        ("Order Subtotal", "Order Total"),
        ("Invoice Amount Paid", "Total"),
        ("Invoice Amount Paid", "Invoice Total"),
        ("Total Paid", "Total"),
    ],
)
def test_the_total_is_the_money_where_lines_are_worth_nothing_by_themselves(
    role: str, most_lines: int, other: str, total: str
) -> None:
    lines = sold(most_lines=most_lines)
    sums = subtotals(lines)
    rows = [
        (
            *base(line),
            str(paid(line.order, sums[line.order])) if "Paid" in other else str(sums[line.order]),
            str(sums[line.order] + SHIPPING),
        )
        for line in lines
    ]
    assert columns_of(guess_of((*BASE, other, total), rows))[role] == total


SALES_REPORT = (
    "Order name", "Day", "Customer email", "Product variant SKU", "Product title at time of sale", "Net items sold", "Gross sales",
    "Discounts", "Net sales", "Taxes", "Total sales",
)  # fmt: skip


def of_sales_report(line: Line) -> tuple[str, ...]:
    off = (line.worth / 10).quantize(CENT) if line.article % 2 else Decimal("0.00")
    net = line.worth - off
    tax = (net / 5).quantize(CENT)
    order, day, email, sku = base(line)
    title = ARTICLES[line.article]
    money = (line.worth, -off, net, tax, net + tax)
    return (f"#{order[4:]}", day, email, sku, title, str(line.pieces), *map(str, money))


def test_a_count_of_pieces_is_the_quantity_and_no_other_money() -> None:
    guess = guess_of(SALES_REPORT, [of_sales_report(line) for line in sold()])
    found = columns_of(guess)
    assert (found["quantity"], found["amount"]) == ("Net items sold", "Total sales")
    assert (found["product"], found["description"]) == (
        "Product variant SKU",
        "Product title at time of sale",
    )
    assert "no product column" not in " ".join(guess.notes)


def test_what_a_discount_is_still_to_be_taken_off_is_offered_last() -> None:
    note = note_on_others(guess_of(SALES_REPORT, [of_sales_report(line) for line in sold()]))
    assert "Total sales was taken, and not Net sales or Gross sales." in note
    assert note.endswith("--map 'amount=Net sales'")


def test_a_total_is_offered_before_a_subtotal() -> None:
    rows = [
        (*base(line), *of_lines(line), str(line.worth), str(line.worth * 2), str(line.worth * 3))
        for line in sold()
    ]
    guess = guess_of((*BASE, *LINES, "Line Total", "Subtotal", "Total"), rows)
    assert note_on_others(guess).endswith(
        "Line Total was taken, and not Total or Subtotal. To take another: --map 'amount=Total'"
    )


def test_a_second_count_of_pieces_is_not_offered_as_money() -> None:
    rows = [
        (*base(line), *of_lines(line), str(line.worth), str(line.pieces), str(line.worth * 2))
        for line in sold()
    ]
    guess = guess_of((*BASE, "Quantity", "Unit Price", "Line Total", "Total items", "Gross amount"), rows)
    assert note_on_others(guess).endswith("--map 'amount=Gross amount'")
    assert "Total items" not in note_on_others(guess)


def test_money_that_went_back_is_no_count_of_pieces() -> None:
    rows = [(*of_sales_report(line), str(-line.worth) if line.order % 9 == 0 else "0.00") for line in sold()]
    guess = guess_of((*SALES_REPORT, "Returns"), rows)
    assert columns_of(guess)["quantity"] == "Net items sold"
    assert not any("pieces came back" in note for note in guess.notes)


def test_what_does_not_grow_with_the_pieces_as_the_amount_does_is_no_other_amount() -> None:
    """An invoice's total on the first of its rows is none of a line's."""
    lines = sold(orders=150)
    sums = subtotals(lines)
    seen: set[int] = set()
    rows = []
    for line in lines:
        first = line.order not in seen
        seen.add(line.order)
        rows.append(
            (*base(line)[1:], *of_lines(line), str(line.worth), str(sums[line.order] * 2) if first else "")
        )
    guess = guess_of((*BASE[1:], "Quantity", "Unit Price", "Line Subtotal", "Untaxed Amount Signed"), rows)
    assert columns_of(guess)["amount"] == "Line Subtotal"
    assert "Untaxed Amount Signed" not in note_on_others(guess)
    assert "--map 'price=" not in note_on_others(guess)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("item-promotion-discount", "discount"),
        ("promotion-discount", "discount"),
        ("Order promo amount", "discount"),
        ("Line coupon discount", "discount"),
        ("Net items sold", "quantity"),
        ("Net quantity", "quantity"),
        ("Variant SKU", "product"),
    ],
)
def test_names_of_money_and_pieces_are_understood(name: str, role: str) -> None:
    assert role in {str(known) for known in name_roles(name).roles}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("ship-promotion-discount", "discount"),
        ("Promotion", "discount"),
        ("Product variant", "product"),
        ("Variant", "product"),
        ("Net weight", "quantity"),
    ],
)
def test_names_that_say_something_else_are_not(name: str, role: str) -> None:
    assert role not in {str(known) for known in name_roles(name).roles}


HEADED = ("Order Number", "Buyer", "Sale Date", "Item Number", "Quantity", "Sold For")


def headed(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    """Orders as a marketplace prints them: those of several items have a row of their own above them, with all pieces and their worth."""
    sums = subtotals(lines)
    rows: list[tuple[str, ...]] = []
    for order in sums:
        of_order = [line for line in lines if line.order == order]
        number, day, buyer, _ = base(of_order[0])
        owed = str(sums[order] + SHIPPING)
        if len(of_order) > 1:
            pieces = sum(line.pieces for line in of_order)
            rows.append((number, buyer, day, "", str(pieces), str(sums[order]), owed))
        alone = len(of_order) == 1
        rows += [
            (number, buyer, day, f"11{line.article}00", *of_lines(line), owed if alone else "")
            for line in of_order
        ]
    return rows


def notes_and_revenue(path: Path, **columns: str) -> tuple[list[str], float]:
    recipe = Recipe().with_values([(f"columns.{role}", name) for role, name in columns.items()])
    with Study(recipe, [path]) as study:
        assert study.report.revenue is not None
        return list(study.report.notes), study.report.revenue


def test_rows_that_add_up_their_order_leave_the_total_to_count(tmp_path: Path) -> None:
    lines = sold(orders=120)
    path = write_cells(tmp_path / "orders.csv", headed(lines), (*HEADED, "Total Price"))
    sums = subtotals(lines)
    of_several = Counter(line.order for line in lines)
    several = sum(count > 1 for count in of_several.values())
    notes, revenue = notes_and_revenue(path)
    assert revenue == pytest.approx(float(sum(sums.values()) + len(sums) * SHIPPING))
    (said,) = [note for note in notes if "one row is the sum of the others" in note]
    assert f"On {several} of {several} orders of 3 rows or more" in said
    assert said.endswith(
        "Total Price counts, once an order; to go by Quantity x Sold For: --map order_total=-"
    )
    pieces = Counter[int]()
    for line in lines:
        pieces[line.order] += line.pieces
    again = sum(pieces[order] * worth for order, worth in sums.items() if of_several[order] > 1)
    _, by_lines = notes_and_revenue(path, order_total="-")
    assert by_lines == pytest.approx(float(sum(sums.values()) + again))


def test_where_no_total_stands_beside_them_they_are_said(tmp_path: Path) -> None:
    rows = [row[:-1] for row in headed(sold(orders=120))]
    notes, _ = notes_and_revenue(write_cells(tmp_path / "orders.csv", rows, HEADED))
    (said,) = [note for note in notes if "one row is the sum of the others" in note]
    assert "each at what all of them are worth, so their money is counted many times over" in said
    assert "Leave the rows of totals out of the source" in said


def test_what_was_paid_does_not_count_in_their_place(tmp_path: Path) -> None:
    path = write_cells(tmp_path / "orders.csv", headed(sold(orders=120)), (*HEADED, "Amount Paid"))
    with Study(Recipe(), [path]) as study:
        assert "order_total" not in study.columns.roles


def test_lines_that_add_up_to_the_total_count_beside_it(tmp_path: Path) -> None:
    lines = sold(orders=120)
    sums = subtotals(lines)
    rows = [(*base(line), *of_lines(line), str(sums[line.order] + SHIPPING)) for line in lines]
    path = write_cells(tmp_path / "orders.csv", rows, (*BASE, *LINES, "Total Price"))
    notes, revenue = notes_and_revenue(path)
    assert revenue == pytest.approx(float(sum(sums.values())))
    assert not any("sum of the others" in note for note in notes)
