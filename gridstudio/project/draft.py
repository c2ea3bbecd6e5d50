"""A project file that is written beside its name and takes it once it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridstudio.errors import unwritable
from gridstudio.project.opening import database_errors, forget_journal


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Where to write what becomes ``path`` at the end; if anything fails, what is there stays.

    Raises UserError where it cannot be written.
    """
    draft = path.with_name(path.name + ".new")
    try:
        draft.unlink(missing_ok=True)
        with database_errors(path):
            yield draft
        forget_journal(path)
        os.replace(draft, path)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        if draft.parent.is_dir():
            draft.unlink(missing_ok=True)
