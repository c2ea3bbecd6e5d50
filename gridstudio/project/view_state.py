"""How a project is looked at: switches of layers, last view, bookmarks. No part of the document."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gridstudio.domain.rows import Layer
from gridstudio.project import queries

LAYERS = "layers"
"""The key of the switches: {"visible": {id: bool}, "expanded": {id: bool}}, ids as texts."""


class ViewState:
    """All view state of a file, by key; what is not written yet counts, too."""

    def __init__(self, reading: Callable[[], sqlite3.Connection]) -> None:
        self._reading = reading
        self._stored: dict[str, Any] | None = None
        self._pending: dict[str, Any] = {}

    def get(self, key: str, default: Any) -> Any:
        """The value as JSON knows it; the caller must not change it."""
        if key in self._pending:
            return self._pending[key]
        if self._stored is None:
            self._stored = queries.view_states(self._reading())
        return self._stored.get(key, default)

    def set(self, key: str, value: Any) -> bool:
        """Whether that is anything new."""
        value = json.loads(json.dumps(value))
        if value == self.get(key, None):
            return False
        self._pending[key] = value
        return True

    @property
    def pending(self) -> bool:
        return bool(self._pending)

    def write(self, connection: sqlite3.Connection) -> None:
        """Inside a transaction."""
        for key, value in self._pending.items():
            text = json.dumps(value, ensure_ascii=False)
            found = connection.execute(
                "UPDATE view_state SET value = ? WHERE key = ?", (text, key)
            ).rowcount
            if not found:
                connection.execute("INSERT INTO view_state (key, value) VALUES (?, ?)", (key, text))

    def written(self) -> None:
        """The transaction is committed."""
        if self._stored is not None:
            self._stored |= self._pending
        self._pending = {}

    def forget(self) -> None:
        """Another program has written the file: read it anew."""
        self._stored = None


def switched(layers: list[Layer], state: ViewState) -> list[Layer]:
    """The layers as the user has switched them; the others as they were added."""
    switches = state.get(LAYERS, {})
    visible = switches.get("visible", {}) if isinstance(switches, dict) else {}
    return [
        replace(layer, visible=bool(visible.get(str(layer.id), layer.visible))) for layer in layers
    ]
