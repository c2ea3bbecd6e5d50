"""A receiver that is being read: one thread, which tells what it hears and never gives up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.gps.epoch import Epoch, words
from gridstudio.gps.source import Opener, Source
from gridstudio.gps.stream import NmeaStream
from gridstudio.i18n import _

SILENT_AFTER_S = 3.0
PAUSE_AFTER_S = 0.35
RETRY_S = (0.3, 0.6, 1.0, 2.0)
ENOUGH_BYTES = 400


@dataclass(frozen=True)
class Status:
    """How the receiver is; ``text`` is a translated sentence with what to do.

    ``state`` is opening, listening, silent, noise, no_fix, fix, lost, log (it failed) or closed.
    """

    state: str
    text: str


Event = Epoch | Status
OnEvent = Callable[[Event], None]


class Receiver:
    """Reads in its own thread; ``on_event`` is called there, so a window has to hand it over.

    A source that fails is thrown away and made anew by ``opener`` until ``stop``. Every byte goes
    to ``log_path``, where one is given, as it came.
    """

    def __init__(
        self,
        name: str,
        opener: Opener,
        on_event: OnEvent,
        *,
        log_path: Path | None = None,
        live: bool = True,
    ) -> None:
        self.name = name
        self._opener = opener
        self._on_event = on_event
        self._log_path = log_path
        self._live = live
        self._stop = threading.Event()
        self._state = ""
        self._thread = threading.Thread(target=self._run, name=f"receiver {name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """End the thread and wait for it, but no longer than ``timeout_s``."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        tries = 0
        while not self._stop.is_set():
            if not tries:
                self._tell("opening", _("Opening {name} …").format(name=self.name))
            try:
                source = self._opener()
            except UserError as error:
                self._tell("lost", str(error))
                tries = self._wait(tries)
                continue
            tries = 0
            self._tell("listening", _("{name} is open.").format(name=self.name))
            try:
                self._listen(source)
            except OSError:
                self._tell(
                    "lost",
                    _("{name} is gone. Plug it in again: it goes on by itself.").format(
                        name=self.name
                    ),
                )
                tries = self._wait(tries)
            finally:
                source.close()
        self._tell("closed", _("The receiver is closed."))

    def _wait(self, tries: int) -> int:
        self._stop.wait(RETRY_S[min(tries, len(RETRY_S) - 1)])
        return tries + 1

    def _listen(self, source: Source) -> None:
        stream = NmeaStream(live_since=datetime.now(UTC) if self._live else None)
        log = _Log(self._log_path, lambda text: self._tell("log", text))
        heard = time.monotonic()
        try:
            while not self._stop.is_set():
                data = source.read()
                now = time.monotonic()
                if data:
                    heard = now
                    log.write(data)
                    epochs = stream.feed(data)
                else:
                    epochs = stream.pause() if now - heard > PAUSE_AFTER_S else []
                for epoch in epochs:
                    self._on_event(epoch)
                    self._tell("fix" if epoch.has_fix else "no_fix", words(epoch))
                if now - heard > SILENT_AFTER_S:
                    self._tell("silent", self._silence())
                elif not stream.sentences and stream.bytes_read > ENOUGH_BYTES:
                    self._tell("noise", self._noise())
        finally:
            log.close()

    def _tell(self, state: str, text: str) -> None:
        """Once per change of words."""
        said = f"{state} {text}"
        if said != self._state:
            self._state = said
            self._on_event(Status(state, text))

    def _silence(self) -> str:
        return _(
            "{name} is open, but nothing arrives. Is this the receiver's port? Is it switched on?"
        ).format(name=self.name)

    def _noise(self) -> str:
        return _(
            "{name} sends data that is not NMEA: the rate may be wrong, or the receiver speaks "
            "another protocol. Let the program find the rate, or set the receiver to NMEA."
        ).format(name=self.name)


class _Log:
    """The raw log. A full disk ends the log, not the receiver; it is said once."""

    def __init__(self, path: Path | None, complain: Callable[[str], None]) -> None:
        self._complain = complain
        self._stream = None
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = path.open("ab", buffering=0)
        except OSError as error:
            self._fail(error)

    def write(self, data: bytes) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(data)
        except OSError as error:
            self._fail(error)

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _fail(self, error: OSError) -> None:
        self.close()
        self._complain(
            _("The receiver's log cannot be written: {reason}. Positions go on.").format(
                reason=error.strerror or error
            )
        )
