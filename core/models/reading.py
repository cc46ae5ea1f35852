"""How a file is read whose customers a kept model is asked about: as those were that it was learned from."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from core.models.kept import CLASSIFIER, SECTIONS

if TYPE_CHECKING:
    from core.models.kept import Model
    from core.recipe import Recipe


def as_learned(model: Model, recipe: Recipe) -> Recipe:
    """A recipe whose customers have the numbers that the model's had: money net of refunds is not compared with money before them."""
    learned = model.recipe.customers
    mine = replace(recipe.customers, refunds=learned.refunds, discount=learned.discount)
    needs_products = (model.groups is not None and "products" in model.groups.spreads) or any(
        "products" in one.columns for one in model.classifiers
    )
    return replace(
        recipe,
        customers=replace(mine, products="on") if needs_products else mine,
        # What a season is hangs on the horizon. The models of the file itself are not asked for.
        classifier=replace(model.recipe.classifier, on=False),
    )


def decided_by_model(key: str) -> bool:
    """Whether a setting says what a model knows better: all but how a file is read, and the day that recency counts to."""
    return key.partition(".")[0] in (*SECTIONS, CLASSIFIER) and key != "customers.as_of"


def told_beside_a_model(note: str, recipe: Recipe) -> str:
    """A note or cure of a run, where what it advises is for the run alone to do: who asks a model cannot have rows explained."""
    # What is known of names takes longer to load than all the rest, and the app reads no notes by itself.
    from core.columns.naming import ROLES

    part = recipe.columns
    maps = [
        text for role in ROLES if getattr(part, role) for text in ("--map", f"{role}={getattr(part, role)}")
    ]
    run = f"regulars run {shlex.join((*recipe.source.paths, *maps))}"
    return re.sub(r"(?<!\S)--explain", lambda _: f"{run} --explain", note)
