"""A file of customers or sales, scored by what is predicted by: every customer, sums beside the model's, and what has moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size

from core.ledger import KEPT
from core.models.drift import BOUGHT, DEFINITIONS, OTHERS, TOO_FEW, Drift
from core.models.scored import Count, Scored
from core.remote.predicting import ScoredFile
from tui.acting import focus_on
from tui.fitting import Fitting
from tui.screens.customers_columns import title_of
from tui.text import counted, decimal, plain, prose, whole
from tui.widgets.engine_rows import FileRows
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns

COLUMNS = (
    Column("kind", ""),
    Column("name", "Name"),
    Column("customers", "Customers", "number"),
    Column("share", "%", "share"),
    Column("in_model", "In the model", "number"),
    Column("share_in_model", "%", "share"),
    Column("more", "Points of change", "share"),
)
NOTHING = "No file has been scored yet: b asks for one, sales or customers."
WHOM = {BOUGHT: "of those who bought since", OTHERS: "of the others"}
# As long as a sentence on customers by name can become.
MOST_OF_NAMES = 1_000
# From so many lines on all sums have room above the customers.
TALL, FEW_LINES, MANY_LINES = 34, 7, 20


class BatchPart(Fitting, Vertical):
    """What was scored, in sums and customer by customer."""

    DEFAULT_CSS = """
    BatchPart { height: 1fr; }
    BatchPart > Line { padding: 0 1; max-height: 4; }
    BatchPart #sums { height: 7; }
    BatchPart.tall #sums { height: 20; }
    BatchPart.tall > Line { max-height: 9; }
    BatchPart #scored { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: ScoredFile | None = None

    def compose(self) -> ComposeResult:
        yield Line(NOTHING, id="scored-what")
        yield Grid(id="sums", empty="")
        yield Line("", id="drift")
        yield Grid(id="scored", empty="")

    def on_mount(self) -> None:
        """There is nothing to show yet."""
        self.query_one("#sums").display = False

    def fit(self, size: Size) -> None:
        """Use the room that there is."""
        self.set_class(size.height >= TALL, "tall")

    async def show(
        self, found: ScoredFile, rows: FileRows, name: str, by_what: str, learned_from: int
    ) -> None:
        """Show a file that was scored, and by what."""
        self.found = found
        scored = found.scored
        day = f" as of {scored.as_of}" if scored.as_of else ""
        told = f"{plain(name, 60)}: {counted(scored.customers, 'customer')}{day}, scored by {plain(by_what, 60)}."
        left_out = [plain(one, 200) + "." for one in found.left_out]
        self.query_one("#scored-what", Line).show(" ".join([told, *reading_words(scored), *left_out]))
        sums = self.query_one("#sums", Grid)
        if not sums.display:
            sums.display = True
            if self.query_one("#scored").has_focus:
                focus_on(sums)  # which is above it, and comes first once there is something in it
        lines = list(sum_rows(found, learned_from))
        await sums.show(FewRows(fitted_columns(COLUMNS, lines), lines), keep_place=True)
        notes = [prose(note, 400) for one in scored.classifiers for note in one.notes]
        outside = [" ".join(prose(one.words, 400) for one in scored.outside)] if scored.outside else []
        beware = [prose(one, 1000) for one in scored.beware]
        missing = [prose(scored.not_predicted.words, MOST_OF_NAMES)] if scored.not_predicted.customers else []
        self.query_one("#drift", Line).show(
            "\n".join((*missing, *beware, *outside, *notes, *drift_words(scored.drift)))
        )
        await self.query_one("#scored", Grid).show(rows)

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())


def sum_rows(found: ScoredFile, learned_from: int) -> Iterator[Row]:
    """Each tier, segment, cluster and predicted class: how many have it here and in the model, and the points between the two shares."""
    scored = found.scored
    everybody: Sequence[tuple[str, Sequence[Count]]] = (
        ("tier", scored.tiers),
        ("segment", scored.segments),
        ("cluster", scored.clusters),
    )
    for kind, counts in everybody:
        for one in counts:
            here = one.customers / scored.customers if scored.customers else 0.0
            there = one.in_model / learned_from if learned_from else 0.0
            yield kind, one.name, one.customers, here, one.in_model, there, here - there
    for said in scored.classifiers:
        rows = sum(one.learned_from for one in said.classes)
        for placed in said.classes:
            here, there = placed.customers / max(1, scored.customers), placed.learned_from / max(1, rows)
            yield said.target, placed.name, placed.customers, here, placed.learned_from, there, here - there


def reading_words(scored: Scored) -> Iterator[str]:
    """How the file was read: which rules took rows of it, and whether more is to be seen where it is opened."""
    taken = [f"{line.rule} {whole(line.rows)}" for line in scored.ledger if line.rows and line.rule != KEPT]
    rows = (
        f"{whole(scored.kept)} of {counted(scored.rows, 'row')} {'counts' if scored.kept == 1 else 'count'}"
    )
    yield f"{rows}; the ledger took {', '.join(taken)}." if taken else f"{rows}."
    if scored.notes:
        yield f"{counted(len(scored.notes), 'note')} on how it was read: o opens it, and the screen Data has them."


def drift_words(found: Sequence[Drift]) -> Iterator[str]:
    """How far customers have moved, a sentence a measure: of all first, then of those who bought since and of the others."""
    by_measure: dict[str, list[Drift]] = {}
    for one in found:
        by_measure.setdefault(one.measure, []).append(one)
    for measure, (everybody, *parts) in by_measure.items():
        told = f"{title_of(measure)}{':' if everybody.words == TOO_FEW else ' moved'} {_amount(everybody)}"
        aside = [f"{_amount(one)} {WHOM[one.whom]}" for one in parts]
        yield told + (f"; {', '.join(aside)}." if aside else ".")


def _amount(one: Drift) -> str:
    return f"{one.words} (PSI {decimal(one.psi, 3)}, KS {decimal(one.ks, 3)})"
