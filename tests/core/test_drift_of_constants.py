"""Drift of a measure that was the same for every customer learned from."""

from __future__ import annotations

import numpy as np
import pytest

from core.models.drift import LEAST_SHARE, drift
from core.models.kept import Model
from core.models.learning import model_of
from core.recipe import Recipe
from core.study import Study


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A model of sixty customers with two orders each."""
    path = tmp_path_factory.mktemp("drift") / "two.csv"
    rows = [
        f"c{customer},{customer}-{order},2024-0{order}-{1 + customer % 28:02d},{10 + customer}\n"
        for customer in range(60)
        for order in (1, 2)
    ]
    path.write_text("customer,order,date,amount\n" + "".join(rows))
    with Study(Recipe(), [path]) as study:
        return model_of(study)


@pytest.mark.parametrize(("orders", "moved"), [(1, True), (2, False), (3, True)])
def test_a_constant_that_has_moved_is_told(model: Model, orders: int, moved: bool) -> None:
    everybody = 80
    columns = {
        "recency": np.full(everybody, 20.0),
        "frequency": np.full(everybody, float(orders)),
        "monetary": np.full(everybody, 50.0),
    }
    found = {one.measure: one for one in drift(model, columns, None)}
    frequency = found["frequency"]
    assert frequency.ks == (1.0 if moved else 0.0)
    # All have left a bin, and all are in one that nobody was in.
    wanted = 2 * (1 - LEAST_SHARE) * np.log(1 / LEAST_SHARE) if moved else 0.0
    assert frequency.psi == pytest.approx(wanted)
    assert frequency.words == ("much" if moved else "little")
