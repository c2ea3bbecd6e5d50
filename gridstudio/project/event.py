"""The one event of a project."""

from __future__ import annotations

from collections.abc import Callable

from gridstudio.domain.changes import Changes

Listener = Callable[[Changes], None]


class Event:
    """Calls its listeners in the order in which they connected; listeners read, none edits."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def connect(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def disconnect(self, listener: Listener) -> None:
        """Raises ValueError where it was not connected."""
        self._listeners.remove(listener)

    def emit(self, changes: Changes) -> None:
        for listener in tuple(self._listeners):
            listener(changes)
