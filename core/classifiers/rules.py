"""The rules of a decision tree, as text that anybody can follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.features import COUNTRY

if TYPE_CHECKING:
    from core.classifiers.models import Fitted
    from core.clusters.model import Numbers

NO_CHILD = -1
OTHERS = "another"


def rules_of(fitted: Fitted, classes: Sequence[str], countries: Mapping[float, str]) -> str:
    """Every question of the tree, indented, with what is decided and how sure that is."""
    prepared, tree = fitted.pipeline[0], fitted.pipeline[-1].tree_
    names = _names(prepared, fitted.columns, countries)
    lines: list[str] = []
    _tell(tree, 0, 0, names, [classes[place] for place in fitted.present], lines)
    return "\n".join(lines)


def _names(prepared: Any, columns: Sequence[str], countries: Mapping[float, str]) -> list[str]:
    """What each number that the tree sees is called; those of countries begin with `country is`."""
    names = [column for column in columns if column != COUNTRY]
    if COUNTRY not in columns:
        return names
    coder = prepared.named_transformers_[COUNTRY]
    for told in coder.get_feature_names_out():
        code = told.rpartition("_")[2]
        known = code.replace(".", "", 1).replace("e+", "", 1).isdigit()
        names.append(f"country is {countries.get(float(code), OTHERS) if known else _without_code(told)}")
    return names


def _without_code(told: str) -> str:
    return OTHERS if told.endswith("infrequent_sklearn") else "missing"


def _tell(
    tree: Any, node: int, depth: int, names: Sequence[str], classes: Sequence[str], lines: list[str]
) -> None:
    indent = "  " * depth
    if tree.children_left[node] == NO_CHILD:
        shares = np.asarray(tree.value[node][0], dtype=float)
        shares = shares / shares.sum()
        best = int(np.argmax(shares))
        lines.append(
            f"{indent}{classes[best]} ({shares[best]:.0%} by weight, {int(tree.n_node_samples[node]):,} rows)"
        )
        return
    for child, told in _answers(tree, node, names):
        lines.append(f"{indent}{told}:")
        _tell(tree, child, depth + 1, names, classes, lines)


def _answers(tree: Any, node: int, names: Sequence[str]) -> tuple[tuple[int, str], tuple[int, str]]:
    """Where a question leads, and what is so then."""
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    name, limit = names[tree.feature[node]], float(tree.threshold[node])
    if name.startswith(f"{COUNTRY} is "):
        return (right, name), (left, name.replace(" is ", " is not ", 1))
    return (left, f"{name} <= {limit:.6g}"), (right, f"{name} > {limit:.6g}")


def path_of(
    fitted: Fitted, classes: Sequence[str], countries: Mapping[float, str], values: Numbers
) -> list[str]:
    """What is so of one customer, question after question, and at last what is decided."""
    prepared, tree = fitted.pipeline[0], fitted.pipeline[-1].tree_
    names = _names(prepared, fitted.columns, countries)
    passed = fitted.pipeline[-1].decision_path(prepared.transform(values)).indices
    lines = []
    for node, then in pairwise(passed):
        lines.append(next(told for child, told in _answers(tree, int(node), names) if child == then))
    _tell(tree, int(passed[-1]), 0, names, [classes[place] for place in fitted.present], lines)
    return lines
