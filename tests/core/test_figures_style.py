"""Numbers as people read them."""

from __future__ import annotations

import pytest

from core.figures import PLAIN, NumberStyle


@pytest.mark.parametrize(
    ("example", "written"),
    [
        ("1,234.56", "-9,876,543.21"),
        ("1.234,56", "-9.876.543,21"),
        ("1 234.56", "-9 876 543.21"),
        ("1 234,56", "-9 876 543,21"),
        ("1'234.56", "-9'876'543.21"),
    ],
)
def test_a_number_is_written_like_the_example(example: str, written: str) -> None:
    style = NumberStyle.of(example)
    assert style.number(-9876543.21, 2) == written
    assert style.number(1234.56, 2) == example
    assert style.number(999) == "999"
    assert style.number(1e6) == "1,000,000".replace(",", style.thousands)


def test_money_has_its_sign_before_the_currency() -> None:
    assert PLAIN.money(-12) == "-12.00"
    assert NumberStyle.of("1,234.56", "$").money(-1234.5) == "-$1,234.50"
    assert NumberStyle.of("1,234.56", "EUR").money(1234.5) == "EUR 1,234.50"
    assert NumberStyle.of("1.234,56", "€", currency_after=True).money(-1234.5) == "-1.234,50 €"


def test_nothing_is_never_minus_nothing() -> None:
    assert PLAIN.money(-0.001) == "0.00"
    assert PLAIN.number(-0.4) == "0"
    assert PLAIN.money(-0.005001) == "-0.01"
