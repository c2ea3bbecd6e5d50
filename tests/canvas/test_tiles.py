"""Base maps of tiles, painted: levels, gaps, datum, damage. Real files, real pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage, QPainter

from gridstudio.canvas.figures import ensure_application, png
from gridstudio.canvas.painters.tile_levels import Level, fitting_level
from gridstudio.canvas.painters.tiles import Tile, TileLayer
from gridstudio.canvas.picture import blank_image
from gridstudio.canvas.tile_images import TileImages, decoded, turn_lightness
from gridstudio.canvas.viewport import Viewport, fitting
from gridstudio.formats.base_map_files import look_into
from gridstudio.formats.mbtiles_writing import Tile as WrittenTile
from gridstudio.formats.mbtiles_writing import TileFacts
from gridstudio.formats.mbtiles_writing import write_mbtiles as write_map
from gridstudio.geometry.datum import from_wgs84
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.tile_grid import WORLD_M
from tests.canvas.test_points import pixels
from tests.formats.test_tiles_samples import EXAMPLE, SHOWN
from tests.formats.tile_files import write_gpkg, write_mbtiles
from tests.shared_data import shared_data

WHITE = 0xFFFFFF
Tiles = dict[tuple[int, int, int], bytes]


_open: list[TileLayer] = []


def tile_layer(path: Path, **options: Any) -> TileLayer:
    """A layer that is closed after the test: databases that are left open are warned of."""
    layer = TileLayer(path, **options)
    _open.append(layer)
    return layer


@pytest.fixture(autouse=True)
def _layers_are_closed() -> Iterator[None]:
    yield
    while _open:
        _open.pop().close()


@pytest.fixture(autouse=True)
def application() -> None:
    ensure_application()


def picture(colour: Callable[[int, int], int] | int, px: int = 256, form: str = "PNG") -> bytes:
    """A tile of one colour, or of one for each pixel."""
    image = QImage(px, px, QImage.Format.Format_RGB32)
    if callable(colour):
        for row in range(px):
            for column in range(px):
                image.setPixel(column, row, colour(column, row))
    else:
        image.fill(QColor(colour))
    if form == "PNG":
        return png(image)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, form, 95)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def shown(layer: TileLayer, view: Viewport, ratio: float = 1.0) -> np.ndarray:
    """Pixels (h, w) as 0xRRGGBB of a view on white."""
    image = blank_image(round(view.width * ratio), round(view.height * ratio), ratio, opaque=True)
    image.fill(QColor("white"))
    painter = QPainter(image)
    layer.paint(painter, view)
    painter.end()
    return pixels(image) & 0xFFFFFF


def tile_view(
    zoom: int, column: float, row: float, *, px: int = 256, times: float = 1.0
) -> Viewport:
    """The view that shows one tile's place, each of its pixels ``times`` a pixel of the screen."""
    side = WORLD_M / 2**zoom
    x, y = (column + 0.5) * side - WORLD_M / 2, WORLD_M / 2 - (row + 0.5) * side
    return Viewport(x, y, side / px / times, round(px * times), round(px * times))


def test_at_its_own_scale_a_tile_is_shown_pixel_for_pixel(tmp_path: Path) -> None:
    def colour(column: int, row: int) -> int:
        return 0xFF000000 | column << 16 | row << 8 | (column ^ row)

    path = write_mbtiles(tmp_path / "map", {(5, 9, 11): picture(colour)})
    seen = shown(tile_layer(path), tile_view(5, 9, 11))
    expected = [[colour(column, row) & 0xFFFFFF for column in range(256)] for row in range(256)]
    assert (seen == np.array(expected)).all()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("px", [128, 256, 512])
def test_tiles_of_any_form_and_size_are_shown_without_seams(
    px: int, form: str, tmp_path: Path
) -> None:
    tiles = {(6, x, y): picture(0x3366CC, px, form) for x in range(30, 34) for y in range(20, 24)}
    layer = tile_layer(write_mbtiles(tmp_path / "map", tiles))
    for shift in (0.0, 0.21, 0.5, 0.73):
        view = tile_view(6, 31 + shift, 21 + shift / 3, px=px, times=1.13)
        channels = np.stack([shown(layer, view) >> bits & 0xFF for bits in (16, 8, 0)], axis=-1)
        assert np.abs(channels - (0x33, 0x66, 0xCC)).max() <= 2


