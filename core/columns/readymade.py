"""Tables that are customers already: one row a customer, with recency (or the date of the last purchase), frequency and monetary, or with t_x, x and T."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from core.columns.evidence import Column
from core.columns.naming import Role
from core.columns.of_years import of_years, year_notes
from core.columns.other_measures import LEAST_NAMED, average_notes, other_measure_notes
from core.columns.parts_of_measures import parts_notes
from core.columns.score_letters import are_scores, score_letters
from core.columns.words import read_name

UNIQUE = 0.99
# Where names and numbers speak of customers, some may have several rows, as where two exports were put together; so many rows are of
# different customers then.
MOSTLY_ONCE = 0.75
# Customers seldom have more orders than this, and the ids of orders are seldom smaller.
USUALLY_ORDERED = 100
# How a sentence begins on rows that may be customers or sales.
LOOKS_LIKE_CUSTOMERS = "The rows look like customers already"
CLEAR_DATE = 0.5
# Recency may exceed the age in so few rows (rounding, a day's difference) for it to be a time since the first purchase.
EXCEPTIONS = 0.02
# What the name of a last purchase's date may be made of; `last updated` and `last login` are other dates.
LAST_PURCHASE = frozenset(
    ("last", "date", "time", "order", "orders", "sale", "sales", "purchases", "customer")
)

# The position of a column, why it plays a role, the position of the runner-up, and why that might.
Placed = tuple[int, str, int | None, str]


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A table of customers, with role -> (position, reason, position of the runner-up, its reason)."""

    shape: Literal["customers", "summary"]
    roles: dict[Role, Placed]
    notes: tuple[str, ...]


def find_ready_made(table: Sequence[Column]) -> ReadyMade | None:
    """The roles of a table of customers; None where this is none."""
    dated = _with_last_date(table)
    if dated is not None:
        return dated
    if any(_clear_date(column) for column in table):
        return None
    taken = score_letters(table)
    found: dict[Role, Placed] = {}
    for role in ("recency", "frequency", "age", "monetary"):
        best = _best_named(table, role, taken)
        if best is not None:
            found[role] = best
            taken.add(best[0])
    if "recency" not in found or not found.keys() & {"frequency", "monetary"}:
        return None
    customer = _customer_of_rows(table, taken)
    if customer is None and _names_a_customer(table):
        return None  # most customers come back in it, so these are not one row each
    if customer is not None:
        found["customer"] = customer
    if "age" in found and "frequency" in found and _is_summary(table, found):
        return ReadyMade("summary", found, summary_notes(_names_of(table, found)))
    found.pop("age", None)
    if are_scores(table, (place[:2] for place in found.values())):
        return None
    return _of_customers(table, found)


def _of_customers(table: Sequence[Column], found: dict[Role, Placed]) -> ReadyMade:
    places = {role: place[0] for role, place in found.items()}
    notes = (
        *given_notes(_names_of(table, found)),
        *average_notes(table, places),
        *other_measure_notes(table, places),
        *year_notes(table, places),
        *parts_notes(table, places),
    )
    return ReadyMade("customers", found, notes)


def _names_of(table: Sequence[Column], found: Mapping[Role, Placed]) -> dict[Role, str]:
    return {role: table[place[0]].profile.name for role, place in found.items()}


def _with_last_date(table: Sequence[Column]) -> ReadyMade | None:
    """A table with one row a customer, the date of the last purchase, and how many orders or how much money there were."""
    dates = _last_dates(table)
    if not dates or any(
        _clear_date(column) and not read_name(column.profile.name).has("created") for column in table
    ):
        return None
    activity = _is_last_activity(dates[0])
    found: dict[Role, Placed] = {"date": _placed_date(dates[0])}
    taken = {dates[0].position} | score_letters(table)
    if _best_named(table, "recency", taken) is not None:
        return None
    for role in ("frequency", "monetary"):
        best = _best_named(table, role, taken)
        if best is not None and (role == "monetary" or _counts(table[best[0]])):
            found[role] = best
            taken.add(best[0])
    if activity and "frequency" not in found:
        return None  # then nothing but a name says that rows are customers
    if len(found) == 1:
        return None
    customer = _customer(table, taken)
    if customer is None or not _is_named_best(table, table[customer[0]], UNIQUE):
        customer = _customer_of_several_rows(table, taken) if _speaks_of_customers(table, found) else None
    if customer is None:
        return None
    found["customer"] = customer
    return _of_customers(table, found)


