"""The parts of a recipe: every setting with its default, what it may be and what it does.

docs/recipe.md is made from these.
"""

from __future__ import annotations

import codecs
import itertools
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.amounts import TOO_MUCH
from core.recipe_classifier import ClassifierPart
from core.recipe_clusters import ClustersPart
from core.recipe_part import Part
from core.recipe_segments import SegmentRule, segments_fault
from core.settings import Problem, setting

# What shops book beside products, matched on the whole of a product's code or description, in any capitals.
NOT_PRODUCTS = (
    r"post|dot|pads|cruk|s|m|b|d|c2|c3|amazonfee|bank charges",
    r"test *[0-9]*|adjust *[0-9]*|gift(_.*)?",
    r"(.* )?(postage|shipping|delivery|carriage|freight|handling)( (cost|charge|fee)s?)?",
    r"(.* )?(bank charges?|fees?|commission|surcharge)",
    r"manual|adjust(ments?)?( .*)?|samples?|tests?|(this is a )?test (product|order|item|row)s?[.]?",
    r"discounts?( [^a-z]*)?|vouchers?|(.* )?gift (voucher|card|certificate)s?( [^a-z]*)?",
    r"(.* )?(versand|versandkosten|portokosten|verzending|verzendkosten|lieferkosten)|porto",
    r"frais (de port|de livraison|d'expédition)|livraison|(spese di )?spedizione|frete|portes",
    r"((gastos|costes) de )?env[ií]os?|gutschein|cadeaubon|bon cadeau|buono regalo",
)


def _is_date(text: str) -> bool:
    try:
        return text == "" or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_encoding(text: str) -> bool:
    try:
        return text == "" or bool(codecs.lookup(text).encode)
    except LookupError:
        return False


def _is_pattern(text: str) -> bool:
    """Whether every engine that may meet it reads a pattern alike: no looking around, no references back."""
    try:
        re.compile(text)
    except re.error:
        return False
    return not re.search(r"\(\?[^:]|\\[1-9bByYAZz]", text)


DATE = "a date as 2011-12-31, or empty"


def _column(what: str) -> str:
    return setting(
        "",
        f'The column with {what}: its name, empty to guess, or "-" for none.',
        allowed="the name of a column",
    )


@dataclass(frozen=True, slots=True)
class SourcePart(Part):
    """Which files are read, and how. Whatever is left empty is found out from the file."""

    section = "source"

    paths: tuple[str, ...] = setting(
        (),
        "Files, folders or globs to read; what a folder or glob holds is looked up each time.",
        allowed="a list of paths",
    )
    sheets: tuple[str, ...] = setting(
        (), "Sheets or tables to read; empty: all those that are alike.", allowed="a list of names"
    )
    encoding: str = setting(
        "",
        "Encoding of text files.",
        allowed='the name of an encoding, as "utf-8" or "cp1252"',
        ok=_is_encoding,
    )
    delimiter: str = setting(
        "",
        "What stands between the cells of text files.",
        allowed='one character ("tab" will do for a tab), or empty',
        ok=lambda text: len(text) <= 1,
        aliases={"tab": "\t", "\\t": "\t"},
    )
    header: Literal["auto", "yes", "no"] = setting(
        "auto", "Whether text files begin with a row of column names."
    )


@dataclass(frozen=True, slots=True)
class ColumnsPart(Part):
    """Which column plays which role."""

    section = "columns"

    guess: bool = setting(
        True, "Whether roles that are left empty are guessed from the columns' names and content."
    )
    customer: str = _column("the customer's id")
    order: str = _column("the order's id")
    date: str = _column("the date of the purchase")
    time: str = _column("the time of day of the purchase, where the date has none")
    quantity: str = _column("the number of pieces")
    price: str = _column("the price of one piece")
    amount: str = _column("what the row is worth")
    order_total: str = _column("what the whole order is worth, repeated on each of its rows")
    discount: str = _column("the discount (see customers.discount)")
    product: str = _column("the product's code")
    description: str = _column("the product's description")
    country: str = _column("the customer's country")
    status: str = _column("the order's status")
    cancelled: str = _column("what else marks a cancelled row: a date, a yes or a status")
    recency: str = _column("the days since the last purchase, in a table of customers")
    frequency: str = _column("the number of orders, in a table of customers")
    monetary: str = _column("the money spent, in a table of customers")
    age: str = _column("the customer's age T, in a summary for lifetimes")
    attributes: tuple[str, ...] = setting(
        (), "More columns that say something about the customer.", allowed="a list of column names"
    )
    date_order: Literal["", "ymd", "dmy", "mdy", "serial", "epoch"] = setting(
        "", "How dates are written; empty: find out. dmy is 31/12/2011, serial a spreadsheet's day number."
    )
    swapped_dates: Literal["auto", "on", "off"] = setting(
        "auto",
        "Whether dates are exchanged back in which a spreadsheet exchanged day and month, leaving as text those that cannot be exchanged.",
    )
    date_above: Literal["auto", "on", "off"] = setting(
        "auto",
        "Whether sales without a date, or with a ditto mark for it, take the date of the row above, as where it stands once a day.",
    )
    decimal: Literal["", ".", ","] = setting("", "The decimal sign of numbers; empty: find out.")


