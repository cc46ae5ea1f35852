"""What is looked at of a large file is a part of it, however few rows that comes to, and is said so."""

from __future__ import annotations

from pathlib import Path

from core.recipe import Recipe
from core.study import Study


def test_a_sample_is_not_taken_for_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    # Rows that become longer: as many bytes as the first rows take hold fewer of them.
    rows = (
        f"c{n % 900},{n},2024-{1 + n % 12:02d}-11,{n % 7}.50,{'tea ' * (n // 4_000)}\n"
        for n in range(100_000)
    )
    path.write_text("customer_id,order_id,order_date,amount,note\n" + "".join(rows))
    with Study(Recipe(), [path]) as study:
        [opened] = [table.opened for table in study.source_pass.guessed]
    assert opened.sample.rows < 100_000
    assert not opened.sample.whole
