"""The numbers of the customer that is asked about, each with a bar that shows where it stands among all customers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from core.amounts import TOO_MUCH
from core.figures import NumberStyle
from core.models.given import given_number, least_of, with_average
from core.models.kept import Model
from core.models.moves import LEAST_RECENCY
from core.report import cents
from core.scores import MEASURES
from core.views.placing import WHOLE, Distribution
from tui.acting import Pane, app_of
from tui.actions import Action, bindings
from tui.charts import tiny_bar
from tui.dialogs.ask import Ask
from tui.screens.customers_columns import definition_of, title_of
from tui.text import decimal, fitted, money, per_cent, right_fitted, whole
from tui.widgets.chart import look_of

# How a number stands beside those of all customers.
STANDS = {
    "recency": "are away longer",
    "frequency": "ordered less often",
    "monetary": "spent less",
}
TITLE_CELLS, VALUE_CELLS, STANDS_CELLS = 13, 13, 27
LARGER = 10


@dataclass(frozen=True, slots=True)
class Field:
    """A number of the customer."""

    name: str
    value: float
    part: Distribution
    """Those of all customers."""
    lowest: float
    """Below this it cannot be."""

    @property
    def least(self) -> float:
        """Below this it makes no sense to go step by step."""
        return min(LEAST_RECENCY, *self.part.values) if self.name == "recency" else self.lowest

    @property
    def text(self) -> str:
        """The number as it is written."""
        return whole(int(self.value)) if self.name in WHOLE else money(self.value)

    def stepped(self, steps: int) -> float:
        """The number so many steps on: whole days and orders, or to the next round amount of about a hundredth."""
        if self.name in WHOLE:
            there = max(self.least, self.value + steps)
        else:
            unit = 10 ** max(0, math.floor(math.log10(max(1.0, abs(self.value)))) - 1)
            start = math.floor(self.value / unit) if steps > 0 else math.ceil(self.value / unit)
            there = float(max(self.least, (start + steps) * unit))
        is_further = abs(there) > abs(self.value)
        return self.value if is_further and abs(there) >= TOO_MUCH else there

    def typed(self, text: str) -> float:
        """The number that a text is; UsageError where it is none."""
        # As a number of that many is shown: whoever types goes by what stands there.
        style = NumberStyle.of(decimal(1234.56, 2))
        return given_number(text, self.name, least=self.lowest, called=title_of(self.name), style=style)


def fields_of(model: Model, values: Mapping[str, float]) -> tuple[Field, ...]:
    """The numbers that a model asks about."""
    parts = dict(zip(MEASURES, model.population.distributions, strict=True))
    if model.groups is not None:
        parts.update(model.groups.spreads)
    return tuple(
        Field(name, values[name], part, least_of(model, name)) for name, part in parts.items() if part.values
    )


class FieldsPane(Pane):
    """The numbers, one a line."""

    DEFAULT_CSS = """
    FieldsPane { height: 3; }
    FieldsPane .fields--cursor { background: $cursor; color: $cursor-text; text-style: bold; }
    FieldsPane .fields--bar { color: $accent; }
    FieldsPane .fields--dim { color: $dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"fields--cursor", "fields--bar", "fields--dim"}
    BINDINGS: ClassVar[list[BindingType]] = bindings("fields")

    class Changed(Message):
        """A number is another one."""

        def __init__(self, pane: FieldsPane) -> None:
            self.pane = pane
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, FieldsPane.Changed) and message.pane is self.pane

    def __init__(self) -> None:
        super().__init__(id="fields")
        self.fields: tuple[Field, ...] = ()
        self.cursor = 0

    @property
    def values(self) -> dict[str, float | None]:
        """What is asked about."""
        return {field.name: field.value for field in self.fields}

    def show(self, fields: Sequence[Field]) -> None:
        """Ask about these numbers."""
        self.fields = tuple(fields)
        self.cursor = min(self.cursor, max(0, len(self.fields) - 1))
        self.styles.height = max(1, len(self.fields))
        self.refresh()
        self.post_message(self.Changed(self))
        app_of(self).keys_may_differ()

    def render_line(self, y: int) -> Strip:
        """A number, its bar, and how many customers are worse."""
        width = self.size.width
        if y >= len(self.fields):
            return Strip.blank(width, self.rich_style)
        field = self.fields[y]
        at_cursor = y == self.cursor
        style = self.get_component_rich_style("fields--cursor") if at_cursor else self.rich_style
        bar, dim = (self.get_component_rich_style(f"fields--{name}") for name in ("bar", "dim"))
        share = field.part.worse(field.value) / max(1, field.part.up_to[-1])
        # All of the bar is full where everybody else is worse.
        room = max(0, width - 2 - TITLE_CELLS - VALUE_CELLS - 2 - STANDS_CELLS - 1)
        shown = tiny_bar(share, room, look_of(self.app).symbols)
        stands = f"{per_cent(share)} {STANDS.get(field.name, 'have less')}"
        text = f"{'>' if at_cursor else ' '} {fitted(title_of(field.name), TITLE_CELLS)}"
        return Strip(
            [
                Segment(text + right_fitted(field.text, VALUE_CELLS), style),
                Segment("  ", self.rich_style),
                Segment(shown, bar),
                Segment(" " + fitted(stands, STANDS_CELLS), dim),
            ]
        ).adjust_cell_length(width, self.rich_style)

    def why_not(self, action: Action) -> str:
        return "" if self.fields else "There is nothing to ask about yet."

    def take(self, values: Mapping[str, float | None]) -> None:
        """Ask about other numbers, as far as they are known; the average order goes with money and orders, and money with it."""
        known: dict[str, float | None] = {n: value for n, value in values.items() if value is not None}
        average = known.get("average_order")
        if average is not None and "monetary" not in known and (orders := self.values.get("frequency")):
            known["monetary"] = cents(average * orders)
        elif average is None:
            known = with_average({**self.values, **known, "average_order": None})
        self.show(
            [
                replace(field, value=value) if (value := known.get(field.name)) is not None else field
                for field in self.fields
            ]
        )

    def _put(self, value: float) -> None:
        field = self.fields[self.cursor]
        if value == field.value:
            self.regulars.say(f"{title_of(field.name)} goes no further.")
            return
        self.take({field.name: value})

    def _step(self, steps: int) -> None:
        self._put(self.fields[self.cursor].stepped(steps))

    def _move(self, by: int) -> None:
        self.cursor = max(0, min(len(self.fields) - 1, self.cursor + by))
        self.refresh()

    def action_down(self) -> None:
        self._move(1)

    def action_up(self) -> None:
        self._move(-1)

    def action_less(self) -> None:
        self._step(-1)

    def action_more(self) -> None:
        self._step(1)

    def action_much_less(self) -> None:
        self._step(-LARGER)

    def action_much_more(self) -> None:
        self._step(LARGER)

    def action_least(self) -> None:
        self._put(min(self.fields[self.cursor].part.values))

    def action_most(self) -> None:
        self._put(max(self.fields[self.cursor].part.values))

    def action_type(self) -> None:
        field = self.fields[self.cursor]

        def check(text: str) -> str:
            share = field.part.worse(field.typed(text)) / max(1, field.part.up_to[-1])
            return f"{per_cent(share)} of the customers {STANDS.get(field.name, 'have less')}."

        def typed(text: str) -> None:
            self.take({field.name: field.typed(text)})

        low, high = min(field.part.values), max(field.part.values)
        ends = [whole(int(end)) if field.name in WHOLE else money(end) for end in (low, high)]
        hint = f"{definition_of(field.name)} All customers have from {ends[0]} to {ends[1]}."
        self.regulars.ask_for(Ask(title_of(field.name), _written(field.value), check=check, hint=hint), typed)

    def on_click(self, event: events.Click) -> None:
        """Move to the number that was clicked."""
        self._move(event.y - self.cursor)

    def definition(self) -> str:
        return "\n".join(f"{title_of(field.name)}: {definition_of(field.name)}" for field in self.fields)

    def copied(self) -> str:
        """The numbers as `regulars predict` takes them."""
        return " ".join(
            f"--{field.name} {_written(field.value)}"
            if field.name in MEASURES
            else f"--feature {field.name}={_written(field.value)}"
            for field in self.fields
        )


def _written(value: float) -> str:
    return f"{value:.2f}".removesuffix(".00")
