"""The reference of the recipe as text for a terminal: a recipe of all defaults, with what each setting does and may be."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from core.errors import UsageError
from core.maps import MAP_PATTERNS, SHIPPED, written_patterns
from core.recipe import SECTIONS, all_settings
from core.recipe_file import FIRST_LINE, VERSION
from core.settings import Setting, as_written
from core.suggest import nearest

# As wide as a comment may be beside its mark, to be read in a terminal of 80 columns.
WIDTH = 78
LONGEST_LINE = 80
SEGMENT_EXAMPLE = ("[[segments.names]]", 'name = "Regulars"', 'cells = ["r4-5 f3-5", "r3 f5"]')


def reference(wanted: Sequence[str] = ()) -> str:
    """What there is to know about sections, settings or shipped segment maps; without any, a whole recipe of defaults.

    The text is itself a recipe: `regulars recipe > recipe.toml` is one to start from.
    """
    if not wanted:
        head = f"{FIRST_LINE}\n# Every setting with its default. What is left out of a recipe is as it stands here.\nversion = {VERSION}"
        return "\n\n".join([head, *map(_section, SECTIONS)]) + "\n"
    return "\n\n".join(map(_part, wanted)) + "\n"


def _part(name: str) -> str:
    if name in SECTIONS:
        return _section(name)
    if name in SHIPPED:
        return shipped_map(name)
    for described in all_settings():
        if described.key == name:
            section = name.partition(".")[0]
            return "\n".join([f"[{section}]", *_setting(described)])
    keys = [described.key for described in all_settings()]
    last = name.rpartition(".")[2]
    same_end = [key for key in keys if key.rpartition(".")[2] == last]
    close = same_end[0] if same_end else nearest(name, [*SECTIONS, *SHIPPED, *keys])
    raise UsageError(
        f"The recipe has no section, setting or segment map {name!r}.",
        (f"Did you mean {close}? " if close else "") + "See them all with: regulars recipe",
    )


def shipped_map(name: str) -> str:
    """A shipped segment map as one's own, to change."""
    rules = "\n\n".join(
        f"[[segments.names]]\nname = {as_written(rule.name)}\ncells = {as_written(written_patterns(rule))}"
        for rule in SHIPPED[name]
    )
    return (
        f'# The map "{name}" as a map of your own, from best to worst.\n[segments]\nmap = "custom"\n\n{rules}'
    )


def _section(section: str) -> str:
    settings = [described for described in all_settings() if described.key.startswith(f"{section}.")]
    lines = [f"[{section}]", *_comment(SECTIONS[section].__doc__ or "")]
    for described in settings:
        lines += ["", *_setting(described)]
    if section == "segments":
        lines += ["", *_about_cells()]
    return "\n".join(lines)


def _setting(described: Setting) -> Iterator[str]:
    yield from _comment(described.doc)
    yield from _comment(f"May be: {described.allowed_words}.")
    name = described.key.rpartition(".")[2]
    if described.type_words == "list of tables":
        # Written out as empty it would be in the way of the tables themselves.
        yield from (f"#     {line}" for line in SEGMENT_EXAMPLE)
        return
    line = f"{name} = {as_written(described.default)}"
    if isinstance(described.default, tuple) and len(line) > LONGEST_LINE:
        yield f"{name} = ["
        yield from (f"    {as_written(item)}," for item in described.default)
        yield "]"
    else:
        yield line


def _about_cells() -> Iterator[str]:
    yield from _comment(
        "Cells are the scores of recency (r), frequency (f) and monetary (m) that belong to a segment, written in two ways:"
    )
    yield "#"
    for pattern, meaning in MAP_PATTERNS:
        yield f"#     {pattern:<12}  {meaning}"
    yield "#"
    yield from _comment(
        "Every combination of scores has to be in exactly one segment. To start from a shipped map: regulars recipe grid"
    )


def _comment(text: str) -> Iterator[str]:
    return (
        f"# {line}" for line in textwrap.wrap(text, WIDTH, break_on_hyphens=False, break_long_words=False)
    )
