"""Asking for the datum of something foreign, with help to tell."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from gridstudio.i18n import _


def datum_box(*, unchosen: bool) -> QComboBox:
    """A box of the four datums; with ``unchosen``, nothing is chosen at first (key "")."""
    box = QComboBox()
    if unchosen:
        box.addItem(_("Choose the datum …"), "")
    for text, key in (
        (_("WGS-84 (GPS receivers, Google Earth)"), "wgs84"),
        (_("CGCS2000 (government)"), "cgcs2000"),
        (_("GCJ-02 (Gaode, Tencent)"), "gcj02"),
        (_("BD-09 (Baidu)"), "bd09"),
    ):
        box.addItem(text, key)
    return box


def datum_help() -> str:
    """How to tell which datum a base map is drawn in."""
    return _(
        "Tiles saved from Gaode, Tencent or Google's Chinese maps are GCJ-02, from Baidu BD-09; "
        "OpenStreetMap, Tianditu and surveyed maps are WGS-84 or CGCS2000. If roads of the map lie "
        "beside tracks and customers by the same 100 to 700 metres everywhere, try GCJ-02. It can "
        "be changed later."
    )
