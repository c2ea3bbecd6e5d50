"""Maps on paper as files: PNG, SVG, and SVG set as PDF."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from gridstudio.canvas.base_maps import BaseMaps
from gridstudio.canvas.figures import ensure_application, png
from gridstudio.canvas.painters.vector import PaperImage
from gridstudio.canvas.scene import Look
from gridstudio.canvas.sheet import Plan, plan, sheet_steps, without_empty_legend
from gridstudio.canvas.svg import SCREEN_DPI, FineSvg
from gridstudio.domain.map_data import MapData
from gridstudio.domain.sheet import Sheet
from gridstudio.errors import Cancelled, UserError
from gridstudio.i18n import _
from gridstudio.reports.sheet_pdf import sheet_pdf

Result = TypeVar("Result")
Steps = Generator[None, None, Result]
OnMain = Callable[[Callable[[], Any]], Any]
ENDINGS = (".png", ".svg", ".pdf")
INCH_M = 0.0254
MOST_PIXELS = 300e6


def sheet_image(sheet: Sheet, data: MapData, look: Look, *, dpi: float = 0) -> QImage:
    """The page as an image of ``dpi`` (0: the sheet's own); main thread only. Raises UserError
    where it would be too large."""
    return _in_steps(_image_steps(sheet, data, look, dpi or sheet.dpi), _at_once)


def sheet_bytes(
    ending: str,
    sheet: Sheet,
    data: MapData,
    look: Look,
    *,
    on_main: OnMain | None = None,
) -> bytes:
    """The file of one of ENDINGS. In a worker, ``on_main`` has the painting done on the main
    thread, a layer at a time; encoding and setting stay here. Raises UserError."""
    on_main = on_main or _at_once
    if ending not in ENDINGS:
        raise UserError(
            _("A map is saved as {endings}; name the file so.").format(endings=", ".join(ENDINGS))
        )
    if ending == ".png":
        return png(_in_steps(_image_steps(sheet, data, look, sheet.dpi), on_main))
    svg = _in_steps(_svg_steps(sheet, data, look), on_main)
    return svg if ending == ".svg" else sheet_pdf(svg, *sheet.size_mm, sheet.title)


def _image_steps(sheet: Sheet, data: MapData, look: Look, dpi: float) -> Steps[QImage]:
    ensure_application()
    sheet = without_empty_legend(sheet, data, look)
    laid = plan(sheet)
    ratio = dpi / SCREEN_DPI
    size = QSize(round(laid.width * ratio), round(laid.height * ratio))
    if size.width() * size.height() > MOST_PIXELS:
        raise UserError(_("The picture would be too large. Choose fewer dots per inch."))
    image = PaperImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    for set_density in (image.setDotsPerMeterX, image.setDotsPerMeterY):
        set_density(round(dpi / INCH_M))
    yield from _painting(QPainter(image), laid, sheet, data, look)
    return image


def _svg_steps(sheet: Sheet, data: MapData, look: Look) -> Steps[bytes]:
    ensure_application()
    sheet = without_empty_legend(sheet, data, look)
    laid = plan(sheet)
    size = laid.width, laid.height
    svg = FineSvg(size, sheet.dpi / SCREEN_DPI, sheet.title or _("Map"), sheet.footer)
    yield from _painting(QPainter(svg), laid, sheet, data, look)
    return svg.written(sheet.size_mm, laid.map)


def _painting(
    painter: QPainter, laid: Plan, sheet: Sheet, data: MapData, look: Look
) -> Iterator[None]:
    base_maps = BaseMaps()  # paper is white, whatever the window is
    try:
        yield from sheet_steps(painter, laid, sheet, data, look, base_maps)
    finally:
        painter.end()
        base_maps.close()


def _in_steps(steps: Steps[Result], on_main: OnMain) -> Result:
    """Have all steps done and give what comes of them; a job that is cancelled lets go of the
    painter where it was made."""

    def step() -> tuple[Result] | None:
        try:
            next(steps)
        except StopIteration as end:
            return (end.value,)
        return None

    try:
        while (done := on_main(step)) is None:
            pass
    except Cancelled:
        with suppress(Cancelled):
            on_main(steps.close)
        raise
    result: Result = done[0]
    return result


def _at_once(act: Callable[[], Any]) -> Any:
    return act()
