"""The style of a layer on one page, shown on the map while it is being made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gridstudio.canvas.legend import class_symbol, class_text
from gridstudio.domain.columns import Column
from gridstudio.domain.style import Mode, Style, StyleClass
from gridstudio.domain.vision import Vision, style_seen
from gridstudio.geometry.classification import METHODS, Method
from gridstudio.i18n import N_, _
from gridstudio.ui.dialogs.style_classes import ClassTable
from gridstudio.ui.dialogs.style_draft import StyleDraft, Subject
from gridstudio.ui.dialogs.style_labels import LabelEditor
from gridstudio.ui.dialogs.style_parts import number_box, ramp_box, scale_box
from gridstudio.ui.dialogs.style_symbol import SymbolEditor
from gridstudio.ui.parts import choose, form, muted, row, set_in
from gridstudio.ui.style import UNIT_PX

MODE_NAMES: dict[Mode, str] = {
    "single": N_("One symbol"),
    "categories": N_("Categories"),
    "graduated": N_("Graduated"),
    "heat": N_("Heat map"),
    "cluster": N_("Clusters when far out"),
}
METHOD_NAMES: dict[Method, str] = {
    "jenks": N_("Natural breaks (Jenks)"),
    "quantile": N_("Equal numbers (quantiles)"),
    "equal": N_("Equal intervals"),
    "pretty": N_("Round numbers"),
}
VISION_NAMES: dict[Vision, str] = {
    "full": N_("in full colour"),
    "grey": N_("on a black-and-white print"),
    "deuteranopia": N_("with deuteranopia (red-green)"),
    "protanopia": N_("with protanopia (red-green)"),
}
PREVIEW_MS = 40
Read = Callable[[str, Callable[[Column | None], None]], None]
"""Get the column of a field, now or later, and hand it over."""


class StyleDialog(QDialog):
    """``previewed`` tells what is to be shown; ``style`` is what was made."""

    previewed = Signal(object)

    def __init__(
        self, draft: StyleDraft, default: Style, read: Read, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        subject = draft.subject
        self.setWindowTitle(_("Style of “{layer}”").format(layer=subject.name))
        self.setMinimumWidth(480)
        self._draft, self._default, self._read = draft, default, read
        self._before = draft.style
        self._make_parts(subject)
        self._lay_out()
        self._connect()
        self._preview = QTimer(self)
        self._preview.setSingleShot(True)
        self._preview.setInterval(PREVIEW_MS)
        self._preview.timeout.connect(self._show)
        self._fill()

    @property
    def style_made(self) -> Style:
        return self._draft.style

    # --- parts

    def _make_parts(self, subject: Subject) -> None:
        self.mode, self.field, self.method = QComboBox(), QComboBox(), QComboBox()
        for mode in subject.modes:
            plain = mode == "single" and subject.kind == "areas"
            self.mode.addItem(_("Neighbours differ") if plain else _(MODE_NAMES[mode]), mode)
        for method in METHODS:
            self.method.addItem(_(METHOD_NAMES[method]), method)
        choose(self.method, self._draft.method)
        self.classes = set_in(QSpinBox())
        self.classes.setRange(1, 12)
        self.classes.setAccessibleName(_("Number of classes"))
        self.classes.setToolTip(_("Number of classes"))
        self.classes.setFixedWidth(18 * UNIT_PX)
        self.ramp = ramp_box()
        self.symbol = SymbolEditor(subject.geometry)
        self.table = ClassTable()
        self.radius = number_box(_("Radius"), 4, 120, 2, decimals=0)
        self.near = scale_box(_("Single symbols from this scale"), _("never single symbols"))
        self.sizes = QComboBox()
        self.sizes.addItem(_("their own"), "")
        for field in subject.fields:
            if field.numeric or field.words:
                self.sizes.addItem(field.name, field.key)
        self.least = number_box(_("Smallest"), 1, 40, 1)
        self.most = number_box(_("Largest"), 2, 60, 1)
        self.labels = LabelEditor(subject.label_fields)
        self.vision = QComboBox()
        for vision, name in VISION_NAMES.items():
            self.vision.addItem(_(name), vision)
        self.note = muted()
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel | kinds.RestoreDefaults)
        self.buttons.button(kinds.Ok).setObjectName("primary")

    def _lay_out(self) -> None:
        self.lines: QFormLayout = form()
        self.lines.addRow(_("Shown by"), self.mode)
        self.lines.addRow(_("Field"), self.field)
        self.method_row = _holding(self.method, self.classes)
        self.lines.addRow(_("Method"), self.method_row)
        self.lines.addRow(_("Colours"), self.ramp)
        self.lines.addRow(_("Radius"), self.radius)
        self.lines.addRow(_("Symbols from"), self.near)
        self.size_row = _holding(self.sizes, self.least, self.most)
        self.lines.addRow(_("Sizes by"), self.size_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[4 * UNIT_PX] * 4)
        column.setSpacing(3 * UNIT_PX)
        column.addLayout(self.lines)
        column.addWidget(self.symbol)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        column.addWidget(self.labels)
        self.filler = QWidget()
        column.addWidget(self.filler, 1)
        column.addLayout(row(muted(_("The map shows it")), self.vision))
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        kinds = QDialogButtonBox.StandardButton
        self.mode.activated.connect(lambda _at: self._mode_chosen())
        self.field.activated.connect(lambda _at: self._follow())
        self.method.activated.connect(lambda _at: self._classify())
        self.classes.valueChanged.connect(lambda _number: self._classify())
        self.ramp.activated.connect(
            lambda _at: self._change(lambda: self._draft.use_ramp(self.ramp.currentData()))
        )
        self.symbol.changed.connect(
            lambda parts: self._change(
                lambda: self._draft.change_symbols(self._rows(), parts), keep=True
            )
        )
        self.table.edited.connect(
            lambda at, one: self._change(lambda: self._draft.change_class(at, one))
        )
        self.table.sort_wanted.connect(lambda by: self._change(lambda: self._draft.sort(by)))
        self.table.turn_wanted.connect(lambda: self._change(self._draft.turn))
        self.table.merge_wanted.connect(
            lambda: self._change(lambda: self._draft.merge(self.table.chosen()))
        )
        self.table.colour_wanted.connect(lambda _at: self.symbol.colour.choose())
        self.table.table.itemSelectionChanged.connect(self._show_symbol)
        for box in (self.radius, self.near):
            box.valueChanged.connect(
                lambda _value: self._change(
                    lambda: self._draft.reach(self.radius.value(), self.near.value())
                )
            )
        self.sizes.activated.connect(lambda _at: self._size_by())
        for box in (self.least, self.most):
            box.valueChanged.connect(
                lambda _px: self._change(
                    lambda: self._draft.resize(self.least.value(), self.most.value())
                )
            )
        self.labels.changed.connect(
            lambda: self._change(lambda: self._draft.letter(self.labels.label()))
        )
        self.vision.activated.connect(lambda _at: self._preview.start())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(kinds.RestoreDefaults).clicked.connect(self._restore)

    # --- what the user does

    def _mode_chosen(self) -> None:
        mode = cast(Mode, self.mode.currentData())
        self._fill_fields(mode, self._draft.style.field)
        self._follow()

    def _follow(self) -> None:
        mode, field = cast(Mode, self.mode.currentData()), self.field.currentData() or ""

        def follow(column: Column | None) -> None:
            self._change(lambda: self._draft.follow(mode, field, column))

        if field:
            self._read(field, follow)
        else:
            follow(None)

    def _size_by(self) -> None:
        field = self.sizes.currentData()

        def follow(column: Column | None) -> None:
            self._change(lambda: self._draft.size_by(field, column))

        if field:
            self._read(field, follow)
        else:
            follow(None)

    def _classify(self) -> None:
        method = cast(Method, self.method.currentData())
        self._change(lambda: self._draft.classify(method, self.classes.value()))

    def _restore(self) -> None:
        default = self._default

        def follow(column: Column | None) -> None:
            self._draft.style, self._draft.column = default, column
            self._fill()

        if default.field:
            self._read(default.field, follow)
        else:
            follow(None)

    def _change(self, act: Callable[[], None], *, keep: bool = False) -> None:
        act()
        self._fill(symbol=not keep)

    def _rows(self) -> list[int]:
        return self.table.chosen() if self.table.isVisibleTo(self) else []

    # --- what is shown

    def _fill(self, *, symbol: bool = True) -> None:
        """Show the draft in every part, without taking that for changes, and on the map."""
        style, draft = self._draft.style, self._draft
        parts = (self.classes, self.radius, self.near, self.least, self.most)
        for part in parts:
            part.blockSignals(True)  # showing is not changing
        choose(self.mode, style.mode)
        self._fill_fields(style.mode, style.field)
        choose(self.ramp, style.ramp)
        self.classes.setValue(draft.wanted)
        self.radius.setValue(style.radius_px)
        self.near.setValue(style.symbols_from)
        choose(self.sizes, style.size_by.field if style.size_by else "")
        least, most = draft.size_range()
        self.least.setValue(least)
        self.most.setValue(most)
        for part in parts:
            part.blockSignals(False)
        self.labels.show_label(style.label)
        self._fill_table(style)
        self._show_parts(style)
        if symbol:
            self._show_symbol()
        self._preview.start()

    def _fill_fields(self, mode: Mode, field: str) -> None:
        self.field.clear()
        if mode in ("heat", "cluster"):
            self.field.addItem(_("every customer alike"), "")
        for one in self._draft.subject.fields_for(mode):
            self.field.addItem(one.name, one.key)
        of_style = field and mode not in ("single", "") and mode == self._draft.style.mode
        if of_style and self.field.findData(field) < 0:
            self.field.addItem(field, field)  # a field from elsewhere stays what it is
        choose(self.field, field)

    def _fill_table(self, style: Style) -> None:
        draft, ratio = self._draft, self.devicePixelRatioF()
        ranges = style.mode == "graduated"
        names = [class_text(_unlabelled(one), style, draft.column) for one in style.classes]
        geometry = draft.subject.geometry
        symbols = [class_symbol(one.symbol, geometry, ratio) for one in style.classes]
        self.table.show_classes(style.classes, names, symbols, draft.counts(), ranges=ranges)

    def _show_parts(self, style: Style) -> None:
        subject, mode = self._draft.subject, style.mode
        points = subject.kind == "customers"
        classed = mode in ("categories", "graduated") or (mode == "cluster" and bool(style.field))
        plain = subject.kind == "areas" and mode == "single"
        self.lines.setRowVisible(self.field, mode != "single")
        self.lines.setRowVisible(self.method_row, mode == "graduated")
        self.lines.setRowVisible(self.ramp, mode in ("graduated", "heat"))
        for box in (self.radius, self.near):
            self.lines.setRowVisible(box, mode in ("heat", "cluster"))
        self.lines.setRowVisible(self.size_row, points and mode != "heat")
        for box in (self.least, self.most):
            box.setVisible(style.size_by is not None)
        self.symbol.setVisible(not plain and (mode != "heat" or style.symbols_from > 0))
        self.table.setVisible(classed)
        self.filler.setVisible(not classed)
        empty = classed and not style.classes
        self.note.setText(_("No feature has a value here: there is nothing to classify."))
        self.note.setVisible(empty)

    def _show_symbol(self) -> None:
        rows, classes = self._rows(), self._draft.style.classes
        if classes:
            self.symbol.show_symbol(classes[rows[0] if rows else 0].symbol)

    def _show(self) -> None:
        self.previewed.emit(style_seen(self._draft.style, self.vision.currentData()))

    def keyPressEvent(self, event: object) -> None:
        """Enter in a box of numbers takes the number; it does not close the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            focused = self.focusWidget()
            if focused is not None and not focused.inherits("QPushButton"):
                return
        super().keyPressEvent(event)  # type: ignore[arg-type]


def _unlabelled(one: StyleClass) -> StyleClass:
    return replace(one, label="")


def _holding(*widgets: QWidget) -> QWidget:
    """Widgets side by side as one, so that a form can hide their line."""
    holder = QWidget()
    holder.setLayout(row(*widgets))
    return holder
