"""Adding a base map of tiles: which of a file's maps, its name, its datum; looked at on the map."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gridstudio.canvas.surface import Surface
from gridstudio.domain.layer_tree import BASE_MAPS
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Layer
from gridstudio.formats.base_map_files import BaseMapFile
from gridstudio.geometry.datum import to_wgs84
from gridstudio.i18n import _
from gridstudio.ui.dialogs.datum_choice import datum_box, datum_help
from gridstudio.ui.dialogs.placing_preview import PREVIEW_ID, over_base_maps
from gridstudio.ui.parts import button, choose, form, muted, row
from gridstudio.ui.style import UNIT_PX


class AddBaseMapDialog(QDialog):
    """``found`` is the file; what was chosen is in ``name``, ``datum`` and ``table``.

    With ``layer`` it asks again for the datum of a base map that is there already. The preview
    shows no other base map: what is asked is whether this one fits borders and customers.
    """

    def __init__(
        self,
        found: BaseMapFile,
        data: MapData,
        theme: str,
        *,
        layer: Layer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._found, self._data, self._layer = found, data, layer
        adding = layer is None
        self.setWindowTitle(_("Add a base map") if adding else _("Datum of the base map"))
        self.resize(760, 600)
        self.name = QLineEdit(found.name if layer is None else layer.name)
        self.name.setEnabled(adding)
        self.table = QComboBox()
        for name, reason in found.tables.items():
            if not reason:
                self.table.addItem(name, name)
        choose(self.table, found.table)
        self.datum = datum_box(unchosen=False)
        choose(self.datum, "wgs84" if layer is None else layer.datum)
        self.preview = Surface()
        self.preview.set_theme(theme)
        self.preview.setMinimumHeight(240)
        self.preview.set_look(replace(self.preview.look, level=None, hidden=data.hidden))
        self._whole = button(_("Whole base map"), "mdi6.fit-to-page-outline", theme)
        self._county = button(_("Whole county"), "mdi6.home-outline", theme)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(_("Add") if adding else _("Change"))
        ok.setObjectName("primary")
        self._lay_out()
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.datum.activated.connect(lambda _at: self.show_preview())
        self.table.activated.connect(lambda _at: self.show_preview())
        self._whole.clicked.connect(self.show_whole)
        self._county.clicked.connect(self.preview.zoom_all)
        self.show_preview()
        QTimer.singleShot(0, self._first_view)

    def _lay_out(self) -> None:
        margin = 4 * UNIT_PX
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(3 * UNIT_PX)
        fields = form()
        fields.addRow(_("File"), muted(str(self._found.path)))
        fields.addRow(_("Holds"), muted(_facts(self._found)))
        if self.table.count() > 1 and self._layer is None:
            fields.addRow(_("Map in the file"), self.table)
        fields.addRow(_("Name"), self.name)
        fields.addRow(_("Datum"), self.datum)
        column.addLayout(fields)
        column.addWidget(muted(datum_help()))
        column.addWidget(self.preview, 1)
        end = row(self._whole, self._county)
        end.addStretch(1)
        end.addWidget(self._buttons)
        column.addLayout(end)

    def show_preview(self) -> None:
        """The project's map with this base map in the chosen datum."""
        datum, table = self.datum.currentData(), self.table.currentData() or ""
        shown = Layer(
            PREVIEW_ID,
            self.name.text(),
            "tiles",
            source=str(self._found.path.resolve()),
            datum=datum,
            options={"table": table} if table else {},
        )
        bare = tuple(layer for layer in self._data.layers if layer.kind not in BASE_MAPS)
        self.preview.set_data(over_base_maps(replace(self._data, layers=bare), shown))

    def show_whole(self) -> None:
        """All of the base map."""
        bounds = self._found.bounds
        if bounds is not None:
            (west, south), (east, north) = to_wgs84(
                [bounds[:2], bounds[2:]], self.datum.currentData()
            ).tolist()
            self.preview.zoom_to((west, max(south, -85.0), east, min(north, 85.0)))

    def _first_view(self) -> None:
        self.preview.zoom_all()
        if not len(self._data.areas) and not len(self._data.customers):
            self.show_whole()

    def done(self, result: int) -> None:
        """Let go of the files, however the dialog ends."""
        self.preview.set_data(None)
        self.preview.close_files()
        super().done(result)


def _facts(found: BaseMapFile) -> str:
    """Levels, and whom the map wants named."""
    first, last = found.zooms[0], found.zooms[-1]
    text = _("Tiles of levels {first} to {last}").format(first=first, last=last)
    if first == last:
        text = _("Tiles of level {level}").format(level=first)
    return f"{text} · {found.attribution}" if found.attribution else text
