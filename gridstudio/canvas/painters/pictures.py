"""A picture of a map as a base map: scans, site plans, screenshots, placed by an affine."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF, QTransform

from gridstudio.canvas.picture_pyramid import Part, Pyramid
from gridstudio.canvas.viewport import Viewport
from gridstudio.errors import UserError
from gridstudio.formats.pictures.size import picture_size
from gridstudio.geometry.affine import Affine
from gridstudio.geometry.georeference import MERCATOR, Placement, in_mercator, to_mercator
from gridstudio.geometry.picture_mesh import mesh_over
from gridstudio.jobs import Progress, no_progress

TOLERANCE_M = 1.0


class _Patch(NamedTuple):
    """A part of the picture, in pixels from its outer corner, and where it goes in a viewport."""

    area: QRectF
    transform: Callable[[Viewport], QTransform]


class PictureLayer:
    """A picture placed on the map; ``problem`` says why it cannot be shown.

    ``affine`` leads from pixels (world-file convention) to ``crs``, an EPSG code, in ``datum``.
    Where no single affine to the WGS-84 plane keeps within TOLERANCE_M, a mesh is painted:
    ``deviation_m`` is what one affine would be off at most, ``left_m`` what is left, true metres.
    Damage inside the file shows only when it is read, at ``prepare`` or the first painting.
    """

    is_dark = False
    """Nobody knows whether a scan or a photo is."""

    def __init__(
        self,
        path: Path,
        affine: Affine,
        *,
        datum: str = "wgs84",
        crs: str = MERCATOR,
        pyramid: Pyramid | None = None,
    ) -> None:
        """``pyramid`` is the picture where it has been opened already."""
        self.path = path
        self.problem = ""
        self.deviation_m = self.left_m = 0.0
        self.size = (0, 0)
        self._patches: list[_Patch] = []
        self.pyramid: Pyramid | None = None
        try:
            self.size = picture_size(path)
            self._place(affine, crs, datum)
            self.pyramid = pyramid or Pyramid(path, self.size)
        except UserError as error:
            self.problem = str(error)

    @classmethod
    def unplaced(cls, path: Path, problem: str) -> PictureLayer:
        """A picture that cannot be shown for want of a place."""
        layer = cls(path, Affine(1, 0, 0, 0, -1, 0))
        layer.close()
        layer.problem = layer.problem or problem
        return layer

    @classmethod
    def placed(
        cls, path: Path, placement: Placement, pyramid: Pyramid | None = None
    ) -> PictureLayer:
        """By a stored placement. Raises UserError where its control points allow no affine."""
        if placement.affine is None:
            return cls(path, placement.fitted()[0], pyramid=pyramid)
        return cls(
            path, placement.affine, datum=placement.datum, crs=placement.crs, pyramid=pyramid
        )

    def prepare(self) -> None:
        """In a worker, before the map shows the picture: read the overview. Not while painting."""
        if self.pyramid is not None:
            self._part(self.pyramid.top, QRectF(0, 0, *self.size))

    def close(self) -> None:
        """Give the memory back; nothing is painted any more."""
        self.pyramid = None

    def holds(self, viewport: Viewport, ratio: float) -> bool:
        """Whether this view can be painted without reading the file."""
        seen = list(self._seen(viewport))
        pyramid = self.pyramid
        return not seen or pyramid is None or pyramid.held(*_needed(seen, ratio)) is not None

    def fetch(self, viewport: Viewport, ratio: float, progress: Progress = no_progress) -> None:
        """Read what a view needs, so that it ``holds`` that and all within. In a worker. Raises
        Cancelled."""
        seen = list(self._seen(viewport))
        if seen:
            self._part(*_needed(seen, ratio), progress)

    def paint(self, painter: QPainter, viewport: Viewport, opacity: float = 1.0) -> None:
        """Paint what of the picture is in view; nothing where it has a problem."""
        seen = list(self._seen(viewport))
        if not seen:
            return
        found = self._part(*_needed(seen, painter.device().devicePixelRatio()))
        if found is None:
            return
        painter.save()
        painter.setOpacity(opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # Soft edges are for the picture's own; between patches they would let the ground through.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(self._patches) == 1)
        base = painter.transform()
        for _patch, transform, part in seen:
            painter.setTransform(transform * base)
            painter.drawImage(part, found.image, found.source(part))
        painter.restore()

    def _place(self, affine: Affine, crs: str, datum: str) -> None:
        single, self.deviation_m = in_mercator(affine, self.size, crs, datum)
        self.left_m = self.deviation_m
        if self.deviation_m <= TOLERANCE_M:
            self._patches = [_whole(single, self.size)]
            return
        mesh = mesh_over(
            self.size, lambda pixels: to_mercator(affine.apply(pixels), crs, datum), TOLERANCE_M
        )
        self.left_m = mesh.deviation_m
        for row, column in np.ndindex(mesh.pixels.shape[0] - 1, mesh.pixels.shape[1] - 1):
            cell = np.s_[row : row + 2, column : column + 2]
            self._patches.append(_quad(mesh.pixels[cell] + 0.5, mesh.places[cell]))

    def _seen(self, viewport: Viewport) -> Iterator[_Seen]:
        """The patches in view, with the part of the picture that the view needs of each."""
        view = QRectF(0, 0, viewport.width, viewport.height)
        for patch in self._patches:
            transform = patch.transform(viewport)
            if not transform.mapRect(patch.area).intersects(view):
                continue
            back, invertible = transform.inverted()
            # Two pixels more on each side, for the smoothing.
            part = back.mapRect(view.adjusted(-2, -2, 2, 2)).intersected(patch.area)
            if invertible and not part.isEmpty():
                yield patch, transform, part

    def _part(self, level: int, part: QRectF, progress: Progress = no_progress) -> Part | None:
        try:
            pyramid = self.pyramid
            return None if pyramid is None else pyramid.part(level, part, progress)
        except (UserError, OSError, MemoryError) as error:
            self.problem = str(error)
            self.close()
            return None


_Seen = tuple[_Patch, QTransform, QRectF]
"""A patch, how it goes onto the screen, and the part of the picture that is seen of it."""


def _needed(seen: list[_Seen], ratio: float) -> tuple[int, QRectF]:
    """The level and the part of the picture that paint these."""
    union = QRectF()
    for _patch, _transform, part in seen:
        union = union.united(part)
    finest = max(_scale(transform, patch.area) for patch, transform, _part in seen) * ratio
    return max(0, math.floor(math.log2(1 / finest) + 1e-6)), union


def _whole(affine: Affine, size: tuple[int, int]) -> _Patch:
    # Qt counts from the outer corner of the first pixel.
    x, y = affine.apply([-0.5, -0.5]).tolist()
    outer = QTransform(affine.a, affine.d, affine.b, affine.e, x, y)
    return _Patch(QRectF(0, 0, *size), lambda viewport: outer * viewport.transform)


def _quad(pixels: NDArray[np.float64], places: NDArray[np.float64]) -> _Patch:
    """A cell with its four corners held, so that neighbours meet without a seam."""
    source = _polygon(pixels)

    def transform(viewport: Viewport) -> QTransform:
        found = QTransform()
        QTransform.quadToQuad(source, _polygon(viewport.to_px(places)), found)
        return found

    return _Patch(source.boundingRect(), transform)


def _polygon(corners: NDArray[np.float64]) -> QPolygonF:
    """Of corners ``(2, 2, 2)``, lines first, clockwise from the upper left."""
    return QPolygonF([QPointF(*xy) for xy in corners[[0, 0, 1, 1], [0, 1, 1, 0]].tolist()])


def _scale(transform: QTransform, area: QRectF) -> float:
    """Screen pixels per pixel of the picture, along the better resolved of its two sides."""
    corner, right = transform.map(area.topLeft()), transform.map(area.topRight())
    lower = transform.map(area.bottomLeft())
    across = QLineF(corner, right).length() / area.width()
    return max(across, QLineF(corner, lower).length() / area.height(), 1e-9)
