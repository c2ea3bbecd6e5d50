"""The two kinds of error: what the user can mend, and bugs (every other exception)."""

from __future__ import annotations

from pathlib import Path

from gridstudio.i18n import _


class UserError(Exception):
    """Something the user can do something about.

    ``str(error)`` is one translated sentence (or two) that says what is wrong and what to do.
    ``place`` is where on the map, as (longitude, latitude) in degrees WGS-84, where there is one.
    """

    def __init__(self, message: str, *, place: tuple[float, float] | None = None) -> None:
        super().__init__(message)
        self.place = place


class Refused(UserError):
    """An act that would break a rule (a gap, an overlap, a lock); nothing was written."""


class Unfinished(Refused):
    """A line that cannot end where it is, but could if it went on."""


class Cancelled(Exception):
    """The user stopped a job; whatever it had begun is rolled back."""


def unwritable(path: Path, error: OSError) -> UserError:
    """What to raise where a file or folder cannot be written, with the system's reason."""
    return UserError(
        _("{path} cannot be written: {reason}. Choose another folder.").format(
            path=path, reason=error.strerror or error
        )
    )
