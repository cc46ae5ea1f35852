"""A kept model as it is asked, in a notebook and by `regulars predict`: about one customer, or about all in a file."""

from __future__ import annotations

import math
import os
import shlex
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import Named
from core.classifiers.counting import counted
from core.classifiers.features import COUNTRY
from core.closing import Closing
from core.enumerated import enumerated
from core.errors import ColumnsError, RegularsError, UsageError
from core.models.asking import ask_one, taught
from core.models.given import NAMED, given_number, least_of
from core.models.kept import Model
from core.models.named_measures import with_named_measures
from core.models.predicting import predict_one
from core.models.reading import as_learned, decided_by_model, told_beside_a_model
from core.models.scoring import SCORED, check_ending, score, write_scored
from core.named_paths import path_in, paths_in
from core.recipe import Recipe
from core.scores import MEASURES
from core.study import Study
from core.suggest import nearest
from core.table import Table, table_of_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.models.asking import Said, Taught
    from core.models.predicting import Prediction
    from core.models.scored import Scored

# A number, or how somebody types it; None is one that the customer does not have, as days between orders of a single one.
Number = float | str | None
DRIFT_COLUMNS = ("measure", "whom", "customers", "psi", "ks", "beyond_chance", "words")


class Predictor:
    """A kept model.

    >>> model = Predictor.open("shop.model")
    >>> model.predict(recency=12, frequency=5, monetary=830).to_dict()
    >>> model.predict_file("tuesday.csv").customers.to_pandas()
    """

    def __init__(self, model: Model) -> None:
        self.model = model

    @classmethod
    def open(cls, path: Named) -> Predictor:
        """The model in a file; ModelError where it cannot be read."""
        return cls(Model.load(path_in(path)))

    def __repr__(self) -> str:
        """What it was learned from, and what it says."""
        origin = self.model.origin
        says = ["scores", "tier", "segment"]
        says += ["cluster"] if self.model.groups is not None else []
        says += [one.target for one in self.model.classifiers]
        return f"<Model of {counted(origin.customers, 'customer')}{_on(origin.as_of)}: {', '.join(says)}>"

    @cached_property
    def _taught(self) -> tuple[Taught, ...]:
        """Its classifiers, after they have learned again."""
        return taught(self.model)

    # One customer

    def predict(
        self,
        recency: Number = None,
        frequency: Number = None,
        monetary: Number = None,
        *,
        country: str | None = None,
        **features: Number,
    ) -> CustomerPrediction:
        """What it says of a customer: `recency` in days, `frequency` in orders, `monetary` in money, and what else is known of them.

        `features` are other numbers of a customer by their names, as tenure=400. What its classifiers look at and nobody gives is
        assumed, and told of. UsageError where a number cannot be, or one is lacking that it scores or groups by.
        """
        measures = {"recency": recency, "frequency": frequency, "monetary": monetary}
        texts = {**{name: value for name, value in measures.items() if not is_missing(value)}, **features}
        for name in features:
            if name not in NAMED:
                close = nearest(name, NAMED)
                raise UsageError(
                    f"{name!r} is no number of a customer.",
                    f"Did you mean {close}?" if close else f"The names are: {', '.join(NAMED)}.",
                )
        given = {
            name: None
            if is_missing(value)
            else given_number(str(value), name, least=least_of(self.model, name))
            for name, value in texts.items()
        }
        self._refuse_lacking(given)
        if country is not None and (not isinstance(country, str) or not country.strip()):
            raise UsageError(
                f"country cannot be {country!r}.", "Give its name, as the model has it, or leave it out."
            )
        placed = predict_one(self.model, given, country)
        placed = replace(placed, outside=(*placed.outside, *self._not_looked_at(given, country)))
        return CustomerPrediction(placed, ask_one(self._taught, given, country))

    def _not_looked_at(self, given: Mapping[str, float | None], country: str | None) -> Iterator[str]:
        """Sentences on what is given in vain."""
        groups = self.model.groups
        looked_at = {
            *self._measures,
            *((feature.column for feature in groups.model.features) if groups is not None else ()),
            *(column for one in self.model.classifiers for column in one.columns),
        }
        for name in (*given, *([COUNTRY] if country is not None else [])):
            if name not in looked_at:
                yield f"{name} makes no difference: the model was learned without it."

    def _refuse_lacking(self, given: Mapping[str, float | None]) -> None:
        """A measure that nobody gives is not the worst there can be."""
        lacking = [name for name in self._measures if name not in given]
        if lacking:
            raise UsageError(
                f"The model scores by {', '.join(MEASURES)}, and {enumerated(lacking)} {'is' if len(lacking) == 1 else 'are'} not given.",
                f"Give {'it' if len(lacking) == 1 else 'them'}: "
                + " ".join(f"--{name} NUMBER" for name in lacking),
            )

    # All in a file

    def predict_file(
        self, *paths: Named | Iterable[Named], **sections: Mapping[str, object]
    ) -> FilePrediction:
        """What it says of the customers of files, folders or globs: a table of customers, or sales, of which they are made.

        Sections of the recipe say how these are read, as in `core.open_source`.
        """
        for section, settings in sections.items():
            for key, value in settings.items() if isinstance(settings, Mapping) else ():
                refuse_decided(f"{section}.{key}", value)
        named = tuple(os.fspath(path) for path in paths_in(paths))
        recipe = Recipe.from_tables(sections)
        study = self.study(replace(recipe, source=replace(recipe.source, paths=named or recipe.source.paths)))
        try:
            return self.predict_study(study)
        except BaseException:
            study.close()
            raise

    def study(
        self,
        recipe: Recipe,
        *,
        progress: Callable[[str], None] | None = None,
        watch: Callable[[Study], None] = lambda _: None,
    ) -> Study:
        """A study of files whose customers have the numbers that the model's had: what `predict_study` takes."""
        study = Study(as_learned(self.model, recipe), progress=progress)
        watch(study)
        try:
            readable = self.of_customers(study)
        except BaseException:
            study.close()
            raise
        if readable is not study:
            readable.close_too(study)
            watch(readable)
        return readable

    def of_customers(self, study: Study) -> Study:
        """The study, or one of the same files where what its cells leave open is settled by columns that are called what the model scores by."""
        roles, problem = self._roles_found(study)
        if all(name in roles for name in self._measures):
            return study
        names = study.source_pass.columns.tables[0].table.names
        named = with_named_measures(study.recipe, self._measures, names)
        if named is None and problem is not None:
            raise problem
        return study if named is None else study.read_by(named)

    def _roles_found(self, study: Study) -> tuple[Collection[str], ColumnsError | None]:
        """The measures that a file can be scored by, as it is read without a word about it; and why it cannot be read so."""
        try:
            with _advised(study.recipe):
                columns = study.columns
        except ColumnsError as error:
            return (), error
        # Of sales each follows; a date of the last purchase says the recency.
        return (*columns.roles, *(MEASURES if columns.shape == "sales" else ["recency"])), None

    @property
    def _measures(self) -> tuple[str, ...]:
        """Those that it scores by."""
        known = zip(MEASURES, self.model.population.distributions, strict=True)
        return tuple(name for name, part in known if part.values)

    def predict_study(self, study: Study) -> FilePrediction:
        """What it says of the customers of a study that `study` made, which is open for as long as the answer is looked at."""
        with _advised(study.recipe):
            return FilePrediction(study, score(self.model, study))


