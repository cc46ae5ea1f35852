"""Any setting of the recipe: chosen from a list, and given another value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.recipe import Recipe, all_settings
from core.settings import Setting, as_written
from tui.dialogs.ask import Ask
from tui.dialogs.choose import Choice, Choose

if TYPE_CHECKING:
    from tui.app import RegularsApp

# What has a better place: the sources are opened, and maps are edited on the screen Segments.
ELSEWHERE = ("source.paths", "segments.names", "segments.map")


def setting_value(recipe: Recipe, key: str) -> object:
    """What a recipe has for a setting."""
    section, _, name = key.partition(".")
    return getattr(getattr(recipe, section), name)


def choose_setting(app: RegularsApp) -> None:
    """Show every setting with its value, and ask for another one."""
    recipe = app.session.recipe
    settings = {setting.key: setting for setting in all_settings() if setting.key not in ELSEWHERE}
    choices = [Choice(key, key, f"{_shown(recipe, key)}  {setting.doc}") for key, setting in settings.items()]
    app.ask_for(Choose("Settings of the recipe", choices), lambda key: ask_setting(app, settings[key]))


def ask_setting(app: RegularsApp, setting: Setting, title: str = "") -> None:
    """Ask for another value of a setting; the recipe with it is run."""
    recipe = app.session.recipe
    key = setting.key.replace(".", "__")

    def take(text: str) -> None:
        app.set_values(f"{setting.key} {text or 'empty'}", **{key: text})

    title = title or setting.key
    if setting.choices:
        choices = [Choice(choice, choice or "(empty)") for choice in setting.choices]
        app.ask_for(Choose(title, choices, present=_shown(recipe, setting.key), hint=setting.doc), take)
        return

    def check(text: str) -> str:
        recipe.with_value(setting.key, text)
        return ""

    hint = f"{setting.doc} May be {setting.allowed_words}."
    app.ask_for(Ask(title, _shown(recipe, setting.key), hint=hint, check=check), take)


def _shown(recipe: Recipe, key: str) -> str:
    """A value as it is typed."""
    value = setting_value(recipe, key)
    if isinstance(value, bool):
        return as_written(value)
    if isinstance(value, tuple):
        # Texts with a comma in them can only be typed as TOML.
        plain = all(not isinstance(item, str) or "," not in item for item in value)
        return ", ".join(str(item) for item in value) if plain else as_written(value)
    return str(value)
