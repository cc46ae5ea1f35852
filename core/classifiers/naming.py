"""What models are called."""

from __future__ import annotations

MODELS = ("knn", "logistic", "tree", "forest", "boosting", "svm", "bayes", "mlp")
BASELINES = ("majority", "recency", "frequency")
# Baselines that look at one measure only.
ALONE = frozenset(("recency", "frequency"))
# Baselines that look at no feature.
BLIND = frozenset(("majority",))
LONG_NAMES = {
    "knn": "k-NN",
    "logistic": "logistic regression",
    "tree": "decision tree",
    "forest": "random forest",
    "boosting": "gradient boosting",
    "svm": "SVM",
    "bayes": "naive Bayes",
    "mlp": "neural network",
    "majority": "majority",
    "recency": "recency alone",
    "frequency": "frequency alone",
}
# What somebody does who uses no model, in a sentence.
INSTEAD = {
    "majority": "always guessing the most frequent class",
    "recency": "looking at the last purchase",
    "frequency": "counting orders",
}
# What somebody does who predicts no change of a label that customers have already.
STAYING = "supposing that everybody stays as they are"
