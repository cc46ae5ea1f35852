"""What is drawn of a model's predictions: ROC, precision by recall, calibration and gain, of each class and of their mean.

Over several cut-offs a curve is the mean of theirs, upright, as AUC and average precision are means: what lies below the
curve that is drawn is the figure that stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.measures import Judged, calibration, gains, precision_recall_curve, roc_curve
from core.classifiers.told import Curves, Points

if TYPE_CHECKING:
    from core.clusters.model import Numbers

# As many steps as the largest chart has dots across, about.
STEPS = 200
GAIN_STEPS = 20
DECIMALS = 4


def curves_of(judged: Judged) -> tuple[Curves, ...]:
    """The class looked for of two; of more the mean first, then each class."""
    places = judged.scored
    single = [_curves(judged, (place,), judged.classes[place]) for place in places]
    return tuple(single) if len(single) == 1 else (_curves(judged, places, ""), *single)


def _curves(judged: Judged, places: Sequence[int], name: str) -> Curves:
    at = np.linspace(0, 1, STEPS + 1)
    told = [(day, place) for day in judged.days for place in places if 0 < (day.truth == place).mean() < 1]
    if not told:
        return Curves(name, (), ())
    roc = np.mean([_upright(*roc_curve(day, place), at) for day, place in told], axis=0)
    precision = np.mean([_steps(*precision_recall_curve(day, place), at) for day, place in told], axis=0)
    # Every curve begins with nobody asked.
    both = Curves(name, ((0.0, 0.0), *_points(at, roc)), _points(at[1:], precision[1:]))
    if len(places) > 1:
        return both
    shares = [step / GAIN_STEPS for step in range(1, GAIN_STEPS + 1)]
    gain = tuple((one["share"], one["gain"]) for one in gains(judged, shares, places[0]))
    return Curves(
        name,
        both.roc,
        both.precision_recall,
        tuple(calibration(judged, places[0])),
        ((0.0, 0.0), *gain) if gain else (),
    )


def _upright(x: Numbers, y: Numbers, at: Numbers) -> Numbers:
    """The height of a rising curve; where it rises straight up, its upper end."""
    return np.interp(at, x, y)


def _steps(recall: Numbers, precision: Numbers, at: Numbers) -> Numbers:
    """The precision with which so much recall is reached."""
    places = np.searchsorted(recall, np.round(at, 9) - 1e-9, side="left")
    return precision[np.minimum(places, len(precision) - 1)]


def _points(x: Numbers, y: Numbers) -> Points:
    return tuple(
        (round(float(one), DECIMALS), round(float(other), DECIMALS)) for one, other in zip(x, y, strict=True)
    )
