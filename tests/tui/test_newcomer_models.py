"""Groups, models and predictions, as somebody meets them who does not know the app: keys that go on working, titles that tell whose
figures stand there, and cures that cure."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.figures import NumberStyle
from core.recipe import Recipe
from core.remote import classifying
from core.told_apart import told_apart
from tests.support import four_kinds
from tests.tui.groups import grouped
from tests.tui.judged import patience  # noqa: F401
from tests.tui.predicting import recipe
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, screen_text
from tui import number_style

COLUMNS = "customer_id,order_id,order_date,quantity,price\n"
shop = four_kinds.shop


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of sales, of which some customers come back."""
    path = tmp_path_factory.mktemp("newcomer") / "years.csv"
    rows, begin, chance = [], date(2022, 1, 1), random.Random(5)
    for number in range(1500):
        day = begin + timedelta(days=chance.randrange(1080))
        rows.append(f"c{chance.randrange(160)},{number},{day},1,{5 + number % 23}.00")
    path.write_text(COLUMNS + "\n".join(rows) + "\n")
    return path


def models(path: Path, **asked: Any) -> Recipe:
    named = {"models": ["knn", "logistic"], "targets": ["buys again"], "cut_offs": 2, **asked}
    return recipe(path, classifier=named)


async def judged(told: Story, days: int) -> None:
    """Wait until everything is said of the models of so many days ahead."""

    def is_there() -> bool:
        shown = told.view.shown
        return bool(
            shown is not None
            and shown.told.is_done
            and shown.asked.horizon_days == days
            and told.app.job is None
        )

    await told.until(is_there, f"the models of {days} days ahead")


def words(told: Story) -> str:
    return " ".join(screen_text(told.pilot).split())


# Numbers


async def on_predict(told: Story) -> None:
    await told.press("7")
    await told.until(lambda: told.view._has_learned and told.app.job is None, "what to predict by")


async def type_into(told: Story, field: int, typed: str) -> None:
    """Type a number into a field, without leaving it."""
    told.view.live.fields.cursor = field
    await told.press("enter", "ctrl+u")
    await told.type(typed)
    await told.press("enter")


@pytest.mark.parametrize("typed", ["1e308", "1e27", "1e13", "-1e13", "-50", "1,234"])
async def test_a_number_that_cannot_be_is_refused_in_its_field(
    engine: LastingEngine, shop: Path, typed: str
) -> None:
    async with story(engine, shop) as told:
        await on_predict(told)
        before = dict(told.view.live.fields.values)
        await type_into(told, 2, typed)
        await told.sees("Monetary cannot be")
        assert len(told.app.screen_stack) == 2, "the field is still open"
        await told.press("escape")
        await told.until(lambda: len(told.app.screen_stack) == 1)
        assert dict(told.view.live.fields.values) == before
        assert told.app.is_running


