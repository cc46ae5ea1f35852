"""Whether the purchases that are scored are of about as many days as those that a model learned from."""

from __future__ import annotations

from datetime import date

# Below this share of the model's days, orders and money cannot be compared as they stand.
MUCH_SHORTER = 0.5


def span_words(first: str, last: str, model_first: str, model_last: str) -> str:
    """What follows where the purchases are of far fewer days than the model's; nothing where days are not known."""
    if not (first and last and model_first and model_last):
        return ""
    here, there = _days(first, last), _days(model_first, model_last)
    if here >= MUCH_SHORTER * there:
        return ""
    days = f"{here:,} {'day' if here == 1 else 'days'}"
    return (
        f"The purchases here are of {days} ({first[:10]} to {last[:10]}), those that the model learned from of {there:,}: in less time"
        " customers order and spend less, so they come out as newer and lower than they are. Score them with earlier ones, about"
        f" {there:,} days in all, or by a model that was learned from about {days}."
    )


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days + 1
