"""The screens Clusters, Models and Predict on a pseudo-terminal: how soon what they are asked for is there, and each change in Predict."""

from __future__ import annotations

import re
import statistics
import time
from pathlib import Path

from bench.app import opened
from bench.measure import real_or_sample, verdict
from bench.terminal import Terminal, answers, median_of

# How long somebody looks at the first figures before asking for more: the engine loads ahead meanwhile.
LOOKED_S = 15
CHANGES = 25
OPENED = " customers  |"
# What is drawn once the first of them is there: the mark of the best k, and a share of customers placed right.
CRITERION, MODEL = "*", re.compile(r"\d\.\d %")
LIVE, GROUPED = "Most alike", "away"


def panels(folder: Path, times: int) -> None:
    """Groups, models and predictions of a shop, asked for with a key."""
    source = real_or_sample()
    criteria, models, at_once = [], [], []
    for number in range(times):
        with opened(source, folder / f"home-panels-{number}-at-once") as app:
            app.until(OPENED, 120)
            at_once.append(app.asked("6", MODEL))
        with opened(source, folder / f"home-panels-{number}") as app:
            _look(app)
            models.append(app.asked("6", MODEL))
        with opened(source, folder / f"home-panels-{number}-again") as app:
            _look(app)
            criteria.append(app.asked("5]", CRITERION))
            if number == times - 1:
                app.asked("7", GROUPED)
                app.until(LIVE)
                app.settle(LOOKED_S)
                changes = [
                    answer for found in answers(app, ("Right", "Left"), CHANGES).values() for answer in found
                ]
    print(f"\nAsked for on the screen, {source.name}, {LOOKED_S} s after it was opened")
    for what, seconds, wanted in (("the first criterion", criteria, 0.5), ("k-NN's first result", models, 1)):
        print("  -> " + verdict(what, statistics.median(seconds), wanted, at_least=False, unit="s"))
    print(
        "  -> " + verdict("a change in Predict", median_of(changes, "done_ms"), 50, at_least=False, unit="ms")
    )
    print("  -> " + verdict("the same in the engine", _predicted_ms(source), 10, at_least=False, unit="ms"))


def _look(app: Terminal) -> None:
    app.until(OPENED, 120)
    app.settle(LOOKED_S)


def _predicted_ms(source: Path) -> float:
    """The median of what one customer takes: scores, segment, group, and what leads further."""
    from core import open_source
    from core.models.learning import model_of
    from core.models.predicting import predict_one
    from core.remote.predicting import middling

    with open_source(source) as study:
        model = model_of(study, grouped=True, judged=False)
    given, taken = dict(middling(model)), []
    for number in range(1 + CHANGES):
        began = time.perf_counter()
        predict_one(model, {**given, "recency": 30.0 + number})
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken[1:])
