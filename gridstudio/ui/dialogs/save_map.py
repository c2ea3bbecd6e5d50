"""Save the map: which page, which scale, what stands on it, with a preview of the whole page."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gridstudio.canvas.scene import Look
from gridstudio.canvas.sheet import plan, without_empty_legend
from gridstudio.canvas.sheet_files import ENDINGS, sheet_image
from gridstudio.canvas.viewport import Bounds
from gridstudio.domain.map_data import MapData
from gridstudio.domain.sheet import DPIS, PAGES_MM, Sheet
from gridstudio.errors import UserError
from gridstudio.i18n import _
from gridstudio.ui.parts import choose, form, heading, muted
from gridstudio.ui.scales import COMMON, read_scale, scale_text

PREVIEW_PX = 520
PREVIEW_DELAY_MS = 200
PREVIEW_DPI, PREVIEW_PIXELS = 150.0, 5e6
"""Painted finer than shown, or base maps would show other names than on paper."""
INCH_MM = 25.4


@dataclass(frozen=True, eq=False)
class MapToSave:
    """What the dialog starts from: ``view`` and ``whole`` are what can be shown, in degrees."""

    data: MapData
    look: Look
    view: Bounds
    whole: Bounds
    title: str
    footer: str


class SaveMapDialog(QDialog):
    """Makes a Sheet, and names the kind of file."""

    def __init__(self, subject: MapToSave, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Save the map"))
        self._subject = subject
        self.what = _choices((_("Current view"), "view"), (_("Whole county"), "whole"))
        self.kind = _choices(
            (_("PDF for printing"), ".pdf"),
            (_("SVG for drawing programs"), ".svg"),
            (_("PNG picture"), ".png"),
        )
        self.page = _choices(*((name, name) for name in PAGES_MM))
        self.lie = _choices((_("Landscape"), True), (_("Portrait"), False))
        self.dpi = _choices(*((f"{dpi} dpi", dpi) for dpi in DPIS))
        choose(self.dpi, 300)  # type: ignore[arg-type]
        self.scale = QComboBox()
        self.scale.setEditable(True)
        self.scale.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.scale.addItems([_("Fits the page"), *(scale_text(number) for number in COMMON)])
        self.title, self.footer = QLineEdit(subject.title), QLineEdit(subject.footer)
        self.legend, self.graticule = QCheckBox(_("Legend")), QCheckBox(_("Graticule"))
        self.scale_bar, self.north = QCheckBox(_("Scale bar")), QCheckBox(_("North arrow"))
        for box in (self.legend, self.scale_bar, self.north):
            box.setChecked(True)
        self.graticule.setChecked(subject.look.graticule)
        self.preview, self.facts = QLabel(), muted()
        self.preview.setObjectName("preview")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setFixedSize(PREVIEW_PX + 32, PREVIEW_PX)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PREVIEW_DELAY_MS)
        self._soon.timeout.connect(self.show_preview)
        self._lay_out()
        self._connect()
        self.show_preview()

    def sheet(self) -> Sheet:
        """Raises UserError where the scale that was typed is none."""
        subject = self._subject
        return Sheet(
            bounds=subject.view if self.what.currentData() == "view" else subject.whole,
            denominator=self._denominator(),
            page=self.page.currentData(),
            landscape=self.lie.currentData(),
            dpi=self.dpi.currentData(),
            title=self.title.text().strip(),
            legend=self.legend.isChecked(),
            graticule=self.graticule.isChecked(),
            scale_bar=self.scale_bar.isChecked(),
            north=self.north.isChecked(),
            footer=self.footer.text().strip(),
        )

    def ending(self) -> str:
        """One of ENDINGS."""
        chosen: str = self.kind.currentData()
        assert chosen in ENDINGS
        return chosen

    def show_preview(self) -> None:
        """Paint the page as small as it is shown here, and say what it covers."""
        self._soon.stop()
        try:
            sheet = self.sheet()
        except UserError as error:
            self._say(str(error), problem=True)
            return
        laid = plan(without_empty_legend(sheet, self._subject.data, self._subject.look))
        wide_mm, high_mm = sheet.size_mm
        dpi = min(PREVIEW_DPI, (PREVIEW_PIXELS * INCH_MM**2 / (wide_mm * high_mm)) ** 0.5)
        image = sheet_image(sheet, self._subject.data, self._subject.look, dpi=dpi)
        ratio = self.devicePixelRatioF()
        side = round((PREVIEW_PX - 32) * ratio)
        small = image.scaled(
            side,
            side,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        small.setDevicePixelRatio(ratio)
        self.preview.setPixmap(QPixmap.fromImage(small))
        wide, high = (
            side * laid.denominator * 0.0254 / 96 / 1000
            for side in (laid.map.width(), laid.map.height())
        )
        self._say(
            _("{scale}, the map shows {wide:.1f} × {high:.1f} km").format(
                scale=scale_text(laid.denominator), wide=wide, high=high
            )
        )

    def _denominator(self) -> float | None:
        text = self.scale.currentText()
        return None if text == self.scale.itemText(0) else read_scale(text)

    def _say(self, text: str, *, problem: bool = False) -> None:
        self.facts.setText(text)
        self.facts.setObjectName("refusal" if problem else "muted")
        self.facts.style().unpolish(self.facts)
        self.facts.style().polish(self.facts)
        self._save.setEnabled(not problem)

    def _connect(self) -> None:
        for box in (self.what, self.kind, self.page, self.lie, self.dpi):
            box.currentIndexChanged.connect(self._soon.start)
        self.scale.currentTextChanged.connect(self._soon.start)
        for line in (self.title, self.footer):
            line.textChanged.connect(self._soon.start)
        for switch in (self.legend, self.graticule, self.scale_bar, self.north):
            switch.toggled.connect(self._soon.start)

    def _lay_out(self) -> None:
        fields = form()
        for text, widget in (
            (_("Shown"), self.what),
            (_("Scale"), self.scale),
            (_("Page"), self.page),
            (_("Direction"), self.lie),
            (_("File"), self.kind),
            (_("Pictures"), self.dpi),
            (_("Title"), self.title),
            (_("Footer"), self.footer),
        ):
            fields.addRow(text, widget)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._save = buttons.button(QDialogButtonBox.StandardButton.Save)
        self._save.setObjectName("primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(fields)
        column.addSpacing(8)
        column.addWidget(heading(_("On the page")))
        for switch in (self.legend, self.scale_bar, self.north, self.graticule):
            column.addWidget(switch)
        column.addStretch(1)
        column.addWidget(self.facts)
        column.addWidget(buttons)
        side = QWidget()
        side.setFixedWidth(300)
        side.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(16)
        whole.addWidget(side)
        whole.addWidget(self.preview)


def _choices(*choices: tuple[str, object]) -> QComboBox:
    box = QComboBox()
    for text, value in choices:
        box.addItem(text, value)
    return box
