"""Recording a customer: the census form at a position."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QWidget

from gridstudio.domain.rows import Customer, FixQuality
from gridstudio.domain.template import Template
from gridstudio.i18n import _
from gridstudio.ui.panels.customer_form import CustomerForm
from gridstudio.ui.parts import dialog_column, muted
from gridstudio.ui.positions import in_words

FRAME_PX = 60
"""What a window's title and a little air take of the screen's height."""


class RecordDialog(QDialog):
    """The form of a new customer; ``customer`` is what it says."""

    def __init__(
        self,
        template: Template,
        lon: float,
        lat: float,
        fix: FixQuality | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Record a customer"))
        self.setMinimumWidth(720 if template.census else 420)
        self._lon, self._lat, self._fix = lon, lat, fix
        self.form = CustomerForm(template, side_by_side=True)
        self.form.show_customer(Customer(0, lon, lat))
        place = in_words(lon, lat)
        if fix is not None and fix.accuracy_m is not None:
            place += f"   ±{fix.accuracy_m:.1f} m"
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.save = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.save.setObjectName("primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(muted(place))
        column.addWidget(_scrolling(self.form), 1)
        column.addWidget(buttons)
        self.form.name.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))
        self.save.setEnabled(False)
        self.form.name.setFocus()

    def sizeHint(self) -> QSize:
        """As high as the form wants to be, and no higher than the screen."""
        wanted = super().sizeHint() + QSize(0, self.form.sizeHint().height())
        return wanted.boundedTo(self.screen().availableSize() - QSize(0, FRAME_PX))

    def customer(self) -> Customer:
        """The customer as the form says."""
        return Customer(0, self._lon, self._lat, fix=self._fix, **self.form.facts())


def _scrolling(form: QWidget) -> QScrollArea:
    """A template may ask more than a screen holds."""
    area = QScrollArea()
    area.setObjectName("plain")
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(form)
    return area
