"""The ledger as of an earlier date is right wherever the memory lies that it is added up in."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.ledger import BUCKETS

ADDED_UP = """
import ctypes, os, sys, duckdb
from core.report import ledger_lines

ORDERS = '''
    SELECT CASE WHEN day >= 6 THEN 'after as-of' ELSE bucket END AS bucket, 1 AS "rows", 3 AS amount FROM read_parquet(?)
'''

def mapped():
    with open("/proc/self/maps") as lines:
        return sorted(tuple(int(end, 16) for end in line.split()[0].split("-")) for line in lines)

def leave_room_around_4_gb(room):
    "What is asked for next begins `room` bytes above a multiple of 4 GB, and goes on below it."
    libc = ctypes.CDLL(None)
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    high = [area for area in mapped() if area[0] >> 40 in (0x7E, 0x7F)]
    free_from = (high[0][0] >> 32 << 32) + room
    for begin, end in high:
        if begin > free_from:
            nobody_may, private_nowhere_reserved_just_there = 0, 0x2 | 0x20 | 0x4000 | 0x100000
            libc.mmap(free_from, begin - free_from, nobody_may, private_nowhere_reserved_just_there, -1, 0)
        free_from = max(free_from, end)

def lines(room):
    leave_room_around_4_gb(room)
    with duckdb.connect(config={"threads": 2}) as database:
        database.execute(f"CREATE VIEW booked AS {ORDERS.replace('?', repr(sys.argv[1]))}")
        for _ in range(3):
            told = ledger_lines(lambda sql: database.execute(sql).fetchall(), [])
    return {line.rule: (line.rows, line.amount) for line in told if line.rows}

for room in range(0, 3 << 20, 192 << 10):
    if not (child := os.fork()):
        os._exit(0 if lines(room) == eval(sys.argv[2]) else 1)
    assert os.waitpid(child, 0)[1] == 0, room
"""


@pytest.mark.skipif(sys.platform != "linux", reason="where memory lies can only be arranged on Linux")
def test_sums_on_both_sides_of_four_gigabytes(tmp_path: Path) -> None:
    """DuckDB 2.0.0 adds up groups of shared text at a wrong address there, where some chunks of rows have one text throughout."""
    orders = tmp_path / "orders.parquet"
    # Days come one after the other, as in a shop.
    rows = [(BUCKETS[i % len(BUCKETS)], i // 2500 % 11) for i in range(55_000)]
    pq.write_table(pa.table({"bucket": [row[0] for row in rows], "day": [row[1] for row in rows]}), orders)
    counted = Counter("after as-of" if day >= 6 else bucket for bucket, day in rows)
    right = {rule: (count, count * 3.0) for rule, count in counted.items()}
    done = subprocess.run(
        [sys.executable, "-c", ADDED_UP, str(orders), repr(right)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
