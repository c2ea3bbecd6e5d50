"""The form of a customer: its facts and the census fields of the template."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from gridstudio.domain.rows import Customer
from gridstudio.domain.template import CensusField, Template, Word
from gridstudio.i18n import _
from gridstudio.ui.parts import choose, chooser, form, heading
from gridstudio.ui.style import UNIT_PX

YES_NO = (Word("yes", {"zh_CN": "是", "en": "Yes"}), Word("no", {"zh_CN": "否", "en": "No"}))
MOST_YUAN = 1e9
NARROWEST_PX = 90
TEXT_INSET_PX = 9
"""So that numbers begin where the texts of the other fields begin."""


class CustomerForm(QWidget):
    """Shows and changes a customer. ``edited`` tells of one finished change: fact and new value."""

    edited = Signal(str, object)

    def __init__(
        self, template: Template, parent: QWidget | None = None, *, side_by_side: bool = False
    ) -> None:
        """``side_by_side`` puts the census beside the facts, where there is room for it."""
        super().__init__(parent)
        self._census: dict[str, QWidget] = {}
        self._shown: Customer | None = None
        self.name = QLineEdit()
        self.kind = chooser(template.kinds, empty="—")
        self.class_ = chooser(template.classes, empty="—")
        self.value = _number_box(_("unknown"), MOST_YUAN)
        self.address, self.contact, self.phone = QLineEdit(), QLineEdit(), QLineEdit()
        self.note = QPlainTextEdit()
        self.note.setFixedHeight(52)
        ways = QBoxLayout.Direction
        halves = QBoxLayout(ways.LeftToRight if side_by_side else ways.TopToBottom, self)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(6 * UNIT_PX if side_by_side else 2 * UNIT_PX)
        column = QVBoxLayout()
        column.setSpacing(2 * UNIT_PX)
        halves.addLayout(column, 1)
        facts = form()
        for label, field in (
            (_("Name"), self.name),
            (_("Kind"), self.kind),
            (_("Class"), self.class_),
            (_("Value (yuan/month)"), self.value),
            (_("Address"), self.address),
            (_("Contact"), self.contact),
            (_("Phone"), self.phone),
            (_("Note"), self.note),
        ):
            facts.addRow(label, field)
        column.addLayout(facts)
        if side_by_side:
            column.addStretch(1)
        if template.census:
            column = QVBoxLayout()
            column.setSpacing(2 * UNIT_PX)
            halves.addLayout(column, 1)
            column.addWidget(heading(_("Census")))
            census = form()
            # A template may ask long questions: they stand over their fields.
            census.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
            for item in template.census:
                widget = _census_widget(item)
                self._census[item.key] = widget
                census.addRow(item.name(), widget)
            column.addLayout(census)
            column.addStretch(1)
        self._connect()

    def show_customer(self, customer: Customer) -> None:
        """Fill the form; tells nobody."""
        self._shown = None
        _set(self.name, customer.name)
        choose(self.kind, customer.kind)
        choose(self.class_, customer.class_)
        self.value.setValue(-1.0 if customer.value is None else customer.value)
        _set(self.address, customer.address)
        _set(self.contact, customer.contact)
        _set(self.phone, customer.phone)
        self.note.setPlainText(customer.note)
        for key, field in self._census.items():
            _set(field, customer.census.get(key))
        self._shown = customer

    def facts(self) -> dict[str, Any]:
        """What the form says now, as ``commands.customers`` takes it."""
        census = dict(self._shown.census) if self._shown is not None else {}
        for key, field in self._census.items():
            value = _get(field)
            if value in ("", None):
                census.pop(key, None)
            else:
                census[key] = value
        return {
            "name": self.name.text(),
            "kind": self.kind.currentData(),
            "class_": self.class_.currentData(),
            "value": None if self.value.value() < 0 else self.value.value(),
            "address": self.address.text(),
            "contact": self.contact.text(),
            "phone": self.phone.text(),
            "note": self.note.toPlainText(),
            "census": census,
        }

    def settle(self) -> None:
        """Tell of whatever has been typed and not yet told."""
        if self._shown is None:
            return
        old = self._shown
        for key, value in self.facts().items():
            if value != getattr(old, key):
                self.edited.emit(key, value)

    def _connect(self) -> None:
        for line in (self.name, self.address, self.contact, self.phone):
            line.editingFinished.connect(self.settle)
        self.value.editingFinished.connect(self.settle)
        for box in (self.kind, self.class_):
            box.activated.connect(self.settle)
        for field in self._census.values():
            if isinstance(field, QComboBox):
                field.activated.connect(self.settle)
            elif isinstance(field, QLineEdit | QDoubleSpinBox):
                field.editingFinished.connect(self.settle)
        self.note.focusOutEvent = self._note_left  # type: ignore[method-assign]

    def _note_left(self, event: Any) -> None:
        QPlainTextEdit.focusOutEvent(self.note, event)
        self.settle()


class NumberBox(QDoubleSpinBox):
    """A number as people write it: whole numbers without decimals. The wheel passes over it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def textFromValue(self, value: float) -> str:
        return f"{value:,.2f}".removesuffix("00").removesuffix(".")


def _number_box(unknown: str, most: float) -> QDoubleSpinBox:
    box = NumberBox()
    box.lineEdit().setTextMargins(TEXT_INSET_PX, 0, UNIT_PX, 0)
    box.setMinimumWidth(NARROWEST_PX)
    box.setRange(-1.0, most)
    box.setDecimals(2)
    box.setSpecialValueText(unknown)  # shown at the minimum: nobody is worth less than nothing
    box.setValue(-1.0)
    box.setGroupSeparatorShown(True)
    return box


def _census_widget(field: CensusField) -> QWidget:
    if field.type == "number":
        return _number_box("—", MOST_YUAN)
    if field.type == "choice":
        return chooser(field.choices, empty="—")
    if field.type == "yes_no":
        return chooser(YES_NO, empty="—")
    return QLineEdit()


def _set(field: QWidget, value: Any) -> None:
    if isinstance(field, QLineEdit):
        field.setText("" if value is None else str(value))
        field.setCursorPosition(0)
    elif isinstance(field, QComboBox):
        choose(field, str(value or ""))
    elif isinstance(field, QDoubleSpinBox):
        try:
            field.setValue(-1.0 if value is None else float(value))
        except (TypeError, ValueError):
            field.setValue(-1.0)


def _get(field: QWidget) -> Any:
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QComboBox):
        return field.currentData()
    if isinstance(field, QDoubleSpinBox):
        value = field.value()
        return None if value < 0 else int(value) if value.is_integer() else value
    return None
