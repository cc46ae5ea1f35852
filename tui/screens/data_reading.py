"""Overruling how a source is read: a setting is chosen, then its value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.recipe import Recipe
from core.remote.looks import Look
from tui.dialogs.ask import Ask
from tui.dialogs.choose import Choice, Choose
from tui.text import plain

if TYPE_CHECKING:
    from tui.app import RegularsApp

OTHER = "another"


@dataclass(frozen=True, slots=True)
class Reading:
    """Something about how a source is read: its setting, and what it may be, each with what that means."""

    key: str
    title: str
    about: str
    values: tuple[tuple[str, str], ...]
    free: str = ""
    """What else may be typed."""


READINGS = (
    Reading(
        "source.encoding",
        "Encoding",
        "how letters are stored in text files",
        (
            ("utf-8", "what nearly every program writes today"),
            ("cp1252", "Windows, western Europe"),
            ("latin-1", "ISO 8859-1, western Europe"),
            ("cp1250", "Windows, central Europe"),
            ("cp1251", "Windows, Cyrillic"),
            ("utf-16", "Excel's “Unicode text”"),
            ("shift_jis", "Japanese"),
            ("gb18030", "Chinese"),
        ),
        free='The name of any encoding, as "cp1253".',
    ),
    Reading(
        "source.delimiter",
        "Delimiter",
        "what stands between the cells of text files",
        (
            (",", "comma"),
            (";", "semicolon"),
            ("tab", "tab"),
            ("|", "bar"),
        ),
        free="One character.",
    ),
    Reading(
        "source.header",
        "Header",
        "whether text files begin with column names",
        (("yes", "the first row has the names"), ("no", "the first row is data already")),
    ),
    Reading(
        "columns.date_order",
        "Date order",
        "how dates are written",
        (
            ("dmy", "31/12/2011"),
            ("mdy", "12/31/2011"),
            ("ymd", "2011-12-31"),
            ("serial", "a spreadsheet's day number, as 40908"),
            ("epoch", "seconds since 1970"),
        ),
    ),
    Reading(
        "columns.swapped_dates",
        "Swapped dates",
        "dates in which a spreadsheet exchanged day and month",
        (("on", "exchange them back"), ("off", "leave them as they stand")),
    ),
    Reading(
        "columns.date_above",
        "Date above",
        "whether rows without a date have the one above them",
        (("on", "they do, as where a day's date stands once"), ("off", "they have none")),
    ),
    Reading(
        "columns.decimal",
        "Decimal sign",
        "what stands before the decimals of numbers",
        ((".", "point, as 1,234.56"), (",", "comma, as 1.234,56")),
    ),
)
FIND_OUT = {"source.header": "auto", "columns.swapped_dates": "auto", "columns.date_above": "auto"}


def ask_reading(app: RegularsApp, look: Look | None) -> None:
    """Ask for a setting, then for its value."""
    recipe = app.session.recipe
    found = look.tables[look.main].described if look is not None and look.tables else ()
    is_text = look is None or any(file.kind == "text" for file in look.files)
    choices = [
        Choice(one.key, one.title, f"{one.about}; {_now(recipe, one)}")
        if is_text or not one.key.startswith("source.")
        else Choice(one.key, one.title, f"{one.about}.", "Only text files leave it open.")
        for one in READINGS
    ]
    hint = plain("Found: " + "; ".join(found) + ".", 400) if found else ""

    def chosen(key: str) -> None:
        _ask_value(app, next(one for one in READINGS if one.key == key))

    app.ask_for(Choose("How it is read", choices, hint=hint), chosen)


def _ask_value(app: RegularsApp, reading: Reading) -> None:
    nothing = FIND_OUT.get(reading.key, "")
    present = _present(app.session.recipe, reading.key)
    choices = [Choice("find", "find out", "from the file, as it is without a choice")]
    choices += [Choice(value, value, about) for value, about in reading.values]
    if reading.free:
        choices.append(Choice(OTHER, "another ...", "typed", stays=True))

    def take(value: str) -> None:
        text = nothing if value == "find" else value
        said = "found out" if value == "find" else value
        app.set_values(f"{reading.title.casefold()} {said}", **{reading.key.replace(".", "__"): text})

    def chosen(value: str) -> None:
        if value == OTHER:
            app.ask_for(Ask(reading.title, dialog.typed or present, hint=reading.free, check=check), take)
        else:
            take(value)

    def check(text: str) -> str:
        app.session.recipe.with_value(reading.key, text)
        return "Empty: it is found out." if not text else ""

    marked = "find" if present == nothing else "tab" if present == "\t" else present
    dialog = Choose(f"{reading.title}: {reading.about}", choices, present=marked)
    app.ask_for(dialog, chosen)


def _now(recipe: Recipe, reading: Reading) -> str:
    present = _present(recipe, reading.key)
    if present == FIND_OUT.get(reading.key, ""):
        return "found out"
    return "now " + ("tab" if present == "\t" else plain(present, 20))


def _present(recipe: Recipe, key: str) -> str:
    section, _, name = key.partition(".")
    return str(getattr(getattr(recipe, section), name))
