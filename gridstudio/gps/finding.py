"""Finding a receiver: which port, at which rate."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.gps.epoch import Epoch
from gridstudio.gps.source import BAUD_RATES, SerialSource, ports
from gridstudio.gps.stream import NmeaStream
from gridstudio.i18n import _
from gridstudio.jobs import Progress, no_progress

LISTEN_S = 1.6
SENTENCES_WANTED = 2
_FIRST = 9600


def find_receiver(
    devices: Iterable[str] | None = None,
    *,
    remembered: dict[str, int] | None = None,
    progress: Progress = no_progress,
    listen_s: float = LISTEN_S,
) -> tuple[str, int]:
    """The first port (of ``devices``, by default all) that speaks NMEA, and its rate.

    ``remembered`` holds the rate that worked last for a port. Raises UserError where none is found;
    it says what was wrong with each port.
    """
    names = list(devices) if devices is not None else [port.device for port in ports()]
    if not names:
        raise UserError(_("No serial port was found. Plug the receiver in and try again."))
    troubles: list[str] = []
    for number, device in enumerate(names):
        rates = _rates((remembered or {}).get(device, _FIRST))
        try:
            for step, baud in enumerate(rates):
                share = (number + step / len(rates)) / len(names)
                progress(share, _("Trying {device} at {baud}").format(device=device, baud=baud))
                if speaks_nmea(device, baud, listen_s):
                    return device, baud
            troubles.append(_("{device}: no NMEA at any rate.").format(device=device))
        except UserError as error:
            troubles.append(str(error))
    raise UserError(_("No receiver was found.") + " " + " ".join(troubles))


def speaks_nmea(device: str, baud: int, listen_s: float = LISTEN_S) -> bool:
    """Whether sound sentences arrive within ``listen_s`` seconds. Raises UserError where the port
    does not open."""
    source = SerialSource(device, baud)
    stream = NmeaStream()
    until = time.monotonic() + listen_s
    try:
        while time.monotonic() < until:
            stream.feed(source.read())
            if stream.sentences >= SENTENCES_WANTED:
                return True
    except OSError:
        return False
    finally:
        source.close()
    return False


def read_source(
    port_or_log: str, *, baud: int | None = None, keep_on: Callable[[], bool] = lambda: True
) -> Iterator[Epoch]:
    """Epochs of a log file to its end, or of a port until ``keep_on`` says no.

    Raises UserError where the port does not open or is lost, or the file cannot be read.
    """
    path = Path(port_or_log)
    if path.is_file():
        yield from read_log(path)
        return
    if baud is None:
        SerialSource(port_or_log, BAUD_RATES[0]).close()  # says at once what is wrong with the port
        _device, baud = find_receiver([port_or_log])
    source = SerialSource(port_or_log, baud)
    stream = NmeaStream()
    try:
        while keep_on():
            yield from stream.feed(source.read())
        yield from stream.finish()
    except OSError:
        raise UserError(
            _("{name} is gone. Plug it in again and start anew.").format(name=port_or_log)
        ) from None
    finally:
        source.close()


def read_log(path: Path) -> Iterator[Epoch]:
    """The epochs of a recording. Raises UserError where it cannot be read, or holds no NMEA."""
    stream = NmeaStream()
    try:
        with path.open("rb") as opened:
            while data := opened.read(65536):
                yield from stream.feed(data)
    except OSError as error:
        raise UserError(
            _("The recording {path} cannot be read: {reason}.").format(
                path=path, reason=error.strerror or error
            )
        ) from None
    yield from stream.finish()
    if not stream.sentences:
        raise UserError(_("{path} holds no NMEA sentences.").format(path=path))


def _rates(first: int) -> list[int]:
    return [first, *(rate for rate in BAUD_RATES if rate != first)]
