"""Reading raster tiles of an MBTiles file (specification 1.3). Foreign SQLite, opened read-only."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.i18n import _

_SIGNATURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp"}


class MbtilesReader:
    """An open tile file. ``tile`` may be called from one thread at a time; it locks."""

    def __init__(self, path: Path) -> None:
        """Raises UserError where the file is absent, damaged, or holds vector tiles."""
        self.path = path
        if not path.is_file():
            raise UserError(_("The base map {path} is not there.").format(path=path))
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
        try:
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._read_facts()
        except sqlite3.DatabaseError:
            self._connection.close()
            raise UserError(
                _("The base map {path} is no sound MBTiles file.").format(path=path)
            ) from None
        except UserError:
            self._connection.close()
            raise

    def _read_facts(self) -> None:
        low, high = self._connection.execute(
            "SELECT min(zoom_level), max(zoom_level) FROM tiles"
        ).fetchone()
        if low is None:
            raise UserError(_("The base map {path} holds no tiles.").format(path=self.path))
        self.zooms = range(int(low), int(high) + 1)
        sample = self._connection.execute("SELECT tile_data FROM tiles LIMIT 1").fetchone()[0]
        kinds = [kind for sign, kind in _SIGNATURES.items() if bytes(sample).startswith(sign)]
        if not kinds:
            raise UserError(
                _(
                    "The base map {path} holds no pictures: vector tiles cannot be shown yet."
                ).format(path=self.path)
            )
        self.format = kinds[0]
        rows = self._connection.execute("SELECT name, value FROM metadata").fetchall()
        self.facts = {str(name): str(value) for name, value in rows}

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """A tile of the XYZ scheme (rows from the north), None where there is none."""
        south_row = 2**zoom - 1 - row
        with self._lock:
            try:
                found = self._connection.execute(
                    "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? "
                    "AND tile_row = ?",
                    (zoom, column, south_row),
                ).fetchone()
            except sqlite3.DatabaseError:
                return None
        return bytes(found[0]) if found else None

    def close(self) -> None:
        with self._lock:
            self._connection.close()
