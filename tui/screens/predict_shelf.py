"""Keeping, loading and deleting models, as the screen Predict does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import RegularsError
from core.models import shelf
from core.models.shelf import SUFFIX, OnShelf, shelf_folder, shelf_path
from core.recipe import ClassifierPart
from tui.dialogs.ask import Ask
from tui.engine import answer
from tui.paths import ask_before
from tui.screens.predict_models import ModelsPart
from tui.screens.predict_words import holds, will_hold
from tui.sources import completions, full
from tui.text import plain

if TYPE_CHECKING:
    from core.remote.opened import Opened
    from tui.screens.predict import PredictView


class Shelf:
    """What the screen does with the models that are kept."""

    def __init__(self, view: PredictView) -> None:
        self._view = view

    async def list_again(self) -> None:
        """Show what lies in the folder now, where that is in view."""
        view = self._view
        parts = [part for part in view.parts.made() if isinstance(part, ModelsPart)]
        if not parts:
            return
        quick = view.regulars.engine.quick.latest("shelf")
        try:
            found = await answer(quick.plain(shelf.shelved, str(shelf_folder())))
        except RegularsError as error:
            view.regulars.fail(error)
            return
        loaded = view.regulars.model
        await parts[0].show(found, loaded.path if loaded is not None else "")

    def ask_name(self, usual: str) -> None:
        """Ask what to call a model of the open source, and keep it."""

        def check(name: str) -> str:
            path = shelf_path(name)
            return f"{path.name} is there already; you will be asked." if path.exists() else f"Writes {path}"

        def named(name: str) -> None:
            path = shelf_path(name)
            if path.exists():
                ask_before(self._view.regulars, path, lambda: self._keep(path, overwrite=True))
            else:
                self._keep(path, overwrite=False)

        own, opened = self._view.own, self._view.opened
        if own is None or opened is None:
            return
        part = opened.recipe.classifier if self._keeps_classifiers(opened) else None
        hint = will_hold(own.model.groups, part)
        self._view.regulars.ask_for(Ask("Keep as a model called", usual, check=check, hint=hint), named)

    def _keeps_classifiers(self, opened: Opened) -> bool:
        """Whether the active model is kept: somebody chose it, or has seen on the screen Models that it is active."""
        from tui.screens.models import ModelsView

        part, usual = opened.recipe.classifier, ClassifierPart()
        is_chosen = part.on or (part.active, part.active_target) != (usual.active, usual.active_target)
        is_seen = any(view.shown is not None for view in self._view.regulars.query(ModelsView))
        return bool(part.active) and (is_chosen or is_seen)

    def _keep(self, path: Path, *, overwrite: bool) -> None:
        # A worker: the criteria take seconds, and the keys go on meanwhile.
        self._view.run_worker(self._keep_now(path, overwrite=overwrite), group="keep")

    async def _keep_now(self, path: Path, *, overwrite: bool) -> None:
        app, opened, own = self._view.regulars, self._view.opened, self._view.own
        if opened is None or own is None:
            return
        grouped = own.model.groups is not None
        future = app.engine.slow.study(
            shelf.keep,
            opened.recipe,
            str(path),
            grouped=grouped,
            classified=self._keeps_classifiers(opened),
            overwrite=overwrite,
        )
        kept = await app.wait_for(f"keeping {plain(path.stem, 40)}", future)
        if kept is not None and kept.model is not None:
            app.say(f"Kept in {kept.path}: {holds(kept.model)}.")
            await self.list_again()

    def ask_path(self) -> None:
        """Ask for the file of a model, and predict by it."""

        def check(path: str) -> str:
            return f"Reads {full(path)}" if path else ""

        async def typed(path: str) -> None:
            await self.load_file(full(path))

        dialog = Ask(
            "The file of a model",
            hint="As `regulars run --save-model` wrote it; Tab completes.",
            check=check,
            suggest=lambda text, _: completions(text),
        )
        self._view.regulars.ask_for(dialog, typed)

    async def load_file(self, path: str) -> None:
        """Predict by the model in a file."""
        found = await self._view.regulars.ask(self._view.regulars.engine.quick.plain(shelf.opened, path))
        if found is not None:
            await self.load(found)

    async def load(self, one: OnShelf) -> None:
        """Predict by a model from now on."""
        app = self._view.regulars
        if one.model is None:
            app.say(one.problem)
            return
        app.model = one
        self._view.show_basis()
        await self.list_again()
        app.say(f"Predicts by {plain(one.name, 60)} now; r predicts by the open source again.")

    async def unload(self) -> None:
        """Predict by the open source again."""
        self._view.regulars.model = None
        self._view.show_basis()
        await self.list_again()

    def ask_to_delete(self, one: OnShelf) -> None:
        """Delete a model, if that is meant."""
        app = self._view.regulars

        async def said(word: str) -> None:
            if word.casefold() not in ("yes", "y"):
                app.say("Nothing was deleted.")
                return
            try:
                await answer(app.engine.quick.plain(shelf.remove, one.path))
            except RegularsError as error:
                app.fail(error)
                return
            await self.list_again()
            app.say(f"Deleted {plain(Path(one.path).name.removesuffix(SUFFIX), 60)}.")

        hint = "It cannot be had back. Type yes to delete it."
        app.ask_for(Ask(f"Delete the model {plain(one.name, 40)}?", hint=hint), said)
