"""A study: one recipe on one source. Each stage is made when asked for, and kept in the workspace."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from core import Named
from core.as_of import as_of_day
from core.closing import Closing
from core.clusters.features import MONEY
from core.columns.indispensable import check_roles
from core.columns.settled import Columns
from core.engine import added_up, connect, execute_frugally, told_plainly
from core.errors import ColumnsError, ImpossibleError
from core.ledger import KEPT
from core.left_open import left_open
from core.maps import segment_map
from core.named_paths import path_in
from core.own_choices import told_of_own_choices
from core.passes import SourcePass
from core.recipe import Recipe
from core.report import LedgerLine, Report, amount_of_all, ledger_lines, nothing_kept
from core.reporting import make_report
from core.source.find import find_files, refuse_source
from core.source.model import FoundFile
from core.sql import file_literal, parquet_copy
from core.stages import Stages
from core.table import Table, as_numbers, table_of_lines
from core.workspace import Workspace

if TYPE_CHECKING:
    import duckdb

    from core.classifiers.classified import Classified
    from core.clusters.clustered import Clustered
    from core.views.compare import Comparison

Progress = Callable[[str], None]


class Study(Closing):
    """One recipe on one source.

    >>> with Study(Recipe(), ["sales.csv"]) as study:
    ...     study.ledger.to_pandas(), study.customers.to_pandas(), study.segments.to_pandas()
    """

    def __init__(
        self,
        recipe: Recipe,
        sources: Sequence[Named] = (),
        *,
        workspace: Workspace | None = None,
        threads: int | None = None,
        memory_mb: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        paths = tuple(os.fspath(source) for source in sources) or recipe.source.paths
        segment_map(
            recipe.segments, recipe.scores.q
        )  # a map that is no partition is refused before anything is read
        self.recipe = replace(recipe, source=replace(recipe.source, paths=paths))
        self._workspace = workspace
        self._threads = threads
        self._memory_mb = memory_mb
        self._watched = progress is not None
        self._progress = progress or (lambda _: None)
        self._resources = ExitStack()

    def __repr__(self) -> str:
        """Its source and what is known already; nothing is read for it."""
        paths = self.recipe.source.paths
        source = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
        report = self.__dict__.get("report")
        if not isinstance(report, Report):
            return f"<Study of {source or 'no source'}>"
        as_of = f" as of {report.as_of}" if report.as_of else ""
        return f"<Study of {source}: {report.kept:,} of {report.rows:,} rows count, {report.customers:,} customers{as_of}>"

    def close(self) -> None:
        """Let go of the database and what it spilled."""
        self._resources.close()

    @cached_property
    def workspace(self) -> Workspace:
        """Where stage outputs are kept."""
        if self._workspace is not None:
            return self._workspace
        workspace = Workspace.default()
        self._resources.callback(workspace.close)
        return workspace

    @property
    def database(self) -> duckdb.DuckDBPyConnection | None:
        """The database, where it is open already."""
        return self.__dict__.get("connection")

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The database that the stages run in."""
        spill = self._resources.enter_context(self.workspace.scratch())
        connection = connect(
            spill,
            threads=self._threads,
            memory_mb=self._memory_mb,
            to_read=sum(file.size for file in self.files),
        )
        self._resources.callback(connection.close)
        if self._watched:  # without it the database does not say how far it is
            connection.execute("SET enable_progress_bar = true")
            connection.execute("SET enable_progress_bar_print = false")
        return connection

    def own_connection(self) -> duckdb.DuckDBPyConnection:
        """A connection to the same database with temporary tables of its own, for as long as the study is open."""
        connection = self.connection.cursor()
        self._resources.callback(connection.close)
        return connection

    def read_by(self, recipe: Recipe) -> Study:
        """A study of the same files by another recipe, for as long as this one is open: standard input comes but once."""
        other = Study(
            recipe,
            workspace=self.workspace,
            threads=self._threads,
            memory_mb=self._memory_mb,
            progress=self._progress if self._watched else None,
        )
        other.files = self.files
        return other

    def close_too(self, other: Study) -> None:
        """Have another one closed with this one, after it."""
        self._resources.callback(other.close)

    # The source and its columns

    @cached_property
    def files(self) -> list[FoundFile]:
        """The files that the source names."""
        self._progress("looking at the files")
        return find_files(self.recipe.source.paths, self.workspace)

    @cached_property
    def source_pass(self) -> SourcePass:
        """The reading of the source: its columns, and the orders made of them."""
        return self._pass_by(self.recipe)

    def _pass_by(self, recipe: Recipe) -> SourcePass:
        """The reading of the same files by any recipe."""
        return SourcePass(recipe, self.files, self.workspace, lambda: self.connection, self._progress)

    @property
    def columns(self) -> Columns:
        """Which column plays which role, and how its values are written."""
        source = self.source_pass
        with told_of_own_choices(self.recipe, lambda recipe: self._pass_by(recipe).columns):
            columns = source.columns
            try:
                source.check_cells()
                check_roles(columns)
            except ColumnsError as error:
                if any(table.opened.sample.rows for table in source.guessed):
                    raise
                # Of a header alone nobody can say what its columns hold.
                empty = nothing_kept((), columns.tables[0].table.label, "")
                raise ColumnsError(empty.what, empty.cure) from error
        return columns

    @cached_property
    def resolved(self) -> Recipe:
        """The recipe with all that was found out written into it, so that running it again does the same."""
        self.orders_path  # noqa: B018  only a pass over the whole source settles the guesses
        return left_open(self.source_pass.resolved(), self.recipe, self.columns.shape)

    # The stages

    @cached_property
    def orders_path(self) -> Path:
        """The orders stage, kept as Parquet."""
        self.columns  # noqa: B018  what is wrong with them is told before anything is read by them
        return self.source_pass.orders_path

    @cached_property
    def as_of(self) -> date | None:
        """The day recency counts to: as asked, else the day after the last kept purchase; None for a ready-made table without dates."""
        if self.recipe.customers.as_of or "date" not in self.columns.roles:
            return as_of_day(self.recipe, self.columns, None)  # which no purchase has a say in
        return as_of_day(self.recipe, self.columns, self.source_pass.last_day)

    @cached_property
    def stages(self) -> Stages:
        """The expressions of every stage."""
        self.columns  # noqa: B018  what is wrong with them is told before anything is made of them
        return self.source_pass.stages.counted_to(self.as_of)

    @cached_property
    def customers_key(self) -> str:
        """What the customers stand under in the workspace."""
        parts = self.source_pass.recipe.part_key("customers", "scores", "tiers", "segments")
        return hashlib.blake2b(
            f"{self.source_pass.orders_key}|{parts}|{self.as_of}".encode(), digest_size=12
        ).hexdigest()

    @property
    def customers_path(self) -> Path:
        """The last stage, kept as Parquet: every customer with all that the recipe asks for."""
        return self.classifiers.customers_path if self.recipe.classifier.on else self.grouped_path

    @property
    def grouped_path(self) -> Path:
        """The stage before classifiers: every customer with scores, segment, and group if they are grouped."""
        return self.clusters.path if self.is_grouped else self.segmented_path

    @property
    def is_grouped(self) -> bool:
        """Whether the recipe asks for groups, and these customers can be grouped."""
        return self.recipe.clusters.on and self.clusters.refusal is None

    @property
    def is_judged(self) -> bool:
        """Whether the recipe asks for models, and some target can be judged."""
        return self.recipe.classifier.on and self.classifiers.has_models

    @property
    def refusals(self) -> tuple[ImpossibleError, ...]:
        """Why parts of what the recipe asks for are not there: of groups, and of each target of models."""
        groups = self.clusters.refusal if self.recipe.clusters.on else None
        targets = self.classifiers.refusals if self.recipe.classifier.on else ()
        return (*((groups,) if groups else ()), *targets)

    @cached_property
    def clusters(self) -> Clustered:
        """The groups that the data forms by itself, whether or not the recipe asks for them."""
        from core.clusters.clustered import Clustered

        return Clustered(
            self.recipe.clusters,
            lambda: self.segmented_path,
            lambda: self.customers_key,
            lambda: self.stages,
            lambda: () if self.has_money else sorted(MONEY),
            self.workspace,
            lambda: self.connection,
            self._progress,
        )

    @cached_property
    def classifiers(self) -> Classified:
        """What models make of the customers, whether or not the recipe asks for them."""
        from core.classifiers.classified import Classified

        return Classified(self)

    def save_model(
        self,
        path: Named,
        *,
        overwrite: bool = False,
        clusters: bool | None = None,
        classifiers: bool | None = None,
    ) -> Path:
        """Keep what was learned in a file; its absolute path. `core.open_model` opens it.

        Groups and models are kept where the recipe asks for them, unless `clusters` or `classifiers` say otherwise: to have
        looked at them is not enough. A model that is there is written over, another file only to `overwrite`, and none that is read here.
        """
        from core.models.bundle import check_place
        from core.models.learning import model_of

        file = path_in(path)
        # Before the work, not after it.
        check_place(file, overwrite=overwrite)
        refuse_source(file, [source.path for source in self.files])
        model = model_of(self, grouped=clusters, classified=classifiers)
        return model.save(file, overwrite=overwrite)

    def compared_with(self, day: date | str) -> Comparison:
        """What changed since an earlier day, given as a date or as 2011-09-30: figures, groups, and who went from which to which."""
        from core.views.since import compared_with

        return compared_with(
            self, date.fromisoformat(day) if isinstance(day, str) else day, progress=self._progress
        )

    def say(self, doing: str) -> None:
        """Tell whoever watches what is being done."""
        self._progress(doing)

    @cached_property
    def segmented_path(self) -> Path:
        """The stage before groups, kept as Parquet: every customer with scores and segment."""
        found = self.workspace.find("customers", self.customers_key, ".parquet")
        if found is not None:
            return found
        self._progress("customers, scores and segments")
        self._check_any_kept()
        self._view_orders()
        if self.stages.with_products or self.columns.shape != "sales":
            self.source_pass.view_ledger(self.stages)
        if self.stages.with_products:
            self._make("products")
        self._make("customers")
        self._make("scores")
        select = f"{self.stages.sql('segments')} ORDER BY customer_id"
        with (
            told_plainly(f"keeping the customers in {self.workspace.folder}"),
            self.workspace.writing("customers", self.customers_key, ".parquet") as path,
        ):
            self.connection.execute(parquet_copy(select, path))
        return self.workspace.path("customers", self.customers_key, ".parquet")

    @cached_property
    def ledger_lines(self) -> tuple[LedgerLine, ...]:
        """The buckets with their rows and money."""
        self._view_orders()
        self._view("booked", self.stages.sql("booked"))
        return ledger_lines(
            partial(added_up, self.connection), self.stages.told("applied_rules"), has_money=self.has_money
        )

    @cached_property
    def amount_of_all(self) -> float | None:
        """The money of all rows of the source."""
        _ = self.ledger_lines  # which are of the same view
        return amount_of_all(partial(added_up, self.connection)) if self.has_money else None

    @property
    def has_money(self) -> bool:
        """Whether rows of the source have amounts that add up; in a summary for lifetimes money is an average."""
        priced = {"amount", "price", "order_total", "monetary"} & set(self.columns.roles)
        return bool(priced) and self.columns.shape != "summary"

    @cached_property
    def report(self) -> Report:
        """The numbers of the run."""
        key = self.customers_key
        kept_report = self.workspace.find_json("report", key)
        if kept_report is not None:
            with contextlib.suppress(KeyError, TypeError):  # what another version kept is made again
                return Report.from_dict(kept_report)
        report = make_report(self)
        self.workspace.keep_json("report", key, report.to_dict())
        return report

    def _check_any_kept(self) -> None:
        lines = self.ledger_lines
        if not any(line.rule == KEPT and line.rows for line in lines):
            raise nothing_kept(lines, self.columns.tables[0].table.label, self.recipe.customers.as_of)

    # Tables for people

    @property
    def customers(self) -> Table:
        """One row a customer: the columns of `customers.parquet`."""
        select = f"SELECT * FROM read_parquet({file_literal(self.customers_path)})"
        return Table(as_numbers(self.connection, select), lambda: self.connection)

    @property
    def segments(self) -> Table:
        """One row a segment, best first."""
        return table_of_lines(self.report.segments, "segment", lambda: self.connection)

    @property
    def tiers(self) -> Table:
        """One row a tier, best first."""
        return table_of_lines(self.report.tiers, "tier", lambda: self.connection)

    @property
    def ledger(self) -> Table:
        """One row a bucket: rows and money add up to the input."""
        return table_of_lines(self.report.ledger, "", lambda: self.connection)

    @property
    def orders(self) -> Table:
        """The ledger by customer, order and day."""
        return Table(
            as_numbers(self.connection, f"SELECT * FROM read_parquet({file_literal(self.orders_path)})"),
            lambda: self.connection,
        )

    @property
    def lines(self) -> Table:
        """Every input row: its roles, its amount, its bucket."""
        numbered = self.stages.with_row_numbers
        self.source_pass.view_lines(numbered)
        return Table(as_numbers(self.connection, numbered.sql("dated_ledger")), lambda: self.connection)

    # Helpers

    def _view_orders(self) -> None:
        self._view("orders", f"SELECT * FROM read_parquet({file_literal(self.orders_path)})")

    def _view(self, name: str, select: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {select}")

    def _make(self, name: str) -> None:
        with told_plainly(f"computing the {name}"):
            statement = f"CREATE OR REPLACE TEMP TABLE {name} AS {self.stages.sql(name)}"
            execute_frugally(self.connection, statement)
