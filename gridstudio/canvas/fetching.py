"""Reading and decoding what base maps need, beside the window: one thread while there is work."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, Signal

from gridstudio.errors import Cancelled

Act = Callable[[], object]
_log = logging.getLogger(__name__)


class Fetcher(QObject):
    """Does one act after the other; ``arrived`` is emitted after each, in the worker's thread."""

    arrived = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._wanted: OrderedDict[Hashable, Act] = OrderedDict()
        self._doing: Hashable | None = None
        self._thread: threading.Thread | None = None
        self._running = False
        self._stopping = threading.Event()

    def want(self, key: Hashable, act: Act) -> None:
        """Have ``act`` done, unless the same key waits already or is being done."""
        with self._lock:
            if key == self._doing or key in self._wanted:
                return
            self._wanted[key] = act
            if not self._running:
                self._running = True
                self._thread = threading.Thread(target=self._run, name="base maps", daemon=True)
                self._thread.start()

    def doing(self, key: Hashable) -> bool:
        """Whether this is being done at the moment."""
        with self._lock:
            return key == self._doing

    def forget(self) -> None:
        """What waits is no longer wanted: the view has moved on."""
        with self._lock:
            self._wanted.clear()

    def stop(self) -> None:
        """Forget what waits, and end what is being done as soon as it asks ``check``."""
        self.forget()
        thread = self._thread
        if thread is not None:
            self._stopping.set()
            thread.join()
            self._stopping.clear()

    def check(self, _share: float = 0.0, _text: str = "") -> None:
        """For acts that take long, as their progress: raises Cancelled once this is stopped."""
        if self._stopping.is_set():
            raise Cancelled

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._wanted:
                    self._running = False
                    return
                self._doing, act = self._wanted.popitem(last=False)
            try:
                act()
            except Cancelled:
                pass
            except Exception:
                # Acts turn what the world does wrong into notices; this is a fault of ours.
                _log.exception("a base map could not be read")
            with self._lock:
                self._doing = None
            self.arrived.emit()
