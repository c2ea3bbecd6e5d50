"""Names on the map: whose come first, in which colour, and that texts are read only when seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from shapely.geometry import LineString, Point

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.names import KnownTexts, paint_names
from gridstudio.canvas.painters import labels as module
from gridstudio.canvas.scene import Look
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.domain.map_data import MapData
from gridstudio.domain.style import LabelStyle, Style, StyleClass, Symbol
from tests.map_data_case import EAST, NORTH, SOUTH, WEST, county_case, features_of

VIEW = fitting((WEST, SOUTH, EAST, NORTH), 900, 330)


@pytest.fixture
def data() -> MapData:
    ensure_application()
    return county_case(customers=60)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was written, in its order."""
    found: list[str] = []
    straight, along = module.Labels.add, module.Labels.add_lettered

    def add(self, at, lines, font, **rest):  # type: ignore[no-untyped-def]
        done = straight(self, at, lines, font, **rest)
        if done:
            found.append(lines[0])
        return done

    def add_lettered(self, place, key, **rest):  # type: ignore[no-untyped-def]
        done = along(self, place, key, **rest)
        if done:
            found.append("".join(piece[0] for piece in place.pieces))
        return done

    monkeypatch.setattr(module.Labels, "add", add)
    monkeypatch.setattr(module.Labels, "add_lettered", add_lettered)
    return found


def painted(
    data: MapData,
    label: LabelStyle | None = None,
    *,
    view: Viewport = VIEW,
    texts: KnownTexts | None = None,
    style: Style | None = None,
) -> QImage:
    """Names of grids, vector layers and, by ``label``, of customers."""
    image = QImage(view.width, view.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#ffffff"))
    look = Look(level=2)
    people = data.layer_of("customers")
    assert people is not None
    own = replace(style or look.style_of(data, people), label=label)
    look = look.with_style(people.id, own)
    styles = [(item, look.style_of(data, item.layer)) for item in data.shown(look.hidden)]
    painter = QPainter(image)
    known = KnownTexts() if texts is None else texts
    paint_names(painter, view, data, styles, look.theme, 2, known, [QRectF(0, 300, 200, 30)])
    painter.end()
    return image


def test_areas_come_first_then_places_points_and_lines(written: list[str]) -> None:
    ensure_application()
    data = county_case(customers=12)
    vector = next(iter(data.features))
    shapes = [Point(110.25, 25.02), LineString([(110.01, 25.003), (110.29, 25.003)])]
    data = replace(
        data, features={vector: features_of(shapes, ["town", "trunk"], ["Town", "Road"])}
    )
    people = data.layer_of("customers")
    assert people is not None
    names = {int(row): f"customer {row}" for row in data.customers.id}
    painted(data, LabelStyle("name"), texts=KnownTexts({(people.id, "name"): names}))
    areas = [written.index(name) for name in ("North", "-South")]
    customers = [at for at, name in enumerate(written) if name.startswith("customer")]
    assert len(customers) > 5
    assert max(areas) < written.index("Town") < min(customers)
    assert max(customers) < written.index("Road")


def test_villages_wait_until_one_is_near_unless_the_layer_says_from_where(
    written: list[str],
) -> None:
    ensure_application()
    data = county_case(customers=0)
    vector = next(iter(data.features))
    data = replace(
        data, features={vector: features_of([Point(110.25, 25.02)], ["village"], ["Mill"])}
    )
    far = replace(VIEW, metre_per_px=60.0)
    painted(data, view=far)
    assert "Mill" not in written
    layers = tuple(
        replace(layer, farthest=500_000.0) if layer.id == vector else layer for layer in data.layers
    )
    painted(replace(data, layers=layers), view=far)
    assert "Mill" in written


def test_texts_are_wanted_only_for_what_is_seen(data: MapData) -> None:
    people = data.layer_of("customers")
    assert people is not None
    texts = KnownTexts()
    x, y = data.customers.xy[7].tolist()
    near = replace(VIEW, x=x, y=y, metre_per_px=2.0)
    painted(data, LabelStyle("name"), view=near, texts=texts)
    wanted = texts.wanted[(people.id, "name")]
    assert int(data.customers.id[7]) in wanted and len(wanted) < 20
    texts.learn(people.id, "name", dict.fromkeys(wanted, "known"))
    assert texts.wanted == {}


def test_fields_of_the_snapshot_need_no_reading(data: MapData, written: list[str]) -> None:
    texts = KnownTexts()
    painted(data, LabelStyle("class"), texts=texts)
    assert {"A", "B", "C", "D"} <= set(written) and texts.wanted == {}


def test_labels_appear_from_their_scale_on(data: MapData, written: list[str]) -> None:
    scale = data.denominator(VIEW.metre_per_px)
    painted(data, LabelStyle("class", farthest=scale * 0.99))
    assert "A" not in written
    painted(data, LabelStyle("class", farthest=scale * 1.01))
    assert "A" in written


def test_who_is_not_drawn_has_no_name(data: MapData, written: list[str]) -> None:
    only = StyleClass(Symbol(), value=data.template.classes[0].key)
    painted(data, LabelStyle("class"), style=Style("categories", "class", (only,)))
    assert "A" in written and "B" not in written
    written.clear()
    painted(data, LabelStyle("class"), style=Style("heat"))
    assert "A" not in written


def test_colour_and_halo_are_the_label_s(data: MapData) -> None:
    def colours(label: LabelStyle) -> set[str]:
        image = painted(data, label)
        grid = np.frombuffer(image.constBits(), np.uint32)
        return {QColor(int(one)).name() for one in np.unique(grid)}

    red = LabelStyle("class", 16.0, "#ff0000", "#0000ff", bold=True)
    assert {"#ff0000", "#0000ff"} <= colours(red)
    assert "#0000ff" not in colours(replace(red, halo=""))


def test_names_keep_clear_of_what_is_blocked(data: MapData) -> None:
    image = painted(data, LabelStyle("class", 14.0))
    corner = image.copy(0, 302, 198, 26)
    grid = np.frombuffer(corner.constBits(), np.uint32)
    assert (grid == QColor("#ffffff").rgba()).all()


def test_names_that_take_too_long_come_later(data: MapData, written: list[str]) -> None:
    vector = next(iter(data.features))
    shape = LineString([(110.01, 25.003), (110.29, 25.003)])
    data = replace(data, features={vector: features_of([shape], ["trunk"], ["Slow road"])})
    look = Look(level=2)
    styles = [(item, look.style_of(data, item.layer)) for item in data.shown(frozenset())]

    def complete(seconds: float) -> bool:
        image = QImage(900, 330, QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(image)
        done = paint_names(painter, VIEW, data, styles, look.theme, 2, KnownTexts(), [], seconds)
        painter.end()
        return done

    assert not complete(-1.0) and "Slowroad" not in written and "North" in written
    assert complete(1e9) and "Slowroad" in written
    assert complete(-1.0)  # what was outlined once is shown at once


def test_a_lock_stands_over_the_names_of_locked_areas(data: MapData) -> None:
    free, level = painted(data), painted(replace(data, locked_levels=frozenset({2})))
    other = painted(replace(data, locked_levels=frozenset({1})))
    assert free == other and free != level
    areas = data.areas
    row = int(np.flatnonzero((areas.level == 2) & ~areas.open)[0])
    locked = areas.locked.copy()
    locked[row] = True
    one = painted(replace(data, areas=replace(areas, locked=locked)))
    assert one != free and one != level