async def test_a_decimal_comma_is_read_in_a_field(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await on_predict(told)
        for typed, number in (
            ("830,50", 830.5),
            ("1.234,56", 1234.56),
            ("1 234,56", 1234.56),
            ("1,234.56", 1234.56),
        ):
            await type_into(told, 2, typed)
            await told.until(lambda number=number: told.view.live.fields.values["monetary"] == number)


async def test_a_style_that_was_chosen_is_the_one_that_is_typed(
    engine: LastingEngine, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(number_style._InForce, "style", NumberStyle.of("1.234,56"))
    async with story(engine, shop) as told:
        await on_predict(told)
        await type_into(told, 2, "1.234")
        await told.sees("1.234,00")
        assert told.view.live.fields.values["monetary"] == 1234
        # What the field holds is taken as it is.
        await told.press("enter", "enter")
        assert told.view.live.fields.values["monetary"] == 1234


async def test_steps_end_where_numbers_end(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await on_predict(told)
        fields = told.view.live.fields
        await type_into(told, 2, "9999999999999")
        await told.until(lambda: fields.values["monetary"] == 9_999_999_999_999)
        fields.action_much_more()
        assert fields.values["monetary"] == 9_999_999_999_999
        fields.action_much_less()
        assert fields.values["monetary"] < 9_999_999_999_999
        await type_into(told, 2, "0,5")
        await told.until(lambda: fields.values["monetary"] == 0.5)
        fields.action_much_less()
        assert fields.values["monetary"] == 0


# The focus


async def test_panes_that_change_places_hand_the_focus_on(engine: LastingEngine, years: Path) -> None:
    async with story(engine, recipe=models(years)) as told:
        await told.press("6")
        await judged(told, 90)
        await told.press("right_square_bracket", "plus")
        part = await told.go_to_part("inside")
        assert told.view.shown.model == "logistic"
        for _ in range(4):
            await told.press("b")
            focused = told.app.screen.focused
            assert focused is not None
            assert focused.display
            assert part in focused.ancestors_with_self
        await told.press("plus")
        assert told.view.shown.model != "logistic"
        await told.press("T")
        await told.until(lambda: len(told.app.screen_stack) == 2, "the targets")


async def test_the_table_of_the_criteria_has_the_focus_whenever_it_is_shown(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, shop) as told:
        await told.press("5")
        await grouped(told)
        await told.press("right_square_bracket", "b", "left_square_bracket", "right_square_bracket", "b")
        await told.press("left_square_bracket", "right_square_bracket")
        grid = told.view.parts.widget.grid
        assert told.app.screen.focused is grid
        await told.press("down")
        await told.sees("row 2 of 9")


async def test_what_a_smaller_terminal_hides_gives_the_focus_to_what_stays(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, shop, size=(120, 50)) as told:
        await told.press("5")
        await grouped(told)
        profile = told.view.parts.widget._profile
        await told.until(lambda: profile.display and profile.size.height, "the profile below the words")
        profile.query_one("HeatGrid").focus()
        await told.until(lambda: profile.has_focus_within)
        await told.resize(80, 24)
        await told.until(
            lambda: told.app.screen.focused is told.view.parts.widget.grid, "the focus of the table"
        )
        await told.press("K")
        await told.until(lambda: len(told.app.screen_stack) == 2, "the question how many groups")


# Models


async def test_the_newest_question_takes_the_place_of_the_one_that_is_judged(
    engine: LastingEngine, years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with story(engine, recipe=models(years), size=(120, 40)) as told:
        await told.press("6")
        await judged(told, 90)
        asked: list[int] = []
        study = engine.slow.study

        def noted(function: Any, recipe: Recipe, *args: Any, **kwargs: Any) -> Any:
            if function is classifying.models:
                asked.append(recipe.classifier.horizon_days)
            return study(function, recipe, *args, **kwargs)

        monkeypatch.setattr(engine.slow, "study", noted)
        await told.press("H")
        await told.enter("1")
        # A day for each of three years: the figures of before stay, and say so.
        await told.sees("looking back to")
        await told.sees("of 1")
        await told.sees("buys again, 90 days ahead, from before. 1 day ahead: on its way.")
        await told.press("H")
        await told.enter("400")
        await told.press("H")
        await told.enter("60")
        await judged(told, 60)
        assert asked[-1] == 60
        assert asked.index(60) > len(asked) - 1 - asked[::-1].index(1), (
            "the first question is not gone on with"
        )
        await told.sees("buys again, 60 days ahead. Judged by what came")


async def test_after_a_cancelled_question_the_title_names_the_one_that_is_answered(
    engine: LastingEngine, years: Path
) -> None:
    async with story(engine, recipe=models(years, seed=3)) as told:
        await told.press("6")
        await judged(told, 90)
        await told.press("H")
        await told.enter("2")
        await told.sees("looking back to")
        await told.press("x")
        await told.until(lambda: told.app.job is None and not told.view.is_judging, "the end")
        await told.sees("buys again, 90 days ahead, from before. 2 days ahead: r judges it.")
        assert told.view.shown.asked.horizon_days == 90
        await told.press("u")
        await told.has_run()
        await told.sees("buys again, 90 days ahead. Judged by")
        await told.press("H")
        await told.enter("45")
        await judged(told, 45)
        await told.sees("buys again, 45 days ahead. Judged by")


async def test_a_cancelled_question_is_judged_by_r(engine: LastingEngine, years: Path) -> None:
    async with story(engine, recipe=models(years, seed=4)) as told:
        await told.press("6")
        await judged(told, 90)
        await told.press("H")
        await told.enter("4")
        await told.sees("looking back to")
        await told.press("x")
        await told.sees("4 days ahead: r judges it.")
        await told.press("r")
        await told.until(lambda: told.view.is_judging, "going on")
        await told.sees("4 days ahead: on its way.")


async def test_a_horizon_of_few_days_says_what_it_costs(engine: LastingEngine, years: Path) -> None:
    async with story(engine, recipe=models(years)) as told:
        await told.press("6")
        await told.press("H")
        await told.until(lambda: told.app.screen.query("Entry"))
        await told.press("ctrl+u", "3")
        report = told.app.opened.report
        span = (date.fromisoformat(report.as_of) - date.fromisoformat(report.first[:10])).days
        await told.sees(f"It is looked back to {span // 3 - 1} days for it")
        await told.press("0", "0")
        await told.until(lambda: "looked back to" not in words(told))


@pytest.mark.parametrize(
    ("first", "as_of", "days", "back"),
    # As many as `rolling` counts: each has a horizon before it and one after.
    [
        ("2024-01-01", "2024-01-31", 10, 2),
        ("2024-01-01", "2024-01-31", 11, 1),
        ("2024-01-01", "2024-01-31", 40, 0),
        ("2024-01-01 10:15", "2024-01-31", 10, 2),
        ("", "", 10, 0),
    ],
)
def test_days_that_are_looked_back_to(first: str, as_of: str, days: int, back: int) -> None:
    assert classifying.days_looked_back(first, as_of, days) == back


async def test_a_sentence_that_is_too_long_for_a_line_is_folded(engine: LastingEngine, years: Path) -> None:
    async with story(engine, recipe=models(years)) as told:
        await told.press("6")
        await judged(told, 90)
        await told.press("right_square_bracket", "plus")
        await told.go_to_part("inside")
        await told.sees("b: importance or rules and settings.")


# Clusters


async def test_groups_that_find_their_own_number_promise_no_other(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, recipe=recipe(shop, clusters={"method": "hdbscan"})) as told:
        await told.press("5")
        await grouped(told)
        await told.sees("Firm is empty: it is asked of k-means only, and these groups are made by HDBSCAN.")
        await told.go_to_part("criteria")
        await told.sees("HDBSCAN finds the number of groups itself: M takes another method.")
        assert "Enter takes what a criterion says" not in words(told)


async def test_criteria_of_other_groups_say_whose_they_are(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, recipe=recipe(shop, clusters={"method": "mixture"})) as told:
        await told.press("5")
        await grouped(told)
        await told.sees("Firm is empty: it is asked of k-means only, and these groups are made by a mixture.")
        await told.go_to_part("criteria")
        await told.sees("All but BIC are those of k-means; the groups are made by a mixture.")
        await told.sees("Enter takes what a criterion says")


async def test_criteria_of_k_means_need_no_such_words(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await told.press("5")
        await grouped(told)
        await told.until(lambda: "Firm is empty" not in words(told))
        await told.go_to_part("criteria")
        await told.sees("Enter takes what a criterion says")
        assert "those of k-means" not in words(told)


async def test_names_that_differ_at_their_end_are_told_apart(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, recipe=recipe(shop, clusters={"k": 12})) as told:
        await told.press("5")
        await grouped(told)
        part = told.view.parts.widget
        shown = [str(row[0]).partition(" ")[2] for row in part.grid.source.all_rows]
        # Without their numbers, as far as there is room for them, no two are alike.
        assert len({name[:21] for name in shown}) == len(shown)
        lines = part.lines
        for place, line in enumerate(lines):
            part.grid.move_to(place)
            await told.pilot.pause()
            assert part.under_cursor[0] is line


def test_names_are_cut_where_they_differ() -> None:
    names = [
        "Loyal High-Spenders, more 1 of 2",
        "Loyal High-Spenders, more 2 of 2",
        "Lapsed",
        "Occasional Buyers, spending less",
    ]
    assert told_apart(names, 21) == ["Loyal High…ore 1 of 2", "Loyal High…ore 2 of 2", *names[2:]]
    assert told_apart(names, 40) == names
    assert told_apart([], 10) == []


# Files


async def test_the_cure_of_a_scored_file_is_about_that_file(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    named = tmp_path / "abc.csv"
    named.write_text("a;b;c\n1;2;3\n4;5;6\n")
    async with story(engine, shop, size=(120, 40)) as told:
        await on_predict(told)
        await told.press("b")
        await told.enter(str(named))
        await told.sees("open the file with o, choose on the screen Data")
        assert "keep the model with m" in words(told)
        assert "go to it on the screen Data" not in words(told)


async def test_a_file_that_is_open_is_scored_as_it_is_read_there(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    chosen = recipe(shop, rules={"cancelled": False})
    async with story(engine, recipe=chosen) as told:
        await on_predict(told)
        assert told.view._read_as((str(shop),)) == chosen
        other = tmp_path / "other.csv"
        assert told.view._read_as((str(other),)) == recipe(other)
