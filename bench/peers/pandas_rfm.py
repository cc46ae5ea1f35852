"""The usual notebook: pandas reads the file, cleans it, and scores by rank."""

from __future__ import annotations

import sys

import pandas as pd


def main(path: str) -> None:
    if path.endswith(".xlsx"):
        sheets = pd.read_excel(path, sheet_name=None, engine="openpyxl")
        first, *others = sheets.values()
        rows = pd.concat([first, *(sheet[~sheet["Invoice"].isin(first["Invoice"])] for sheet in others)])
    else:
        rows = pd.read_csv(
            path,
            dtype={
                "Invoice": "string",
                "Customer ID": "string",
                "Quantity": "string",
                "InvoiceDate": "string",
            },
        )
        rows["Quantity"] = pd.to_numeric(rows["Quantity"], errors="coerce")
        rows["InvoiceDate"] = pd.to_datetime(rows["InvoiceDate"], errors="coerce", format="%Y-%m-%d %H:%M:%S")
    rows = rows.dropna(subset=["Customer ID", "InvoiceDate"])
    rows = rows[~rows["Invoice"].astype("string").str.startswith("C")]
    rows = rows[(rows["Quantity"] > 0) & (rows["Price"] > 0)]
    rows["amount"] = rows["Quantity"] * rows["Price"]
    as_of = rows["InvoiceDate"].max().normalize() + pd.Timedelta(days=1)
    customers = rows.groupby("Customer ID").agg(
        last=("InvoiceDate", "max"), frequency=("Invoice", "nunique"), monetary=("amount", "sum")
    )
    customers["recency"] = (as_of - customers["last"].dt.normalize()).dt.days
    count = len(customers)
    for name, ascending in (("recency", False), ("frequency", True), ("monetary", True)):
        worse = customers[name].rank(method="min", ascending=ascending).astype(int) - 1
        customers[name[0]] = 1 + 5 * worse // count
    customers.groupby(["r", "f"]).size()
    print(count, round(customers["monetary"].sum(), 2))


main(sys.argv[1])
