"""Discounts are taken off once, whichever way they are written, and what is said of them can be followed."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked, asked
from tests.support.discounted import CENT, Discounted

LINE = "Order ID,Customer ID,Date,SKU"


@dataclass(frozen=True)
class Sale(Discounted):
    """A line of an order, and how many per cent are off."""

    order: int
    place: int
    pieces: int
    price: Decimal
    percent: int


SALES = [
    Sale(order, place, (order + 2 * place) % 5 + 1, price, (0, 10, 0, 25, 5, 15)[(order * 5 + place) % 6])
    for order in range(120)
    for place in range(order % 3 + 1)
    for price in [Decimal((order * 7 + place * 3) % 23 * 193 + 301) * CENT]
]
GROSS, NET = sum(sale.gross for sale in SALES), sum(sale.net for sale in SALES)
PRICED = "Qty,Unit Price,Discount"


def file_of(tmp_path: Path, columns: str, cells: Callable[[Sale], Sequence[object]]) -> Path:
    path = tmp_path / "sales.csv"
    lines = [
        (f"{7000 + sale.order}", f"C{sale.order % 17:02}", f"2024-{sale.order % 12 + 1:02}-11", f"P{sale.price}", *cells(sale))
        for sale in SALES
    ]  # fmt: skip
    rows = [f"{LINE},{columns}", *(",".join(map(str, line)) for line in lines)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def report_of(path: Path, *settings: tuple[str, str]) -> Asked:
    recipe = Recipe().with_values(settings)
    return asked(Study(recipe, [path], workspace=Workspace(path.parent, 10**9)))


def revenue(report: Asked) -> Decimal:
    """The money of all rows that are sales."""
    assert report.revenue is not None
    return Decimal(str(report.revenue)).quantize(CENT)


def on_discounts(report: Asked) -> str:
    """All that is said of discounts."""
    return "\n".join(note for note in report.notes if "customers.discount" in note or "discounts in" in note)


def followed(report: Asked) -> tuple[str, str]:
    """The one setting that is advised."""
    _, *typed = on_discounts(report).split("--set ")
    assert len(typed) == 1
    key, _, value = shlex.split(typed[0])[0].partition("=")
    return key, value


# How they are written


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("written", "off"),
    [
        ("percent", lambda sale: sale.percent),
        ("fraction", lambda sale: Decimal(sale.percent) / 100),
        ("money", lambda sale: sale.off),
    ],
)
def test_the_advice_takes_them_off_whichever_their_sign(
    tmp_path: Path, written: str, off: Callable[[Sale], Decimal], sign: int
) -> None:
    path = file_of(tmp_path, PRICED, lambda sale: (sale.pieces, sale.price, sign * off(sale)))
    report = report_of(path)
    assert revenue(report) == GROSS
    setting = followed(report)
    assert setting == ("customers.discount", written)
    taken = report_of(path, setting)
    assert abs(revenue(taken) - NET) <= (0 if written == "money" else CENT * len(SALES) / 2)
    assert ("below zero; their size is taken off" in on_discounts(taken)) == (sign < 0)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (lambda sale: f"{sale.percent}%", "percent"),
        (lambda sale: f"${sale.percent}.00", "money"),
        (lambda sale: (Decimal(sale.order * 37 % 100) / 100 * sale.price).quantize(CENT), "money"),
    ],
)  # fmt: skip
def test_what_stands_in_the_cells_says_how_they_are_written(
    tmp_path: Path, cell: Callable[[Sale], object], written: str
) -> None:
    path = file_of(tmp_path, PRICED, lambda sale: (sale.pieces, sale.price, cell(sale)))
    assert followed(report_of(path)) == ("customers.discount", written)


def test_a_name_says_that_they_are_percentages(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, "Qty,Unit Price,Discount %", lambda sale: (sale.pieces, sale.price, sale.order % 19)
    )
    assert followed(report_of(path)) == ("customers.discount", "percent")


@pytest.mark.parametrize(
    "off", [lambda sale: sale.order % 19, lambda sale: (sale.order + 3 * sale.place) % 17]
)
def test_where_nothing_tells_all_ways_are_said(tmp_path: Path, off: Callable[[Sale], int]) -> None:
    path = file_of(tmp_path, PRICED, lambda sale: (sale.pieces, sale.price, off(sale)))
    said = on_discounts(report_of(path))
    assert "--set customers.discount=percent (15 is 15 %), =fraction (0.15 is 15 %) or =money" in said


def test_percentages_that_are_taken_off_as_money_are_said(tmp_path: Path) -> None:
    path = file_of(tmp_path, PRICED, lambda sale: (sale.pieces, sale.price, f"{sale.percent}%"))
    report = report_of(path, ("customers.discount", "money"))
    assert "They were taken off as money" in on_discounts(report)
    assert followed(report) == ("customers.discount", "percent")


# A discount below zero among others above it


def test_discounts_of_both_signs_are_said_to_be_taken_off_by_their_size(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, PRICED, lambda sale: (sale.pieces, sale.price, -sale.off if sale.order == 1 else sale.off)
    )
    report = report_of(path, ("customers.discount", "money"))
    rows = sum(sale.order == 1 and sale.off > 0 for sale in SALES)
    assert f"are below zero on {rows} of the rows looked at" in on_discounts(report)
    assert revenue(report) == NET


# Amounts that have them taken off


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("fraction", [True, False])
def test_amounts_that_are_net_are_left_alone(tmp_path: Path, fraction: bool, sign: int) -> None:
    """A cell in thirty is a slip, as in any file."""
    slips = [sale for sale in SALES if sale.percent and sale.order % 30 == 1]
    with_one = sum(sale.percent > 0 for sale in SALES)
    path = file_of(
        tmp_path,
        f"{PRICED},Amount",
        lambda sale: (
            sale.pieces, sale.price, sign * (Decimal(sale.percent) / 100 if fraction else sale.off),
            sale.net + (1 if sale in slips else 0),
        ),
    )  # fmt: skip
    report = report_of(path)
    share = 100 * (with_one - len(slips)) / with_one
    assert 90 < share < 99
    assert (
        f"Amount is Qty x Unit Price less the discount on {share:.0f} % of the rows that have one"
        in on_discounts(report)
    )
    assert "--set" not in on_discounts(report)
    assert revenue(report) == NET + len(slips)
    twice = report_of(path, ("customers.discount", "fraction" if fraction else "money"))
    assert "takes them off a second time" in on_discounts(twice)
    assert followed(twice) == ("customers.discount", "ignore")


def test_a_tax_on_top_hides_no_discount(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        f"{PRICED},Total",
        lambda sale: (sale.pieces, sale.price, sale.off, (sale.net * 120 / 100).quantize(CENT)),
    )
    said = on_discounts(report_of(path))
    assert "Total is Qty x Unit Price less the discount and times 1.2 on 100 % of the rows" in said
    assert "--set" not in said


def test_prices_that_are_list_prices_less_the_discount_are_left_alone(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        "Qty,List Price,Discount %,Unit Price",
        lambda sale: (
            sale.pieces,
            sale.price,
            sale.percent,
            f"{float(sale.price) * (1 - sale.percent / 100):.2f}",
        ),
    )
    said = on_discounts(report_of(path))
    assert "Unit Price is List Price less the discount on 100 % of the rows" in said
    assert "--set" not in said


def test_amounts_before_the_discount_are_not_said_to_be_net(tmp_path: Path) -> None:
    path = file_of(tmp_path, f"{PRICED},Amount", lambda sale: (sale.pieces, sale.price, sale.off, sale.gross))
    report = report_of(path)
    assert "taken off already" not in on_discounts(report)
    assert revenue(report_of(path, followed(report))) == NET


def test_amounts_asked_for_in_place_of_the_net_ones_can_have_it_taken_off(tmp_path: Path) -> None:
    path = file_of(tmp_path, "Gross,Discount,Net", lambda sale: (sale.gross, sale.off, sale.net))
    asked = ("columns.amount", "Gross")
    report = report_of(path, asked)
    assert revenue(report) == GROSS
    assert "taken off already" not in on_discounts(report)
    taken = report_of(path, asked, followed(report))
    assert revenue(taken) == NET
    assert not on_discounts(taken)


# Gross, discount and net beside each other


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    "names",
    [
        "Gross,Discount,Net",
        "Gross Sales,Discounts,Net Sales",
        "Subtotal,Discount,Total",
        "Amount,Discount,Paid",
        "Brutto,Rabatt,Netto",
        "Bruto bedrag,Korting,Netto bedrag",
        "Montant brut,Remise,Montant net",
        "Lordo,Sconto,Netto",
        "Importe bruto,Descuento,Importe neto",
        "Valor bruto,Desconto,Valor líquido",
    ],
)
def test_what_customers_paid_is_what_a_row_is_worth(tmp_path: Path, names: str, sign: int) -> None:
    path = file_of(tmp_path, names, lambda sale: (sale.gross, sign * sale.off, sale.net))
    report = report_of(path)
    assert revenue(report) == NET
    gross, discount, net = names.split(",")
    assert f"The discounts in {discount} are taken off already: {net} is {gross} less" in on_discounts(report)
    assert f"--map 'amount={gross}'" in on_discounts(report)


def test_they_may_stand_the_other_way_round(tmp_path: Path) -> None:
    path = file_of(tmp_path, "Net,Discount,Gross", lambda sale: (sale.net, sale.off, sale.gross))
    assert revenue(report_of(path)) == NET


def test_a_net_that_is_net_of_tax_is_another_relation(tmp_path: Path) -> None:
    taxed = {sale: (sale.gross * 119 / 100).quantize(CENT) for sale in SALES}
    path = file_of(
        tmp_path,
        "Brutto,Rabatt,Netto",
        lambda sale: (taxed[sale], sale.percent, sale.gross),
    )
    assert revenue(report_of(path)) == sum(taxed[sale] for sale in SALES)


def test_a_profit_that_is_left_after_the_discount_is_no_price(tmp_path: Path) -> None:
    path = file_of(tmp_path, "Sales,Discount,Profit", lambda sale: (sale.gross, sale.off, sale.net))
    assert revenue(report_of(path)) == GROSS


def test_what_an_order_was_paid_with_counts_once_an_order(tmp_path: Path) -> None:
    orders = {sale.order: [other for other in SALES if other.order == sale.order] for sale in SALES}

    def of_the_order(sale: Sale) -> list[Decimal]:
        return [sum(getattr(other, what) for other in orders[sale.order]) for what in ("gross", "off", "net")]

    path = file_of(tmp_path, "Order Subtotal,Discount,Order Total", of_the_order)
    report = report_of(path)
    assert revenue(report) == NET
    assert "--map 'order_total=Order Subtotal'" in on_discounts(report)
    assert "--set" not in on_discounts(report)


# One discount of a whole order


def of_order(sale: Sale) -> Decimal:
    return Decimal(sale.order % 7) * Decimal("0.35")


def test_the_discount_of_an_order_on_each_of_its_lines_is_said(tmp_path: Path) -> None:
    path = file_of(tmp_path, PRICED, lambda sale: (sale.pieces, sale.price, of_order(sale)))
    by_line = sum(of_order(sale) for sale in SALES)
    by_order = sum({sale.order: of_order(sale) for sale in SALES}.values())
    report = report_of(path, ("customers.discount", "money"))
    said = on_discounts(report)
    assert (
        f"each counts on every line, {by_line:,.2f} on the rows looked at, and once an order would be {by_order:,.2f}"
        in said
    )
    assert followed(report) == ("customers.discount", "ignore")
    assert "same on all lines of an order" in on_discounts(report_of(path))


@pytest.mark.parametrize(
    "off",
    [
        lambda sale: sale.off,  # each line has its own
        lambda sale: Decimal("0.50"),  # off each line of any order
        lambda sale: of_order(sale) if sale.place == 0 else 0,  # on the first line only
    ],
)
def test_the_discount_of_a_line_is_not(tmp_path: Path, off: Callable[[Sale], Decimal]) -> None:
    path = file_of(tmp_path, PRICED, lambda sale: (sale.pieces, sale.price, off(sale)))
    report = report_of(path, ("customers.discount", "money"))
    assert "lines of an order" not in on_discounts(report)
    assert revenue(report) == GROSS - sum(off(sale) for sale in SALES)


def test_percentages_of_a_whole_order_are_right_on_each_line(tmp_path: Path) -> None:
    path = file_of(tmp_path, PRICED, lambda sale: (sale.pieces, sale.price, sale.order % 4 * 5))
    report = report_of(path)
    assert followed(report) == ("customers.discount", "percent")
    assert not on_discounts(report_of(path, followed(report)))


# Refunds


@pytest.mark.parametrize(
    ("written", "off"),
    [
        ("money", "5"),
        ("money", "-5"),
        ("percent", "10"),
        ("percent", "-10"),
        ("fraction", "0.1"),
        ("fraction", "-0.1"),
    ],
)
@pytest.mark.parametrize("columns", ["Amount,Discount", "Qty,Unit Price,Discount"])
def test_a_refund_gives_back_what_was_paid(tmp_path: Path, columns: str, written: str, off: str) -> None:
    """Of 50.00 less 10 % customers paid 45.00, and get no more back."""
    path = tmp_path / "sales.csv"
    bought, back = ("50.00", "-50.00") if columns.startswith("Amount") else ("5,10.00", "-5,10.00")
    rows = [f"{n},C{n},2024-03-{n + 1:02},P1,{bought},{off}" for n in range(8)]
    path.write_text("\n".join([f"{LINE},{columns}", *rows, f"99,C1,2024-03-20,P1,{back},{off}"]) + "\n")
    report = report_of(path, ("customers.discount", written), ("rules.negative_is_cancelled", "true"))
    money = {line.rule: line.amount for line in report.ledger}
    assert money["cancelled"] == -45
    assert money["kept"] == 8 * 45
