"""The screen Models: what can be predicted of customers, by which model, and how far to trust it."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.worker import Worker

from core.classifiers.targets import FIDELITY, TARGETS
from core.errors import RegularsError
from core.remote import classifying
from core.remote.classifying import Models, NoModels
from core.remote.opened import Opened
from tui.actions import Action, bindings
from tui.engine import answer
from tui.exporting import export_grid, export_rows
from tui.lacking import Lacking, why_nothing
from tui.screens.models_asking import Asking
from tui.screens.models_budget import BudgetPart
from tui.screens.models_cells import ConfusionPart, ReportPart
from tui.screens.models_charts import ChartsPart
from tui.screens.models_choices import Choices
from tui.screens.models_history import HistoryPart
from tui.screens.models_inside import InsidePart
from tui.screens.models_part import NO_MODELS, ModelPart, Shown, title_of
from tui.screens.models_table import JudgedPart
from tui.screens.models_wrong import WrongPart
from tui.text import counted, first_fitting, plain
from tui.view import View
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.parts import Part, Parts
from tui.wording import in_app

COMING = "The first model is on its way."
# Workers that go on while the first models are looked at.
JUDGING, JUDGING_JOB = "judging", "judging-job"
CANCELLED = "The models were not judged: r does it."


class ModelsView(View):
    """Models of one target in figures and pictures, whom they place wrongly, and why."""

    name_of_view = "models"
    title = "Models"
    BINDINGS: ClassVar[list[BindingType]] = bindings("models")
    DEFAULT_CSS = "ModelsView > #models-told { padding: 0 1; height: 1; color: $dim; }"

    def __init__(self) -> None:
        super().__init__()
        self.choices = Choices(self)
        self._asking = Asking(self)
        self.target = ""
        """What is predicted; empty until there is a recipe that says it."""
        self.shown: Shown | None = None
        self._judging: Future[None] | None = None
        """What ends when no more models are on their way; None where none are."""
        self._why = ""
        """Why there are no models, where that is known."""
        self.of: Opened | None = None
        """The result that the models in view are of."""
        self._seen_to: Opened | None = None
        """The result whose models are there, or on their way."""

    def compose(self) -> ComposeResult:
        yield Line("", id="models-told")
        yield Parts(
            [
                Part("table", "Table", JudgedPart),
                Part("charts", "Charts", ChartsPart),
                Part("confusion", "Confusion", ConfusionPart),
                Part("report", "Report", ReportPart),
                Part("inside", "Inside", InsidePart),
                Part("history", "History", HistoryPart),
                Part("budget", "Budget", BudgetPart),
                Part("wrong", "Wrong", WrongPart),
            ]
        )

    @property
    def parts(self) -> Parts:
        """The parts."""
        return self.query_one(Parts)

    @property
    def is_judging(self) -> bool:
        """Whether models are on their way."""
        return self._judging is not None

    # Results

    def awaits(self, worker: Worker[Any]) -> bool:
        # The first models are looked at while the others are judged.
        return worker.group not in (JUDGING, JUDGING_JOB) or self.shown is None

    def show_result(self, opened: Opened) -> None:
        # Models take a while, so they wait until somebody looks.
        if self.display:
            self.judge(opened)

    def comes_into_view(self) -> None:
        # What was run while another screen was in view.
        if self.opened is not None and self._seen_to is not self.opened:
            self.judge(self.opened)

    def tell_why_nothing(self) -> None:
        super().tell_why_nothing()
        self._tell()

    def show_source(self) -> None:
        self.shown, self.of, self._seen_to, self._why, self.target = None, None, None, "", ""
        self.run_worker(self._draw())

    def ask(self, target: str) -> None:
        """Predict something else."""
        self.target = target
        if self.opened is not None:
            self.judge(self.opened)

    def judge_again(self) -> None:
        """Go on with the models that are not there yet."""
        if self.opened is not None:
            self.judge(self.opened)

    @work(exclusive=True, group=JUDGING)
    async def judge(self, opened: Opened) -> None:
        """Have the models of a target judged one by one, shown as a single job."""
        self.target = self.target or opened.recipe.classifier.active_target
        target, self._seen_to, self._why = self.target, opened, ""
        whole = self._judging = Future()
        if self.shown is not None and (self.shown.told.target != target or not self.shown.models):
            self.shown = None
            await self._draw()
        self._tell()
        self.run_worker(self.regulars.wait_for(f"judging models of {target!r}", whole), group=JUDGING_JOB)
        slow = self.regulars.engine.slow
        known: Shown | None = None
        try:
            # The recipe in force runs between two calls; where it asks another question, this one is left.
            while target == self.target and opened is self.opened and self._is_asked(opened):
                have = {name: one.stage for name, one in known.models.items()} if known is not None else {}
                told = await answer(slow.study(classifying.models, opened.recipe, target, have))
                if isinstance(told, NoModels):
                    self.shown, self.of = None, opened
                    self._why = in_app(f"{told.what} {told.cure}")
                    break
                known = await self._take(known, told, opened)
                if told.is_done:
                    break
        except RegularsError as error:
            self.regulars.fail(error)
            self._why = CANCELLED if self.shown is None else ""
        finally:
            if not whole.done():  # as it is where it was cancelled
                whole.set_result(None)
            if self._judging is whole:  # else another question took its place, which calls the rest off
                self._judging = None
                if known is not None and not known.told.is_done:
                    slow.study(classifying.call_off, opened.recipe, target)
        await self._draw()
        if self.display and self.app.screen is self.screen and not self.has_focus_within:
            self.focus_again()  # what was to have it was not there yet when the screen was gone to

    def _is_asked(self, opened: Opened) -> bool:
        """Whether the recipe in force asks of the target in view what the one of a result does."""
        asked = (opened.recipe, self.regulars.session.recipe)
        one, other = (classifying.question_of(recipe, self.target) for recipe in asked)
        return one == other

    @property
    def is_before(self) -> bool:
        """Whether the models in view answer the question that was asked before."""
        has_models = self.shown is not None and bool(self.shown.models)
        return has_models and self.of is not None and not self._is_asked(self.of)

    async def _take(self, known: Shown | None, told: Models, opened: Opened) -> Shown | None:
        """Take in what is new, and show it."""
        job = self.regulars.job
        if job is not None:
            job.doing, job.share = told.doing, 100 * told.done / told.of
        if not told.order:
            return known
        if known is None:
            # The same target of another recipe keeps what is looked at.
            before = self.shown
            known = Shown(told, opened.recipe.classifier)
            if before is not None:
                known.model, known.marked, known.is_chosen = before.model, before.marked, before.is_chosen
            self.shown, self.of = known, opened
            known.take(told)
            await self._draw()
        elif told.news or told.is_done:
            known.take(told)
            await self._draw()
        return known

    async def _draw(self) -> None:
        """Draw the part in view; the others when they come into view."""
        self._tell()
        for part in self.parts.made():
            if isinstance(part, ModelPart):
                part.is_stale = True
        await self._draw_part()

    async def _draw_part(self) -> None:
        part = self.parts.widget
        if not isinstance(part, ModelPart) or not part.is_stale:
            return
        if self.shown is None or self.of is None:
            await part.show_nothing(self._why or NO_MODELS)
        elif self.shown.models:
            await part.show(self.shown)
        else:
            await part.show_nothing(COMING if self.is_judging else CANCELLED)

    def _tell(self) -> None:
        """What is asked, with the mark of what repeats a rule, in the line above every part; and of which model it shows."""
        target, shown, wordings = TARGETS.get(self.target), self.shown, [""]
        if target is not None and self.opened is not None:
            recipe = self.regulars.session.recipe.classifier
            # Figures stand under the question that they answer.
            days = (shown.asked if shown is not None and shown.models else recipe).horizon_days
            if target.question == FIDELITY:
                mark = shown.told.repeats if shown is not None else ""
                told, asked = f"{target.name} {mark or 'today'}", "How well is it copied? T: another."
            else:
                told = f"{target.name}, {counted(days, 'day')} ahead"
                asked = "Judged by what came after past days. T: another."
            wordings = [f"{told}. {asked}"]
            if self.is_before:
                wordings = [f"{told}, from before. {self._what_comes(days)}"]
            elif shown is not None and shown.model and not isinstance(self.parts.widget, JudgedPart):
                asked = title_of(shown.model) + (f" beside {title_of(shown.other)}" if shown.other else "")
                wordings = [f"{told}. {asked}; + and - go on.", f"{told}. {asked}.", f"{asked}."]
        line = self.query_one("#models-told", Line)
        line.show(first_fitting(wordings, max(1, line.size.width or self.app.size.width - 2)))

    def _what_comes(self, days: int) -> str:
        """What is asked now, where the models in view are judged by so many days ahead, and what has become of it."""
        app = self.regulars
        now = app.session.recipe.classifier.horizon_days
        is_later = TARGETS[self.target].question != FIDELITY
        what = f"{counted(now, 'day')} ahead" if is_later and now != days else "The last choice"
        if app.has_failed:
            return f"{what}: not run, u goes back."
        return f"{what}: on its way." if self.is_judging or app.is_stale else f"{what}: r judges it."

    @on(Parts.Shown)
    async def _part_shown(self) -> None:
        self._tell()
        await self._draw_part()

    # The model in view

    async def look_at(self, model: str) -> None:
        """Show another model in every part."""
        if self.shown is not None and model and model != self.shown.model:
            self.shown.model, self.shown.is_chosen = model, True
            part = self.parts.widget
            for other in self.parts.made():
                if isinstance(other, ModelPart) and other is not part:
                    other.is_stale = True
            if isinstance(part, JudgedPart):
                if part.under_cursor != model:
                    part.put_cursor(model)
                await part.tell()
            else:
                await self._draw()

    @property
    def names_in_order(self) -> list[str]:
        """The models that are there, in the order of the table; what came while that was not in view comes last."""
        table = next((part for part in self.parts.made() if isinstance(part, JudgedPart)), None)
        in_table = table.names if table is not None else []
        return [
            *in_table,
            *(name for name in (self.shown.names if self.shown else ()) if name not in in_table),
        ]

    async def redraw(self) -> None:
        """Draw anew: something else is compared with."""
        await self._draw()

    @on(Grid.Moved)
    async def _moved(self, event: Grid.Moved) -> None:
        part, of_grid = self.parts.widget, event.grid.parent
        if isinstance(part, JudgedPart) and event.grid is part.grid:
            await self.look_at(part.under_cursor)
        elif isinstance(of_grid, WrongPart):
            # Its rows may come while another part is in view: nobody would ask about the first of them any more.
            self.run_worker(self._asking.ask_why(of_grid), exclusive=True, group="why")

    @on(Grid.Chosen)
    async def _chosen(self) -> None:
        part = self.parts.widget
        if isinstance(part, JudgedPart):
            self.choices.take_active()
        elif isinstance(part, WrongPart) and part.under_cursor[0]:
            await self.regulars.show_card(part.under_cursor[0])

    @on(BudgetPart.Wanted)
    def _spend(self, event: BudgetPart.Wanted) -> None:
        self.run_worker(self._asking.spend(event), exclusive=True, group="budget")

    @on(WrongPart.Wanted)
    def _list_wrong(self, event: WrongPart.Wanted) -> None:
        self.run_worker(self._asking.list_wrong(event), exclusive=True, group="wrong")

    @on(ConfusionPart.WrongOnes)
    async def _wrong_ones(self, event: ConfusionPart.WrongOnes) -> None:
        await self.parts.go_to("wrong")
        part = self.parts.widget
        if isinstance(part, WrongPart):
            await part.narrow(event.truth, event.decided)

    # Keys

    @property
    def _charts(self) -> ChartsPart | None:
        """The charts in view: in their part, or below the table."""
        part = self.parts.widget
        if isinstance(part, JudgedPart):
            return part.charts
        return part if isinstance(part, ChartsPart) else None

    @property
    def _turned(self) -> ChartsPart | InsidePart | None:
        """What of the part in view may have more than there is room for."""
        part = self.parts.widget
        return part if isinstance(part, InsidePart) else self._charts

    def why_not(self, action: Action) -> str:
        if self.opened is None:
            return why_nothing(self.regulars, Lacking("models"))
        if action.method == "other":
            turned = self._turned
            if turned is None:
                return "That is for the parts Charts and Inside: [ and ] go there."
            return "All of it is in view." if turned.has_room else ""
        if action.method == "kind":
            charts = self._charts
            if charts is None:
                return "Classes are chosen in the part Charts: [ and ] go there."
            return "" if len(charts.kinds()) > 1 else "There is one class that is looked for: it is drawn."
        return self.choices.why_not(action.method)

    def action_target(self) -> None:
        self.choices.ask_target()

    async def action_next(self) -> None:
        await self.choices.step(1)

    async def action_previous(self) -> None:
        await self.choices.step(-1)

    async def action_mark(self) -> None:
        await self.choices.mark()

    def action_other(self) -> None:
        if (turned := self._turned) is not None:
            turned.turn()

    async def action_kind(self) -> None:
        if (charts := self._charts) is not None:
            await charts.next_kind()

    def action_contacts(self) -> None:
        self.choices.ask_contacts()

    def action_horizon(self) -> None:
        self.choices.ask_horizon()

    def action_columns(self) -> None:
        self.choices.turn_columns()

    def action_again(self) -> None:
        self.judge_again()

    async def export(self) -> None:
        part = self.parts.widget
        if isinstance(part, WrongPart):
            await export_grid(self.regulars, part.grid, part.usual_name)
            return
        figures = part.figures() if isinstance(part, ModelPart) else None
        if figures is None or not isinstance(part, ModelPart):
            self.regulars.say("There is nothing here to export.")
        else:
            export_rows(self.regulars, figures, part.usual_name)

    def copied(self) -> str:
        return plain(self._why)


VIEW = ModelsView
