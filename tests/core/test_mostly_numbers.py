"""A column that is called money, or pieces, and says something else in many of its cells: the numbers count, the rest is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from core.columns.numbers import decide_numbers, decide_numbers_among, decide_numbers_beside_words
from core.columns.profile import name_says_number
from core.errors import ColumnsError
from core.recipe import ColumnsPart, Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

ROWS = 60


def study_of(tmp_path: Path, cells: Sequence[str], name: str = "amount", **mapped: str) -> Study:
    """A study of sixty sales whose last column holds these cells, again and again."""
    (tmp_path / "kept").mkdir(exist_ok=True)
    rows = [f'K{n % 11},{700 + n},2024-06-{1 + n % 30:02},"{cells[n % len(cells)]}"' for n in range(ROWS)]
    source = tmp_path / "sales.csv"
    source.write_text("\n".join([f"customer,order,date,{name}", *rows]), encoding="utf-8")
    recipe = Recipe(columns=ColumnsPart(**mapped))  # type: ignore[arg-type]
    return Study(recipe, [str(source)], workspace=Workspace(tmp_path / "kept", quota_bytes=10**9))


def totals(cells: Sequence[str], numbers: dict[str, float]) -> tuple[float, int]:
    """What the readable cells of all rows come to, and how many are none."""
    said = [cells[n % len(cells)] for n in range(ROWS)]
    known = [numbers[cell] for cell in said if cell in numbers]
    return sum(known), ROWS - len(known)


MIXED: list[tuple[Sequence[str], dict[str, float]]] = [
    (("12", "15", "19", "tbd"), {"12": 12, "15": 15, "19": 19}),
    (("1.234,50", "7,25", "offen", "18,00", "nach Aufwand"), {"1.234,50": 1234.5, "7,25": 7.25, "18,00": 18}),
    (("€ 12.50", "on request", "€ 8.00", "free"), {"€ 12.50": 12.5, "€ 8.00": 8}),
    (("5", "5", "5", "gratis", "later", "tbd"), {"5": 5}),
]


@pytest.mark.parametrize("name", ["amount", "Betrag", "unit_price", "Total"])
@pytest.mark.parametrize(("cells", "numbers"), MIXED)
def test_money_beside_words(
    cells: Sequence[str], numbers: dict[str, float], name: str, tmp_path: Path
) -> None:
    revenue, unread = totals(cells, numbers)
    with study_of(tmp_path, cells, name) as study:
        report = study.report
        assert float(report.revenue or 0) == pytest.approx(revenue)
        word = next(cell for cell in cells if cell not in numbers)
        note = next(note for note in report.notes if "cannot be read and were set aside" in note)
    assert note.startswith(f"{unread} rows")
    assert any(repr(cell) in note for cell in cells if cell not in numbers), (word, note)


def test_pieces_beside_words(tmp_path: Path) -> None:
    """Without them a row would be worth the price of one piece, whatever was sold."""
    (tmp_path / "kept").mkdir()
    pieces = ["2", "3", "some", "4"]
    rows = [f"K{n % 11},{700 + n},2024-06-{1 + n % 30:02},{pieces[n % 4]},1.50" for n in range(ROWS)]
    source = tmp_path / "sales.csv"
    source.write_text("\n".join(["customer,order,date,quantity,price", *rows]), encoding="utf-8")
    with Study(Recipe(), [str(source)], workspace=Workspace(tmp_path / "kept", 10**9)) as study:
        assert study.columns.roles["quantity"].column == "quantity"
        assert float(Asked(study).revenue or 0) == pytest.approx((2 + 3 + 4) * ROWS / 4 * 1.5)


def test_the_same_from_the_recipe_that_is_written(tmp_path: Path) -> None:
    with study_of(tmp_path, MIXED[0][0]) as study:
        revenue, recipe, sources = Asked(study).revenue, study.resolved, list(study.resolved.source.paths)
    with Study(recipe, sources, workspace=Workspace(tmp_path / "kept", quota_bytes=10**9)) as again:
        assert Asked(again).revenue == revenue
        assert again.resolved.columns == recipe.columns


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (("12", "15", "tbd", "open", "later"), "amount"),  # fewer than half
        (("12", "15", "19", "tbd"), "reference"),  # nothing says money
        (("12", "15", "19", "A7", "B12"), "price"),  # codes, of which some are digits only
        (("7,25", "8,25", "7.25", "tbd", "9.75"), "amount"),  # numbers of two kinds
    ],
)
def test_what_is_no_money_by_itself(cells: Sequence[str], name: str, tmp_path: Path) -> None:
    with study_of(tmp_path, cells, name) as study:
        assert not study.columns.roles.keys() & {"amount", "price", "order_total", "quantity"}


@pytest.mark.parametrize(
    ("cells", "numbers", "name"),
    [
        (("12", "15", "19", "tbd"), {"12": 12, "15": 15, "19": 19}, "amount"),
        (("12", "tbd", "open", "later", "unknown"), {"12": 12}, "amount"),
        (("12", "tbd", "open", "15"), {"12": 12, "15": 15}, "reference"),
        (("12", "A7", "B12", "A9"), {"12": 12}, "price"),
        (("8,50", "see note 4", "per 2", "tbd"), {"8,50": 8.5}, "extra"),
    ],
)
def test_a_column_that_is_named_is_taken(
    cells: Sequence[str], numbers: dict[str, float], name: str, tmp_path: Path
) -> None:
    revenue, unread = totals(cells, numbers)
    with study_of(tmp_path, cells, name, amount=name) as study:
        report = study.report
        assert float(report.revenue or 0) == pytest.approx(revenue)
        assert any(note.startswith(f"{unread} rows") and "set aside" in note for note in report.notes)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("tbd", "open"), "none of the 60 cells looked at holds one, such as 'tbd'"),
        (("7,25", "8,25", "7.25", "tbd", "9.75"), "there are cells such as '7,25' and '9.75'"),
    ],
)
def test_what_is_refused_says_why(cells: Sequence[str], said: str, tmp_path: Path) -> None:
    with study_of(tmp_path, cells, amount="amount") as study, pytest.raises(ColumnsError) as refused:
        _ = study.report
    assert said in str(refused.value)


def test_the_three_ways_to_decide() -> None:
    """The same cells as any column's, as those of a column that is called numbers, and as those of one that has to be."""
    half, few = ["12"] * 6 + ["tbd"] * 4, ["12"] * 2 + ["tbd"] * 4 + ["A5"] * 4
    assert [
        bool(decide(half)) for decide in (decide_numbers, decide_numbers_beside_words, decide_numbers_among)
    ] == [
        False,
        True,
        True,
    ]
    assert [
        bool(decide(few)) for decide in (decide_numbers, decide_numbers_beside_words, decide_numbers_among)
    ] == [
        False,
        False,
        True,
    ]
    assert decide_numbers_among([]) is None


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Amount", True),
        ("Preis", True),
        ("qty", True),
        ("Value", False),
        ("payment date", False),
        ("Size", False),
    ],
)
def test_names_that_say_numbers(name: str, says: bool) -> None:
    assert name_says_number(name) is says
