"""How colours look to the colour-blind and on a black-and-white print.

Deuteranopia and protanopia by Machado, Oliveira and Fernandes (2009), severity 1, in linear sRGB
(IEC 61966-2-1); grey by the luminance of ITU-R BT.709; differences of colours by CIE 1976 L*a*b*.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.style import LabelStyle, Style, Symbol

Vision = Literal["full", "deuteranopia", "protanopia", "grey"]
Floats = NDArray[np.float64]

_LUMINANCE = (0.2126, 0.7152, 0.0722)
_MATRICES: dict[Vision, Floats] = {
    "full": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "grey": np.array([_LUMINANCE] * 3),
}
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
"""From linear sRGB, white point D65."""


def seen(color: str, vision: Vision) -> str:
    """The colour "#rrggbb" as it looks; "" stays "" (no colour)."""
    if not color or vision == "full":
        return color
    looks = np.clip(_MATRICES[vision] @ _linear(color), 0.0, 1.0)
    encoded = np.where(looks <= 0.0031308, looks * 12.92, 1.055 * looks ** (1 / 2.4) - 0.055)
    red, green, blue = np.round(encoded * 255).astype(int).tolist()
    return f"#{red:02x}{green:02x}{blue:02x}"


def difference(one: str, other: str) -> float:
    """How different two colours "#rrggbb" look: 2.3 can just be noticed."""
    return float(np.linalg.norm(_lab(one) - _lab(other)))


def style_seen(style: Style, vision: Vision) -> Style:
    """The style in the colours as they look; a ramp becomes greys."""
    if vision == "full":
        return style
    label: LabelStyle | None = style.label
    if label is not None:
        label = replace(label, color=seen(label.color, vision), halo=seen(label.halo, vision))
    return replace(
        style,
        classes=tuple(
            replace(one, symbol=_symbol_seen(one.symbol, vision)) for one in style.classes
        ),
        ramp="greys" if vision == "grey" else style.ramp,
        label=label,
    )


def _symbol_seen(symbol: Symbol, vision: Vision) -> Symbol:
    return replace(symbol, color=seen(symbol.color, vision), outline=seen(symbol.outline, vision))


def _linear(color: str) -> Floats:
    encoded = np.array(list(bytes.fromhex(color[1:])), dtype=np.float64) / 255
    linear: Floats = np.where(
        encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4
    )
    return linear


def _lab(color: str) -> Floats:
    share = _TO_XYZ @ _linear(color) / (_TO_XYZ @ np.ones(3))
    root = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = root.tolist()
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
