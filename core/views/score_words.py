"""How one customer's scores, tier and segment came about, in words with exact figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.figures import share_text
from core.maps import rules_for, segment_map
from core.scores import LETTER, MEASURES, TIERS
from core.views.placing import risen_cuts, rules_of

if TYPE_CHECKING:
    from core.views.placing import Population
    from core.views.result import ResultData


@dataclass(frozen=True, slots=True)
class ScoreWords:
    """One score: how many customers are worse, as good and better, and the sentence."""

    measure: str
    letter: str
    score: int
    value: float | None
    worse: int
    as_good: int
    """Others with the very same."""
    customers: int
    text: str


@dataclass(frozen=True, slots=True)
class TierWords:
    """Value and tier, and what is missing to the next."""

    value: int
    most: int
    """What value could nearly be: three times the number of customers."""
    tier: str
    next_tier: str
    """Empty at the top, or where too few customers are there to be below."""
    missing: int | None
    """Points of value to the next tier, if everybody else's stays."""
    text: str


@dataclass(frozen=True, slots=True)
class SegmentWords:
    """The segment, and the scores that the map gives it."""

    segment: str
    rule: str
    text: str


def score_words(data: ResultData, customer_id: str) -> tuple[ScoreWords, ...]:
    """The three scores of a customer; one look at all customers."""
    picked = ", ".join((*MEASURES, *LETTER.values()))
    mine = data.rows(f"SELECT {picked} FROM customers WHERE customer_id = ?", [customer_id])
    if not mine:
        return ()
    values, scores = mine[0][:3], mine[0][3:]
    counts = ", ".join(
        f"count(*) FILTER (WHERE customers.{name} {'>' if name == 'recency' else '<'} mine.{name}),"
        f" count(*) FILTER (WHERE customers.{name} = mine.{name}),"
        f" min(customers.{name}) IS NOT DISTINCT FROM max(customers.{name})"
        for name in MEASURES
    )
    found = data.rows(
        f"""SELECT count(*), {counts}
            FROM customers, (SELECT {", ".join(MEASURES)} FROM customers WHERE customer_id = ?) AS mine""",
        [customer_id],
    )[0]
    customers = int(found[0])
    words = []
    for at, measure in enumerate(MEASURES):
        worse, alike, silent = found[1 + 3 * at : 4 + 3 * at]
        line = ScoreWords(
            measure=measure,
            letter=LETTER[measure],
            score=int(scores[at]),
            value=_plain(values[at]),
            worse=int(worse),
            as_good=max(0, int(alike) - 1),
            customers=customers,
            text="",
        )
        words.append(_with_text(data, line, silent=bool(silent)))
    return tuple(words)


def tier_words(data: ResultData, customer_id: str, population: Population | None = None) -> TierWords | None:
    """A customer's value and tier; `population` saves looking for the tiers' cuts again."""
    rows = data.rows(
        'SELECT "value", tier, (SELECT count(*) FROM customers) FROM customers WHERE customer_id = ?',
        [customer_id],
    )
    if not rows:
        return None
    value, tier, customers = int(rows[0][0]), str(rows[0][1]), int(rows[0][2])
    cuts = population.risen_cuts if population else risen_cuts(data)
    above = TIERS.index(tier) - 1
    cut = cuts[above] if above >= 0 else None
    missing = None if cut is None else cut - value
    share = share_text(value / (3 * customers))
    text = f"Value {value:,} of at most {3 * customers:,} ({share}): tier {tier}."
    if missing is not None:
        points = "one more point" if missing == 1 else f"{missing:,} more points"
        text += f" With {points} and all others as they are it would be {TIERS[above]}."
    elif above >= 0:
        text += f" There are too few customers for anybody to rise to {TIERS[above]}."
    return TierWords(value, 3 * customers, tier, TIERS[above] if missing is not None else "", missing, text)


def segment_words(data: ResultData, segment: str, scores: Sequence[Any]) -> SegmentWords:
    """A segment with the scores that the map gives it, as a map of one's own would write them."""
    recipe = data.result.recipe
    named = segment_map(recipe.segments, recipe.scores.q)
    boxes = dict(rules_for(named))[segment]
    rule = ", ".join(box.words(named.q) for box in boxes)
    mine = " ".join(f"{letter}{score}" for letter, score in zip("rfm", scores, strict=True))
    return SegmentWords(segment, rule, f"{segment}: {rule}; here {mine}.")


def _with_text(data: ResultData, line: ScoreWords, *, silent: bool) -> ScoreWords:
    limits = rules_of(data.result.recipe).thresholds[MEASURES.index(line.measure)]
    subject, worse, nobody, others = _phrases(data, line)
    ends = f"{line.letter} = {line.score}"
    if limits and line.value is not None:
        compared = f"by the fixed thresholds {', '.join(f'{limit:g}' for limit in limits)}"
    elif line.value is None:
        compared = (
            "the least there is" if limits or not silent else "nor is it of anybody, so it says nothing"
        )
    elif silent:
        compared = "the same for all customers, so it says nothing"
    elif line.worse:
        share = share_text(line.worse / line.customers)
        compared = f"{worse} {line.worse:,} of {line.customers:,} customers ({share})"
    else:
        compared = nobody
    text = f"{subject}, {compared}: {ends}."
    if line.value is not None and not silent and not limits and line.as_good:
        one, several = others
        text += f" {'One other' if line.as_good == 1 else f'{line.as_good:,} others'} {one if line.as_good == 1 else several}."
    return replace(line, text=text)


def _phrases(data: ResultData, line: ScoreWords) -> tuple[str, str, str, tuple[str, str]]:
    """What the customer did, how that compares, what is said where nobody is worse, and of others who did the same."""
    number = line.value
    if line.measure == "recency":
        days = "" if number is None else f"{number:,.0f} day{'' if number == 1 else 's'}"
        until = f"before {data.result.as_of}" if data.result.as_of else "ago"
        subject = f"Last bought {days} {until}" if days else "It is not known when they last bought"
        return (
            subject,
            "more recently than",
            "nobody was away longer",
            ("was away as long", "were away as long"),
        )
    if line.measure == "frequency":
        subject = (
            "The number of orders is not known"
            if number is None
            else f"{number:,.0f} order{'' if number == 1 else 's'}"
        )
        return subject, "more than", "nobody has fewer", ("has as many", "have as many")
    subject = "What they spent is not known" if number is None else f"{number:,.2f} spent"
    return subject, "more than", "nobody spent less", ("spent as much", "spent as much")


def _plain(value: int | Decimal | None) -> float | None:
    return float(value) if isinstance(value, Decimal) else value
