"""Placing a picture of a map: the picture beside the map, control points with their residuals."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QSlider,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gridstudio.canvas.picture_pyramid import Pyramid
from gridstudio.canvas.viewport import Viewport
from gridstudio.domain.map_data import MapData
from gridstudio.errors import UserError
from gridstudio.geometry.georeference import DEGREES, MERCATOR, Placement, in_mercator
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.i18n import _
from gridstudio.ui.dialogs.datum_choice import datum_box, datum_help
from gridstudio.ui.dialogs.place_view import PlaceMark, PlaceView
from gridstudio.ui.dialogs.placing_preview import on_bare_ground, picture_alone, with_picture
from gridstudio.ui.dialogs.placing_table import PlacingTable
from gridstudio.ui.parts import button, choose, form, muted, row
from gridstudio.ui.placing import Draft, Fit, agreement, bounds_of, zones_near
from gridstudio.ui.style import UNIT_PX

_OPACITY = 70
_TABLE_PX = 196


class PlacePictureDialog(QDialog):
    """``draft`` is what has been set; ``placement`` what it comes to when the dialog is accepted.

    ``layer_id`` is the layer that is placed anew, 0 for a new one.
    """

    def __init__(
        self,
        path: Path,
        draft: Draft,
        data: MapData,
        view: Viewport,
        theme: str,
        *,
        pyramid: Pyramid | None = None,
        layer_id: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.path, self.draft = path, draft
        self.placement: Placement | None = None
        self._data, self._layer_id = data, layer_id
        self._pixel: tuple[float, float] | None = None
        self._place: tuple[float, float] | None = None
        self.setWindowTitle(_("Place the picture {name}").format(name=path.name))
        self.resize(1160, 760)
        self.picture, self.map = PlaceView(theme), PlaceView(theme)
        self.table = PlacingTable(theme)
        self.typed = QLineEdit()
        self.remove = button(_("Remove"), "mdi6.delete-outline", theme)
        self.method, self.crs = QComboBox(), QComboBox()
        self.datum = datum_box(unchosen=False)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.corners = (QLineEdit(), QLineEdit())
        self.hint, self.outcome = muted(), QLabel()
        self._fill(view)
        self._lay_out()
        self._connect()
        for surface in (self.picture, self.map):
            if pyramid is not None:
                surface.use_picture(path.resolve(), pyramid)
        self._show_picture()
        self.map.set_look(on_bare_ground(self.map.look, data))
        self.map.show_viewport(view)
        self.show_draft()
        QTimer.singleShot(0, self._show_both)

    # --- making

    def _fill(self, view: Viewport) -> None:
        names = {
            "points": _("Control points"),
            "corners": _("Two corners"),
            "file": _("As the file says"),
        }
        for key, text in names.items():
            if key != "file" or self.draft.stated is not None:
                self.method.addItem(text, key)
        choose(self.method, self.draft.method)
        longitude = float(to_lonlat([view.x, view.y])[0])
        systems = [(DEGREES, _("Longitude and latitude")), *zones_near(longitude)]
        for code, text in [*systems, (MERCATOR, _("Web Mercator"))]:
            self.crs.addItem(f"{text} ({code})", code)
        code_field = QLineEdit()
        code_field.editingFinished.connect(lambda: self._try(self._with_crs))
        self.crs.setLineEdit(code_field)
        self.crs.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.crs.setToolTip(_("Any EPSG code can be typed, such as EPSG:4547."))
        self.crs.setMinimumWidth(300)
        choose(self.datum, self.draft.datum)
        self.datum.setToolTip(datum_help())
        self.opacity.setRange(10, 100)
        self.opacity.setValue(_OPACITY)
        self.opacity.setFixedWidth(120)
        self.outcome.setObjectName("muted")
        self.outcome.setWordWrap(True)
        for line, corner in zip(self.corners, self.draft.corners, strict=False):
            line.setText(self.draft.in_words(corner))

    def _lay_out(self) -> None:
        margin = 4 * UNIT_PX
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(2 * UNIT_PX)
        top = row(QLabel(_("Placed by")), self.method, QLabel(_("Coordinate system")), self.crs)
        top.addLayout(row(QLabel(_("Datum")), self.datum))
        top.addStretch(1)
        top.addLayout(row(QLabel(_("Opacity")), self.opacity))
        column.addLayout(top)
        column.addWidget(self.hint)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.picture)
        both.addWidget(self.map)
        both.setChildrenCollapsible(False)
        column.addWidget(both, 1)
        self.below = QStackedWidget()
        self.below.setFixedHeight(_TABLE_PX)
        for page in (self._points_page(), self._corners_page(), QWidget()):
            self.below.addWidget(page)
        column.addWidget(self.below)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(_("Place"))
        self.ok.setObjectName("primary")
        end = row(self.outcome)
        end.setStretch(0, 1)
        end.addWidget(self._buttons)
        column.addLayout(end)

    def _points_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * UNIT_PX)
        column.addWidget(self.table, 1)
        column.addLayout(row(QLabel(_("Coordinates of the point")), self.typed, self.remove))
        return page

    def _corners_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        fields = form()
        fields.addRow(_("Upper left"), self.corners[0])
        fields.addRow(_("Lower right"), self.corners[1])
        column.addLayout(fields)
        column.addWidget(muted(_("The outer corners of the picture, not of the map frame in it.")))
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        self.picture.clicked.connect(self.click_picture)
        self.map.clicked.connect(self.click_map)
        self.typed.returnPressed.connect(self.take_typed)
        self.table.typed.connect(self._retyped)
        self.table.itemSelectionChanged.connect(self._marks)
        self.remove.clicked.connect(self.remove_chosen)
        self.method.activated.connect(lambda _at: self._try(self._with_method))
        self.crs.activated.connect(lambda _at: self._try(self._with_crs))
        self.datum.activated.connect(lambda _at: self._try(self._with_datum))
        self.opacity.valueChanged.connect(lambda _value: self._preview())
        for line in self.corners:
            line.editingFinished.connect(lambda: self._try(self._with_corners))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        # Enter in a field takes what is typed; it does not end the dialog.
        cancel = self._buttons.button(QDialogButtonBox.StandardButton.Cancel)
        for made in (self.ok, cancel, self.remove):
            made.setAutoDefault(False)

    # --- the hand

    def click_picture(self, x: float, y: float) -> None:
        """A place in the picture, in metres of its own plane: one per pixel."""
        if self.draft.method == "points":
            self._pixel = x - 0.5, -y - 0.5
            self._join(clicked=True)

    def click_map(self, x: float, y: float) -> None:
        """A place on the map, in metres."""
        try:
            place = self.draft.place_of((x, y))
        except UserError as error:
            self._say(str(error), problem=True)
            return
        if self.draft.method == "corners":
            empty = [line for line in self.corners if not line.text().strip()]
            line = (
                empty[0] if empty else next((one for one in self.corners if one.hasFocus()), None)
            )
            if line is not None:
                line.setText(self.draft.in_words(place))
                self._try(self._with_corners)
        elif self.draft.method == "points":
            self._place = place
            self._join(clicked=True)

    def take_typed(self) -> None:
        """The coordinates in the field belong to the place that was clicked in the picture."""
        try:
            self._place = self.draft.read(self.typed.text())
        except UserError as error:
            self._say(str(error), problem=True)
            return
        self._join(clicked=False)

    def remove_chosen(self) -> None:
        number = self.table.chosen()
        if number is not None:
            self.draft = self.draft.without(number)
            self.show_draft()

    def _join(self, *, clicked: bool) -> None:
        """A pixel and a place make a control point."""
        if self._pixel is not None and self._place is not None:
            self.draft = self.draft.with_point(self._pixel, self._place, clicked=clicked)
            self._pixel = self._place = None
            self.typed.clear()
        self.show_draft()

    def _retyped(self, number: int, text: str) -> None:
        self._try(lambda: self.draft.moved(number, self.draft.read(text)))

    # --- other settings

    def _with_method(self) -> Draft:
        return replace(self.draft, method=self.method.currentData())

    def _with_crs(self) -> Draft:
        text = self.crs.currentText().strip()
        at = self.crs.findText(text)
        if at >= 0:
            return self.draft.in_crs(self.crs.itemData(at))
        found = re.search(r"(\d{4,6})", text)
        if found is None:
            raise UserError(
                _("“{crs}” is no coordinate system. Give an EPSG code such as EPSG:4547.").format(
                    crs=text
                )
            )
        return self.draft.in_crs(f"EPSG:{found[1]}")

    def _with_datum(self) -> Draft:
        return self.draft.in_datum(self.datum.currentData())

    def _with_corners(self) -> Draft:
        texts = [line.text().strip() for line in self.corners]
        return replace(self.draft, corners=tuple(self.draft.read(text) for text in texts if text))

    def _try(self, change: object) -> None:
        try:
            self.draft = change()  # type: ignore[operator]
        except UserError as error:
            self._say(str(error), problem=True)
            self.ok.setEnabled(False)
            return
        self.show_draft()

    # --- showing

    def show_draft(self) -> None:
        """Everything anew, after any change."""
        draft = self.draft
        self.below.setCurrentIndex(("points", "corners", "file").index(draft.method))
        self.crs.setEditText(self._crs_text(draft.crs))
        for line, corner in zip(self.corners, draft.corners, strict=False):
            line.setText(draft.in_words(corner))
        fit: Fit | None = None
        try:
            self.placement = draft.placement()
            if draft.method == "points":
                fit = draft.fit()
            elif self.placement.affine is not None:
                in_mercator(self.placement.affine, draft.size, draft.crs, draft.datum)
            self._say(agreement(fit) if fit is not None else "")
        except UserError as error:
            self.placement = None
            self._say(str(error))
        self.ok.setEnabled(self.placement is not None)
        self.table.show_draft(draft, fit)
        self.hint.setText(self._next_step())
        self._marks(fit)
        self._preview()

    def _next_step(self) -> str:
        if self.draft.method == "corners":
            return _("Type the coordinates of both corners, or click them on the map.")
        if self.draft.method == "file":
            return _("The file says where the picture lies. Choose its system and datum, and look.")
        if self._pixel is not None:
            return _("Now click the same place on the map, or type its coordinates below.")
        if self._place is not None:
            return _("Now click the same place in the picture.")
        return _(
            "Click a place in the picture, then the same place on the map, or type its "
            "coordinates. Places far apart are best: crossings, bridges, corners of the grid."
        )

    def _crs_text(self, code: str) -> str:
        at = self.crs.findData(code)
        return self.crs.itemText(at) if at >= 0 else code

    def _marks(self, fit: Fit | None = None) -> None:
        """Numbered marks on both sides."""
        picture, ground = [], []
        if self.draft.method == "points":
            try:
                places = self.draft.metres().tolist()
            except UserError:
                places = []
            chosen = self.table.chosen()
            for number, place in enumerate(places):
                point = self.draft.points[number]
                doubtful = fit is not None and number in (fit.worst, fit.bad)
                tone = "danger" if doubtful or number == chosen else "accent"
                text = str(number + 1)
                picture.append(PlaceMark((point.column + 0.5, -point.line - 0.5), text, tone))
                ground.append(PlaceMark((place[0], place[1]), text, tone))
            if self._pixel is not None:
                at = self._pixel[0] + 0.5, -self._pixel[1] - 0.5
                picture.append(PlaceMark(at, "?", "danger"))
        self.picture.set_marks(tuple(picture))
        self.map.set_marks(tuple(ground))

    def _preview(self) -> None:
        share = self.opacity.value() / 100
        shown = with_picture(self._data, self.path, self.placement, share, self._layer_id)
        self.map.set_data(shown)

    def _show_picture(self) -> None:
        look = self.picture.look
        plain = replace(look.theme, base_map_veil=QColor(0, 0, 0, 0))
        self.picture.set_look(replace(look, theme=plain, furniture=False, labels=False))
        self.picture.set_data(picture_alone(self._data, self.path))

    def _show_both(self) -> None:
        """Once the sizes are known: the whole picture, and where it lies."""
        width, height = self.draft.size
        scale = max(width / max(self.picture.width(), 1), height / max(self.picture.height(), 1))
        view = self.picture.viewport_now
        whole = replace(view, x=width / 2, y=-height / 2, metre_per_px=scale * 1.05)
        self.picture.show_viewport(whole)
        if self.placement is not None:
            self.map.zoom_to(bounds_of(self.placement, self.draft.size), margin=0.1)

    def _say(self, text: str, *, problem: bool = False) -> None:
        self.outcome.setObjectName("refusal" if problem else "muted")
        self.outcome.style().polish(self.outcome)
        self.outcome.setText(text)

    def done(self, result: int) -> None:
        """Let go of the files, however the dialog ends."""
        for surface in (self.picture, self.map):
            surface.set_data(None)
            surface.close_files()
        super().done(result)
