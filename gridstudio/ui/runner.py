"""Jobs of the window: a thread each, progress, cancel, and one place where errors arrive."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from gridstudio.errors import Cancelled
from gridstudio.jobs import CancelToken, Progress

Work = Callable[[Progress], Any]
REPORT_EVERY_S = 0.05


class Job(QObject):
    """One piece of work that runs; lives on the main thread."""

    progressed = Signal(float, str)
    succeeded = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, name: str, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.started_at = time.monotonic()
        self._work = work
        self._token = CancelToken()
        self._told_at = 0.0
        self._thread = threading.Thread(target=self._run, name=f"job {name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        self._token.cancel()

    def check(self) -> None:
        """In the worker: raises Cancelled once the user has asked to stop."""
        self._token.check()

    def wait(self, timeout_s: float = 30.0) -> None:
        """For closing the window: wait until the work has let go."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        try:
            result = self._work(self._progress)
        except BaseException as error:  # handed over to the main thread
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)
        self.ended.emit()

    def _progress(self, share: float, text: str = "") -> None:
        self._token.check()
        now = time.monotonic()
        if now - self._told_at >= REPORT_EVERY_S or share >= 1:
            self._told_at = now
            self.progressed.emit(share, text)


class _Request:
    """Something a worker wants done on the main thread."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self._act = act
        self._value: Any = None
        self._error: Exception | None = None
        self.done = threading.Event()

    def answer(self) -> None:
        try:
            self._value = self._act()
        except Exception as error:  # it is the worker's, and raised there
            self._error = error
        self.done.set()

    def result(self) -> Any:
        if self._error is not None:
            raise self._error
        return self._value


class Runner(QObject):
    """Runs one job at a time, since bulk acts own the project's connection."""

    changed = Signal()
    _asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self.share, self.text = 0.0, ""
        self._asked.connect(lambda request: request.answer(), Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        name: str,
        work: Work,
        *,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> bool:
        """Start ``work`` in a thread; False where another job is running. ``done`` and ``failed``
        are called on the main thread; a cancelled job calls neither."""
        if self.job is not None:
            return False
        job = Job(name, work, self)
        queued = Qt.ConnectionType.QueuedConnection
        job.progressed.connect(self._progressed, queued)
        job.succeeded.connect(lambda result: self._finish(job, lambda: done(result)), queued)
        job.failed.connect(lambda error: self._finish(job, lambda: _tell(error, failed)), queued)
        self.job, self.share, self.text = job, 0.0, name
        self.changed.emit()
        job.start()
        return True

    def on_main(self, act: Callable[[], Any]) -> Any:
        """In a worker: have ``act`` done on the main thread, where alone pixmaps may be painted,
        and wait for its result. Raises what it raises, and Cancelled."""
        request = _Request(act)
        job = self.job
        self._asked.emit(request)
        while not request.done.wait(REPORT_EVERY_S):
            if job is not None:
                job.check()
        return request.result()

    def cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def close(self) -> None:
        """Cancel what runs and wait for it."""
        if self.job is not None:
            self.job.cancel()
            self.job.wait()
            self.job = None

    def seconds_left(self) -> float | None:
        """An estimate from the share done so far; None while it is too early to say."""
        if self.job is None or self.share < 0.05:
            return None
        spent = time.monotonic() - self.job.started_at
        return spent / self.share - spent if spent > 1 else None

    def _progressed(self, share: float, text: str) -> None:
        self.share, self.text = share, text
        self.changed.emit()

    def _finish(self, job: Job, then: Callable[[], None]) -> None:
        if self.job is job:
            job.wait()
            self.job = None
            self.changed.emit()
            then()


def _tell(error: BaseException, failed: Callable[[BaseException], None]) -> None:
    if not isinstance(error, Cancelled):
        failed(error)
