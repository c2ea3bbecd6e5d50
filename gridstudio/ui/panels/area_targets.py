"""How one area stands to the targets of its level, for the inspector."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gridstudio.assessment.all_figures import all_figures, with_indicators
from gridstudio.assessment.area_figures import AreaFigure
from gridstudio.assessment.indicators import Indicators
from gridstudio.assessment.level_figures import level_figures
from gridstudio.assessment.own_sums import Snapshots, own_sums
from gridstudio.domain.map_data import MapData
from gridstudio.domain.targets import JUDGEMENT_NAMES, Target, by_indicator
from gridstudio.i18n import _
from gridstudio.ui.figure_words import percent, reference, signed, written
from gridstudio.ui.parts import RIGHT
from gridstudio.ui.style import COLOURS, UNIT_PX


def area_targets(
    data: MapData, area_id: int, theme: str, indicators: Indicators | None = None
) -> QWidget | None:
    """Figure by figure what an area comes to, its target and how far it is off; None where its
    level has no target. ``indicators`` are the area's, None while they are computed."""
    level = int(data.areas.level[data.areas.row(area_id)])
    targets = by_indicator(data.targets, level)
    chosen = [one for one in all_figures(data.template) if one.key in targets]
    if not chosen:
        return None
    standing = level_figures(own_sums(Snapshots.of(data)), level)
    if indicators is not None:
        standing = with_indicators(standing, {area_id: indicators}, data.template)
    at = standing.ids.tolist().index(area_id)
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(UNIT_PX // 2)
    grid.setColumnStretch(0, 1)
    for row, figure in enumerate(chosen):
        value = float(standing.values(figure)[at])
        _add(grid, 2 * row, figure, targets[figure.key], value, COLOURS[theme].danger)
    return made


def _add(
    grid: QGridLayout, row: int, figure: AreaFigure, target: Target, value: float, danger: str
) -> None:
    judgement = target.judgement(value)
    broken = judgement is not None and judgement.broken
    number = QLabel(signed(written(figure, value), judgement))
    number.setAlignment(RIGHT)
    number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if broken:
        number.setStyleSheet(f"color: {danger}; font-weight: 600;")
    aim = QLabel(reference(figure, target, 0.0))
    number.setToolTip("" if judgement is None else _(JUDGEMENT_NAMES[judgement]))
    off = QLabel(percent(target.deviation(value)))
    off.setAlignment(RIGHT)
    for label in (aim, off):
        label.setObjectName("muted")
    grid.addWidget(QLabel(figure.name), row, 0)
    grid.addWidget(number, row, 1)
    grid.addWidget(aim, row + 1, 0)
    grid.addWidget(off, row + 1, 1)
