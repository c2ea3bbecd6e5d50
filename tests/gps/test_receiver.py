"""Receivers over real pseudo-terminals: what comes, what stays away, what is unplugged."""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from gridstudio.errors import UserError
from gridstudio.gps import finding, receiver
from gridstudio.gps.average import average
from gridstudio.gps.epoch import Epoch
from gridstudio.gps.finding import find_receiver, read_log, read_source, speaks_nmea
from gridstudio.gps.receiver import Event, Receiver, Status
from gridstudio.gps.source import PlaybackSource, SerialSource, recorded_chunks, why_not_open
from tests.gps.wire import Wire, gga, require_pseudo_terminals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
PATIENCE_S = 10.0


@pytest.fixture(autouse=True)
def pseudo_terminals() -> None:
    require_pseudo_terminals()


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    made = Wire(tmp_path / "ttyGPS")
    yield made
    if made.link.exists():
        made.unplug()


class Heard:
    """What a receiver's thread told, waited for with a limit."""

    def __init__(self) -> None:
        self._events: queue.Queue[Event] = queue.Queue()
        self.all: list[Event] = []

    def __call__(self, event: Event) -> None:
        self._events.put(event)

    def epoch(self) -> Epoch:
        return self._wait(lambda event: isinstance(event, Epoch) and event.has_fix)  # type: ignore[return-value]

    def state(self, name: str) -> Status:
        return self._wait(lambda e: isinstance(e, Status) and e.state == name)  # type: ignore[return-value]

    def _wait(self, wanted) -> Event:  # type: ignore[no-untyped-def]
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                event = self._events.get(timeout=0.1)
            except queue.Empty:
                continue
            self.all.append(event)
            if wanted(event):
                return event
        raise AssertionError(f"not heard in {PATIENCE_S} s; heard {self.all}")


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def reading(wire: Wire, heard: Heard, tmp_path: Path) -> Iterator[Receiver]:
    device = str(wire.link)
    made = Receiver(
        "GPS", lambda: SerialSource(device, 9600), heard, log_path=tmp_path / "raw.log", live=False
    )
    made.start()
    heard.state("listening")
    yield made
    made.stop()
    assert not made.running


def test_positions_arrive_and_every_byte_is_logged(
    reading: Receiver, wire: Wire, heard: Heard, tmp_path: Path
) -> None:
    sent = b"".join(gga(second) for second in range(3))
    wire.send(sent)
    epoch = heard.epoch()
    assert (epoch.lat, epoch.lon) == (35.5, 112.0)
    assert "Good" in heard.state("fix").text
    reading.stop()
    assert (tmp_path / "raw.log").read_bytes() == sent


def test_an_unplugged_receiver_comes_back_by_itself(
    reading: Receiver, wire: Wire, heard: Heard
) -> None:
    wire.send(gga(1) + gga(2))
    heard.epoch()
    wire.unplug()
    assert "Plug it in" in heard.state("lost").text
    wire.plug()
    until = time.monotonic() + PATIENCE_S
    second = 10
    while time.monotonic() < until:
        wire.send(gga(second))
        second += 1
        time.sleep(0.05)
        if any(isinstance(e, Epoch) for e in list(heard._events.queue)):
            break
    assert heard.epoch().lat == 35.5


def test_no_fix_says_what_to_do(reading: Receiver, wire: Wire, heard: Heard) -> None:
    wire.send(gga(1, quality=0) + gga(2, quality=0))
    assert "open sky" in heard.state("no_fix").text


def test_silence_is_noticed(
    reading: Receiver, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver, "SILENT_AFTER_S", 0.3)
    assert "nothing arrives" in heard.state("silent").text


def test_binary_data_is_told_from_nmea(reading: Receiver, wire: Wire, heard: Heard) -> None:
    wire.send(bytes(range(128, 256)) * 8)
    assert "not NMEA" in heard.state("noise").text


def test_an_absent_port_is_told_and_tried_again(heard: Heard, tmp_path: Path) -> None:
    device = str(tmp_path / "ttyNONE")
    made = Receiver("GPS", lambda: SerialSource(device, 9600), heard, live=False)
    made.start()
    assert "no port" in heard.state("lost").text
    wire = Wire(tmp_path / "ttyNONE")
    for second in range(100):
        wire.send(gga(second))
        time.sleep(0.03)
        if any(isinstance(event, Epoch) for event in list(heard._events.queue)):
            break
    assert heard.epoch().lat == 35.5
    made.stop()
    wire.unplug()


def test_a_busy_port_is_a_sentence(wire: Wire) -> None:
    holder = serial.Serial(str(wire.link), exclusive=True)
    try:
        with pytest.raises(UserError, match="in use by another program"):
            SerialSource(str(wire.link), 9600)
    finally:
        holder.close()


