"""The same recipe prints the same statements in every process, whatever order its sets have there."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import ibis

from core.sql import Dialect, compiled, without
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_data" / "online_retail.xlsx"
# What takes columns back that a stage had for its own use: copies of orders and of rows, repeated rows, and products.
MORE = ("--set", "rules.overlap=rows", "--set", "rules.duplicate=true", "--set", "customers.products=on")
ASKED = [
    *(("sql", str(SAMPLE), "--dialect", dialect) for dialect in get_args(Dialect)),
    ("sql", str(SAMPLE), *MORE),
]
PRINTING = f"from cli.main import main; print([main(list(asked)) for asked in {ASKED!r}])"
SEEDS = "0", "1", "2"


def printed(seed: str) -> str:
    """What a process of its own, with sets in an order of its own, prints of all of it."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", PRINTING], env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_every_process_prints_the_same() -> None:
    with ThreadPoolExecutor(2) as pool:
        texts = list(pool.map(printed, SEEDS))
    assert texts[0].count("CREATE VIEW segments AS") == len(ASKED)
    assert texts[0].endswith(f"{[0] * len(ASKED)}\n")
    assert len(set(texts)) == 1


def test_columns_left_out_are_the_others_in_their_order() -> None:
    import duckdb

    names = [f"c{number}" for number in range(60)]
    table = ibis.table(dict.fromkeys(names, "int64"), name="wide")
    left = without(table, "c7", "c41", "c3", "not there")
    kept = [name for name in names if name not in ("c7", "c41", "c3")]
    assert list(left.columns) == kept
    connection = duckdb.connect()
    rows = ", ".join(f"i * {number} AS c{number}" for number in range(60))
    connection.execute(f"CREATE TABLE wide AS SELECT {rows} FROM range(5) AS r(i)")
    assert (
        connection.sql(compiled(left)).fetchall()
        == connection.sql("SELECT * EXCLUDE (c3, c7, c41) FROM wide").fetchall()
    )
    assert connection.sql(compiled(left)).columns == kept