def _is_named_best(table: Sequence[Column], customer: Column, least: float) -> bool:
    """Whether a column is called the customer, and no column that is better named for it has more customers of several rows."""
    named = customer.name.roles.get("customer")
    return named is not None and not any(
        column.name.roles["customer"].fits > named.fits and column.distinct_share < least
        for column in table
        if "customer" in column.name.roles and column.profile.filled
    )


def _speaks_of_customers(table: Sequence[Column], found: Mapping[Role, Placed]) -> bool:
    """Whether rows are customers although some of these come back: each says how often and for how much one bought, and none is of a sale."""
    if not {"frequency", "monetary"} <= found.keys() or not _counts_orders(table[found["frequency"][0]]):
        return False
    taken = {place[0] for place in found.values()}
    return not any(_tells_sales(column) for column in table if column.position not in taken)


def _counts_orders(column: Column) -> bool:
    """Whether whole numbers are so small that they count orders, and do not number them."""
    known = [number for number in column.numbers if number is not None]
    few = not known or median(known) <= USUALLY_ORDERED
    return _counts(column) and few and not column.is_code and not column.is_row_number


def _tells_sales(column: Column) -> bool:
    """Whether a column is of one sale, as the number of an order or a product is; how many products somebody bought is not."""
    order, product = (column.name.roles.get(role) for role in ("order", "product"))
    return (order is not None and order.fits >= CLEAR_DATE) or (
        product is not None and product.fits >= CLEAR_DATE and column.profile.kind == "text"
    )


def _last_dates(table: Sequence[Column]) -> list[Column]:
    """The columns with the date of a customer's last purchase, or where there is none that of the last activity."""
    purchases = [column for column in table if _is_last_purchase(column)]
    return purchases or [column for column in table if _is_last_activity(column)]


def _placed_date(column: Column) -> Placed:
    says = (
        "when a customer was last active" if _is_last_activity(column) else "that it is the last purchase's"
    )
    return column.position, f"its name says {says}", None, ""


def _is_last_activity(column: Column) -> bool:
    """Whether a column says when a customer was last active, which is all that some shops' exports of customers have."""
    return column.profile.kind == "date" and column.reading.concepts - {"date"} == {"last", "active"}


def _is_last_purchase(column: Column) -> bool:
    concepts = read_name(column.profile.name).concepts
    return (
        column.profile.kind == "date"
        and "last" in concepts
        and "date" in column.name.roles
        and concepts <= LAST_PURCHASE
    )


def _counts(column: Column) -> bool:
    return column.profile.whole and not column.profile.negative


def _clear_date(column: Column) -> bool:
    named = column.name.roles.get("date")
    return column.profile.kind == "date" and named is not None and named.fits >= CLEAR_DATE


def _best_named(table: Sequence[Column], role: Role, taken: set[int]) -> Placed | None:
    """The number that is called best for a role, and the next, where customers differ in it; of a column for each year the newest."""
    years = [one for one in of_years(table, role) if one.column.position not in taken]
    of_a_year = {one.column.position for one in years}
    ranked = sorted(
        (column.profile.distinct == 1, -named.fits, column.position in of_a_year, column.position, named.says)
        for column in table
        if (named := column.name.roles.get(role)) is not None
        and named.fits >= LEAST_NAMED
        and column.position not in taken
        and (column.is_number or not column.profile.rows)
    )
    if len(years) > 1 and (not ranked or ranked[0][3] in of_a_year):
        newest, before = years[:2]
        return (
            newest.column.position,
            f'its name means "{newest.named.says}", of the newest year',
            before.column.position,
            f'its name means "{before.named.says}", of a year before',
        )
    if not ranked:
        return None
    *_, position, says = ranked[0]
    rival = ranked[1] if len(ranked) > 1 else None
    return (
        position,
        f'its name means "{says}"',
        rival[3] if rival else None,
        f'its name means "{rival[4]}"' if rival else "",
    )


