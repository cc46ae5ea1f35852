"""What is said of discounts: how they are written, whether amounts have them taken off already, and whether they are of whole orders.

The sample tells it in notes; which of them are worth a word, and what can be done, hangs on whether the recipe takes discounts off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.columns.discounts import FORMS, ROUNDED, Form, Numbers, TakenOff, taken_off, times, worth_role
from core.columns.evidence import HOLDS, LEAST_REPEATS, Column
from core.columns.multiplying import MULTIPLIES
from core.columns.naming import Role

# More different ones are no list of percentages that somebody chose.
MOST_RATES = 25
# Nearly nobody gets more off than the goods cost.
WITHIN = 0.99
FEW_ORDERS = 5

ALREADY = "are taken off already:"
GO_BY = " To go by "
OF_ORDERS = "are the same on all lines of an order:"
BELOW = "are written below zero;"
SOME_BELOW = "are below zero on"
SURE: dict[Form, str] = {
    "percent": "are percentages", "fraction": "are fractions of 1", "money": "are money",
}  # fmt: skip
LIKELY: dict[Form, str] = {form: says.replace("are", "look like", 1) for form, says in SURE.items()}
_OPENING = "The discounts in "


def is_of_discounts(note: str) -> bool:
    """Whether a note is one of those below, of which the recipe decides what is worth saying."""
    return note.startswith(_OPENING)


def note_on(discount: str, says: str, notes: Sequence[str]) -> str:
    """The note that says so of a column of discounts; "" where there is none."""
    return next((note for note in notes if note.startswith(f"{_OPENING}{discount} {says}")), "")


def said_of_discounts(columns: Mapping[str, str], written: str, notes: Sequence[str]) -> list[str]:
    """What a recipe that reads discounts as `written` ought to hear, by the column of each role."""
    name = columns["discount"]
    worth = worth_role(columns)
    already = note_on(name, f"{ALREADY} {columns[worth]} is ", notes) if worth else ""
    if written == "ignore":
        return [already or _left_alone(name, notes)]
    if already:
        return [
            f"{already.partition(GO_BY)[0]} customers.discount={written} takes them off a second time. To take them off once:"
            " --set customers.discount=ignore"
        ]
    said = [note_on(name, says, notes) for says in (BELOW, SOME_BELOW)]
    form = _form_said(name, notes, SURE)
    if form is not None and form != written:
        said.append(
            f"{note_on(name, SURE[form], notes)} They were taken off as {written}. To take them off as what they are:"
            f" --set customers.discount={form}"
        )
    elif written == "money" and (of_orders := note_on(name, OF_ORDERS, notes)):
        said.append(f"{of_orders} To take none off: --set customers.discount=ignore")
    return [sentence for sentence in said if sentence]


def _left_alone(name: str, notes: Sequence[str]) -> str:
    """What can be done about discounts that are not taken off."""
    left = f"The discounts in {name} were not taken off, since prices may hold them already."
    form = _form_said(name, notes, SURE) or _form_said(name, notes, LIKELY)
    of_orders = note_on(name, OF_ORDERS, notes)
    if of_orders and form == "money":
        return f"{left} {_they(of_orders, name)} Then: --set customers.discount=money"
    if form is None:
        return f"{left} If they do not, say how they are written: --set customers.discount=percent (15 is 15 %), =fraction (0.15 is 15 %) or =money"
    says = note_on(name, SURE[form], notes) or note_on(name, LIKELY[form], notes)
    return f"{left} {_they(says, name)} If prices do not hold them: --set customers.discount={form}"


def _form_said(name: str, notes: Sequence[str], saying: Mapping[Form, str]) -> Form | None:
    return next((form for form in FORMS if note_on(name, saying[form], notes)), None)


def _they(note: str, name: str) -> str:
    return f"They{note.removeprefix(f'{_OPENING}{name}')}"


def discount_notes(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """What the sample says of the discounts."""
    if "discount" not in chosen:
        return []
    discount = table[chosen["discount"]]
    offs = [off for off in discount.numbers if off]
    if not offs:
        return []
    worth = _worth(chosen, table)
    opening = f"{_OPENING}{discount.profile.name}"
    off_already = taken_off(chosen, table)
    notes = [f"{opening} {says}" for says in _written(discount, worth, off_already)]
    if off_already is not None:
        notes.append(f"{opening} {_already(off_already, table)}")
    else:
        notes += [f"{opening} {says}" for says in _of_orders(chosen, table)]
    below = sum(
        1 for off, value in zip(discount.numbers, worth, strict=True) if off and off < 0 <= (value or 0)
    )
    if below and all(off < 0 for off in offs):
        notes.append(f"{opening} {BELOW} their size is taken off.")
    elif below:
        notes.append(
            f"{opening} {SOME_BELOW} {below:,} of the rows looked at and above it on others; the size of each is taken off. If those below zero"
            " are charges on top, write them in a column of their own in the source."
        )
    return notes


def _already(found: TakenOff, table: Sequence[Column]) -> str:
    name = table[found.net].profile.name
    times_tax = "" if found.factor == 1 else f" and times {found.factor:g}"
    on_top = f" and with {found.tax} on top" if found.tax else times_tax
    return (
        f"{ALREADY} {name} is {found.gross} less the discount{on_top} on {100 * found.share:.0f} % of the rows that have one, so it is what"
        f" customers paid.{GO_BY}{found.gross}: {found.instead}"
    )


def _worth(chosen: Mapping[Role, int], table: Sequence[Column]) -> Numbers:
    role = worth_role(chosen)
    if role is None:
        return [None] * len(table[chosen["discount"]].numbers)
    if role == "price" and "quantity" in chosen:
        return times(table[chosen["quantity"]], table[chosen["price"]])[1]
    return table[chosen[role]].numbers


def _written(discount: Column, worth: Numbers, off_already: TakenOff | None) -> list[str]:
    """How discounts are written, where anything tells."""
    if off_already is not None and off_already.form is None:
        return []
    if off_already is not None and off_already.form is not None:
        return [f"{SURE[off_already.form]}, by what is left after them."]
    offs = [abs(off) for off in discount.numbers if off]
    seen = " and ".join(f"{off:,.12g}" for off in sorted(set(offs))[-2:])
    numbers = discount.profile.numbers
    if numbers is not None and numbers.percent:
        return [f"{SURE['percent']}, by the signs beside them."]
    if numbers is not None and numbers.currency:
        return [f"{SURE['money']}, by the currency beside them."]
    form = _form_by_values(discount, offs, worth)
    return [f"{LIKELY[form]} (up to {seen})."] if form else []


def _form_by_values(discount: Column, offs: Sequence[float], worth: Numbers) -> Form | None:
    """How discounts are written as far as their numbers tell, which are all above zero here."""
    different = set(offs)
    if max(offs) <= 1:
        return "fraction" if any(off < 1 for off in different) else None
    if discount.reading.has("percent"):
        return "percent"
    if max(offs) > 100 or _are_shares_of(discount.numbers, worth):
        return "money"
    if len(different) <= MOST_RATES and all((2 * off).is_integer() for off in different):
        round_ones = sum((off / 5).is_integer() for off in offs)
        return "percent" if round_ones >= MULTIPLIES * len(offs) else None
    beside = [
        off <= abs(value)
        for off, value in ((abs(off or 0), value) for off, value in zip(discount.numbers, worth, strict=True))
        if off and value
    ]
    within = bool(beside) and sum(beside) >= WITHIN * len(beside)
    return "money" if within and not discount.profile.whole else None


def _are_shares_of(offs: Numbers, worth: Numbers) -> bool:
    """Whether many different discounts are a few round shares of what rows are worth, as ten per cent of each is."""
    both = [(abs(off), abs(value)) for off, value in zip(offs, worth, strict=True) if off and value]
    near = sum(abs(round(20 * off / value) - 20 * off / value) * value <= 20 * ROUNDED for off, value in both)
    different = len({off for off, _ in both})
    shares = len({round(off / value, 2) for off, value in both})
    return len(both) >= LEAST_REPEATS and near >= MULTIPLIES * len(both) and different > 2 * shares


def _of_orders(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """A word where each order repeats one discount on all its lines; beside an order's total it is taken off once an order as it is."""
    if "order" not in chosen or worth_role(chosen) == "order_total":
        return []
    discount = table[chosen["discount"]]
    lines: dict[int, list[float]] = {}
    for order, off in zip(table[chosen["order"]].codes, discount.numbers, strict=True):
        if order >= 0:
            lines.setdefault(order, []).append(abs(off or 0))
    several = [offs for offs in lines.values() if len(offs) > 1 and any(offs)]
    constant = [offs[0] for offs in several if len(set(offs)) == 1]
    if len(several) < FEW_ORDERS or len(constant) < HOLDS * len(several):
        return []
    if len(set(constant)) < LEAST_REPEATS:
        return []
    by_line = sum(map(sum, lines.values()))
    by_order = sum(max(offs) for offs in lines.values())
    return [
        f"{OF_ORDERS} taken off as money, each counts on every line, {by_line:,.2f} on the rows looked at, and once an order would be"
        f" {by_order:,.2f}. If they are of whole orders, leave each on the first line of its order in the source, or spread it over the lines."
    ]
