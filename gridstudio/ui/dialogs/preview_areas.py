"""Polygons before and after cleaning on a map, with every repair, before they are imported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSplitter,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shapely.geometry import MultiPolygon

from gridstudio.commands.import_preview import AreaPreview, preview_areas, read_areas
from gridstudio.commands.import_report import FIELDS, ImportOptions
from gridstudio.domain.map_data import MapData
from gridstudio.formats.table import Table
from gridstudio.geometry.rings import Point
from gridstudio.i18n import N_, _, ngettext, sentences
from gridstudio.jobs import Progress
from gridstudio.project import Project
from gridstudio.ui.dialogs.messages import told
from gridstudio.ui.dialogs.place_view import PlaceView
from gridstudio.ui.parts import (
    button,
    choose,
    dialog_column,
    form,
    listed,
    listing,
    muted,
    row,
    set_in,
)
from gridstudio.ui.runner import Runner
from gridstudio.ui.style import UNIT_PX

AGAIN_MS = 300
LISTED = 2000
FIRST_M = 5.0
CLOSEST_DEG = 0.0004
DATA = Qt.ItemDataRole.UserRole
_FIELDS = {
    "name": N_("Name"),
    "code": N_("Code"),
    "setting": N_("Setting"),
    "team": N_("Team"),
    "manager": N_("Manager"),
    "note": N_("Note"),
}


class PreviewAreasDialog(QDialog):
    """``options`` is what to import with when it is accepted."""

    def __init__(
        self,
        project: Project,
        source: Path,
        options: ImportOptions,
        data: MapData,
        runner: Runner,
        theme: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._source, self._options = project, source, options
        self._runner = runner
        self._table: Table | None = None
        self._preview: AreaPreview | None = None
        self._running = False
        self.setWindowTitle(_("Preview of {name}").format(name=source.name))
        self.resize(1180, 720)
        self.map = PlaceView(theme)
        levels = [one.key for one in project.template.levels]
        at = levels.index(options.level) if options.level in levels else 1
        # Shown as the window shows it, at the level that is to be read.
        self.map.set_look(replace(self.map.look, level=at, hidden=data.hidden))
        self.map.set_data(data)
        self.clean = set_in(QDoubleSpinBox())
        self.clean.setRange(0.1, 1000.0)
        self.clean.setDecimals(1)
        self.clean.setSuffix(" m")
        self.clean.setValue(options.clean_m or FIRST_M)
        self.clean.setToolTip(_("Gaps and overlaps up to this width are mended by a neighbour."))
        self.before, self.after = QCheckBox(_("Before (dashed)")), QCheckBox(_("After"))
        self.columns = {name: QComboBox() for name in FIELDS["areas"]}
        self.repairs = listing([_("Repair"), "m²"], 0)
        self.areas = listing([_("Line"), _("Code"), _("Name"), "m²", _("Change, m²")], 2)
        self.refused = listing([_("Line"), _("Why it is left out")], 1)
        self.tabs = QTabWidget()
        self.said = muted()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        self.ok = button(_("Import"), "mdi6.import", theme, primary=True)
        self.ok.clicked.connect(self.accept)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(AGAIN_MS)
        self._later.timeout.connect(self.look)
        self._lay_out(buttons)
        self._connect()
        self._enable()
        QTimer.singleShot(0, self.look)

    # --- what is chosen

    def options(self) -> ImportOptions:
        """What to import with."""
        columns = {
            name: str(box.currentData() or "") for name, box in self.columns.items() if box.count()
        }
        return replace(
            self._options, clean_m=float(self.clean.value()), columns=columns, dry_run=False
        )

    # --- looking

    def look(self) -> None:
        """Find out in a job what importing would do."""
        if self._runner.job is not None:
            self._later.start()
            return
        project, table, source, wish = self._project, self._table, self._source, self.options()
        name = _("Preview of {name}").format(name=source.name)

        def work(progress: Progress) -> tuple[Table, AreaPreview]:
            with project.lent(name):
                read = table if table is not None else read_areas(source, wish, progress)
                return read, preview_areas(project, read, wish, progress)

        self.said.setText(f"{name} …")
        self._running = self._runner.run(name, work, done=self._looked, failed=self._failed)
        self._enable()

    def _looked(self, result: tuple[Table, AreaPreview]) -> None:
        self._project.take_back()
        first = self._table is None
        self._running = False
        self._table, self._preview = result
        if first:
            self._list_columns(self._table, self._preview)
        self._show(self._preview)
        if first:
            self._zoom(shapely.total_bounds([*self._preview.before]).tolist(), 0.04)
        self._enable()

    def _failed(self, error: BaseException) -> None:
        self._project.take_back()
        self._running, self._preview = False, None
        self.said.setText(told(error))
        self._enable()

    def _list_columns(self, table: Table, preview: AreaPreview) -> None:
        for name, box in self.columns.items():
            box.blockSignals(True)
            box.addItem("—", "")
            for column in table.columns:
                box.addItem(column, column)
            choose(box, preview.columns.get(name, ""))
            box.blockSignals(False)

    # --- showing

    def _show(self, preview: AreaPreview) -> None:
        for tree in (self.repairs, self.areas, self.refused):
            tree.clear()
        for item in preview.mended[:LISTED]:
            line = _line(self.repairs, [item.sentence, f"{item.repair.area_m2:,.1f}"], {1})
            line.setData(0, DATA, (item.repair.ground, item.repair.place))
            line.setToolTip(0, item.sentence)
        for area, shape in zip(preview.areas[:LISTED], preview.before, strict=False):
            change = area.after_m2 - area.before_m2
            texts = [str(area.line), area.code, area.name]
            texts += [f"{area.after_m2:,.0f}", f"{change:+,.1f}" if abs(change) > 0.05 else "0"]
            _line(self.areas, texts, {3, 4}).setData(0, DATA, (shape, None))
        for number, why in preview.report.refused[:LISTED]:
            _line(self.refused, [str(number), why], set())
        self.tabs.setTabText(0, _("Repairs ({n})").format(n=len(preview.mended)))
        self.tabs.setTabText(1, _("Areas ({n})").format(n=len(preview.areas)))
        self.tabs.setTabText(2, _("Left out ({n})").format(n=len(preview.report.refused)))
        self.said.setText(self._words(preview))
        self._paint()

    def _words(self, preview: AreaPreview) -> str:
        size = sum(item.repair.area_m2 for item in preview.mended)
        count = len(preview.mended)
        text = ngettext("{n} repair, {area:,.1f} m².", "{n} repairs, {area:,.1f} m².", count)
        head = preview.report.to_text().splitlines()[0]
        return sentences(head, text.format(n=count, area=size), *preview.report.notes[:3])

    def _paint(self) -> None:
        if self._preview is None:
            return
        preview, pointing = self._preview, self.map.pointing
        none = np.empty(0, dtype=object)
        pointing.show_lines(
            _borders(preview.before) if self.before.isChecked() else none,
            _borders(preview.after) if self.after.isChecked() else none,
        )
        marked = [item.repair for item in preview.mended]
        pointing.show_grounds([item.ground for item in marked], [item.place for item in marked])

    def _point(self, line: QTreeWidgetItem | None) -> None:
        found = line.data(0, DATA) if line is not None else None
        if not found:
            return
        ground, place = found
        bounds = ground.bounds if not ground.is_empty else (*place, *place)
        self._zoom(list(bounds), 0.2)
        self._flash(ground, place)

    def _flash(self, ground: MultiPolygon, place: Point | None) -> None:
        self.map.pointing.flash(ground, place)

    def _zoom(self, bounds: list[float], margin: float) -> None:
        west, south, east, north = bounds
        if not np.isfinite(bounds).all():
            return
        half = max(east - west, north - south, CLOSEST_DEG) / 2
        x, y = (west + east) / 2, (south + north) / 2
        self.map.zoom_to((x - half, y - half, x + half, y + half), margin=margin)

    # --- inner

    def done(self, result: int) -> None:
        self._later.stop()
        if self._running:
            self._runner.cancel()
        self.map.close_files()
        super().done(result)

    def _changed(self, _value: Any = None) -> None:
        self._preview = None
        self._later.start()
        self._enable()

    def _enable(self) -> None:
        ready = self._preview is not None and self._preview.report.added > 0
        self.ok.setEnabled(ready and not self._running)

    def _connect(self) -> None:
        self.clean.valueChanged.connect(self._changed)
        for box in self.columns.values():
            box.currentIndexChanged.connect(self._changed)
        for switch in (self.before, self.after):
            switch.setChecked(True)
            switch.toggled.connect(lambda _on: self._paint())
        for tree in (self.repairs, self.areas):
            tree.itemClicked.connect(lambda line, _column: self._point(line))
            tree.itemSelectionChanged.connect(lambda tree=tree: self._point_selected(tree))

    def _point_selected(self, tree: QTreeWidget) -> None:
        for line in tree.selectedItems():
            self._point(line)

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        questions = form()
        questions.addRow(_("Clean borders"), self.clean)
        questions.addRow(_("Shown"), row(self.before, self.after))
        mapping = QWidget()
        fields: QFormLayout = form()
        for name, box in self.columns.items():
            fields.addRow(_(_FIELDS[name]), box)
        inner = QVBoxLayout(mapping)
        inner.setContentsMargins(UNIT_PX * 2, UNIT_PX * 2, UNIT_PX * 2, UNIT_PX * 2)
        inner.addWidget(muted(_("Which column of the file holds what.")))
        inner.addLayout(fields)
        inner.addStretch(1)
        for tree, text in (
            (self.repairs, _("Repairs")),
            (self.areas, _("Areas")),
            (self.refused, _("Left out")),
            (mapping, _("Columns")),
        ):
            self.tabs.addTab(tree, text)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT_PX * 2)
        column.addLayout(questions)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.said)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.map)
        parts.setSizes([460, 700])
        line = row(QLabel(_("A click on a line shows it on the map.")))
        line.addStretch(1)
        line.addWidget(buttons)
        line.addWidget(self.ok)
        whole = dialog_column(self)
        whole.addWidget(parts, 1)
        whole.addLayout(line)


def _borders(shapes: tuple[MultiPolygon, ...]) -> Any:
    """The rings of polygons as lines."""
    listed = np.empty(len(shapes), dtype=object)
    listed[:] = list(shapes)
    rings = shapely.get_rings(shapely.get_parts(listed))
    coords, of = shapely.get_coordinates(rings, return_index=True)
    return shapely.linestrings(coords, indices=of) if len(coords) else np.empty(0, dtype=object)


def _line(tree: QTreeWidget, texts: list[str], numbers: set[int]) -> QTreeWidgetItem:
    made = listed(texts, numbers)
    tree.addTopLevelItem(made)
    return made
