"""A walk with a receiver on a wire becomes a border, in the real window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gridstudio.commands.check import check
from gridstudio.commands.walks import keep_track
from gridstudio.domain.selection import Selection
from gridstudio.gps.stream import checksum_of
from gridstudio.ui.main_window import MainWindow
from tests.gps.wire import Wire, require_pseudo_terminals
from tests.ui.hand import area_named

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
Open = Callable[..., MainWindow]
WAY = np.column_stack([np.linspace(111.998, 112.102, 101), np.full(101, 35.12)])


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    require_pseudo_terminals()
    made = Wire(tmp_path / "ttyGPS")
    yield made
    if made.link.exists():
        made.unplug()


def sentence(second: int, lon: float, lat: float) -> bytes:
    def written(value: float, digits: int) -> str:
        return f"{int(value):0{digits}d}{(value - int(value)) * 60:08.5f}"

    place = f"{written(lat, 2)},N,{written(lon, 3)},E,2,09,0.9,700.0,M,0.0,M,,"
    body = f"GPGGA,12{second // 60:02d}{second % 60:02d}.00,{place}"
    return f"${body}*{checksum_of(body.encode()):02X}\r\n".encode()


def walk(qtbot: QtBot, window: MainWindow, wire: Wire) -> None:
    """Go the way, with a receiver that is plugged in at the wire."""
    window.gps.choose(str(wire.link), 9600)
    window.gps.start()
    (card,) = window.gps.cards
    qtbot.waitUntil(lambda: card.link.state in ("listening", "silent", "no_fix"))
    for second, (lon, lat) in enumerate(WAY.tolist()):
        wire.send(sentence(second, lon, lat))
        known = len(card.link.walk()[0])
        if second:
            qtbot.waitUntil(lambda known=known: len(card.link.walk()[0]) >= min(known, 1))  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(card.link.walk()[0]) >= len(WAY) - 1)


def test_what_is_being_walked_splits_an_area_and_is_kept_as_a_track(
    qtbot: QtBot, open_window: Open, wire: Wire
) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    keep = window.actions_by_key["keep_track"]
    assert not keep.isEnabled() and "Start a receiver" in keep.toolTip()
    walk(qtbot, window, wire)
    window.show_workspace("divide")
    window.session.select(Selection(areas=(area_named(window, "One"),)))
    version = project.version
    window.actions_by_key["walk_split"].trigger()
    assert "corners within" in window.parts.status.text.text(), "the one walk there is"
    assert project.version == version
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    assert project.version == version
    window.actions_by_key["walk_split"].trigger()
    qtbot.keyClicks(window.map, "]")
    assert "within 3 m" in window.parts.status.text.text(), "one step from the receiver's 2.2 m"
    qtbot.keyClick(window.map, Qt.Key.Key_Return)
    assert project.undo_label == "Split area by a walk"
    assert area_named(window, "Grid 3") and check(project) == []
    keep.trigger()
    (layer,) = [layer for layer in project.layers() if layer.kind == "tracks"]
    (track,) = project.features(layer.id).geometry
    assert len(track.coords) >= len(WAY) - 1
    assert project.undo_label == "Split area by a walk", "a track is recorded, not edited"
    window.gps.stop()


def test_a_track_of_the_map_offers_what_it_can_become(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    keep_track(project, "Monday", WAY)
    window.show_workspace("divide")
    menu = window.navigation.menu(112.05, 35.12)
    (of_track,) = [one.menu() for one in menu.actions() if one.text() == "Track: Monday"]
    assert [one.text() for one in of_track.actions()] == [
        "Split the area by a walk",
        "Move a border to a walk",
        "Make an area by walking round it",
    ]
    assert [one.isEnabled() for one in of_track.actions()] == [False, True, True]
    of_track.actions()[2].trigger()
    assert window.map.has_tool and "does not close" in window.parts.status.text.text()
    qtbot.keyClick(window.map, Qt.Key.Key_Escape)
    menu.deleteLater()
    tracks = next(layer for layer in project.layers() if layer.kind == "tracks")
    listed = window.parts.layers.menu_for([tracks.id])
    assert "Move a border to a walk" in [one.text() for one in listed.actions()]
    listed.deleteLater()
    elsewhere = window.navigation.menu(112.3, 35.05)
    assert not any(one.text().startswith("Track") for one in elsewhere.actions())
    elsewhere.deleteLater()


def test_a_recording_is_read_as_a_track_by_a_job(
    qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window()
    project = window.session.project
    assert project is not None
    recording = tmp_path / "survey.nmea"
    recording.write_bytes(b"".join(sentence(at, *spot) for at, spot in enumerate(WAY.tolist())))
    window.walks.read_path(recording)
    assert window.runner.job is not None
    qtbot.waitUntil(lambda: window.runner.job is None)
    (layer,) = [layer for layer in project.layers() if layer.kind == "tracks"]
    assert project.features(layer.id).name.tolist() == ["survey"]
    assert "101 positions" in window.parts.status.text.text()
    recording.write_text("nothing")
    window.walks.read_path(recording)
    assert window.runner.job is not None
    qtbot.waitUntil(lambda: window.runner.job is None)
    assert "holds no walk" in window.parts.status.text.text()
