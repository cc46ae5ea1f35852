"""Mailing lists: who is on them, in which order, and that nothing in them acts as a formula or is half written."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import OutputError, RegularsError, UsageError
from core.views.mailing import (
    GUARDED,
    PLAIN_NUMBER,
    UNGUARD,
    Members,
    count_members,
    guarded_text,
    mailing_columns,
    write_mailing,
)
from core.views.result import ResultData
from tests.support.lines import connection
from tests.support.studied import SAMPLE, looked_at, ready_made, without_amounts, written

USUAL = ["customer_id", "country", "segment", "tier", "recency", "frequency", "monetary", "net", "last_purchase"]  # fmt: skip
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "'=1",
    "O'Neill",
    "Anna",
    "+31612345678",
    "-12",
    "\t=1",
]


@pytest.fixture(scope="module")
def sample() -> Iterator[ResultData]:
    with looked_at(SAMPLE) as data:
        yield data


@pytest.fixture(scope="module")
def hostile() -> Iterator[ResultData]:
    """A shop whose customers' names, ids and a heading begin like formulas."""
    rows = [
        (f"{'-' if number % 2 else '='}{number}x", f"o{number}", f"2025-01-{1 + number % 28:02d}", 5 + number, name, f"m{number}@x.nl")
        for number, name in enumerate(HOSTILE * 3)
    ]  # fmt: skip
    path = written("hostile.csv", ("customer_id", "order_id", "order_date", "amount", "=name", "email"), rows)
    with looked_at(path, ("columns.attributes", "=name, email")) as data:
        yield data


