"""Groups on a map: the plane in which customers differ most, reduced in the database to the cells of a plot.

The directions are those of `pca.csv`; a customer stands where the scaled features, less their means, lead along them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.clusters.clustered import MAPPED
from core.sql import file_literal

if TYPE_CHECKING:
    from core.study import Study
    from core.views.result import ResultData

DEFINITIONS: Mapping[str, str] = {
    "map": "The two directions in which customers differ most (principal components) of the features that groups are made by, each scaled.",
    "explained": "The share of all differences between customers that lies along a direction.",
    "loadings": "How much of each feature is in a direction, from -1 to 1: who stands farther that way has more of it, or less if it is below zero.",
    "cell": "A place of the map counts its customers; its mark is that of the commonest group among them, the better one of equals.",
}


@dataclass(frozen=True, slots=True)
class MapSource:
    """Everyone's place: a SELECT of x, y and cluster over a view named `customers_mapped`, which is of a file."""

    path: str
    select: str


class MapCell(NamedTuple):
    """A place of the plot that somebody is in, counted from the lower left."""

    column: int
    row: int
    customers: int
    group: int
    """The commonest group, 0 for those in none."""


@dataclass(frozen=True, slots=True)
class ClusterMap:
    """Everyone on the plane, counted by the cells of a plot."""

    size: tuple[int, int]
    x: tuple[float, float]
    """From where to where it reaches."""
    y: tuple[float, float]
    cells: tuple[MapCell, ...]


def source_of(study: Study) -> MapSource:
    """What the map of a study's groups is drawn from."""
    return MapSource(str(study.clusters.path), study.clusters.places_sql)


def cluster_map(data: ResultData, source: MapSource, size: tuple[int, int]) -> ClusterMap:
    """How many customers each cell of a plot of `size`, width and height, holds, and which group leads there."""
    file = file_literal(Path(source.path))
    data.connection.execute(f"CREATE OR REPLACE TEMP VIEW {MAPPED} AS SELECT * FROM read_parquet({file})")
    placed = f"SELECT x, y, coalesce(cluster, 0) AS group_no FROM ({source.select}) WHERE x IS NOT NULL"
    low_x, high_x, low_y, high_y = data.rows(f"SELECT min(x), max(x), min(y), max(y) FROM ({placed})")[0]
    cell = ", ".join(
        _cell(axis, low, high, cells)
        for axis, low, high, cells in (("x", low_x, high_x, size[0]), ("y", low_y, high_y, size[1]))
    )
    rows = data.rows(
        f"""SELECT cell_x, cell_y, CAST(sum(mine) AS BIGINT), arg_max(group_no, (mine, -group_no)) FROM (
                SELECT {cell}, group_no, count(*) AS mine FROM ({placed}) GROUP BY ALL
            ) GROUP BY cell_x, cell_y ORDER BY cell_x, cell_y"""
    )
    return ClusterMap(
        size,
        (float(low_x), float(high_x)),
        (float(low_y), float(high_y)),
        tuple(MapCell(*(int(one) for one in row)) for row in rows),
    )


def _cell(axis: str, low: float, high: float, cells: int) -> str:
    """The cell of a place among `cells` of them."""
    if not low < high:
        return f"{cells // 2} AS cell_{axis}"
    share = f"({axis} - CAST('{low!r}' AS DOUBLE)) / CAST('{high - low!r}' AS DOUBLE)"
    return f"CAST(greatest(0, least({cells - 1}, floor({share} * {cells}))) AS INTEGER) AS cell_{axis}"
