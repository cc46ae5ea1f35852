"""What the app asks of the groups of a study: their tables as far as they are worked out, and what their map is drawn from."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import RegularsError

if TYPE_CHECKING:
    from core.clusters.tables import ClusterTables
    from core.study import Study
    from core.views.clusters_map import MapSource

# With more, each step would keep waiting who asks for something else.
MOST_CUSTOMERS_AHEAD = 20_000


@dataclass(frozen=True, slots=True)
class Grouped:
    """Groups as far as they are worked out."""

    tables: ClusterTables
    is_done: bool
    """Whether the criteria have said everything."""
    map: MapSource
    """What their map is drawn from: with the groups, so that it waits for no criteria."""


@dataclass(frozen=True, slots=True)
class NoGroups:
    """Why there can be no groups, and what to do about it: no failure of the run, which goes on without them."""

    what: str
    cure: str


def ahead(study: Study) -> Iterator[object]:
    """What groups begin with, step by step, before anybody asks for them: who lies near whom, and the first of how many there are."""
    if study.report.customers > MOST_CUSTOMERS_AHEAD:
        return
    with contextlib.suppress(RegularsError):  # whoever asks is told why there can be none
        yield study.clusters.groups
        if not study.clusters.is_told:
            study.clusters.asked.go_on()
            yield study.clusters.asked


def groups(study: Study) -> Grouped | NoGroups:
    """The groups, with what is known already of how many there may be."""
    try:
        return _grouped(study)
    except RegularsError as error:
        return NoGroups(error.what, error.cure)


def ask_on(study: Study) -> Grouped:
    """The same after a little more was asked of how many there may be."""
    if not study.clusters.is_told:
        study.clusters.asked.go_on()
    return _grouped(study)


def _grouped(study: Study) -> Grouped:
    from core.views.clusters_map import source_of

    return Grouped(study.clusters.told(), study.clusters.is_told, source_of(study))
