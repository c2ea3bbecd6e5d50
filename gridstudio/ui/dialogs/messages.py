"""Telling of errors: the world's in a sentence, ours with what a developer needs."""

from __future__ import annotations

import logging
import traceback

from PySide6.QtWidgets import QMessageBox, QWidget

from gridstudio.errors import UserError
from gridstudio.i18n import _

_log = logging.getLogger(__name__)


def tell(error: BaseException, parent: QWidget | None) -> None:
    """Show an error and wait until it has been read."""
    box = QMessageBox(parent)
    box.setWindowTitle("GridStudio")
    if isinstance(error, UserError):
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(str(error))
    else:
        text = "".join(traceback.format_exception(error))
        _log.error("unexpected error\n%s", text)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setText(
            _(
                "Something went wrong that should not have. Nothing that was saved is lost. Please "
                "send the details to the developers."
            )
        )
        box.setDetailedText(text)
    box.exec()
