"""A base map from OpenStreetMap: which extract, tiles or layers, how near, and what it costs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QWidget,
)

from gridstudio.canvas.viewport import SCREEN_PX_M
from gridstudio.commands.base_map_osm import (
    DEEPEST_ZOOM,
    TileOptions,
    TilePlan,
    name_of,
    plan_tiles,
)
from gridstudio.errors import UserError
from gridstudio.formats.osm import stated_bounds
from gridstudio.geometry.mercator import ground_factor, to_xy
from gridstudio.geometry.tile_grid import Bounds, metre_per_px
from gridstudio.i18n import _, language, ngettext
from gridstudio.ui.parts import button, choose, dialog_column, form, muted, row

_FIRST_ZOOM, _LAST_ZOOM = 8, 15
_USUAL_LATITUDE = 35.0


class OsmBaseMapDialog(QDialog):
    """``source``, ``as_tiles``, ``out`` and ``options`` are what the user chose."""

    def __init__(self, folder: Path, theme: str, parent: QWidget | None = None) -> None:
        """``folder`` is where tiles are put unless the user says otherwise."""
        super().__init__(parent)
        self._folder = folder
        self._bounds: Bounds | None = None
        self._problem = ""
        self._replaceable = Path()
        self.setWindowTitle(_("Base map from OpenStreetMap"))
        self.setMinimumWidth(560)
        self.path, self.target = QLineEdit(), QLineEdit()
        self.path.setPlaceholderText(_("An extract of a region, .osm.pbf or .osm"))
        self._browse_source = button(_("Browse …"), "mdi6.folder-open-outline", theme)
        self._browse_source.clicked.connect(self._choose_source)
        self._browse_target = button(_("Browse …"), "mdi6.folder-open-outline", theme)
        self._browse_target.clicked.connect(self._choose_target)
        self.kind = _choices(
            (_("Pictures in tiles: quick to draw, looks like a printed map"), "tiles"),
            (_("Layers in this project: can be restyled and measured"), "layers"),
        )
        self.first, self.last = QComboBox(), QComboBox()
        for box, zoom in ((self.first, _FIRST_ZOOM), (self.last, _LAST_ZOOM)):
            for number in range(DEEPEST_ZOOM + 1):
                box.addItem(str(number), number)
            box.setCurrentIndex(zoom)
        self.appearance = _choices((_("Light"), "light"), (_("Dark"), "dark"))
        choose(self.appearance, theme)
        self.names = _choices((_("Chinese"), "zh"), (_("English"), "en"))
        choose(self.names, language()[:2])
        self.sharpness = _choices(
            (_("Usual screens (256 pixels a tile)"), 1), (_("Sharp screens (512 pixels)"), 2)
        )
        self.estimate = muted()
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(_("Make the base map"))
        self.ok.setObjectName("primary")
        self._fields = form()
        self._lay_out()
        self._connect()
        self._refresh()

    # --- what was chosen

    def source(self) -> Path:
        return Path(self.path.text().strip())

    def out(self) -> Path:
        """The MBTiles file."""
        path = Path(self.target.text().strip())
        return path if path.suffix.lower() == ".mbtiles" else Path(f"{path}.mbtiles")

    def may_replace(self) -> bool:
        """Whether the user has agreed that a file of that name is replaced."""
        return self.out() == self._replaceable

    def as_tiles(self) -> bool:
        return bool(self.kind.currentData() == "tiles")

    def options(self) -> TileOptions:
        return TileOptions(
            zooms=(self.first.currentData(), self.last.currentData()),
            appearance=self.appearance.currentData(),
            language=self.names.currentData(),
            ratio=self.sharpness.currentData(),
        )

    # --- making it

    def _lay_out(self) -> None:
        self._zooms = row(self.first, self.last)
        self._out_row = row(self.target, self._browse_target)
        self._fields.addRow(_("Extract"), row(self.path, self._browse_source))
        self._fields.addRow(_("Make"), self.kind)
        self._fields.addRow(_("Look"), self.appearance)
        self._fields.addRow(_("Names"), self.names)
        self._fields.addRow(_("Zooms"), self._zooms)
        self._fields.addRow(_("Tiles for"), self.sharpness)
        self._fields.addRow(_("Keep in"), self._out_row)
        column = dialog_column(self)
        column.addLayout(self._fields)
        column.addWidget(self.estimate)
        source = _("Extracts of regions are at download.geofabrik.de. © OpenStreetMap contributors")
        column.addWidget(muted(source))
        column.addWidget(self._buttons)

    def _connect(self) -> None:
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.path.textChanged.connect(self._source_changed)
        self.target.textChanged.connect(self._refresh)
        self.kind.currentIndexChanged.connect(self._refresh)
        self.sharpness.currentIndexChanged.connect(self._refresh)
        for box in (self.first, self.last):
            box.currentIndexChanged.connect(self._refresh)
        self._name_zooms()

    # --- keeping it true

    def _source_changed(self) -> None:
        self._bounds, self._problem = None, ""
        source = self.source()
        if source.is_file():
            try:
                self._bounds = stated_bounds(source)
            except UserError as error:
                self._problem = str(error)
            self.target.setText(str(self._folder / f"{name_of(source)}.mbtiles"))
            self._name_zooms()
        self._refresh()

    def _name_zooms(self) -> None:
        """Say at which scale a screen shows each zoom, in the middle of the extract."""
        latitude = _USUAL_LATITUDE if self._bounds is None else sum(self._bounds[1::2]) / 2
        y = to_xy((0.0, latitude))[1]
        for box, text in ((self.first, _("from {zoom}")), (self.last, _("to {zoom}"))):
            for zoom in range(DEEPEST_ZOOM + 1):
                scale = metre_per_px(zoom) * ground_factor(y) / SCREEN_PX_M
                rounded = float(f"{scale:.2g}")
                box.setItemText(zoom, f"{text.format(zoom=zoom)}   1 : {rounded:,.0f}")

    def _refresh(self) -> None:
        tiles = self.as_tiles()
        for part in (self._zooms, self.sharpness, self._out_row):
            self._fields.setRowVisible(part, tiles)
        problem, text = self._problem, ""
        source = self.source()
        if not source.is_file():
            text = _("Choose an extract.") if not self.path.text().strip() else ""
            problem = problem or (_("There is no such file.") if not text else "")
        elif not problem and tiles:
            problem, text = self._tiles_said(source)
        elif not problem:
            text = _("The layers lie in a group at the bottom; one undo takes them back.")
        named = bool(self.target.text().strip()) or not tiles
        self.ok.setEnabled(source.is_file() and not problem and named)
        self.estimate.setText(problem or text)

    def _tiles_said(self, source: Path) -> tuple[str, str]:
        """What is wrong with the tiles asked for, or what they will be."""
        if self._bounds is None:
            said = _("The extract does not say how far it reaches; the tiles are counted later.")
            return "", said
        try:
            plan = plan_tiles(self._bounds, self.options(), source.stat().st_size)
        except UserError as error:
            return str(error), ""
        return "", plan_text(plan)

    def _choose_source(self) -> None:
        text = _("OpenStreetMap extracts")
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Choose an extract"), str(self._folder), f"{text} (*.pbf *.osm)"
        )
        if path:
            self.path.setText(path)

    def _choose_target(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self, _("Where to keep the tiles"), self.target.text(), "MBTiles (*.mbtiles)"
        )
        if path:
            self.target.setText(path)
            self._replaceable = self.out()  # the system's dialog has asked


def plan_text(plan: TilePlan) -> str:
    """How many tiles, about how large, about how long."""
    tiles = ngettext("{count:,} tile", "{count:,} tiles", plan.tiles).format(count=plan.tiles)
    size = max(plan.size_bytes / 1e6, 0.1)
    minutes = plan.seconds / 60
    if minutes < 1:
        time = _("less than a minute")
    else:
        time = ngettext("about {count} minute", "about {count} minutes", round(minutes)).format(
            count=round(minutes)
        )
    return _("{tiles}, about {size:.1f} MB, {time}").format(tiles=tiles, size=size, time=time)


def _choices(*entries: tuple[str, object]) -> QComboBox:
    box = QComboBox()
    for text, key in entries:
        box.addItem(text, key)
    return box
