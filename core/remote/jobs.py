"""What the app asks of a study. The app names these functions before it draws anything, and so they load what they need themselves."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.remote.opened import Opened
    from core.study import Study


def stand_by() -> None:
    """Load what the first source will need, while none is chosen."""
    from core.scribe import scribe

    scribe.begin()


def run(study: Study) -> Opened:
    """The study run to its end."""
    from core.remote.opened import Opened
    from core.views.result import result_of

    result = result_of(study)
    return Opened(
        payload=pickle.dumps(result),
        recipe=result.recipe,
        resolved=result.resolved,
        report=result.report,
        shape=result.columns.shape,
        roles={role: guess.column or "" for role, guess in result.columns.roles.items()},
        attributes=tuple(result.attribute_titles.values()),
        customer_columns=tuple(study.customers.columns),
        segment_order=study.stages.segment_map.order,
    )
