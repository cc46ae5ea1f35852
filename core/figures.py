"""Numbers as people read them, in the one way that their preferences say."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

PLACEHOLDERS = str.maketrans({",": "\x00", ".": "\x01"})
# A number as sentences have it, with a mark in it, and no part of a date, a name or an option; what stands between backticks is
# code, and what stands between quotation marks is as somebody wrote it.
QUOTED_OR_NUMBER = r"`[^`]*`|(?<!\w)'[^']*'(?!\w)|(?<!\w)\"[^\"]*\"(?!\w)|(?<![\w.,=/'\"])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![\w/'\"]|[.,-]\w)"


class NumberStyle(NamedTuple):
    """What parts thousands and decimals, and what stands with money."""

    thousands: str = ","
    decimal: str = "."
    currency: str = ""
    currency_after: bool = False

    @classmethod
    def of(cls, example: str, currency: str = "", *, currency_after: bool = False) -> NumberStyle:
        """The style in which 1234.56 is written like `example`."""
        return cls(example[1], example[-3], currency, currency_after)

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with so many decimals."""
        # Never minus nothing: -0.001 to the cent is 0.00.
        written = f"{value:z,.{decimals}f}"
        if (self.thousands, self.decimal) == (",", "."):
            return written
        return self.marked(written)

    def marked(self, written: str) -> str:
        """A plain number, whatever stands behind it, with the marks of this style."""
        marks = written.translate(PLACEHOLDERS)
        return marks.replace("\x00", self.thousands).replace("\x01", self.decimal)

    def sentence(self, text: str, amounts: Collection[float | None] = ()) -> str:
        """A sentence whose numbers are plain, with its numbers in this style; those that are one of the `amounts` are money."""
        if (self.thousands, self.decimal, self.currency) == (",", ".", ""):
            return text
        worth = {f"{abs(amount):,.2f}" for amount in amounts if amount is not None}

        def written(found: re.Match[str]) -> str:
            number: str | None = found[1]
            if number is None:
                return found[0]
            # A sign before it stays where it is, as `money` has it too.
            return self.money(float(number.replace(",", ""))) if number in worth else self.marked(number)

        return re.sub(QUOTED_OR_NUMBER, written, text)

    def unmarked(self, text: str) -> str:
        """What was written in this style, maybe a part of a number or an amount, as a plain number: `1.234,5` as `1234.5`."""
        bare = text.replace(self.currency, "") if self.currency else text
        return bare.replace(self.thousands, "").replace(self.decimal, ".").strip()

    def money(self, value: float, places: int = 2) -> str:
        """An amount, to the cent."""
        written = self.number(value, places)
        if not self.currency:
            return written
        if self.currency_after:
            return f"{written} {self.currency}"
        gap = " " if self.currency.isalpha() else ""
        sign = "-" if written.startswith("-") else ""
        return f"{sign}{self.currency}{gap}{written.removeprefix('-')}"


PLAIN = NumberStyle()


def share_text(share: float) -> str:
    """A share of 0 to 1 in per cent; one that is not quite nothing, or not quite all, does not read as if it were."""
    if 0 < share < 0.0005:
        return "less than 0.1 %"
    if 0.9995 <= share < 1:
        return "more than 99.9 %"
    return f"{100 * share:.1f} %"
