"""Sales in the shape of Online Retail II, as many rows as asked: invoices of 22 lines, one in five without a customer, unreadable cells."""

from __future__ import annotations

from pathlib import Path

ROWS_AN_INVOICE = 22
CANCELLED_EVERY = 50
UNREADABLE_EVERY = 50_000
SECONDS = 2 * 365 * 24 * 3600


def generate(path: Path, rows: int) -> None:
    """Write `rows` rows of CSV. Customers and invoices grow with them."""
    import duckdb

    invoices = max(1, rows // ROWS_AN_INVOICE)
    customers = max(1, rows // 170)
    duckdb.connect().execute(f"""
        COPY (
          SELECT
            CASE WHEN hash(invoice) % {CANCELLED_EVERY} = 0 THEN 'C' ELSE '' END || (489434 + invoice) AS "Invoice",
            'S' || (hash(line * 7 + 1) % 4600) AS "StockCode",
            'PRODUCT DESCRIPTION NUMBER ' || (hash(line * 7 + 1) % 4600) AS "Description",
            CASE WHEN hash(line + 3) % {UNREADABLE_EVERY} = 0 THEN 'n/a'
                 ELSE CAST((CASE WHEN hash(invoice) % {CANCELLED_EVERY} = 0 THEN -1 ELSE 1 END) * CAST(1 + hash(line) % 24 AS INTEGER) AS VARCHAR)
            END AS "Quantity",
            CASE WHEN hash(line + 9) % {UNREADABLE_EVERY} = 0 THEN '31/31/2010'
                 ELSE strftime(TIMESTAMP '2009-12-01 07:45:00' + to_seconds(CAST(invoice AS BIGINT) * {SECONDS} // {invoices}), '%Y-%m-%d %H:%M:%S')
            END AS "InvoiceDate",
            (1 + hash(line * 13) % 1500) / 100 AS "Price",
            CASE WHEN hash(invoice * 5) % 5 = 0 THEN NULL ELSE 12000 + hash(invoice * 17) % {customers} END AS "Customer ID",
            CASE WHEN hash(invoice) % 10 = 0 THEN 'Germany' ELSE 'United Kingdom' END AS "Country"
          FROM (SELECT range AS line, range // {ROWS_AN_INVOICE} AS invoice FROM range({rows}))
        ) TO '{path}' (HEADER)
    """)