@dataclass(frozen=True, slots=True)
class RulesPart(Part):
    """Which rows the ledger takes out."""

    section = "rules"

    not_customers: tuple[str, ...] = setting(
        (), "Ids that stand for nobody in particular, as a guest's or a till's.", allowed="a list of texts"
    )
    overlap: Literal["orders", "rows", "off"] = setting(
        "orders",
        "What is taken where sheets or files repeat each other: whole orders that are the same in both, "
        "any equal row, or nothing.",
    )
    not_compared: tuple[str, ...] = setting(
        (),
        "Columns that say nothing of a sale, as when it was exported: rows that differ in them alone are the same (see overlap and duplicate).",
        allowed="a list of column names",
    )
    cancelled: bool = setting(True, "Whether cancelled orders are taken out (they still count as refunds).")
    cancelled_prefixes: tuple[str, ...] = setting(
        ("auto",),
        'What cancelled order ids begin with; "auto" finds it out from the ids.',
        allowed="a list of texts",
    )
    cancelled_statuses: tuple[str, ...] = setting(
        ("auto",), 'Statuses that mean cancelled; "auto" knows the usual words.', allowed="a list of texts"
    )
    negative_is_cancelled: bool = setting(
        False, "Whether a negative quantity or amount counts as a cancellation."
    )
    quantity: bool = setting(True, "Whether rows with a quantity of zero or less are taken out.")
    price: bool = setting(True, "Whether rows with a price or amount of zero or less are taken out.")
    duplicate: bool = setting(
        False, "Whether rows that repeat an earlier row of the same sheet are taken out."
    )
    not_a_product: bool = setting(False, "Whether postage, fees, tests and the like are taken out.")
    not_products: tuple[str, ...] = setting(
        NOT_PRODUCTS,
        "What is not a product: patterns for the whole of a product's code or description, in any capitals.",
        allowed="a list of regular expressions without look-around, references back and word boundaries",
        ok=lambda patterns: all(_is_pattern(pattern) for pattern in patterns),
    )
    before: str = setting("", "Rows before this date are taken out.", allowed=DATE, ok=_is_date)
    after: str = setting("", "Rows after this date are taken out.", allowed=DATE, ok=_is_date)

    def contradictions(self) -> list[Problem]:
        """Dates that leave no day between them."""
        if self.before and self.after and self.after < self.before:
            what = (
                f"`rules.before` ({self.before}) is later than `rules.after` ({self.after}): no row is left."
            )
            return [
                Problem(
                    "rules.before",
                    what,
                    "Rows before the one and after the other are taken out: swap the dates.",
                )
            ]
        return []


@dataclass(frozen=True, slots=True)
class CustomersPart(Part):
    """How rows become customers."""

    section = "customers"

    as_of: str = setting(
        "",
        "The day from which recency counts back; empty: the day after the last purchase. "
        "Rows on or after it are taken out.",
        allowed=DATE,
        ok=_is_date,
    )
    refunds: Literal["gross", "net"] = setting(
        "gross", "Whether monetary is what was bought (gross) or what is left after refunds (net)."
    )
    discount: Literal["ignore", "percent", "fraction", "money"] = setting(
        "ignore",
        "How the discount column is taken off: not at all, as 15 (percent), as 0.15 (fraction), or as money.",
    )
    products: Literal["auto", "on", "off"] = setting(
        "auto",
        "Whether each customer's different products are counted; auto: up to 200 MB of text or 2.5 million rows.",
    )


