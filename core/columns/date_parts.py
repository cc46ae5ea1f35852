"""Dates of which year, month and day stand in columns of their own: the columns are joined into one more, before anything is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.columns.dates import DateEvidence, decide_dates
from core.columns.profile import name_says_date
from core.enumerated import enumerated
from core.patterns import later
from core.source.model import OpenTable, Sample, SourceTable, squeezed, unique_names

# What comes before the part in names such as `order_year`.
BEFORE = "(?:order|sale|sales|invoice|purchase|transaction|bestell|kauf|achat|commande)?"
YEAR_NAME = later(f"{BEFORE}(?:year|jahr|jaar|année|annee|ano|año|anno|år|vuosi|rok)")
MONTH_NAME = later(f"{BEFORE}(?:month|monat|maand|mois|mes|mês|mese|måned|månad|kuukausi|miesiąc|měsíc)")
DAY_NAME = later(f"{BEFORE}(?:day|tag|dag|jour|dia|día|giorno|päivä|dzień|den)")
YEAR = later(r"(?:19|20)[0-9]{2}(?:\.0)?")
MONTH = later(r"0?[1-9](?:\.0)?|1[0-2](?:\.0)?|[^\W\d_]{3,12}")
DAY = later(r"0?[1-9](?:\.0)?|[12][0-9](?:\.0)?|3[01](?:\.0)?")
PARTS = ((YEAR_NAME, YEAR), (MONTH_NAME, MONTH), (DAY_NAME, DAY))
MOSTLY = 0.9
LOOKED_AT = 500


def with_joined_date(opened: OpenTable) -> OpenTable:
    """The table with a column of dates more, where it has none and has years and months, with or without days, in columns of their own."""
    table, sample = opened.table, opened.sample
    found = [_part(table.names, sample, name, values) for name, values in PARTS]
    places = [place for place in found if place is not None]
    if found[0] is None or found[1] is None or _holds_dates(opened, places):
        return opened
    listed = [table.names[place] for place in places]
    told = f"{table.label}: {enumerated(listed)} are read together as one date, in a column of its own."
    cells = tuple(
        date_of_parts(parts) for parts in zip(*(sample.columns[place] for place in places), strict=True)
    )
    return OpenTable(
        replace(
            table,
            names=unique_names([*table.names, "date"]),
            natives=(*table.natives, ""),
            scan=_joined_scan(table, places),
            joined=tuple(places),
            found=(*table.found, told),
        ),
        replace(sample, columns=(*sample.columns, cells)),
    )


def date_of_parts(parts: Sequence[str | None]) -> str | None:
    """Year, month and day as one text, or what there is of them; None where a part is missing altogether."""
    if any(part is None for part in parts):
        return None
    return "-".join(re.sub(r"\.0$", "", (part or "").strip(" ")) for part in parts)


def _part(
    names: Sequence[str], sample: Sample, called: re.Pattern[str], values: re.Pattern[str]
) -> int | None:
    """The one column that is called such a part and holds nothing else."""
    places = []
    for place, name in enumerate(names):
        if not called.fullmatch(squeezed(name)):
            continue
        filled = [cell.strip() for cell in sample.columns[place] if cell and cell.strip()]
        if sum(values.fullmatch(cell) is not None for cell in filled) >= MOSTLY * len(filled) > 0:
            places.append(place)
    return places[0] if len(places) == 1 else None


def _holds_dates(opened: OpenTable, parts: Sequence[int]) -> bool:
    """Whether another column holds whole dates, whatever it is called."""
    return "date" in opened.table.natives or any(
        name_says_date(opened.table.names[place])
        or decide_dates([cell for cell in column[:LOOKED_AT] if cell], DateEvidence()) is not None
        for place, column in enumerate(opened.sample.columns)
        if place not in parts
    )


def _joined_scan(table: SourceTable, places: Sequence[int]) -> str:
    """`date_of_parts` as one column more, before the cells that are too many for the header."""
    width = len(table.names)
    parts = [f"regexp_replace(trim(CAST(c{place} AS VARCHAR)), '[.]0$', '')" for place in places]
    missing = " OR ".join(f"c{place} IS NULL" for place in places)
    blank = f"concat({', '.join(parts)}) = ''"
    joined = f"CASE WHEN {missing} THEN NULL WHEN {blank} THEN '' ELSE concat_ws('-', {', '.join(parts)}) END"
    columns = [f"c{place}" for place in range(width)]
    columns.append(f"{joined} AS c{width}")
    columns += [f"c{width} AS c{width + 1}"] if table.surplus else []
    columns += ["row_no"] if table.numbered else []
    return f"(SELECT {', '.join(columns)} FROM {table.scan})"
