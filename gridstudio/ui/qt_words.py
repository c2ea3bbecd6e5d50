"""Qt's own dialogs in the language in force, with the words that Qt's catalogue lacks."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from gridstudio.i18n import N_, _, language

_INSTALLED = "qt_translators"
LACKING = {
    "QFileDialog": (N_("&Look in:"), N_("Files of &type:"), N_("Choose"), N_("Save as")),
    "QFileSystemModel": (N_("Folder"), N_("File"), N_("%1 bytes")),
    "QAbstractFileIconProvider": (
        N_("Folder"),
        N_("File"),
        N_("%1 File"),
        N_("Drive"),
        N_("File Folder"),
        N_("Alias"),
        N_("Shortcut"),
        N_("Unknown"),
    ),
}
"""Texts of Qt 6 by context that its Chinese catalogue does not have."""


class QtWords(QTranslator):
    """Answers for LACKING from our own catalogue, and for nothing else."""

    def translate(
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:  # None is how the next translator is asked
        return _(sourceText) if sourceText in LACKING.get(context, ()) else None

    def isEmpty(self) -> bool:
        return False  # or Qt would not ask


def speak(application: QApplication) -> None:
    """Make Qt speak the language in force; English is what it speaks by itself."""
    for old in application.property(_INSTALLED) or ():
        application.removeTranslator(old)
    translators: list[QTranslator] = []
    if language() != "en":
        qt = QTranslator(application)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if qt.load(f"qtbase_{language()}", folder):
            translators.append(qt)
        translators.append(QtWords(application))
    for each in translators:
        application.installTranslator(each)
    application.setProperty(_INSTALLED, translators)
