"""Where bytes come from: a serial port, or a recording played as if it were one."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import serial
from serial.tools import list_ports

from gridstudio.errors import UserError
from gridstudio.gps.stream import NmeaStream
from gridstudio.i18n import _

BAUD_RATES = (9600, 4800, 115200, 38400, 57600, 19200, 230400, 460800)
"""In the order in which receivers are found fastest; the rate that worked last goes first."""

READ_TIMEOUT_S = 0.2
_RECEIVER_VENDORS = {0x1546, 0x067B, 0x10C4, 0x0403, 0x1A86, 0x091E}
"""USB vendors: u-blox, Garmin, and the bridges in receivers (Prolific, Silicon Labs, FTDI, WCH)."""


class Source(Protocol):
    """Gives bytes. ``read`` waits a moment and may give none; it raises OSError once the source is
    gone for good."""

    name: str

    def read(self) -> bytes: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class PortInfo:
    """A serial port, and what is known of what hangs on it."""

    device: str
    description: str
    manufacturer: str
    vid: int | None
    pid: int | None
    serial_number: str
    likely: bool

    def to_json(self) -> dict[str, object]:
        return dict(vars(self))


def ports() -> list[PortInfo]:
    """The machine's serial ports, likely receivers first."""
    found = []
    for port in list_ports.comports():
        text = f"{port.description} {port.manufacturer or ''}".casefold()
        named = any(word in text for word in ("gps", "gnss", "u-blox", "ublox", "receiver"))
        found.append(
            PortInfo(
                device=port.device,
                description=port.description if port.description != "n/a" else "",
                manufacturer=port.manufacturer or "",
                vid=port.vid,
                pid=port.pid,
                serial_number=port.serial_number or "",
                likely=named or port.vid in _RECEIVER_VENDORS,
            )
        )
    return sorted(found, key=lambda info: (not info.likely, info.device))


class SerialSource:
    """A serial port. Thrown away when it fails, never opened again: a new one is made."""

    def __init__(self, device: str, baud: int) -> None:
        """Raises UserError in words where the port cannot be opened."""
        self.name = device
        try:
            self._port = serial.Serial(
                device, baud, timeout=READ_TIMEOUT_S, exclusive=True, rtscts=False, xonxoff=False
            )
        except (serial.SerialException, OSError, ValueError) as error:
            raise UserError(why_not_open(device, error)) from error

    def read(self) -> bytes:
        try:
            data: bytes = self._port.read(max(1, self._port.in_waiting))
        except (serial.SerialException, TypeError) as error:
            # pyserial raises TypeError where the file descriptor vanished beneath it.
            raise OSError(str(error)) from error
        return data

    def close(self) -> None:
        """In a thread of its own: closing an unplugged port can hang on Windows."""
        closer = threading.Thread(target=_close_quietly, args=(self._port,), daemon=True)
        closer.start()
        closer.join(0.5)


class PlaybackSource:
    """A recording, played at the pace of its own times; it begins anew at its end."""

    def __init__(self, path: Path, *, speed: float = 1.0, loop: bool = True) -> None:
        """Raises UserError where the recording cannot be read."""
        self.name = path.name
        self._chunks = recorded_chunks(path)
        self._speed, self._loop = speed, loop
        self._at = 0
        self._next = time.monotonic()
        self._closed = threading.Event()

    def read(self) -> bytes:
        wait = self._next - time.monotonic()
        if wait > 0 and self._closed.wait(min(wait, READ_TIMEOUT_S)):
            return b""
        if time.monotonic() < self._next:
            return b""
        if self._at >= len(self._chunks):
            if not self._loop:
                raise OSError("the recording has ended")
            self._at = 0
        data, pause_s = self._chunks[self._at]
        self._at += 1
        self._next += pause_s / self._speed
        return data

    def close(self) -> None:
        self._closed.set()


def recorded_chunks(path: Path) -> list[tuple[bytes, float]]:
    """A recording cut into what belongs to one moment, with the seconds until the next."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(
            _("The recording {path} cannot be read: {reason}.").format(
                path=path, reason=error.strerror or error
            )
        ) from None
    stream = NmeaStream()
    chunks: list[tuple[bytes, float]] = []
    gathered, last = b"", None
    for line in content.splitlines(keepends=True):
        gathered += line
        for epoch in stream.feed(line):
            pause_s = 1.0
            if epoch.time is not None and last is not None:
                pause_s = min(max((epoch.time - last).total_seconds(), 0.05), 5.0)
            last = epoch.time or last
            chunks.append((gathered, pause_s))
            gathered = b""
    if gathered:
        chunks.append((gathered, 1.0))
    return chunks


def why_not_open(device: str, error: Exception) -> str:
    """What to tell of a port that does not open, from what POSIX and Windows say of it."""
    code = getattr(error, "errno", None)
    text = str(error).casefold()
    absent = code == errno.ENOENT or "filenotfounderror" in text or "could not find" in text
    busy = code in (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK) or "lock" in text
    denied = code in (errno.EACCES, errno.EPERM) or "permission denied" in text
    on_windows_denied = "access is denied" in text or "permissionerror" in text
    if absent or "no such file" in text:
        sentence = _("There is no port {device}. Plug the receiver in, or choose another port.")
    elif busy or (on_windows_denied and not denied):
        sentence = _("{device} is in use by another program. Close that program and try again.")
    elif denied:
        sentence = _(
            "You may not use {device}. On Linux, join the group “dialout” and log in again."
        )
    else:
        sentence = _("{device} is no serial port that can be read.")
    return sentence.format(device=device)


def _close_quietly(port: serial.Serial) -> None:
    try:
        port.close()
    except (OSError, serial.SerialException, TypeError):
        return


Opener = Callable[[], Source]
