"""The groups of a study: made when asked for, and kept in the workspace."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.clusters.tables import (
    ClusterTables,
    centroid_rows,
    cluster_lines,
    criteria_rows,
    pca_rows,
)
from core.engine import told_plainly
from core.sql import file_literal, parquet_copy
from core.workspace import Workspace

if TYPE_CHECKING:
    import duckdb
    import ibis

    from core.clusters.stage import Groups
    from core.recipe import ClustersPart

# A group that fewer resamples than this find again is not firm.
FIRM = 0.75
# What part of the customers makes a group too small to be worth a letter of its own.
SMALL_SHARE = 0.02
CUSTOMERS = "customers_to_group"


class Clustered:
    """The customers of one study with their groups."""

    def __init__(
        self,
        part: ClustersPart,
        customers_path: Callable[[], Path],
        customers_key: Callable[[], str],
        segmented: Callable[[], ibis.Table],
        without: Callable[[], Sequence[str]],
        workspace: Workspace,
        connection: Callable[[], duckdb.DuckDBPyConnection],
        progress: Callable[[str], None],
    ) -> None:
        self._part = part
        self._customers_path = customers_path
        self._customers_key = customers_key
        self._segmented = segmented
        self._without = without
        self._workspace = workspace
        self._connection = connection
        self._progress = progress

    @cached_property
    def _key(self) -> str:
        part = self._part
        said = (part.method, part.k, part.features, part.scaling, part.seed, part.names)
        return hashlib.blake2b(f"{self._customers_key()}|{said}".encode(), digest_size=12).hexdigest()

    @cached_property
    def groups(self) -> Groups:
        """The groups, learned from the customers."""
        from core.clusters.stage import learn

        self._progress(f"grouping customers ({self._part.method})")
        with told_plainly("grouping customers"):
            return learn(self._connection(), self._customers, self._part, self._without())

    @property
    def _customers(self) -> ibis.Table:
        import ibis

        select = f"SELECT * FROM read_parquet({file_literal(self._customers_path())})"
        self._connection().execute(f"CREATE OR REPLACE TEMP VIEW {CUSTOMERS} AS {select}")
        return ibis.table(self._segmented().schema(), name=CUSTOMERS)

    @cached_property
    def path(self) -> Path:
        """Every customer with the number and the name of their group, kept as Parquet."""
        found = self._workspace.find("clusters", self._key, ".parquet")
        if found is not None:
            return found
        from core.clusters.stage import grouped

        groups = self.groups
        with (
            told_plainly(f"keeping the customers in {self._workspace.folder}"),
            self._workspace.writing("clusters", self._key, ".parquet") as path,
        ):
            select = grouped(self._connection(), self._customers, groups)
            self._connection().execute(parquet_copy(f"{select} ORDER BY customer_id", path))
        return self._workspace.path("clusters", self._key, ".parquet")

    @cached_property
    def tables(self) -> ClusterTables:
        """The numbers of the groups."""
        known = self._workspace.find_json("clusters", self._key)
        if known is not None:
            with contextlib.suppress(KeyError, TypeError):  # what another version kept is made again
                return ClusterTables.from_dict(known)
        made = self._make_tables()
        self._workspace.keep_json("clusters", self._key, made.to_dict())
        return made

    def _make_tables(self) -> ClusterTables:
        from core.clusters.criteria import MOST_CUSTOMERS, Choice, criteria
        from core.clusters.pca import plane_of

        groups = self.groups
        select = f"SELECT * FROM read_parquet({file_literal(self.path)})"
        self._connection().execute(f"CREATE OR REPLACE TEMP VIEW clustered AS {select}")
        lines = cluster_lines(self._rows, groups)
        self._progress("asking how many groups there are")
        scaled = groups.fit.scaled
        # The sample is in the order of the ids, which says nothing of the customers.
        step = -(-len(scaled) // MOST_CUSTOMERS)
        *_, choice = [Choice(0), *(choice for _, choice in criteria(scaled[::step], self._part.seed))]
        return ClusterTables(
            method=groups.model.method,
            k=groups.model.k,
            fitted_on=groups.model.fitted_on,
            lines=lines,
            centroids=centroid_rows(groups),
            pca=pca_rows(groups, plane_of(scaled)),
            criteria=criteria_rows(choice),
            recommended=choice.recommended(),
            notes=tuple(_notes(self._part, groups, lines, choice)),
        )

    def _rows(self, select: str) -> list[tuple[Any, ...]]:
        with told_plainly("adding up"):
            return self._connection().execute(select).fetchall()


def _notes(part: ClustersPart, groups: Groups, lines: Sequence[Any], choice: Any) -> list[str]:
    """What deserves a second look."""
    notes = []
    voices: dict[int, list[str]] = {}
    for name, k in choice.recommended().items():
        voices.setdefault(k, []).append(name.replace("_", "-"))
    if voices:
        told = "; ".join(f"{k} by {', '.join(names)}" for k, names in sorted(voices.items()))
        agreed = "The criteria agree" if len(voices) == 1 else "The criteria do not agree"
        notes.append(f"{agreed} on how many groups there are: {told}. Here are {groups.model.k}.")
    mine = choice.by_k.get(groups.model.k)
    if part.method == "k-means" and mine is not None and mine.jaccard:
        loose = sum(one < FIRM for one in mine.jaccard)
        if loose:
            notes.append(
                f"{loose} of {groups.model.k} groups are not firm: less than {FIRM:.0%} of them is found again when customers are drawn anew"
                f" (the least: {min(mine.jaccard):.0%})."
            )
    everybody = sum(line.customers for line in lines)
    for line in lines:
        if line.cluster is None:
            notes.append(f"{line.customers:,} of {everybody:,} customers are in no group.")
        elif line.customers < SMALL_SHARE * everybody:
            notes.append(f"{line.name} has only {line.customers:,} of {everybody:,} customers.")
    constant = [
        feature.name
        for feature, values in zip(groups.model.features, groups.fit.scaled.T, strict=True)
        if values.min() == values.max()
    ]
    if constant:
        notes.append(
            f"{' and '.join(constant)} {'is' if len(constant) == 1 else 'are'} the same for everybody, and so says nothing."
        )
    return notes