@pytest.mark.parametrize(
    ("zooms", "exact", "level"),
    [
        (range(17), 12.0, Level(12, 0)),
        (range(17), 12.3, Level(12, 0)),
        (range(17), 12.5, Level(13, 0)),
        (range(17), 19.0, Level(16, 0)),  # past the last level: enlarged
        ((14, 15), 12.0, Level(14, 2)),
        ((14, 15), 9.9, Level(14, 4)),
        ((14, 15), 8.9, None),  # too many to read
        ((3, 9), 8.0, Level(9, 1)),
        ((3, 9), 6.0, Level(3, 0)),
        ((3, 5), 4.0, Level(5, 1)),
    ],
)
def test_the_fitting_level(zooms: tuple[int, ...], exact: float, level: Level | None) -> None:
    assert fitting_level(tuple(zooms), 256, WORLD_M / 256 / 2**exact) == level
    # A tile of 512 pixels shows as much as four of the next level.
    assert fitting_level(tuple(zooms), 512, WORLD_M / 512 / 2**exact) == level


def test_on_a_fine_screen_finer_tiles_are_shown(tmp_path: Path) -> None:
    coarse = {(4, 8, 5): picture(0xFF0000)}
    fine = {(5, 16 + x, 10 + y): picture(0x0000FF) for x in (0, 1) for y in (0, 1)}
    layer = tile_layer(write_mbtiles(tmp_path / "map", coarse | fine))
    view = tile_view(4, 8, 5)
    assert (shown(layer, view) == 0xFF0000).all()
    seen = shown(layer, view, ratio=2.0)
    assert seen.shape == (512, 512) and (seen == 0x0000FF).all()


def test_a_level_that_is_missing_is_made_of_its_neighbours(tmp_path: Path) -> None:
    tiles = {(3, 4, 2): picture(0xFF0000)}
    tiles |= {(7, x, y): picture(0x0000FF) for x in range(64, 72) for y in range(32, 40)}
    layer = tile_layer(write_gpkg(tmp_path / "map.gpkg", tiles))
    assert (shown(layer, tile_view(4, 8, 4))[2:-2, 2:-2] == 0xFF0000).all()
    assert (shown(layer, tile_view(6, 33, 17)) == 0x0000FF).all()
    assert (shown(layer, tile_view(5, 17, 9)) == 0x0000FF).all()


def test_past_the_last_level_the_map_is_enlarged_evenly(tmp_path: Path) -> None:
    def ramp(column: int, row: int) -> int:
        return 0xFF000000 | column << 8

    tiles = {(8, 200, 100): picture(ramp), (8, 201, 100): picture(ramp)}
    layer = tile_layer(write_mbtiles(tmp_path / "map", tiles))
    seen = shown(layer, tile_view(12, 200.5 * 16, 100.5 * 16)) >> 8
    steps = np.diff(seen, axis=1)
    assert steps.min() >= 0 and steps.max() <= 1 and 15 <= seen[0, -1] - seen[0, 0] <= 16
    assert (seen == seen[:1]).all()


def test_where_tiles_are_missing_coarser_ones_run_on(tmp_path: Path) -> None:
    def ramp(column: int, row: int) -> int:
        return 0xFF000000 | column << 8

    tiles = {(4, 8, 5): picture(ramp), (7, 64, 40): picture(0xFF0000)}
    layer = tile_layer(write_mbtiles(tmp_path / "map", tiles))
    view = replace(tile_view(7, 65, 41, times=1 / 3), width=256, height=256)
    seen = shown(layer, view)
    assert (seen[:80, :80] == 0xFF0000).all()
    green = seen[100:, 100:] >> 8
    # One enlarged picture, not one for each hole: no step at the tiles' edges.
    assert (green < 0x100).all() and np.abs(np.diff(green, axis=1)).max() <= 1


def test_a_map_too_fine_for_the_view_is_outlined(tmp_path: Path) -> None:
    tiles = {(16, x, y): picture(0xFF0000) for x in range(32800, 32840) for y in range(2700, 2740)}
    layer = tile_layer(write_mbtiles(tmp_path / "map", tiles))
    seen = shown(layer, tile_view(9, 256, 21))
    assert not (seen == 0xFF0000).any() and 20 < (seen != WHITE).sum() < 2000
    # Four levels nearer its tiles are shown, made small.
    assert (shown(layer, tile_view(12, 2051, 169)) == 0xFF0000).all()


