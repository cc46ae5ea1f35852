"""The dialogs that ask for dates say what the source holds, whatever as-of date is in force."""

from __future__ import annotations

from pathlib import Path

from tests.tui.stories import story
from tests.tui.support import LastingEngine

SALES = "order_id,customer,date,amount\n" + "".join(
    f"{number},c{number % 3},{day},10\n"
    for number, day in enumerate(("2010-01-04", "2010-03-01", "2010-06-15", "2011-02-02", "2011-12-09"))
)


async def test_the_last_purchase_is_that_of_the_source_after_an_earlier_date_was_set(
    engine: LastingEngine, tmp_path: Path
) -> None:
    path = tmp_path / "years.csv"
    path.write_text(SALES)
    async with story(engine, path) as told:
        await told.press("a")
        await told.sees("Purchases: 2010-01-04 to 2011-12-09.")
        await told.enter("2010-12-10")
        await told.has_run()
        assert told.app.opened is not None
        assert told.app.opened.report.last[:10] == "2010-06-15"
        await told.press("a")
        await told.sees("Purchases: 2010-01-04 to 2011-12-09.")
        # A year and a day after the last of them: so long is 367 days, 2012 being a leap year.
        told.app.screen.query_one("Entry").value = "2012-12-10"  # type: ignore[attr-defined]
        await told.sees("That is 367 days after the last purchase.")
        await told.press("escape", "c")
        await told.sees("Purchases: 2010-01-04 to 2011-12-09.")
