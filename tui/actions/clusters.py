"""What can be done on the screen Clusters."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS = (
    Action("clusters.more", "plus", "More", "One group more than now; the criteria advise, you decide."),
    Action("clusters.fewer", "minus", "Fewer", "One group fewer than now."),
    Action(
        "clusters.groups",
        "K",
        "How many",
        "Choose how many groups, with what the criteria say of each number.",
    ),
    Action(
        "clusters.method", "M", "Method", "Choose how groups are made: k-means, mixture, Ward or HDBSCAN."
    ),
    Action("clusters.features", "F", "Features", "Add or take out a number that customers are compared by."),
    Action(
        "clusters.scaling",
        "L",
        "Scaling",
        "Choose how features are made comparable: by standard deviations, or by quartiles.",
        shown=False,
    ),
    Action("clusters.rename", "R", "Rename", "Give the group under the cursor a name of your own."),
    Action("clusters.why", "W", "Note why", "Note in the recipe why there are so many groups.", shown=False),
    Action(
        "clusters.columns",
        "C",
        "In customers",
        "Put the columns cluster and cluster_name into the customers, or take them out again.",
    ),
    Action(
        "clusters.mailing",
        "m",
        "Mailing list",
        "Write the customers of the group under the cursor to a file.",
    ),
    Action(
        "clusters.measure",
        "b",
        "Other figures",
        "In Criteria, figures or charts; in Crossed, shares of the group, or of the segment or tier.",
        shown=False,
    ),
)
