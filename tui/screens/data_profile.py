"""What is known of one column: in words, its most common values as bars, and a histogram."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, Vertical

from core.remote.looks import ColumnLook, Look, TableLook
from tui.charts import Bar, bar_chart, histogram
from tui.charts import Line as Cells
from tui.charts import Look as ChartLook
from tui.charts.columns import Binned, outside_in_words
from tui.charts.frame import TITLES_FROM_HEIGHT
from tui.text import decimal, per_cent, plain, prose, whole
from tui.widgets.chart import Chart
from tui.widgets.line import Line

if TYPE_CHECKING:
    from core.views.profile_parts import ColumnDetail

MOST_BARS = 20
Paragraph = tuple[str, str]
"""A word in front, and what is said; either may be empty."""


class Spread(Chart):
    """A histogram, whose title says how many values lie outside its bars where no line below them has room for it."""

    outside = 0

    def heading(self, width: int, height: int, look: ChartLook) -> str:
        """The title."""
        is_said_below = height >= TITLES_FROM_HEIGHT
        return (
            self.title
            if is_said_below or not self.outside
            else f"{self.title}; {whole(self.outside)} outside"
        )


class ProfilePane(Vertical):
    """The column under the cursor. Below the rows it is brief; beside them there is room for all of it."""

    DEFAULT_CSS = """
    ProfilePane { height: 9; padding: 0 1; }
    ProfilePane #profile-text { height: 3; text-wrap: nowrap; text-overflow: ellipsis; }
    ProfilePane #profile-charts { height: 1fr; layout: horizontal; }
    ProfilePane #profile-common { margin: 0 2 0 0; }
    ProfilePane.tall { height: 14; }
    ProfilePane.beside { width: 50; height: 1fr; border-left: solid $dim; padding: 0 1; }
    ProfilePane.beside.wide { width: 78; }
    ProfilePane.beside #profile-text { height: auto; max-height: 60%; text-wrap: wrap; text-overflow: clip; }
    ProfilePane.beside #profile-charts { layout: vertical; }
    ProfilePane.beside #profile-common { margin: 1 0 0 0; max-height: 23; }
    ProfilePane.beside #profile-histogram { margin: 1 0 0 0; max-height: 20; }
    """

    def compose(self) -> ComposeResult:
        yield Line("", id="profile-text")
        with Container(id="profile-charts"):
            yield Chart("Most common", id="profile-common", empty="")
            yield Spread("How the values spread", id="profile-histogram", empty="")

    def show_words(self, words: str) -> None:
        """Say something where there is no column."""
        self.query_one("#profile-text", Line).show(words)
        self.query_one("#profile-charts").display = False

    def show_column(
        self, look: Look, table: TableLook, column: ColumnLook, detail: ColumnDetail | None, *, brief: bool
    ) -> None:
        """Show a column; without its details what the sample says, which is there at once."""
        self.query_one("#profile-text", Line).show(column_text(look, table, column, detail, brief=brief))
        self.query_one("#profile-charts").display = True
        common, spread = (
            self.query_one("#profile-common", Chart),
            self.query_one("#profile-histogram", Spread),
        )
        rows, values = (detail.rows, detail.common) if detail else (column.rows, column.common)
        if values and values[0][1] > 1:
            bars = tuple(
                (plain(value, 60), count, count / max(1, rows)) for value, count in values[:MOST_BARS]
            )
            common.show(partial(_bars, bars), key=(column.name, bars))
        else:
            empty = column.missing == column.rows
            common.show_nothing("There are no values." if empty else "No value occurs twice.")
        bins = detail.histogram if detail else None
        spread.display = bins is not None
        if bins is not None:
            spread.outside = bins.below + bins.above
            spread.show(partial(_histogram, bins), key=(column.name, bins))


def column_text(
    look: Look, table: TableLook, column: ColumnLook, detail: ColumnDetail | None, *, brief: bool
) -> Text:
    """What is known of a column in words: each thing on a line of its own, or, in brief, four lines."""
    text = Text()
    text.append(plain(column.name, 80), style="bold")
    text.append(f"  {detail.type if detail is not None else column.type}{_role_words(table, column)}")
    if brief:
        text.append(f"; {_figures(column, detail)}")
    paragraphs = [
        *(_spread_line(detail) if brief else _figure_lines(column, detail)),
        *_role_lines(look, column),
        *_written_lines(column, detail),
    ]
    for head, said in paragraphs:
        text.append("\n")
        if head:
            text.append(f"{head} ", style="bold")
        text.append(plain(said, 1200))
    return text


def whole_text(look: Look, table: TableLook, column: ColumnLook, detail: ColumnDetail | None) -> Text:
    """The same with the values that the bars beside it show."""
    text = column_text(look, table, column, detail, brief=False)
    rows, values = (detail.rows, detail.common) if detail else (column.rows, column.common)
    if values and values[0][1] > 1:
        shares = [
            f"{plain(value, 60)} {whole(count)} ({per_cent(count / max(1, rows))})"
            for value, count in values[:MOST_BARS]
        ]
        text.append("\nMost common: ", style="bold")
        text.append(", ".join(shares))
    if detail is not None and detail.histogram is not None and (left := outside_in_words(detail.histogram)):
        text.append("\nOutside the bars: ", style="bold")
        text.append(left)
    return text


def _role_words(table: TableLook, column: ColumnLook) -> str:
    if not table.used:
        return ", in a table that is not used"
    return f", plays {' and '.join(column.roles)}" if column.roles else ", plays no role"


def _figures(column: ColumnLook, detail: ColumnDetail | None) -> str:
    rows, missing, distinct = _counts(column, detail)
    share = f" ({per_cent(missing / max(1, rows))})" if missing else ""
    said = f"{whole(missing)} missing{share}, {whole(distinct)} distinct"
    if detail is not None and detail.unread:
        said += f", {whole(detail.unread)} unread"
    if detail is None or not detail.exact:
        said += f", of a sample of {whole(rows)}" if detail is not None else ", of a sample"
    return said


def _figure_lines(column: ColumnLook, detail: ColumnDetail | None) -> list[Paragraph]:
    rows, missing, distinct = _counts(column, detail)
    lines = [
        ("Rows", whole(rows) + ("" if detail and detail.exact else ", a sample of all")),
        ("Missing", f"{whole(missing)} ({per_cent(missing / max(1, rows))})" if missing else "none"),
        ("Distinct", whole(distinct)),
    ]
    if detail is not None:
        if detail.unread:
            shown = ", ".join(plain(example, 30) for example in detail.unread_examples)
            lines.append(("Unread", f"{whole(detail.unread)}, as {shown}"))
        lines += _spread_lines(detail)
    return lines


def _counts(column: ColumnLook, detail: ColumnDetail | None) -> tuple[int, int, int]:
    return (
        (detail.rows, detail.missing, detail.distinct)
        if detail
        else (column.rows, column.missing, column.distinct)
    )


def _spread(detail: ColumnDetail) -> list[tuple[str, str]]:
    spread = detail.spread
    named: tuple[tuple[str, float | str | None], ...]
    if spread.median is None:
        # Of texts only the first and the last by alphabet are known.
        named = (("First", spread.least), ("Last", spread.most))
    else:
        named = (
            ("Min", spread.least),
            ("25 %", spread.lower),
            ("Median", spread.median),
            ("75 %", spread.upper),
            ("Max", spread.most),
            ("Mean", spread.mean),
        )
    return [(name, _value(value)) for name, value in named if value is not None]


def _spread_line(detail: ColumnDetail | None) -> list[Paragraph]:
    """The same on one line: of moments the day alone, and no mean, which would not fit."""
    known = dict(_spread(detail)) if detail else {}
    if not known:
        return []
    if "Median" not in known:
        return [("", ", ".join(f"{name} {value}" for name, value in known.items()))]
    is_day = detail is not None and isinstance(detail.spread.median, str)
    low, lower, middle, upper, high = (
        known[name][:10] if is_day else known[name] for name in ("Min", "25 %", "Median", "75 %", "Max")
    )
    mean = f", mean {known['Mean']}" if "Mean" in known and not is_day else ""
    return [("", f"{low} to {high}, quartiles {lower}, {middle}, {upper}{mean}")]


def _spread_lines(detail: ColumnDetail) -> list[Paragraph]:
    known = _spread(detail)
    if len(known) <= 2:
        return list(known)
    by_name = dict(known)
    quartiles = f"{by_name['25 %']}, median {by_name['Median']}, {by_name['75 %']}"
    lines = [("Range", f"{by_name['Min']} to {by_name['Max']}"), ("Quartiles", quartiles)]
    return lines + ([("Mean", by_name["Mean"])] if "Mean" in by_name else [])


def _value(value: float | str) -> str:
    if isinstance(value, str):
        return plain(value.removesuffix(" 00:00:00").removesuffix(":00") if _is_moment(value) else value, 40)
    digits = f"{value:.4f}".rstrip("0").partition(".")[2]
    return decimal(value, len(digits))


def _is_moment(value: str) -> bool:
    return len(value) == len("2011-12-31 00:00:00") and value[4] == value[7] == "-" and value[10] == " "


def _role_lines(look: Look, column: ColumnLook) -> list[Paragraph]:
    """Why it plays its role and who came second, or for which role it came second itself."""
    lines = []
    for role in look.roles:
        if role.role in column.roles:
            lines.append((f"Why {role.role}:", prose(f"{role.reason}.")))
            if role.runner_up:
                lines.append(("Runner-up:", prose(f"{role.runner_up}: {role.runner_up_reason}.")))
            else:
                lines.append(("Runner-up:", "none, no other column came near."))
        elif role.runner_up == column.name:
            preferred = f"; {role.column} was preferred" if role.column else ""
            lines.append((f"Might be {role.role}:", prose(f"{role.runner_up_reason}{preferred}.")))
    if "attribute" in column.roles:
        lines.append(("Why attribute:", "its few values say something about the customer."))
    return lines


def _written_lines(column: ColumnLook, detail: ColumnDetail | None) -> list[Paragraph]:
    written = detail.written if detail else column.written
    lines = [("Written:", f"{written}.")] if written else []
    if detail is not None and detail.reason:
        lines.append(("", detail.reason))
    return lines


def _bars(
    bars: Sequence[tuple[str, int, float]], width: int, height: int, look: ChartLook
) -> Sequence[Cells]:
    return bar_chart(
        [Bar(value, count, share, whole(count)) for value, count, share in bars], width, height, look
    )


def _histogram(bins: Binned, width: int, height: int, look: ChartLook) -> Sequence[Cells]:
    return histogram(bins, width, height, look)
