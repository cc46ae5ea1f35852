"""The same RFM table by one DuckDB query, with nothing around it: as fast as a CSV can be read here."""

from __future__ import annotations

import sys

import duckdb


def main(path: str) -> None:
    customers = (
        duckdb.connect()
        .execute(f"""
        SELECT "Customer ID", max(moment) AS last, count(DISTINCT "Invoice") AS frequency, sum(pieces * each) AS monetary
        FROM (
          SELECT *, try_cast(CASE WHEN length("InvoiceDate") > 0 THEN "InvoiceDate" END AS TIMESTAMP) AS moment,
            try_cast(CASE WHEN length("Quantity") > 0 THEN "Quantity" END AS DOUBLE) AS pieces,
            try_cast(CASE WHEN length("Price") > 0 THEN "Price" END AS DOUBLE) AS each
          FROM read_csv('{path}', all_varchar = true))
        WHERE "Customer ID" IS NOT NULL AND "Invoice" NOT LIKE 'C%' AND pieces > 0 AND each > 0
        GROUP BY 1
    """)
        .fetchall()
    )
    print(len(customers))


main(sys.argv[1])
