"""What can be opened: paths as they are typed, what completes them, and the places to choose from."""

from __future__ import annotations

import contextlib
import glob
import os
import shlex
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal

from core.errors import SourceError
from core.recipe import Recipe
from core.suggest import nearest_file
from tui.session import Left, Session, sessions_left, source_of
from tui.state import recent_sources
from tui.text import decimal, plain, whole

PlaceKind = Literal["heading", "resume", "sample", "recent", "all", "up", "folder", "file", "recipe"]

SAMPLE = "sample_data/online_retail.xlsx"
RECIPE_SUFFIX = ".toml"
RECIPE_HEAD_BYTES = 4096
MOST_ENTRIES = 2_000
MOST_RECENT = 6
# Other sources whose session is offered.
MOST_LEFT = 6
# A folder or pattern of more files than that is counted no further.
MOST_MATCHES = 10_000
WILD = "*?["


@dataclass(frozen=True, slots=True)
class Place:
    """A line to choose: something to open, or a folder to go into. A heading cannot be chosen."""

    kind: PlaceKind
    path: str
    title: str
    aside: str = ""
    session: str = ""
    """Where what was left is kept that is gone on with."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody chose to open."""

    paths: tuple[str, ...] = ()
    resume: bool = False
    place: str = ""
    """Where the session is kept that is gone on with; empty for the one that was worked on last."""


def full(path: str) -> str:
    """An absolute path, `~` and `..` resolved."""
    return os.path.abspath(os.path.expanduser(path.replace("\x00", "")))  # noqa: PTH100, PTH111  text in, text out


# What is typed


def typed_paths(text: str) -> tuple[str, ...]:
    """The paths that a line names: one with spaces in it if there is such a file, else several, quoted as in a shell."""
    text = text.strip()
    if not text:
        return ()
    if not found_by(full(text)):
        parts = _parted(text)
        if len(parts) > 1 and all(found_by(full(part)) for part in parts):
            return tuple(_as_named(full(part)) for part in parts)
        if len(parts) == 1 and found_by(full(parts[0])):
            return (_as_named(full(parts[0])),)
    return (_as_named(full(text)),)


def _as_named(path: str) -> str:
    """A path as a source is named by it: of a pattern, everybody is told which of its characters stand for themselves."""
    return path if os.path.lexists(path) or not is_pattern(path) else _as_globbed(path)


def found_by(path: str) -> list[str]:
    """The file or folder of this path, or the files that a pattern matches."""
    with contextlib.suppress(OSError, ValueError):
        if os.path.lexists(path):
            return [path]
        if is_pattern(path):
            matches = islice(glob.iglob(_as_globbed(path), recursive=True), MOST_MATCHES)  # noqa: PTH207  absolute
            return sorted(match for match in matches if os.path.isfile(match))  # noqa: PTH113
    return []


def is_pattern(path: str) -> bool:
    """Whether a path is a pattern: a folder that is there may have its characters in its name."""
    return any(character in path.removeprefix(_folder_there(path)) for character in WILD)


def _as_globbed(path: str) -> str:
    """A pattern as `glob` reads it: the name of a folder that is there stands for itself."""
    there = _folder_there(path)
    return glob.escape(there) + path.removeprefix(there)


def _folder_there(path: str) -> str:
    """The beginning of a path that is a folder, as far as it leads."""
    if os.path.isdir(path):  # noqa: PTH112
        return path
    folder = os.path.dirname(path)  # noqa: PTH120
    while folder != os.path.dirname(folder) and not os.path.isdir(folder):  # noqa: PTH112, PTH120
        folder = os.path.dirname(folder)  # noqa: PTH120
    return folder


