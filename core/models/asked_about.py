"""The customers of a file as a model asks about them: their columns, and what of these cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.features import COLUMNS_OF, COUNTRY
from core.classifiers.habits import SPREAD
from core.classifiers.known import code_of
from core.classifiers.targets import TIER
from core.clusters.features import FEATURES
from core.engine import told_plainly
from core.models.given import NAMED, impossible_words
from core.models.own_columns import OWN, with_own_columns
from core.sql import file_literal
from core.table import as_numbers

if TYPE_CHECKING:
    import pyarrow as pa

    from core.clusters.model import Numbers
    from core.study import Study


def customers_of(study: Study) -> tuple[pa.Table, tuple[str, ...]]:
    """The customers in the order of their ids, and what of their table cannot be read."""
    with told_plainly("scoring the customers"):
        # Money as numbers by the same hand as the model's: another library rounds the last digit otherwise.
        select = as_numbers(
            study.connection, f"SELECT * FROM read_parquet({file_literal(study.segmented_path)})"
        )
        select, unread = with_own_columns(study, select)
        return study.connection.sql(f"{select} ORDER BY customer_id").to_arrow_table(), unread


def measures_of(table: pa.Table) -> dict[str, Numbers]:
    """What customers are scored and grouped by, as far as the table says it."""
    return {name: _numbers(table, name) for name in FEATURES if name in table.column_names}


def known_of(study: Study, table: pa.Table) -> dict[str, Numbers]:
    """All that classifiers may look at of every customer, in the order of their ids; `table` has the customers in it."""
    everyone = study.classifiers.exams.everyone(TIER.name)
    known = {name: everyone.values[:, place] for place, name in enumerate(everyone.columns)}
    if study.as_of is not None and study.columns.shape == "sales":
        # Habits that nobody has are known not to be there.
        known |= {name: np.full(len(everyone.ids), np.nan) for name in SPREAD if name not in known}
    if study.columns.shape == "customers":
        # What such a table says of itself, which the study of it knows nothing of.
        looked_at = {column for columns in COLUMNS_OF.values() for column in columns}
        for name in (name for name in OWN if name in looked_at and name in table.column_names):
            values = _codes(table, name) if name == COUNTRY else _numbers(table, name)
            if not np.isnan(values).all():
                known[name] = values
    return known


def impossible_of(study: Study, table: pa.Table) -> str:
    """What a table of customers says that cannot be; of sales all follows from the rows."""
    if study.columns.shape == "sales":
        return ""
    columns = {
        name: _numbers(table, name) for name in NAMED if name in table.column_names and name != COUNTRY
    }
    return impossible_words(columns, table["customer_id"].to_pylist())


def _codes(table: pa.Table, name: str) -> Any:
    """Countries as the numbers that stand for them."""
    codes = {country: code_of(country) for country in table[name].unique().to_pylist() if country is not None}
    return np.array([codes.get(country, np.nan) for country in table[name].to_pylist()], dtype=float)


def _numbers(table: pa.Table, name: str) -> Any:
    column = table[name].cast("float64").to_numpy()
    return np.asarray(column, dtype=float)
