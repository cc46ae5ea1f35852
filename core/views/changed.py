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
from core.views.placing import Placing, Triple, nth_smallest, placing_of, rules_of

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
    bounds = [f"{side}({measure})" for measure in MEASURES for side in ("min", "max")]
    counts = [
        [_count(_strictly_worse(measure, value)) for measure, value in zip(MEASURES, given, strict=True)]
        for given in triples
    ]
    found = _of_others(data, customer_id, ["count(*)", *bounds, *(one for mine in counts for one in mine)])
    customers = int(found["count(*)"]) + 1
    worse = [[int(found[one]) for one in mine] for mine in counts]
    lower = [
        _count(f'"value" + {moved(now[0], given)} < {sum(mine)}')
        for given, mine in zip(triples, worse, strict=True)
    ]
    below = _of_others(data, customer_id, lower)
    needed = rules.needed(customers)
    return tuple(
        placing_of(
            rules,
            given,
            customers,
            mine,
            [
                _silent(found[f"min({measure})"], found[f"max({measure})"], value)
                for measure, value in zip(MEASURES, given, strict=True)
            ],
            next(
                (name for name, least in zip(TIERS, needed, strict=False) if below[count] >= least), TIERS[-1]
            ),
        )
        for given, mine, count in zip(triples, worse, lower, strict=True)
    )


def nth_of_others(data: ResultData, customer_id: str, number: str, nth: Sequence[int]) -> tuple[Any, ...]:
    """The same as `nth_smallest`, over all customers but one."""
    return nth_smallest(data, number, nth, "customer_id <> ?", [customer_id])


def _of_others(data: ResultData, customer_id: str, wanted: Sequence[str]) -> dict[str, Any]:
    """What some aggregates are over all customers but one, each worked out once."""
    different = list(dict.fromkeys(wanted))
    if not different:
        return {}
    select = f"SELECT {', '.join(different)} FROM customers WHERE customer_id <> ?"
    return dict(zip(different, data.rows(select, [customer_id])[0], strict=True))


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
