"""Keys that changed their spelling half-way through a file, such as `customer_id` and `customerId`: they are one column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from core.source.model import squeezed


@dataclass(frozen=True, slots=True)
class Joined:
    """The columns under `scan`, in which each name has one spelling; `told` says what was joined."""

    names: tuple[str, ...]
    scan: str
    told: tuple[str, ...] = ()


def join_spellings(names: Sequence[str], scan: str, connection: duckdb.DuckDBPyConnection) -> Joined:
    """Make one column of those that differ by capitals, spaces and punctuation only, and that no row fills together."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(squeezed(name), []).append(place)
    groups = {
        alike[0]: alike
        for alike in places.values()
        if len(alike) > 1 and _take_turns(alike, scan, connection)
    }
    if not groups:
        return Joined(tuple(names), scan)
    later = {place for alike in groups.values() for place in alike[1:]}
    kept = [place for place in range(len(names)) if place not in later]
    picked = ", ".join(
        f"{_first_filled(groups.get(place, [place]))} AS c{number}" for number, place in enumerate(kept)
    )
    told = tuple(
        f"{' and '.join(names[place] for place in alike)} are spellings of one name and never filled in the same row, so they are read as"
        " one column."
        for alike in groups.values()
    )
    return Joined(tuple(names[place] for place in kept), f"(SELECT {picked}, row_no FROM {scan})", told)


def _take_turns(alike: Sequence[int], scan: str, connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether each of these columns is filled in some rows, and no two of them in one."""
    filled = [f"CAST(nullif(trim(c{place}), '') IS NOT NULL AS INTEGER)" for place in alike]
    row = connection.execute(
        f"SELECT max({' + '.join(filled)}), {', '.join(f'max({cell})' for cell in filled)} FROM {scan}"
    ).fetchone()
    return row is not None and row[0] == 1 and all(row[1:])


def _first_filled(places: Sequence[int]) -> str:
    *first, last = places
    return (
        f"coalesce({', '.join((*(_blank_is_null(place) for place in first), f'c{last}'))})"
        if first
        else f"c{last}"
    )


def _blank_is_null(place: int) -> str:
    return f"CASE WHEN trim(c{place}) <> '' THEN c{place} END"
