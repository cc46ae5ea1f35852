"""Few letters beyond ASCII in lines that end as a Mac ends them are a Mac's, where that makes sense of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

ROWS = 40


def customers_of(tmp_path: Path, name: str, encoding: str, line_end: str) -> set[str]:
    lines = ["Bestellnr;Kunde;Datum;Betrag"]
    lines += [
        f"{500 + n};{name if n == 7 else f'Person {n % 9}'};{1 + n % 28:02d}.{1 + n % 12:02d}.2024;{10 + n},50"
        for n in range(ROWS)
    ]
    path = tmp_path / "mac.csv"
    path.write_bytes((line_end.join(lines) + line_end).encode(encoding))
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        return set(study.customers.to_pandas()["customer_id"])


@pytest.mark.parametrize("name", ["Müller", "Köln GmbH", "Jäger", "Weiß", "Chloé", "Muñoz", "João"])
def test_one_word_is_read(tmp_path: Path, name: str) -> None:
    assert name in customers_of(tmp_path, name, "mac-roman", "\r")


@pytest.mark.parametrize("name", ["Müller", "Weiß", "Chloé"])
def test_others_end_their_lines_so_too(tmp_path: Path, name: str) -> None:
    assert name in customers_of(tmp_path, name, "cp1252", "\r")
