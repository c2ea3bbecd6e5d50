"""SVG with what Qt's own lacks."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gridstudio.canvas.svg import CLIP_BEGINS, CLIP_ENDS, FineSvg, mark_clip

SVG = "{http://www.w3.org/2000/svg}"


def painted(ratio: float = 3.125) -> ElementTree.Element:
    svg = FineSvg((400.0, 300.5), ratio, "Title & <text>", "Note")
    painter = QPainter(svg)
    painter.fillRect(QRectF(0, 0, 400, 300), QColor("#ffffff"))
    mark_clip(painter, CLIP_BEGINS)
    painter.fillRect(QRectF(-50, -50, 900, 900), QColor("#00ff00"))
    image = QImage(90, 90, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(3.0)
    painter.drawImage(QPointF(10, 10), image)
    mark_clip(painter, CLIP_ENDS)
    painter.drawText(QPointF(5, 290), "after")
    painter.end()
    return ElementTree.fromstring(svg.written((105.8, 79.5), QRectF(20, 20, 200, 100)))


def test_the_page_is_as_large_as_the_paper(qapp: object) -> None:
    root = painted()
    assert (root.get("width"), root.get("height")) == ("105.8mm", "79.5mm")
    assert root.get("viewBox") == "0 0 1250.0000 939.0625"
    assert root.findtext(f"{SVG}title") == "Title & <text>"


def test_what_lies_between_the_marks_is_clipped_and_nothing_else(qapp: object) -> None:
    root = painted()
    clipped = next(g for g in root.iter(f"{SVG}g") if g.get("clip-path"))
    assert [g.get("fill") for g in clipped.iter(f"{SVG}g") if g.get("fill") == "#00ff00"]
    assert len(list(clipped.iter(f"{SVG}image"))) == 1
    assert not list(clipped.iter(f"{SVG}text")) and list(root.iter(f"{SVG}text"))
    (box,) = next(root.iter(f"{SVG}clipPath"))
    assert (box.get("x"), box.get("width")) == ("62.5", "625")
    assert not [rect for rect in root.iter(f"{SVG}rect") if "-7700" in rect.get("x", "")]


def test_pictures_keep_their_dots(qapp: object) -> None:
    (image,) = painted().iter(f"{SVG}image")
    assert float(image.get("width", 0)) == 30.0  # of 90 dots, inside a group scaled by the ratio
