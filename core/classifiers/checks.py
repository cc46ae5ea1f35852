"""What cannot be judged, and from what date or size on it could be; what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from core.classifiers.counting import counted
from core.classifiers.judging import FEWEST_TO_LEARN
from core.classifiers.targets import FIDELITY, TARGETS, Target
from core.errors import ImpossibleError

if TYPE_CHECKING:
    from core.classifiers.judging import Exam
    from core.classifiers.known import Known

# With fewer customers an interval spans nearly everything.
FEWEST_CUSTOMERS = 30
# With fewer of a class at all cut-offs together, its figures are those of single customers, and an interval tells nothing.
FEWEST_TO_JUDGE = 5


def check_classes(days: Sequence[Known], target: Target, fewest: int, without: Collection[str]) -> None:
    """Refuse a target that these customers do not let be told apart; each of two classes has at least `fewest`.

    `days` are those that models are judged at, the latest first; a label of today has one.
    """
    if target.needs_money and without:
        raise ImpossibleError(
            f"{target.name!r} cannot be predicted: the source has no money.",
            "Name the column of amounts with --map amount=COLUMN, or leave the target out of classifier.targets.",
        )
    known = days[0]
    customers = len(known.ids)
    on = f" on {known.day}" if target.question != FIDELITY else ""
    if customers < FEWEST_CUSTOMERS:
        raise ImpossibleError(
            f"There {'is one customer' if customers == 1 else f'are {customers:,} customers'}{on}, too few to judge a model of {target.name!r}.",
            f"It is possible from {FEWEST_CUSTOMERS} customers on.",
        )
    named = _counted([known], target)
    if len(named) < 2:
        raise ImpossibleError(
            f"All {customers:,} customers{on} are of one class of {target.name!r} ({next(iter(named), 'in none')}), so there is nothing to tell apart.",
            f"It is possible as soon as two classes have at least {counted(fewest, 'customer')} each.",
        )
    counts = _counted(days, target)
    if sum(count >= fewest for count in counts.values()) >= 2:
        return
    told = ", ".join(f"{name} {count:,}" for name, count in counts.most_common())
    if target.question == FIDELITY:
        raise ImpossibleError(
            f"Only one class of {target.name!r} has the {fewest} customers that {fewest} folds take ({told}).",
            f"It is possible as soon as two classes have {fewest}; with --set classifier.folds=2, as soon as two have 2.",
        )
    raise ImpossibleError(
        f"Only one class of {target.name!r} has the {fewest} customers that judging takes, of all past cut-offs together ({told}).",
        f"It is possible as soon as two classes have {fewest}.",
    )


def _counted(days: Sequence[Known], target: Target) -> Counter[str]:
    return Counter(name for known in days for name in known.labels[target.name] if name is not None)


def check_learnable(exam: Exam, known: Known | None = None) -> list[str]:
    """Refuse an exam in which there is nothing to learn; what was left out of it."""
    for part in exam.parts:
        seen = set(part.lesson.truth.tolist())
        if len(seen) < 2:
            named = (
                f"only one class of {exam.target!r} ({exam.classes[seen.pop()]})"
                if seen
                else f"no class of {exam.target!r}"
            )
            days = f"Up to {part.learned_at[0]}" if part.learned_at else "Among these customers"
            raise ImpossibleError(
                f"{days} {named} has the {FEWEST_TO_LEARN} customers that learning takes, so there is nothing to learn.",
                "It may be possible with another horizon (--set classifier.horizon_days=N), and is when more has happened.",
            )
    if known is None:
        return []
    labels = _counted([known], TARGETS[exam.target])
    gone = {name: count for name, count in labels.items() if name not in exam.classes}
    if not gone:
        return []
    told = " and ".join(f"{name} ({count:,})" for name, count in sorted(gone.items()))
    return [
        f"{exam.target}: {told} {'has' if len(gone) == 1 else 'have'} fewer customers than there are folds, and"
        f" {'is' if len(gone) == 1 else 'are'} left out of the judging."
    ]


def left_out_of_sample(known: Known) -> str:
    """That models were judged on a sample, where they were."""
    if len(known.ids) == known.everyone:
        return ""
    return f"Models learn from and are judged by {len(known.ids):,} of {known.everyone:,} customers, drawn by a digest of their ids."
