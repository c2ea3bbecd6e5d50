"""Bytes of a receiver to sentences, sentences to position epochs.

Everything that is not a sound NMEA 0183 sentence is passed over: binary protocols between, cut or
garbled lines, wrong checksums, AIS. A sentence without a checksum is taken in its strict form.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import reduce

import pynmea2

from gridstudio.gps.assembler import Assembler
from gridstudio.gps.epoch import Epoch

LONGEST_LINE = 1024
_SENTENCE = re.compile(rb"\$([A-Z]{2}[A-Z]{3},[^$*\r\n]*?)(?:\*([0-9A-Fa-f]{2}))?\s*$")
_GARBLED = (
    pynmea2.ParseError,
    ValueError,
    ArithmeticError,
    AttributeError,
    TypeError,
    IndexError,
)
_COMPLETE = {b"GGA": 14, b"RMC": 11, b"GLL": 6, b"GNS": 12}
"""Commas of a whole sentence: without a checksum only that tells it from one that was cut."""
_TYPES = {"GGA", "GNS", "RMC", "GLL", "GSA", "GSV", "VTG", "ZDA", "GST"}


class NmeaStream:
    """Feed it bytes as they come; it gives the epochs that have become complete.

    ``live_since`` is the host's clock where the bytes come from a receiver now: dates before it by
    whole GPS week roll-overs are repaired; a recording keeps its own dates (None).
    """

    def __init__(self, *, live_since: datetime | None = None) -> None:
        self._rest = b""
        self._wide = False
        self._first = True
        self._assembler = Assembler(live_since)
        self.sentences = 0
        self.rejected = 0
        self.bytes_read = 0

    def feed(self, data: bytes) -> list[Epoch]:
        """Take bytes in; returns the epochs they complete."""
        self.bytes_read += len(data)
        self._rest += self._narrowed(data)
        *lines, self._rest = re.split(rb"[\r\n]+", self._rest)
        if len(self._rest) > LONGEST_LINE:
            # No sentence is that long: binary data, or the wrong rate. A "$" may start a new one.
            self._rest = self._rest[self._rest.rfind(b"$") :][:LONGEST_LINE]
        epochs: list[Epoch] = []
        for line in lines:
            epochs += self._take(line)
        return epochs

    def finish(self) -> list[Epoch]:
        """The source has ended: the last line and the last epoch."""
        epochs = self._take(self._rest) if self._rest else []
        self._rest = b""
        last = self._assembler.flush()
        return [*epochs, last] if last is not None else epochs

    def pause(self) -> list[Epoch]:
        """The source is silent for a moment: what has been collected is an epoch."""
        last = self._assembler.flush()
        return [last] if last is not None else []

    def _narrowed(self, data: bytes) -> bytes:
        """A log that Windows wrote as UTF-16 has a zero after each letter."""
        if self._first and data:
            self._first = False
            self._wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        return data.replace(b"\x00", b"") if self._wide else data

    def _take(self, line: bytes) -> list[Epoch]:
        start = line.rfind(b"$")
        if start < 0:
            return []
        found = _SENTENCE.match(line[start:])
        if found is None:
            self.rejected += line[start : start + 1] == b"$"
            return []
        body, checksum = found.group(1), found.group(2)
        if checksum is None and body.count(b",") < _COMPLETE.get(body[2:5], len(body)):
            self.rejected += 1  # cut short, and its checksum with it
            return []
        if checksum is not None and checksum_of(body) != int(checksum, 16):
            self.rejected += 1
            return []
        if body[2:5].decode("ascii") not in _TYPES:
            self.sentences += 1
            return []
        return self._parse(body)

    def _parse(self, body: bytes) -> list[Epoch]:
        try:
            text = body.decode("ascii")
            message = pynmea2.parse(f"${text}*{checksum_of(body):02X}", check=True)
            epoch = self._assembler.add(message)
        except _GARBLED:
            # pynmea2 converts fields as they are read, and raises whatever a garbled one causes.
            self.rejected += 1
            return []
        self.sentences += 1
        return [epoch] if epoch is not None else []


def checksum_of(body: bytes) -> int:
    """The exclusive or of the bytes between "$" and "*"."""
    return reduce(lambda total, byte: total ^ byte, body, 0)
