"""Every sample of tiles in the shared data: what opens, what is refused and with which words."""

from __future__ import annotations

from contextlib import closing

import pytest

from gridstudio.errors import UserError
from gridstudio.formats.tiles.opening import open_tiles
from tests.shared_data import shared_data

WORLD = (-180.0, -85.0511, 180.0, 85.0511)
STAMEN = "tiles/pmtiles/stamen_toner(raster)CC-BY+ODbL_z3.pmtiles"
EXAMPLE = "gpkg/ngageoint/example.gpkg"
SHOWN = [
    ("tiles/brutile/el-molar.mbtiles", range(17), (-3.5981, 40.6930, -3.4829, 40.7437)),
    ("tiles/gdal/byte.mbtiles", [11], (-117.6421, 33.8916, -117.6290, 33.9024)),
    ("tiles/gdal/byte_png.pmtiles", [9, 10, 11], (-117.6420, 33.8916, -117.6290, 33.9024)),
    ("tiles/gdal/small_world_jpg.pmtiles", [0], (-180, -75.4972, 180, 85.0511)),
    ("tiles/gdal/world_l1.mbtiles", [0, 1], (-180, -85, 180, 85)),
    ("tiles/mbtileserver/geography-class-jpg.mbtiles", [0, 1], WORLD),
    ("tiles/mbtileserver/geography-class-png.mbtiles", [0, 1], WORLD),
    ("tiles/mbutil/one_tile.mbtiles", [0, 1], (-139.9219, 53.3309, -75.2344, 76.6798)),
    ("tiles/node-mbtiles/plain_1.mbtiles", range(5), (-180, -70, 180, 85)),
    ("tiles/node-mbtiles/plain_4.mbtiles", range(5), (-180, -70, 180, 80)),
    (STAMEN, range(4), (-180, -85, 180, 85)),
    ("gpkg/ngageoint/denver_tile.gpkg", [16], (-104.8526, 39.6445, -104.8233, 39.6708)),
    (EXAMPLE, [15, 16, 17], (-104.8096, 39.7156, -104.7986, 39.7241)),
]
REFUSED = [
    ("tiles/gdal/datatypes.mbtiles", "vector tiles"),
    ("tiles/geotools/madagascar.mbtiles", "vector tiles"),
    ("tiles/mbtileserver/world_cities.mbtiles", "vector tiles"),
    ("tiles/mbtileserver/invalid.mbtiles", "is no file of tiles"),
    ("tiles/node-mbtiles/corrupt.mbtiles", "is no sound MBTiles/GeoPackage file"),
    ("gpkg/gdal/byte.gpkg", "grid of their own (EPSG:26711)"),
    ("gpkg/geotools/dot.in.name.gpkg", "grid of their own (EPSG:26711)"),
    ("gpkg/gdal/poly_golden.gpkg", "holds no tiles"),
    ("gpkg/ngageoint/test.gpkg", "is no file of tiles"),
    ("gpkg/ngageoint/import_db_corrupt.gpkg", "is no file of tiles"),
    ("tiles/no_such_file.mbtiles", "is not there"),
]


@pytest.mark.parametrize(("name", "zooms", "bounds"), SHOWN)
def test_every_raster_sample_opens(
    name: str, zooms: range | list[int], bounds: tuple[float, float, float, float]
) -> None:
    with closing(open_tiles(shared_data(name))) as source:
        assert source.zooms == tuple(zooms)
        assert source.bounds == pytest.approx(bounds, abs=1e-4)
        assert source.tile_px == 256 and source.name


@pytest.mark.parametrize(("name", "reason"), REFUSED)
def test_every_other_sample_is_refused_in_words(name: str, reason: str) -> None:
    shared_data("tiles")
    with pytest.raises(UserError) as refused:
        open_tiles(shared_data("tiles").parent / name)
    assert reason in str(refused.value)


def test_no_sample_is_forgotten() -> None:
    folder = shared_data("tiles")
    found = {str(file.relative_to(folder.parent)) for file in folder.glob("*/*")}
    assert found <= {name for name, *_rest in SHOWN + REFUSED}
