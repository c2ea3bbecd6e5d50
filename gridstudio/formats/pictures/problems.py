"""What is wrong with a picture, as sentences."""

from __future__ import annotations

from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.i18n import _


def damaged(path: Path) -> UserError:
    """What to raise where a picture cannot be decoded."""
    return UserError(
        _("The picture {path} is damaged or cut short. Scan or save it anew.").format(path=path)
    )


def unreadable(path: Path, error: OSError) -> UserError:
    """What to raise where the system does not let us read it."""
    message = _("{path} cannot be read: {reason}. Choose another file.")
    return UserError(message.format(path=path, reason=error.strerror or error))
