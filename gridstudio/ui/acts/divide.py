"""The acts of the menu Division."""

from __future__ import annotations

from gridstudio.i18n import N_
from gridstudio.ui.acts.act import Act
from gridstudio.ui.acts.reasons import ONE_AREA, TWO_AREAS, needs_project, needs_writing

ACTS = (
    Act(
        "draw",
        N_("Draw an area"),
        lambda w: w.gestures.draw(),
        "divide",
        "mdi6.vector-polygon",
        "D",
        ("divide",),
        needs_writing,
    ),
    Act(
        "split",
        N_("Split the area"),
        lambda w: w.gestures.split(),
        "divide",
        "mdi6.content-cut",
        "X",
        ("divide",),
        ONE_AREA,
    ),
    Act(
        "merge",
        N_("Merge areas"),
        lambda w: w.gestures.merge(),
        "divide",
        "mdi6.vector-union",
        "M",
        ("divide",),
        TWO_AREAS,
    ),
    Act(
        "nodes",
        N_("Move nodes and borders"),
        lambda w: w.gestures.nodes(),
        "divide",
        "mdi6.vector-polyline-edit",
        "N",
        ("divide",),
        needs_writing,
    ),
    Act(
        "check",
        N_("Check the division"),
        lambda w: w.check(),
        "divide",
        "mdi6.shield-check-outline",
        "Ctrl+K",
        ("divide",),
        needs_project,
    ),
)
