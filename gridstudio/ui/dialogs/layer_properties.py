"""A layer's name, opacity, scales and meaning; what is chosen shows on the map meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QWidget,
)

from gridstudio.assessment.terrain import HOLDS
from gridstudio.domain.rows import Layer
from gridstudio.errors import UserError
from gridstudio.i18n import _
from gridstudio.ui.parts import dialog_column, form, muted, row
from gridstudio.ui.scales import COMMON, read_scale, scale_text

NAME_PX, SHARE_PX = 300, 40


class LayerPropertiesDialog(QDialog):
    """``changed`` is the layer as the user wants it; ``preview`` is called with it as it becomes
    another."""

    def __init__(
        self,
        layer: Layer,
        shown_name: str,
        facts: str,
        scale_now: float,
        preview: Callable[[Layer], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._layer, self._shown_name, self._preview = layer, shown_name, preview
        self._scale_now = scale_now
        self.setWindowTitle(_("Layer “{name}”").format(name=shown_name))
        self.name = QLineEdit(shown_name)
        self.name.setMinimumWidth(NAME_PX)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(10)
        self.opacity.setValue(round(layer.opacity * 100))
        self.opacity.setAccessibleName(_("Opacity"))
        self.share = QLabel()
        self.share.setMinimumWidth(SHARE_PX)
        self.share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.nearest = self._scale_box(layer.nearest, _("Nearest scale"))
        self.farthest = self._scale_box(layer.farthest, _("Farthest scale"))
        self.holds = self._meaning_box(layer)
        self.problem = muted()
        self.problem.setObjectName("refusal")
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setObjectName("primary")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._lay_out(facts)
        self.opacity.valueChanged.connect(self._changed)
        for box in (self.nearest, self.farthest):
            box.currentTextChanged.connect(self._changed)
        self._changed()

    def _lay_out(self, facts: str) -> None:
        fields = form()
        fields.addRow(_("Name"), self.name)
        fields.addRow(_("Opacity"), row(self.opacity, self.share))
        fields.addRow(_("Nearest scale"), row(self.nearest, self._now(self.nearest)))
        fields.addRow(_("Farthest scale"), row(self.farthest, self._now(self.farthest)))
        if self._layer.kind in ("features", "linked"):
            fields.addRow(_("Counts as"), self.holds)
        column = dialog_column(self)
        column.addLayout(fields)
        column.addWidget(muted(_("Nearer than the one and farther than the other it is hidden.")))
        if facts:
            source = muted(facts)
            source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(source)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(self._buttons)

    def changed(self) -> Layer:
        """The layer with what was chosen. Raises UserError for scales that are none."""
        name = self.name.text().strip()
        options = {key: value for key, value in self._layer.options.items() if key != HOLDS}
        if self.holds.currentData():
            options[HOLDS] = self.holds.currentData()
        return replace(
            self._layer,
            name=self._layer.name if name == self._shown_name else name,
            opacity=self.opacity.value() / 100,
            nearest=self._scale_of(self.nearest),
            farthest=self._scale_of(self.farthest),
            options=options,
        )

    def _meaning_box(self, layer: Layer) -> QComboBox:
        """What the layer's shapes are to the indicators of areas."""
        box = QComboBox()
        box.setToolTip(
            _("Which indicators of areas follow from this layer: townships on them, or roads.")
        )
        for key, text in (
            ("", _("what its categories say")),
            ("administrative", _("administrative areas")),
            ("roads", _("roads")),
            ("nothing", _("neither")),
        ):
            box.addItem(text, key)
        box.setCurrentIndex(max(box.findData(layer.options.get(HOLDS, "")), 0))
        return box

    def _scale_box(self, denominator: float, name: str) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setAccessibleName(name)
        box.addItem(_("no limit"))
        box.addItems([scale_text(number) for number in COMMON])
        box.setCurrentText(_exact(denominator) if denominator else _("no limit"))
        return box

    def _now(self, box: QComboBox) -> QPushButton:
        made = QPushButton(_("As now"))
        made.setToolTip(
            _("The scale of the map: {scale}").format(scale=scale_text(self._scale_now))
        )
        made.setAutoDefault(False)
        made.clicked.connect(lambda: box.setCurrentText(scale_text(self._scale_now)))
        return made

    def _scale_of(self, box: QComboBox) -> float:
        text = box.currentText().strip()
        return 0.0 if text in ("", _("no limit")) else read_scale(text)

    def _changed(self) -> None:
        self.share.setText(f"{self.opacity.value()} %")
        try:
            layer = self.changed()
            if layer.nearest and layer.farthest and layer.nearest > layer.farthest:
                raise UserError(
                    _("The nearest scale is farther out than the farthest: exchange them.")
                )
        except UserError as error:
            self.problem.setText(str(error))
            self.ok.setEnabled(False)
            return
        self.problem.setText("")
        self.ok.setEnabled(True)
        self._preview(layer)


def _exact(denominator: float) -> str:
    return f"1 : {denominator:,.0f}"
