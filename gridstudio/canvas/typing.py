"""Which keys belong to a running tool, though the window or Qt has a use for them too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from gridstudio.tools.gesture import Overlay

_KEYS = {
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Escape: "Escape",
}
_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def tool_key(event: QKeyEvent, overlay: Overlay) -> str:
    """The key as a tool that shows ``overlay`` takes it; "" where it takes it not, and it means
    what it means without the tool."""
    if overlay.undoes and event.matches(QKeySequence.StandardKey.Undo):
        return "Undo"
    if overlay.redoes and event.matches(QKeySequence.StandardKey.Redo):
        return "Redo"
    name = _KEYS.get(Qt.Key(event.key()), "")
    if name == "Escape":
        return name if overlay.entry is not None or overlay.holds else ""
    if name == "Tab":
        return name if overlay.begins else ""
    if name:
        return name
    # With Alt Gr an @ comes as Ctrl and Alt: then it is the sign that counts.
    sign = event.text()
    if len(sign) != 1 or not sign.isprintable():
        return ""
    if event.modifiers() & _HELD and sign not in "@<":
        return ""
    return sign if overlay.entry is not None or sign in overlay.begins else ""


def pasted(text: str, overlay: Overlay) -> str:
    """What of a copied text goes into the entry: its first line, where the tool takes any."""
    return " ".join(text.strip().splitlines()[:1]) if overlay.begins else ""
