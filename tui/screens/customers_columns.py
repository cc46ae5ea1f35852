"""What the columns of the customers are called, and what each of them is."""

from __future__ import annotations

from core.views.headings import HEADINGS

DEFINITIONS = {
    "customer_id": "The customer's id as text, just as the source has it.",
    "first_purchase": "When the first purchase that counts was made.",
    "last_purchase": "When the last purchase that counts was made.",
    "recency": "Calendar days from the last purchase's date to the as-of date.",
    "frequency": "Orders that count.",
    "monetary": "What was bought, added up; where the recipe says refunds = net, less what was refunded.",
    "refunded": "The amounts of cancelled orders, which are negative.",
    "net": "What was bought less what was refunded.",
    "average_order": "Monetary divided by frequency.",
    "r": "The score of recency, by how many customers were away longer.",
    "f": "The score of frequency, by how many customers have fewer orders.",
    "m": "The score of monetary, by how many customers spent less.",
    "rfm": "The three scores side by side.",
    "value": "How many customers are worse by recency, by frequency and by monetary, added up.",
    "tier": "High, Medium or Low by value: by the share of all customers strictly below.",
    "segment": "The name that the segment map has for the three scores.",
    "tier_then": "The tier at the earlier date that is compared with (c); empty for who was no customer yet.",
    "segment_then": "The segment at the earlier date that is compared with (c); empty for who was no customer yet.",
    "value_share": "Value as a share of three times the number of customers; in files 0.741 is 74.1 %, and in a filter both can be written.",
    "tenure": "Calendar days from the first purchase's date to the as-of date.",
    "mostly_refunded": "Yes where net is less than half of what was bought.",
    "products": "Different products bought.",
    "country": "The last country known; who bought from several counts in each of them in the countries chart of the screen Clean.",
    "cluster": "The number of the group that the data forms by itself, 1 the best; empty in none.",
    "cluster_name": "What that group is called, by rules on where its customers stand.",
    "predicted": "What the active classifier (screen Models) says that the customer is.",
    "predicted_chance": "The probability that this model gives the class that is looked for (of several classes, the predicted one); in files 0.741 is 74.1 %.",
}
# What names and judges a customer comes first, so that it is in view in a small terminal too; all other columns follow.
FIRST = (
    "customer_id",
    "tier",
    "tier_then",
    "segment",
    "segment_then",
    "recency",
    "frequency",
    "monetary",
    "last_purchase",
    "first_purchase",
)
THEN = ("tier_then", "segment_then")
OTHER = "A column of the source: its last known value."


BRIEF = {
    "recency": "Rec.",
    "frequency": "Freq.",
    "monetary": "Money",
    "refunded": "Refund",
    "average_order": "Order",
    "products": "Prod.",
}


def brief_title(name: str) -> str:
    """What a column is called above a narrow one."""
    return BRIEF.get(name, title_of(name))


def title_of(name: str) -> str:
    """What a column is called on the screen."""
    return HEADINGS.get(name, name)


def definition_of(name: str) -> str:
    """What a column is."""
    return DEFINITIONS.get(name, OTHER)
