"""Money of a whole day, as what was spent on advertising: it stands on all sales of the day, whoever bought."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from core.columns.evidence import HOLDS, Column
from core.columns.given_out import days_of
from core.columns.naming import Role

# That sales of different customers agree by chance as often as these do.
MOST_CHANCE = 1e-6
# On fewer days nothing is said of days.
LEAST_DAYS = 5


def is_of_day(what: Column, chosen: Mapping[Role, int], table: Sequence[Column]) -> bool:
    """Whether a number is the same on all sales of nearly every day on which several customers bought, and another on other days."""
    if not what.is_number or what.profile.distinct < 2 or not {"customer", "date"} <= chosen.keys():
        return False
    customers = table[chosen["customer"]]
    sold: defaultdict[int, dict[int, set[int]]] = defaultdict(dict)
    for day, customer, code in zip(days_of(table[chosen["date"]]), customers.codes, what.codes, strict=True):
        if day is not None and min(customer, code) >= 0:
            sold[day].setdefault(customer, set()).add(code)
    several = [list(of_day.values()) for of_day in sold.values() if len(of_day) > 1]
    agreeing = [values[0] for values in several if len(set.union(*values)) == 1]
    if len(several) < LEAST_DAYS or len(agreeing) < HOLDS * len(several):
        return False
    # The commonest value is the likeliest to be another customer's too.
    commonest = Counter(code for values in several for codes in values for code in codes).most_common(1)[0][1]
    bought = sum(map(len, several))
    if commonest >= bought:
        return False
    return (bought - len(several)) * math.log(commonest / bought) <= math.log(MOST_CHANCE)
