"""What a card says, as text, tables and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.table import Table
from rich.text import Text

from core.views.card import Card, Month, OrderLine, TopProducts
from core.views.headings import SHARES
from core.views.steps import NextSteps, Step
from core.views.then import Then
from tui.charts import Line as Cells
from tui.charts import Look, Series, column_chart, line_chart
from tui.screens.customers_columns import title_of
from tui.text import day, decimal, money, per_cent, plain, prose, whole

MONEY = frozenset(("monetary", "refunded", "net", "average_order"))
# What stands in the heading, or is told in words below.
TOLD = frozenset(("customer_id", "r", "f", "m", "mostly_refunded"))
COMPARED = ("recency", "frequency", "monetary", "r", "f", "m", "value", "tier", "segment")
MOST_ORDERS = 8
# The room beside a column chart's axis; what has more months than that is drawn as lines.
AXIS_WIDTH = 9


def heading(card: Card, place: int | None, rows: int) -> Text:
    """Who it is, and where they stand in the table."""
    known = dict(card.facts)
    text = Text(f"Customer {plain(card.customer_id, 60)}", style="bold")
    parts = [plain(known[name], 40) for name in ("segment", "country") if known.get(name)]
    if known.get("tier"):
        parts.insert(1 if parts else 0, f"tier {plain(known['tier'])}")
    if parts:
        text.append("  " + ", ".join(parts), style="not bold")
    if place is None:
        text.append("  not among the rows of the table", style="not bold")
    else:
        text.append(f"  ({whole(place + 1)} of {whole(rows)})", style="not bold")
    if card.reason:
        text.append(f"\n{plain(card.reason)} Escape goes back to the table.", style="not bold")
    return text


def facts_table(card: Card) -> Table | str:
    """The facts, two a line."""
    facts = [(title_of(name), fact_text(name, value)) for name, value in card.facts if name not in TOLD]
    if not facts:
        return ""
    half = -(-len(facts) // 2)
    table = _table(2 * ["name fixed", "value folded"])
    for place in range(half):
        row: list[Text] = []
        for name, value in facts[place::half]:
            row += [Text(plain(name, 20), style="dim"), Text(plain(value, 60))]
        table.add_row(*row)
    return table


def fact_text(name: str, value: str | float | bool | date | None) -> str:
    """A fact by what it is."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, str):
        return value
    if name in MONEY:
        return money(float(value))
    if name in SHARES:
        return per_cent(float(value))
    if name in ("recency", "tenure"):
        return f"{whole(value)} day{'' if value == 1 else 's'}"
    return whole(value) if value == int(value) else decimal(float(value), 2)


def months_title(months: Sequence[Month]) -> str:
    """What the chart of orders shows."""
    what = "Bought" if any(month.amount is not None for month in months) else "Orders"
    refunds = " and refunded (below zero)" if any(month.refunded for month in months) else ""
    return f"{what}{refunds} by month"


def drawn_months(months: Sequence[Month], width: int, height: int, look: Look) -> Sequence[Cells]:
    """A column for what was bought in each month and one, down from zero, for what was refunded; lines where columns have no room."""
    by_money = any(month.amount is not None for month in months)
    has_refunds = any(month.refunded for month in months)
    columns: list[tuple[str, float | None]] = []
    for month in months:
        name = f"{month.first_day:%Y-%m}"
        columns.append((name, month.amount if by_money else month.orders))
        if has_refunds:
            # One name a month: below the column of what was bought.
            columns.append(("", month.refunded or None))
    if len(columns) <= width - AXIS_WIDTH:
        return column_chart(columns, width, height, look)
    bought = [(month.first_day, month.amount if by_money else month.orders) for month in months]
    series = [Series("bought" if by_money else "orders", bought)]
    if has_refunds:
        series.append(Series("refunded", [(month.first_day, month.refunded) for month in months]))
    return line_chart(series, width, height, look)


def rhythm(card: Card) -> str:
    """How often they come, and of which size their orders are."""
    if card.orders_reason:
        return plain(card.orders_reason)
    parts = []
    if card.rhythm is not None and card.rhythm.text:
        text = prose(card.rhythm.text)
        parts.append(text if text.endswith(".") else text + ".")
    if card.usual_order is not None:
        parts.append(f"The usual order is {money(card.usual_order)} (the median).")
    return " ".join(parts)


def latest_orders(card: Card) -> Table | str:
    """The last orders and cancelled ones, the latest first."""
    lines = _dated(card)
    if not lines:
        return ""
    table = _table(["day", "order", "amount right", "rows right"])
    for line, is_cancelled in lines[:MOST_ORDERS]:
        table.add_row(*_order(line, is_cancelled=is_cancelled))
    more = len(lines) - MOST_ORDERS
    if more > 0:
        table.add_row("", Text(f"and {whole(more)} more: y copies all", style="dim"), "", "")
    return table


