"""Shapes of tables: what their columns are called, and which of them there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.support.shape_checks import Shape
from tests.support.shaped_text import AMOUNTS, ONLY_AMOUNT, text
from tests.support.shapes import Known, Layout, comma, day


def named(name: str, names: str | Sequence[str], layout: Layout | None = None, **more: Any) -> Shape:
    """The usual columns under other names."""
    layout = layout or Layout()
    names = names.split(";") if isinstance(names, str) else names
    return text(name, replace(layout, names=dict(zip(layout.fields, names, strict=True))), **more)


GERMAN = Layout(moment=day("%d.%m.%Y %H:%M"), money=comma)
FRENCH = Layout(moment=day("%d/%m/%Y %H:%M"), money=comma)
NAMES = [
    named(
        "English with blanks",
        "Order No;Item;Product Name;Qty;Order Date;Unit Price;Customer No;Ship Country",
    ),
    named(
        "snake_case",
        "order_id;sku;product_name;quantity;created_at;unit_price;customer_id;country_code",
    ),
    named(
        "camelCase",
        "orderId;productId;productName;orderQty;orderDate;unitPrice;customerId;shipCountry",
    ),
    named("CAPITALS", "INVOICE_NO;ITEM_CODE;ITEM_DESC;QTY;INV_DATE;UNIT_PRICE;CUST_ID;COUNTRY"),
    named(
        "Dutch",
        "Factuurnummer;Artikelnummer;Omschrijving;Aantal;Factuurdatum;Stukprijs;Klantnummer;Land",
        Layout(moment=day("%d-%m-%Y %H:%M"), money=comma),
        delimiter=";",
    ),
    named(
        "German",
        "Rechnungsnummer;Artikelnummer;Bezeichnung;Menge;Rechnungsdatum;Einzelpreis;Kundennummer;Land",
        GERMAN,
        delimiter=";",
        encoding="cp1252",
    ),
    named(
        "French",
        "N° commande;Référence;Désignation;Quantité;Date de commande;Prix unitaire;N° client;Pays",
        FRENCH,
        delimiter=";",
        encoding="cp1252",
    ),
    named(
        "French as an accountant's program has them",
        "Numéro de pièce;Code article;Libellé;Qté;Date;PU HT;Code client;Pays",
        FRENCH,
        delimiter=";",
    ),
    named(
        "a web shop's, with notes in brackets",
        "Order Number;SKU;Item Name;Quantity (- Refund);Order Date (UTC);Item Cost;Email (Billing);Country Code (Billing)",
    ),
    named(
        "Italian",
        "Numero Ordine;Codice Articolo;Descrizione;Quantità;Data Ordine;Prezzo Unitario;Codice Cliente;Paese",
        FRENCH,
        delimiter=";",
    ),
    named(
        "Portuguese",
        "Nº Pedido;Código Produto;Descrição;Quantidade;Data do Pedido;Preço Unitário;Código Cliente;País",
        FRENCH,
        delimiter=";",
    ),
    named(
        "Spanish",
        "Nº Pedido;Código Artículo;Descripción;Cantidad;Fecha;Precio Unitario;ID Cliente;País",
        FRENCH,
        delimiter=";",
    ),
    named(
        "quotes, semicolons, line ends, brackets and SQL in names",
        [
            'Invoice "No"',
            "Stock;Code",
            "Description\nof product",
            "Quantity'; DROP TABLE lines; --",
            "Invoice [Date]",
            'Unit Price") FROM x; --',
            "Customer, ID",
            "Country {c0}",
        ],
        roles={
            "order": 'Invoice "No"',
            "product": "Stock;Code",
            "description": "Description\nof product",
            "quantity": "Quantity'; DROP TABLE lines; --",
            "date": "Invoice [Date]",
            "price": 'Unit Price") FROM x; --',
            "customer": "Customer, ID",
            "country": "Country {c0}",
        },
    ),
    text(
        "columns that are called as ours",
        Layout(
            extra={
                "segment": lambda _, line: "retail" if int(line.customer or 0) % 2 else "trade",
                "value": lambda number, _: number % 7,
                "r": lambda _, line: int(line.customer or 0) % 5 + 1,
                "tier": lambda _, line: ("gold", "silver")[int(line.customer or 0) % 2],
                "row_id": lambda number, _: number + 1,
                "shop_id": lambda number, _: number % 3,
                "line_id": lambda number, _: number % 9,
                "bucket": lambda _, __: "x",
            }
        ),
    ),
    text(
        "names twice, and names that differ by capitals",
        Layout(
            extra={
                "Note": lambda *_: "a",
                "note": lambda *_: "b",
                "NOTE": lambda *_: "c",
                "Note ": lambda *_: "",
            }
        ),
    ),
]
WITH_BOTH = ("order", "product", "quantity", "price", "amount", "moment", "customer", "country")
WITH_TOTAL = ("order", "product", "description", "total", "moment", "customer", "country")


def without(*fields: str) -> Layout:
    return Layout([name for name in Layout().fields if name not in fields])


CONTENT = [
    text("a line total beside a unit price", Layout(WITH_BOTH), known=Known(money="amount")),
    text("only a line total", Layout(AMOUNTS), known=ONLY_AMOUNT),
    text(
        "an order's total on each of its lines",
        Layout(WITH_TOTAL),
        known=Known(quantities=False, money="order total"),
    ),
    text("no order", without("order"), known=Known(orders=False, cancellations=False)),
    text(
        "no order and no time of day",
        replace(without("order"), moment=day("%Y-%m-%d")),
        known=Known(orders=False, cancellations=False, times=False),
    ),
    text("no price", without("price"), known=Known(money="none"), says="money cannot"),
    text("no product", without("product", "description")),
    text(
        "only customer and date",
        Layout(("customer", "moment")),
        known=Known(orders=False, cancellations=False, quantities=False, money="none"),
    ),
    text(
        "columns in another order",
        Layout(("customer", "country", "moment", "price", "quantity", "product", "order")),
    ),
    text("ids with zeros in front", Layout(customer=lambda name: name and name.zfill(8))),
    text(
        "ids with zeros in front, kept from a spreadsheet",
        Layout(customer=lambda name: name and f'="{name.zfill(8)}"'),
    ),
    text(
        "ids with .0, and nan where there is none",
        Layout(customer=lambda name: f"{name}.0" if name else "nan"),
    ),
    text("NULL where there is no id", Layout(customer=lambda name: name or "NULL")),
    text("NA where there is no id", Layout(customer=lambda name: name or "NA")),
    text(
        "credit notes numbered in parts",
        Layout(order=lambda name: f"GS-2023-{name[1:]}" if name[0] == "C" else f"RE-2023-{name}"),
    ),
    text(
        "the shop's own address beside the customer's",
        Layout(
            names={"customer": "From Email Address"},
            customer=lambda name: name,
            extra={"To Email Address": lambda *_: "shop@example.com"},
        ),
    ),
]
