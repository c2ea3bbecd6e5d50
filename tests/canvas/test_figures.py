"""Pictures of the map: what is where on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from gridstudio.canvas.figures import MARGIN, draw_map
from gridstudio.canvas.viewport import fitting
from gridstudio.domain.map_data import MapData, MapRequest
from gridstudio.geometry.mercator import to_xy
from gridstudio.project import Project
from tests.cases import divided_project

WHOLE = MapRequest(bounds=(112.0, 35.0, 112.4, 35.2), width_px=800, height_px=500, level=2)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with divided_project(tmp_path) as opened:
        yield opened


def picture(data: MapData, request: MapRequest) -> QImage:
    image = QImage.fromData(draw_map(data, request))
    assert (image.width(), image.height()) == (request.width_px, request.height_px)
    return image


def colour_at(image: QImage, request: MapRequest, lon: float, lat: float) -> QColor:
    view = fitting(request.bounds, request.width_px, request.height_px, margin=MARGIN)
    x, y = view.to_px(to_xy(np.array([lon, lat]))).tolist()
    return image.pixelColor(round(x), round(y))


def test_a_customer_has_its_kinds_colour(project: Project) -> None:
    request = replace(WHOLE, labels=False)
    image = picture(project.map_data(), request)
    lon, lat = project.customers().lonlat[3]
    kind = project.template.kinds[int(project.customers().kind[3])]
    assert colour_at(image, request, lon, lat) == QColor(kind.color)


def test_neighbours_are_filled_differently(project: Project) -> None:
    request = replace(WHOLE, customers=False, labels=False)
    image = picture(project.map_data(), request)
    one, two = (colour_at(image, request, lon, 35.11) for lon in (112.05, 112.15))
    outside = image.pixelColor(3, 3)
    assert len({one.name(), two.name(), outside.name()}) == 3


def test_a_highlighted_area_stands_out(project: Project) -> None:
    areas = project.areas()
    one = int(areas.id[list(areas.name).index("One")])
    request = replace(WHOLE, customers=False, labels=False)
    lit = replace(request, highlight=one)
    plain, marked = (picture(project.map_data(), r) for r in (request, lit))
    assert colour_at(plain, request, 112.05, 35.11) == colour_at(marked, lit, 112.05, 35.11)
    assert colour_at(plain, request, 112.15, 35.11) != colour_at(marked, lit, 112.15, 35.11)


def test_many_customers_are_rasterised_where_they_are(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=4000) as project:
        request = replace(WHOLE, labels=False, level=None)
        image = picture(project.map_data(), request)
        lon, lat = project.customers().lonlat[2005]
        colours = {QColor(kind.color).name() for kind in project.template.kinds}
        assert colour_at(image, request, lon, lat).name() in colours


def test_a_map_without_any_data_is_drawn(tmp_path: Path) -> None:
    from tests.cases import telecom

    with Project.create(tmp_path / "e.gpkg", name="E", template=telecom()) as project:
        image = picture(project.map_data(), WHOLE)
        assert not image.isNull()


def test_print_scale_makes_strokes_thicker(project: Project) -> None:
    request = replace(WHOLE, customers=False, labels=False, level=None, scale_bar=False)
    thick = replace(request, dots_per_point=3.0)
    background = picture(project.map_data(), request).pixelColor(3, 3)

    def inked(image: QImage) -> int:
        return sum(image.pixelColor(x, 250) != background for x in range(image.width()))

    data = project.map_data()
    assert inked(picture(data, thick)) > inked(picture(data, request))
