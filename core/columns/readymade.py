"""Tables that are customers already: one row a customer, with recency (or the date of the last purchase), frequency and monetary, or with t_x, x and T."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.columns.evidence import Column
from core.columns.naming import Role
from core.columns.words import read_name

UNIQUE = 0.99
CLEAR_DATE = 0.5
LEAST_NAMED = 0.4
# Recency may exceed the age in so few rows (rounding, a day's difference) for it to be a time since the first purchase.
EXCEPTIONS = 0.02
# What the name of a last purchase's date may be made of; `last updated` and `last login` are other dates.
LAST_PURCHASE = frozenset(
    ("last", "date", "time", "order", "orders", "sale", "sales", "purchases", "customer")
)
# A single letter may as well be a score: 1 to 5 (or 10) is one.
HIGHEST_SCORE = 10


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A table of customers, with role -> (position, reason, position of the runner-up, its reason)."""

    shape: Literal["customers", "summary"]
    roles: dict[Role, tuple[int, str, int | None, str]]
    notes: tuple[str, ...]


def find_ready_made(table: Sequence[Column]) -> ReadyMade | None:
    """The roles of a table of customers; None where this is none."""
    dated = _with_last_date(table)
    if dated is not None:
        return dated
    if any(_clear_date(column) for column in table):
        return None
    taken: set[int] = set()
    found: dict[Role, tuple[int, str, int | None, str]] = {}
    for role in ("recency", "frequency", "age", "monetary"):
        best = _best_named(table, role, taken)
        if best is not None:
            found[role] = best
            taken.add(best[0])
    if "recency" not in found or not found.keys() & {"frequency", "monetary"}:
        return None
    customer = _customer(table, taken)
    if customer is None and any(column.profile.rows > 1 and _names_customer(column) for column in table):
        return None  # there is a customer column, and customers come back in it: these are not one row each
    if customer is not None:
        found["customer"] = customer
    if "age" in found and "frequency" in found and _is_summary(table, found):
        return ReadyMade("summary", found, _summary_notes(table, found))
    found.pop("age", None)
    if _are_scores(table, found):
        return None
    return ReadyMade(
        "customers", found, given_notes({role: table[place[0]].profile.name for role, place in found.items()})
    )


def _with_last_date(table: Sequence[Column]) -> ReadyMade | None:
    """A table with one row a customer, the date of the last purchase, and how many orders or how much money there were."""
    dates = [column for column in table if _is_last_purchase(column)] or [
        column for column in table if _is_last_activity(column)
    ]
    if not dates or any(
        _clear_date(column) and not read_name(column.profile.name).has("created") for column in table
    ):
        return None
    activity = _is_last_activity(dates[0])
    says = "when a customer was last active" if activity else "that it is the last purchase's"
    found: dict[Role, tuple[int, str, int | None, str]] = {
        "date": (dates[0].position, f"its name says {says}", None, "")
    }
    taken = {dates[0].position}
    if _best_named(table, "recency", taken) is not None:
        return None
    for role in ("frequency", "monetary"):
        best = _best_named(table, role, taken)
        if best is not None and (role == "monetary" or _counts(table[best[0]])):
            found[role] = best
            taken.add(best[0])
    customer = _customer(table, taken)
    if activity and "frequency" not in found:
        return None  # then nothing but a name says that rows are customers
    if len(found) == 1 or customer is None or "customer" not in table[customer[0]].name.roles:
        return None
    if _comes_back(table, table[customer[0]]):
        return None
    found["customer"] = customer
    return ReadyMade(
        "customers", found, given_notes({role: table[place[0]].profile.name for role, place in found.items()})
    )


def _comes_back(table: Sequence[Column], customer: Column) -> bool:
    """Whether a column that is better named for the customer than the one that differs on every row has customers of several rows."""
    fits = customer.name.roles["customer"].fits
    return any(
        column.name.roles["customer"].fits > fits and column.distinct_share < UNIQUE
        for column in table
        if "customer" in column.name.roles
    )


def _is_last_activity(column: Column) -> bool:
    """Whether a column says when a customer was last active, which is all that some shops' exports of customers have."""
    return column.profile.kind == "date" and column.reading.concepts == {"last", "active"}


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


def _best_named(
    table: Sequence[Column], role: Role, taken: set[int]
) -> tuple[int, str, int | None, str] | None:
    ranked = sorted(
        (-named.fits, column.position, named.says)
        for column in table
        if (named := column.name.roles.get(role)) is not None
        and named.fits >= LEAST_NAMED
        and column.position not in taken
        and (column.is_number or not column.profile.rows)
    )
    if not ranked:
        return None
    _, position, says = ranked[0]
    rival = ranked[1] if len(ranked) > 1 else None
    return (
        position,
        f'its name says "{says}"',
        rival[1] if rival else None,
        f'its name says "{rival[2]}"' if rival else "",
    )


def _names_customer(column: Column) -> bool:
    named = column.name.roles.get("customer")
    return named is not None and named.fits >= CLEAR_DATE


def _customer(table: Sequence[Column], taken: set[int]) -> tuple[int, str, int | None, str] | None:
    ranked = sorted(
        (
            # Those without an account have no user name, and rows without a customer are of nobody.
            column.profile.missing / max(1, column.profile.rows) - (named.fits if named else 0.2),
            column.position,
            f'its name says "{named.says}"' if named else "it differs on every row",
        )
        for column in table
        if column.position not in taken
        and column.profile.kind in ("text", "number", "boolean")
        and not column.is_fractional
        and column.profile.filled
        and column.distinct_share >= UNIQUE
        and ((named := column.name.roles.get("customer")) is not None or not column.name.understood)
    )
    if not ranked:
        return None
    _, position, reason = ranked[0]
    rival = ranked[1] if len(ranked) > 1 else None
    return position, f"{reason}, one row each", rival[1] if rival else None, rival[2] if rival else ""


def _is_summary(table: Sequence[Column], found: dict[Role, tuple[int, str, int | None, str]]) -> bool:
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


def _are_scores(table: Sequence[Column], found: dict[Role, tuple[int, str, int | None, str]]) -> bool:
    """Whether columns called r, f and m hold scores and not the measures themselves."""
    letters = [position for position, reason, _, _ in found.values() if "one letter" in reason]
    highest = [
        max((number for number in table[position].numbers if number is not None), default=0)
        for position in letters
    ]
    return bool(letters) and max(highest) <= HIGHEST_SCORE


def _summary_notes(
    table: Sequence[Column], found: dict[Role, tuple[int, str, int | None, str]]
) -> tuple[str, ...]:
    recency, age = (table[found[role][0]].profile.name for role in ("recency", "age"))
    notes = [
        f"This is a summary for lifetime models: {recency} is the age at the last purchase, so the time since it is {age} minus {recency};"
        " frequency counts the purchases after the first."
    ]
    if "monetary" not in found:
        notes.append("There is no monetary column: recency and frequency can be scored, money cannot.")
    return tuple(notes)


def given_notes(names: Mapping[Role, str]) -> tuple[str, ...]:
    """What follows from rows that are customers already; `names` are the columns of the roles."""
    if "recency" in names:
        notes = ["Every row is a customer already: recency, frequency and monetary are taken as they stand."]
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
