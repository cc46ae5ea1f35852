"""The recipe: every choice that leads from a source to its customers, as one frozen value that is TOML on disk."""

from __future__ import annotations

import codecs
import dataclasses
import functools
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from core.errors import UsageError
from core.recipe_file import parse_recipe, read_recipe_text, recipe_text
from core.settings import (
    WHERE_SETTINGS_ARE_LISTED,
    Problem,
    Setting,
    checked,
    from_text,
    setting,
    settings_of,
    usage_error,
)
from core.suggest import nearest

KEY_DIGITS = 16

# What shops book beside products, matched on the whole of a product's code or description, in any capitals.
NOT_PRODUCTS = (
    # codes
    r"post|dot|pads|cruk|s|m|b|d|c2|c3|amazonfee|bank charges",
    r"test *[0-9]*|adjust *[0-9]*|gift(_.*)?",
    # words
    r"(.* )?(postage|shipping|delivery|carriage|freight|handling)( (cost|charge|fee)s?)?",
    r"(.* )?(bank charges?|fees?|commission|surcharge)",
    r"manual|adjustments?( .*)?|samples?|tests?( .*)?|this is a test.*",
    r"discounts?|(gift )?(vouchers?|cards?|certificates?)",
    r"(.* )?(versand|versandkosten|porto|portokosten|verzending|verzendkosten|lieferkosten)",
    r"frais (de port|de livraison|d'expédition)|livraison|spedizione|spese di spedizione|frete|portes",
    r"(gastos de )?env[ií]o|gutschein|cadeaubon|bon cadeau|buono regalo",
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
class _Part:
    """What the parts of a recipe share: they check themselves when they are made."""

    def __post_init__(self) -> None:
        section = SECTION_NAMES[type(self).__name__]
        given = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        values, problems = checked(type(self), section, given)
        for name, value in values.items():
            object.__setattr__(self, name, value)
        problems = problems or self.contradictions()
        if problems:
            raise usage_error(problems)

    def contradictions(self) -> list[Problem]:
        """What is wrong with settings that are each possible, but not together."""
        return []


@dataclass(frozen=True, slots=True)
class SourcePart(_Part):
    """Which files are read, and how. Whatever is left empty is found out from the file."""

    paths: tuple[str, ...] = setting((), "Files, folders or globs to read.", allowed="a list of paths")
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
        allowed="one character, or empty",
        ok=lambda text: len(text) <= 1,
    )
    header: Literal["auto", "yes", "no"] = setting(
        "auto", "Whether text files begin with a row of column names."
    )


@dataclass(frozen=True, slots=True)
class ColumnsPart(_Part):
    """Which column plays which role."""

    guess: bool = setting(
        True, "Whether roles that are left empty are guessed from the columns' names and content."
    )
    customer: str = _column("the customer's id")
    order: str = _column("the order's id")
    date: str = _column("the date of the purchase")
    quantity: str = _column("the number of pieces")
    price: str = _column("the price of one piece")
    amount: str = _column("what the row is worth")
    order_total: str = _column("what the whole order is worth, repeated on each of its rows")
    discount: str = _column("the discount (see customers.discount)")
    product: str = _column("the product's code")
    description: str = _column("the product's description")
    country: str = _column("the customer's country")
    status: str = _column("the order's status")
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
    decimal: Literal["", ".", ","] = setting("", "The decimal sign of numbers; empty: find out.")