def test_a_damaged_tile_is_left_out_and_named(tmp_path: Path) -> None:
    good = picture(0xFF0000)
    for wrong in (None, b"", good[:60], b"<html>", picture(0, form="JPEG")[:-300]):
        path = tmp_path / "map"
        path.unlink(missing_ok=True)
        write_mbtiles(path, {(0, 0, 0): picture(0x00FF00), (2, 1, 1): good, (2, 3, 1): wrong})
        layer = tile_layer(path)
        assert (shown(layer, tile_view(2, 1, 1)) == 0xFF0000).all() and layer.damaged is None
        assert (shown(layer, tile_view(2, 3, 1))[:, :-2] == 0x00FF00).all()
        assert layer.damaged == Tile(2, 3, 1, 0)
        layer.close()


def test_a_tile_that_is_not_there_is_no_damage(tmp_path: Path) -> None:
    layer = tile_layer(write_mbtiles(tmp_path / "map", {(2, 1, 1): picture(0xFF0000)}))
    assert (shown(layer, tile_view(2, 3, 1)) == WHITE).all() and layer.damaged is None


def test_what_is_lacking_is_loaded_once(tmp_path: Path) -> None:
    tiles = {(4, x, y): picture(0xFF0000) for x in range(4) for y in range(4)}
    layer = tile_layer(write_mbtiles(tmp_path / "map", tiles))
    view = tile_view(4, 1, 1)
    lacking = layer.lacking(view, 1.0)
    assert Tile(4, 1, 1, 0) in lacking and len(lacking) == len(set(lacking)) == 9
    for tile in lacking:
        layer.load(tile)
    assert layer.lacking(view, 1.0) == []
    layer._source.close()  # type: ignore[union-attr]
    assert (shown(layer, view) == 0xFF0000).all()


def test_decoded_tiles_keep_within_their_memory() -> None:
    images = TileImages(kept_mib=2)
    for number in range(50):
        images.put(number, decoded(picture(0x010203 * number), 0))
        assert images.bytes <= 2 << 20
    assert images.get(49) is not None and images.get(0) is None
    images.put(49, QImage())
    images.clear()
    assert images.bytes == 0


def test_a_picture_too_large_for_a_tile_is_none() -> None:
    assert decoded(picture(0xFF, 2048), 0).width() == 2048
    assert decoded(picture(0xFF, 2050), 0).isNull()
    assert decoded(picture(0xFF, 2048), 3).width() == 256


# --- datum

METRE = 0.5
DOT = 3


def map_with_dots(path: Path, places: np.ndarray, datum: str) -> Path:
    """An XYZ pyramid of one level, drawn in ``datum``, with a black dot of 3 × 3 pixels at each
    place ``(n, 2)`` (degrees WGS-84)."""
    zoom = 18
    side = WORLD_M / 2**zoom
    xy = to_xy(from_wgs84(places, datum))
    px = (np.stack([xy[:, 0] + WORLD_M / 2, WORLD_M / 2 - xy[:, 1]], axis=1) / side) * 256
    images: dict[tuple[int, int], QImage] = {}
    for x, y in np.floor(px).astype(int).tolist():
        for column in range(x - 1, x + 2):
            for row in range(y - 1, y + 2):
                at = column // 256, row // 256
                if at not in images:
                    images[at] = QImage(256, 256, QImage.Format.Format_RGB32)
                    images[at].fill(QColor("white"))
                images[at].setPixel(column % 256, row % 256, 0xFF000000)
    return write_mbtiles(path, {(zoom, *at): png(image) for at, image in images.items()})


@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000", "gcj02", "bd09"])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_points_of_a_map_in_another_datum_lie_where_the_receiver_says(
    datum: str, ratio: float, tmp_path: Path
) -> None:
    """Dots of the map are looked for where the WGS-84 points are, at 0.5 metres per pixel."""
    chosen = np.random.default_rng(8)
    places = chosen.uniform((112.05, 35.42), (112.71, 35.78), (40, 2))
    layer = tile_layer(map_with_dots(tmp_path / "map", places, datum), datum=datum)
    for place in places:
        x, y = (to_xy(place) + chosen.uniform(-40, 40, 2)).tolist()
        view = Viewport(x, y, METRE * ratio, 256, 256)
        dark = np.argwhere((shown(layer, view, ratio) & 0xFF) < 128)
        found = dark.mean(axis=0)[::-1] + 0.5
        assert np.abs(found - view.to_px(to_xy(place)) * ratio).max() <= 1.0


