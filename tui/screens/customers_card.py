"""One customer's card: everything that is known, how the scores came about, and what would take them further."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.geometry import Size
from textual.message import Message

from core.views.card import DEFINITIONS, Card, TopProducts
from core.views.placing import DEFINITIONS as PLACING
from core.views.steps import DEFINITIONS as STEPS
from core.views.steps import NextSteps
from core.views.then import DEFINITIONS as EARLIER
from core.views.then import Then
from tui.acting import Acting, app_of
from tui.actions import Action, bindings
from tui.fitting import Fitting
from tui.screens.customers_card_parts import (
    copied_orders,
    drawn_months,
    facts_table,
    further,
    heading,
    how_placed,
    latest_orders,
    months_title,
    products_table,
    rhythm,
    then_and_now,
    then_lines,
)
from tui.text import plain, prose
from tui.widgets.chart import Chart
from tui.widgets.line import Line

# From so many columns on there are two of them.
ROOM_BESIDE = 110


class Block(Vertical):
    """A heading, and what stands below it."""

    DEFAULT_CSS = """
    Block { height: auto; padding: 0 1 1 1; }
    Block .block-heading { color: $heading; text-style: bold; }
    Block .warning { color: $warning; text-style: bold; }
    """

    def __init__(self, title: str, *, id: str, classes: str = "") -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._title = title

    def compose(self) -> ComposeResult:
        if self._title:
            yield Line(self._title, classes="block-heading")
        yield Line("", classes="block-text")

    def show(self, text: str | Text | Table) -> None:
        """Show another text; without one, nothing at all."""
        self.display = bool(text)
        self.query_one(".block-text", Line).show(text)


class CardPane(Fitting, Acting, VerticalScroll, can_focus=True, inherit_bindings=False):
    """The card, over the table; it scrolls, and has two columns where there is room."""

    DEFAULT_CSS = """
    CardPane { height: 1fr; scrollbar-size-vertical: 1; }
    CardPane #card-body { layout: vertical; height: auto; }
    CardPane.beside #card-body { layout: horizontal; }
    CardPane #card-left, CardPane #card-right { height: auto; width: 1fr; }
    CardPane #card-head { padding: 0 1 1 1; height: auto; }
    CardPane #card-orders { height: auto; padding: 0 1 1 1; }
    CardPane #card-orders Chart { height: 10; }
    CardPane.tall #card-orders Chart { height: 14; }
    CardPane #card-warning { color: $warning; padding: 0 1 1 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("card")

    class Left(Message):
        """The card is left."""

    class Stepped(Message):
        """The card of another customer is wanted, so many places on in the table."""

        def __init__(self, by: int) -> None:
            self.by = by
            super().__init__()

    class ProductsWanted(Message):
        """What the customer spent most on is to be looked up again."""

    def __init__(self) -> None:
        super().__init__(id="customer-card")
        self.card: Card | None = None
        self.steps: NextSteps | None = None
        self.then: Then | None = None
        self.products: TopProducts | None = None

    def compose(self) -> ComposeResult:
        yield Line("", id="card-head")
        yield Line("", id="card-warning")
        with Container(id="card-body"):
            with Vertical(id="card-left"):
                yield Block("What is known", id="card-facts")
                with Vertical(id="card-orders"):
                    yield Chart(empty="There are no orders to show.")
                    yield Line("")
                yield Block("Latest orders and refunds", id="card-latest")
            with Vertical(id="card-right"):
                yield Block("How the scores, tier and segment came about", id="card-scores")
                yield Block("What would take them further", id="card-steps")
                yield Block("What they slip to otherwise", id="card-slips")
                yield Block("At the earlier date", id="card-then")
                yield Block("Top products", id="card-products")

    def fit(self, size: Size) -> None:
        """One column, or two."""
        self.set_class(size.width >= ROOM_BESIDE, "beside")
        self.set_class(size.height >= 45, "tall")

    def show(self, card: Card, steps: NextSteps, then: Then | None, place: int | None, rows: int) -> None:
        """Show a customer, also as of the date that is compared with; `place` is where they stand among the rows of the table, from 0."""
        is_another = self.card is None or self.card.customer_id != card.customer_id
        self.card, self.steps, self.then = card, steps, then
        self.query_one("#card-head", Line).show(heading(card, place, rows))
        warning = self.query_one("#card-warning", Line)
        warning.display = bool(card.warning.text)
        warning.show(prose(f"Mostly refunded: {card.warning.text}", 400, card.warning.amounts))
        self._block("facts").show(facts_table(card))
        self._show_orders(card)
        self._block("latest").show(latest_orders(card))
        self._block("scores").show(how_placed(card))
        self._block("then").show(then_and_now(card, then) if then is not None else "")
        ups, slips = further(steps)
        self._block("steps").show(ups)
        self._block("slips").show(slips)
        if is_another:
            self.products = None
            self.tell_products("")
            self.scroll_home(animate=False)

    def _show_orders(self, card: Card) -> None:
        self.query_one("#card-orders").display = not card.reason
        chart = self.query_one("#card-orders Chart", Chart)
        chart.display = bool(card.months)
        if card.months:
            chart.show(partial(drawn_months, card.months), title=months_title(card.months))
        self.query_one("#card-orders Line", Line).show(rhythm(card))

    def tell_products(self, text: str) -> None:
        """Say why there are no products yet."""
        self._block("products").show(plain(text, 300))

    def show_products(self, found: TopProducts) -> None:
        """Show what the customer spent most on."""
        self.products = found
        self._block("products").show(products_table(found))
        app_of(self).keys_may_differ()

    def _block(self, name: str) -> Block:
        return self.query_one(f"#card-{name}", Block)

    # Keys

    def why_not(self, action: Action) -> str:
        if action.method == "products" and self.products is not None:
            return "The products are here already."
        return ""

    # At once, each from where the one before has left it: keys may come several in one go.

    def action_down(self) -> None:
        self.scroll_relative(y=1, animate=False, immediate=True)

    def action_up(self) -> None:
        self.scroll_relative(y=-1, animate=False, immediate=True)

    def action_page_down(self) -> None:
        self.scroll_relative(y=self.size.height - 2, animate=False, immediate=True)

    def action_page_up(self) -> None:
        self.scroll_relative(y=2 - self.size.height, animate=False, immediate=True)

    def action_top(self) -> None:
        self.scroll_home(animate=False, immediate=True)

    def action_bottom(self) -> None:
        self.scroll_end(animate=False, immediate=True)

    def action_leave(self) -> None:
        app_of(self).quiet()
        self.post_message(self.Left())

    def action_next(self) -> None:
        self.post_message(self.Stepped(1))

    def action_previous(self) -> None:
        self.post_message(self.Stepped(-1))

    async def action_predict(self) -> None:
        if self.card is not None:
            await app_of(self).predict_from(self.card.customer_id)

    def action_products(self) -> None:
        self.post_message(self.ProductsWanted())

    def definition(self) -> str:
        lines = [f"{name}: {text}" for name, text in (*DEFINITIONS.items(), *STEPS.items())]
        lines += [f"{name}: {text}" for name, text in EARLIER.items() if self.then is not None]
        return "\n".join([*lines, *(f"{name}: {text}" for name, text in PLACING.items() if name == "worse")])

    def copied(self) -> str:
        """The card as text."""
        card, steps = self.card, self.steps
        if card is None or card.reason:
            return ""
        lines = [f"{name}\t{'' if value is None else value}" for name, value in card.facts]
        lines += ["", *(one.text for one in card.scores)]
        lines += [one.text for one in (card.tier, card.segment) if one is not None]
        lines += then_lines(self.then) if self.then is not None else []
        lines += [card.warning.text] if card.warning.text else []
        lines += [card.rhythm.text] if card.rhythm is not None else []
        lines += [one.text for one in steps.steps] if steps is not None else []
        lines += ["", *copied_orders(card)]
        if self.products is not None:
            lines += [
                "",
                *(f"{one.product}\t{one.description}\t{one.amount}" for one in self.products.products),
            ]
        return plain_lines(lines)


def plain_lines(lines: list[str]) -> str:
    """Lines as text that is harmless wherever it is pasted; tabs stay."""
    return "\n".join("\t".join(plain(cell, 500) for cell in line.split("\t")) for line in lines) + "\n"
