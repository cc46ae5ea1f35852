"""How tests ask what a column of dates says, and read it by Python and by DuckDB."""

from __future__ import annotations

from datetime import datetime

import duckdb

from core.columns.dates import DateEvidence, DateFormat, Order, date_sql, decide_dates, parse_date

NOTHING = DateEvidence()


def format_of(
    *values: str, evidence: DateEvidence = NOTHING, order: Order | None = None, named: bool = False
) -> DateFormat:
    fmt = decide_dates(values, evidence, order=order, name_says_date=named)
    assert fmt is not None
    return fmt


def read_by_duckdb(values: list[str], formats: list[DateFormat]) -> list[tuple[datetime | None, ...]]:
    columns = ", ".join(date_sql("x", fmt) for fmt in formats)
    return duckdb.execute(f"select {columns} from (select unnest($v::varchar[]) x)", {"v": values}).fetchall()


def assert_agreement(values: list[str], formats: list[DateFormat]) -> None:
    for value, found in zip(values, read_by_duckdb(values, formats), strict=True):
        for one, fmt in zip(found, formats, strict=True):
            assert one == parse_date(value, fmt), (value, fmt)


def assert_reads(fmt: DateFormat, values: list[str], moments: list[datetime | None]) -> None:
    assert [parse_date(value, fmt) for value in values] == moments
    assert [row[0] for row in read_by_duckdb(values, [fmt])] == moments
