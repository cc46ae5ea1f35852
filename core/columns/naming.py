"""How well a column's name fits each role: rules over the concepts that its words stand for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from core.columns.words import read_name

Role = Literal[
    "customer", "order", "date", "time", "quantity", "price", "amount", "order_total", "discount", "product", "description",
    "country", "status", "cancelled", "recency", "frequency", "monetary", "age",
]  # fmt: skip
ROLES: tuple[Role, ...] = (
    "customer", "order", "date", "time", "quantity", "price", "amount", "order_total", "discount", "product", "description",
    "country", "status", "cancelled", "recency", "frequency", "monetary", "age",
)  # fmt: skip
# Those whose cells are numbers, in the order in which a cell that is none is looked for.
NUMBER_ROLES: tuple[str, ...] = (
    "quantity", "price", "amount", "order_total", "discount", "recency", "frequency", "monetary", "age",
)  # fmt: skip

# A rule: how well it fits (1 is certain) | concepts that must be there, any of a/b | concepts that may be there too.
# The first rule that fits counts; a concept that no rule of a role allows means that the name says something else.
_RULES: dict[Role, str] = {
    "customer": """
        1.03 | customer id unique | account
        1.00 | customer id | unique account card contact loyalty sale partner
        0.89 | bill customer id | unique account card contact loyalty sale partner
        0.66 | taxnumber | customer company id unique bill
        0.62 | email | customer account contact bill place id loyalty sale order
        0.50 | customer name/designation | unique partner sale
        0.48 | bill customer name/designation | unique partner
        0.90 | customer | unique account loyalty sales sale partner
        0.88 | bill customer | unique account loyalty sales sale partner
        0.60 | customer ship | id
        0.80 | account id | unique loyalty
        0.70 | account/contact | unique loyalty
        0.72 | partner id | unique
        0.60 | orderer | name id
        0.58 | partner | name order sale unique
        0.50 | subject | id
        0.45 | recipient id |
        0.40 | recipient | name order sale
        0.65 | contact id |
        0.65 | card id/loyalty | loyalty unique id
        0.65 | card customer | id loyalty
        0.45 | loyalty id | unique
        0.45 | bill name |
        0.42 | account name |
        0.42 | phone | customer contact bill id
        0.40 | company name/bill/customer/designation | name bill customer id
        0.28 | company | id
        0.38 | contact name |
        0.35 | name ship |
        0.25 | name/designation |
        0.30 | id | unique
        0.20 | customer partname |
        0.15 | partname |
    """,
    "order": """
        1.00 | order id | sale sales customer unique bill
        0.92 | sale/sales id | unique store
        0.90 | order unique | sale sales
        0.88 | order | sale sales bill
        0.85 | order store | id
        0.60 | order name | sale sales
        0.70 | deliverynote | id unique
        0.60 | voucher id | unique
        0.50 | payment id | unique
        0.45 | orders/purchases |
        0.40 | sale |
        0.30 | id | unique
        0.05 | name |
    """,
    "date": """
        1.00 | date order/sale/sales | time created store
        0.92 | date | time unique
        0.82 | date order/sale/sales | id orders bill time
        0.80 | date | id time
        0.90 | date order orders | time
        0.85 | date voucher | time
        0.90 | date bill | order time sale
        0.60 | date deliverynote | time
        0.86 | date deal | time order
        0.80 | created | date time order orders sale sales
        0.75 | time order/sale | sales
        0.70 | order/sale |
        0.55 | date payment | time order sale
        0.50 | time | store
        0.73 | date stay | time
        0.72 | stay | time
        0.50 | date currency/store/channel | time
        0.45 | payment |
        0.45 | period | date order sale sales
        0.35 | date first/last | order sale sales time
        0.35 | first/last order/sale |
        0.30 | ship | date time order customer product sale last line id
        0.25 | due/update | date time order ship sale last customer store line deal id
    """,
    "quantity": """
        0.97 | quantity | order product products line sale sales unit total count id bill net
        0.96 | quantity ship | order product products line sale sales unit total count id bill net
        0.75 | count product/products | sale sales order total
        0.70 | products sale | total sales net
        0.60 | products | total sales order net
        0.60 | count |
        0.50 | count unit | sale sales
        0.35 | quantity refund | order product products line sale sales
        0.30 | unit | product sale sales order
        0.30 | sale/ship |
    """,
    "price": """
        1.00 | price unit | product products sale sales line net tax quantity amount order
        0.92 | price product | sale sales line net tax
        0.90 | price quantity | product sale
        0.88 | price | sale sales line net tax id
        0.80 | unit amount/value/net | product sale sales net tax price
        0.60 | price cost sale | unit product net tax
        0.40 | price discount | product unit net sale
        0.35 | price list | product unit net sale
        0.35 | value/unit |
        0.30 | cost | price unit product line net tax sale
    """,
    "amount": """
        1.00 | line total/amount/value | net tax product sale sales price
        0.97 | total sales/amount | net tax product price sale unit quantity products period
        0.96 | total price | net tax product products sale sales
        0.94 | sales value/amount | net tax product
        0.93 | sales | net tax product products
        0.93 | amount | sale sales net tax product products
        0.90 | value sale/sales/product/net/total | tax net
        0.78 | total products | net tax product sale sales quantity
        0.85 | total | net tax product sale sales quantity
        0.78 | subtotal | net tax line product
        0.76 | order subtotal | net tax sale sales value amount
        0.80 | order total/amount/value/price | net tax sale sales value amount total
        0.79 | payment total | net tax product products sale sales order quantity
        0.65 | payment amount/value/price | net tax sale sales order
        0.60 | net | tax product products sale
        0.38 | cost total | product price net tax
        0.42 | payment |
        0.40 | value | order
        0.40 | sale | product net tax
        0.38 | recurring | net customer total
        0.85 | charge total |
        0.39 | charge |
        0.20 | running sales/amount/total/value/sale/purchases/payment | net tax product products order orders period line
    """,
    "order_total": """
        0.62 | order subtotal | net tax sale sales value amount
        0.95 | order total/amount/value/price | net tax sale sales value amount total
        0.65 | total | net tax sale amount price sales value
        0.61 | payment total | net tax sale sales order
        0.50 | payment amount/value/price | net tax sale sales order
        0.60 | subtotal | net tax
        0.55 | amount/sales | net tax sale value product products
        0.40 | value/payment |
    """,
    "discount": """
        0.95 | discount | amount total percent product products line order sale sales value quantity
        0.85 | discount price | unit price amount
        0.60 | promo/voucher discount/amount | amount total percent product products line order sale sales
        0.60 | shortened | description
    """,
    "product": """
        1.00 | product id | unique line stock sale sales
        0.87 | product | sale sales unique
        0.72 | products | sale sales
        0.55 | product name | line sale
        0.50 | product description | line sale
        0.28 | id |
    """,
    "description": """
        1.00 | product description/designation | line sale name order time date
        0.97 | product name | line sale
        0.92 | description | designation line order sale name shortened
        0.55 | designation | line order sale name shortened
        0.45 | product/products |
    """,
    "country": """
        1.00 | country | id name
        0.97 | country customer/bill | id name order
        0.90 | country order/sale/sales | id name
        0.85 | country ship | id name customer order
        0.50 | country store/place | id name
    """,
    "status": """
        1.00 | status order | sale sales
        0.97 | status sale/sales |
        0.92 | status |
        0.75 | status ship | order sale
        0.70 | status payment | order sale
        0.88 | status | order sale sales payment ship name description designation id note list
        0.50 | status line/product | sale ship order
        0.65 | refund | order sale sales product line type status
        0.45 | type | order sale sales line voucher
    """,
    "recency": """
        0.95 | recency | days weeks value customer
        0.92 | days since | last order sale orders purchases date
        0.90 | days last order/sale | since
        0.90 | date since last | order sale orders purchases
        0.85 | days last | since
        0.40 | recency letter |
    """,
    "frequency": """
        0.95 | frequency | order orders sale purchases value count customer lifetime
        0.90 | count orders/purchases/order/sale | customer total sale lifetime
        0.88 | orders/purchases | total customer sale lifetime
        0.75 | quantity order/orders/purchases | lifetime
        0.55 | running orders/purchases/frequency/count/order | customer total sale
        0.40 | frequency letter |
    """,
    "monetary": """
        0.95 | monetary | value amount total sales customer lifetime
        0.60 | lifetime value | customer total net
        0.92 | total amount/sales/value | customer net sale sales amount value orders purchases lifetime
        0.90 | lifetime amount/sales | customer net sale orders purchases
        0.85 | amount/sales | customer net sale orders purchases
        0.80 | average monetary/amount | value
        0.70 | total | net customer sale lifetime
        0.50 | lifetime | customer
        0.50 | recurring | customer net total
        0.55 | running sales/amount/total/value/sale/purchases/monetary | customer net orders period
        0.40 | value | customer
        0.40 | monetary letter |
    """,
    "age": """
        0.90 | age | customer weeks days period
    """,
}
# How much certainty each word that was not understood costs.
UNKNOWN_WORD = 0.82
MOST_UNKNOWN = 3

WORDING = {
    "taxnumber": "tax number", "shortened": "desc.",
    "refund": "cancelled or returned", "deliverynote": "delivery note", "designation": "name or description",
    "id": "id", "bill": "billing", "ship": "shipping", "customer": "customer", "email": "e-mail", "products": "items", "orders": "orders",
    "purchases": "purchases", "sale": "sale", "partname": "part of a name", "letter": "one letter", "running": "running", "net": "net or gross", "unit": "unit",
    "orderer": "who ordered", "recurring": "recurring revenue",
}  # fmt: skip


# Whose something is that a name says beside that: for a role that has no rule for them they are words not understood.
WHOSE = frozenset(("partner", "recipient"))

# What rules name first, because it decides, and English puts last.
SAID_LAST = frozenset(("date", "time", "price", "quantity", "count", "status", "country", "email", "phone"))


@dataclass(frozen=True, slots=True)
class _Rule:
    fits: float
    needs: tuple[frozenset[str], ...]
    needed: frozenset[str]
    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameFit:
    """How well a name fits a role, and what it was understood to say."""

    fits: float
    says: str


@dataclass(frozen=True, slots=True)
class NameRoles:
    """Everything that a name says about roles."""

    roles: dict[Role, NameFit]
    understood: bool
    """Whether it says anything at all; where it does, roles that are not in `roles` are denied by it."""
    generic: bool


def _parse(text: str) -> tuple[_Rule, ...]:
    rules = []
    for line in text.strip().splitlines():
        fits, needs, allowed = (part.strip() for part in line.split("|"))
        sets = tuple(frozenset(need.split("/")) for need in needs.split())
        needed = frozenset(concept for need in sets for concept in need)
        rules.append(_Rule(float(fits), sets, needed, needed | frozenset(allowed.split())))
    return tuple(rules)


_PARSED: dict[Role, tuple[_Rule, ...]] = {role: _parse(text) for role, text in _RULES.items()}
RULE_CONCEPTS = frozenset(concept for rules in _PARSED.values() for rule in rules for concept in rule.allowed)


@lru_cache(maxsize=20_000)
def name_roles(name: str, *, short_words: bool = True) -> NameRoles:
    """The roles that a name speaks for, each with how well it fits; `short_words` as of `read_name`."""
    reading = read_name(name, short_words=short_words)
    concepts = reading.concepts
    if not concepts:
        return NameRoles({}, False, reading.generic)
    certainty = UNKNOWN_WORD ** min(reading.unknown, MOST_UNKNOWN)
    fits: dict[Role, NameFit] = {}
    for role, rules in _PARSED.items():
        rule = next((rule for rule in rules if _fits(rule, concepts)), None)
        sure = certainty
        if rule is None and concepts & WHOSE:
            rule = next((rule for rule in rules if _fits(rule, concepts - WHOSE)), None)
            sure *= UNKNOWN_WORD
        if rule is not None and not _is_tax_alone(role, concepts):
            said = [concept for need in rule.needs for concept in sorted(need & concepts)[:1]]
            fits[role] = NameFit(round(rule.fits * sure, 3), _in_words(said))
    return NameRoles(fits, True, False)


def _fits(rule: _Rule, concepts: frozenset[str]) -> bool:
    return concepts <= rule.allowed and all(not need.isdisjoint(concepts) for need in rule.needs)


def _is_tax_alone(role: Role, concepts: frozenset[str]) -> bool:
    """Whether it is the tax itself ("tax amount"), and not an amount that says whether it includes tax."""
    return (
        role in ("amount", "order_total", "price")
        and "tax" in concepts
        and not concepts & {"net", "price", "unit"}
    )


def _in_words(concepts: list[str]) -> str:
    """Concepts as a person says them: the date of an order is an order date."""
    if concepts and concepts[0] in SAID_LAST:
        concepts = [*concepts[1:], concepts[0]]
    return " ".join(WORDING.get(concept, concept) for concept in concepts)