DENIED = "could not open port 'COM3': PermissionError(13, 'Access is denied.', None, 5)"
NOT_FOUND = "could not open port 'COM9': FileNotFoundError(2, 'cannot find the file', None, 2)"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (serial.SerialException(DENIED), "in use"),
        (serial.SerialException(NOT_FOUND), "no port"),
        (serial.SerialException(13, "[Errno 13] Permission denied: '/dev/ttyUSB0'"), "dialout"),
        (serial.SerialException("Cannot configure port, something went wrong."), "no serial"),
    ],
)
def test_what_windows_and_linux_say_becomes_a_sentence(error: Exception, sentence: str) -> None:
    assert sentence in why_not_open("COM3", error)


class _Failing:
    """A source that fails as Windows' driver does: reading is denied, closing hangs a while."""

    name = "COM3"

    def __init__(self, error: Exception) -> None:
        self._error = error

    def read(self) -> bytes:
        raise self._error

    def close(self) -> None:
        return


@pytest.mark.parametrize(
    "error",
    [PermissionError(13, "Access is denied"), OSError(22, "The device does not recognize it")],
)
def test_a_driver_that_fails_while_reading_is_a_lost_receiver(
    error: Exception, heard: Heard
) -> None:
    made = Receiver("COM3", lambda: _Failing(error), heard)
    made.start()
    heard.state("lost")
    made.stop()
    assert not made.running


def test_the_port_and_rate_are_found(
    wire: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A pseudo-terminal passes data at every rate, so the first one tried is the one found.
    stop = threading.Event()

    def talk() -> None:
        second = 0
        while not stop.wait(0.05):
            wire.send(gga(second))
            second += 1

    talker = threading.Thread(target=talk)
    talker.start()
    try:
        silent = Wire(tmp_path / "ttySILENT")
        monkeypatch.setattr(finding, "BAUD_RATES", (9600, 4800))
        devices = [str(tmp_path / "ttyNONE"), str(silent.link), str(wire.link)]
        found = find_receiver(devices, remembered={str(wire.link): 38400}, listen_s=0.4)
        assert found == (str(wire.link), 38400)
        assert not speaks_nmea(str(silent.link), 9600, 0.2)
        with pytest.raises(UserError, match="No receiver was found") as refusal:
            find_receiver(devices[:2], listen_s=0.1)
        assert "no port" in str(refusal.value) and "no NMEA" in str(refusal.value)
        epochs = read_source(str(wire.link), baud=9600)
        assert next(epochs).lat == 35.5
        epochs.close()  # type: ignore[attr-defined]
        silent.unplug()
    finally:
        stop.set()
        talker.join()


def test_nothing_plugged_in_is_a_sentence() -> None:
    with pytest.raises(UserError, match="No serial port"):
        find_receiver([])


def test_a_recording_is_played_like_a_receiver(heard: Heard, tmp_path: Path) -> None:
    path = tmp_path / "walk.nmea"
    path.write_bytes(b"".join(gga(second) for second in range(4)))
    made = Receiver("Demo", lambda: PlaybackSource(path, speed=200.0), heard, live=False)
    made.start()
    for _number in range(8):  # twice through, since it begins anew
        heard.epoch()
    made.stop()
    assert b"".join(data for data, _pause in recorded_chunks(path)) == path.read_bytes()


def test_what_is_no_recording_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello")
    with pytest.raises(UserError, match="no NMEA"):
        list(read_log(path))
    with pytest.raises(UserError, match="cannot be read"):
        list(read_log(tmp_path / "absent"))


def test_a_log_that_cannot_be_written_does_not_stop_positions(wire: Wire, heard: Heard) -> None:
    device = str(wire.link)
    made = Receiver(
        "GPS", lambda: SerialSource(device, 9600), heard, log_path=Path("/dev/full"), live=False
    )
    made.start()
    heard.state("listening")
    wire.send(gga(1) + gga(2) + gga(3))
    assert "log cannot be written" in heard.state("log").text
    assert heard.epoch().lat == 35.5
    made.stop()


def test_one_bad_fix_does_not_spoil_the_average() -> None:
    good = [Epoch(lat=35.5 + n * 1e-6, lon=112.0, mode=3, quality=1) for n in range(9)]
    result = average([*good, Epoch(lat=35.6, lon=112.3, mode=3, quality=1), Epoch()])
    assert result is not None
    assert result.lat == pytest.approx(35.500004, abs=1e-6)
    assert (result.used, result.count) == (9, 10)
    assert average([Epoch()]) is None
