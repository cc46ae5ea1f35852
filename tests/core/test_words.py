"""What the names of columns are understood to say."""

from __future__ import annotations

import pytest

from core.columns.double_words import DOUBLE, WHOLE_NAMES
from core.columns.naming import RULE_CONCEPTS, name_roles
from core.columns.vocabulary import VOCABULARY
from core.columns.words import header_language, name_words, read_name


@pytest.mark.parametrize(
    "name",
    [
        "customer id",
        "CustomerID",
        "customer_id",
        "customer-id",
        "customer.id",
        "[Customer] [ID]",
        "customerid",
        "CUSTOMER ID",
        " Customer  Id ",
    ],
)
def test_however_the_words_are_held_together(name: str) -> None:
    assert read_name(name).concepts == {"customer", "id"}


def test_words_lose_accents_and_case() -> None:
    assert name_words("Prénom DuClient") == ("prenom", "du", "client")
    assert name_words("OrderIDs") == ("order", "ids")
    assert name_words("N° commande") == ("nr", "commande")


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("Bestelldatum", "order date"),
        ("Rechnungsnr.", "order id"),
        ("Stückpreis", "unit price"),
        ("Stueckpreis", "unit price"),
        ("Gesamtpreis", "total price"),
        ("factuurdatum", "order date"),
        ("klantnummer", "customer id"),
        ("prijs per stuk", "price unit"),
        ("nombre de commandes", "count orders"),
        ("Nombre del cliente", "name customer"),
        ("num_orders", "count orders"),
        ("order number", "order id"),
        ("dateofbirth", "date birth"),
        ("priceperunit", "price unit"),
        ("E-Mail", "email"),
        ("t_x", "recency"),
        ("T", "age"),
        ("r", "recency letter"),
    ],
)
def test_what_names_say(name: str, concepts: str) -> None:
    assert read_name(name).concepts == set(concepts.split())


@pytest.mark.parametrize("name", ["column 1", "Column12", "Unnamed: 0", "_c0", "V1", "7", "", "field_3"])
def test_stand_ins_for_names(name: str) -> None:
    assert read_name(name).generic


@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("customer name", "customer"),
        ("order date", "date"),
        ("order status", "status"),
        ("customer country", "country"),
        ("product price", "price"),
        ("item price", "price"),
        ("order total", "order_total"),
        ("order id", "order"),
        ("order quantity", "quantity"),
        ("total quantity", "quantity"),
        ("total price", "amount"),
        ("product name", "description"),
        ("Invoice No", "order"),
        ("discount amount", "discount"),
        ("amount incl. VAT", "amount"),
        ("Emissão", "date"),
        ("Dscription", "description"),
        ("Ctd.", "quantity"),
        ("Mng", "quantity"),
    ],
)
def test_the_role_a_name_fits_best(name: str, best: str) -> None:
    fits = name_roles(name).roles
    assert max(fits, key=lambda role: fits[role].fits) == best


@pytest.mark.parametrize(
    "name",
    ["customer segment", "customer since", "birth date", "signup_date", "Customer type", "invoice line no", "Row ID", "order item id", "Postal Code",
     "tax amount", "shipping price", "stock", "Account balance", "Zahlungsart", "segment", "tier", "score", "Date de naissance", "Data di nascita"],
)  # fmt: skip
def test_names_that_deny_every_role(name: str) -> None:
    found = name_roles(name)
    assert found.understood
    assert found.roles == {}


def test_every_concept_of_a_rule_has_words() -> None:
    known = set(VOCABULARY)
    for both in (*DOUBLE.values(), *WHOLE_NAMES.values()):
        known.update(both.split())
    assert known >= RULE_CONCEPTS


@pytest.mark.parametrize(
    ("names", "language"),
    [
        (["Order Date", "Customer", "Unit Price", "Quantity"], "en"),
        (["Belegdatum", "Kundennummer", "Menge", "Einzelpreis"], "de"),
        (["Factuurdatum", "Klantnr", "Aantal", "Bedrag"], "nl"),
        (["Date de commande", "N° client", "Quantité", "Montant"], "fr"),
        (["Data ordine", "Codice cliente", "Quantità", "Importo"], "it"),
        (["Fecha", "Nº pedido", "Cantidad", "Importe"], "es"),
        (["Data da compra", "Preço", "Quantidade", "Situação"], "pt"),
        (["a1", "zz"], ""),
    ],
)
def test_the_language_of_a_header(names: list[str], language: str) -> None:
    assert header_language(names) == language
