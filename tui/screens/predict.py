"""The screen Predict: a customer like this one, where do they belong, and what would move them."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from core.clusters.features import Feature
from core.clusters.model import Scaling
from core.errors import RegularsError
from core.models.given import with_average
from core.models.predicting import Prediction, predict_one
from core.models.reading import as_learned
from core.models.shelf import OnShelf
from core.recipe import Recipe
from core.remote import predicting
from core.remote.lane import StoppedError
from core.remote.opened import Opened
from core.remote.predicting import Basis, ScoredFile
from core.views.headings import HEADINGS
from tui.actions import Action, bindings
from tui.dialogs.ask import Ask
from tui.engine import answer
from tui.exporting import export_few, export_grid
from tui.lacking import Lacking, why_nothing
from tui.screens.predict_batch import BatchPart
from tui.screens.predict_classes import Classes
from tui.screens.predict_customer import AskCustomer
from tui.screens.predict_fields import FieldsPane, fields_of
from tui.screens.predict_live import LivePart, by_what
from tui.screens.predict_models import ModelsPart
from tui.screens.predict_plane import PlanePart
from tui.screens.predict_shelf import Shelf
from tui.screens.predict_words import about_file
from tui.sources import completions, meaning, typed_paths
from tui.text import counted, plain
from tui.view import View
from tui.widgets.engine_rows import FileRows
from tui.widgets.grid import Grid
from tui.widgets.parts import Part, Parts

MOST_NEAR = 8


COMING = "What there is to keep is still being learned: try again in a moment."
STOPPED = "What there is to keep was not learned: another screen and back learns it."


class PredictView(View):
    """One customer live, the models that are kept, and files of customers."""

    name_of_view = "predict"
    title = "Predict"
    BINDINGS: ClassVar[list[BindingType]] = bindings("predict")

    def __init__(self) -> None:
        super().__init__()
        self.own: Basis | None = None
        """What the open source has taught."""
        self._learned_of: Opened | None = None
        """The result that all has been learned of: another one is being learned of meanwhile."""
        self._learns_from: Opened | None = None
        """The result that is being learned from."""
        self.shelf = Shelf(self)
        self.classifiers = Classes(self)
        self._loaded: tuple[OnShelf, Basis] | None = None
        self.found: Prediction | None = None
        self._wanted = ""
        """A customer that was asked for before there was something to predict by."""

    def compose(self) -> ComposeResult:
        yield Parts(
            [
                Part("live", "Live", LivePart),
                Part("plane", "Plane", PlanePart),
                Part("models", "Models", ModelsPart),
                Part("batch", "Files", BatchPart),
            ]
        )

    @property
    def parts(self) -> Parts:
        """The parts."""
        return self.query_one(Parts)

    @property
    def live(self) -> LivePart:
        """The numbers and what they come to: the first part, and so always there."""
        return self.query_one(LivePart)

    @property
    def basis(self) -> Basis | None:
        """What is predicted by: a model that was loaded, else what the open source has taught."""
        loaded = self.regulars.model
        if loaded is None or loaded.model is None:
            return self.own
        if self._loaded is None or self._loaded[0] is not loaded:
            self._loaded = loaded, Basis(loaded.model)
        return self._loaded[1]

    # Results

    def show_source(self) -> None:
        self.own = None
        self.classifiers.forget_customer()

    def tell_why_nothing(self) -> None:
        super().tell_why_nothing()
        if self.basis is None and self.query(LivePart):
            self.show_basis()

    def show_result(self, opened: Opened) -> None:
        self._learns_from = opened
        self._learn(opened)

    @work(exclusive=True, description="what to predict by")
    async def _learn(self, opened: Opened) -> None:
        """Predict by what is known at once, then by all that the source has taught."""
        engine = self.regulars.engine
        try:
            await self._take(await answer(engine.quick.view(predicting.measured, opened)))
        except RegularsError as error:
            self._learns_from = None
            self.regulars.fail(error)
            return
        learned = engine.slow.study(predicting.learned, opened.recipe)
        full = await self.regulars.wait_for("learning what to predict by", learned)
        if opened is not self.opened:
            return
        self._learns_from = None
        if full is None:  # stopped: scores, tier and segment are there all the same
            self._tell_by_what()
            self._draw()
            return
        self._learned_of = opened
        await self._take(full)

    async def _take(self, basis: Basis) -> None:
        self.own = basis
        self.show_basis()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            await self.take_customer(wanted)

    @property
    def _has_learned(self) -> bool:
        """Whether all that the open source teaches is known."""
        return self.own is not None and bool(self.own.model.origin.fingerprint)

    def focus_again(self) -> None:
        super().focus_again()
        opened = self.opened
        if opened is not None and opened is not self._learned_of and opened is not self._learns_from:
            self.show_result(opened)  # learning was stopped

    def show_basis(self) -> None:
        """Ask about the numbers that what is predicted by goes by; those that were there stay."""
        basis = self.basis
        if basis is None:
            self.live.forget(why_nothing(self.regulars, Lacking("customers")))
            return
        values = predicting.middling(basis.model)
        values.update({name: value for name, value in self.live.fields.values.items() if value is not None})
        # Nobody has the middle of each: the average order is that of the money and the orders.
        follows = with_average({**values, "average_order": None})["average_order"]
        values.update({} if follows is None else {"average_order": follows})
        self._tell_by_what()
        self.live.fields.show(fields_of(basis.model, values))

    def _tell_by_what(self) -> None:
        basis = self.basis
        if basis is not None:
            told = by_what(
                basis, self.basis_name, is_loaded=basis is not self.own, is_learning=self._is_learning
            )
            self.live.tell_by_what(*told)

    @property
    def _is_learning(self) -> bool:
        """Whether what is predicted by may have groups in a moment."""
        return self.basis is self.own and self._learns_from is not None

    @property
    def basis_name(self) -> str:
        """What is predicted by, as it is called."""
        loaded, basis = self.regulars.model, self.basis
        if loaded is not None:
            return f"the model {loaded.name}"
        files = basis.model.origin.files if basis is not None else ()
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        return (files[0] if files else "the open source") + more

    @on(Parts.Shown)
    async def _part_shown(self, event: Parts.Shown) -> None:
        if event.is_new and isinstance(event.widget, LivePart):
            # A model that was loaded before another source was opened is predicted by still.
            self.show_basis()
        self._draw()
        if isinstance(event.widget, ModelsPart):
            await self.shelf.list_again()

    # Live

    @on(FieldsPane.Changed)
    def _changed(self) -> None:
        basis = self.basis
        if basis is None:
            return
        try:
            self.found = predict_one(basis.model, self.live.fields.values)
        except RegularsError as error:
            self.regulars.fail(error)
            return
        self._draw()
        self.classifiers.ask(basis, self.found)
        self._look_for_alike(basis, self.found)

    def _draw(self) -> None:
        basis, found = self.basis, self.found
        if basis is None or found is None:
            return
        for plane in self.query(PlanePart):
            plane.is_learning = self._is_learning
        for part in self.parts.made():
            if isinstance(part, LivePart | PlanePart):
                part.show(basis, found)

    def on_resize(self) -> None:
        """What there is room for now may not have been drawn yet."""
        self.call_after_refresh(self._draw)

    # With a description of its own: Textual's would write all of the model out.
    @work(exclusive=True, group="alike", description="customers who are alike")
    async def _look_for_alike(self, basis: Basis, found: Prediction) -> None:
        opened = self.opened
        if opened is None:
            return
        groups = basis.model.groups
        features: tuple[Feature, ...] = groups.model.features if groups is not None else ()
        scaling: Scaling | None = groups.model.scaling if groups is not None else None
        quick = self.regulars.engine.quick.latest("alike")
        try:
            near = await answer(
                quick.view(predicting.nearest, opened, features, scaling, found.given, MOST_NEAR)
            )
        except StoppedError:
            return
        except RegularsError as error:
            self.regulars.fail(error)
            return
        await self.live.show_near(near)

    @on(Grid.Chosen)
    async def _chosen(self, event: Grid.Chosen) -> None:
        part = self.parts.widget
        if event.grid.id == "near":
            await self.regulars.show_card(str(event.row[0]))
        elif isinstance(part, ModelsPart) and part.under_cursor is not None:
            await self.shelf.load(part.under_cursor)

    # A customer of the source

    async def take_customer(self, customer_id: str) -> None:
        """Ask about the numbers that a customer has."""
        opened = self.opened
        if opened is None:
            return
        if not self.live.fields.fields:
            self._wanted = customer_id
            return
        numbers = await self.regulars.ask(
            self.regulars.engine.quick.view(predicting.customer_numbers, opened, customer_id)
        )
        if numbers is None:
            self.regulars.say(f"There is no customer {plain(customer_id, 60)}.")
            return
        await self.parts.go_to("live")
        self.classifiers.forget_customer()
        self.live.fields.take(numbers)
        self.regulars.say(f"These are the numbers of {plain(customer_id, 60)}; change them as you like.")
        self.run_worker(self.classifiers.take(customer_id), exclusive=True, group="own")

    def why_not(self, action: Action) -> str:
        if action.method in ("take", "keep") and self.opened is None:
            return why_nothing(self.regulars, Lacking("customers"))
        if action.method == "keep" and not self._has_learned:
            return STOPPED if self._learns_from is None else COMING
        if action.method == "back" and self.regulars.model is None:
            return "It is predicted by the open source already; in the part Models Enter takes another."
        if action.method == "score" and self.basis is None:
            return why_nothing(self.regulars, Lacking("model to score by"))
        return ""

    def action_take(self) -> None:
        assert self.opened is not None  # noqa: S101  `why_not` saw to it
        self.regulars.ask_for(AskCustomer(self.opened), self.take_customer)

    # Models

    def action_keep(self) -> None:
        assert self.own is not None  # noqa: S101  `why_not` saw to it
        origin = self.own.model.origin
        stem = Path(origin.files[0]).stem if origin.files else "model"
        self.shelf.ask_name(f"{stem} {origin.as_of}".strip())

    def action_path(self) -> None:
        self.shelf.ask_path()

    async def action_back(self) -> None:
        await self.shelf.unload()

    def action_delete(self) -> None:
        part = self.parts.widget
        if isinstance(part, ModelsPart) and part.under_cursor is not None:
            self.shelf.ask_to_delete(part.under_cursor)

    # Files

    def action_score(self) -> None:
        def check(text: str) -> str:
            return meaning(text) if text else ""

        dialog = Ask(
            f"Score a file by {self.basis_name}",
            check=check,
            suggest=lambda text, _: completions(text),
            hint="Sales or a table of customers, as anything that opens; Tab completes a path.",
        )
        self.regulars.ask_for(dialog, self._score)

    def _score(self, text: str) -> None:
        paths = typed_paths(text)
        if paths:
            self.run_worker(self._score_now(paths), exclusive=True, group="score")

    async def _score_now(self, paths: tuple[str, ...]) -> None:
        basis, by, app = self.basis, self.basis_name, self.regulars
        if basis is None:
            return
        await self.parts.go_to("batch")
        recipe = as_learned(basis.model, self._read_as(paths))
        name = Path(paths[0]).name + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
        future = app.engine.slow.study(predicting.score_file, recipe, basis.model)
        found = await app.wait_for(f"scoring {plain(name, 40)}", future, tell=False)
        if isinstance(error := _why_failed(future), RegularsError):
            app.fail(about_file(error, name, is_kept=app.model is not None))
        part = self.parts.widget
        if found is None or not isinstance(part, BatchPart):
            return
        try:
            rows = await FileRows.of(app.engine, found.path, HEADINGS)
        except RegularsError as error:
            app.fail(error)
            return
        await part.show(found, rows, name, by, basis.model.origin.customers)
        app.say(f"Scored {counted(found.scored.customers, 'customer')}; e writes them to a file.")

    def _read_as(self, paths: tuple[str, ...]) -> Recipe:
        """How a file is read: as was chosen for it, where it is what is open; else as it says itself."""
        wanted = [str(Path(path).expanduser().absolute()) for path in paths]
        in_force = self.regulars.session.recipe
        if [str(Path(path).expanduser().absolute()) for path in in_force.source.paths] == wanted:
            return in_force
        return Recipe.from_tables({"source": {"paths": [str(path) for path in paths]}})

    async def export(self) -> None:
        part = self.parts.widget
        if isinstance(part, BatchPart):
            focused = self.screen.focused
            if isinstance(focused, Grid) and focused.id == "sums":
                export_few(self.regulars, focused, "scored-sums.csv")
            elif part.found is None:
                self.regulars.say("No file has been scored yet: b does that.")
            else:
                await export_grid(self.regulars, part.query_one("#scored", Grid), "scored.csv")
        elif isinstance(part, ModelsPart):
            export_few(self.regulars, part.query_one(Grid), "kept-models.csv")
        elif isinstance(part, LivePart) and part.near:
            export_few(self.regulars, part.query_one("#near", Grid), "most-alike.csv")
        else:
            await super().export()


def _why_failed(future: Future[ScoredFile]) -> BaseException | None:
    """What a call that has ended failed by."""
    return future.exception() if future.done() and not future.cancelled() else None


VIEW = PredictView
