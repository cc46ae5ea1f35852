"""How the rows behind a rule of the ledger are shown: the rule by its name, the columns and their titles, and where a row stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.columns.settled import Columns
from core.errors import UsageError
from core.ledger import (
    AFTER,
    AFTER_AS_OF,
    BEFORE,
    BUCKETS,
    CANCELLED,
    KEPT,
    MISSING_DATE,
    NOT_A_PRODUCT,
    OVERLAP,
    PRICE,
    QUANTITY,
    RULES,
    UNREADABLE,
)
from core.recipe import Recipe
from core.suggest import nearest

SOURCE_TABLE = "source_table"
ROW_NO = "row_no"
# Why a rule that is on has nothing to look at.
NOTHING_TO_LOOK_AT = {
    AFTER_AS_OF: "there is no column of dates",
    MISSING_DATE: "there is no column of dates",
    CANCELLED: "no order id bears a mark of cancellation, and there is no column of statuses",
    QUANTITY: "there is no column of quantities",
    PRICE: "there is no column of prices or amounts",
    NOT_A_PRODUCT: "there is no column of products or descriptions",
    BEFORE: "there is no column of dates",
    AFTER: "there is no column of dates",
}
_INNER = frozenset(("bucket", "row_hash", "keeps_point_zero", "is_voided", "year", "month"))
_OF_UNREADABLE = frozenset(("unreadable", "unreadable_text"))


def rule_named(text: str) -> str:
    """The bucket that somebody means, however they spell it."""
    folded = {_folded(bucket): bucket for bucket in BUCKETS} | {
        "quantity": "quantity <= 0",
        "price": "price <= 0",
        "amount": "price <= 0",
    }
    wanted = _folded(text)
    if wanted in folded:
        return folded[wanted]
    close = nearest(wanted, folded)
    raise UsageError(
        f"The ledger has no rule {text!r}.",
        (f"Did you mean {folded[close]!r}? " if close else "") + "The rules are: " + ", ".join(BUCKETS) + ".",
    )


def taken_by(bucket: str) -> str:
    """What a rule takes, in words."""
    return next(
        (known.takes for known in RULES if known.name == bucket),
        "what no rule took: the purchases" if bucket == KEPT else "",
    )


def turned_on_by(rule: str) -> str:
    """The setting that would let a rule take rows."""
    setting = next((known.setting for known in RULES if known.name == rule), "")
    wanted = {
        "customers.as_of": "DATE",
        "rules.before": "DATE",
        "rules.after": "DATE",
        "rules.overlap": "orders",
    }
    return f"{setting}={wanted.get(setting, 'true')}" if setting else ""


def idle_because(rule: str, recipe: Recipe, columns: Columns) -> str:
    """Why a rule that is on has no line in the ledger: what it looks at is not in the source. Empty where it is off."""
    setting = next((known.setting for known in RULES if known.name == rule), "")
    if setting:
        section, _, name = setting.partition(".")
        if getattr(getattr(recipe, section), name) in (False, "", "off"):
            return ""
    if columns.shape != "sales":
        return "the source holds one row a customer, and no sales"
    if rule == OVERLAP:
        if len(columns.tables) < 2:
            return "there is no second sheet or file that could repeat the first"
        if recipe.rules.overlap == "orders" and "order" not in columns.roles:
            return "there are no order ids to tell repeated orders by; `rules.overlap=rows` takes equal rows instead"
        return "no order stands in several sheets or files"
    return NOTHING_TO_LOOK_AT.get(rule, "there is nothing in the source that it looks at")


def shown_columns(names: Sequence[str], bucket: str) -> list[str]:
    """The columns of the numbered ledger that are shown of a bucket's rows, and `source_table` where there are several."""
    hidden = _INNER if bucket == UNREADABLE else _INNER | _OF_UNREADABLE
    return [name for name in names if name not in hidden]


def titles_of(names: Sequence[str], attribute_titles: Mapping[str, str]) -> tuple[str, ...]:
    """What the columns are called; `row` is the row's number in its file."""
    return tuple("row" if name == ROW_NO else attribute_titles.get(name, name) for name in names)


def places_of(columns: Columns) -> tuple[str | None, ...]:
    """For each table what says where its rows stand: the sheet, or the file too where there are several; None for the one file."""
    one_file = len({known.table.file for known in columns.tables}) == 1
    return tuple((known.table.sheet or None) if one_file else known.table.label for known in columns.tables)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
