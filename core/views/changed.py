"""One customer changed: the scores, value, tier and segment that the stages would give if a customer had other measures.

The customer stays one of the n, and all others keep their measures. The others' values move all the same, by one for each measure
in which they are overtaken or overtake, and the tier takes that into account.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.scores import MEASURES, TIERS
from core.sql import literal
from core.views.placing import Placing, Triple, placing_of, rules_of

if TYPE_CHECKING:
    from core.views.result import ResultData


def changed(data: ResultData, customer_id: str, triples: Sequence[Triple]) -> tuple[Placing, ...]:
    """One customer with each of these measures in turn, all others as they are. Empty where there is no such customer.

    Two looks at the customers, however many triples there are.
    """
    now = data.rows("SELECT recency, frequency, monetary FROM customers WHERE customer_id = ?", [customer_id])
    if not now or not triples:
        return ()
    rules = rules_of(data.result.recipe)
    bounds = ", ".join(f"min({measure}), max({measure})" for measure in MEASURES)
    counts = [
        _count(_strictly_worse(measure, value))
        for given in triples
        for measure, value in zip(MEASURES, given, strict=True)
    ]
    found = _of_others(data, customer_id, f"count(*), {bounds}, {', '.join(counts)}")
    customers = int(found[0]) + 1
    worse = [[int(one) for one in found[at : at + 3]] for at in range(7, 7 + 3 * len(triples), 3)]
    below = _of_others(
        data,
        customer_id,
        ", ".join(
            _count(f'"value" + {moved(now[0], given)} < {sum(mine)}')
            for given, mine in zip(triples, worse, strict=True)
        ),
    )
    needed = rules.needed(customers)
    return tuple(
        placing_of(
            rules,
            given,
            customers,
            mine,
            [_silent(found[1 + 2 * at], found[2 + 2 * at], value) for at, value in enumerate(given)],
            next((name for name, least in zip(TIERS, needed, strict=False) if lower >= least), TIERS[-1]),
        )
        for given, mine, lower in zip(triples, worse, below, strict=True)
    )


def nth_of_others(data: ResultData, customer_id: str, number: str, nth: Sequence[int]) -> tuple[Any, ...]:
    """The smallest but so many of a number, an SQL expression, over all customers but one; None where there are not that many."""
    found = int(_of_others(data, customer_id, f"count({number})")[0])
    # Of n, the smallest that a share of (k - 1/2) / n do not pass is the k-th, however the share is rounded.
    shares = {at: (at - 0.5) / found for at in nth if 1 <= at <= found}
    if not shares:
        return (None,) * len(nth)
    picked = ", ".join(f"quantile_disc({number}, CAST('{share!r}' AS DOUBLE))" for share in shares.values())
    smallest = dict(zip(shares, _of_others(data, customer_id, picked), strict=True))
    return tuple(smallest.get(at) for at in nth)


def _of_others(data: ResultData, customer_id: str, select: str) -> tuple[Any, ...]:
    return data.rows(f"SELECT {select} FROM customers WHERE customer_id <> ?", [customer_id])[0]


def _count(condition: str) -> str:
    return f"count(*) FILTER (WHERE {condition})"


def _strictly_worse(measure: str, value: float | None) -> str:
    """The condition that another customer is strictly worse than this value."""
    if value is None:
        return "FALSE"
    return f"{measure} {'>' if measure == 'recency' else '<'} {_number(measure, value)}"


def moved(now: Sequence[Any], given: Triple) -> str:
    """By how much another customer's value changes: one for each measure in which this one falls behind, less those it gets past."""
    parts = ["0"]
    for measure, before, after in zip(MEASURES, now, given, strict=True):
        behind = "<" if measure == "recency" else ">"
        if before is not None and after is not None and float(before) == float(after):
            continue
        parts += [
            f"{sign} coalesce(CAST({measure} {behind} {_number(measure, value)} AS BIGINT), 0)"
            for sign, value in (("+", after), ("-", before))
            if value is not None
        ]
    return f"({' '.join(parts)})"


def _number(measure: str, value: float | Decimal) -> str:
    if measure != "monetary":
        return str(int(value))
    cents = Decimal(str(value)).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    return f"CAST({literal(str(cents))} AS DECIMAL(18, 2))"


def _silent(least: Any, most: Any, value: float | None) -> bool:
    """Whether a measure is the same for everybody, or missing."""
    values = {float(one) for one in (least, most, value) if one is not None}
    return len(values) <= 1
