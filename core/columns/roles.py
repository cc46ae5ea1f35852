"""Which column plays which role: the assignment that fits names, values and their relations best, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from core.columns.attributes import find_attributes
from core.columns.clock import clock_beside
from core.columns.companies import company_that_bought
from core.columns.currencies import in_one_currency
from core.columns.delivered import less_ordered
from core.columns.evidence import Column
from core.columns.fitting import LEAST_FIT, Fit, fit_of, less_bought, less_constants, with_plain_customer
from core.columns.former_prices import less_former
from core.columns.later_dates import less_later, when_registered
from core.columns.marks import second_mark, status_that_tells
from core.columns.naming import ROLES, Role, name_roles
from core.columns.notes import sales_notes
from core.columns.numbering import less_numbers, may_name_customers, rows_as_orders
from core.columns.owners import owner_of_patients
from core.columns.profile import ColumnProfile
from core.columns.readymade import Placed, find_ready_made, given_measures, perhaps_customers
from core.columns.relations import Relations
from core.columns.role_guess import RoleGuess
from core.columns.words import are_letters, header_language
from core.columns.worth import settle_money

__all__ = ["ROLES", "Guess", "Role", "Shape", "guess_roles", "holds_customers"]

Shape = Literal["sales", "customers", "summary", "unknown"]

# The order in which roles are filled: what others are judged by comes first.
FILLED_IN_TURN: tuple[Role, ...] = (
    "date", "customer", "order", "product", "quantity", "price", "amount", "order_total", "discount", "description", "country", "status",
)  # fmt: skip
CANDIDATES_A_ROLE = 5
BEAM = 48
# What makes a table a table of sales, and how much.
SALES_WEIGHT: dict[Role, float] = {
    "customer": 3.0, "date": 3.0, "amount": 1.5, "order": 1.2, "quantity": 1.0, "price": 1.0, "order_total": 1.0, "product": 0.6,
    "description": 0.2, "status": 0.2, "country": 0.2, "discount": 0.2,
}  # fmt: skip
READY_MADE_SCORE = 4.0


@dataclass(frozen=True, slots=True)
class Guess:
    """What a table seems to be."""

    shape: Shape
    roles: dict[Role, RoleGuess]
    """Only the roles that a column fills."""
    attributes: tuple[str, ...]
    notes: tuple[str, ...]
    score: float
    """How much it is like a table of sales, to choose among tables."""
    language: str = ""
    """The language of the column names ("en", "nl", ...), or "" where they do not tell."""
    measures: dict[Role, RoleGuess] = field(default_factory=dict)
    """What columns would be if the rows were customers already; nothing where that is what they are."""


@dataclass(frozen=True, slots=True)
class _Partial:
    """Roles filled so far, as positions among the candidates, and what that is worth."""

    total: float
    chosen: tuple[tuple[Role, int], ...] = ()

    def with_role(self, role: Role, position: int, gain: float) -> _Partial:
        return _Partial(self.total + gain, (*self.chosen, (role, position)))


def guess_roles(profiles: Sequence[ColumnProfile], columns: Sequence[Sequence[str | None]]) -> Guess:
    """Guess what each column is from its name, its values, and what repeats within what."""
    table = _considered(profiles, columns)
    language = header_language(profile.name for profile in profiles)
    ready_made = find_ready_made(table)
    if ready_made is not None:
        roles = _placed_roles(ready_made.roles, table)
        places = {role: guess.position for role, guess in roles.items() if guess.position is not None}
        return Guess(
            shape=ready_made.shape,
            roles=roles,
            attributes=tuple(table[position].profile.name for position in find_attributes(table, places)),
            notes=ready_made.notes,
            score=READY_MADE_SCORE,
            language=language,
        )
    understood = sum(column.name.understood for column in table)
    fits = _all_fits(table, names_understood=understood * 2 >= max(1, len(table)))
    relations = Relations(table, fits)
    best = _best_assignment(fits, relations)
    chosen = with_plain_customer(dict(best.chosen), fits["customer"], table)
    if (owner := owner_of_patients(chosen, table)) is not None:
        fits["customer"][owner[0]] = owner[1]
        others = {role: place for role, place in chosen.items() if place != owner[0]}
        chosen = {**others, "customer": owner[0]}
    if (company := company_that_bought(chosen, table)) is not None and company[1] is not None:
        fits["customer"][company[0]] = company[1]
        others = {role: place for role, place in chosen.items() if place != company[0]}
        chosen = {**others, "customer": company[0]}
    chosen, notes = settle_money(chosen | in_one_currency(chosen, table), table, relations)
    notes = (*notes, *(found[2] for found in (owner, company) if found is not None))
    chosen = _called_by_what_is_left(chosen, fits, table)
    if (registered := when_registered(chosen, table)) is not None:
        chosen["date"] = registered.position
        fits["date"][registered.position] = registered.fit
        notes = (*notes, registered.note)
    notes = (*notes, *rows_as_orders(chosen, table))
    if (status := status_that_tells(chosen, fits["status"], table)) is not None:
        chosen["status"] = status
    names = chosen.get("customer")
    if (ids := relations.id_behind_name(chosen.items())) is not None:
        chosen["customer"] = ids
    roles = {role: _role_guess(role, chosen, fits, relations, table) for role in chosen}
    if ids is not None and names is not None:
        roles["customer"] = _id_instead_of_name(roles["customer"], table[ids], table[names])
    partners, of_partners = _partners(chosen, fits, table)
    chosen |= {role: guess.position for role, guess in partners.items() if guess.position is not None}
    roles |= partners
    notes = (*notes, *of_partners)
    attributes = find_attributes(table, chosen)
    notes = (*perhaps_customers(table, chosen), *notes, *sales_notes(chosen, table, relations, attributes))
    score = sum(
        SALES_WEIGHT[role] * min(1.0, fits[role][position].score)
        for role, position in chosen.items()
        if position in fits.get(role, {})
    )
    enough = len(chosen.keys() & {"customer", "date", "order", "amount", "order_total", "price"}) >= 2
    return Guess(
        shape="sales" if enough else "unknown",
        roles={role: roles[role] for role in ROLES if role in roles},
        attributes=tuple(table[position].profile.name for position in attributes),
        notes=notes,
        score=round(score, 3),
        language=language,
        measures=_measures(table, roles),
    )


def _measures(table: Sequence[Column], roles: Mapping[Role, RoleGuess]) -> dict[Role, RoleGuess]:
    """What columns would be if the rows were customers already: what each row is worth is then what a customer spent."""
    measures = _placed_roles(given_measures(table), table)
    worth = roles.get("amount") or roles.get("order_total")
    if "monetary" not in measures and worth is not None:
        measures["monetary"] = replace(worth, role="monetary")
    return measures


def holds_customers(profiles: Sequence[ColumnProfile], columns: Sequence[Sequence[str | None]]) -> bool:
    """Whether a table has one row a customer already, and is none of sales."""
    return find_ready_made(_considered(profiles, columns)) is not None


def _considered(profiles: Sequence[ColumnProfile], columns: Sequence[Sequence[str | None]]) -> list[Column]:
    table = [Column(profile, values) for profile, values in zip(profiles, columns, strict=True)]
    if are_letters([profile.name for profile in profiles]):
        for column in table:
            column.name = name_roles("")
    return table


def _all_fits(table: Sequence[Column], *, names_understood: bool) -> dict[Role, dict[int, Fit]]:
    """For each role its best candidates, by position."""
    fits: dict[Role, dict[int, Fit]] = {}
    for role in FILLED_IN_TURN:
        found = {
            column.position: fit
            for column in table
            if (fit := fit_of(column, role, names_understood=names_understood)) is not None and fit.score > 0
        }
        dates = fits.get("date")
        date = table[next(iter(dates))] if dates else None
        found = less_later(role, less_bought(role, less_constants(role, found, table), table), table)
        found = less_ordered(role, less_numbers(role, found, table, date), table)
        found = less_former(role, found, table)
        best = sorted(found, key=lambda position: (-found[position].score, position))[:CANDIDATES_A_ROLE]
        fits[role] = {position: found[position] for position in best}
    return fits


def _best_assignment(fits: dict[Role, dict[int, Fit]], relations: Relations) -> _Partial:
    """The assignment with the largest total, by a beam search over the roles in turn."""
    beam = [_Partial(0.0)]
    for role in FILLED_IN_TURN:
        grown = list(beam)
        for partial in beam:
            taken = {position for _, position in partial.chosen}
            for position, fit in fits[role].items():
                if position in taken:
                    continue
                gain = fit.score - LEAST_FIT + relations.gain(role, position, partial.chosen)
                if gain > 0:
                    grown.append(partial.with_role(role, position, gain))
        beam = sorted(grown, key=lambda partial: (-partial.total, partial.chosen))[:BEAM]
    return beam[0]


def _called_by_what_is_left(
    chosen: Mapping[Role, int], fits: Mapping[Role, Mapping[int, Fit]], table: Sequence[Column]
) -> dict[Role, int]:
    """The roles where what is called something, or somebody, is who bought: nothing in the table is of goods, and no other is a customer."""
    called = chosen.get("description")
    if called is None or chosen.keys() & {"customer", "product", "quantity", "price"}:
        return dict(chosen)
    if called not in fits["customer"] or not may_name_customers(table[called]):
        return dict(chosen)
    settled = dict(chosen)
    settled["customer"] = settled.pop("description")
    return settled


def _partners(
    chosen: Mapping[Role, int], fits: Mapping[Role, Mapping[int, Fit]], table: Sequence[Column]
) -> tuple[dict[Role, RoleGuess], tuple[str, ...]]:
    """The roles that columns play beside another: the time of a date, and what marks cancelled rows beside the status."""
    found: dict[Role, tuple[Column, str]] = {}
    clock = clock_beside(table[chosen["date"]], table, chosen.values()) if "date" in chosen else None
    if clock is not None:
        date = table[chosen["date"]].profile.name
        found["time"] = clock, f"it holds times of day, which {date} does not"
    mark, notes = second_mark(chosen, fits["status"], table)
    if mark is not None:
        found["cancelled"] = mark.column, mark.reason
    return {
        role: RoleGuess(role, column.profile.name, column.position, reason, None, "")
        for role, (column, reason) in found.items()
    }, notes


def _role_guess(
    role: Role,
    chosen: dict[Role, int],
    fits: dict[Role, dict[int, Fit]],
    relations: Relations,
    table: Sequence[Column],
) -> RoleGuess:
    position = chosen[role]
    fit = fits[role].get(position) or next(
        (known[position] for known in fits.values() if position in known), None
    )
    reason = fit.reason if fit else "no other column fits better"
    others = [(other, place) for other, place in chosen.items() if other != role]
    reason += relations.reason(role, position, others)
    taken = set(chosen.values())
    rivals = [
        (fit.score + relations.gain(role, rival, others), rival, fit)
        for rival, fit in fits[role].items()
        if rival not in taken
    ]
    ranked = sorted(rivals, key=lambda rival: (-rival[0], rival[1]))
    if not ranked or ranked[0][0] <= 0:
        return RoleGuess(role, table[position].profile.name, position, reason, None, "")
    _, second, second_fit = ranked[0]
    why = second_fit.reason + relations.against(role, second, position, others)
    return RoleGuess(role, table[position].profile.name, position, reason, table[second].profile.name, why)


def _id_instead_of_name(guess: RoleGuess, ids: Column, names: Column) -> RoleGuess:
    told, merged = ids.profile, names.profile
    return replace(
        guess,
        reason=f"each of its {told.distinct:,} values belongs to one of the {merged.distinct:,} in {merged.name}, which customers of one name share",
        runner_up=merged.name,
        runner_up_reason=f"it holds names, of which {told.name} tells customers apart",
    )


def _placed_roles(found: Mapping[Role, Placed], table: Sequence[Column]) -> dict[Role, RoleGuess]:
    """The roles as guesses, in their usual order."""
    roles: dict[Role, RoleGuess] = {}
    for role in ROLES:
        if role in found:
            position, reason, rival, rival_reason = found[role]
            runner_up = table[rival].profile.name if rival is not None else None
            roles[role] = RoleGuess(
                role, table[position].profile.name, position, reason, runner_up, rival_reason
            )
    return roles
