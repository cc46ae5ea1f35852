"""The folder of models that the app keeps: what lies there, what each is, and what cannot be read and why."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import OutputError
from core.models.bundle import ModelError
from core.models.kept import Model

if TYPE_CHECKING:
    from core.study import Study

SUFFIX = ".model"
# More than a person keeps; a folder with more in it is not only ours.
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A file in the folder: what the model in it is, or why it cannot be read."""

    path: str
    size: int
    """In bytes."""
    saved: datetime
    model: Model | None
    problem: str

    @property
    def name(self) -> str:
        """What it was called when it was kept."""
        return Path(self.path).stem


def shelf_folder() -> Path:
    """The folder of the user's models, which need not be there yet."""
    set_folder = os.environ.get("XDG_DATA_HOME", "")
    base = Path(set_folder) if set_folder and Path(set_folder).is_absolute() else Path.home() / ".local/share"
    return base / "regulars" / "models"


def shelved(folder: str) -> tuple[OnShelf, ...]:
    """The models in a folder, the latest first."""
    found = []
    with suppress(OSError):
        paths = sorted(Path(folder).glob(f"*{SUFFIX}"))[:MOST_LISTED]
        found = [one for path in paths if (one := _on_shelf(path)) is not None]
    return tuple(sorted(found, key=lambda one: one.saved, reverse=True))


def opened(path: str) -> OnShelf:
    """A model anywhere; ModelError where it cannot be read."""
    there = Path(path).expanduser().absolute()
    model = Model.load(there)
    known = there.stat()
    return OnShelf(str(there), known.st_size, datetime.fromtimestamp(known.st_mtime), model, "")


def keep(study: Study, file: str, *, grouped: bool, classified: bool, overwrite: bool) -> OnShelf:
    """Keep what a study has learned in a file; its folder is made where it is not there."""
    from core.models.learning import model_of

    path = Path(file)
    model = model_of(study, grouped=grouped, classified=classified)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"The folder {path.parent} cannot be made: {error.strerror or error}.",
            "Set XDG_DATA_HOME to a folder that you may write to.",
        ) from error
    return opened(str(model.save(path, overwrite=overwrite)))


def shelf_path(name: str) -> Path:
    """The file that keeps a model of this name; OutputError where it cannot be one."""
    name = name.strip().removesuffix(SUFFIX)
    if not name or name.startswith(".") or "/" in name or not name.isprintable() or len(name) > 100:
        raise OutputError(
            f"A model cannot be called {name[:100]!r}." if name else "A model needs a name.",
            "Give a name of up to 100 letters without a slash that does not begin with a full stop.",
        )
    return shelf_folder() / f"{name}{SUFFIX}"


def remove(path: str) -> None:
    """Delete a kept model."""
    there = Path(path)
    try:
        there.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be deleted: {error.strerror or error}.", "See who may write to its folder."
        ) from error


def _on_shelf(path: Path) -> OnShelf | None:
    try:
        known = path.stat()
    except OSError:
        return None
    model, problem = None, ""
    try:
        model = Model.load(path)
    except ModelError as error:
        problem = f"{error.what} {error.cure}"
    return OnShelf(str(path), known.st_size, datetime.fromtimestamp(known.st_mtime), model, problem)