def _names_a_customer(table: Sequence[Column]) -> bool:
    return any(column.profile.rows > 1 and _names_customer(column) for column in table)


def _only_counts_rows(column: Column, table: Sequence[Column]) -> bool:
    """Whether numbers are those of the rows, beside a column that is called the id of a customer."""
    if _names_customer(column) or not column.is_row_number:
        return False
    return any(
        _names_customer(other) and "id" in other.name.roles["customer"].says.split() for other in table
    )


def _names_customer(column: Column) -> bool:
    named = column.name.roles.get("customer")
    return named is not None and named.fits >= CLEAR_DATE


def _customer_of_rows(table: Sequence[Column], taken: set[int]) -> Placed | None:
    """The column that says who a row is of: it differs on every row, or on most where its name says that it is the customer."""
    customer = _customer(table, taken)
    if _names_a_customer(table) and (customer is None or _only_counts_rows(table[customer[0]], table)):
        return _customer_of_several_rows(table, taken)
    return customer


def _customer_of_several_rows(table: Sequence[Column], taken: set[int]) -> Placed | None:
    """The column that is called the customer, of whom some come back."""
    found = _customer(table, taken, least=MOSTLY_ONCE)
    if found is None or not _names_customer(table[found[0]]):
        return None
    return found if _is_named_best(table, table[found[0]], MOSTLY_ONCE) else None


def _customer(table: Sequence[Column], taken: set[int], *, least: float = UNIQUE) -> Placed | None:
    """The column that says best who a row is of, with different customers on at least this share of the rows."""
    ranked = sorted(
        (
            # Those without an account have no user name, and rows without a customer are of nobody.
            column.profile.missing / max(1, column.profile.rows) - (named.fits if named else 0.2),
            column.position,
            f'its name means "{named.says}"' if named else "it differs on every row",
        )
        for column in table
        if column.position not in taken
        and column.profile.kind in ("text", "number", "boolean")
        and not column.is_fractional
        and column.profile.filled
        and column.distinct_share >= least
        and ((named := column.name.roles.get("customer")) is not None or not column.name.understood)
    )
    if not ranked:
        return None
    _, position, reason = ranked[0]
    rival = ranked[1] if len(ranked) > 1 else None
    each = "one row each" if least == UNIQUE else "of whom some have several rows"
    return position, f"{reason}, {each}", rival[1] if rival else None, rival[2] if rival else ""


def _is_summary(table: Sequence[Column], found: dict[Role, Placed]) -> bool:
    """Whether recency is the age at the last purchase: never above the whole age, and zero for those who bought once."""
    recency, frequency, age = (table[found[role][0]].numbers for role in ("recency", "frequency", "age"))
    rows = [
        (r, f, t)
        for r, f, t in zip(recency, frequency, age, strict=True)
        if r is not None and f is not None and t is not None
    ]
    if not rows:
        return all(table[found[role][0]].profile.rows == 0 for role in ("recency", "frequency", "age"))
    above = sum(r > t + 1e-9 for r, _, t in rows)
    once = [r for r, f, _ in rows if f == 0]
    if above > EXCEPTIONS * len(rows):
        return False
    if once:
        return sum(r == 0 for r in once) >= (1 - EXCEPTIONS) * len(once)
    return table[found["age"][0]].profile.name.strip().casefold() == "t"


def summary_notes(names: Mapping[Role, str]) -> tuple[str, ...]:
    """What follows from a summary for lifetime models; `names` are the columns of the roles."""
    recency, age = names["recency"], names["age"]
    notes = [
        f"This is a summary for lifetime models: {recency} is the age at the last purchase, so the time since it is {age} minus {recency};"
        " frequency counts the purchases after the first."
    ]
    if "monetary" not in names:
        notes.append("There is no monetary column: recency and frequency can be scored, money cannot.")
    return tuple(notes)


def given_measures(table: Sequence[Column]) -> dict[Role, Placed]:
    """What the columns of a table of sales would be, by their names, if its rows were customers already; of no use for scores."""
    found: dict[Role, Placed] = {}
    scores = score_letters(table)
    for role in ("recency", "frequency", "monetary"):
        best = _best_named(table, role, {place[0] for place in found.values()} | scores)
        if best is not None and (role != "frequency" or _counts_orders(table[best[0]])):
            found[role] = best
    if are_scores(table, (place[:2] for place in found.values())):
        return {}
    dates = _last_dates(table)
    if dates and "recency" not in found:
        found["date"] = _placed_date(dates[0])
    return found


