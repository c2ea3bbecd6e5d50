"""Telling of errors: the world's in a sentence, ours with what a developer needs."""

from __future__ import annotations

import logging
import traceback

from PySide6.QtWidgets import QMessageBox, QWidget

from gridstudio.errors import UserError
from gridstudio.i18n import _

_log = logging.getLogger(__name__)


def told(error: BaseException) -> str:
    """An error as a sentence for the user; what is our own fault goes to the log as well."""
    if isinstance(error, UserError):
        return str(error)
    _log.error("unexpected error\n%s", "".join(traceback.format_exception(error)))
    return _(
        "Something went wrong that should not have. Nothing that was saved is lost. Please send "
        "the details to the developers."
    )


def tell(error: BaseException, parent: QWidget | None) -> None:
    """Show an error and wait until it has been read."""
    box = QMessageBox(parent)
    box.setWindowTitle("GridStudio")
    box.setText(told(error))
    if isinstance(error, UserError):
        box.setIcon(QMessageBox.Icon.Warning)
    else:
        box.setIcon(QMessageBox.Icon.Critical)
        box.setDetailedText("".join(traceback.format_exception(error)))
    box.exec()
