"""Sentences of the engine, in which the command line's options are named, as they are said in the app: by screens and keys."""

from __future__ import annotations

import re

from tui.number_style import number_style
from tui.text import plain

_RULES = r"rules\.(\w+)"
# An option with all that belongs to it, and what does the same here.
REPLACEMENTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"--explain '([^']+)'", r"r on the rule \1 of the screen Clean"),
        (r"--explain (\w+)", r"r on the rule \1 of the screen Clean"),
        (r"--as-of (\d{4}-\d\d-\d\d)", r"the as-of date \1 (press a)"),
        (r"--as-of YYYY-MM-DD", "press a"),
        (r"Group by others: --set 'clusters\.features=.*'", "F takes it out and adds others."),
        (r"Choose other features: --set clusters\.features=\S+", "F chooses other features."),
        (r"Choose other features, or leave `--with clusters` out\.", "F chooses other features."),
        (r"Leave `--with clusters` out: groups need", "Groups need"),
        (r"--set clusters\.k=(\d+)", r"press K and choose \1"),
        (r'Take another method: --set clusters\.method="k-means"', "M takes another method."),
        (r"now with --set classifier\.horizon_days=(\d+)", r"now with a horizon of \1 days (press H)"),
        (r"\(--set classifier\.horizon_days=N\)", "(press H)"),
        (r"labels of today: --set classifier\.targets=tier", "labels of today: T chooses them."),
        (r"leave the target out of classifier\.targets\.", "choose another target with T."),
        (
            r"Name other features: --set classifier\.features=\S+",
            "Name others with S and classifier.features.",
        ),
        (r"with --set classifier\.folds=2", "with S and 2 for classifier.folds"),
        (r"--set customers\.products=on counts them", "S and customers.products counts them"),
        (
            r"--map '?(\w+)=-'?",
            r"r on the column (screen Data), and then none",
        ),
        (r"name it: --map (\w+)=COLUMN", r"go to it on the screen Data, press r and choose \1"),
        (r"--map (\w+)=COLUMN", r"r on it (screen Data), and then \1"),
        (r"--map '(\w+)=([^']+)'", r"r on \2 (screen Data), and then \1"),
        (r"--map (\w+)=(\S+?)(?=[.,;]?(\s|$))", r"r on \2 (screen Data), and then \1"),
        (r"--set columns\.date_order=(\w+)", r"d on the screen Data, date order \1"),
        (r"--set columns\.swapped_dates=(\w+)", r"d on the screen Data, swapped dates \1"),
        (r"--set columns\.decimal=(\S)", r"d on the screen Data, decimal sign \1"),
        (r"--set " + _RULES + r"=off", r"Space on the rule \1 of the screen Clean"),
        (r"--set " + _RULES + r"=(\w+)", r"Enter on the rule \1 of the screen Clean, and then \2"),
        (r"--set ([\w.]+)=(\w+)", r"S sets \1 to \2"),
        (r"rules can be set with --set\.", "rules are set on the screen Clean."),
        (r"Ask for one of them: --sheet .*", "Choose among them in the part Files of the screen Data."),
        (r"Leave out what asks for it: --sheet, .*", "Press u to undo the choice of sheets."),
        (r"See `regulars inspect`\.", "See the screen Data."),
        (r"with `regulars inspect`", "on the screen Data"),
        (r"`regulars inspect`", "the screen Data"),
        (r"(Name a file, a folder or a glob): regulars run sales\.csv", r"\1: press o"),
    )
)


def note_in_app(note: str, most: int) -> str:
    """A note of the engine as one harmless line: its numbers as the preferences write them, its options as screens and keys."""
    # The numbers first: what is to be typed is no longer told from them when it stands in a sentence.
    return plain(in_app(number_style().sentence(note)), most)


def in_app(sentence: str) -> str:
    """What a sentence says, for somebody who sits at the app."""
    if "--" not in sentence and "regulars" not in sentence:
        return sentence
    told = sentence
    for pattern, said in REPLACEMENTS:
        told = pattern.sub(said, told)
    # What is copied to a shell ends without a full stop; a sentence has one.
    return told + "." if told != sentence and told[-1:] not in ".?!" else told
