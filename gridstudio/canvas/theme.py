"""The map's colours, light and dark, and its fonts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont

from gridstudio.domain.base_styles import AREA_COLORS, AREA_OPACITY

FONT_FAMILIES = ["Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC", "sans-serif"]


@dataclass(frozen=True)
class MapTheme:
    """Named colours of one theme; ``fills`` are areas' ground, neighbours get different ones.

    ``base_map_veil`` lies over base maps; where the theme is a ``night`` and all of them are dark
    themselves, ``thin_veil``."""

    background: QColor
    text: QColor
    halo: QColor
    muted: QColor
    border: QColor
    county_border: QColor
    open_ground: QColor
    accent: QColor
    selection: QColor
    refusal: QColor
    base_map_veil: QColor
    thin_veil: QColor
    fills: tuple[QColor, ...]
    fill_opacity: float
    night: bool = False


def _colours(*names: str) -> tuple[QColor, ...]:
    return tuple(QColor(name) for name in names)


LIGHT = MapTheme(
    background=QColor("#e9e7e1"),
    text=QColor("#26323c"),
    halo=QColor(255, 255, 255, 225),
    muted=QColor("#6b7680"),
    border=QColor("#56636f"),
    county_border=QColor("#2f3a44"),
    open_ground=QColor("#9aa3ab"),
    accent=QColor("#0f766e"),
    selection=QColor("#e4572e"),
    refusal=QColor("#c62828"),
    base_map_veil=QColor(255, 255, 255, 40),
    thin_veil=QColor(255, 255, 255, 40),
    fills=_colours(*AREA_COLORS),
    fill_opacity=AREA_OPACITY,
)
DARK = MapTheme(
    background=QColor("#1b2127"),
    text=QColor("#eef2f5"),
    halo=QColor(20, 25, 30, 215),
    muted=QColor("#9aa7b2"),
    border=QColor("#aebbc6"),
    county_border=QColor("#e3e9ee"),
    open_ground=QColor("#7d8a95"),
    accent=QColor("#2dd4bf"),
    selection=QColor("#ff8a5c"),
    refusal=QColor("#ff6b6b"),
    base_map_veil=QColor(16, 22, 28, 165),
    thin_veil=QColor(46, 58, 70, 85),
    fills=_colours("#2f7fa3", "#5b8a3c", "#b07d2b", "#94588a", "#6464b0", "#a84e44"),
    fill_opacity=0.42,
    night=True,
)
THEMES = {"light": LIGHT, "dark": DARK}


def font(size_px: float, *, bold: bool = False) -> QFont:
    """A font that has Chinese on every system."""
    chosen = QFont()
    chosen.setFamilies(FONT_FAMILIES)
    chosen.setPixelSize(max(6, round(size_px)))
    chosen.setBold(bold)
    return chosen
