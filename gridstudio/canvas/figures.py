"""Pictures of the map without a window, for reports and the verb ``render``."""

from __future__ import annotations

import os
import sys
from dataclasses import replace

from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.scene import Look, paint_scene
from gridstudio.canvas.theme import THEMES
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.domain.layer_tree import BASE_MAPS
from gridstudio.domain.map_data import MapData, MapRequest

MARGIN = 0.04


def draw_map(data: MapData, request: MapRequest) -> bytes:
    """The map as PNG. Needs no display; makes the Qt application where there is none."""
    ensure_application()
    viewport = fitting(request.bounds, request.width_px, request.height_px, margin=MARGIN)
    viewport = replace(viewport, scale=request.dots_per_point)
    picture = QImage(request.width_px, request.height_px, QImage.Format.Format_ARGB32_Premultiplied)
    _paint_on(picture, viewport, data, look_of(data, request))
    return png(picture)


def view_image(data: MapData, look: Look, viewport: Viewport, ratio: float) -> QImage:
    """What a map shows, as an image of ``ratio`` dots per pixel."""
    size = QSize(round(viewport.width * ratio), round(viewport.height * ratio))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    _paint_on(image, viewport, data, look)
    return image


def _paint_on(image: QImage, viewport: Viewport, data: MapData, look: Look) -> None:
    painter = QPainter(image)
    base_maps = BaseMaps(night=look.theme.night)
    try:
        paint_scene(painter, viewport, data, look, base_maps)
    finally:
        painter.end()
        base_maps.close()


def look_of(data: MapData, request: MapRequest) -> Look:
    """The look that a request asks for; layers hidden in the project stay hidden."""
    switched_off = {
        *(() if request.base_map else BASE_MAPS),
        *(() if request.customers else ("customers",)),
        *(() if request.sites else ("sites",)),
    }
    hidden = {layer.id for layer in data.layers if layer.kind in switched_off}
    return Look(
        theme=THEMES[request.theme],
        level=request.level,
        hidden=data.hidden | hidden,
        labels=request.labels,
        highlight=request.highlight,
        furniture=request.scale_bar,
    )


def png(picture: QImage) -> bytes:
    """An image as PNG bytes."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
    return bytes(buffer.data().data())


def ensure_application() -> QGuiApplication:
    """The Qt application; made offscreen where no display is at hand."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not display:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    global _application
    _application = QApplication(["gridstudio"])
    return _application


_application: QGuiApplication | None = None
"""Keeps the application alive that ``ensure_application`` made; Qt has one per process."""
