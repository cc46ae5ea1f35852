"""What a profile says of a column, against counts in plain Python."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.columns.profile import ColumnProfile, profile_columns


def profile(values: list[str | None], name: str = "thing", native: str = "") -> ColumnProfile:
    return profile_columns([name], [values], natives=[native])[0]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "2", "3"], "number"),
        (["1.5", "2", "-3.25"], "number"),
        (["1,5", "2,25", "1.000,75"], "number"),
        (["€ 1,50", "€ 2,25"], "number"),
        (["n/a", "12", "n/a", "NULL", "7", "-"], "number"),
        (["a", "b", ""], "text"),
        (["85123A", "71053", "84406B"], "text"),
        (["", None, "  "], "empty"),
        ([], "empty"),
        (["yes", "no", "Yes"], "boolean"),
        (["true", "true"], "boolean"),
        (["0", "1", "1"], "boolean"),
        (["ja", "nein"], "boolean"),
        (["y", "n", ""], "boolean"),
        (["M", "F"], "text"),
        (["1", "1"], "number"),
        (["2024-01-05", "2024-02-06"], "date"),
        (["2024-01-05 10:11:12", "2024-02-06 00:00:00"], "date"),
        ([f"1997{month:02d}18" for month in range(1, 13)], "date"),
        ([f"1997{month:02d}181205" for month in range(1, 13)], "date"),
        (["19971301", "19970118", "99980630"], "number"),
        (["25/12/2023", "03/01/2024", "31/01/2024"], "date"),
        (["12345678", "20240101"], "number"),
    ],
)
def test_kinds(values: list[str | None], kind: str) -> None:
    assert profile(values).kind == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Invoice Date", "date"), ("Rechnungsdatum", "date"), ("stock", "number"), ("column 1", "number")],
)
def test_serials_are_dates_where_the_name_says_so(name: str, kind: str) -> None:
    assert profile(["45123", "45124", "45190", "45201"], name).kind == kind


def test_numbers_of_a_typed_source_are_numbers() -> None:
    found = profile(["1.0", "2.0", None], native="number")
    assert (found.kind, found.whole, found.ends_in_dot_zero, found.missing) == ("number", True, True, 1)


def test_dates_of_a_typed_source_are_dates() -> None:
    found = profile(["2024-03-01 00:00:00", "2024-01-05 10:00:00"], native="date")
    assert (found.kind, found.minimum, found.maximum) == (
        "date",
        "2024-01-05 10:00:00",
        "2024-03-01 00:00:00",
    )


def test_numbers_have_extremes_by_size_and_counts_of_signs() -> None:
    found = profile(["10", "9", "-2", "0", "0", "", "100"])
    assert (found.minimum, found.maximum, found.negative, found.zero, found.whole) == (
        "-2",
        "100",
        1,
        2,
        True,
    )
    assert not profile(["1", "2.5"]).whole


def test_dates_have_extremes_by_time_and_not_by_letters() -> None:
    found = profile(["01/02/2024", "25/12/2023", "13/01/2024"])
    assert (found.minimum, found.maximum) == ("25/12/2023", "01/02/2024")


def test_ids_of_a_spreadsheet_end_in_point_zero() -> None:
    assert profile(["13085.0", "12346.0"]).ends_in_dot_zero
    assert not profile(["13085.0", "12346"]).ends_in_dot_zero
    assert not profile(["", None]).ends_in_dot_zero


def test_one_column_tells_how_another_writes_its_numbers() -> None:
    undecided = ["1.234", "2.345"]
    (alone,) = profile_columns(["a"], [undecided])
    beside, _ = profile_columns(["a", "b"], [undecided, ["1,5", "2,75"]])
    assert alone.numbers is not None
    assert alone.numbers.decimal == "."
    assert beside.numbers is not None
    assert beside.numbers.decimal == ","
    assert beside.whole


def test_one_column_tells_how_another_writes_its_dates() -> None:
    undecided = ["01/02/2024", "02/03/2024"]
    first, second = profile_columns(["shipped", "ordered"], [undecided, ["02/25/2024", "03/31/2024"]])
    assert first.dates is not None
    assert second.dates is not None
    assert second.dates.order == "mdy"
    assert first.dates.order == "mdy"


def test_repeated_values_are_counted_and_unique_ones_are_not() -> None:
    assert profile(["a", "b", "a"]).common == (("a", 2), ("b", 1))
    assert profile(["a", "b"]).common == ()


CELLS = st.one_of(
    st.none(),
    st.sampled_from(["", " ", "a", " a ", "1", "2.5", "2024-01-01", "yes", "no", "12 %", "(3)", "x" * 300]),
    st.text(max_size=12),
)


@given(st.lists(CELLS, max_size=40))
def test_counts_are_those_of_plain_python(values: list[str | None]) -> None:
    filled = [value.strip() for value in values if value and value.strip()]
    found = profile(values)
    assert found.rows == len(values)
    assert found.missing == len(values) - len(filled)
    assert found.distinct == len(set(filled))
    assert found.filled == len(filled)
    assert set(found.examples) <= set(filled)
    assert found.mean_length == (round(sum(map(len, filled)) / len(filled), 2) if filled else 0)
    if found.common:
        counts = Counter(filled)
        assert all(counts[value] == count for value, count in found.common)
        assert found.common[0][1] == max(counts.values())


def test_ten_thousand_columns() -> None:
    dice = random.Random(2)
    columns = [[str(dice.randint(0, 1000) + number % 2 * 0.5) for _ in range(20)] for number in range(10_000)]
    found = profile_columns([f"measure {number}" for number in range(10_000)], columns)
    assert {column.kind for column in found} == {"number"}
