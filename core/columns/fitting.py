"""How well one column fits one role by itself: its name first, then what its values look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.columns.cancelled import is_cancellation_flag
from core.columns.clock import tells_time_of_day
from core.columns.documents import credit_kinds, some_say_cancelled, tells_no_sales
from core.columns.evidence import FAILS, Column, dependence
from core.columns.invoiced import counts_goods
from core.columns.naming import NUMBER_ROLES, Role
from core.columns.not_sold import is_of_no_sale
from core.columns.shops_side import is_one_on_sales, rows_sold

# A fit below this is no fit: the role stays empty rather than be filled by chance.
LEAST_FIT = 0.18
# From here on a name says customer and nothing else.
PLAIN_CUSTOMER = 0.88
# A name that says no more of the customer than that it is an id of something, or a name.
BARE_ID = 0.3
ANY_ID = frozenset(("id", "unique"))
# Names that say what was done to goods and no more: only numbers that count these make them quantities.
GOODS_ALONE = frozenset(("sale", "ship"))
# Names that say no more than that something is of all products, as their number is, and what they cost.
ALL_PRODUCTS = frozenset(("products", "total", "sale", "sales", "order", "net", "tax"))
# So many times as many names as accounts do not share these as the people of a company do.
FAR_FEWER = 4
# On so few rows a column may say one thing by chance.
HANDFUL = 5
# So little apart are two fits that differ by where the columns stand and how full they are.
ABOUT_AS_WELL = 0.1
FEW_BLANK = 0.05
# The share of rows that may say zero pieces in a column that only its numbers speak for.
MOST_OF_NOTHING = 0.05
NAME_WITH_CONTENT = 0.25
# What a column may reach by content alone: much where the whole table has no names, little where other names are understood.
NAMELESS_BASE, NAMELESS_CONTENT = 0.40, 0.35
STRANGE_BASE, STRANGE_CONTENT = 0.10, 0.30
# Roles that content alone may give in a table whose other names are understood, and how sure it has to be.
STRANGE_ROLES: dict[Role, float] = {"customer": 0.7, "order": 0.8, "date": 0.5, "country": 0.9, "status": 0.9}
# A table so wide is no plain export: content is looked into in its first columns only, names in all of them.
CONTENT_COLUMNS = 300
CONTENT_ROLES: tuple[Role, ...] = (
    "customer",
    "order",
    "date",
    "quantity",
    "price",
    "amount",
    "order_total",
    "product",
    "description",
    "country",
    "status",
)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a column fits a role, and why, for a person."""

    score: float
    reason: str
    named: bool


def fit_of(column: Column, role: Role, *, names_understood: bool) -> Fit | None:
    """The fit, or None where the kind of values or the name rules the role out.

    `names_understood` says that most of the table's names mean something, so that a strange one is seldom the customer.
    """
    profile = column.profile
    if profile.rows and not _kind_allows(column, role):
        return None
    named = column.name.roles.get(role)
    if named is None and (
        column.name.understood or role not in CONTENT_ROLES or column.position >= CONTENT_COLUMNS
    ):
        return None
    content, says = (0.0, "") if profile.rows == 0 else _CONTENT[role](column)
    if named is not None:
        score = named.fits + NAME_WITH_CONTENT * content
        reason = f'its name means "{named.says}"' + (f", and it holds {says}" if content > 0 and says else "")
    elif names_understood:
        if content < STRANGE_ROLES.get(role, 2.0):
            return None
        score, reason = STRANGE_BASE + STRANGE_CONTENT * content, f"it holds {says}"
    else:
        score, reason = (
            NAMELESS_BASE + NAMELESS_CONTENT * content,
            f"it holds {says}" if says else "no other column fits better",
        )
        if content <= 0:
            return None
    missing_share = profile.missing / max(1, profile.rows)
    return Fit(score - 0.2 * missing_share - 0.0005 * min(column.position, 100), reason, named is not None)


