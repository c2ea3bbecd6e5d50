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


class Runner(QObject):
    """Runs one job at a time, since bulk acts own the project's connection."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self.share, self.text = 0.0, ""

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