def test_drawn_in_the_wrong_datum_they_would_be_far_off(tmp_path: Path) -> None:
    place = np.array([[112.4, 35.6]])
    layer = tile_layer(map_with_dots(tmp_path / "map", place, "gcj02"))
    x, y = to_xy(place[0]).tolist()
    assert (shown(layer, Viewport(x, y, METRE, 256, 256)) == WHITE).all()


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
@pytest.mark.parametrize("zoom", [10, 13, 16])
def test_displaced_tiles_show_no_seams(datum: str, zoom: int, tmp_path: Path) -> None:
    """One colour stays one colour, over the edges of tiles and of patches."""
    side = WORLD_M / 2**zoom
    x, y = to_xy((112.4, 35.6)).tolist()
    column, row = int((x + WORLD_M / 2) // side), int((WORLD_M / 2 - y) // side)
    tile = picture(0x3366CC)
    tiles = {(zoom, column + a, row + b): tile for a in range(-4, 5) for b in range(-4, 5)}
    layer = tile_layer(write_mbtiles(tmp_path / "map", tiles), datum=datum)
    seen = shown(layer, Viewport(x, y, side / 256 * 0.9, 900, 700))
    assert (seen == 0x3366CC).all()


# --- real files


@pytest.mark.parametrize(("name", "zooms", "bounds"), SHOWN)
@pytest.mark.parametrize("datum", ["wgs84", "gcj02"])
def test_every_raster_sample_is_drawn(
    name: str, zooms: object, bounds: tuple[float, float, float, float], datum: str
) -> None:
    layer = tile_layer(shared_data(name), datum=datum)
    seen = shown(layer, fitting(bounds, 300, 300))
    assert layer.problem == "" and layer.damaged is None
    assert len(np.unique(seen)) >= 5 and (seen != WHITE).mean() > 0.1
    layer.close()


def test_every_tile_table_of_a_geopackage_is_drawn_or_refused_in_words() -> None:
    path = shared_data(EXAMPLE)
    tables = look_into(path).tables
    assert len(tables) == 15
    for table, reason in tables.items():
        if reason:
            assert "grid of their own" in reason
            continue
        layer, bounds = tile_layer(path, table=table), look_into(path, table).bounds
        assert bounds is not None and (shown(layer, fitting(bounds, 300, 300)) != WHITE).any()
        layer.close()


def _drawn_by_us(path: Path, appearance: str) -> Path:
    facts = TileFacts("Map", (112.0, 35.0, 112.1, 35.1), appearance=appearance)

    def colour(column: int, row: int) -> int:
        return 0xFF000000 | column << 16 | row << 8 | (255 - column)

    write_map(path, [WrittenTile(5, 9, 11, picture(colour))], facts)
    return path


def test_by_night_a_light_map_of_ours_is_turned_hue_by_hue(tmp_path: Path) -> None:
    path = _drawn_by_us(tmp_path / "map.mbtiles", "light")
    by_day = shown(tile_layer(path), tile_view(5, 9, 11))
    turned = tile_layer(path, night=True)
    by_night = shown(turned, tile_view(5, 9, 11))
    assert turned.is_dark and not tile_layer(path).is_dark
    for row, column in ((0, 0), (3, 200), (255, 17), (128, 128)):
        one, other = QColor(int(by_day[row, column])), QColor(int(by_night[row, column]))
        assert abs(one.lightness() + other.lightness() - 255) <= 1
        assert abs(one.hslHueF() - other.hslHueF()) < 0.01 or one.hslHueF() < 0


@pytest.mark.parametrize("appearance", ["dark", ""])
def test_by_night_other_maps_stay_as_they_are(tmp_path: Path, appearance: str) -> None:
    path = _drawn_by_us(tmp_path / "map.mbtiles", appearance)
    layer, view = tile_layer(path, night=True), tile_view(5, 9, 11)
    assert (shown(layer, view) == shown(tile_layer(path), view)).all()
    assert layer.is_dark == (appearance == "dark")


def test_by_night_what_is_clear_stays_clear() -> None:
    image = QImage(2, 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.setPixelColor(0, 0, QColor(0, 0, 0, 0))
    image.setPixelColor(1, 0, QColor(255, 255, 255, 100))
    turn_lightness(image)
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(1, 0) == QColor(0, 0, 0, 100)
    turn_lightness(QImage())