def less_constants(role: Role, fits: Mapping[int, Fit], table: Sequence[Column]) -> dict[int, Fit]:
    """The fits less the columns that say much the same on all rows, where another can play the role and does not."""
    if role not in ("customer", "date"):
        return dict(fits)
    named = {position: _fits(table[position], role) for position in fits}
    sold = rows_sold(table) if role == "customer" and len(fits) > 1 else ()

    def says_little(column: Column) -> bool:
        if role == "date":
            return _says_one_thing(column)
        return _says_few_customers(column) or is_one_on_sales(column, sold)

    varied = [position for position in fits if not says_little(table[position])]

    def gives_way(position: int) -> bool:
        if role == "customer" and any(_is_of_books(table[position], table[other]) for other in varied):
            return True
        if not says_little(table[position]):
            return False
        if role == "date":
            return any(named[other] >= named[position] for other in varied)
        # A shop may have one customer, and an id of anything is no better.
        return named[position] < PLAIN_CUSTOMER and any(
            fits[other].score >= LEAST_FIT and not _says_only_id(table[other]) for other in varied
        )

    return {position: fit for position, fit in fits.items() if not gives_way(position)}


def with_plain_customer(
    chosen: Mapping[Role, int], fits: Mapping[int, Fit], table: Sequence[Column]
) -> dict[Role, int]:
    """The roles with a column that is plainly called customer where none plays it; `fits` are those of the customer.

    Where each customer bought once, or a shop sells one thing, the dates, orders and amounts speak against any column for it.
    """
    plain = [
        position
        for position in fits
        if _fits(table[position], "customer") >= PLAIN_CUSTOMER and position not in chosen.values()
    ]
    if "customer" in chosen or not plain:
        return dict(chosen)
    return {**chosen, "customer": max(plain, key=lambda position: (fits[position].score, -position))}


def less_bought(role: Role, fits: Mapping[int, Fit], table: Sequence[Column]) -> dict[int, Fit]:
    """The fits less the columns of what the shop itself paid, as `Einkauf` is where `Verkauf` fits about as well."""
    if role not in ("price", "amount"):
        return dict(fits)
    sold = max((fit.score for position, fit in fits.items() if table[position].reading.sells), default=0.0)
    return {
        position: fit
        for position, fit in fits.items()
        if not (table[position].reading.buys and sold >= fit.score - ABOUT_AS_WELL)
    }


def _says_only_id(column: Column) -> bool:
    """Whether a name says no more than that a column holds ids of something: a name of anybody says more."""
    return column.reading.concepts <= ANY_ID and column.name.understood


def _is_of_books(column: Column, names: Column) -> bool:
    """Whether accounts are those of the shop's books: far fewer than the names beside them, of which one stands under several."""
    return (
        column.reading.concepts == {"account"}
        and names.reading.has("name", "partner", "customer")
        and not names.reading.has("account")
        and column.profile.distinct * FAR_FEWER <= names.profile.distinct
        and (dependence(names, column) or 0.0) < FAILS
    )


def _says_one_thing(column: Column) -> bool:
    return column.profile.distinct == 1 and column.profile.filled > HANDFUL


def _says_few_customers(column: Column) -> bool:
    """Whether a column tells so few apart on so many rows that these are the shop's own addresses or accounts."""
    return _says_one_thing(column) or (column.profile.rows >= 50 and column.profile.distinct <= 3)


def _kind_allows(column: Column, role: Role) -> bool:
    kind = column.profile.kind
    if kind == "empty":
        return False
    if role == "date":
        return kind == "date"
    if role in NUMBER_ROLES:
        return column.is_number and not is_of_no_sale(column, role)
    if role == "status":
        return kind in ("text", "boolean") or (kind == "number" and column.profile.distinct <= 20)
    if role in ("country", "description"):
        return kind == "text"
    if (role in ("customer", "order") or role not in column.name.roles) and tells_time_of_day(column):
        return False  # nobody's id; a course may be called by its hour
    whole_ids = kind == "number" and (column.profile.whole or column.profile.ends_in_dot_zero)
    if column.is_written_with_decimals and role not in column.name.roles:
        return False
    return (
        kind == "text"
        or whole_ids
        or (
            kind == "boolean"
            and (column.profile.rows < 50 or (role == "customer" and _fits(column, role) >= PLAIN_CUSTOMER))
        )
    )


