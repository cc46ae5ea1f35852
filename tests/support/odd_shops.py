"""Exports of invented shops whose names or columns are odd: written in other ways, told by their values alone, or not there at all."""

from __future__ import annotations

from tests.support.shop_columns import DAILY, ONE_LINE, Case

ODD = [
    Case(
        "camelCase",
        {"invoiceNo": "order", "invoiceDate": "moment", "customerId": "customer", "stockCode": "product", "unitPrice": "price",
         "itemQuantity": "quantity", "lineTotal": "total", "shipCountry": "country"},
        {"order": "invoiceNo", "date": "invoiceDate", "customer": "customerId", "product": "stockCode", "price": "unitPrice",
         "quantity": "itemQuantity", "amount": "lineTotal", "country": "shipCountry"},
    ),
    Case(
        "run together",
        {"orderid": "order", "orderdate": "date", "customerid": "customer", "productid": "product", "productname": "description",
         "orderquantity": "quantity", "priceperunit": "price", "orderstatus": "status"},
        {"order": "orderid", "date": "orderdate", "customer": "customerid", "product": "productid", "description": "productname",
         "quantity": "orderquantity", "price": "priceperunit", "status": "orderstatus"},
    ),
    Case(
        "kebabs, dots and brackets",
        {"order.id": "order", "order-date": "date", "[customer].[id]": "customer", "item-price (EUR)": "price", "order_quantity": "quantity",
         "invoice line no": "line"},
        {"order": "order.id", "date": "order-date", "customer": "[customer].[id]", "price": "item-price (EUR)", "quantity": "order_quantity"},
    ),
    Case(
        "an order total on every line, and nothing else",
        {"order_id": "order", "customer_id": "customer", "order_date": "date", "product": "product", "order_total": "order total"},
        {"order": "order_id", "customer": "customer_id", "date": "order_date", "product": "product", "order_total": "order_total"},
    ),
    Case(
        "an order total that is only called total",
        {"order_id": "order", "customer_id": "customer", "order_date": "date", "sku": "product", "total": "order total"},
        {"order": "order_id", "customer": "customer_id", "date": "order_date", "product": "sku", "order_total": "total"},
    ),
    Case(
        "an order total beside the lines' amounts",
        {"order_id": "order", "customer_id": "customer", "order_date": "date", "sku": "product", "line_amount": "total",
         "order_amount": "order total"},
        {"order": "order_id", "customer": "customer_id", "date": "order_date", "product": "sku", "amount": "line_amount"},
    ),
    Case(
        "an order total where each order is one row",
        {"order_id": "order", "customer_id": "customer", "order_date": "date", "order_total": "order total"},
        {"order": "order_id", "customer": "customer_id", "date": "order_date", "amount": "order_total"},
        lines=ONE_LINE,
    ),
    Case(
        "value turns out to be a unit price",
        {"order": "order", "customer": "customer", "date": "date", "product": "product", "quantity": "quantity", "value": "price"},
        {"order": "order", "customer": "customer", "date": "date", "product": "product", "quantity": "quantity", "price": "value"},
    ),
    Case(
        "value turns out to be a line's total",
        {"order": "order", "customer": "customer", "date": "date", "product": "product", "quantity": "quantity", "value": "total"},
        {"order": "order", "customer": "customer", "date": "date", "product": "product", "quantity": "quantity", "amount": "value"},
    ),
    Case(
        "a source with scores of its own",
        {"customer_id": "customer", "order_id": "order", "date": "date", "amount": "total", "segment": "segment", "value": "score",
         "r": "score", "f": "score", "m": "score", "tier": "tier", "score": "score"},
        {"customer": "customer_id", "order": "order_id", "date": "date", "amount": "amount"},
        attributes=("segment", "value", "r", "f", "m", "tier", "score"),
    ),
    Case(
        "dates and other things of the customer",
        {"customer id": "customer", "customer since": "since", "customer country": "country", "customer segment": "segment",
         "birth date": "birth", "signup_date": "since", "customer name": "name", "ship date": "later", "invoice date": "date",
         "update date": "updated", "invoice": "order", "sales": "total"},
        {"customer": "customer id", "country": "customer country", "date": "invoice date", "order": "invoice", "amount": "sales"},
        attributes=("customer segment",),
    ),
    Case(
        "only a name for the customer",
        {"Date": "date", "Customer Name": "name", "Customer Segment": "segment", "Amount": "total"},
        {"date": "Date", "customer": "Customer Name", "amount": "Amount"},
        attributes=("Customer Segment",),
    ),
    Case(
        "e-mail before name",
        {"Date": "date", "Customer Name": "name", "Email": "email", "Amount": "total"},
        {"date": "Date", "customer": "Email", "amount": "Amount"},
    ),
    Case(
        "no order, no product, no money",
        {"member": "coded customer", "visited on": "score", "purchase date": "date"},
        {"customer": "member", "date": "purchase date"},
    ),
    Case(
        "Excel serials",
        {"Invoice Date": "serial", "Account ID": "coded customer", "Revenue": "total", "Invoice Number": "order"},
        {"date": "Invoice Date", "customer": "Account ID", "amount": "Revenue", "order": "Invoice Number"},
    ),
    Case(
        "no header: online retail",
        {"column 1": "order", "column 2": "product", "column 3": "description", "column 4": "quantity", "column 5": "moment",
         "column 6": "price", "column 7": "customer", "column 8": "country"},
        {"order": "column 1", "product": "column 2", "description": "column 3", "quantity": "column 4", "date": "column 5",
         "price": "column 6", "customer": "column 7", "country": "column 8"},
        lines=DAILY,
    ),
    Case(
        "no header: orders of one row",
        {"column 1": "coded order", "column 2": "coded customer", "column 3": "date", "column 4": "total"},
        {"order": "column 1", "customer": "column 2", "date": "column 3", "amount": "column 4"},
        lines=ONE_LINE,
    ),
    Case(
        "no header: an order total on every line",
        {
            "column 1": "order",
            "column 2": "customer",
            "column 3": "date",
            "column 4": "product",
            "column 5": "order total",
        },
        {
            "order": "column 1",
            "customer": "column 2",
            "date": "column 3",
            "product": "column 4",
            "order_total": "column 5",
        },
    ),
    Case(
        "no header: customer, day, amount",
        {"column 1": "customer", "column 2": "yyyymmdd", "column 3": "total"},
        {"customer": "column 1", "date": "column 2", "amount": "column 3"},
        lines=ONE_LINE,
    ),
    Case(
        "no header: price and total",
        {"column 1": "row", "column 2": "customer", "column 3": "date", "column 4": "quantity", "column 5": "price", "column 6": "total"},
        {"customer": "column 2", "date": "column 3", "quantity": "column 4", "price": "column 5", "amount": "column 6"},
        lines=ONE_LINE,
    ),
    Case(
        "an index column without a name",
        {"Unnamed: 0": "row", "CustomerID": "customer", "InvoiceDate": "moment", "InvoiceNo": "order", "UnitPrice": "price",
         "Quantity": "quantity"},
        {"customer": "CustomerID", "date": "InvoiceDate", "order": "InvoiceNo", "price": "UnitPrice", "quantity": "Quantity"},
    ),
    Case(
        "a language nobody taught us: Polish",
        {"nr zamówienia": "coded order", "klient": "coded customer", "dzień": "date", "kwota": "total"},
        {"order": "nr zamówienia", "customer": "klient", "date": "dzień", "amount": "kwota"},
    ),
]  # fmt: skip