def perhaps_customers(table: Sequence[Column], chosen: Mapping[Role, int]) -> tuple[str, ...]:
    """A word where rows are called customers, and are read as sales since these come back or since something tells sales; `chosen` are the roles."""
    measures = given_measures(table)
    if any(_clear_date(column) for column in table):
        return ()
    when = measures.get("recency") or measures.get("date")
    since = table[when[0]] if when is not None else None
    bought = [table[measures[role][0]] for role in ("frequency", "monetary") if role in measures]
    customer = table[chosen["customer"]] if "customer" in chosen else None
    if since is None or not bought or customer is None or customer.distinct_share >= UNIQUE:
        return ()
    of_sales = [column for column in table if column not in bought and _tells_sales(column)]
    but = (
        f"{of_sales[0].profile.name} is of one sale by its name"
        if of_sales and customer.distinct_share >= MOSTLY_ONCE
        else f"{customer.profile.name} has {customer.profile.distinct:,} different values on {customer.profile.filled:,} rows"
    )
    of_orders = ""
    if "frequency" in measures:
        place = measures["frequency"][0]
        taken = "is taken for the number of an order" if place == chosen.get("order") else "does not count"
        of_orders = f", and {table[place].profile.name} {taken}"
    read = f", so each row is read as a sale{of_orders}" if "date" in chosen else ""
    role = "frequency" if "frequency" in measures else "monetary"
    cure = f"--map {shlex.quote(f'{role}={bought[0].profile.name}')}"
    way = f"To have them read as customers, whose rows are added up: {cure}"
    if "date" in measures and "date" not in chosen and customer.distinct_share < MOSTLY_ONCE:
        way += f" or, as sales of these days, --map {shlex.quote(f'date={since.profile.name}')}"
    told_apart = [one for one in table if _names_customer(one) and one.distinct_share >= MOSTLY_ONCE]
    if told_apart and customer.distinct_share < MOSTLY_ONCE:
        other = told_apart[0].profile.name
        way = f"If {other} tells customers apart: --map {shlex.quote(f'customer={other}')} {cure}"
    *names, name = [column.profile.name for column in (since, *bought)]
    return (f"{LOOKS_LIKE_CUSTOMERS}, by {', '.join(names)} and {name}, but {but}{read}. {way}",)


def given_notes(names: Mapping[Role, str]) -> tuple[str, ...]:
    """What follows from rows that are customers already; `names` are the columns of the roles."""
    if "recency" in names:
        given = [role for role in ("recency", "frequency", "monetary") if role in names]
        listed = f"{', '.join(given[:-1])} and {given[-1]} are" if len(given) > 1 else f"{given[0]} is"
        stand = "they stand" if len(given) > 1 else "it stands"
        notes = [f"Every row is a customer already: {listed} taken as {stand}."]
    else:
        measures = " and ".join(
            f"{role} ({names[role]})" for role in ("frequency", "monetary") if role in names
        )
        date = names.get("date", "")
        verb, pronoun = ("are", "they") if " and " in measures else ("is", "it")
        said = (
            f"{date}, when a customer was last active, which may have been a visit without a purchase"
            if read_name(date).has("active")
            else f"{date}, the last purchase"
        )
        notes = [
            f"Every row is a customer already: {measures} {verb} taken as {pronoun} {'stand' if verb == 'are' else 'stands'}, and recency is counted"
            f" from {said}, to the as-of date. If the rows are sales: --map amount=COLUMN --map 'date={date}'"
        ]
    notes += [
        f"There is no {role} column, so {role} cannot be scored."
        for role in ("frequency", "monetary")
        if role not in names
    ]
    if "monetary" in names and read_name(names["monetary"]).has("average"):
        notes.append(
            f"{names['monetary']} is an average by its name, and is taken for all that a customer spent."
        )
    if "customer" not in names:
        notes.append("No column says who the customer is.")
    return tuple(notes)
