"""A copy of the file before a session's first edit; three are kept, within two gigabytes."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import shutil
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

from gridstudio.settings import data_folder

KEPT = 3
LIMIT_BYTES = 2 * 1024**3
SLOW_BYTES = 32 * 1024**2
CHUNK_BYTES = 4 * 1024**2
_log = logging.getLogger(__name__)


def folder_for(path: Path) -> Path:
    """Where the backups of a project lie: in the program's data folder, by the file's full path."""
    whole = str(path.resolve())
    digest = hashlib.sha256(os.fsencode(whole)).hexdigest()[:12]
    # Short, since Chinese letters take three bytes each of the 255 that a name may have.
    return data_folder() / "backups" / f"{path.stem[:40]}-{digest}"


class Keeper:
    """The backup of one session: made before its first edit, or ahead of it in a thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done = False
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def not_needed(self) -> None:
        """The file is new: there is no older state to keep."""
        self._done = True

    def ahead(self, *, at_least_bytes: int = SLOW_BYTES) -> None:
        """Begin now, in a thread, where the copy of so large a file would keep the first edit
        waiting; smaller ones wait for an edit, which may never come."""
        if self._done or self._thread is not None or not _is_due(self._path, at_least_bytes):
            return
        self._thread = threading.Thread(target=self._copy_unchanging, name="backup", daemon=True)
        self._thread.start()

    @property
    def copying(self) -> bool:
        """Whether a thread is at it: nothing can be committed then."""
        return self._thread is not None and self._thread.is_alive()

    def before_edit(self) -> None:
        """Return once the backup is there; the caller holds the write lock."""
        if self._thread is None and not self._done:
            make(self._path)
        self.wait()
        self._done = True

    def wait(self) -> None:
        """Until no thread keeps others from committing."""
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        """Leave no thread behind; a copy that is half-made is dropped."""
        self._stop.set()
        self.wait()

    def _copy_unchanging(self) -> None:
        uri = f"{self._path.resolve().as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as reader:
                # A reader's lock: others may prepare to write meanwhile, but not do it.
                reader.execute("BEGIN")
                reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
                make(self._path, self._stop)
        except sqlite3.Error as error:
            _log.info("no backup of %s: %s", self._path, error)


def make(path: Path, stop: threading.Event | None = None) -> Path | None:
    """Copy the file, unless it is unchanged since the newest copy, larger than the limit, or the
    disk would have little room left; ``stop`` ends it half-way.

    The caller holds a lock, so the copy is of one moment. A backup that cannot be made is logged
    and does not stop the work: the file itself is safe by its own journal.
    """
    if not _is_due(path):
        return None
    target = _target(path)
    draft = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(target.parent).free < 2 * path.stat().st_size:
            raise OSError(errno.ENOSPC, "the disk is nearly full")
        whole = _copy(path, draft, stop or threading.Event())
        if whole:
            os.replace(draft, target)
            _prune(target.parent)
            return target
    except OSError as error:
        _log.info("no backup of %s: %s", path, error)
    with suppress(OSError):
        draft.unlink(missing_ok=True)
    return None


def _target(path: Path) -> Path:
    """Named by the file's own time of change, so that an unchanged file has its copy already."""
    return folder_for(path) / f"{path.stat().st_mtime_ns}{path.suffix}"


def _is_due(path: Path, at_least_bytes: int = 0) -> bool:
    try:
        size = path.stat().st_size
        return at_least_bytes <= size <= LIMIT_BYTES and not _target(path).exists()
    except OSError:
        return False


def _copy(source: Path, target: Path, stop: threading.Event) -> bool:
    """Whether the copy came to its end."""
    with source.open("rb") as taken, target.open("wb") as made:
        while chunk := taken.read(CHUNK_BYTES):
            if stop.is_set():
                return False
            made.write(chunk)
    return True


def listed(path: Path) -> list[Path]:
    """The backups of a project, newest first."""
    folder = folder_for(path)
    if not folder.is_dir():
        return []
    copies = [item for item in folder.iterdir() if item.suffix != ".part"]
    return sorted(copies, key=lambda item: item.name, reverse=True)


def _prune(folder: Path) -> None:
    size = 0
    copies = sorted(folder.iterdir(), key=lambda item: item.name, reverse=True)
    for kept, copy in enumerate(copies, start=1):
        size += copy.stat().st_size
        if kept > KEPT or (size > LIMIT_BYTES and kept > 1) or copy.suffix == ".part":
            copy.unlink()
