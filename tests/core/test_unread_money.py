"""A column that is called money and cannot be read: the sentence shows a cell of each kind that stands in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

TELLING = "is called like money"


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (["twelve", "twenty", "thirty"], ["twelve"]),
        (["12.50", "13.50", "twelve", "thirteen", "fourteen"], ["twelve", "12.50"]),
        (["7,25", "8,25", "7.25", "8.25"], ["7,25", "7.25"]),
        (["1,5 x 2", "2,5 x 2", "ask", "call us", "12.50", "9.50"], ["1,5 x 2", "ask", "call us"]),
    ],
)
def test_one_cell_of_each_kind(cells: list[str], shown: list[str], tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    rows = [f'{1000 + n},C{n % 9},2024-05-{1 + n % 28:02},"{cells[n % len(cells)]}"' for n in range(120)]
    source = tmp_path / "sales.csv"
    source.write_text("\n".join(["order_id,customer_id,order_date,price", *rows]), encoding="utf-8")
    with Study(Recipe(), [str(source)], workspace=Workspace(tmp_path / "kept", quota_bytes=10**9)) as study:
        (note,) = [note for note in study.report.notes if TELLING in note]
    assert sorted(re.findall(r"'([^']+)'", note.partition("cannot be read")[0])) == sorted(shown)
