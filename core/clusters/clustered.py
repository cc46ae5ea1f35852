"""The groups of a study: made when asked for, and kept in the workspace."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.clusters.asked import Asked, asked_of
from core.clusters.tables import (
    ClusterTables,
    centroid_rows,
    cluster_lines,
    criteria_columns,
    criteria_rows,
    crossed_rows,
    pca_rows,
    profile_rows,
    with_firmness,
)
from core.clusters.words import notes, summary
from core.engine import told_plainly
from core.errors import ImpossibleError
from core.scores import TIERS
from core.sql import compiled, file_literal, parquet_copy
from core.table import Table, table_of_rows
from core.workspace import Workspace

if TYPE_CHECKING:
    import duckdb
    import ibis
    import pandas as pd

    from core.clusters.stage import Groups
    from core.recipe import ClustersPart
    from core.stages import Stages

CUSTOMERS = "customers_to_group"
# Raised when what is kept changes its meaning.
KEPT_AS = 6
# What the map is a view of: the customers with their groups.
MAPPED = "customers_mapped"


class Clustered:
    """The customers of one study with their groups.

    >>> study.clusters.to_pandas(), study.clusters.criteria.to_pandas()
    """

    def __init__(
        self,
        part: ClustersPart,
        customers_path: Callable[[], Path],
        customers_key: Callable[[], str],
        stages: Callable[[], Stages],
        without: Callable[[], Sequence[str]],
        workspace: Workspace,
        connection: Callable[[], duckdb.DuckDBPyConnection],
        progress: Callable[[str], None],
    ) -> None:
        self._asked_for = part
        self._customers_path = customers_path
        self._customers_key = customers_key
        self._stages = stages
        self._without = without
        self._workspace = workspace
        self._connection = connection
        self._progress = progress

    def __repr__(self) -> str:
        """What is asked for, and the groups where they are known already; nothing is worked out for it."""
        tables = self.__dict__.get("tables")
        if not isinstance(tables, ClusterTables):
            return f"<Clusters by {self._asked_for.method}, not worked out yet>"
        names = ", ".join(f"{line.name} {line.customers:,}" for line in tables.lines)
        return f"<{tables.k} clusters by {tables.method}: {names}>"

    @cached_property
    def part(self) -> ClustersPart:
        """What is asked for, as far as these customers have it."""
        from core.clusters.stage import as_far_as_possible

        return as_far_as_possible(self._asked_for, self._without())

    @cached_property
    def _key(self) -> str:
        part = self._asked_for
        said = (KEPT_AS, part.method, part.k, part.features, part.scaling, part.seed, part.names)
        return hashlib.blake2b(f"{self._customers_key()}|{said}".encode(), digest_size=12).hexdigest()

    @cached_property
    def groups(self) -> Groups:
        """The groups, learned from the customers."""
        from core.clusters.stage import learn

        self._progress(f"grouping customers ({self.part.method})")
        with told_plainly("grouping customers"):
            return learn(self._connection(), self._customers, self.part, self._without())

    @property
    def _customers(self) -> ibis.Table:
        import ibis

        select = f"SELECT * FROM read_parquet({file_literal(self._customers_path())})"
        self._connection().execute(f"CREATE OR REPLACE TEMP VIEW {CUSTOMERS} AS {select}")
        return ibis.table(self._stages().segments.schema(), name=CUSTOMERS)

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
    def refusal(self) -> ImpossibleError | None:
        """Why there can be no groups of these customers; None where there are."""
        try:
            self.path  # noqa: B018  learns them
        except ImpossibleError as error:
            return error
        return None

    @property
    def assigned(self) -> ibis.Table:
        """Everyone's group as an expression over the stage before, which by centres alone can be had."""
        import ibis

        from core.clusters.stage import assigned

        return assigned(ibis.table(self._stages().segments.schema(), name="segments"), self.groups)

    @cached_property
    def places_sql(self) -> str:
        """A SELECT of everyone's place on the map, over `path` as a view; kept, so that nothing is learned again for it."""
        known = self._workspace.find_json("places", self._key)
        if known is not None and isinstance(known.get("select"), str):
            return str(known["select"])
        import ibis

        from core.clusters.pca import placed, plane_of

        groups = self.groups
        customers = ibis.table(
            dict(self._stages().segments.schema().items()) | {"cluster": "int64"}, name=MAPPED
        )
        select = compiled(placed(customers, groups.model, plane_of(groups.fit.scaled)))
        self._workspace.keep_json("places", self._key, {"select": select})
        return select

    @cached_property
    def tables(self) -> ClusterTables:
        """The numbers of the groups, with those that say how many there are."""
        known = self._kept_tables()
        if known is not None:
            return known
        asked = self.asked
        if not asked.is_done:
            self._progress("asking how many groups there are")
        while not asked.is_done:
            asked.go_on()
        return self.told()

    # Tables for people, as `tables` has them

    @property
    def table(self) -> Table:
        """One row a group, the best first: the rows of `clusters.csv`."""
        return table_of_rows([asdict(line) for line in self.tables.lines], self._connection)

    def to_pandas(self) -> pd.DataFrame:
        """`table` as a pandas DataFrame."""
        return self.table.to_pandas()

    @property
    def criteria(self) -> Table:
        """One row for each number of groups there could be, with what every criterion says: the rows of `criteria.csv`.

        Of two different customers no criterion can say anything, and there is no row.
        """
        return table_of_rows(self.tables.criteria, self._connection, criteria_columns())

    @property
    def centroids(self) -> Table:
        """The centre of each group, scaled and in the features' own units: the rows of `centroids.csv`."""
        return table_of_rows(self.tables.centroids, self._connection)

    @property
    def pca(self) -> Table:
        """The directions in which customers differ most, with loadings and explained variance: the rows of `pca.csv`."""
        return table_of_rows(self.tables.pca, self._connection)

    @property
    def crossed(self) -> Table:
        """How many customers of each group have each segment and each tier: the rows of `crossed.csv`."""
        return table_of_rows(self.tables.crossed, self._connection)

    @property
    def is_told(self) -> bool:
        """Whether `told` tells everything."""
        return self._kept_tables() is not None or self.asked.is_done

    def told(self) -> ClusterTables:
        """The same as far as it is known: `asked` may not have said everything yet."""
        known = self._kept_tables()
        if known is not None:
            return known
        bare, asked = self._bare_tables, self.asked
        lines = with_firmness(bare.lines, self.groups, asked.choice)
        made = replace(
            bare,
            lines=lines,
            criteria=criteria_rows(asked.choice),
            recommended=asked.choice.recommended(),
            notes=(*notes(self.groups, lines, asked.choice), *self._money_left_out),
        )
        if asked.is_done:
            self._workspace.keep_json("clusters", self._key, made.to_dict())
            self._workspace.keep_json("criteria", asked.key, asked.choice.to_dict())
        return made

    @property
    def _money_left_out(self) -> tuple[str, ...]:
        gone = [feature for feature in self._asked_for.features if feature not in self.part.features]
        compared = " and ".join(self.part.features)
        return tuple(
            f"Customers are compared by {compared}, and not by {feature}: the source has no money."
            for feature in gone
        )

    def _kept_tables(self) -> ClusterTables | None:
        known = self._workspace.find_json("clusters", self._key)
        if known is not None:
            with contextlib.suppress(KeyError, TypeError):  # what another version kept is made again
                return ClusterTables.from_dict(known)
        return None

    @property
    def asked(self) -> Asked:
        """How many groups there are, as far as was asked; it does not hang on how many there are now."""
        from core.clusters.criteria import MOST_CUSTOMERS

        part, scaled = self.part, self.groups.fit.scaled
        said = (KEPT_AS, part.features, part.scaling, part.seed, len(scaled))
        key = hashlib.blake2b(f"{self._customers_key()}|{said}".encode(), digest_size=12).hexdigest()
        # The sample is in the order of the ids, which says nothing of the customers.
        step = -(-len(scaled) // MOST_CUSTOMERS)
        return asked_of(key, scaled[::step], part.seed, self._workspace.find_json("criteria", key))

    @cached_property
    def _bare_tables(self) -> ClusterTables:
        """The tables without what the criteria say."""
        from core.clusters.pca import plane_of

        groups = self.groups
        select = f"SELECT * FROM read_parquet({file_literal(self.path)})"
        self._connection().execute(f"CREATE OR REPLACE TEMP VIEW clustered AS {select}")
        lines = cluster_lines(self._rows, groups)
        crossed = crossed_rows(
            self._rows, lines, {"segment": self._stages().segment_map.order, "tier": TIERS}
        )
        return ClusterTables(
            method=groups.model.method,
            k=groups.model.k,
            fitted_on=groups.model.fitted_on,
            lines=lines,
            centroids=centroid_rows(groups),
            pca=pca_rows(groups, plane_of(groups.fit.scaled)),
            criteria=(),
            recommended={},
            crossed=crossed,
            profile=profile_rows(self._rows, lines, groups),
            summary=summary(self.part, lines, crossed),
        )

    def _rows(self, select: str) -> list[tuple[Any, ...]]:
        with told_plainly("adding up"):
            return self._connection().execute(select).fetchall()