def read(path: Path | str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_list_is_its_members_by_value(sample: ResultData, tmp_path: Path) -> None:
    done = write_mailing(
        sample, tmp_path / "list.csv", Members(segments=("Champions", "Loyal"), tiers=("High",))
    )
    everyone = pd.read_parquet(sample.result.customers_path)
    wanted = everyone[everyone.segment.isin(["Champions", "Loyal"]) & (everyone.tier == "High")]
    wanted = wanted.sort_values(["value", "customer_id"], ascending=[False, True])
    rows = read(done.path)
    assert list(rows[0]) == USUAL == list(done.columns)
    assert [row["customer_id"] for row in rows] == list(wanted.customer_id)
    assert [row["monetary"] for row in rows] == [f"{amount:.2f}" for amount in wanted.monetary]
    assert (done.customers, done.guarded) == (len(wanted), 0)
    assert done.path == str(tmp_path / "list.csv")
    assert list(tmp_path.iterdir()) == [tmp_path / "list.csv"]


def test_equal_customers_come_by_id(tmp_path: Path) -> None:
    path = written("equal.csv", ("customer", "date", "amount"), [(name, "2025-01-01", 5) for name in "dbaec"])
    with looked_at(path) as data:
        write_mailing(data, tmp_path / "list.csv", Members())
    assert [row["customer_id"] for row in read(tmp_path / "list.csv")] == list("abcde")


def test_the_three_kinds_say_the_same(sample: ResultData, tmp_path: Path) -> None:
    tier = Members(tiers=("Medium",))
    for kind in ("csv", "xlsx", "parquet"):
        write_mailing(sample, tmp_path / f"list.{kind}", tier)
    parquet = pd.read_parquet(tmp_path / "list.parquet")
    book = pd.read_excel(tmp_path / "list.xlsx", dtype={"customer_id": str})
    text = pd.read_csv(tmp_path / "list.csv", dtype={"customer_id": str}, parse_dates=["last_purchase"])
    assert len(parquet) == count_members(sample, tier)
    for name in USUAL:
        assert list(parquet[name]) == list(text[name]), name
        if name == "last_purchase":
            assert (parquet[name] - book[name]).abs().max() < pd.Timedelta(seconds=1)
        else:
            assert list(parquet[name]) == list(book[name]), name


def test_ids_and_conditions_choose(sample: ResultData, tmp_path: Path) -> None:
    ids = tuple(row[0] for row in sample.rows("SELECT customer_id FROM customers LIMIT 7"))
    assert count_members(sample, Members(ids=(*ids, ids[0], "nobody", "x'y\0z"))) == 7
    assert count_members(sample, Members(ids=())) == 0
    assert count_members(sample, Members()) == 913
    few = Members(ids=ids, condition="frequency > 3 OR frequency <= 3")
    assert count_members(sample, few) == 7
    write_mailing(sample, tmp_path / "l.csv", Members(ids=ids), ["tier", "customer_id", "tier"])
    rows = read(tmp_path / "l.csv")
    assert list(rows[0]) == ["tier", "customer_id"]
    assert {row["customer_id"] for row in rows} == set(ids)


# Formulas


def test_no_csv_cell_is_a_formula(hostile: ResultData, tmp_path: Path) -> None:
    done = write_mailing(hostile, tmp_path / "list.csv", Members())
    rows = read(done.path)
    cells = [*rows[0], *(cell for row in rows for cell in row.values())]
    assert not [cell for cell in cells if re.match("[=+@-]", cell) and not re.fullmatch(PLAIN_NUMBER, cell)]
    assert {"+31612345678", "-12", "O'Neill", "Anna"} <= {row["'=name"] for row in rows}
    # Every id begins with a sign; of every ten names six are guarded; and one heading.
    assert done.guarded == 30 + 3 * 6 + 1
    back = {restored(row["'=name"]) for row in rows}
    assert back == {name.strip() for name in HOSTILE}


def test_all_is_as_it_is_where_asked_and_where_text_is_text(hostile: ResultData, tmp_path: Path) -> None:
    truth = dict(hostile.rows('SELECT customer_id, "=name" FROM customers'))
    done = write_mailing(hostile, tmp_path / "raw.csv", Members(), as_it_is=True)
    assert {row["customer_id"]: row["=name"] for row in read(done.path)} == truth
    assert done.guarded == 0
    write_mailing(hostile, tmp_path / "list.parquet", Members())
    table = pd.read_parquet(tmp_path / "list.parquet")
    assert dict(zip(table.customer_id, table["=name"], strict=True)) == truth
    write_mailing(hostile, tmp_path / "list.xlsx", Members())
    cells: list[Any] = list(openpyxl.load_workbook(tmp_path / "list.xlsx").active.iter_rows())
    assert {row[0].value: row[1].value for row in cells[1:]} == truth
    assert all(row[column].data_type != "f" for row in cells for column in (0, 1))


def restored(text: str) -> str:
    return text[1:] if re.match(UNGUARD, text, re.ASCII) else text


texts = st.text(st.sampled_from("=+-@'＝ \t\r\n1.,ax"), max_size=6) | st.text(max_size=4)


@settings(max_examples=400, deadline=None)
@given(texts)
def test_the_guard_can_be_undone_and_is_the_databases(text: str) -> None:
    guarded = guarded_text(text)
    assert restored(guarded) == text
    # Nothing that is left begins like a formula, but for plain numbers.
    assert re.fullmatch(PLAIN_NUMBER, guarded) or not re.match(r"\s*[=+@＝＋－＠-]", guarded, re.ASCII)
    if "\0" not in text:
        found = connection().execute(
            "SELECT regexp_matches(t, ?) AND NOT regexp_full_match(t, ?) FROM (SELECT ?::VARCHAR AS t)",
            [GUARDED, PLAIN_NUMBER, text],
        )
        assert found.fetchall() == [(guarded != text,)]


# Columns


def test_attributes_come_beside_the_id(hostile: ResultData) -> None:
    names = [column.name for column in mailing_columns(hostile) if column.usual]
    assert names == ["customer_id", "=name", "email", *USUAL[2:]]
    assert "value" in [column.name for column in mailing_columns(hostile) if not column.usual]


def test_a_column_that_would_be_empty_is_left_out() -> None:
    with looked_at(without_amounts()) as data:
        usual = [column.name for column in mailing_columns(data) if column.usual]
    assert usual == ["customer_id", "segment", "tier", "recency", "frequency", "last_purchase"]
    with looked_at(ready_made()) as data:
        usual = [column.name for column in mailing_columns(data) if column.usual]
    assert usual == ["customer_id", "segment", "tier", "recency", "frequency", "monetary", "net"]


# What cannot be


def test_a_file_is_written_over_only_when_told(sample: ResultData, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("mine")
    with pytest.raises(OutputError, match="is there already"):
        write_mailing(sample, path, Members())
    assert path.read_text() == "mine"
    write_mailing(sample, path, Members(), overwrite=True)
    assert len(read(path)) == 913


@pytest.mark.parametrize(
    ("name", "members", "columns", "error"),
    [
        ("list.doc", Members(), (), "does not say what to write"),
        ("nowhere/list.csv", Members(), (), "There is no folder"),
        ("folder.csv", Members(), (), "is a folder"),
        ("list.csv", Members(segments=("Nobody's",)), (), "no list was written"),
        ("list.csv", Members(), ("customer_id", "tear"), "Did you mean `tier`"),
        ("list.csv", Members(), ('x" FROM customers; --',), "have no column"),
    ],
)
def test_what_cannot_be_is_told(
    sample: ResultData, tmp_path: Path, name: str, members: Members, columns: tuple[str, ...], error: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises((OutputError, UsageError), match=error):
        write_mailing(sample, tmp_path / name, members, columns)
    assert list(tmp_path.iterdir()) == [tmp_path / "folder.csv"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_a_failure_leaves_nothing_behind(
    sample: ResultData, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"list.{kind}").write_text("mine")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RegularsError, match="disk is full"):
        write_mailing(sample, tmp_path / f"list.{kind}", Members(), overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == [f"list.{kind}"]
    assert (tmp_path / f"list.{kind}").read_text() == "mine"
