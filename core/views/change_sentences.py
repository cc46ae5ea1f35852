"""What changed since an earlier as-of date, in plain words: of all customers, and of each segment. Its figures are those of a comparison."""

from __future__ import annotations

from collections.abc import Mapping

from core.enumerated import enumerated
from core.figures import share_text
from core.views.compare import Change, Comparison, GroupChange
from core.views.sentences import Figures, Sentence


def describe_changes(comparison: Comparison) -> Sentence:
    """All customers now beside then: how many, what they ordered and brought, who is new, and who stayed where they were."""
    if comparison.reason:
        return Sentence(comparison.reason)
    write = Figures()
    changes = {change.name: change for change in comparison.figures}
    told = [_went(write, name, changes[name]) for name in ("customers", "orders", "revenue")]
    then = write.date("then", str(comparison.then))
    new = write.counted("new customers", comparison.new_customers, "customer")
    stayed = write.number("in the same segment", comparison.stayed_in_segment)
    moves = f"{new} {'is' if comparison.new_customers == 1 else 'are'} new, and {stayed} "
    moves += f"{'is' if comparison.stayed_in_segment == 1 else 'are'} in the segment they were in"
    return write.sentence(f"Since {then}, {enumerated([part for part in told if part])}; {moves}.")


def describe_then(comparison: Comparison) -> Mapping[str, Sentence]:
    """What each segment was at the earlier date, by its name."""
    if comparison.reason:
        return {}
    return {group.name: _then(group, str(comparison.then)) for group in comparison.segments}


def _then(group: GroupChange, day: str) -> Sentence:
    write = Figures()
    customers = int(group.customers.then or 0)
    then = write.date("then", day)
    if not customers:
        return write.sentence(f"Nobody was as of {then}.")
    text = f"As of {then} {'it was' if customers == 1 else 'they were'} "
    text += write.counted("customers then", customers, "customer") + _changed(write, group.customers, "now ")
    if group.revenue.then is not None and group.revenue.now is not None:
        text += f" with revenue of {write.money('revenue then', group.revenue.then)}"
        text += _changed(write, group.revenue, "now ")
    return write.sentence(f"{text}.")


def _went(write: Figures, name: str, change: Change) -> str:
    if change.now is None or change.then is None:
        return ""
    written = write.money if name == "revenue" else write.number
    if change.now == change.then:
        return f"{name} stayed at {written(name, change.now)}"
    then, now = written(f"{name} then", change.then), written(name, change.now)
    return f"{name} went from {then} to {now}" + _changed(write, change)


def _changed(write: Figures, change: Change, since: str = "") -> str:
    """The change in parentheses, with its sign; nothing where there was nothing to count it from."""
    if change.change is None:
        return ""
    sign = "+" if change.change > 0 else "-" if change.change < 0 else ""
    written = sign + share_text(abs(change.change))
    return f" ({since}{write.kept(f'change of {change.name}', change.change, written)})"
