"""Names of groups stand whole in the tables of the command line, whatever tells them apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.main import main
from core.models.kept import Model
from tests.support.four_kinds import write_shop


def table(text: str, heading: str) -> list[str]:
    """The lines of the table with this heading."""
    lines = text.splitlines()
    start = next(at for at, line in enumerate(lines) if line.split()[:2] == [heading, "customers"])
    return lines[start + 2 : next(at for at in range(start, len(lines)) if not lines[at].strip())]


def names_in(lines: list[str]) -> list[str]:
    """The names in the first column: a line without figures goes on with the name above it."""
    found: list[str] = []
    for line in lines:
        name, _, figures = line.strip().partition("  ")
        if figures.strip():
            found.append(name)
        else:
            found[-1] += f" {name}"
    return found


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("wanted", [["clusters.k=20"], ["clusters.method=hdbscan"]])
def test_names_of_groups_are_whole(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    width: int,
    wanted: list[str],
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    source, kept = tmp_path / "shop.csv", tmp_path / "shop.model"
    write_shop(source)
    assert main(["run", str(source), "--with", "clusters", "--set", *wanted, "--save-model", str(kept)]) == 0
    ran = capsys.readouterr().out
    groups = Model.load(kept).groups
    assert groups is not None
    names = [one.name for one in groups.names]
    assert any(len(name) > 28 for name in names)
    for name in names:
        assert name in names_in(table(ran, "cluster"))
    assert "…" not in ran
    assert main(["predict", str(kept), str(source)]) == 0
    scored = capsys.readouterr().out
    for name in names:
        assert name in names_in(table(scored, "cluster"))
    assert all(len(line) <= width for line in (ran + scored).splitlines() if not re.search(r"/\S{40}", line))
