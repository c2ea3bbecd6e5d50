"""Work that takes time: a pure function that reports its progress and can be cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from typing import TypeVar

from gridstudio.errors import Cancelled

Progress = Callable[[float, str], None]
"""``progress(share, text)``: ``share`` runs 0 to 1, ``text`` is translated, for the status bar.

Called often by a job; raises Cancelled when the user has asked to stop.
"""

Found = TypeVar("Found")
Steps = Generator[None, None, Found]
"""Work in steps of a few milliseconds, between which the window sees to its events."""


def finished(steps: Steps[Found]) -> Found:
    """Go all steps at once, and return what they come to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Found = end.value
            return found


def no_progress(share: float, text: str = "") -> None:
    """For callers that show nothing and cannot be cancelled."""


def part(progress: Progress, start: float, end: float) -> Progress:
    """The progress of one stage of a job that runs from ``start`` to ``end`` of the whole."""

    def stage(share: float, text: str = "") -> None:
        progress(start + (end - start) * share, text)

    return stage


class CancelToken:
    """A flag that any thread may set; ``check`` raises Cancelled in the worker once it is."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    def check(self) -> None:
        if self._event.is_set():
            raise Cancelled
