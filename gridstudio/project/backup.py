"""A copy of the file before a session's first edit; three are kept, within two gigabytes."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

from gridstudio.settings import data_folder

KEPT = 3
LIMIT_BYTES = 2 * 1024**3
_log = logging.getLogger(__name__)


def folder_for(path: Path) -> Path:
    """Where the backups of a project lie: in the program's data folder, by the file's full path."""
    name = str(path.resolve()).replace(os.sep, "%").replace(":", "%")
    return data_folder() / "backups" / name[-120:]


def make(path: Path) -> Path | None:
    """Copy the file, unless it is unchanged since the newest copy or larger than the limit.

    The caller holds the write lock, so the copy is of one moment. A backup that cannot be made is
    logged and does not stop the work: the file itself is safe by its own journal.
    """
    try:
        state = path.stat()
        if state.st_size > LIMIT_BYTES:
            return None
        folder = folder_for(path)
        folder.mkdir(parents=True, exist_ok=True)
        # Named by the file's own time of change, so that an unchanged file has its copy already.
        target = folder / f"{state.st_mtime_ns}{path.suffix}"
        if target.exists():
            return None
        draft = target.with_suffix(".part")
        shutil.copyfile(path, draft)
        os.replace(draft, target)
        _prune(folder)
        return target
    except OSError as error:
        _log.info("no backup of %s: %s", path, error)
        return None


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
