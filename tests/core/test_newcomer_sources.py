"""What the app writes never takes the place of a file that the figures come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import OutputError
from core.source.find import is_among, named_files
from core.views.grid import Arrangement
from core.views.grids import customers_grid
from core.views.mailing import Members, write_mailing
from tests.support.studied import looked_at, written


def source(name: str) -> Path:
    rows = [
        (f"C{number % 7}", number, f"2024-01-{1 + number % 28:02d}", f"{3 + number}.50")
        for number in range(40)
    ]
    return written(name, ("customer_id", "order_id", "order_date", "amount"), rows)


def test_no_mailing_list_and_no_export_replaces_the_source(tmp_path: Path) -> None:
    path = source("own.csv")
    before = path.read_bytes()
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    with looked_at(path) as data:
        grid = customers_grid(data)
        for place in (path, link):
            with pytest.raises(OutputError, match="one of the files that are read"):
                write_mailing(data, place, Members(), overwrite=True)
            with pytest.raises(OutputError, match="one of the files that are read"):
                grid.export(Arrangement(), ["customer_id"], place, "csv", overwrite=True)
            with pytest.raises(OutputError, match="one of the files that are read"):
                grid.export(Arrangement(), ["customer_id"], place, "csv", [0], overwrite=True)
        assert write_mailing(data, tmp_path / "list.csv", Members()).customers == 7
    assert path.read_bytes() == before


def test_the_files_that_paths_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.csv", "in/b.csv", "c.txt"):
        (tmp_path / name).write_text("x")
    named = named_files(["in", "*.csv", "-", "", "gone.csv"], base=tmp_path)
    assert {path.name for path in named} == {"a.csv", "b.csv"}
    assert is_among(tmp_path / "in" / ".." / "a.csv", named)
    assert not is_among(tmp_path / "c.txt", named)
    assert not is_among(tmp_path / "gone.csv", named)