def copied_orders(card: Card) -> list[str]:
    """All orders and cancelled ones, the latest first, with tabs between their figures."""
    return [
        "\t".join(text.plain for text in _order(line, is_cancelled=is_cancelled))
        for line, is_cancelled in _dated(card)
    ]


def _dated(card: Card) -> list[tuple[OrderLine, bool]]:
    """The orders and the cancelled ones, which are marked, the latest first."""
    lines = [(line, False) for line in card.orders] + [(line, True) for line in card.cancelled]
    lines = [one for one in lines if one[0].day is not None]
    lines.sort(key=lambda one: (one[0].day, one[0].order_id), reverse=True)
    return lines


def _order(line: OrderLine, *, is_cancelled: bool) -> list[Text]:
    name = plain(line.order_id, 24) + (" refunded" if is_cancelled else "")
    rows = f"{whole(line.rows)} row{'' if line.rows == 1 else 's'}"
    return [Text(day(line.day)), Text(name.strip()), Text(money(line.amount)), Text(rows, style="dim")]


def how_placed(card: Card) -> Table | str:
    """The scores in words, the tier with what is missing to the next, and the segment with its rule."""
    lines = [
        (one.letter.upper(), prose(one.text, 400, [one.value] if one.measure in MONEY else ()))
        for one in card.scores
    ]
    lines += [("Tier", prose(card.tier.text))] if card.tier is not None else []
    lines += [("Segment", prose(card.segment.text))] if card.segment is not None else []
    return _listed(lines)


def then_and_now(card: Card, then: Then) -> Table | str:
    """What the customer was at the date that is compared with, beside what they are."""
    if then.standing is None:
        return f"No customer yet as of {day(then.as_of)}."
    known = dict(card.facts)
    table = _table(["name fixed", "then", "now"])
    table.add_row("", Text(f"as of {day(then.as_of)}", style="dim"), Text("now", style="dim"))
    for name in COMPARED:
        was, now = getattr(then.standing, name), known.get(name)
        table.add_row(
            Text(title_of(name), style="dim"),
            Text(plain(fact_text(name, was), 40)),
            Text("the same" if was == now else plain(fact_text(name, now), 40)),
        )
    return table


def then_lines(then: Then) -> list[str]:
    """The same for the clipboard."""
    if then.standing is None:
        return [f"No customer yet as of {day(then.as_of)}."]
    return [f"{name} as of {day(then.as_of)}\t{getattr(then.standing, name)}" for name in COMPARED]


def further(steps: NextSteps) -> tuple[Table | str, Table | str]:
    """What would take the customer further, and what becomes of them otherwise."""
    ups = [_step(step) for step in steps.steps if step.orders]
    slips = [_step(step) for step in steps.steps if not step.orders]
    return _listed(ups or [("-", prose(steps.note))]), _listed(slips)


def _step(step: Step) -> tuple[str, str]:
    return "-", prose(step.text[:1].upper() + step.text[1:] + ".", 400, [step.amount])


def products_table(found: TopProducts) -> Table | str:
    """What the customer spent most on."""
    if not found.products:
        return plain(found.reason or "No row says what was bought.")
    has_texts = any(line.description for line in found.products)
    table = _table(
        ["product" + (" fixed" if has_texts else ""), "description", "amount right", "orders right"]
    )
    for line in found.products:
        orders = f"{whole(line.orders)} order{'' if line.orders == 1 else 's'}"
        table.add_row(
            Text(plain(line.product, 16 if has_texts else 60)),
            Text(plain(line.description, 60), style="dim"),
            Text(money(line.amount)),
            Text(orders, style="dim"),
        )
    said = "one product" if found.different == 1 else f"{whole(found.different)} different products"
    if found.unknown_rows:
        said += f"; {whole(found.unknown_rows)} rows do not say what was bought"
    table.add_row(*(("", Text(said, style="dim")) if has_texts else (Text(said, style="dim"), "")), "", "")
    return table


def _table(columns: Sequence[str]) -> Table:
    """A table without lines; what is named right stands at the right, what is fixed is as wide as it is; only what is folded takes a second line."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for name in columns:
        is_right, is_fixed, is_folded = (name.endswith(f" {how}") for how in ("right", "fixed", "folded"))
        table.add_column(
            justify="right" if is_right else "left",
            no_wrap=not is_folded,
            overflow="fold" if is_folded else "ellipsis",
            ratio=None if is_right or is_fixed else 1,
        )
    return table


def _listed(lines: Sequence[tuple[str, str]]) -> Table | str:
    """Sentences below each other, each beside what it is about."""
    known = [(name, text) for name, text in lines if text]
    if not known:
        return ""
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for name, text in known:
        table.add_row(Text(name, style="dim"), Text(text))
    return table
