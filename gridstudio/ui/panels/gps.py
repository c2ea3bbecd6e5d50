"""Receivers: choose and start them, see how good each position is, record a customer there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from gridstudio.commands.demo_files import recording_of
from gridstudio.domain.rows import FixQuality
from gridstudio.gps.source import BAUD_RATES, PlaybackSource, SerialSource, ports
from gridstudio.i18n import _
from gridstudio.ui.panels.receiver_card import ReceiverCard
from gridstudio.ui.panels.receiver_link import IDLE_COLOUR, ReceiverLink
from gridstudio.ui.parts import Panel, button, muted, row, title
from gridstudio.ui.session import Session

DEMO = "demo"
PORTS_EVERY_MS = 3000


class GpsPanel(Panel):
    """Any number of receivers, each with a thread of its own; one of them records.

    ``moved`` carries the markers of all and that of the one that records (or None); ``told`` the
    state, the colour of its light and the sentence of that one; ``find_wanted`` the ports to look
    at.
    """

    moved = Signal(object, object)
    told = Signal(str, str, str)
    record_wanted = Signal()
    find_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.cards: list[ReceiverCard] = []
        self._recording_card: ReceiverCard | None = None
        self._by_hand = False
        self._make_chooser(session.settings.theme)
        self._make_running(session.settings.theme)
        self._watch = QTimer(self)
        self._watch.setInterval(PORTS_EVERY_MS)
        self._watch.timeout.connect(self.list_ports)
        session.opened.connect(self.list_ports)
        session.closing.connect(self.stop)
        self.list_ports()
        self._watch.start()
        self._show_running()

    def _make_chooser(self, theme: str) -> None:
        self.port, self.baud = QComboBox(), QComboBox()
        self._typed = QLineEdit()
        self.port.setLineEdit(self._typed)  # a port that the system does not list can be typed
        self.port.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.port.setMinimumContentsLength(10)
        self.port.setToolTip(_("The receiver's port, listed or typed"))
        self.baud.setToolTip(_("Rate in baud"))
        self.baud.addItem(_("Find rate"), 0)
        for rate in sorted(BAUD_RATES):
            self.baud.addItem(f"{rate}", rate)
        self.start_button = button(_("Start"), "mdi6.play", theme, primary=True)
        self.find_button = button(_("Find"), "mdi6.magnify", theme)
        self.find_button.setToolTip(_("Find the port and rate of a receiver"))
        self.chooser = QWidget()
        column = QVBoxLayout(self.chooser)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.port)
        rate_line = row(self.baud, self.find_button)
        rate_line.setStretch(0, 1)
        rate_line.setStretch(1, 1)
        column.addLayout(rate_line)
        column.addWidget(self.start_button)
        self.port.activated.connect(self._port_chosen)
        self._typed.textEdited.connect(self._port_chosen)
        self.start_button.clicked.connect(self.start)
        self.find_button.clicked.connect(lambda: self.find_wanted.emit(self._free_ports()))

    def _make_running(self, theme: str) -> None:
        self.idle = muted(_("No receiver is running."))
        self.another = button(_("Another receiver …"), "mdi6.plus", theme)
        self.another.clicked.connect(lambda: self._show_running(choosing=True))
        self.follow = QCheckBox(_("Map follows the position"))
        self.record_button = button(
            _("Record a customer here"), "mdi6.map-marker-plus", theme, primary=True
        )
        self.record_button.setToolTip("F2")
        self.record_button.clicked.connect(self.record_wanted)
        self._cards = QVBoxLayout()
        self.column.addWidget(title(_("GPS receivers")))
        self.column.addLayout(self._cards)
        for widget in (self.idle, self.chooser, self.another, self.follow, self.record_button):
            self.column.addWidget(widget)

    # --- choosing

    def list_ports(self) -> None:
        """Offer the ports that are there now, likely receivers first; keeps what the user chose."""
        if self.port.view().isVisible() or self._typed.hasFocus():
            return
        entries = [(f"{p.device}  {p.description}".strip(), p.device, p.likely) for p in ports()]
        if self._recording() is not None:
            entries.append((_("Demo (recorded walk)"), DEMO, True))
        entries.sort(key=lambda entry: not entry[2])
        count = range(self.port.count())
        listed = [(self.port.itemText(at), self.port.itemData(at)) for at in count]
        wanted = [(text, device) for text, device, _likely in entries]
        if wanted == listed:
            return
        chosen = self.device()
        self.port.clear()
        for text, device in wanted:
            self.port.addItem(text, device)
        at = self.port.findData(chosen) if self._by_hand else 0
        self.port.setCurrentIndex(at)
        if at < 0 and self._by_hand:
            self.port.setEditText(chosen)
        self._typed.setCursorPosition(0)

    def device(self) -> str:
        """The port that is chosen or typed; "" for none."""
        text = self.port.currentText().strip()
        at = self.port.findText(text)
        return str(self.port.itemData(at)) if at >= 0 else text

    def choose(self, device: str, baud: int = 0) -> None:
        """Choose a port and, unless 0, its rate."""
        self._by_hand = True
        self.list_ports()
        at = self.port.findData(device)
        self.port.setCurrentIndex(at)
        if at < 0:
            self.port.setEditText(device)
        self.baud.setCurrentIndex(max(0, self.baud.findData(baud)))

    def _port_chosen(self) -> None:
        self._by_hand = True
        rate = self._session.settings.baud_of_port.get(self.device(), 0)
        self.baud.setCurrentIndex(max(0, self.baud.findData(rate)))

    def _free_ports(self) -> list[str]:
        return [port.device for port in ports() if self._card_of(port.device) is None]

    def _recording(self) -> Path | None:
        project = self._session.project
        path = recording_of(project.path) if project is not None else None
        return path if path is not None and path.is_file() else None

    # --- running

    @property
    def running(self) -> bool:
        return bool(self.cards)

    @property
    def recording(self) -> ReceiverLink | None:
        """The receiver that records customers."""
        return self._recording_card.link if self._recording_card is not None else None

    def start(self) -> None:
        """Start reading the chosen receiver beside those that run."""
        device, baud = self.device(), int(self.baud.currentData() or 0)
        if not device:
            self._session.say(_("Choose a port first, or plug a receiver in."), problem=True)
            return
        if self._card_of(device) is not None:
            self._session.say(_("{name} is being read already.").format(name=device), problem=True)
            return
        recording = self._recording()
        if device == DEMO and recording is not None:
            self._add(
                ReceiverLink(
                    DEMO, _("Demo"), lambda: PlaybackSource(recording), live=False, parent=self
                )
            )
        elif baud:
            self._remember(device, baud)
            self._add(
                ReceiverLink(
                    device,
                    device,
                    lambda: SerialSource(device, baud),
                    log_path=self._log_path(device),
                    parent=self,
                )
            )
        else:
            self.find_wanted.emit([device])

    def stop(self) -> None:
        """Stop every receiver."""
        for card in list(self.cards):
            self._remove(card)

    def position(self) -> tuple[float, float, FixQuality] | None:
        """Where the receiver that records is, and how good that is; None without a fix."""
        return self.recording.position() if self.recording is not None else None

    def close_timers(self) -> None:
        """The window closes: stop looking for ports."""
        self._watch.stop()

    def _add(self, link: ReceiverLink) -> None:
        card = ReceiverCard(link, self._session.settings.theme)
        self.cards.append(card)
        self._cards.addWidget(card)
        card.chosen.connect(lambda: self._record_with(card))
        card.stop_wanted.connect(lambda: self._remove(card))
        link.changed.connect(self._tell)
        link.start()
        self._record_with(card)
        self._show_running()

    def _remove(self, card: ReceiverCard) -> None:
        card.link.stop()
        self.cards.remove(card)
        self._cards.removeWidget(card)
        card.hide()
        card.deleteLater()
        card.link.deleteLater()
        if card is self._recording_card:
            self._recording_card = None
        self._record_with(self._recording_card or (self.cards[-1] if self.cards else None))
        self._show_running()

    def _record_with(self, card: ReceiverCard | None) -> None:
        self._recording_card = card
        for each in self.cards:
            each.set_chosen(each is card, choice=len(self.cards) > 1)
        self._tell()

    def _show_running(self, *, choosing: bool = False) -> None:
        """The chooser while nothing runs or another one is wanted."""
        self.idle.setVisible(not self.cards)
        self.chooser.setVisible(choosing or not self.cards)
        self.another.setVisible(bool(self.cards) and not choosing)
        for part in (self.follow, self.record_button):
            part.setVisible(bool(self.cards))

    def _tell(self) -> None:
        named = len(self.cards) > 1
        markers = tuple(
            replace(card.link.marker, name=card.link.name if named else "")
            for card in self.cards
            if card.link.marker is not None
        )
        link = self.recording
        self.moved.emit(markers, link.marker if link is not None else None)
        if link is None:
            self.told.emit("closed", IDLE_COLOUR, _("No receiver is running."))
            return
        said = "\n".join(f"{card.link.name}: {card.link.words}" for card in self.cards)
        self.told.emit(link.state, link.colour, said)

    def _card_of(self, device: str) -> ReceiverCard | None:
        return next((card for card in self.cards if card.link.device == device), None)

    def _remember(self, device: str, baud: int) -> None:
        self._session.settings.baud_of_port[device] = baud
        if self._session.remembers:
            self._session.settings.save()

    def _log_path(self, device: str) -> Path | None:
        """Beside the project, one a day and port, so that a recorded survey can be played again."""
        project = self._session.project
        if project is None:
            return None
        day = datetime.now().strftime("%Y-%m-%d")
        port = re.sub(r"\W+", "-", Path(device).name).strip("-")
        return project.path.with_name(f"{project.path.stem}-gps-{day}-{port}.nmea")