@dataclass(frozen=True, slots=True)
class RulesPart(_Part):
    """Which rows the ledger takes out."""

    overlap: Literal["orders", "rows", "off"] = setting(
        "orders",
        "What is taken when sheets or files repeat each other: whole orders that are the same in both, any equal row, or nothing.",
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
            what = f"`rules.before` ({self.before}) is later than `rules.after` ({self.after}), so no row would be left."
            return [
                Problem(
                    "rules.before",
                    what,
                    "Rows before the one and after the other are taken out: swap the dates.",
                )
            ]
        return []


@dataclass(frozen=True, slots=True)
class CustomersPart(_Part):
    """How rows become customers."""

    as_of: str = setting(
        "",
        "The day from which recency counts back; empty: the day after the last purchase. Rows on or after it are taken out.",
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
        "Whether the different products of each customer are counted; auto: where there is a product column.",
    )


THRESHOLDS = "an ascending list of q - 1 numbers, or empty"


def _ascending(numbers: tuple[float, ...]) -> bool:
    return all(low < high for low, high in zip(numbers, numbers[1:], strict=False))


@dataclass(frozen=True, slots=True)
class ScoresPart(_Part):
    """How recency, frequency and monetary become scores from 1 (worst) to q (best)."""

    q: int = setting(
        5, "The highest score.", allowed="a whole number from 2 to 10", ok=lambda q: 2 <= q <= 10
    )
    recency: tuple[float, ...] = setting(
        (),
        "Fixed thresholds in days instead of quantiles: away at most the first of them scores q, longer than the last 1.",
        allowed=THRESHOLDS,
        ok=_ascending,
    )
    frequency: tuple[float, ...] = setting(
        (),
        "Fixed thresholds in orders instead of quantiles: fewer than the first of them scores 1, the last or more q.",
        allowed=THRESHOLDS,
        ok=_ascending,
    )
    monetary: tuple[float, ...] = setting(
        (),
        "Fixed thresholds in money instead of quantiles: less than the first of them scores 1, the last or more q.",
        allowed=THRESHOLDS,
        ok=_ascending,
    )

    def contradictions(self) -> list[Problem]:
        """Thresholds that are not one fewer than the scores they make."""
        given = {"recency": self.recency, "frequency": self.frequency, "monetary": self.monetary}
        return [
            Problem(
                f"scores.{name}",
                f"`scores.{name}` has {len(numbers)} thresholds, but {self.q} scores (`scores.q`) need {self.q - 1}.",
                f"Give {self.q - 1} ascending numbers, or set `scores.q` to {len(numbers) + 1}.",
            )
            for name, numbers in given.items()
            if numbers and len(numbers) != self.q - 1
        ]


@dataclass(frozen=True, slots=True)
class TiersPart(_Part):
    """Where the tiers High, Medium and Low part, as the share of customers with a lower value."""

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
class SegmentRule:
    """A segment's name and the scores that belong to it."""

    name: str
    cells: tuple[str, ...]


def _are_segments(rules: tuple[SegmentRule, ...]) -> bool:
    names = [rule.name.strip() for rule in rules]
    return all(names) and len(set(names)) == len(names) and all(rule.cells for rule in rules)


@dataclass(frozen=True, slots=True)
class SegmentsPart(_Part):
    """Which scores get which name."""

    map: Literal["grid", "eleven", "custom"] = setting(
        "grid",
        "The segment map: 10 names by recency and frequency (grid), 11 names by all three scores (eleven), or `names` (custom).",
    )
    names: tuple[SegmentRule, ...] = setting(
        (),
        'Your own segments from best to worst, each a table { name = "...", cells = ["r4-5 f4-5", "555 54*"] }.',
        allowed="a list of tables, each with a `name` of its own and a list of `cells`",
        ok=_are_segments,
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


@dataclass(frozen=True, slots=True)
class Recipe:
    """Every choice that leads from a source to its customers."""

    source: SourcePart = dataclasses.field(default_factory=SourcePart)
    columns: ColumnsPart = dataclasses.field(default_factory=ColumnsPart)
    rules: RulesPart = dataclasses.field(default_factory=RulesPart)
    customers: CustomersPart = dataclasses.field(default_factory=CustomersPart)
    scores: ScoresPart = dataclasses.field(default_factory=ScoresPart)
    tiers: TiersPart = dataclasses.field(default_factory=TiersPart)
    segments: SegmentsPart = dataclasses.field(default_factory=SegmentsPart)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """The recipe in a file."""
        return cls.from_toml(read_recipe_text(Path(path)), name=str(path))

    @classmethod
    def from_toml(cls, text: str, *, name: str = "recipe") -> Self:
        """The recipe that a TOML text describes; `name` is what errors call it."""
        return cls.from_tables(parse_recipe(text, name), name=name)

    @classmethod
    def from_tables(cls, tables: Mapping[str, object], *, name: str = "") -> Self:
        """The recipe with these settings, by section; everything else is as the defaults have it."""
        problems: list[Problem] = []
        parts: dict[str, Any] = {}
        for section, table in tables.items():
            strange = _strangers(section, table)
            problems += strange
            if section not in SECTIONS or not isinstance(table, Mapping):
                continue
            known = {
                key: value
                for key, value in table.items()
                if not any(p.key == f"{section}.{key}" for p in strange)
            }
            values, wrong = checked(SECTIONS[section], section, known)
            problems += wrong
            if not wrong:
                try:
                    parts[section] = SECTIONS[section](**values)
                except UsageError as error:
                    problems.append(Problem(section, error.what, error.cure))
        if problems:
            raise usage_error(problems, name)
        return cls(**parts)

    def to_tables(self) -> dict[str, dict[str, Any]]:
        """Every setting, by section, in plain lists, texts, numbers and dicts."""
        return {section: _plain(getattr(self, section)) for section in SECTIONS}

    def to_toml(self) -> str:
        """The recipe as TOML: every setting, so that it means the same when defaults change."""
        return recipe_text(self.to_tables())

    def with_value(self, key: str, text: str) -> Self:
        """The recipe with one setting, `section.name`, as somebody types it."""
        return self.with_values([(key, text)])

    def with_values(self, values: Iterable[tuple[str, str]]) -> Self:
        """The recipe with several settings as somebody types them, checked when all are in place."""
        tables = self.to_tables()
        known = {described.key: described for described in all_settings()}
        for key, text in values:
            if key not in known:
                raise usage_error([_no_such_setting(key)])
            section, _, name = key.partition(".")
            tables[section][name] = from_text(known[key], text)
        return self.from_tables(tables)

    def part_key(self, *parts: str) -> str:
        """A short digest of the named parts, the same for the same settings on any machine."""
        tables = {section: _plain(getattr(self, section)) for section in parts}
        canonical = json.dumps(tables, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:KEY_DIGITS]


SECTIONS: dict[str, type[_Part]] = {
    "source": SourcePart,
    "columns": ColumnsPart,
    "rules": RulesPart,
    "customers": CustomersPart,
    "scores": ScoresPart,
    "tiers": TiersPart,
    "segments": SegmentsPart,
}
SECTION_NAMES = {part.__name__: section for section, part in SECTIONS.items()}


@functools.cache
def all_settings() -> tuple[Setting, ...]:
    """Every setting of the recipe, in its order."""
    return tuple(described for section, part in SECTIONS.items() for described in settings_of(part, section))


def _strangers(section: str, table: object) -> list[Problem]:
    known = {described.key for described in all_settings()}
    if section not in SECTIONS or not isinstance(table, Mapping):
        return [_no_such_setting(section)]
    return [_no_such_setting(f"{section}.{name}") for name in table if f"{section}.{name}" not in known]


def _no_such_setting(key: str) -> Problem:
    keys = [described.key for described in all_settings()]
    if "." not in key and key in SECTIONS:
        return Problem(
            key, f"`{key}` is a section, not a setting.", f"Name one of its settings, as `{key}.{keys[0]}`."
        )
    last = key.rpartition(".")[2]
    same_end = [known for known in keys if known.rpartition(".")[2] == last]
    near = same_end[0] if same_end else nearest(key, keys if "." in key else [*SECTIONS, *keys])
    hint = f" Did you mean `{near}`?" if near else ""
    return Problem(key, f"There is no setting `{key}`.{hint}", WHERE_SETTINGS_ARE_LISTED)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
