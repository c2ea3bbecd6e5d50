"""Tiles in a SQLite file of others, opened read-only."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.i18n import _

SQLITE_MAGIC = b"SQLite format 3\x00"
# What reading a damaged file raises. ValueError is Python's, over a message of SQLite's that quotes
# damaged bytes.
DAMAGE = (sqlite3.Error, ValueError)


def open_foreign(path: Path) -> sqlite3.Connection:
    """A connection that cannot write and does not trust what the file's views would call.

    Raises UserError where the file is absent; one of DAMAGE where it cannot be opened.
    """
    if not path.is_file():
        raise absent(path)
    address = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    # Texts in other encodings are still better shown damaged than not at all.
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def absent(path: Path) -> UserError:
    """What to raise for a base map that is not where it was."""
    return UserError(_("The base map {path} is not there.").format(path=path))


def unsound(path: Path, kind: str) -> UserError:
    """What to raise for a file that is not what it should be; ``kind`` is the format's name."""
    return UserError(_("The base map {path} is no sound {kind} file.").format(path=path, kind=kind))


def table_names(connection: sqlite3.Connection) -> set[str]:
    """The tables and views of a file, in lower case. Raises one of DAMAGE."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    return {str(name).lower() for (name,) in rows}


class DatabaseTiles:
    """The connection of an open file, the lock around it, and the lookup of one tile."""

    def __init__(self, path: Path, kind: str) -> None:
        """``kind`` is the format's name, for messages. Raises UserError."""
        self.path = path
        self._kind = kind
        self._lock = threading.Lock()
        self._closed = False
        try:
            self._connection = open_foreign(path)
        except DAMAGE:
            raise unsound(self.path, self._kind) from None

    @contextmanager
    def _reading_facts(self) -> Iterator[None]:
        """Around what is read once, at opening: any fault closes the file and becomes a UserError.

        SQLite columns hold values of any type, so a damaged fact shows as a value that is no
        number as often as it does as an error of the database.
        """
        try:
            yield
        except UserError:
            self.close()
            raise
        except (*DAMAGE, TypeError, ArithmeticError):
            self.close()
            raise unsound(self.path, self._kind) from None

    def _picture(self, sql: str, place: tuple[int, int, int]) -> bytes | None:
        with self._lock:
            if self._closed:
                return None
            try:
                found = self._connection.execute(sql, place).fetchone()
            except DAMAGE:
                return b""
        if found is None:
            return None
        return found[0] if isinstance(found[0], bytes) else b""

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._connection.close()
