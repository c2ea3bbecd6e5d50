"""The panel of receivers, over real pseudo-terminals."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serial
from pytestqt.qtbot import QtBot

from gridstudio.canvas.painters.live import QUALITY_COLOURS
from gridstudio.gps import finding
from gridstudio.ui.main_window import MainWindow
from gridstudio.ui.panels import gps as panel
from tests.gps.wire import Wire, gga, require_pseudo_terminals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
Open = Callable[..., MainWindow]


@pytest.fixture
def wires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Wire]]:
    """Two receivers; the machine's own ports are left alone."""
    require_pseudo_terminals()
    monkeypatch.setattr(panel, "ports", list)
    made = [Wire(tmp_path / "ttyONE"), Wire(tmp_path / "ttyTWO")]
    yield made
    for wire in made:
        if wire.link.exists():
            wire.unplug()


def start(window: MainWindow, wire: Wire, baud: int = 9600) -> None:
    window.gps.choose(str(wire.link), baud)
    window.gps.start()


def talk(qtbot: QtBot, wire: Wire, until: Callable[[], bool], **facts: object) -> None:
    """Send a position every few milliseconds until something has come of it."""
    second = 0

    def step() -> None:
        nonlocal second
        wire.send(gga(second, **facts))  # type: ignore[arg-type]
        second += 1
        assert until()

    qtbot.waitUntil(step)


def test_two_receivers_are_read_at_once_and_one_of_them_records(
    qtbot: QtBot, open_window: Open, wires: list[Wire]
) -> None:
    window = open_window()
    gps, (one, two) = window.gps, wires
    start(window, one)
    start(window, two)
    assert [card.link.device for card in gps.cards] == [str(one.link), str(two.link)]
    first, second = (card.link for card in gps.cards)
    talk(qtbot, one, lambda: first.position() is not None, lat=35.0)
    talk(qtbot, two, lambda: second.position() is not None, lat=35.1)
    assert gps.recording is second, "the one started last"
    assert gps.position()[1] == 35.1  # type: ignore[index]
    gps.cards[0].name.click()
    lon, lat, quality = gps.position()  # type: ignore[misc]
    assert (lon, lat) == (112.0, 35.0)
    assert quality.receiver == str(one.link) and quality.satellites_used == 8
    shown = {marker.name: marker.lat for marker in window.map._gps}
    assert shown == {str(one.link): 35.0, str(two.link): 35.1}
    gps.cards[0].stop_button.click()
    assert gps.recording is second and len(gps.cards) == 1
    assert [marker.lat for marker in window.map._gps] == [35.1]


def test_each_receiver_has_a_log_of_its_own_beside_the_project(
    qtbot: QtBot, open_window: Open, wires: list[Wire]
) -> None:
    window = open_window()
    for wire in wires:
        start(window, wire)
    for wire, card, lat in zip(wires, window.gps.cards, (35.0, 35.1), strict=True):
        talk(qtbot, wire, lambda link=card.link: link.position() is not None, lat=lat)
    window.gps.stop()
    project = window.session.project
    assert project is not None
    logs = sorted(project.path.parent.glob("Case-gps-*.nmea"))
    assert [log.stem.rsplit("-", 1)[1] for log in logs] == ["ttyONE", "ttyTWO"]
    assert b"3500.0000" in logs[0].read_bytes() and b"3506.0000" not in logs[0].read_bytes()
    assert b"3506.0000" in logs[1].read_bytes()


def test_an_unplugged_receiver_turns_red_and_comes_back(
    qtbot: QtBot, open_window: Open, wires: list[Wire]
) -> None:
    window = open_window()
    wire = wires[0]
    start(window, wire)
    card = window.gps.cards[0]
    talk(qtbot, wire, lambda: card.link.position() is not None)
    assert card.link.colour == QUALITY_COLOURS["good"] and card.place.text()
    wire.unplug()
    qtbot.waitUntil(lambda: card.link.state == "lost")
    assert window.gps.position() is None, "an old position is none"
    assert "Plug it in" in card.words.text() and not card.place.text()
    assert window.map._gps[0].quality == "none", "where it was is still to be seen"
    assert QUALITY_COLOURS["none"] in window.parts.status.receiver.text()
    wire.plug()
    talk(qtbot, wire, lambda: window.gps.position() is not None)
    assert card.link.state == "fix"


def test_no_fix_is_no_position_even_after_a_good_one(
    qtbot: QtBot, open_window: Open, wires: list[Wire]
) -> None:
    window = open_window()
    start(window, wires[0])
    link = window.gps.cards[0].link
    talk(qtbot, wires[0], lambda: link.position() is not None)
    talk(qtbot, wires[0], lambda: link.state == "no_fix", quality=0)
    assert window.gps.position() is None
    assert "open sky" in window.gps.cards[0].words.text()
    window.gestures.record_here()
    assert "no position to record" in window.parts.status.text.text()


def test_a_busy_or_absent_port_is_said_on_its_card(
    qtbot: QtBot, open_window: Open, wires: list[Wire], tmp_path: Path
) -> None:
    window = open_window()
    holder = serial.Serial(str(wires[0].link), exclusive=True)
    try:
        start(window, wires[0])
        window.gps.choose(str(tmp_path / "ttyNONE"), 4800)
        window.gps.start()
        busy, absent = window.gps.cards
        qtbot.waitUntil(lambda: "in use by another program" in busy.words.text())
        qtbot.waitUntil(lambda: "There is no port" in absent.words.text())
    finally:
        holder.close()
    talk(qtbot, wires[0], lambda: busy.link.state == "fix")


def test_the_same_port_is_not_read_twice(open_window: Open, wires: list[Wire]) -> None:
    window = open_window()
    start(window, wires[0])
    start(window, wires[0])
    assert len(window.gps.cards) == 1
    assert "already" in window.parts.status.text.text()


def test_the_rate_of_a_typed_port_is_found(
    qtbot: QtBot, open_window: Open, wires: list[Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "BAUD_RATES", (9600, 4800))
    window = open_window()
    window.gps.port.setEditText(str(wires[0].link))
    window.gps.start()
    assert not window.gps.running and window.runner.job is not None
    talk(qtbot, wires[0], lambda: window.gps.running)
    talk(qtbot, wires[0], lambda: window.gps.position() is not None)
    assert window.session.settings.baud_of_port[str(wires[0].link)] == 9600


def test_all_that_a_card_says_is_in_sight(
    qtbot: QtBot, open_window: Open, wires: list[Wire]
) -> None:
    window = open_window()
    for wire in wires:
        start(window, wire)
        talk(qtbot, wire, lambda: window.gps.recording.state == "no_fix", quality=0)  # type: ignore[union-attr]
    qtbot.wait(50)
    for card in window.gps.cards:
        words = card.words
        assert words.height() >= words.heightForWidth(words.width())
        assert card.geometry().bottom() <= window.gps.height()
