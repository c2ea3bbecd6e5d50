"""A receiver of wires and letters: pseudo-terminals under names of their own."""

from __future__ import annotations

import os
import pty
import tty
from pathlib import Path

import pytest

from gridstudio.gps.stream import checksum_of


def require_pseudo_terminals() -> None:
    """A machine (a bare chroot, say) without them cannot tell these stories."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        pytest.skip(f"this machine has no pseudo-terminals: {error}")


class Wire:
    """A pseudo-terminal under a name of its own, which can be unplugged and plugged in again."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self.plug()

    def plug(self) -> None:
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(self.slave))

    def unplug(self) -> None:
        self.link.unlink()
        os.close(self.slave)
        os.close(self.master)

    def send(self, data: bytes) -> None:
        os.write(self.master, data)


def gga(second: int, *, quality: int = 1, lat: float = 35.5) -> bytes:
    """A sentence of 12:00 and some seconds, at ``lat`` north, 112 east."""
    degrees = int(lat)
    minutes = (lat - degrees) * 60
    place = f"{degrees:02d}{minutes:07.4f},N,11200.0000,E,{quality},08,1.0,700.0,M,0.0,M,,"
    if not quality:
        place = ",,,,0,00,99.9,,M,,M,,"
    body = f"GPGGA,12{second // 60 % 60:02d}{second % 60:02d}.00,{place}"
    return f"${body}*{checksum_of(body.encode()):02X}\r\n".encode()
