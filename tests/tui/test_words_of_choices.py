"""What the screens Clusters and Models say of what is chosen is true of what was done, and whole where there is no room for all."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.classifiers.told import Reason
from core.recipe import ClustersPart
from tests.tui import support
from tests.tui.groups import grouped
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.charts.frame import Titles
from tui.charts.scatter import Axis, Cell, Cloud, scatter
from tui.dialogs.choose import Choose
from tui.screens.models_budget import _words as budget_words
from tui.screens.models_wrong import _told_chances, _written
from tui.text import first_fitting
from tui.widgets.rows import Column


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The criteria take a while on a busy machine."""
    monkeypatch.setattr(support, "DEADLINE_S", 90.0)


async def test_features_that_the_source_lacks_are_not_said_to_be_used(
    engine: LastingEngine, tmp_path: Path
) -> None:
    path = tmp_path / "no_money.csv"
    rows = [
        f"c{n},{n}-{order},2024-{1 + (n * 5 + order) % 12:02}-{1 + n % 28:02}"
        for n in range(60)
        for order in range(1 + n % 4)
    ]
    path.write_text("customer_id,order_id,order_date\n" + "\n".join(rows) + "\n")
    async with story(engine, path, size=(100, 30)) as told:
        await told.press("5")
        await grouped(told)
        await told.sees("k-means over recency, log frequency.")
        await told.press("F")
        await told.until(lambda: isinstance(told.app.screen, Choose), "the features")
        choices = {one.value: one for one in told.app.screen._choices}
        assert choices["log frequency"].aside == "in use; Enter takes it out"
        assert "in use" not in choices["log monetary"].aside
        assert choices["log monetary"].why_not == "the source has none of it"
        await told.enter("tenure")
        await grouped(told)
        # And not by what there is none of: a list that somebody chose would be refused with it.
        await told.sees("k-means over recency, log frequency, tenure.")
        assert told.app.session.recipe.clusters == ClustersPart(
            features=("recency", "log frequency", "tenure")
        )


async def test_a_single_number_of_groups_is_no_range(engine: LastingEngine, tmp_path: Path) -> None:
    path = tmp_path / "three.csv"
    path.write_text("customer,order,date,amount\na,1,2024-01-05,10\nb,2,2024-03-05,20\nc,3,2024-05-01,70\n")
    async with story(engine, path, size=(120, 40)) as told:
        told.app.set_values("three groups", clusters__k="3")
        await told.has_run()
        await told.press("5")
        await grouped(told)
        await told.sees("Firm is empty: it is asked of 2 groups only, and these are 3.")
        assert "2 to 2" not in screen_text(told.pilot)


def test_the_chances_told_have_what_is_so_and_what_was_decided() -> None:
    chances = (("New or Light", 1.0), ("Dormant", 0.0), ("Loyal", 0.0), ("Potential", 0.0))
    found = Reason("Potential", "New or Light", chances, (), (), (), ())
    assert _told_chances(found) == [chances[0], chances[1], chances[3]]
    # Rare classes weigh as much as frequent ones: what was decided may be the least likely.
    rare = (("a", 0.4), ("b", 0.3), ("c", 0.2), ("d", 0.1))
    assert _told_chances(Reason("c", "d", rare, (), (), (), ())) == [rare[0], rare[2], rare[3]]
    both = (("no", 0.9), ("yes", 0.1))
    assert _told_chances(Reason("yes", "no", both, (), (), (), ())) == list(both)


def test_values_beside_each_other_have_the_same_decimals() -> None:
    assert _written("monetary", [1636.9, 1247.61, 12.0, None]) == ["1,636.90", "1,247.61", "12.00", ""]
    assert _written("quarter_1", [0.2, 0.23456, 1.0]) == ["0.20", "0.23", "1.00"]
    assert _written("frequency", [3.0, 12.0]) == ["3", "12"]
    assert _written("country", ["France", None]) == ["France", ""]


def test_a_budget_of_more_than_all_customers_is_told_as_it_was_spent() -> None:
    columns = [Column(name, name) for name in ("cut_off", "contacts", "looked_for", "forest", "by value")]
    lines = [("2025-06-13", 823, 200, 200.0, 200.0), ("2025-03-15", 692, 150, 150.0, 150.0)]
    says = budget_words(columns, [*lines, ("all", 1515, 350, 350.0, 350.0)])
    assert says.startswith(
        "With 692 to 823 contacts, all customers where there were no more, at each of 2 cut-offs, forest"
    )


def test_what_has_no_room_is_said_shorter_and_only_then_cut() -> None:
    assert first_fitting(("one two three", "one two", "one"), 13) == "one two three"
    assert first_fitting(("one two three", "one two", "one"), 9) == "one two"
    assert first_fitting(("one two three", "one two"), 4) == "one…"


def test_the_title_of_an_axis_without_room_is_its_short_one() -> None:
    cells = [Cell(column, column % 4, 12, column % 2) for column in range(8)]
    cloud = Cloud(cells, (8, 4), Axis(0, 7), Axis(0, 3), ["One", "Two"], point="customer")
    titles = Titles(x="first axis, 74.2 %", y="second axis, 20.1 %", x_short="first axis")
    foot = "".join(segment.text for segment in scatter(cloud, 100, 16, titles=titles)[-1])
    assert "first axis, 74.2 %" in foot
    width = len(foot[: foot.index("first axis")].rstrip()) + 14
    foot = "".join(segment.text for segment in scatter(cloud, width, 16, titles=titles)[-1])
    assert foot.rstrip().endswith("first axis")