def _customer(column: Column) -> tuple[float, str]:
    if _fits(column, "customer") >= PLAIN_CUSTOMER and column.is_number and not column.is_row_number:
        # A column that is plainly called customer is one, however few and small the numbers in it are.
        return max(0.0, _customer_content(column)[0]), _customer_content(column)[1]
    return _customer_content(column)


def _customer_content(column: Column) -> tuple[float, str]:
    profile = column.profile
    if _says_few_customers(column):
        return -0.6, ""
    if column.is_email:
        return (0.9, "e-mail addresses")
    if column.is_row_number and profile.rows > 2:
        return -0.6, "row numbers"
    if column.is_line_number or profile.mean_length > 60:
        return -1.0, ""
    if (
        column.is_code
        and 0 < _fits(column, "customer") < 0.3
        and "company" in column.name.roles["customer"].says
    ):
        return -1.0, ""  # numbered companies are who made a thing, not who bought it
    says_only_customer = (
        column.name.understood and "id" not in column.name.roles.get("customer", _NOTHING).says
    )
    if column.is_person:
        return (-1.0 if says_only_customer and _fits(column, "customer") > 0.8 else 0.35), "names of people"
    if _says_tax_number(column) and profile.missing > FEW_BLANK * profile.rows:
        return -1.0, ""  # private persons have none
    if column.is_code:
        score = 0.6 + 0.2 * (column.distinct_share < 0.95)
        return score, "ids that occur again and again" if column.distinct_share < 0.95 else "ids"
    return (0.1, "") if profile.distinct > 3 and not column.is_fractional else (-0.2, "")


def _says_tax_number(column: Column) -> bool:
    return column.reading.has("taxnumber")


def _order(column: Column) -> tuple[float, str]:
    profile = column.profile
    if column.is_line_number:
        return -1.0, "line numbers"
    if column.is_row_number:
        return (-0.1, "") if _fits(column, "order") > 0.8 else (-1.0, "row numbers")
    if column.is_email or profile.mean_length > 60 or (profile.rows >= 50 and profile.distinct <= 5):
        return -1.0, ""
    if (
        (named := column.name.roles.get("order"))
        and "voucher" in named.says
        and profile.missing > FEW_BLANK * profile.rows
    ):
        return (
            -2.0,
            "",
        )  # accountants number all their documents so; a shop's are gifts that few customers hand in
    if column.is_document:
        return 0.7, "documents with a number each, on consecutive rows"
    if not column.is_code:
        return (0.0 if profile.kind == "number" else -0.4), ""
    marked = 0.15 * (profile.examples[0].startswith("#") if profile.examples else False)
    if column.distinct_share < 0.9 and column.runs < 1.1:
        return 0.8 + marked, "ids that repeat on consecutive rows"
    return 0.5 + marked, "ids"


def _date(column: Column) -> tuple[float, str]:
    dates = column.profile.dates
    return (0.8 + 0.1 * dates.timed, "dates with times" if dates.timed else "dates") if dates else (-1.0, "")


