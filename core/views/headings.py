"""What the columns of the customers are called where people read them, as headings and in a filter, and which of them are shares."""

from __future__ import annotations

from collections.abc import Mapping

HEADINGS: Mapping[str, str] = {
    "customer_id": "Customer",
    "first_purchase": "First bought",
    "last_purchase": "Last bought",
    "recency": "Recency",
    "frequency": "Frequency",
    "monetary": "Monetary",
    "refunded": "Refunded",
    "net": "Net",
    "average_order": "Avg. order",
    "r": "R",
    "f": "F",
    "m": "M",
    "rfm": "RFM",
    "value": "Value",
    "tier": "Tier",
    "tier_then": "Tier then",
    "segment": "Segment",
    "segment_then": "Segment then",
    "value_share": "Value share",
    "tenure": "Tenure",
    "mostly_refunded": "Mostly refunded",
    "products": "Products",
    "country": "Country",
    "cluster": "Cluster no.",
    "cluster_name": "Cluster",
    "predicted": "Predicted",
    "predicted_chance": "Chance",
}
# The columns that are parts of a whole, from 0 to 1: people read and write them in per cent.
SHARES = frozenset(("value_share", "predicted_chance"))
