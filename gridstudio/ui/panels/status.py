"""The status bar: message, job, receiver, scale, coordinates."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStatusBar,
    QToolButton,
    QWidget,
)

from gridstudio.canvas.viewport import Viewport
from gridstudio.i18n import _, ngettext
from gridstudio.settings import Settings
from gridstudio.ui.panels.coordinate_box import CoordinateBox
from gridstudio.ui.panels.receiver_link import IDLE_COLOUR
from gridstudio.ui.panels.scale_box import ScaleBox
from gridstudio.ui.parts import Line
from gridstudio.ui.runner import Runner


class Status(QStatusBar):
    """One line; what goes wrong is said in another colour."""

    cancel_wanted = Signal()
    undo_wanted = Signal()
    unowned_wanted = Signal()
    decisions_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.text = Line()
        # A long sentence is cut at its end, and does not push the coordinates out of the window.
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.job = QLabel()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(140)
        self.bar.setTextVisible(False)
        self.cancel = QToolButton()
        self.cancel.setObjectName("cancel")
        self.cancel.setText(_("Cancel"))
        self.cancel.clicked.connect(self.cancel_wanted)
        self.outcome, self.undo = QLabel(), QToolButton()
        self.undo.setObjectName("cancel")
        self.undo.setText(_("Undo"))
        self.undo.clicked.connect(self.undo_wanted)
        self.unowned = QToolButton()
        self.unowned.setObjectName("unowned")
        self.unowned.clicked.connect(self.unowned_wanted)
        self.decisions = QToolButton()
        self.decisions.setObjectName("decisions")
        self.decisions.setToolTip(_("List the owners by decision, what has to be decided first."))
        self.decisions.clicked.connect(self.decisions_wanted)
        self.receiver, self.scale = QLabel(), ScaleBox()
        self.coordinates = CoordinateBox(settings)
        self.addWidget(self.text, 1)
        for widget in (
            self.outcome, self.undo, self.job, self.bar, self.cancel, self.decisions, self.unowned,
            self.receiver, self.scale, self.coordinates,
        ):  # fmt: skip
            self.addPermanentWidget(widget)
        for widget in (self.outcome, self.undo, self.job, self.bar, self.cancel):
            widget.hide()
        for counted in (self.decisions, self.unowned):
            counted.hide()
        self.show_receiver("closed", IDLE_COLOUR, "")

    def say(self, text: str, problem: bool = False) -> None:
        """A sentence; the whole of it is in the tooltip where the window is narrow."""
        name = "refusal" if problem else ""
        if self.text.objectName() != name:
            self.text.setObjectName(name)
            self.text.style().unpolish(self.text)
            self.text.style().polish(self.text)
        self.text.setText(text.replace("\n", "  "))
        self.text.setToolTip(text)

    def offer(self, text: str, undo: str) -> None:
        """What an act has done, with a button that undoes it and is called ``undo`` in full; "" is
        nothing to tell."""
        self.outcome.setText(text)
        self.undo.setToolTip(undo)
        for widget in (self.outcome, self.undo):
            widget.setVisible(bool(text))

    def show_unowned(self, number: int, explained: str) -> None:
        """How many customers are without owner; nothing where all have one."""
        self.unowned.setVisible(number > 0)
        text = ngettext("{n:,} without owner", "{n:,} without owner", number)
        self.unowned.setText(text.format(n=number))
        self.unowned.setToolTip(explained)

    def show_decisions(self, number: int) -> None:
        """How many decisions on owners have to be made anew; nothing where none has."""
        self.decisions.setVisible(number > 0)
        text = ngettext("{n:,} owner to be decided anew", "{n:,} owners to be decided anew", number)
        self.decisions.setText(text.format(n=number))

    def show_cursor(self, lon: float, lat: float) -> None:
        self.coordinates.show_place(lon, lat)

    def show_scale(self, viewport: Viewport) -> None:
        self.scale.show_scale(viewport.denominator)

    def show_receiver(self, state: str, colour: str, text: str) -> None:
        """The light of the receiver that records; all that the receivers say is its tooltip."""
        words = {"fix": _("GPS fix"), "no_fix": _("GPS: no fix"), "closed": _("GPS off")}
        label = words.get(state, _("GPS: see panel"))
        self.receiver.setText(f'<span style="color:{colour}">●</span> {label}')
        self.receiver.setToolTip(text)

    def show_job(self, runner: Runner) -> None:
        """The job that runs, with its share and the time left."""
        running = runner.job is not None
        for widget in (self.job, self.bar, self.cancel):
            widget.setVisible(running)
        if not running:
            return
        left = runner.seconds_left()
        text = runner.text or (runner.job.name if runner.job is not None else "")
        if left is not None:
            text += "  " + _("{seconds:.0f} s left").format(seconds=left)
        self.job.setText(text)
        self.bar.setRange(0, 1000 if runner.share else 0)
        self.bar.setValue(round(runner.share * 1000))
