"""Paths as they are typed: what they mean, what completes them, and what there is to choose."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import RegularsError, SourceError
from core.recipe import Recipe
from tui.session import Session
from tui.sources import completions, meaning, places, recipe_of, typed_paths
from tui.state import remember_source
from tui.wording import in_app


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    for name in ("sales.csv", "sales 2024.csv", "more.parquet", ".hidden.csv", "picture.png", "notes.toml"):
        (folder / name).write_text("x")
    (folder / "mine.toml").write_text("[source]\npaths = []\n")
    (folder / "years").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sales.csv", ["sales.csv"]),
        ("sales 2024.csv", ["sales 2024.csv"]),
        ("sales.csv more.parquet", ["sales.csv", "more.parquet"]),
        ("'sales 2024.csv' sales.csv", ["sales 2024.csv", "sales.csv"]),
        ("*.csv", ["*.csv"]),
        ("*.parquet years", ["*.parquet", "years"]),
        ("~/sales.csv", ["sales.csv"]),
        ("years/../sales.csv", ["sales.csv"]),
        ("no such file.csv", ["no such file.csv"]),
        ("  ", []),
    ],
)
def test_a_line_names_paths(text: str, names: list[str], folder: Path) -> None:
    assert typed_paths(text) == tuple(str(folder / name) for name in names)


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("mo", ["more.parquet"]),
        ("ye", ["years/"]),
        ("sal", ["sales"]),
        ("sales", []),
        ("sales.csv mo", ["sales.csv more.parquet"]),
        ("pic", []),
        (".hi", [".hidden.csv"]),
        ("~", ["~/"]),
        ("~/mo", ["~/more.parquet"]),
        ("", []),
        ("nothing/here", []),
    ],
)
def test_a_path_is_completed_as_far_as_it_is_certain(text: str, completed: list[str], folder: Path) -> None:
    assert completions(text) == completed


def test_what_opening_a_line_would_do_is_said_before(folder: Path) -> None:
    assert meaning("sales.csv") == "Opens sales.csv, 1 byte."
    assert meaning("*.csv").startswith("Opens 2 files")
    assert meaning("mine.toml").startswith("Opens the recipe mine.toml")
    assert meaning("years").startswith("A folder")
    with pytest.raises(SourceError) as caught:
        meaning("sales.cvs")
    assert "sales.csv" in caught.value.cure
    with pytest.raises(SourceError):
        meaning("*.xls")


def test_the_list_begins_with_what_is_likeliest_and_goes_on_with_the_folder(folder: Path) -> None:
    session = Session()
    session.begin(Recipe.from_tables({"source": {"paths": ["sales.csv", "more.parquet"]}}))
    remember_source(str(folder / "more.parquet"))
    found = places("", session)
    assert [place.kind for place in found[:2]] == ["heading", "resume"]
    assert found[1].title == "sales.csv and 1 more"
    recent = [place.title for place in found if place.kind == "recent"]
    assert recent == ["more.parquet  in ~"]
    within = [place.title for place in found if place.kind in ("folder", "file", "recipe")]
    assert within == ["years/", "mine.toml", "more.parquet", "sales 2024.csv", "sales.csv"]


def test_the_list_follows_what_is_typed(folder: Path) -> None:
    assert [place.title for place in places("SAL", None)[1:]] == ["sales 2024.csv", "sales.csv"]
    assert {Path(place.path).name for place in places("s*.csv", None)[1:]} == {"sales.csv", "sales 2024.csv"}
    assert [place.kind for place in places("nothing/here", None)] == ["heading"]


def test_a_recipe_reads_its_sources_from_where_it_is(folder: Path) -> None:
    recipe = Recipe.from_tables({"source": {"paths": ["a.csv", "/data/b.csv"]}})
    (folder / "years" / "old.toml").write_text(recipe.to_toml())
    opened, path = recipe_of([str(folder / "years" / "old.toml")])
    assert opened.source.paths == (str(folder / "years" / "a.csv"), "/data/b.csv")
    assert path == str(folder / "years" / "old.toml")
    (folder / "years" / "home.toml").write_text(
        'version = 1\n[source]\npaths = ["~/sales.csv"]\n', encoding="utf-8"
    )
    opened, _ = recipe_of([str(folder / "years" / "home.toml")])
    assert opened.source.paths == (str(Path.home() / "sales.csv"),)
    opened, _ = recipe_of([path, str(folder / "sales.csv")])
    assert opened.source.paths == (str(folder / "sales.csv"),)
    with pytest.raises(RegularsError):
        recipe_of([str(folder / "mine.toml")])
    with pytest.raises(RegularsError):
        recipe_of([path, str(folder / "mine.toml")])


@pytest.mark.parametrize(
    "said",
    [
        "If one of them does, name it: --map customer=COLUMN",
        "If it is a total: --map 'amount=Unit Price'",
        "If it is the price of one piece: --map 'price=Total'",
        "Name another with --map date=COLUMN, or none with --map date=-",
        "To see them: --explain unreadable",
        "Look at what the largest rule took with --explain 'quantity <= 0', and at the roles with `regulars inspect`; rules can be set with --set.",
        "To count them as they come: --set rules.overlap=off",
        "They do not count as refunds. If they are returned goods: --set rules.negative_is_cancelled=true",
        "To score by what is left: --set customers.refunds=net",
        "If it is wrong: --set columns.decimal=,",
        "If the date is wrong every recency is too: --as-of 2011-12-10 leaves it out.",
        "Give the as-of date, and later rows are taken out: --as-of YYYY-MM-DD",
        "Ask for one of them: --sheet 'Year 2009'",
    ],
)
def test_what_the_command_line_would_do_is_told_by_keys(said: str) -> None:
    told = in_app(said)
    assert "--" not in told
    assert "regulars " not in told
    assert told.endswith(".")


def test_other_sentences_stay_as_they_are() -> None:
    assert in_app("Did you mean 'sales -- old.csv'?") == "Did you mean 'sales -- old.csv'?"
