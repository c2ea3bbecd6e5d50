"""Customers within a distance: of the selection, of a point, of a layer; typed or dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QVBoxLayout
from shapely.geometry import MultiPolygon

from gridstudio.assessment.selection_totals import selection_totals
from gridstudio.canvas.selection import inside
from gridstudio.commands.buffers import keep_ground, source_of, source_of_layer
from gridstudio.domain.layer_names import shown_layer_name
from gridstudio.domain.selection import Selection
from gridstudio.errors import UserError
from gridstudio.geometry.buffering import Source
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.regions import Loop
from gridstudio.geometry.rings import Point
from gridstudio.i18n import _
from gridstudio.tools.figures import area_words, length_words
from gridstudio.tools.reach import Reaching, reach
from gridstudio.ui.panels.customer_form import NumberBox
from gridstudio.ui.parts import button, form, mode_chooser, muted, row

if TYPE_CHECKING:
    from gridstudio.ui.main_window import MainWindow

TYPING_MS = 200
LIVE_PARTS, LIVE_VERTICES = 300, 20_000
"""The ground round more than these is made by a job, and not while the hand still drags."""
MOST_M = 300_000
FIRST_M = 500
SELECTION, POINT = "selection", "point"


class WithinDialog(QDialog):
    """Stays open beside the map; ``chosen`` tells what is within, and how to join it."""

    chosen = Signal(object, str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle(_("Customers within a distance"))
        self.setMinimumWidth(340)
        self.origin = QComboBox()
        self.said = muted()
        self.distance = NumberBox()
        self.distance.setRange(1, MOST_M)
        self.distance.setDecimals(0)
        self.distance.setSuffix(" m")
        self.distance.setGroupSeparatorShown(True)
        self.distance.setValue(FIRST_M)
        self.figures = {key: QLabel("—") for key in ("customers", "value", "sites", "ground")}
        self.mode = mode_chooser()
        theme = window.session.settings.theme
        self.select = button(_("Select"), "mdi6.select-group", theme, primary=True)
        self.keep = button(_("Keep as a layer"), "mdi6.layers-plus", theme)
        self.drag = button(_("Drag on the map"), "mdi6.gesture-swipe-horizontal", theme)
        self._lay_out()
        self._source: Source | None = None
        self._ground: MultiPolygon | None = None
        self._found = Selection()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(TYPING_MS)
        self._later.timeout.connect(self.compute)
        self.origin.activated.connect(lambda _at: self.take_source())
        self.distance.valueChanged.connect(lambda _value: self._later.start())
        self.select.clicked.connect(self._choose)
        self.keep.clicked.connect(self._keep)
        self.drag.clicked.connect(self.start_tool)
        window.session.changed.connect(lambda _changes: self._data_changed())
        window.session.closing.connect(self.close)

    # --- where from

    def take_source(self) -> None:
        """Measure from what is chosen above: the selection as it is now, or a layer. A point waits
        for a click on the map."""
        data, kind = self._window.session.data, self.origin.currentData()
        self._source = None
        if data is not None and kind != POINT:
            try:
                chosen = self._window.session.selection
                self._source = (
                    source_of(data, chosen) if kind == SELECTION else source_of_layer(data, kind)
                )
            except UserError as error:
                self._say(str(error), problem=True)
        if self._source is not None:
            self._say(self._source_words())
        elif kind == POINT:
            self._say(_("Click a place on the map, or drag from it."))
        self.compute()

    def start_tool(self) -> None:
        """Let the hand on the map say how far, and of a point from where."""
        hint = _("Drag on the map to say how far. Esc gives up.")
        reaching = Reaching(self._pressed, self._nearest, self._pulled)
        self._window.gestures.start(reach(reaching, hint))

    def _pressed(self, place: Point) -> None:
        if self.origin.currentData() == POINT:
            self._source = Source([place])
            self._say(f"{place[1]:.6f}, {place[0]:.6f}")
            self.compute()

    def _nearest(self, place: Point) -> tuple[float, Point] | None:
        return self._source.nearest(place) if self._source is not None else None

    def _pulled(self, distance_m: float, last: bool) -> None:
        self.distance.blockSignals(True)  # the hand says it, not the keyboard
        self.distance.setValue(max(round(distance_m), 1))
        self.distance.blockSignals(False)
        self.distance.lineEdit().deselect()
        if last or (self._source is not None and _is_small(self._source)):
            self.compute()

    # --- what is within

    def compute(self) -> None:
        """Make the ground anew: at once, or by a job where there is much of it."""
        self._later.stop()
        source, distance_m = self._source, self.distance.value()
        if source is None:
            self._show(None)
        elif _is_small(source):
            self._show(source.within(distance_m))
        else:
            self._window.run_job(
                _("Ground within a distance"),
                lambda progress: (source, distance_m, source.within(distance_m, progress)),
                self._computed,
            )

    def _computed(self, result: tuple[Source, float, MultiPolygon]) -> None:
        source, distance_m, ground = result
        if not self.isVisible() or source is not self._source:
            return
        if distance_m != self.distance.value():
            self.compute()  # typed on meanwhile
        else:
            self._show(ground)

    def _show(self, ground: MultiPolygon | None) -> None:
        data = self._window.session.data
        self._ground, self._found = ground, Selection()
        self._window.map.set_reach(ground)
        if data is None or ground is None:
            for label in self.figures.values():
                label.setText("—")
        else:
            self._found = inside(data, Loop.of(shapely.transform(ground, to_xy)))
            totals = selection_totals(data, self._found)
            sites = sum(share.number for share in totals.sites)
            self.figures["customers"].setText(f"{totals.customers:,}")
            self.figures["value"].setText(f"{totals.value:,.0f}")
            self.figures["sites"].setText(f"{sites:,}")
            self.figures["ground"].setText(area_words(area_km2(ground) * 1e6))
        self._enable()

    def _choose(self) -> None:
        self.chosen.emit(self._found, self.mode.currentData())

    def _keep(self) -> None:
        project, ground = self._window.session.project, self._ground
        if project is None or ground is None:
            return
        name = _("Within {distance} of {source}").format(
            distance=length_words(self.distance.value()), source=self.origin.currentText()
        )
        if self._window.attempt(lambda: keep_ground(project, ground, name)) is not None:
            self._window.session.say(_("The layer “{name}” was added.").format(name=name))

    # --- the dialog itself

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._list_origins()
        chosen = SELECTION if self._window.session.selection else POINT
        self.origin.setCurrentIndex(self.origin.findData(chosen))
        self.take_source()
        self.start_tool()
        self.distance.setFocus()
        self.distance.selectAll()

    def done(self, result: int) -> None:
        """Take the ground off the map."""
        self._later.stop()
        self._source = None
        self._window.map.set_reach(None)
        self._window.map.set_tool(None)
        super().done(result)

    def _data_changed(self) -> None:
        if self.isVisible():
            at = self.origin.currentData()
            self._list_origins()
            self.origin.setCurrentIndex(max(self.origin.findData(at), 0))
            self._show(self._ground)

    def _list_origins(self) -> None:
        data = self._window.session.data
        self.origin.clear()
        self.origin.addItem(_("the selection"), SELECTION)
        self.origin.addItem(_("a point on the map"), POINT)
        for layer in data.layers if data is not None else ():
            if layer.id in data.features and len(data.features[layer.id]):  # type: ignore[union-attr]
                self.origin.addItem(shown_layer_name(layer.name), layer.id)

    def _source_words(self) -> str:
        kind = self.origin.currentData()
        if kind == SELECTION:
            return self._window.selecting.words()
        number = len(self._source) if self._source is not None else 0
        return _("{number:,} features").format(number=number)

    def _enable(self) -> None:
        project = self._window.session.project
        there = self._ground is not None
        self.select.setEnabled(there)
        self.keep.setEnabled(there and project is not None and not project.read_only)

    def _say(self, text: str, *, problem: bool = False) -> None:
        self.said.setObjectName("refusal" if problem else "muted")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(text)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        questions: Any = form()
        questions.addRow(_("From"), self.origin)
        questions.addRow("", self.said)
        questions.addRow(_("Distance"), self.distance)
        questions.addRow("", self.drag)
        for key, text in (
            ("customers", _("Customers")),
            ("value", _("Value (yuan/month)")),
            ("sites", _("Sites")),
            ("ground", _("Ground")),
        ):
            self.figures[key].setAlignment(Qt.AlignmentFlag.AlignRight)
            questions.addRow(text, self.figures[key])
        column.addLayout(questions)
        column.addLayout(row(self.mode, self.select))
        column.addWidget(self.keep)


def _is_small(source: Source) -> bool:
    return len(source) <= LIVE_PARTS and source.vertices <= LIVE_VERTICES
