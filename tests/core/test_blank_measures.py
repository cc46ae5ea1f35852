"""Customers of a file of whom a measure is not known, or cannot be: they are named and not predicted, as each alone is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core import open_model, open_source
from core.errors import ColumnsError, RegularsError, UsageError
from core.models.predictor import Predictor

HEADER = "customer_id,recency,frequency,monetary"
GOOD = ("a,12,5,830", "e,80,1,20", "h,7,3,0")


def written(path: Path, *lines: str, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def learned_from(source: Path, **sections: Any) -> Predictor:
    target = source.with_suffix(".model")
    with open_source(source, **sections) as study:
        study.save_model(target)
    return open_model(target)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Predictor:
    """A model of sixty customers, each with one more order than the one before."""
    path = tmp_path_factory.mktemp("model") / "known.csv"
    return learned_from(written(path, *(f"K{n:02},{95 - n},{n},{n * 25.5}" for n in range(1, 61))))


def told(
    model: Predictor, path: Path, **sections: Any
) -> tuple[list[tuple[str, str]], pd.DataFrame, dict[str, Any]]:
    """Who is not predicted and why, who is, and all sums."""
    with model.predict_file(path, **sections) as found:
        sums = found.to_dict()
        named = [(one["customer_id"], one["why"]) for one in sums["not_predicted"]["named"]]
        assert sums["not_predicted"]["customers"] == len(named)
        return named, found.customers.to_pandas(), sums


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("c,,3,70", "nothing in recency"),
        ("c,7,,70", "nothing in frequency"),
        ("c,7,3,", "nothing in monetary"),
        ("c,7,,", "nothing in frequency"),
        ("c,7,3,   ", "nothing in monetary"),
        ("c,3,4,-500", "monetary is below zero"),
        ("c,3,4,-0.01", "monetary is below zero"),
        ("c,3,4,(500.00)", "monetary is below zero"),
    ],
)
def test_who_cannot_be_placed_is_named_and_all_others_are_as_without_them(
    model: Predictor, tmp_path: Path, row: str, why: str
) -> None:
    named, found, sums = told(model, written(tmp_path / "asked.csv", *GOOD[:2], row, GOOD[2]))
    assert named == [("c", why)]
    assert sums["beware"][0] == (
        f"1 customer of the file is not predicted: c ({why}). Put right what stands there, and ask again."
    )
    none, alone, without = told(model, written(tmp_path / "good.csv", *GOOD))
    assert not none
    pd.testing.assert_frame_equal(found, alone)
    for part in ("customers", "tiers", "segments", "drift", "outside"):
        assert sums[part] == without[part]
    assert sums["customers"] == 3


def test_one_customer_and_a_file_of_them_go_by_the_same(model: Predictor, tmp_path: Path) -> None:
    for number, (recency, frequency, monetary) in enumerate(
        [
            ("7", "3", "70"),
            ("7", "3", "0"),
            ("7", "3", "-0.5"),
            ("7", "3", ""),
            ("7", "", "70"),
            ("0", "1", "1"),
        ]
    ):
        path = written(tmp_path / f"{number}.csv", GOOD[0], f"x,{recency},{frequency},{monetary}")
        named, found, _ = told(model, path)
        try:
            alone = model.predict(recency or None, frequency or None, monetary or None)
        except UsageError:
            assert [one for one, _ in named] == ["x"]
        else:
            assert not named
            assert found.set_index("customer_id").segment["x"] == alone.placed.placing.segment


def test_those_whom_the_rules_take_and_the_others_are_named_in_one_order(
    model: Predictor, tmp_path: Path
) -> None:
    rows = ("b,soon,3,70", "c,3,4,-500", "d,,3,70", "f,7,,70", "g,7,3,", "i,7,0,0", "j,-1,2,5")
    named, found, sums = told(model, written(tmp_path / "asked.csv", *reversed(rows), *GOOD))
    assert named == [
        ("b", "recency 'soon' cannot be read"),
        ("c", "monetary is below zero"),
        ("d", "nothing in recency"),
        ("f", "nothing in frequency"),
        ("g", "nothing in monetary"),
        ("i", "no order in frequency"),
        ("j", "recency is below zero"),
    ]
    assert found.customer_id.tolist() == ["a", "e", "h"]
    assert sums["beware"][0].startswith("7 customers of the file are not predicted: b (")
    assert "g (nothing in monetary), and 2 more. Put right" in sums["beware"][0]


def test_columns_are_what_they_are_called(model: Predictor, tmp_path: Path) -> None:
    header = "Customer ID,Recency (days),Orders,Total Spent"
    path = written(tmp_path / "asked.csv", *GOOD, "k,4,,20", "l,4,2,", "m,4,2,-3", header=header)
    named, _, _ = told(model, path)
    assert named == [
        ("k", "nothing in Orders"),
        ("l", "nothing in Total Spent"),
        ("m", "Total Spent is below zero"),
    ]


def test_rows_of_a_customer_are_looked_at_together(model: Predictor, tmp_path: Path) -> None:
    # A credit beside a purchase, and money on one of two rows: what they add up to is known, and no less than nothing.
    rows = ("c,3,4,500", "c,9,1,-100", "d,3,4,70", "d,8,1,", "f,3,1,10", "f,3,1,-30")
    named, found, _ = told(model, written(tmp_path / "asked.csv", *(f"n{n},9,2,30" for n in range(9)), *rows))
    assert named == [("f", "monetary is below zero")]
    money = found.set_index("customer_id").monetary
    assert (float(money["c"]), float(money["d"])) == (400.0, 70.0)


def test_nobody_left_is_told_with_the_reasons(model: Predictor, tmp_path: Path) -> None:
    path = written(tmp_path / "asked.csv", "a,3,2,-5", "b,,2,3", "c,4,1,", "d,4,,9")
    said = re.escape(
        "Nobody in asked.csv can be predicted: a (monetary is below zero), b (nothing in recency),"
        " c (nothing in monetary), d (nothing in frequency)."
    )
    with pytest.raises(
        RegularsError, match=said.replace(re.escape("asked.csv"), r"\S*asked\.csv")
    ) as refusal:
        model.predict_file(path)
    assert refusal.value.cure == "Put right what stands there, and ask again."


def test_a_column_that_is_blank_for_all_is_refused_as_one_that_is_not_there(
    model: Predictor, tmp_path: Path
) -> None:
    path = written(tmp_path / "asked.csv", "a,3,2,", "b,4,2,")
    with pytest.raises(ColumnsError, match="monetary cannot be told from"):
        model.predict_file(path)


# Where money is not asked for, or may be below zero


def sales(path: Path, *, money: bool, customers: int = 40) -> Path:
    """Customers who bought one to five times."""
    rows = [
        f"K{n:02},{n}-{order},2024-{1 + order:02}-{1 + n % 28:02}" + (f",{5 + n}" if money else "")
        for n in range(customers)
        for order in range(n % 5 + 1)
    ]
    return written(path, *rows, header="customer,order,date" + (",amount" if money else ""))


def test_without_money_in_the_model_nobody_lacks_it(tmp_path: Path) -> None:
    silent = learned_from(sales(tmp_path / "sales.csv", money=False))
    named, found, sums = told(silent, sales(tmp_path / "later.csv", money=False, customers=12))
    assert (len(found), named) == (12, [])
    assert not [one for one in sums["beware"] if "not predicted" in one]
    for lines in (GOOD, ("a,12,5,", "e,80,1,-20", "h,7,3,0")):
        named, found, _ = told(silent, written(tmp_path / "asked.csv", *lines))
        assert (found.customer_id.tolist(), named) == (["a", "e", "h"], [])
    header = HEADER.removesuffix(",monetary")
    named, found, _ = told(silent, written(tmp_path / "short.csv", "a,12,5", "e,80,", "h,7,3", header=header))
    assert (found.customer_id.tolist(), named) == (["a", "h"], [("e", "nothing in frequency")])


def test_money_net_of_refunds_may_be_below_zero(tmp_path: Path) -> None:
    net = learned_from(sales(tmp_path / "sales.csv", money=True), customers={"refunds": "net"})
    named, found, _ = told(net, written(tmp_path / "asked.csv", *GOOD, "c,3,4,-500", "d,3,4,"))
    assert named == [("d", "nothing in monetary")]
    assert float(found.set_index("customer_id").monetary["c"]) == -500


def test_money_may_be_below_zero_where_it_was_so_for_those_learned_from(tmp_path: Path) -> None:
    rows = [f"c{n},{n},{1 + n % 4},{10.5 * n - 40}" for n in range(1, 30)]
    below = learned_from(written(tmp_path / "known.csv", *rows))
    named, found, _ = told(below, tmp_path / "known.csv")
    assert (len(found), named) == (29, [])
    named, found, sums = told(below, written(tmp_path / "asked.csv", *GOOD, "x,3,4,-500"))
    assert (len(found), named) == (4, [])
    assert "monetary of 2 customers lie outside" in " ".join(sums["beware"])


def test_sales_are_scored_as_ever(tmp_path: Path) -> None:
    path = sales(tmp_path / "sales.csv", money=True)
    named, found, _ = told(learned_from(path), path)
    assert (len(found), named) == (40, [])


def test_a_customer_whose_sales_have_no_money_is_named(tmp_path: Path) -> None:
    model = learned_from(sales(tmp_path / "sales.csv", money=True))
    later = sales(tmp_path / "later.csv", money=True, customers=12)
    with later.open("a") as file:
        file.write("Z1,900,2024-03-01,\nZ2,901,2024-03-01,\nZ2,902,2024-04-01,12\n")
    named, found, _ = told(model, later, rules={"price": False})
    assert named == [("Z1", "monetary is not known")]
    assert len(found) == 13


def test_classifiers_say_of_each_what_they_say_without_the_others(tmp_path: Path) -> None:
    rows = [f"K{n:03},{1 + n * 7 % 97},{1 + n % 9},{(1 + n % 9) * (5 + n % 11)}" for n in range(200)]
    taught = learned_from(
        written(tmp_path / "known.csv", *rows),
        classifier={"on": True, "targets": ["tier"], "models": ["logistic"]},
    )
    assert taught.model.classifiers
    bad: Sequence[str] = ("b,7,,70", "f,7,3,", "z,3,4,-500")
    named, found, _ = told(taught, written(tmp_path / "asked.csv", *bad, *GOOD))
    assert [one for one, _ in named] == ["b", "f", "z"]
    _, alone, _ = told(taught, written(tmp_path / "good.csv", *GOOD))
    assert "predicted_tier" in found
    pd.testing.assert_frame_equal(found, alone)
