"""Two things that an analyst asks of the screen Predict, each with the keys that get there and the most it may take.

What must be on the screen is worked out by pandas from the customers of the sample.
"""

from __future__ import annotations

import pandas as pd
import pytest

from core.recipe import Recipe
from core.study import Study
from tests.support.studied import workspace
from tests.tui.stories import SAMPLE, story
from tests.tui.support import LastingEngine
from tests.tui.tasks import Task


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    with Study(Recipe(), [SAMPLE], workspace=workspace()) as study:
        return study.customers.to_pandas()


async def test_where_somebody_would_stand_who_has_yet_to_come(
    engine: LastingEngine, customers: pd.DataFrame
) -> None:
    # 12 days away, 5 orders, 830 in all: as the definitions have it, among those that there are.
    worse = [
        (customers.recency > 12).sum(),
        (customers.frequency < 5).sum(),
        (customers.monetary < 830).sum(),
    ]
    scores = "".join(str(min(5, 1 + 5 * int(one) // len(customers))) for one in worse)
    below = (customers.value < sum(worse)).mean()
    tier = "High" if below >= 0.75 else "Medium" if below >= 0.5 else "Low"
    segment = customers[customers.rfm.str.startswith(scores[:2])].segment.iloc[0]
    async with story(engine, SAMPLE) as told:
        doing = Task(told.app, told.pilot)
        await doing.press("7")
        await doing.sees("are away longer")
        for number in ("12", "5", "830"):
            await doing.press("enter")
            await doing.type(number)
            await doing.press("enter", "down")
        await doing.sees(f"{segment}, tier {tier}, scores {scores}")
        assert doing.keys <= 16


async def test_how_much_sooner_a_customer_must_come_back_to_be_in_a_better_segment(
    engine: LastingEngine, customers: pd.DataFrame
) -> None:
    asleep = customers[(customers.segment == "Hibernating") & (customers.f == 1) & (customers.r == 2)].iloc[0]
    # About to Sleep begins with a score of 3: at least two fifths have been away longer.
    longest = max(
        day for day in range(asleep.recency) if 5 * (customers.recency > day).sum() >= 2 * len(customers)
    )
    async with story(engine, SAMPLE) as told:
        doing = Task(told.app, told.pilot)
        await doing.press("7", "p")
        await doing.type(asleep.customer_id)
        await doing.press("enter")
        await doing.sees("Hibernating, tier Low")
        # The sentence goes on below: its column is narrow.
        await doing.sees(f"- recency from {asleep.recency} to {longest} days:")
        assert doing.keys <= 8
