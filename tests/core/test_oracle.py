"""The engine against plain Python on random tables: RFM, scores, value, tiers, segments and the ledger's sums."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.recipe import Recipe
from tests.support.examples import examples
from tests.support.lines import AS_OF, Line, ledger_of, run_stages

START = datetime(2028, 1, 1)
lines = st.lists(
    st.builds(
        Line,
        customer=st.sampled_from([None, "a", "b", "c", "d", "e", "f", "g"]),
        order_id=st.sampled_from([None, "1", "2", "3", "C4", "c5", "6", "7", "8"]),
        purchased_at=st.none()
        | st.integers(0, 799).map(lambda days: START + timedelta(days=days, hours=days % 24)),
        quantity=st.none() | st.integers(-3, 40).map(float),
        price=st.none() | st.integers(-100, 5000).map(lambda cents: cents / 100),
        unreadable=st.sampled_from([None] * 9 + ["date"]),
    ),
    max_size=60,
)


def bucket_of(line: Line, as_of: date) -> str:
    if line.unreadable:
        return "unreadable"
    if line.purchased_at and line.purchased_at.date() >= as_of:
        return "after as-of"
    if line.customer is None:
        return "missing customer"
    if line.purchased_at is None:
        return "missing date"
    if line.order_id and line.order_id.upper().startswith("C"):
        return "cancelled"
    if line.quantity is None or line.quantity <= 0:
        return "quantity <= 0"
    return "price <= 0" if line.price is None or line.price <= 0 else "kept"


def amount_of(line: Line) -> Decimal:
    if line.quantity is None or line.price is None:
        return Decimal(0)
    return Decimal(str(line.quantity)) * Decimal(str(line.price))


def oracle(table: list[Line], as_of: date) -> dict[str, tuple[object, ...]]:
    """RFM and scores in plain Python."""
    kept = [line for line in table if bucket_of(line, as_of) == "kept"]
    rfm = {}
    for name in {line.customer for line in kept}:
        own = [line for line in kept if line.customer == name]
        orders = {line.order_id or line.purchased_at for line in own}
        rfm[name] = (
            (as_of - max(line.purchased_at for line in own).date()).days,
            len(orders),
            sum(map(amount_of, own)),
        )
    worse = {
        name: [
            sum(o[0] > mine[0] for o in rfm.values()),
            sum(o[1] < mine[1] for o in rfm.values()),
            sum(o[2] < mine[2] for o in rfm.values()),
        ]
        for name, mine in rfm.items()
    }
    same = [len({o[i] for o in rfm.values()}) == 1 for i in range(3)]
    scores = {
        name: tuple(3 if same[i] else 1 + 5 * worse[name][i] // len(rfm) for i in range(3)) for name in rfm
    }
    value = {name: sum(worse[name]) for name in rfm}
    below = {name: sum(other < value[name] for other in value.values()) for name in rfm}
    tier = {
        name: "High"
        if 4 * below[name] >= 3 * len(rfm)
        else "Medium"
        if 2 * below[name] >= len(rfm)
        else "Low"
        for name in rfm
    }
    return {name: (*rfm[name], *scores[name], value[name], tier[name]) for name in rfm}


def grid_name(r: int, f: int) -> str:
    """The default grid, from its definition."""
    if r <= 2:
        return "Hibernating" if f <= 2 else "At Risk" if f <= 4 else "Can't Lose Them"
    if r == 3:
        return "About to Sleep" if f <= 2 else "Need Attention" if f == 3 else "Loyal"
    if f == 1:
        return "Promising" if r == 4 else "New"
    return "Potential Loyalist" if f <= 3 else "Loyal" if r == 4 else "Champions"


@examples(40)
@given(lines)
def test_the_engine_equals_plain_python(table: list[Line]) -> None:
    found = {
        row["customer_id"]: (
            row["recency"],
            row["frequency"],
            row["monetary"],
            row["r"],
            row["f"],
            row["m"],
            row["value"],
            row["tier"],
        )
        for row in run_stages(table)["segments"]
    }
    assert found == oracle(table, AS_OF)


@examples(25)
@given(lines)
def test_segments_follow_the_grid(table: list[Line]) -> None:
    for row in run_stages(table)["segments"]:
        assert row["segment"] == grid_name(row["r"], row["f"])
        assert row["rfm"] == f"{row['r']}{row['f']}{row['m']}"


@examples(25)
@given(lines, st.integers(0, 900))
def test_rows_and_money_are_conserved_whatever_the_as_of_date(table: list[Line], days: int) -> None:
    as_of = (START + timedelta(days=days)).date()
    ledger = ledger_of(table, as_of=as_of)
    for bucket in {*ledger, *(bucket_of(line, as_of) for line in table)}:
        mine = [line for line in table if bucket_of(line, as_of) == bucket]
        total = sum(map(amount_of, mine), Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert ledger.get(bucket, (0, 0.0)) == (len(mine), float(total)), bucket


@examples(20)
@given(lines, st.randoms(use_true_random=False))
def test_shuffling_rows_changes_nothing(table: list[Line], random: object) -> None:
    before = sorted(run_stages(table)["segments"], key=lambda row: row["customer_id"])
    shuffled = list(table)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sorted(run_stages(shuffled)["segments"], key=lambda row: row["customer_id"]) == before


@examples(25)
@given(lines)
def test_equal_values_score_equal_and_better_never_scores_lower(table: list[Line]) -> None:
    customers = run_stages(table)["segments"]
    for measure, letter, sign in (("recency", "r", -1), ("frequency", "f", 1), ("monetary", "m", 1)):
        for one in customers:
            for other in customers:
                if one[measure] == other[measure]:
                    assert one[letter] == other[letter]
                elif sign * one[measure] > sign * other[measure]:
                    assert one[letter] >= other[letter]


@examples(20)
@given(lines)
def test_net_scores_by_what_is_left(table: list[Line]) -> None:
    net = Recipe().with_value("customers.refunds", "net")
    gross = {row["customer_id"]: row for row in run_stages(table)["segments"]}
    for row in run_stages(table, net)["segments"]:
        cancelled = [
            line
            for line in table
            if line.customer == row["customer_id"] and bucket_of(line, AS_OF) == "cancelled"
        ]
        refunded = sum((min(amount_of(line), Decimal(0)) for line in cancelled), Decimal(0))
        assert row["refunded"] == refunded
        assert row["monetary"] == row["net"] == gross[row["customer_id"]]["monetary"] + refunded
        assert (row["recency"], row["frequency"]) == (
            gross[row["customer_id"]]["recency"],
            gross[row["customer_id"]]["frequency"],
        )


def test_fixed_thresholds_replace_quantiles() -> None:
    table = [
        Line(str(n), str(n), datetime(2029, 12, 31) - timedelta(days=10 * n), 1.0, float(10 * n + 5))
        for n in range(8)
    ]
    recipe = Recipe().with_values(
        [("scores.recency", "[10, 30, 50, 60]"), ("scores.monetary", "[15, 25, 45, 80]")]
    )
    rows = {row["customer_id"]: row for row in run_stages(table, recipe)["scores"]}
    for row in rows.values():
        assert row["r"] == 1 + sum(row["recency"] <= limit for limit in (10, 30, 50, 60))
        assert row["m"] == 1 + sum(float(row["monetary"]) >= limit for limit in (15, 25, 45, 80))
    assert {row["r"] for row in rows.values()} == {1, 2, 3, 4, 5}
