"""What is chosen on the screen Clusters: how many groups and why, by what they are made, what they are called, and what is done with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.clusters.features import FEATURES, LOG, Feature
from core.clusters.words import CRITERION_NAMES
from core.errors import RegularsError, UsageError
from core.recipe import ClustersPart
from core.recipe_clusters import MOST_GROUPS
from core.settings import SettingsError
from core.views.mailing import Members, write_mailing
from tui.dialogs.ask import Ask
from tui.dialogs.choose import Choice, Choose
from tui.engine import answer
from tui.exporting import ask_where
from tui.screens.clusters_part import FINDS_ITS_NUMBER, HDBSCAN
from tui.text import counted, plain, whole

if TYPE_CHECKING:
    from tui.screens.clusters import ClustersView
    from tui.screens.clusters_criteria import CriteriaPart

FEWEST_GROUPS = 2
NOT_THERE = "the source has none of it"
METHODS = {
    "k-means": ("k-means", "to the nearest centre; the criteria are asked of these"),
    "mixture": ("Mixture", "to the likeliest of overlapping clouds"),
    "ward": ("Ward", "the two most alike are joined, again and again"),
    "hdbscan": ("HDBSCAN", "dense places; it finds their number, and some are in none"),
}
SCALINGS = {
    "standard": ("Standard", "by mean and standard deviation"),
    "robust": ("Robust", "by median and quartiles, which outliers do not move"),
}


class Choices:
    """The keys of the screen that change the recipe."""

    def __init__(self, view: ClustersView) -> None:
        self._view = view

    @property
    def _part(self) -> ClustersPart:
        """What the recipe in force says of groups."""
        return self._view.regulars.session.recipe.clusters

    def why_not(self, method: str) -> str:
        """Why something cannot be chosen now; empty where it can."""
        part, grouped = self._part, self._view.grouped
        if method in ("more", "fewer", "groups") and part.method == HDBSCAN:
            return FINDS_ITS_NUMBER
        if method == "more" and part.k >= MOST_GROUPS:
            return f"{MOST_GROUPS} groups are the most."
        if method == "fewer" and part.k <= FEWEST_GROUPS:
            return f"{FEWEST_GROUPS} groups are the fewest."
        if method in ("rename", "mailing"):
            if grouped is None:
                return "There are no groups."
            line = self._view.under_cursor[0]
            if line is None:
                return "Put the cursor on a group first: in the part Groups."
            if method == "rename" and line.cluster is None:
                return "These customers are in no group, and so have no name to change."
            if method == "mailing" and not part.on:
                return "Customers are listed once they have the column cluster: press C."
        if method == "columns" and grouped is None and not part.on:
            return "There are no groups to put into the customers."
        return ""

    def _group_by(self, reason: str, **values: str) -> None:
        """Make groups otherwise; names of one's own were those of other groups."""
        app, has_names = self._view.regulars, bool(self._part.names)
        app.set_values(reason, **values, **({"clusters__names": "[]"} if has_names else {}))
        if has_names:
            app.say("These are other groups, so the names that you gave are gone; u brings them back.")

    # How many

    def step(self, by: int) -> None:
        """So many groups more."""
        self.take(self._part.k + by)

    def take(self, k: int) -> None:
        """So many groups."""
        app, part = self._view.regulars, self._part
        if k == part.k:
            app.say(f"There are {k} groups already.")
            return
        # Both were of as many groups as there are no longer.
        gone = [name for name, given in (("note", part.reason), ("names", part.names)) if given]
        app.set_values(f"{k} groups", clusters__k=str(k), clusters__reason="", clusters__names="[]")
        how = f"without your {' and '.join(gone)} for {part.k}" if gone else "by your choice"
        app.say(f"{k} groups, {how}; W notes why, u takes it back.")

    def take_recommended(self, part: CriteriaPart) -> None:
        """The k that the criterion under the cursor recommends."""
        k = part.recommended
        if k is None:
            self._view.regulars.say(f"{part.criterion.title} recommends no number of groups.")
        elif reason := self.why_not("groups"):
            self._view.regulars.say(reason)
        else:
            self.take(k)

    def ask_groups(self) -> None:
        """Ask how many, with what the criteria say."""
        tables = self._view.grouped.tables if self._view.grouped is not None else None
        said = {row["k"]: row for row in tables.criteria} if tables is not None else {}
        choices = []
        for k in range(FEWEST_GROUPS, MOST_GROUPS + 1):
            row = said.get(k)
            parts = []
            if row is not None:
                names = [CRITERION_NAMES[name] for name in row["recommended_by"].split()]
                parts = [
                    *([f"says {', '.join(names)}"] if names else []),
                    f"smallest {counted(row['smallest'], 'customer')}",
                ]
            choices.append(Choice(str(k), f"{k} groups", "; ".join(parts)))
        dialog = Choose("How many groups", choices, present=str(self._part.k))
        self._view.regulars.ask_for(dialog, lambda text: self.take(int(text)))

    def ask_reason(self) -> None:
        """Ask for a note why there are so many."""
        app, part = self._view.regulars, self._part
        dialog = Ask(f"Why {part.k} groups", part.reason, hint="The note stands in the recipe.")
        app.ask_for(dialog, lambda text: app.set_values("a note on the groups", clusters__reason=text))

    # By what

    def ask_method(self) -> None:
        """Ask how groups are made."""
        choices = [Choice(name, title, aside) for name, (title, aside) in METHODS.items()]
        dialog = Choose("How groups are made", choices, present=self._part.method)
        self._view.regulars.ask_for(
            dialog, lambda name: self._group_by(f"groups by {name}", clusters__method=name)
        )

    def ask_scaling(self) -> None:
        """Ask how features are made comparable."""
        choices = [Choice(name, title, aside) for name, (title, aside) in SCALINGS.items()]
        dialog = Choose("How features are made comparable", choices, present=self._part.scaling)
        self._view.regulars.ask_for(
            dialog, lambda name: self._group_by(f"{name} scaling", clusters__scaling=name)
        )

    def ask_features(self) -> None:
        """Ask for a feature to add or to take out."""
        present = self._view.used(self._part)
        lacking = {Feature.of(text).name for text in self._part.features}.difference(present)
        offered = [*present, *(name for name in _all_features() if name not in present)]
        choices = [
            Choice(
                name,
                name,
                "in use; Enter takes it out"
                if name in present
                else ""
                if name in lacking
                else "Enter adds it",
                NOT_THERE if name in lacking else "the last one stays" if present == [name] else "",
            )
            for name in offered
        ]
        self._view.regulars.ask_for(Choose("What customers are compared by", choices), self._turn_feature)

    def _turn_feature(self, name: str) -> None:
        present = self._view.used(self._part)
        features = [one for one in present if one != name] if name in present else [*present, name]
        said = f"groups {'without' if name in present else 'also by'} {name}"
        self._group_by(said, clusters__features=json.dumps(features))

    # Names, columns, lists

    def ask_name(self) -> None:
        """Ask what the group under the cursor is to be called."""
        line, grouped = self._view.under_cursor[0], self._view.grouped
        if line is None or grouped is None or line.cluster is None:
            return
        number, names = line.cluster, [one.name for one in grouped.tables.lines if one.cluster is not None]
        # Of groups that have none of their own the names go on following from rules, on every day.
        given = list(self._part.names) if len(self._part.names) == len(names) else [""] * len(names)

        def renamed(text: str) -> Sequence[str]:
            found = [text.strip() if place == number else name for place, name in enumerate(given, 1)]
            return found if any(found) else []

        def check(text: str) -> str:
            if not text:
                return "Without one of its own, the group has the name by rules again."
            others = [name for place, name in enumerate(names, 1) if place != number]
            if text.strip().casefold() in map(str.casefold, others):
                raise UsageError(f"Another group is called {text.strip()!r}.", "Give it a name of its own.")
            if problems := replace(self._part, names=tuple(renamed(text))).contradictions():
                raise SettingsError(problems)
            return ""

        def take(text: str) -> None:
            wanted = json.dumps(renamed(text), ensure_ascii=False)
            said = f"group {number} named {text}" if text else f"group {number} named by rules"
            self._view.regulars.set_values(said, clusters__names=wanted)

        self._view.regulars.ask_for(Ask(f"Name of group {number}", line.name, check=check), take)

    def turn_columns(self) -> None:
        """Put the groups into the customers, or take them out."""
        app = self._view.regulars
        if self._part.on:
            app.set_values("no groups in the customers", clusters__on="off")
            app.say("The customers have no columns of groups any more; u puts them back.")
        else:
            app.set_values("groups in the customers", clusters__on="on")
            app.say(
                "The customers have the columns cluster and cluster_name now: to filter by, and in exports."
            )

    def mail(self) -> None:
        """Write the customers of the group under the cursor to a file."""
        line, opened = self._view.under_cursor[0], self._view.opened
        if line is None or opened is None:
            return
        app = self._view.regulars
        members = Members(
            condition="cluster IS NULL" if line.cluster is None else f"cluster = {line.cluster:d}"
        )

        async def write(path: str, overwrite: bool) -> None:
            try:
                done = await answer(
                    app.engine.quick.view(write_mailing, opened, path, members, overwrite=overwrite)
                )
            except RegularsError as error:
                app.fail(error)
                return
            app.say(f"Wrote {counted(done.customers, 'customer')} to {done.path}")

        title = f"Mailing list of {whole(line.customers)} customers, {plain(line.name)}"
        file = "".join(letter if letter.isalnum() else "-" for letter in line.name.casefold())
        ask_where(app, title, f"{file}.csv", write)


def _all_features() -> list[str]:
    """Each column as it is and after a logarithm; scores are small whole numbers, of which a logarithm says nothing more."""
    plain_ones = list(FEATURES)
    logged = [f"{LOG}{name}" for name in FEATURES if len(name) > 1]
    return [one for name in plain_ones for one in (name, f"{LOG}{name}") if one in (*plain_ones, *logged)]
