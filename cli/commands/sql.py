"""`regulars sql`: what each stage runs, readably, for DuckDB, PostgreSQL or Spark."""

from __future__ import annotations

import argparse

from cli.progress import progress_line
from cli.recipes import recipe_from
from core.lines import MACROS, lines_sql
from core.sql import compiled
from core.stages import STAGES
from core.study import Study

ABOUT = {
    "lines": "Every input row with one typed column a role. This part reads files and is DuckDB's own; in a warehouse, make a view of this shape.",
    "overlap_orders": "Orders that stand in more than one table: copies are taken out, the others only reported.",
    "ledger": "Every input row with its amount and the one bucket it ends in.",
    "orders": "The ledger by bucket, customer, order and day.",
    "products": "How many products each customer bought.",
    "customers": "One row a customer.",
    "scores": "Scores, value and tier, from how many customers are strictly worse.",
    "segments": "Each customer's segment.",
}


def execute(options: argparse.Namespace) -> int:
    """Print the SQL of one stage, or of all as one script."""
    with progress_line(quiet=False) as progress, Study(recipe_from(options), progress=progress.say) as study:
        stages = study.stages
        texts = {"lines": lines_sql(study.columns, stages.needs)}
        if stages.plan.overlap_orders:
            texts["overlap_orders"] = compiled(stages.overlap_orders, options.dialect, pretty=True)
        if stages.with_products:
            texts["products"] = compiled(stages.products, options.dialect, pretty=True)
        texts |= {name: compiled(getattr(stages, name), options.dialect, pretty=True) for name in STAGES}
        progress.stop()
    order = [name for name in ABOUT if name in texts and options.stage in (None, name)]
    for name in order:
        print(f"-- {name}: {ABOUT[name]}")
        if name == "lines":
            print(f"{MACROS};\n")
        print(texts[name] if options.stage else f"CREATE VIEW {name} AS\n{texts[name]};\n")
    return 0
