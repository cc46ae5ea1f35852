"""Settings that somebody gave and that match nothing: which, what follows, and what was probably meant.

Nothing is read again for it where the source is large: there the ledger, the orders and the customers say what they know.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from core.columns.alike import find_columns
from core.enumerated import enumerated
from core.ledger import CANCELLED, MISSING_CUSTOMER, NOT_A_PRODUCT
from core.recipe_parts import NOT_PRODUCTS
from core.sql import literal, literals
from core.suggest import nearest
from core.typed_list import typed_list

if TYPE_CHECKING:
    from core.findings import Findings

MOST_SHOWN = 12
AUTO = "auto"
# Ids that differ in this alone are meant to be one: capitals, blanks, zeros in front, and the `.0` of a spreadsheet.
ALIKE = "lower(regexp_replace({}, '\\s|[.]0+$|^0+', '', 'g'))"
# Letters that stand before the number of an order.
MARK = "upper(regexp_extract(order_id, '^[^0-9]*[A-Za-z][^0-9]*'))"


def ids_of_nobody(about: Findings) -> Iterator[str]:
    """Ids of `rules.not_customers` that no row has."""
    given = tuple(dict.fromkeys(about.recipe.rules.not_customers))
    idle = _ids_without_rows(about, given) if given else ()
    if not idle:
        return
    meant = _ids_alike(about, idle)
    said = (
        f"rules.not_customers names {_listed(idle)}, and no row was set aside for {_it(idle)}: ids are compared as they are written, capitals and"
        " blanks too."
    )
    if meant:
        names = [meant.get(name, name) for name in given]
        said += _did_you_mean(list(meant.values()), "rules.not_customers", names)
    else:
        said += f" How they are written stands in the column {_column(about, 'customer')}."
    yield said


def _ids_without_rows(about: Findings, given: Sequence[str]) -> tuple[str, ...]:
    if not _rows_taken(about, MISSING_CUSTOMER):
        return tuple(given)
    if not about.is_small:
        return ()  # the rows of nobody are counted together, whosever they were
    found = {name for (name,) in about.of_rows("DISTINCT customer", f"customer IN {literals(given)}")}
    return tuple(name for name in given if name not in found)


def _ids_alike(about: Findings, names: Sequence[str]) -> Mapping[str, str]:
    """Customers whose id differs from a name in the way it is written only."""
    wanted = ", ".join(f"({literal(name)}, {ALIKE.format(literal(name))})" for name in names)
    found = about.run(
        f"SELECT name, min(customer_id) FROM (VALUES {wanted}) AS wanted(name, alike)"
        f" JOIN customer_segments ON {ALIKE.format('customer_id')} = alike GROUP BY name ORDER BY name"
    )
    return {str(name): str(customer) for name, customer in found}


def of_sales(about: Findings) -> Iterator[str]:
    """Marks of cancellations, patterns of products and columns not to compare that were given for nothing."""
    yield from _columns_not_compared(about)
    yield from _marks_of_cancellations(about)
    yield from _patterns_of_products(about)


def _columns_not_compared(about: Findings) -> Iterator[str]:
    """Columns of `rules.not_compared` that no table has, or that no rule compares."""
    rules, tables = about.recipe.rules, about.columns.tables
    given = tuple(dict.fromkeys(rules.not_compared))
    if given and not rules.duplicate and (len(tables) < 2 or rules.overlap == "off"):
        yield (
            f"rules.not_compared names {_listed(given)}, but no rows are compared, so it changes nothing: there is one sheet or file, or rules.overlap is"
            " off. To take out equal rows within one: --set rules.duplicate=true"
        )
        return
    names = [name for table in tables for name in table.table.names]
    idle = [name for name, place in zip(given, find_columns(given, names), strict=True) if place is None]
    if idle:
        meant = {name: close for name in idle if (close := nearest(name, names))}
        yield (
            f"rules.not_compared names {_listed(idle)}, and no table has {'such a column' if len(idle) == 1 else 'such columns'}."
            + _did_you_mean(
                list(meant.values()), "rules.not_compared", [meant.get(name, name) for name in given]
            )
        )


def _marks_of_cancellations(about: Findings) -> Iterator[str]:
    """What `rules.cancelled_prefixes` and `rules.cancelled_statuses` name where nothing can be looked at for it, and marks that no order begins with."""
    rules, roles = about.recipe.rules, about.columns.roles
    prefixes, statuses = _named(rules.cancelled_prefixes), _named(rules.cancelled_statuses)
    for key, named, needed in (
        ("cancelled_prefixes", prefixes, ("order",)),
        ("cancelled_statuses", statuses, ("status", "cancelled")),
    ):
        if named and not rules.cancelled:
            yield (
                f"rules.{key} names {_listed(named)}, but rules.cancelled is false, so no row is cancelled by {_it(named)}. To have cancelled rows taken"
                " out: --set rules.cancelled=true"
            )
        elif named and not any(role in roles for role in needed):
            what = "order ids" if needed == ("order",) else "statuses"
            yield (
                f"rules.{key} names {_listed(named)}, but no column is known to hold {what}, so no row is cancelled by {_it(named)}. To name it:"
                f" --map {needed[0]}=COLUMN"
            )
    if prefixes and rules.cancelled and "order" in roles:
        yield from _marks_without_orders(about, prefixes)


def _marks_without_orders(about: Findings, prefixes: Sequence[str]) -> Iterator[str]:
    if AUTO in about.recipe.rules.cancelled_prefixes:
        found = about.columns.cancelled_prefixes
        unlooked = [prefix for prefix in prefixes if prefix.upper() not in found]
        if unlooked:
            yield (
                f'rules.cancelled_prefixes has "auto", with which marks are found out and {_listed(unlooked)} {"is" if len(unlooked) == 1 else "are"} not'
                f" looked for. To have {_it(unlooked)} looked for: --set {shlex.quote(typed_list('rules.cancelled_prefixes', [*found, *unlooked]))}"
            )
        return
    idle = [prefix for prefix in prefixes if not _begins_an_order(about, prefix)]
    if not idle:
        return
    begun = about.run(
        f"SELECT {MARK} AS mark, count(DISTINCT order_id) AS orders FROM booked WHERE order_id IS NOT NULL GROUP BY mark"
        f" HAVING mark <> '' ORDER BY orders DESC, mark LIMIT {MOST_SHOWN}"
    )
    there = ", ".join(f"{mark!r} ({_count(int(orders), 'order')})" for mark, orders in begun)
    yield (
        f"rules.cancelled_prefixes names {_listed(idle)}, and no order that could be cancelled begins with {_it(idle)}, so no row was."
        f" {f'Before their number order ids have {there}.' if there else 'Order ids have no letters before their number.'} To have the marks found"
        " out: --set rules.cancelled_prefixes=auto"
    )


def _begins_an_order(about: Findings, prefix: str) -> bool:
    """Whether a cancelled order begins with a mark; what a status cancels, and begins so too, cannot be told from it."""
    begins = f"starts_with(lower(order_id), {literal(prefix.lower())})"
    return bool(about.run(f"SELECT 1 FROM booked WHERE bucket = '{CANCELLED}' AND {begins} LIMIT 1"))


def _patterns_of_products(about: Findings) -> Iterator[str]:
    """Patterns of `rules.not_products` that no product has, or that nobody asks about."""
    rules, roles = about.recipe.rules, about.columns.roles
    given = [pattern for pattern in dict.fromkeys(rules.not_products) if pattern not in NOT_PRODUCTS]
    if not given:
        return
    if not rules.not_a_product:
        yield (
            f"rules.not_products names {_listed(given)}, but the rule is off, so no row is taken out by {_it(given)}. To turn it on:"
            " --set rules.not_a_product=true"
        )
        return
    columns = [role for role in ("product", "description") if role in roles]
    if not columns:
        yield (
            f"rules.not_products names {_listed(given)}, but no column is known to hold products or descriptions, so no row is taken out by {_it(given)}."
            " To name it: --map product=COLUMN or --map description=COLUMN"
        )
        return
    idle = _patterns_without_rows(about, given, columns)
    if idle:
        yield (
            f"rules.not_products names {_listed(idle)}, and no row was taken out by {_it(idle)}: a pattern has to fit the whole of a product's code or"
            f" description; 'fee.*' fits all that begin with fee. They stand in {' and '.join(_column(about, role) for role in columns)}."
        )


def _patterns_without_rows(about: Findings, given: Sequence[str], columns: Sequence[str]) -> list[str]:
    if not _rows_taken(about, NOT_A_PRODUCT):
        return list(given)
    if not about.is_small:
        return []
    fits = [
        " OR ".join(f"regexp_matches({column}, {literal(f'(?i)^(?:{pattern})$')})" for column in columns)
        for pattern in given
    ]
    counts = about.of_rows(
        ", ".join(f"sum(CASE WHEN {fit} THEN 1 ELSE 0 END)" for fit in fits), f"bucket = '{NOT_A_PRODUCT}'"
    )[0]
    return [pattern for pattern, rows in zip(given, counts, strict=True) if not rows]


def products_unknown(about: Findings) -> Iterator[str]:
    """Products that were to be counted where no column has them."""
    if about.recipe.customers.products == "on" and "product" not in about.columns.roles:
        yield (
            "Each customer's different products were to be counted (customers.products is on), but no column is known to hold products, so they were not."
            " To name it: --map product=COLUMN"
        )


def dates_of_customers(about: Findings) -> Iterator[str]:
    """Dates that were asked for, where rows are customers already and no column says when they last bought."""
    roles, recipe = about.columns.roles, about.recipe
    if about.columns.shape == "sales" or "date" in roles:
        return
    dates = {
        "customers.as_of": recipe.customers.as_of,
        "rules.before": recipe.rules.before,
        "rules.after": recipe.rules.after,
    }
    given = [f"{key} ({day})" for key, day in dates.items() if day]
    if not given:
        return
    yield (
        f"{enumerated(given)} {_change(given)} nothing: every row is a customer already, {_column(about, 'recency')} is taken as it stands, and no column"
        f" is known to say on which date a customer last bought.{_way_to_dates(about)}"
    )


def _way_to_dates(about: Findings) -> str:
    """What to map instead of the days; a summary for lifetime models is one by them."""
    if about.columns.shape == "summary":
        return ""
    column = about.columns.dated[0] if about.columns.dated else "COLUMN"
    return f" If one does: --map {shlex.quote(f'date={column}')} --map recency=-"


def settings_of_sales(about: Findings) -> Iterator[str]:
    """Settings on refunds, discounts, products and marks of cancellations, where rows are customers already and none of these is known."""
    if about.columns.shape == "sales":
        return
    customers, rules = about.recipe.customers, about.recipe.rules
    settings = {
        "customers.refunds": customers.refunds == "net",
        "customers.discount": customers.discount != "ignore",
        "customers.products": customers.products == "on",
        "rules.cancelled_prefixes": bool(_named(rules.cancelled_prefixes)),
        "rules.cancelled_statuses": bool(_named(rules.cancelled_statuses)),
        "rules.not_a_product": rules.not_a_product,
        "rules.not_products": not set(rules.not_products) <= set(NOT_PRODUCTS),
    }
    given = [key for key, is_asked in settings.items() if is_asked]
    if given:
        yield (
            f"{enumerated(given)} {_change(given)} nothing: every row is a customer already, and says nothing of single sales, refunds or products."
            " What is to be taken out has to be taken out where the file comes from."
        )


def _change(names: Sequence[str]) -> str:
    return "changes" if len(names) == 1 else "change"


def statuses_without_rows(about: Findings, there: Sequence[str]) -> Iterator[str]:
    """Statuses that `rules.cancelled_statuses` names and that are not among the words that are `there`."""
    given = _named(about.recipe.rules.cancelled_statuses)
    known = {word.strip().lower() for word in there}
    idle = [name for name in given if name.strip().lower() not in known]
    if not idle:
        return
    words = [word for word in there if word]
    meant = {name: word for name in idle if (word := nearest(name, words))}
    names = [meant.get(name, name) for name in about.recipe.rules.cancelled_statuses]
    yield (
        f"rules.cancelled_statuses names {_listed(idle)}, which no row has, so no row is cancelled by {_it(idle)}."
        f"{_did_you_mean(list(meant.values()), 'rules.cancelled_statuses', names)}"
    )


def _named(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(given) if name != AUTO)


def _rows_taken(about: Findings, rule: str) -> int:
    return sum(line.rows for line in about.ledger if line.rule == rule)


def _column(about: Findings, role: str) -> str:
    guess = about.columns.roles.get(role)
    return guess.column if guess is not None and guess.column else role


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_SHOWN:,} others" if len(names) > MOST_SHOWN else ""
    return ", ".join(map(repr, names[:MOST_SHOWN])) + more


def _did_you_mean(meant: Sequence[str], key: str, names: Sequence[str]) -> str:
    """What was probably meant, and what gives the setting these names; "" where nothing is near."""
    if not meant:
        return ""
    typed = shlex.quote(typed_list(key, list(dict.fromkeys(names))))
    return f" Did you mean {_listed(list(dict.fromkeys(meant)))}? Then: --set {typed}"


def _it(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
