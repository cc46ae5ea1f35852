"""Exports of invented shops: lines of sales that remember everything, and the columns that some program writes of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

COUNTRIES = ("United Kingdom", "France", "Germany", "Netherlands")
GIVEN = (
    "Anna",
    "Bram",
    "Chloé",
    "Dieter",
    "Elena",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kira",
    "Luca",
    "Mona",
    "Nils",
    "Olga",
)
FAMILY = ("Jansen", "Meyer", "Dubois", "Rossi", "Silva", "Garcia", "Smith", "Novak", "Berg", "Lind")
THINGS = (
    "red mug",
    "paper lantern",
    "garden chair",
    "wool scarf",
    "tea light holder",
    "oak shelf",
    "wall clock",
    "cake tin set",
)
CITIES = ("Utrecht", "Lyon", "Köln", "Leeds", "Torino", "Porto", "Sevilla")


@dataclass
class Line:
    """One invented line of a sale, with everything that some export might write of it."""

    number: int
    line: int
    order: int
    customer: int
    when: datetime
    product: int
    quantity: int
    cents: int
    order_cents: int = 0

    @property
    def name(self) -> str:
        return f"{GIVEN[self.customer % 15]} {FAMILY[self.customer % 10]}"

    @property
    def total(self) -> float:
        return self.quantity * self.cents / 100


def invent(*, orders: int = 90, customers: int = 24, lines: int = 4, seed: int = 7) -> list[Line]:
    """Orders in the sequence of time, each with some lines of different products, by customers who come back."""
    dice = random.Random(seed)
    prices = {product: dice.randint(95, 4995) for product in range(14)}
    made: list[Line] = []
    when = datetime(2023, 1, 3, 9, 12, 31)
    for order in range(orders):
        when += timedelta(hours=dice.randint(3, 40), minutes=dice.randint(0, 59))
        customer = dice.randrange(customers)
        of_order = [
            Line(
                len(made) + at + 1,
                at + 1,
                order,
                customer,
                when,
                product,
                dice.choice((1, 1, 2, 2, 3, 4, 6, 12)),
                prices[product],
            )
            for at, product in enumerate(dice.sample(range(14), dice.randint(1, lines)))
        ]
        total = sum(line.quantity * line.cents for line in of_order)
        for line in of_order:
            line.order_cents = total
        made += of_order
    return made


Cell = Callable[[Line], str]
FIELDS: dict[str, Cell] = {
    "row": lambda x: str(x.number),
    "line": lambda x: str(x.line),
    "order": lambda x: f"{536365 + x.order * 3}",
    "coded order": lambda x: f"SO-{2023}-{100 + x.order}",
    "# order": lambda x: f"#{1001 + x.order}",
    "hash order": lambda x: f"{(x.order + 11) * 2654435761 % 2**32:08x}{x.order:04x}",
    "customer": lambda x: str(12346 + x.customer * 37),
    "coded customer": lambda x: f"CU{x.customer:05d}",
    "small customer": lambda x: str(x.customer + 1),
    "customer per order": lambda x: f"{(x.order + 5) * 40503 % 65536:04x}{x.order:05x}f",
    "customer hash": lambda x: f"{(x.customer + 5) * 40503 % 65536:04x}{x.customer:03x}ab",
    "name": lambda x: x.name,
    "given": lambda x: x.name.split()[0],
    "email": lambda x: f"{x.name.split()[0].lower()}{x.customer}@example.org",
    "phone": lambda x: f"+31 6 1234{x.customer:04d}",
    "date": lambda x: x.when.date().isoformat(),
    "time": lambda x: x.when.strftime("%H:%M"),
    "moment": lambda x: x.when.isoformat(" "),
    "yyyymmdd": lambda x: x.when.strftime("%Y%m%d"),
    "dmy": lambda x: x.when.strftime("%d/%m/%Y"),
    "dotted": lambda x: x.when.strftime("%d.%m.%Y"),
    "serial": lambda x: str((x.when.date() - date(1899, 12, 30)).days),
    "later": lambda x: (x.when + timedelta(days=2 + x.order % 4)).date().isoformat(),
    "updated": lambda x: (x.when + timedelta(days=9)).isoformat(" "),
    "birth": lambda x: (date(1950, 1, 1) + timedelta(days=x.customer * 401)).isoformat(),
    "since": lambda x: (date(2019, 1, 1) + timedelta(days=x.customer * 17)).isoformat(),
    "month": lambda x: x.when.strftime("%Y-%m"),
    "year": lambda x: str(x.when.year),
    "quantity": lambda x: str(x.quantity),
    "price": lambda x: f"{x.cents / 100:.2f}",
    "comma price": lambda x: f"{x.cents / 100:.2f}".replace(".", ","),
    "euro price": lambda x: "€ " + f"{x.cents / 100:.2f}".replace(".", ","),
    "total": lambda x: f"{x.total:.2f}",
    "comma total": lambda x: f"{x.total:.2f}".replace(".", ","),
    "taxed total": lambda x: f"{x.total * 1.05:.4f}",
    "tax": lambda x: f"{x.total * 0.05:.4f}",
    "order total": lambda x: f"{x.order_cents / 100:.2f}",
    "order total once": lambda x: f"{x.order_cents / 100:.2f}" if x.line == 1 else "",
    "comma order total": lambda x: f"{x.order_cents / 100:.2f}".replace(".", ","),
    "profit": lambda x: f"{x.total * (0.1 + x.product % 5 / 20):.4f}",
    "cost": lambda x: f"{x.total * 0.6:.3f}",
    "discount": lambda x: ("0", "0.1", "0.2", "0")[x.number % 4],
    "freight": lambda x: f"{3.5 + x.order % 7:.2f}",
    "product": lambda x: f"{85000 + x.product * 13}{'AB'[x.product % 2]}",
    "numeric product": lambda x: str(20001 + x.product * 7),
    "description": lambda x: f"{THINGS[x.product % 8]} no {x.product}".upper(),
    "category": lambda x: ("Kitchen", "Garden", "Office")[x.product % 3],
    "country": lambda x: COUNTRIES[x.customer % 4],
    "land": lambda x: ("Nederland", "België", "Duitsland")[x.customer % 3],
    "ISO country": lambda x: ("NL", "BE", "DE")[x.customer % 3],
    "city": lambda x: CITIES[x.customer % 7],
    "region": lambda x: ("North", "South", "West")[x.customer % 3],
    "order region": lambda x: ("North", "South", "West")[x.order * 7 % 3],
    "segment": lambda x: ("Consumer", "Corporate", "Home Office")[x.customer % 3],
    "tier": lambda x: ("Gold", "Silver", "Bronze")[x.customer % 3],
    "score": lambda x: str(x.customer % 5 + 1),
    "gender": lambda x: "FM"[x.customer % 2],
    "age": lambda x: str(20 + x.customer),
    "status": lambda x: "Cancelled" if x.order % 9 == 4 else "Delivered" if x.order % 3 else "Shipped",
    "status nl": lambda x: "geannuleerd" if x.order % 9 == 4 else "geleverd",
    "payment": lambda x: ("Card", "Cash", "PayPal")[x.order % 3],
    "ship mode": lambda x: ("Standard Class", "Same Day")[x.order % 2],
    "currency": lambda _: "EUR",
    "store": lambda x: f"S{x.order % 3 + 1}",
    "yes no": lambda x: ("yes", "no")[x.order % 2],
    "kind": lambda x: "Refund" if x.order % 11 == 5 else "Order",
    "blank": lambda _: "",
    "postcode": lambda x: str(10000 + x.customer * 311),
}


@dataclass
class Case:
    """A header with what each column holds, and the roles that a person would see in it."""

    name: str
    header: dict[str, str]
    roles: dict[str, str]
    attributes: tuple[str, ...] | None = None
    shape: str = "sales"
    lines: list[Line] = field(default_factory=invent)


ONE_LINE = invent(orders=120, lines=1, seed=11)
DAILY = invent(orders=300, customers=60, lines=3, seed=5)

CASES = [
    Case(
        "online retail",
        {"Invoice": "order", "StockCode": "product", "Description": "description", "Quantity": "quantity", "InvoiceDate": "moment",
         "Price": "price", "Customer ID": "customer", "Country": "country"},
        {"order": "Invoice", "product": "StockCode", "description": "Description", "quantity": "Quantity", "date": "InvoiceDate",
         "price": "Price", "customer": "Customer ID", "country": "Country"},
        attributes=(),
    ),
    Case(
        "superstore",
        {"Row ID": "row", "Order ID": "coded order", "Order Date": "date", "Ship Date": "later", "Ship Mode": "ship mode",
         "Customer ID": "coded customer", "Customer Name": "name", "Segment": "segment", "Country": "country", "City": "city",
         "Region": "region", "Product ID": "product", "Category": "category", "Product Name": "description", "Sales": "total",
         "Quantity": "quantity", "Discount": "discount", "Profit": "profit"},
        {"order": "Order ID", "date": "Order Date", "customer": "Customer ID", "country": "Country", "product": "Product ID",
         "description": "Product Name", "amount": "Sales", "quantity": "Quantity", "discount": "Discount"},
        attributes=("Segment", "City", "Region"),
    ),
    Case(
        "supermarket sales: nobody says who bought",
        {"Invoice ID": "coded order", "Branch": "store", "City": "city", "Customer type": "yes no", "Gender": "gender",
         "Product line": "category", "Unit price": "price", "Quantity": "quantity", "Tax 5%": "tax", "Total": "taxed total",
         "Date": "date", "Time": "time", "Payment": "payment", "cogs": "total", "gross income": "tax", "Rating": "score"},
        {"order": "Invoice ID", "price": "Unit price", "quantity": "Quantity", "amount": "Total", "date": "Date",
         "time": "Time"},
        lines=ONE_LINE,
        attributes=(),
    ),
    Case(
        "shopify orders",
        {"Name": "# order", "Email": "email", "Financial Status": "status", "Paid at": "moment", "Fulfillment Status": "yes no",
         "Fulfilled at": "updated", "Currency": "currency", "Subtotal": "order total once", "Shipping": "freight", "Taxes": "tax",
         "Total": "order total once", "Discount Code": "blank", "Discount Amount": "discount", "Shipping Method": "ship mode",
         "Created at": "moment", "Lineitem quantity": "quantity", "Lineitem name": "description", "Lineitem price": "price",
         "Lineitem sku": "product", "Billing Name": "name", "Billing Country": "country", "Shipping Country": "country",
         "Cancelled at": "blank", "Payment Method": "payment", "Vendor": "category"},
        {"order": "Name", "customer": "Email", "status": "Financial Status", "discount": "Discount Amount", "date": "Created at",
         "quantity": "Lineitem quantity", "description": "Lineitem name", "price": "Lineitem price", "product": "Lineitem sku",
         "country": "Billing Country"},
    ),
    Case(
        "woocommerce lines",
        {"Order Number": "order", "Order Status": "status", "Order Date": "moment", "Customer Note": "blank",
         "First Name (Billing)": "given", "Email (Billing)": "email", "Phone (Billing)": "phone", "Country Code (Billing)": "ISO country",
         "Order Total Amount": "order total", "Item #": "line", "Item Name": "description", "Quantity": "quantity", "Item Cost": "price",
         "SKU": "product", "Coupon Code": "blank"},
        {"order": "Order Number", "status": "Order Status", "date": "Order Date", "customer": "Email (Billing)",
         "country": "Country Code (Billing)", "description": "Item Name", "quantity": "Quantity", "price": "Item Cost", "product": "SKU"},
    ),
    Case(
        "woocommerce analytics: one row an order",
        {"Date": "moment", "Order #": "order", "N. Revenue (formatted)": "euro price", "Status": "status", "Customer": "name",
         "Customer type": "yes no", "Product(s)": "description", "Items sold": "quantity"},
        {"date": "Date", "order": "Order #", "amount": "N. Revenue (formatted)", "status": "Status", "customer": "Customer",
         "product": "Product(s)", "quantity": "Items sold"},
        lines=ONE_LINE,
    ),
    Case(
        "square items",
        {"Date": "date", "Time": "time", "Category": "category", "Item": "description", "Qty": "quantity", "Price Point Name": "tier",
         "SKU": "product", "Gross Sales": "total", "Discounts": "discount", "Tax": "tax", "Transaction ID": "hash order",
         "Payment ID": "hash order", "Device Name": "store", "Event Type": "kind", "Location": "store", "Customer ID": "customer hash",
         "Customer Name": "name"},
        {"date": "Date", "time": "Time", "quantity": "Qty", "product": "SKU", "description": "Item", "amount": "Gross Sales", "discount": "Discounts",
         "order": "Transaction ID", "customer": "Customer ID", "status": "Event Type"},
    ),
    Case(
        "lightspeed",
        {"Sale ID": "order", "Date": "dmy", "Customer": "name", "Item": "description", "SKU": "numeric product", "Qty": "quantity",
         "Price": "price", "Discount": "discount", "Subtotal": "total", "Tax": "tax", "Total": "taxed total"},
        {"order": "Sale ID", "date": "Date", "customer": "Customer", "description": "Item", "product": "SKU", "quantity": "Qty",
         "price": "Price", "discount": "Discount", "amount": "Total"},
    ),
    Case(
        "SAP with words",
        {"Billing Document": "order", "Item": "line", "Billing Date": "dotted", "Sold-to party": "customer", "Material": "numeric product",
         "Material description": "description", "Billed Quantity": "quantity", "Net value": "total", "Document Currency": "currency"},
        {"order": "Billing Document", "date": "Billing Date", "customer": "Sold-to party", "product": "Material",
         "description": "Material description", "quantity": "Billed Quantity", "amount": "Net value"},
    ),
    Case(
        "SAP with field names",
        {"VBELN": "order", "POSNR": "line", "FKDAT": "yyyymmdd", "KUNNR": "customer", "MATNR": "product", "ARKTX": "description",
         "FKIMG": "quantity", "NETWR": "total", "WAERK": "currency", "LAND1": "ISO country"},
        {"order": "VBELN", "date": "FKDAT", "customer": "KUNNR", "product": "MATNR", "description": "ARKTX", "quantity": "FKIMG",
         "amount": "NETWR", "country": "LAND1"},
    ),
    Case(
        "amazon seller",
        {"amazon-order-id": "coded order", "merchant-order-id": "blank", "purchase-date": "moment", "last-updated-date": "updated",
         "order-status": "status", "fulfillment-channel": "store", "product-name": "description", "sku": "product",
         "item-status": "status", "quantity": "quantity", "currency": "currency", "item-price": "price", "item-tax": "tax",
         "shipping-price": "freight", "ship-city": "city", "ship-country": "country", "buyer-email": "email", "buyer-name": "name"},
        {"order": "amazon-order-id", "date": "purchase-date", "status": "order-status", "description": "product-name", "product": "sku",
         "quantity": "quantity", "price": "item-price", "country": "ship-country", "customer": "buyer-email"},
    ),
    Case(
        "olist, joined",
        {"order_id": "hash order", "customer_id": "customer per order", "order_status": "status", "order_purchase_timestamp": "moment",
         "order_approved_at": "updated", "order_delivered_customer_date": "later", "order_item_id": "line", "product_id": "product",
         "seller_id": "store", "price": "price", "freight_value": "freight", "customer_unique_id": "customer hash",
         "customer_zip_code_prefix": "postcode", "customer_city": "city", "payment_value": "order total"},
        {"order": "order_id", "status": "order_status", "date": "order_purchase_timestamp", "product": "product_id",
         "customer": "customer_unique_id", "amount": "price"},
    ),
    Case(
        "dunnhumby: days are numbers, not dates",
        {"household_key": "customer", "BASKET_ID": "order", "DAY": "small customer", "PRODUCT_ID": "numeric product",
         "QUANTITY": "quantity", "SALES_VALUE": "total", "STORE_ID": "store", "RETAIL_DISC": "discount", "TRANS_TIME": "postcode"},
        {"customer": "household_key", "order": "BASKET_ID", "product": "PRODUCT_ID", "quantity": "QUANTITY", "amount": "SALES_VALUE",
         "discount": "RETAIL_DISC"},
    ),
    Case(
        "instacart: no dates",
        {"order_id": "order", "user_id": "customer", "eval_set": "tier", "order_number": "line", "order_dow": "score",
         "product_id": "numeric product", "reordered": "yes no"},
        {"order": "order_id", "customer": "user_id", "product": "product_id"},
    ),
    Case(
        "bank transactions",
        {"TransactionID": "coded order", "CustomerID": "coded customer", "CustomerDOB": "birth", "CustGender": "gender",
         "CustLocation": "city", "CustAccountBalance": "profit", "TransactionDate": "date", "TransactionTime": "postcode",
         "TransactionAmount (INR)": "total"},
        {"order": "TransactionID", "customer": "CustomerID", "date": "TransactionDate", "amount": "TransactionAmount (INR)"},
        attributes=("CustGender", "CustLocation"),
        lines=ONE_LINE,
    ),
    Case(
        "retail sales of Kaggle",
        {"Transaction ID": "row", "Date": "date", "Customer ID": "coded customer", "Gender": "gender", "Age": "age",
         "Product Category": "category", "Quantity": "quantity", "Price per Unit": "price", "Total Amount": "total"},
        {"order": "Transaction ID", "date": "Date", "customer": "Customer ID", "quantity": "Quantity", "price": "Price per Unit",
         "amount": "Total Amount"},
        attributes=("Gender",),
        lines=ONE_LINE,
    ),
    Case(
        "greencart's shape",
        {"order_id": "coded order", "customer_id": "coded customer", "product_id": "product", "quantity": "quantity",
         "unit_price": "price", "order_date": "date", "delivery_status": "status", "payment_method": "payment", "region": "order region",
         "discount_applied": "discount"},
        {"order": "order_id", "customer": "customer_id", "product": "product_id", "quantity": "quantity", "price": "unit_price",
         "date": "order_date", "status": "delivery_status", "discount": "discount_applied"},
        attributes=(),
    ),
    Case(
        "German ERP",
        {"Belegnummer": "order", "Belegdatum": "dotted", "Pos.": "line", "Kundennummer": "customer", "Kundenname": "name",
         "Artikelnummer": "product", "Bezeichnung": "description", "Menge": "quantity", "Einzelpreis": "comma price",
         "Gesamtpreis": "comma total", "MwSt": "score", "Land": "land"},
        {"order": "Belegnummer", "date": "Belegdatum", "customer": "Kundennummer", "product": "Artikelnummer",
         "description": "Bezeichnung", "quantity": "Menge", "price": "Einzelpreis", "amount": "Gesamtpreis", "country": "Land"},
    ),
    Case(
        "German shop",
        {"Bestell-Nr.": "coded order", "Bestelldatum": "dmy", "Lieferdatum": "later", "Kunde": "coded customer", "Art.-Nr.": "product",
         "Anzahl": "quantity", "Stückpreis": "euro price", "Bestellstatus": "status", "Geburtsdatum": "birth"},
        {"order": "Bestell-Nr.", "date": "Bestelldatum", "customer": "Kunde", "product": "Art.-Nr.", "quantity": "Anzahl",
         "price": "Stückpreis", "status": "Bestellstatus"},
    ),
    Case(
        "German receipts without customers' ids",
        {"Bonnummer": "order", "Kaufdatum": "date", "Käufer": "name", "Umsatz": "comma total"},
        {"order": "Bonnummer", "date": "Kaufdatum", "customer": "Käufer", "amount": "Umsatz"},
    ),
    Case(
        "Dutch invoices",
        {"Factuurnummer": "order", "Factuurdatum": "dmy", "Vervaldatum": "later", "Klantnr": "customer", "Klantnaam": "name",
         "Artikelcode": "product", "Omschrijving": "description", "Aantal": "quantity", "Prijs": "comma price",
         "Bedrag incl. btw": "comma total", "Land": "land"},
        {"order": "Factuurnummer", "date": "Factuurdatum", "customer": "Klantnr", "product": "Artikelcode", "description": "Omschrijving",
         "quantity": "Aantal", "price": "Prijs", "amount": "Bedrag incl. btw", "country": "Land"},
    ),
    Case(
        "Dutch shop",
        {"bestelling": "coded order", "besteldatum": "date", "leverdatum": "later", "klant_id": "small customer", "product": "description",
         "aantal stuks": "quantity", "stuksprijs": "price", "korting": "discount", "status": "status nl"},
        {"order": "bestelling", "date": "besteldatum", "customer": "klant_id", "product": "product", "quantity": "aantal stuks",
         "price": "stuksprijs", "discount": "korting", "status": "status"},
    ),
    Case(
        "French orders",
        {"N° commande": "order", "Date de commande": "dmy", "Date de livraison": "later", "N° client": "customer", "Nom du client": "name",
         "Réf. article": "product", "Désignation": "description", "Qté": "quantity", "PU HT": "comma price", "Montant HT": "comma total",
         "Pays": "country", "Statut": "status"},
        {"order": "N° commande", "date": "Date de commande", "customer": "N° client", "product": "Réf. article",
         "description": "Désignation", "quantity": "Qté", "price": "PU HT", "amount": "Montant HT", "country": "Pays", "status": "Statut"},
    ),
    Case(
        "French invoices, one row each",
        {"facture": "order", "date_facture": "date", "client": "coded customer", "total_ttc": "total", "remise": "discount"},
        {"order": "facture", "date": "date_facture", "customer": "client", "amount": "total_ttc", "discount": "remise"},
        lines=ONE_LINE,
    ),
    Case(
        "Italian receipts",
        {"Numero scontrino": "order", "Data scontrino": "dmy", "Codice cliente": "customer", "Ragione sociale": "name",
         "Codice articolo": "product", "Descrizione": "description", "Q.tà": "quantity", "Prezzo unitario": "comma price",
         "Totale riga": "comma total", "Sconto %": "discount", "Paese": "country"},
        {"order": "Numero scontrino", "date": "Data scontrino", "customer": "Codice cliente", "product": "Codice articolo",
         "description": "Descrizione", "quantity": "Q.tà", "price": "Prezzo unitario", "amount": "Totale riga", "discount": "Sconto %",
         "country": "Paese"},
    ),
    Case(
        "Italian orders",
        {"id_ordine": "coded order", "data_ordine": "date", "data_consegna": "later", "cliente": "coded customer", "prodotto": "product",
         "quantita": "quantity", "importo": "total", "stato": "status"},
        {"order": "id_ordine", "date": "data_ordine", "customer": "cliente", "product": "prodotto", "quantity": "quantita",
         "amount": "importo", "status": "stato"},
    ),
    Case(
        "Portuguese notes",
        {"Nota fiscal": "order", "Data da compra": "dmy", "Código do cliente": "customer", "Cliente": "name",
         "Código do produto": "product", "Descrição": "description", "Qtde": "quantity", "Valor unitário": "comma price",
         "Valor total": "comma total", "Situação": "status", "Data de nascimento": "birth"},
        {"order": "Nota fiscal", "date": "Data da compra", "customer": "Código do cliente", "product": "Código do produto",
         "description": "Descrição", "quantity": "Qtde", "price": "Valor unitário", "amount": "Valor total", "status": "Situação"},
    ),
    Case(
        "Portuguese orders",
        {"pedido": "coded order", "data_pedido": "date", "data_entrega": "later", "cliente_id": "coded customer", "produto": "description",
         "quantidade": "quantity", "preço": "price", "país": "country"},
        {"order": "pedido", "date": "data_pedido", "customer": "cliente_id", "product": "produto", "quantity": "quantidade",
         "price": "preço", "country": "país"},
    ),
    Case(
        "Spanish invoices",
        {"Nº Factura": "order", "Fecha": "dmy", "Fecha de entrega": "later", "Cód. cliente": "customer", "Nombre del cliente": "name",
         "Artículo": "product", "Descripción": "description", "Cantidad": "quantity", "Precio unitario": "comma price",
         "Importe": "comma total", "Estado": "status"},
        {"order": "Nº Factura", "date": "Fecha", "customer": "Cód. cliente", "product": "Artículo", "description": "Descripción",
         "quantity": "Cantidad", "price": "Precio unitario", "amount": "Importe", "status": "Estado"},
    ),
    Case(
        "Spanish tickets",
        {"ticket": "order", "fecha_compra": "date", "socio": "coded customer", "producto": "description", "unidades": "quantity",
         "precio": "price", "tienda": "store", "descuento": "discount"},
        {"order": "ticket", "date": "fecha_compra", "customer": "socio", "product": "producto", "quantity": "unidades", "price": "precio",
         "discount": "descuento"},
    ),
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