THRESHOLDS = f"an ascending list of q - 1 numbers below {TOO_MUCH:,.0f}, or empty"


def _ascending(numbers: tuple[float, ...]) -> bool:
    return all(abs(number) < TOO_MUCH for number in numbers) and all(
        low < high for low, high in itertools.pairwise(numbers)
    )


@dataclass(frozen=True, slots=True)
class ScoresPart(Part):
    """How recency, frequency and monetary become scores from 1 (worst) to q (best)."""

    section = "scores"

    q: int = setting(
        5, "The highest score.", allowed="a whole number from 2 to 10", ok=lambda q: 2 <= q <= 10
    )
    recency: tuple[float, ...] = setting(
        (),
        "Fixed thresholds in days instead of quantiles: away no longer than the first scores q, "
        "longer than the last scores 1.",
        allowed=THRESHOLDS,
        ok=_ascending,
    )
    frequency: tuple[float, ...] = setting(
        (),
        "Fixed thresholds in orders instead of quantiles: fewer than the first scores 1, "
        "the last or more scores q.",
        allowed=THRESHOLDS,
        ok=_ascending,
    )
    monetary: tuple[float, ...] = setting(
        (),
        "Fixed thresholds in money instead of quantiles: less than the first scores 1, "
        "the last or more scores q.",
        allowed=THRESHOLDS,
        ok=_ascending,
    )

    def contradictions(self) -> list[Problem]:
        """Thresholds that are not one fewer than the scores they make."""
        given = {"recency": self.recency, "frequency": self.frequency, "monetary": self.monetary}
        return [
            Problem(
                f"scores.{name}",
                f"`scores.{name}` has {len(numbers)} thresholds, and `scores.q` = {self.q} needs {self.q - 1}.",
                f"Give {self.q - 1} ascending numbers, or set `scores.q` to {len(numbers) + 1}.",
            )
            for name, numbers in given.items()
            if numbers and len(numbers) != self.q - 1
        ]


@dataclass(frozen=True, slots=True)
class TiersPart(Part):
    """Where the tiers High, Medium and Low part, as the share of customers with a lower value."""

    section = "tiers"

    high: float = setting(
        0.75,
        "High from this share on.",
        allowed="a number between 0 and 1, above `tiers.medium`",
        ok=lambda x: 0 < x < 1,
    )
    medium: float = setting(
        0.5,
        "Medium from this share on.",
        allowed="a number between 0 and 1, below `tiers.high`",
        ok=lambda x: 0 < x < 1,
    )

    def contradictions(self) -> list[Problem]:
        """A medium tier that is not below the high one."""
        if self.medium < self.high:
            return []
        what = f"`tiers.medium` ({self.medium}) is not below `tiers.high` ({self.high})."
        return [Problem("tiers.medium", what, "Give shares with medium below high, as 0.5 and 0.75.")]


@dataclass(frozen=True, slots=True)
class SegmentsPart(Part):
    """Which scores get which name."""

    section = "segments"

    map: Literal["grid", "eleven", "custom"] = setting(
        "grid",
        "The segment map: 10 names by recency and frequency (grid), 11 names by all three scores (eleven), "
        "or `segments.names` (custom).",
    )
    names: tuple[SegmentRule, ...] = setting(
        (),
        "Your own segments from best to worst, with the scores that belong to each.",
        allowed="a list of tables, each with a `name` of its own and a list of `cells`",
        fault=segments_fault,
    )

    def contradictions(self) -> list[Problem]:
        """Names without a custom map, or a custom map without names."""
        if self.map == "custom" and not self.names:
            what = '`segments.map` is "custom", but `segments.names` gives no segments.'
            return [
                Problem("segments.names", what, "Give [[segments.names]] tables, each with a name and cells.")
            ]
        if self.map != "custom" and self.names:
            what = f'`segments.names` gives segments, but `segments.map` is "{self.map}", which has its own.'
            return [
                Problem(
                    "segments.map", what, 'Set `segments.map` to "custom", or leave out `segments.names`.'
                )
            ]
        return []


PARTS: tuple[type[Part], ...] = (
    SourcePart,
    ColumnsPart,
    RulesPart,
    CustomersPart,
    ScoresPart,
    TiersPart,
    SegmentsPart,
    ClustersPart,
    ClassifierPart,
)
SECTIONS: dict[str, type[Part]] = {part.section: part for part in PARTS}