@contextmanager
def _advised(recipe: Recipe) -> Iterator[None]:
    """Have errors advise what can be done by whoever asks a model, within a `with`."""
    try:
        yield
    except RegularsError as error:
        error.cure = told_beside_a_model(error.cure, recipe)
        raise


def is_missing(value: object) -> bool:
    """Whether a number is none, as a table in pandas has it too."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def refuse_decided(key: str, value: object, given: str = "") -> None:
    """Refuse a setting that makes no difference to what a model says of a file; `given` is how it was said."""
    if decided_by_model(key):
        setting = shlex.quote(f"{key}={str(value).lower() if isinstance(value, bool) else value}")
        raise UsageError(
            f"{given or f'`{key}`'} is for the model to decide, which was learned with a setting of its own, so it would be ignored.",
            f"Leave it out, or learn another model with it: regulars run SOURCE --save-model FILE --set {setting}",
        )


@dataclass(frozen=True, slots=True, repr=False)
class CustomerPrediction:
    """What a model says of one customer."""

    placed: Prediction
    """Scores, tier, segment and cluster, what leads further, and what lies beyond what was learned from."""
    said: tuple[Said, ...]
    """What each classifier says."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the object that `regulars predict --json` prints."""
        classifiers = {"classifiers": [one.to_dict() for one in self.said]} if self.said else {}
        return {**self.placed.to_dict(), **classifiers}

    def __repr__(self) -> str:
        at = self.placed.placing
        cluster = f", cluster {self.placed.cluster_name}" if self.placed.nearness else ""
        said = "".join(
            f"; {one.target}: {one.decided} ({100 * dict(one.chances)[one.decided]:.1f} %)"
            for one in self.said
        )
        return f"<Prediction: {at.segment}, tier {at.tier}, scores {at.rfm}{cluster}{said}>"


class FilePrediction(Closing):
    """What a model says of the customers of a file; it is open until it is closed, as the study that it is of."""

    def __init__(self, study: Study, sums: Scored) -> None:
        self.study = study
        self.sums = sums
        """How many customers are where, what drifted, and what should be known before that is gone by."""

    def close(self) -> None:
        """Let go of the file."""
        self.study.close()

    @property
    def customers(self) -> Table:
        """One row a customer: the columns of the file that `regulars predict --out` writes."""
        return Table(f"SELECT * FROM {SCORED} ORDER BY customer_id", lambda: self.study.connection)

    @property
    def drift(self) -> Table:
        """How far each measure has moved away from the customers that the model was learned from."""
        rows = [{**asdict(one), "words": one.words} for one in self.sums.drift]
        return table_of_rows(rows, lambda: self.study.connection, DRIFT_COLUMNS)

    def write(self, path: Named, *, overwrite: bool = False) -> Path:
        """Write `customers` as the ending says, .csv, .parquet or .xlsx; its absolute path."""
        file = path_in(path)
        check_ending(file)
        return write_scored(self.study, file, overwrite=overwrite)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the object that `regulars predict FILE --json` prints, but for what was written."""
        return self.sums.to_dict()

    def __repr__(self) -> str:
        tiers = ", ".join(f"{one.name} {one.customers:,}" for one in self.sums.tiers)
        return f"<Predictions of {counted(self.sums.customers, 'customer')}{_on(self.sums.as_of)}: {tiers}>"


def _on(as_of: str) -> str:
    return f" as of {as_of}" if as_of else ""
