"""Which rows, not only how many: every row of a file with all kinds of dirt ends in the bucket written beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from core.study import Study
from tests.support.buckets import buckets_of, study_of
from tests.support.planted import (
    AFTER,
    AS_OF,
    BEFORE,
    CENT,
    FIRST,
    SECOND,
    THIRD,
    Planted,
    sums,
    write_cells,
    write_csv,
    write_workbook,
)

DEFAULT = [("customers.as_of", AS_OF)]
STRICT = [
    *DEFAULT,
    ("rules.duplicate", "true"),
    ("rules.not_a_product", "true"),
    ("rules.before", BEFORE),
    ("rules.after", AFTER),
]
# The header is the first row of a file, as people count.
FIRST_ROW = 2


def check(study: Study, tables: Sequence[Sequence[Planted]], *, strict: bool) -> None:
    """Row by row, then the sums: nothing else is in the ledger."""
    found = {(line.get("source_table", 0), line["row_no"]): line["bucket"] for line in study.lines.to_dicts()}
    wanted = {
        (table, number): planted.strict if strict else planted.bucket
        for table, rows in enumerate(tables)
        for number, planted in enumerate(rows, FIRST_ROW)
    }
    wrong = {
        place: (tables[place[0]][place[1] - FIRST_ROW].cells, bucket, found.get(place))
        for place, bucket in wanted.items()
        if found.get(place) != bucket
    }
    assert not wrong
    assert found.keys() == wanted.keys()

    right = sums([planted for rows in tables for planted in rows], strict=strict)
    ledger = {
        line.rule: (line.rows, Decimal(str(line.amount)).quantize(CENT)) for line in study.report.ledger
    }
    assert {bucket: booked for bucket, booked in ledger.items() if booked[0]} == right
    assert study.report.rows == sum(map(len, tables))
    assert study.report.kept == right["kept"][0]
    assert Decimal(str(study.report.revenue)).quantize(CENT) == right["kept"][1]
    assert sum(line.customers for line in study.report.segments) == study.report.customers


@pytest.mark.parametrize("strict", [False, True], ids=["default rules", "all rules"])
def test_every_row_of_a_single_file(tmp_path: Path, strict: bool) -> None:
    path = write_csv(tmp_path / "sales.csv", FIRST)
    with study_of([path], STRICT if strict else DEFAULT) as study:
        check(study, [FIRST], strict=strict)


@pytest.mark.parametrize("strict", [False, True], ids=["default rules", "all rules"])
def test_every_row_of_a_workbook_whose_sheets_overlap(tmp_path: Path, strict: bool) -> None:
    path = write_workbook(tmp_path / "sales.xlsx", {"Year 1": FIRST, "Year 2": SECOND})
    with study_of([path], STRICT if strict else DEFAULT) as study:
        assert [table.table.sheet for table in study.columns.tables] == ["Year 1", "Year 2"]
        check(study, [FIRST, SECOND], strict=strict)


@pytest.mark.parametrize("strict", [False, True], ids=["default rules", "all rules"])
def test_every_row_of_three_files_that_overlap(tmp_path: Path, strict: bool) -> None:
    tables = [FIRST, SECOND, THIRD]
    paths = [write_csv(tmp_path / f"part {number}.csv", rows) for number, rows in enumerate(tables)]
    with study_of(paths, STRICT if strict else DEFAULT) as study:
        check(study, tables, strict=strict)


def test_the_planted_file_holds_every_bucket_often_enough_to_tell() -> None:
    from core.ledger import BUCKETS

    counted = sums([*FIRST, *SECOND, *THIRD], strict=True)
    assert {bucket: rows for bucket, (rows, _) in counted.items() if rows < 2} == {"before": 1}
    assert set(counted) == set(BUCKETS)


def test_without_an_as_of_date_nothing_is_after_it(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "sales.csv", FIRST)
    with study_of([path]) as study:
        assert study.report.as_of == "2025-03-02"
        assert "after as-of" not in {line.rule for line in study.report.ledger}
    found = buckets_of([path])[0]
    freed = [
        (planted.cells[0], bucket)
        for planted, bucket in zip(FIRST, found, strict=True)
        if planted.bucket == "after as-of"
    ]
    assert freed == [
        ("700001", "kept"),
        ("700002", "kept"),
        ("700003", "kept"),
        ("C700004", "cancelled"),
        ("700005", "missing customer"),
        ("700006", "quantity <= 0"),
        ("700007", "kept"),
        ("700007", "kept"),
        ("800012", "kept"),
    ]
    others = [(p, b) for p, b in zip(FIRST, found, strict=True) if p.bucket != "after as-of"]
    assert all(bucket == planted.bucket for planted, bucket in others)


@pytest.mark.parametrize(
    ("setting", "moved"),
    [
        (
            ("rules.cancelled", "false"),
            {
                "C640001": "quantity <= 0",
                "c640002": "quantity <= 0",
                "C640003": "kept",
                "C640004": "quantity <= 0",
                "C640005": "quantity <= 0",
                "C640006": "quantity <= 0",
                "C640007": "quantity <= 0",
                "C640008": "quantity <= 0",
                "C800005": "quantity <= 0",
            },
        ),
        (
            ("rules.quantity", "false"),
            # With no quantity there is no amount, and a negative one of a negative price is a positive amount: the price says no.
            {
                "650001": "price <= 0",
                "650002": "price <= 0",
                "650003": "price <= 0",
                "650004": "price <= 0",
                "650005": "price <= 0",
                "650006": "price <= 0",
                "650007": "price <= 0",
                "800014": "price <= 0",
            },
        ),
        (
            ("rules.price", "false"),
            {"660001": "kept", "660002": "kept", "660003": "kept", "660004": "kept", "A640009": "kept"},
        ),
        (("rules.cancelled_prefixes", '["A"]'), {"A640009": "cancelled", "A640010": "cancelled"}),
    ],
    ids=["cancelled", "quantity", "price", "prefixes"],
)
def test_a_rule_that_is_changed_moves_its_own_rows_only(
    tmp_path: Path, setting: tuple[str, str], moved: dict[str, str]
) -> None:
    path = write_csv(tmp_path / "sales.csv", FIRST)
    found = buckets_of([path], [*DEFAULT, setting])[0]
    changed = {
        planted.cells[0].strip(): bucket
        for planted, bucket in zip(FIRST, found, strict=True)
        if bucket != planted.bucket
    }
    if setting[0] == "rules.cancelled_prefixes":
        # The letter asked for takes the place of the one found out.
        assert {order: bucket for order, bucket in changed.items() if order.startswith("A")} == moved
        assert changed["C640003"] == "kept"
        assert {order[:1] for order in changed} <= {"A", "C", "c"}
    else:
        assert changed == moved


def test_overlap_that_is_switched_off_leaves_every_copy_to_the_other_rules(tmp_path: Path) -> None:
    paths = [
        write_csv(tmp_path / f"{number}.csv", rows) for number, rows in enumerate([FIRST, SECOND, THIRD])
    ]
    found = buckets_of(paths, [*DEFAULT, ("rules.overlap", "off")])
    for rows, buckets in zip([FIRST, SECOND, THIRD], found, strict=True):
        for planted, bucket in zip(rows, buckets, strict=True):
            if planted.bucket == "overlap":
                expected = {"C800005": "cancelled", "800006": "missing customer"}.get(
                    planted.cells[0], "kept"
                )
                assert bucket == ("quantity <= 0" if planted.cells[3] == "0" else expected), planted
            else:
                assert bucket == planted.bucket, planted


def test_an_as_of_date_that_is_found_out_takes_nothing_out(tmp_path: Path) -> None:
    """It is the day after the last purchase; a refund of the next day is still a refund. One that is given takes it out."""
    rows = [
        ("1", "501", "2024-05-01", "2", "5.00", "kept", "kept"),
        ("2", "502", "2024-05-02", "2", "5.00", "kept", "kept"),
        ("C3", "501", "2024-05-02", "-1", "5.00", "cancelled", "cancelled"),
        ("C4", "501", "2024-05-03", "-1", "5.00", "cancelled", "after as-of"),
        ("5", "503", "2024-05-04", "0", "5.00", "quantity <= 0", "after as-of"),
        *((str(n), str(500 + n % 5), f"2024-04-{n:02}", "1", "3.00", "kept", "kept") for n in range(6, 20)),
    ]
    header = ("invoice", "customer", "date", "quantity", "price")
    path = write_cells(tmp_path / "late.csv", [row[:5] for row in rows], header)
    given = [("customers.as_of", "2024-05-03")]
    assert buckets_of([path])[0] == [row[5] for row in rows]
    assert buckets_of([path], given)[0] == [row[6] for row in rows]
    for settings, refunded in (([], -10.00), (given, -5.00)):
        with study_of([path], settings) as study:
            assert study.report.as_of == "2024-05-03"
            assert sum(line.rows for line in study.report.ledger) == len(rows)
            customers = {row["customer_id"]: row["refunded"] for row in study.customers.to_dicts()}
            assert customers["501"] == refunded


PLAIN = ("customer_id", "order_date", "product", "quantity", "unit_price")


def test_equal_rows_of_several_files_are_taken_only_when_asked_for(tmp_path: Path) -> None:
    """Without order ids, each of several equal rows counts as often as in the file that has it most."""
    tables: list[list[tuple[str, str, str, str, str, str]]] = [
        [
            ("101", "2024-02-01", "pen", "1", "2.00", "kept"),
            ("101", "2024-02-01", "pen", "1", "2.00", "kept"),
            ("102", "2024-02-02", "pen", "1", "2.00", "kept"),
            ("103", "2024-02-03", "ink", "0", "2.00", "quantity <= 0"),
            ("104", "2024-02-04", "cap", "2", "1.00", "kept"),
        ],
        [
            ("101", "2024-02-01", "pen", "1", "2.00", "overlap"),
            ("102", "2024-02-02", "pen", "1", "2.00", "overlap"),
            ("102", "2024-02-02", "pen", "1", "2.00", "kept"),
            ("103", "2024-02-03", "ink", "0", "2.00", "overlap"),
            ("104", "2024-02-04", "cap", "3", "1.00", "kept"),
            ("105", "2024-02-05", "cap", "3", "1.00", "kept"),
        ],
        [
            ("105", "2024-02-05", "cap", "3", "1.00", "overlap"),
            ("105", "2024-02-05", "cap", "3", "1.00", "kept"),
            ("102", "2024-02-02", "pen", "1", "2.00", "overlap"),
            ("102", "2024-02-02", "pen", "1", "2.00", "overlap"),
            ("106", "2024-02-06", "cap", "3", "1.00", "kept"),
        ],
    ]
    paths = [
        write_cells(tmp_path / f"{number}.csv", [row[:-1] for row in rows], PLAIN)
        for number, rows in enumerate(tables)
    ]
    asked = buckets_of(paths, [("rules.overlap", "rows")])
    assert asked == [[row[-1] for row in rows] for rows in tables]
    unasked = buckets_of(paths)
    assert "overlap" not in {bucket for table in unasked for bucket in table}
    assert unasked[1][3] == "quantity <= 0"
