"""Sales of which some per cent are off, to the cent."""

from __future__ import annotations

from decimal import Decimal

CENT = Decimal("0.01")


class Discounted:
    """Pieces at a price, and how many per cent are off."""

    pieces: int
    price: Decimal
    percent: int

    @property
    def gross(self) -> Decimal:
        return self.pieces * self.price

    @property
    def off(self) -> Decimal:
        return (self.gross * self.percent / 100).quantize(CENT)

    @property
    def net(self) -> Decimal:
        return self.gross - self.off
