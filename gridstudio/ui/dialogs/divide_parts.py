"""What a plan of division looks like: the dialog's table, and the parts on the map."""

from __future__ import annotations

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget

from gridstudio.commands.dividing import DivisionPlan, middle_of
from gridstudio.geometry.mercator import to_xy
from gridstudio.i18n import _
from gridstudio.tools.gesture import Mark, Overlay
from gridstudio.ui.parts import RIGHT, listing


def lines_of(plan: DivisionPlan) -> list[list[str]]:
    """The table: number, customers, value, km² of each part, and how far it is from the mean."""
    mean = float(plan.figures.mean())
    return [
        [
            str(at + 1),
            f"{plan.customers[at]:,.0f}",
            f"{plan.value[at]:,.0f}",
            f"{plan.ground[at]:,.2f}",
            f"{plan.figures[at] / mean - 1:+.1%}".replace("-", "−") if mean else "",
        ]
        for at in range(len(plan.shapes))
    ]


def overlay_of(plan: DivisionPlan) -> Overlay:
    """The parts on the map, each with its number and figure."""
    rings = [
        to_xy(shapely.get_coordinates(ring))
        for ring in shapely.get_rings(shapely.get_parts(plan.shapes))
    ]
    written = "{:,.2f} km²" if plan.asked.measure == "ground" else "{:,.0f}"
    labels = []
    for at, shape in enumerate(plan.shapes):
        x, y = to_xy(np.array(middle_of(shape))).tolist()
        labels.append(Mark((x, y), f"{at + 1} · {written.format(plan.figures[at])}"))
    hint = _("Enter divides the area into these parts, Esc leaves it as it is.")
    return Overlay(lines=tuple(rings), labels=tuple(labels), hint=hint)


def parts_table() -> QTreeWidget:
    """Empty as yet."""
    heads = [_("Part"), _("Customers"), _("Value"), _("km²"), _("Off mean")]
    made = listing(heads)
    made.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    made.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setMinimumHeight(180)
    for at in range(1, len(heads)):
        made.headerItem().setTextAlignment(at, RIGHT)
    return made
