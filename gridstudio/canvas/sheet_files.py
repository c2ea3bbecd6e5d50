"""Maps on paper as files: PNG, SVG, and SVG set as PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.figures import ensure_application, png
from gridstudio.canvas.scene import Look
from gridstudio.canvas.sheet import Plan, paint_sheet, plan
from gridstudio.canvas.svg import SCREEN_DPI, FineSvg
from gridstudio.domain.map_data import MapData
from gridstudio.domain.sheet import Sheet
from gridstudio.errors import UserError
from gridstudio.i18n import _
from gridstudio.reports.sheet_pdf import sheet_pdf

ENDINGS = (".png", ".svg", ".pdf")
INCH_M = 0.0254
MOST_PIXELS = 300e6


def sheet_image(sheet: Sheet, data: MapData, look: Look, *, dpi: float = 0) -> QImage:
    """The page as an image of ``dpi`` (0: the sheet's own); main thread only. Raises UserError
    where it would be too large."""
    ensure_application()
    laid = plan(sheet)
    dpi = dpi or sheet.dpi
    ratio = dpi / SCREEN_DPI
    size = QSize(round(laid.width * ratio), round(laid.height * ratio))
    if size.width() * size.height() > MOST_PIXELS:
        raise UserError(_("The picture would be too large. Choose fewer dots per inch."))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    for set_density in (image.setDotsPerMeterX, image.setDotsPerMeterY):
        set_density(round(dpi / INCH_M))
    painter = QPainter(image)
    _painted(painter, laid, sheet, data, look)
    return image


def sheet_svg(sheet: Sheet, data: MapData, look: Look) -> bytes:
    """The page as SVG, exactly as large as the paper; main thread only."""
    ensure_application()
    laid = plan(sheet)
    size = laid.width, laid.height
    svg = FineSvg(size, sheet.dpi / SCREEN_DPI, sheet.title or _("Map"), sheet.footer)
    _painted(QPainter(svg), laid, sheet, data, look)
    return svg.written(sheet.size_mm, laid.map)


def sheet_bytes(
    ending: str,
    sheet: Sheet,
    data: MapData,
    look: Look,
    *,
    on_main: Callable[[Callable[[], Any]], Any] = lambda act: act(),
) -> bytes:
    """The file of one of ENDINGS. In a worker, ``on_main`` has the painting done on the main
    thread; encoding and setting stay here. Raises UserError."""
    if ending not in ENDINGS:
        raise UserError(
            _("A map is saved as {endings}; name the file so.").format(endings=", ".join(ENDINGS))
        )
    if ending == ".png":
        image: QImage = on_main(lambda: sheet_image(sheet, data, look))
        return png(image)
    svg: bytes = on_main(lambda: sheet_svg(sheet, data, look))
    return svg if ending == ".svg" else sheet_pdf(svg, *sheet.size_mm, sheet.title)


def _painted(painter: QPainter, laid: Plan, sheet: Sheet, data: MapData, look: Look) -> None:
    base_maps = BaseMaps()
    try:
        paint_sheet(painter, laid, sheet, data, look, base_maps)
    finally:
        painter.end()
        base_maps.close()