def _quantity(column: Column) -> tuple[float, str]:
    profile = column.profile
    if column.reading.concepts <= GOODS_ALONE and column.name.understood and not counts_goods(column):
        return -2.0, ""
    if column.is_row_number or (column.is_code and not column.name.understood):
        return -1.0, ""
    if column.is_fractional and {"total", "products"} <= column.reading.concepts <= ALL_PRODUCTS:
        return -2.0, ""  # what the products cost: nobody sells a part of one
    if not profile.whole:
        return (0.0 if column.name.understood else -0.3), ""
    is_flag = profile.kind == "boolean" or profile.zero > MOST_OF_NOTHING * profile.filled
    if is_flag and not column.name.understood:
        return -1.0, ""  # nobody sells no pieces: a flag, or a count of something else
    known = sorted(number for number in column.numbers if number is not None)
    middle = known[len(known) // 2] if known else 0
    if profile.distinct == 1:
        return 0.2, "the same whole number everywhere"
    return (0.8, "small whole numbers") if 0 <= middle <= 60 else (0.1, "whole numbers")


def _money(column: Column) -> tuple[float, str]:
    profile = column.profile
    if column.is_row_number or column.is_line_number or (column.is_code and not column.name.understood):
        return -1.0, ""
    if profile.numbers and profile.numbers.unit:
        return -1.0, ""
    decorated = bool(profile.numbers and profile.numbers.decorated)
    if column.is_fractional or decorated:
        return (0.6, "amounts of money") if decorated else (0.5, "numbers with decimals")
    return (0.1, "whole numbers") if profile.distinct > 2 else (-0.2, "")


def _amount(column: Column) -> tuple[float, str]:
    if counts_goods(column):
        return -2.0, ""
    score, says = _money(column)
    return score + 0.05, says


def _neutral(_column: Column) -> tuple[float, str]:
    return 0.0, ""


def _product(column: Column) -> tuple[float, str]:
    profile = column.profile
    if column.is_row_number or column.is_line_number:
        return -1.0, "line numbers"
    if profile.rows >= 50 and profile.distinct <= 2:
        return -0.5, ""
    if column.is_email or profile.mean_length > 120:
        return -1.0, ""
    if column.distinct_share > 0.8 and 0 < _fits(column, "product") < 0.3:
        return -2.0, ""  # "Id" alone may be the product's only where it comes back
    if column.is_code:
        return (0.6, "codes that occur again and again") if column.distinct_share < 0.9 else (0.2, "codes")
    return (
        (0.15, "words that occur again and again")
        if profile.kind == "text" and profile.distinct > 3
        else (-0.2, "")
    )


def _description(column: Column) -> tuple[float, str]:
    profile = column.profile
    if column.is_email or profile.distinct < 3:
        return -0.6, ""
    spaced = sum(" " in value for value in column.some) / max(1, len(column.some))
    if spaced > 0.4 and not column.is_code:
        return 0.7, "descriptions in words"
    return (0.0, "") if not column.is_code else (-0.5, "")


def _country(column: Column) -> tuple[float, str]:
    return (1.0, "names of countries") if column.is_country else (0.0 if column.name.understood else -1.0, "")


def _status(column: Column) -> tuple[float, str]:
    if credit_kinds(column):
        return -2.0, ""  # they mark rows beside the status
    if column.holds_events:
        return 1.0, "purchases beside visits and carts"
    if column.is_status or column.tells_outcomes:
        return 1.0, "words for what became of an order"
    named = column.name.roles.get("status")
    if named is not None and is_cancellation_flag(column.profile.name):
        return (
            (0.4, "yes or no") if column.profile.kind == "boolean" else (-2.0, "")
        )  # else it counts or dates what came back
    if named is not None and "type" in named.says:
        # "type" says little; only its values can make it a status
        if some_say_cancelled(column) or tells_no_sales(column):
            return 0.8, "kinds of documents, of which some are no sales"
        return -2.0, ""
    crowded = column.profile.distinct > 40 or column.distinct_share > 0.9
    if crowded and column.reading.has("note", "description"):
        return -4.0, ""  # it says of each order in other words why
    return (-0.8 if crowded or not column.name.understood else 0.0), ""


@dataclass(frozen=True, slots=True)
class _Nothing:
    says: str = ""
    fits: float = 0.0


_NOTHING = _Nothing()


def _fits(column: Column, role: Role) -> float:
    named = column.name.roles.get(role)
    return named.fits if named else 0.0


_CONTENT: dict[Role, Callable[[Column], tuple[float, str]]] = {
    "customer": _customer, "order": _order, "date": _date, "quantity": _quantity, "price": _money, "amount": _amount,
    "order_total": _money, "discount": _neutral, "product": _product, "description": _description, "country": _country,
    "status": _status, "recency": _neutral, "frequency": _neutral, "monetary": _neutral, "age": _neutral,
}  # fmt: skip
