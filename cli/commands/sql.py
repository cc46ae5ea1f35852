"""`regulars sql`: what each stage runs, readably, for DuckDB, PostgreSQL or Spark."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cli.messages import say, warn_of_left_out
from cli.progress import progress_line
from cli.recipes import recipe_from
from core.errors import RegularsError
from core.lines import MACROS, lines_sql
from core.sql import compiled
from core.study import Study

if TYPE_CHECKING:
    import ibis

ABOUT = {
    "lines": "Every input row with one typed column a role. This part reads files and is DuckDB's own; in a warehouse, make a view of this shape.",
    "overlap_orders": "Orders that stand in more than one table: copies are taken out, the others only reported.",
    "ledger": "Every input row with its amount and the one bucket it ends in.",
    "orders": "The ledger by bucket, customer, order and day.",
    "products": "How many products each customer bought.",
    "customers": "One row a customer.",
    "scores": "Scores, value and tier, from how many customers are strictly worse.",
    "segments": "Each customer's segment.",
    "clusters": "Each customer's group: the nearest centre, or the likeliest component of a mixture.",
}


def execute(options: argparse.Namespace) -> int:
    """Print the SQL of one stage, or of all as one script."""
    with progress_line(quiet=False) as progress, Study(recipe_from(options), progress=progress.say) as study:
        stages = study.stages
        if options.stage:
            _check_there_is(options.stage, study)
        wanted = [
            name for name in ABOUT if options.stage == name or (not options.stage and _runs(name, study))
        ]
        texts = {
            name: lines_sql(study.columns, stages.needs)
            if name == "lines"
            else compiled(_expression(name, study), options.dialect, pretty=True)
            for name in wanted
        }
        progress.stop()
        warn_of_left_out(study)
        refusal = study.clusters.refusal if study.recipe.clusters.on and not options.stage else None
        if refusal:
            say("warning", refusal.what, refusal.cure)
    for name, text in texts.items():
        print(f"-- {name}: {ABOUT[name]}")
        if name == "lines":
            print(f"{MACROS};\n")
        print(text if options.stage else f"CREATE VIEW {name} AS\n{text};\n")
    return 0


def _expression(name: str, study: Study) -> ibis.Table:
    """A stage as an expression. Groups are learned first, from the customers of this source."""
    found: ibis.Table = study.clusters.assigned if name == "clusters" else getattr(study.stages, name)
    return found


def _runs(name: str, study: Study) -> bool:
    """Whether a run of this recipe on this source has the stage."""
    if name == "overlap_orders":
        return study.stages.plan.overlap_orders
    if name == "clusters":
        return study.is_grouped
    return study.stages.with_products if name == "products" else True


def _check_there_is(name: str, study: Study) -> None:
    """Refuse a stage that no run on this source could have. Products can be counted, and groups made, also where a run leaves it."""
    columns = study.columns
    if name == "overlap_orders" and not study.stages.plan.overlap_orders:
        if len(columns.tables) < 2:
            why = "it is one table, and only several can overlap"
        elif "order" not in columns.roles or columns.shape != "sales":
            why = "it has no order ids to tell overlapping orders by"
        else:
            why = f'`rules.overlap` is "{study.recipe.rules.overlap}"'
        raise RegularsError(
            f"This source has no stage `overlap_orders`: {why}.",
            "Ask for another stage, or leave --stage out to see those that there are.",
        )
    if name == "products" and ("product" not in columns.roles or columns.shape != "sales"):
        raise RegularsError(
            "This source has no stage `products`: no column says which product was bought.",
            "If one does, name it: --map product=COLUMN",
        )