def _parted(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return [text]


def meaning(text: str) -> str:
    """What opening a line would do, in a sentence; SourceError where there is nothing to open."""
    paths = typed_paths(text)
    if not paths:
        return "Type a path, or choose from the list."
    found = [(path, found_by(path)) for path in paths]
    for path, matches in found:
        if not matches:
            raise _missing(path)
    if len(paths) == 1 and os.path.isdir(paths[0]):  # noqa: PTH112
        return "A folder: Enter shows what is in it; A in the list opens all of it."
    files = [match for _, matches in found for match in matches]
    if len(files) == 1:
        what = "the recipe " if _is_recipe(files[0]) else ""
        return f"Opens {what}{plain(Path(files[0]).name, 60)}{_sized(files)}."
    return f"Opens {whole(len(files))} files{_sized(files)}; those that are alike are stacked."


def _missing(path: str) -> SourceError:
    parent, name = os.path.split(path)
    if is_pattern(path):
        return SourceError(f"No file matches {plain(name, 100)}.", "Check the pattern.")
    siblings: list[str] = []
    with contextlib.suppress(OSError, ValueError):
        siblings = os.listdir(parent)  # noqa: PTH208
    close = nearest_file(name, siblings)
    cure = f"Did you mean {plain(close, 100)}?" if close else "Check the name and the folder."
    return SourceError(f"There is no file {plain(name, 100)}.", cure)


def _sized(files: Sequence[str]) -> str:
    with contextlib.suppress(OSError):
        if all(os.path.isfile(file) for file in files):  # noqa: PTH113
            return f", {size_text(sum(os.path.getsize(file) for file in files))}"  # noqa: PTH202
    return ""


def size_text(size: float) -> str:
    """Bytes as people count them."""
    for unit, bytes_each in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if size >= bytes_each:
            return f"{decimal(size / bytes_each)} {unit}"
    return "1 byte" if size == 1 else f"{size:.0f} bytes"


def last_piece(text: str) -> tuple[str, str]:
    """What stands before the path that is being typed, and that path: after several, the last one."""
    if not found_by(full(text)):
        before, space, tail = text.rpartition(" ")
        if space and before.strip():
            parts = _parted(before)
            if all(found_by(full(part)) for part in parts):
                return before + space, tail
    return "", text


def completions(text: str) -> list[str]:
    """The line completed as far as it is certain; where several names begin so and nothing is certain, none."""
    before, piece = last_piece(text)
    if not piece:
        return []
    if piece == "~":
        return [before + "~/"]
    folder, prefix = folder_and_prefix(piece)
    names = [
        place.title
        for place in entries(folder, prefix)
        if place.kind in ("folder", "file", "recipe") and place.title.startswith(prefix)
    ]
    if not names:
        return []
    certain = _common_beginning(names)
    return [before + piece[: len(piece) - len(prefix)] + certain] if len(certain) > len(prefix) else []


def _common_beginning(names: Sequence[str]) -> str:
    """What all names begin with."""
    first, last = min(names), max(names)
    return first[: next((n for n, letter in enumerate(first) if letter != last[n : n + 1]), len(first))]


def folder_and_prefix(piece: str) -> tuple[str, str]:
    """The folder that a path being typed is in, and the beginning of a name there."""
    head, prefix = os.path.split(piece)
    return full(head or "."), prefix


# What is there to choose


def places(text: str, resumable: Session | None, open_places: Collection[str] = ()) -> list[Place]:
    """What to choose from while a line is typed: with nothing typed, where to begin; then what the folder holds.

    `open_places` is where the sessions are kept that need not be offered.
    """
    _, piece = last_piece(text)
    if not piece:
        here = os.getcwd()  # noqa: PTH109
        return [
            *_beginnings(resumable, open_places),
            Place("heading", here, f"In {here}"),
            *_within(here, ""),
        ]
    folder, prefix = folder_and_prefix(piece)
    if is_pattern(full(piece)) and not entries(folder, prefix):
        matches = found_by(full(piece))
        number = "1 file matches" if len(matches) == 1 else f"{whole(len(matches))} files match"
        heading = Place("heading", "", number)
        return [heading, *(_file_place(match, match) for match in matches[:MOST_ENTRIES])]
    if prefix in (".", ".."):
        folder, prefix = full(piece), ""
    beginning = f", beginning with {prefix}" if prefix else ""
    return [Place("heading", folder, f"In {folder}{beginning}"), *_within(folder, prefix)]


def _beginnings(resumable: Session | None, open_places: Collection[str]) -> list[Place]:
    found = []
    known = set(open_places)
    if resumable is not None:
        found.append(_gone_on_with(Left.of(resumable)))
        known.add(source_of(resumable.place))
    sample = sample_path()
    if sample:
        found.append(Place("sample", sample, Path(sample).name, "an invented shop, to try things out"))
    others = [
        left
        for left in sessions_left()
        if left.has_work and known.isdisjoint((left.place, source_of(left.place)))
    ]
    found += [_gone_on_with(left, left.place) for left in others[:MOST_LEFT]]
    found += [
        Place("recent", path, _name_and_folder(path), _about(path)) for path in recent_sources()[:MOST_RECENT]
    ]
    return [Place("heading", "", "Begin with"), *found] if found else []


def _gone_on_with(left: Left, place: str = "") -> Place:
    more = f" and {len(left.paths) - 1} more" if len(left.paths) > 1 else ""
    choices = f"{left.choices} choice{'' if left.choices == 1 else 's'} made, " if left.choices else ""
    return Place(
        "resume", left.paths[0], left.name + more, f"{choices}left on {left.screen.capitalize()}", place
    )


def sample_path() -> str:
    """The sample: in a checkout beside this package, else within it, where a wheel puts it; empty where it was taken away."""
    package = Path(__file__).resolve().parent
    places = (package.parent / SAMPLE, package / SAMPLE)
    return next((str(path) for path in places if path.is_file()), "")


def _within(folder: str, prefix: str) -> list[Place]:
    found = entries(folder, prefix)
    files = sum(place.kind == "file" for place in found)
    above = os.path.dirname(folder)  # noqa: PTH120
    first = [Place("up", above, "..", "the folder above")] if above != folder and not prefix else []
    if files > 1 and not prefix:
        first.append(Place("all", folder, f"all {whole(files)} files", "stacked where they are alike"))
    return [*first, *found]


def entries(folder: str, prefix: str) -> list[Place]:
    """The folders and readable files of a folder whose names begin so, in any capitals."""
    wanted = prefix.casefold()
    return [
        place
        for place in _listing(folder, _changed(folder))
        if place.title.casefold().startswith(wanted) and (prefix or not place.title.startswith("."))
    ][:MOST_ENTRIES]


def _changed(folder: str) -> int:
    with contextlib.suppress(OSError, ValueError):
        return os.stat(folder).st_mtime_ns  # noqa: PTH116
    return 0


@lru_cache(16)
def _listing(folder: str, changed: int) -> tuple[Place, ...]:
    """Everything of a folder, folders first; `changed` is when, so that it is read again after that."""
    from core.source.find import DATA_SUFFIXES

    folders, files = [], []
    with contextlib.suppress(OSError, ValueError), os.scandir(folder) as scanned:
        for entry in scanned:
            with contextlib.suppress(OSError):
                suffix = os.path.splitext(entry.name)[1].casefold()  # noqa: PTH122
                if entry.is_dir():
                    folders.append(Place("folder", entry.path, entry.name + "/"))
                elif suffix in DATA_SUFFIXES or (suffix == RECIPE_SUFFIX and _looks_like_recipe(entry.path)):
                    files.append(_file_place(entry.path, entry.name))
    return (*sorted(folders, key=_by_name), *sorted(files, key=_by_name))


def _looks_like_recipe(path: str) -> bool:
    """Whether a TOML file has a recipe's first section; many others lie about."""
    with contextlib.suppress(OSError), open(path, "rb") as file:  # noqa: PTH123
        return b"[source]" in file.read(RECIPE_HEAD_BYTES)
    return False


def _by_name(place: Place) -> tuple[str, str]:
    return place.title.casefold(), place.title


def _file_place(path: str, title: str) -> Place:
    return Place("recipe" if _is_recipe(path) else "file", path, title, _about(path))


def _is_recipe(path: str) -> bool:
    return path.casefold().endswith(RECIPE_SUFFIX)


def _about(path: str) -> str:
    with contextlib.suppress(OSError, ValueError, OverflowError):
        status = os.stat(path)  # noqa: PTH116
        day = datetime.fromtimestamp(status.st_mtime).strftime("%Y-%m-%d")
        if os.path.isdir(path):  # noqa: PTH112
            return f"folder  {day}"
        what = "recipe" if _is_recipe(path) else size_text(status.st_size)
        return f"{what}  {day}"
    return ""


def _name_and_folder(path: str) -> str:
    """The name first, since a long path is cut at its end; `~` for the home folder."""
    folder, name = os.path.split(path)
    home = os.path.expanduser("~")  # noqa: PTH111
    if home != "/" and (folder + os.sep).startswith(home + os.sep):
        folder = "~" + folder[len(home) :]
    return f"{name}  in {folder}"


# What is opened


def recipe_of(paths: Sequence[str]) -> tuple[Recipe, str]:
    """The recipe that opens these paths, and its file where one of them is a recipe; RegularsError where it cannot be read."""
    from core.source.find import seen_from
    from core.source.names import check_name

    for path in paths:
        check_name(path)
    recipes = [path for path in paths if _is_recipe(path)]
    sources = tuple(path for path in paths if not _is_recipe(path))
    if len(recipes) > 1:
        raise SourceError("Two recipes are named.", "Open one of them; others can only be files of sales.")
    recipe = Recipe.load(recipes[0]) if recipes else Recipe()
    if recipes and not sources:
        sources = seen_from(Path(recipes[0]).parent, recipe.source.paths)
        if not sources:
            name = plain(Path(recipes[0]).name, 60)
            raise SourceError(
                f"The recipe {name} names no source.",
                "Type the path of a file beside it, with a space between.",
            )
    return replace(recipe, source=replace(recipe.source, paths=sources)), recipes[0] if recipes else ""
