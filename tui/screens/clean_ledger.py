"""The ledger as a waterfall: each rule with its rows, money and share, on or off, and its setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.message import Message

from core.ledger import KEPT, OVERLAP, RULES, Rule
from core.recipe import Recipe, all_settings
from core.remote.opened import Opened
from core.views.sales import DEFINITIONS
from tui.actions import Action, bindings
from tui.charts import Symbols, tiny_bar
from tui.dialogs.setting import ask_setting, setting_value
from tui.lacking import why_nothing
from tui.widgets.chart import look_of
from tui.widgets.grid import Grid
from tui.widgets.rows import Column, FewRows, Row, fitted_columns

ROWS_IN = "rows in the source"
# So wide that the money beside it fits into 80 columns; and as wide as it is of use.
LEAST_BAR, MOST_BAR = 18, 40
# While a rule has not been run its state takes more room than ever, which the bars give: money is not pushed out of view.
SHORTEST_BAR = 6
# Fewer cells of what a rule takes say nothing.
LEAST_TAKES = 30
COLUMNS = (
    Column("rule", "Rule"),
    Column("state", ""),
    Column("rows", "Rows", "number"),
    Column("share", "%", "share"),
    Column("bar", "Of all rows"),
    Column("amount", "Money", "money"),
    Column("takes", "What it takes"),
)
LINES = len(RULES) + 2
# What turns a rule on again where its setting is more than yes or no.
USUAL = {"rules.overlap": "orders"}
OFF = "off"
DATES = ("customers.as_of", "rules.before", "rules.after")
# The keys of any grid that make no sense for a dozen rules in their order.
UNUSED = ("grid.select", "grid.select_all", "grid.choose", "grid.filter", "grid.sort")


def _grid_bindings() -> list[BindingType]:
    return [one for one in bindings("grid") if getattr(one, "id", "") not in UNUSED]


class LedgerGrid(Grid, inherit_bindings=False):
    """The rules in their order, stepping down from the rows of the source to those that are kept."""

    BINDINGS: ClassVar[list[BindingType]] = [*_grid_bindings(), *bindings("ledger")]
    comes_soon = True

    class RowsWanted(Message):
        """The rows of a rule are to be shown."""

        def __init__(self, rule: str) -> None:
            self.rule = rule
            super().__init__()

    def __init__(self, *, empty: str) -> None:
        super().__init__(empty=empty)
        self._opened: Opened | None = None
        self._drawn_for = 0
        """How wide it was when it was drawn."""
        self._states: tuple[str, ...] = ()
        """What was drawn of each rule: whether it is on."""

    async def show_ledger(self, opened: Opened) -> None:
        """Show the ledger of a result."""
        self._opened = opened
        await self._draw()

    @on(events.Resize)
    async def _resized(self) -> None:
        """Draw bars as long as there is room for."""
        if self.size.width != self._drawn_for:
            await self._draw()

    async def _draw(self) -> None:
        if self._opened is None:
            return
        symbols, states = look_of(self.app).symbols, self._chosen(self._opened)
        self._states, self._drawn_for = states, self.size.width
        widths = {
            column.name: column.width + 1
            for column in fitted_columns(COLUMNS, _rows(self._opened, states, 0, symbols))
            if column.name != "bar"
        }
        takes = widths.pop("takes")
        bar = _bar_width(self.size.width - 2 - sum(widths.values()), takes)
        rows = _rows(self._opened, states, bar, symbols)
        await self.show(FewRows(fitted_columns(COLUMNS, rows), rows), keep_place=True)

    def tell_what_is_chosen(self) -> None:
        """Show at once what was chosen, though the figures are of the run before."""
        if self._opened is not None and self._states and self._chosen(self._opened) != self._states:
            self.call_later(self._draw)

    def _chosen(self, shown: Opened) -> tuple[str, ...]:
        """Whether each rule is on; where the rows that are shown are of another choice, that it has not been run."""
        app = self.regulars
        return tuple(
            _state(rule, app.session.recipe, shown.recipe, has_failed=app.has_failed) for rule in RULES
        )

    @property
    def rule(self) -> Rule | None:
        """The rule under the cursor."""
        name = self.value("rule")
        return next((rule for rule in RULES if rule.name == name), None)

    def why_not(self, action: Action) -> str:
        if action.scope == "ledger":
            if not self.source.columns:
                return why_nothing(self.regulars, self.empty)
            name = self.value("rule")
            rule = self.rule
            if action.method == "rows":
                if name == ROWS_IN:
                    return "The screen Data shows the rows of the source."
                return "" if self.value("rows") else f"The rule {name} took no rows."
            if rule is None:
                return "This line is a total: move to a rule."
            if not rule.setting:
                return f"The rule {rule.name} is always on: such a row can belong to no customer's orders."
            return ""
        return super().why_not(action)

    def action_turn(self) -> None:
        """Turn a rule on or off; one that takes a date asks for it."""
        rule = self.rule
        if rule is None:
            return
        recipe = self.regulars.session.recipe
        present = setting_value(recipe, rule.setting)
        if rule.setting in DATES and not present:
            self.action_setting()
            return
        if rule.setting in DATES:
            text = ""
        elif rule.setting in USUAL:
            text = USUAL[rule.setting] if present == OFF else OFF
        else:
            text = "false" if present else "true"
        word = OFF if text in ("", OFF, "false") else "on"
        self.regulars.set_values(f"the rule {rule.name} {word}", **{rule.setting.replace(".", "__"): text})

    def action_setting(self) -> None:
        """Ask for the setting of a rule."""
        rule = self.rule
        if rule is None:
            return
        setting = next(known for known in all_settings() if known.key == rule.setting)
        ask_setting(self.regulars, setting, f"{rule.name}: {setting.key}")

    def action_rows(self) -> None:
        """Show the rows that a rule took."""
        self.post_message(self.RowsWanted(str(self.value("rule"))))

    def definition(self) -> str:
        rules = "\n".join(f"{rule.name}: {rule.takes}." for rule in RULES)
        return (
            "Every row of the source is in exactly one line: the first rule, from the top, that takes it, or kept. "
            f"So rows and money add up to the source's.\n\nrefunded: {DEFINITIONS['refunded']}\n\n{rules}"
        )


def how_to_name(rule: Rule) -> str:
    """How to say which column a rule is to look at; empty where it looks at no column."""
    return "" if rule.name == OVERLAP else "If a column holds it, name it: 1, then r on the column."


def _is_on(recipe: Recipe, rule: Rule) -> bool:
    return setting_value(recipe, rule.setting) not in (False, "", OFF)


def _state(rule: Rule, chosen: Recipe, shown: Recipe, *, has_failed: bool) -> str:
    if not rule.setting:
        return ""
    is_on = _is_on(chosen, rule)
    pending = (", not run" if has_failed else " ...") if is_on != _is_on(shown, rule) else ""
    return ("on" if is_on else OFF) + pending


def _rows(opened: Opened, states: Sequence[str], bar: int, symbols: Symbols) -> list[Row]:
    """All rows, each rule in its order, and what is kept, with bars of so many cells."""
    report = opened.report
    priced = {"amount", "price", "order_total", "monetary"} & set(opened.roles)
    booked = {line.rule: line for line in report.ledger}
    total = max(1, report.rows)
    left = report.rows
    rows: list[Row] = [(ROWS_IN, "", report.rows, 1.0, _bar(0, 1, bar, symbols), report.amount, "")]
    for rule, state in zip(RULES, states, strict=True):
        line = booked.get(rule.name)
        count = line.rows if line else 0
        drawn = _bar((left - count) / total, count / total, bar, symbols)
        left -= count
        money = line.amount if line and priced else None
        idle = opened.idle_rules.get(rule.name) if rule.setting else None
        takes = f"nothing: {idle}" if idle else rule.takes
        share = count / total if line else None
        rows.append((rule.name, state, count if line else None, share, drawn, money, takes))
    kept = booked[KEPT]
    rows.append(
        (
            KEPT,
            "",
            kept.rows,
            kept.rows / total,
            _bar(0, kept.rows / total, bar, symbols),
            kept.amount if priced else None,
            "the purchases that customers are made of",
        )
    )
    return rows


def _bar_width(room: int, takes: int) -> int:
    """How long bars may be beside what the rules take; without that where there is no room to read it."""
    if room - takes >= LEAST_BAR:
        return min(MOST_BAR, room - takes)
    return LEAST_BAR if room - LEAST_BAR >= LEAST_TAKES else max(SHORTEST_BAR, room)


def _bar(start: float, share: float, width: int, symbols: Symbols) -> str:
    """A bar for a share of the rows, so long as the share is, from where that of the line above begins or ends."""
    bar = tiny_bar(share, width, symbols).rstrip()
    return " " * min(round(start * width), width - len(bar)) + bar
