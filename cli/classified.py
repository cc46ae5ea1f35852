"""Models in the summary of a run: a table for each target, baselines last, and what it comes to in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from cli.drawing import LEFT, RIGHT, print_list, share, show, table_of
from core.classifiers.naming import BASELINES, LONG_NAMES
from core.classifiers.words import CONTACTED, percent

if TYPE_CHECKING:
    from core.classifiers.classified import Classified


def print_classified(out: Console, classified: Classified) -> None:
    """Every target with its models."""
    for target, records in classified.by_target.items():
        show(out, _table(target, records))
    print_list(out, "How far to trust them", classified.in_short)


def _table(target: str, records: Sequence[Mapping[str, Any]]) -> Table:
    looked_for = any("gains" in one for one in records)
    table = table_of(
        (target, LEFT),
        ("accuracy", RIGHT),
        ("AUC", RIGHT),
        ("95 %", RIGHT),
        ("Brier", RIGHT),
        *([(f"best {percent(CONTACTED)}", RIGHT)] if looked_for else []),
        ("verdict", LEFT),
    )
    for number, one in enumerate(records):
        if one["model"] in BASELINES and records[number - 1]["model"] not in BASELINES:
            table.add_section()
        table.add_row(
            LONG_NAMES[one["model"]],
            share(one["accuracy"], 1),
            "" if one["auc"] is None else f"{one['auc']:.3f}",
            "" if one["auc_interval"] is None else "{:.3f} to {:.3f}".format(*one["auc_interval"]),
            f"{one['brier']:.3f}",
            *([_gain(one)] if looked_for else []),
            one["repeats"] or one["standing"],
        )
    return table


def _gain(record: Mapping[str, Any]) -> str:
    """The share of those looked for who are among so many of the likeliest."""
    return next((percent(one["gain"]) for one in record.get("gains", ()) if one["share"] == CONTACTED), "")
