"""What the recipe takes for no product, by its words and codes, and products that only look like it."""

from __future__ import annotations

import re

import pytest

from core.recipe_parts import NOT_PRODUCTS


@pytest.mark.parametrize(
    "text",
    [
        "POST",
        "DOT",
        "M",
        "D",
        "C2",
        "S",
        "B",
        "CRUK",
        "AMAZONFEE",
        "BANK CHARGES",
        "PADS",
        "TEST001",
        "TEST",
        "ADJUST",
        "ADJUST2",
        "gift_0001_20",
        "DOTCOM POSTAGE",
        "Next Day Carriage",
        "CRUK Commission",
        "Adjustment by john on 26/01/2010 16",
        "This is a test product.",
        "Manual",
        "Discount",
        "Dotcomgiftshop Gift Voucher £20.00",
        "AMAZON FEE",
        "Delivery charge",
        "Versand",
        "DHL Versandkosten",
        "Porto",
        "Verzendkosten",
        "Frais de port",
        "Spese di spedizione",
        "Frete",
        "Gastos de envío",
        "Envio",
        "SAMPLES",
    ],
)
def test_what_is_no_product_is_known(text: str) -> None:
    assert any(re.fullmatch(pattern, text.lower()) for pattern in NOT_PRODUCTS)


@pytest.mark.parametrize(
    "text",
    [
        "85123A",
        "22423",
        "DCGS0058",
        "WHITE HANGING HEART T-LIGHT HOLDER",
        "GIFT BAG",
        "POST BOX RED",
        "TEST TUBE RACK",
        "Vinho do Porto",
        "MANUAL COFFEE GRINDER",
        "BIRTHDAY CARD",
        "CARD HOLDER",
        "SHIPPING CRATE",
        "SAMPLE BOX",
        "DISCOUNT BOOK",
        "POSTAGE STAMP MUG",
    ],
)
def test_products_are_not_taken_for_something_else(text: str) -> None:
    assert not any(re.fullmatch(pattern, text.lower()) for pattern in NOT_PRODUCTS)
