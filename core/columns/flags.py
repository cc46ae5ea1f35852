"""Signs and single letters beside amounts above zero, by which tills and books say which rows take something back: a person is asked."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from core.columns.cancelled import (
    NO,
    YES,
    is_cancellation_flag,
    marks_cancelled,
    says_cancelled,
)
from core.columns.documents import counted_kinds, listed_kinds, marked_sides, marking_role
from core.columns.evidence import Column, dependence
from core.columns.naming import Role
from core.columns.two_letters import LETTERS, MOST_LETTERS
from core.columns.words import name_words
from core.patterns import later
from core.typed_list import cancelled_too

# What a column is called that holds nothing but the sign of its amounts, and what stands there, as it is written.
CALLED_SIGN = later(
    "(?:.* )?(?:sign|vorzeichen|vz|signe|segno|signo|sinal|(?:plus ?min(?:us)?)?teken|plus ?min(?:us)?)"
)
SIGNED_NAMES = frozenset(("+/-", "+-", "±", "-/+"))
MINUS = later(r"[-\u2212\u2013](?: ?1(?:[.,]0+)?)?")
PLUS = later(r"\+|\+? ?1(?:[.,]0+)?")
# What a column is called that says of each order whether it is valid.
CALLED_VALID = later(
    "(?:.* )?(?:valid|validated|gultig|geldig|valide|validee|valido|valida|validado|validada)(?: order)?"
)
# What a column is called besides a type or a kind that says what moved: sold goods out, returned goods in.
CALLED_MOVEMENT = later(
    "movement|movimento|movimiento|mouvement|mvt|bewegung|mutati|causale|operation|operazion|operacion|operac|nature$|sens$|vorgang|transaction|transazion|transaccion"
)
OF_MOVEMENTS = frozenset(("type", "order", "sale", "sales", "line"))
# German for a kind, and short for an article.
ART = ("art",)
OWNERS: tuple[Role, ...] = ("customer", "product", "description")
# What words for returns, credit notes and cancelling begin with in the seven languages; grades and price lists have other letters beside A.
BACK = frozenset("acdgnrs")
# What stands on more of the rows is not what came back.
MOST_OF_ROWS = 0.4


def flags_of_returns(
    free: Iterable[Column], money: Sequence[float | None], chosen: Mapping[Role, Column]
) -> list[str]:
    """What to say of the `free` columns whose signs or letters may take back rows that were counted as sales; `money` says by its sign what was."""
    notes = []
    product = chosen.get("product")
    called_art = [product] if product is not None and name_words(product.profile.name) == ART else []
    for column in (*free, *called_art):
        kinds = counted_kinds(column)
        if not 1 < len(kinds) <= MOST_LETTERS:
            continue
        if _holds_signs(column, kinds):
            notes += _sign_told(column, kinds, money, chosen)
        elif invalid := _not_valid(column, kinds):
            notes += _invalid_told(column, kinds, invalid, money, chosen)
        elif _may_flag(column, kinds) and not _is_of(column, chosen):
            notes += _letter_told(column, kinds, money, chosen)
    return notes


def _holds_signs(column: Column, kinds: Counter[str]) -> bool:
    name = column.profile.name.strip()
    if name not in SIGNED_NAMES and not CALLED_SIGN.fullmatch(" ".join(name_words(name))):
        return False
    minus = sum(MINUS.fullmatch(kind) is not None for kind in kinds)
    return 0 < minus < len(kinds) and minus + sum(map(_is_plus, kinds)) == len(kinds)


def _is_plus(kind: str) -> bool:
    return PLUS.fullmatch(kind) is not None


def _sign_told(
    column: Column, kinds: Counter[str], money: Sequence[float | None], chosen: Mapping[Role, Column]
) -> list[str]:
    minus = [kind for kind in kinds if not _is_plus(kind)]
    if not _all_above(column, minus, money):
        return []
    return [
        f"{column.profile.name} holds {listed_kinds(kinds)} of those looked at, and all amounts beside it are above zero, so what it takes back was counted"
        f" as sales. To take these rows out: {_taking_out(column, kinds, minus, chosen)}"
    ]


def _not_valid(column: Column, kinds: Counter[str]) -> str:
    """The no of a column that says which orders are valid; "" where it is none, or where most are not."""
    if len(kinds) != 2 or not CALLED_VALID.fullmatch(" ".join(name_words(column.profile.name))):
        return ""
    no, yes = sorted(kinds, key=lambda kind: kind.casefold() in YES)
    if no.casefold() not in NO or yes.casefold() not in YES:
        return ""
    return no if kinds[no] <= MOST_OF_ROWS * kinds.total() else ""


def _invalid_told(
    column: Column, kinds: Counter[str], no: str, money: Sequence[float | None], chosen: Mapping[Role, Column]
) -> list[str]:
    if not _all_above(column, [no], money):
        return []
    return [
        f"{column.profile.name} holds {listed_kinds(kinds)} of those looked at: by its name the orders with {no!r} are not valid, and they were counted as"
        f" sales. To take these rows out: {_taking_out(column, kinds, [no], chosen)}"
    ]


def _may_flag(column: Column, kinds: Counter[str]) -> bool:
    """Whether a few letters stand in a column that is called a type, a movement, or these letters themselves."""
    if column.profile.kind not in ("text", "boolean") or not all(map(LETTERS.fullmatch, kinds)):
        return False
    if marked_sides(column.profile.name, kinds) is not None or all(map(marks_cancelled, kinds)):
        return False
    folded = {kind.casefold() for kind in kinds}
    words = name_words(column.profile.name)
    if set(words) >= folded or words == ART:
        return True
    concepts = column.reading.concepts
    return concepts <= OF_MOVEMENTS and (
        "type" in concepts or any(CALLED_MOVEMENT.search(word) for word in words)
    )


def _is_of(column: Column, chosen: Mapping[Role, Column]) -> bool:
    """Whether letters are of the customers or of the goods: all rows of each have the same."""
    owners = [chosen[role] for role in OWNERS if role in chosen]
    return any(dependence(owner, column) == 1 for owner in owners if owner is not column)


def _letter_told(
    column: Column, kinds: Counter[str], money: Sequence[float | None], chosen: Mapping[Role, Column]
) -> list[str]:
    rarest = min(kinds, key=lambda kind: (kinds[kind], kind))
    if rarest[0].casefold() not in BACK:
        return []
    if kinds[rarest] > MOST_OF_ROWS * kinds.total() or not _all_above(column, [rarest], money):
        return []
    return [
        f"{column.profile.name} holds {listed_kinds(kinds)} of those looked at, and rows count as sales whichever it is. If {rarest!r}, say, stands for"
        f" returns or credit notes: {_taking_out(column, kinds, [rarest], chosen)}"
    ]


def _all_above(column: Column, kinds: Sequence[str], money: Sequence[float | None]) -> bool:
    """Whether all that is worth anything beside these kinds is above zero: what is below is booked as a refund already."""
    beside = [
        number
        for cell, number in zip(column.values, money, strict=False)
        if number and (cell or "").strip() in kinds
    ]
    return bool(beside) and min(beside) > 0


def _taking_out(
    column: Column, kinds: Counter[str], some: Sequence[str], chosen: Mapping[Role, Column]
) -> str:
    """The flags that take some kinds out, beside the rows that another column marks already as far as the two roles allow."""
    role = marking_role(kinds, some)
    if role == "cancelled" and role in chosen and "status" not in chosen:
        role = "status"
    mapped = {role: column}
    status = chosen.get("status")
    if role == "status" and status is not None and "cancelled" not in chosen and _marks_as_status(status):
        mapped["cancelled"] = status
    maps = [f"--map {shlex.quote(f'{one}={other.profile.name}')}" for one, other in mapped.items()]
    if role == "status" and _knows_as_yes(column, kinds, some):
        # The words that another column marks its rows by are named, since without "auto" none is known.
        words = [word for word in counted_kinds(status) if says_cancelled(word)] if status is not None else []
        return " ".join((*maps, cancelled_too((), [*some, *words])))
    return " ".join((*maps, cancelled_too(("auto",), some)))


def _knows_as_yes(column: Column, kinds: Counter[str], some: Sequence[str]) -> bool:
    """Whether "auto" would take a letter for sales as a yes, as `S` for the Spanish one, since the column is called after returns too."""
    others = (kind.casefold() for kind in kinds if kind not in some)
    return is_cancellation_flag(column.profile.name) and any(kind in YES for kind in others)


def _marks_as_status(status: Column) -> bool:
    """Whether a status marks no more rows than it does where it stands in the other role, in which a plain yes or a number marks a row too."""
    return all(says_cancelled(word) or not marks_cancelled(word) for word in counted_kinds(status))
