"""Which firm bought, or who ordered, where no column is called the customer: before whoever is its contact there, and never the shop's own companies."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from core.columns.evidence import HOLDS, Column, dependence
from core.columns.fitting import FAR_FEWER, FEW_BLANK, Fit
from core.columns.naming import Role
from core.columns.numbering import may_name_customers
from core.columns.words import name_words

# What names of companies, and of whoever ordered, may speak of besides; a billing address lacks the company of private persons.
_OF_COMPANIES = frozenset(("company", "name", "id", "designation", "bill", "sale"))
_OF_WHO_ORDERED = frozenset(("orderer", "name", "id"))
# Names of persons who may be those of a company, and no more of customers.
_OF_PERSONS = frozenset(
    ("contact", "orderer", "name", "partname", "id", "email", "phone", "ship", "designation")
)
_PERSON = frozenset(("contact", "orderer", "name", "partname"))
# The number of a company in the books of those who sell.
_OF_BOOKS = frozenset(("code",))
# A group has seldom more companies of its own than this, each of which sells to many.
MOST_OWN = 12
_MONEY: tuple[Role, ...] = ("amount", "order_total", "price")
_GOODS = ("product", "description", "category")


def company_that_bought(
    chosen: Mapping[Role, int], table: Sequence[Column]
) -> tuple[int, Fit | None, str] | None:
    """The column of the companies or of whoever ordered, where nobody else is the customer but persons of theirs: its position, fit, and what is said.

    Without a fit it is the column that was taken already.
    """
    if "date" not in chosen or not chosen.keys() & set(_MONEY):
        return None
    taken = table[chosen["customer"]] if "customer" in chosen else None
    if taken is not None and not _names_persons(taken):
        return None
    may = [column for column in table if column is not taken and _may_have_bought(column, chosen, table)]
    found = [column for column in may if taken is None or not _is_of_the_shop(column, taken)]
    if may and not found and taken is not None and taken.reading.has("contact"):
        return taken.position, None, _said_of_own(may[0], taken)
    if not found:
        return None
    buyer = max(
        found,
        key=lambda column: (column.reading.has("company"), not column.reading.has("id"), -column.position),
    )
    if taken is not None and taken.reading.has("orderer") and not buyer.reading.has("company"):
        return None
    name = buyer.profile.name
    who = "a company" if buyer.reading.has("company") else "who ordered"
    fit = Fit(1.0, f"its name says {who}, and its {buyer.profile.distinct:,} values come back", named=True)
    said = f"{name} is taken as the customer: its name says {who}, its {buyer.profile.distinct:,} values come back, and no column is called the customer."
    if taken is None:
        return buyer.position, fit, said
    other = taken.profile.name
    return buyer.position, fit, f"{said} If {other} says who bought: --map {shlex.quote(f'customer={other}')}"


def _said_of_own(company: Column, persons: Column) -> str:
    few, many = (column.profile for column in (company, persons))
    return (
        f"{many.name} is taken as the customer, since {few.name} tells only {few.distinct:,} apart beside {many.distinct:,} of these, as the shop's own"
        f" companies are. If {few.name} says who bought: --map {shlex.quote(f'customer={few.name}')}"
    )


def _names_persons(column: Column) -> bool:
    concepts = column.reading.concepts
    return bool(concepts & _PERSON) and concepts <= _OF_PERSONS


def _may_have_bought(column: Column, chosen: Mapping[Role, int], table: Sequence[Column]) -> bool:
    """Whether a column holds companies, or those who ordered, of whom several have bought again."""
    concepts = column.reading.concepts
    is_called = ("company" in concepts and concepts <= _OF_COMPANIES) or (
        "orderer" in concepts and concepts <= _OF_WHO_ORDERED
    )
    if (
        not is_called
        or not may_name_customers(column)
        or not _OF_BOOKS.isdisjoint(name_words(column.profile.name))
    ):
        return False
    if column.profile.missing > FEW_BLANK * column.profile.rows:
        return False
    if "order" in chosen and (dependence(table[chosen["order"]], column) or HOLDS) < HOLDS:
        return False
    return not any(_is_of_goods(goods, column) for goods in table)


def _is_of_goods(goods: Column, company: Column) -> bool:
    """Whether all that is sold under one name is of one company, as it is of whoever made it."""
    return (
        goods is not company
        and goods.reading.has(*_GOODS)
        and goods.profile.distinct >= company.profile.distinct
        and (dependence(goods, company) or 0.0) >= HOLDS
    )


def _is_of_the_shop(company: Column, persons: Column) -> bool:
    """Whether companies are so few beside the persons who bought that they are those that sell."""
    return (
        company.profile.distinct <= MOST_OWN
        and company.profile.distinct * FAR_FEWER <= persons.profile.distinct
    )
