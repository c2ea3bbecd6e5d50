"""Pictures as base maps: each painted pixel where the affine puts it, in little memory."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from gridstudio.canvas import picture_pyramid
from gridstudio.canvas.painters.pictures import PictureLayer
from gridstudio.canvas.viewport import Viewport
from gridstudio.geometry.affine import Affine, from_bounds
from gridstudio.geometry.datum import from_wgs84
from gridstudio.geometry.georeference import Placement
from gridstudio.geometry.mercator import to_lonlat, to_xy

SIZE = (301, 203)
X, Y = 8_458_000.0, 4_789_000.0
PLAIN = Affine(1, 0, X, 0, -1, Y)
TURNED = Affine(0.8, 0.45, X, 0.5, -0.9, Y)
MARKS = ((40, 30), (250, 60), (120, 170))
COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 255))
MARK_PX = 9


def marked(size: tuple[int, int] = SIZE, scale: int = 1) -> QImage:
    """White with three square marks of MARK_PX, whose middles lie at MARKS, times ``scale``."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    side, half = MARK_PX * scale, MARK_PX // 2
    for (column, line), colour in zip(MARKS, COLOURS, strict=True):
        painter.fillRect(
            (column - half) * scale, (line - half) * scale, side, side, QColor(*colour)
        )
    painter.end()
    return image


def saved(path: Path, image: QImage) -> Path:
    assert image.save(str(path), quality=100)
    return path


def painted(layer: PictureLayer, viewport: Viewport, opacity: float = 1.0) -> NDArray[np.int64]:
    """Red, green, blue, alpha ``(height, width, 4)``."""
    image = QImage(viewport.width, viewport.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    layer.paint(painter, viewport, opacity)
    painter.end()
    return array(image)


def array(image: QImage) -> NDArray[np.int64]:
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    lines = np.frombuffer(image.constBits(), dtype=np.uint8)
    return lines.reshape(image.height(), image.width(), 4).astype(np.int64)


def middle_of(pixels: NDArray[np.int64], colour: tuple[int, int, int]) -> NDArray[np.float64]:
    """The middle of all that is rather of a colour, counted from the outer corner."""
    near = (np.abs(pixels[..., :3] - colour).max(axis=-1) < 110) & (pixels[..., 3] > 200)
    lines, columns = np.nonzero(near)
    assert len(lines) > 4
    return np.array([columns.mean() + 0.5, lines.mean() + 0.5])


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif"])
@pytest.mark.parametrize("affine", [PLAIN, TURNED])
@pytest.mark.parametrize("metre_per_px", [0.25, 0.8, 1.0, 1.9])
def test_pixels_land_where_they_should(
    tmp_path: Path, name: str, affine: Affine, metre_per_px: float
) -> None:
    layer = PictureLayer(saved(tmp_path / name, marked()), affine)
    for mark, colour in zip(MARKS, COLOURS, strict=True):
        place = affine.apply(mark)
        viewport = Viewport(place[0] + 3, place[1] - 5, metre_per_px, 160, 120)
        found = middle_of(painted(layer, viewport), colour)
        assert np.abs(found - viewport.to_px(place)).max() < 0.6
    assert layer.problem == ""
    assert layer.left_m < 1e-3


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif"])
@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_marks_of_a_large_picture_stay_in_place(
    tmp_path: Path, name: str, level: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read in bands and windows: as if memory were for 40,000 pixels."""
    monkeypatch.setattr(picture_pyramid, "OVERVIEW_PX", 40_000)
    monkeypatch.setattr(picture_pyramid, "WINDOW_PX", 150_000)
    monkeypatch.setattr(picture_pyramid, "_BAND_PX", 30_000)
    affine = Affine(0.125, 0.02, X, 0.03, -0.125, Y)
    image = marked((SIZE[0] * 8 - 3, SIZE[1] * 8 - 5), 8)
    layer = PictureLayer(saved(tmp_path / name, image), affine)
    for mark, colour in zip(MARKS, COLOURS, strict=True):
        # The middle of a mark, counted from the centre of the first pixel.
        place = affine.apply(np.array(mark) * 8 + 4 - 0.5)
        viewport = Viewport(
            place[0] + 3, place[1] - 2, 0.124 * 2**level, 300 >> level, 200 >> level
        )
        found = middle_of(painted(layer, viewport), colour)
        assert np.abs(found - viewport.to_px(place)).max() < 0.6
    assert layer.problem == ""


@pytest.mark.parametrize(
    "form",
    ["Mono", "Indexed8", "Grayscale8", "RGB32", "ARGB32", "Grayscale16", "RGBA64"],
)
@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_bands_are_the_picture_that_qt_reads(
    tmp_path: Path, form: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_pyramid, "OVERVIEW_PX", 1000)
    monkeypatch.setattr(picture_pyramid, "_BAND_PX", 5_000)
    path = saved(tmp_path / f"a.{suffix}", noisy(getattr(QImage.Format, f"Format_{form}")))
    assert_as_qt_reads(path)


def noisy(form: QImage.Format) -> QImage:
    """Waves and noise, half of it see-through, so that all filters of PNG come to be used."""
    rng = np.random.default_rng(5)
    lines, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    pixels = np.stack([lines, columns, lines + columns, 255 - lines // 2], axis=-1)
    pixels[60:90] += rng.integers(0, 40, pixels[60:90].shape)
    pixels = (pixels % 256).astype(np.uint8)
    image = QImage(pixels.tobytes(), *SIZE, SIZE[0] * 4, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(form)


def assert_as_qt_reads(path: Path) -> None:
    """Pixel for pixel, from the middle of the picture on so that bands are passed over."""
    layer = PictureLayer(path, PLAIN)
    viewport = Viewport(X + 149.5, Y - 149.5, 1.0, 200, 80)
    ours = painted(layer, viewport)
    whole = QImage(str(path)).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    assert layer.problem == ""
    assert np.abs(ours - array(whole)[110:190, 50:250]).max() <= 1


@pytest.mark.parametrize(
    "options",
    [
        ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=32"],
        ["COMPRESS=LZW", "PREDICTOR=2", "BLOCKYSIZE=7"],
        ["COMPRESS=DEFLATE", "ENDIANNESS=BIG"],
        ["COMPRESS=PACKBITS"],
        ["INTERLEAVE=BAND"],
    ],
)
def test_tiffs_as_gdal_writes_them(
    tmp_path: Path, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_pyramid, "OVERVIEW_PX", 1000)
    monkeypatch.setattr(picture_pyramid, "_BAND_PX", 5_000)
    assert_as_qt_reads(tiff(tmp_path, noisy(QImage.Format.Format_RGB32), options))


def tiff(folder: Path, image: QImage, options: list[str]) -> Path:
    if shutil.which("gdal_translate") is None:
        pytest.skip("gdal_translate (gdal-bin) is not installed")
    source, path = saved(folder / "a.png", image), folder / "a.tif"
    words = [word for option in options for word in ("-co", option)]
    command = ["gdal_translate", "-q", *words, str(source), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def test_a_scan_in_black_and_white_as_copiers_write_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_pyramid, "OVERVIEW_PX", 1000)
    image = noisy(QImage.Format.Format_Mono)
    assert_as_qt_reads(tiff(tmp_path, image, ["COMPRESS=CCITTFAX4", "NBITS=1", "BLOCKYSIZE=20"]))


def test_a_tiff_in_a_code_unknown_to_qt_says_so(tmp_path: Path) -> None:
    layer = PictureLayer(
        tiff(tmp_path, noisy(QImage.Format.Format_RGB32), ["COMPRESS=JPEG"]), PLAIN
    )
    layer.prepare()
    assert "compressed" in layer.problem


def test_nothing_is_painted_beside_the_picture(tmp_path: Path) -> None:
    layer = PictureLayer(saved(tmp_path / "a.png", marked()), TURNED)
    viewport = Viewport(*TURNED.apply([150, 101]).tolist(), 2.0, 400, 300)
    alpha = painted(layer, viewport)[..., 3]
    columns, lines = np.meshgrid(np.arange(400) + 0.5, np.arange(300) + 0.5)
    west, _south, _east, north = viewport.bounds_xy
    ground = np.stack([west + columns * 2, north - lines * 2], axis=-1)
    turn = np.array([[TURNED.a, TURNED.b], [TURNED.d, TURNED.e]])
    back = (ground - (TURNED.c, TURNED.f)) @ np.linalg.inv(turn).T
    # How far a screen pixel lies inside of the outer edge, in pixels of the picture.
    inside = np.minimum(back + 0.5, np.array(SIZE) - 0.5 - back).min(axis=-1)
    assert (alpha[inside > 3] == 255).all()
    assert (alpha[inside < -3] == 0).all()
    assert (inside > 3).sum() > 5000
    half = painted(layer, viewport, 0.5)[..., 3]
    assert np.abs(half[inside > 3] - 128).max() <= 1
    away = Viewport(X + 1e6, Y, 2.0, 50, 50)
    assert (painted(layer, away) == 0).all()
    layer.close()
    assert (painted(layer, viewport) == 0).all()


def test_far_away_it_is_the_mean_and_not_a_sample(tmp_path: Path) -> None:
    lines, columns = np.mgrid[:256, :256]
    stripes = np.where((lines + columns) % 2, 255, 0).astype(np.uint8)
    image = QImage(stripes.tobytes(), 256, 256, 256, QImage.Format.Format_Grayscale8)
    layer = PictureLayer(saved(tmp_path / "a.png", image), PLAIN)
    pixels = painted(layer, Viewport(X + 127.5, Y - 127.5, 8, 20, 20))
    assert np.abs(pixels[..., 0] - 128).max() <= 2


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_shifted_county_is_put_right(tmp_path: Path, datum: str) -> None:
    """80 km on a side: one affine is metres off, the mesh less than a pixel."""
    affine = from_bounds(SIZE, (X, Y, X + 80e3, Y + 60e3))
    layer = PictureLayer(saved(tmp_path / "a.png", marked()), affine, datum=datum)
    assert 2 < layer.deviation_m < 100
    assert layer.left_m < layer.deviation_m / 4
    for mark, colour in zip(MARKS, COLOURS, strict=True):
        seen = to_lonlat(affine.apply(mark))
        near = seen.copy()
        for _round in range(20):  # the reverse, by the forward formulas alone
            near = near - (from_wgs84(near, datum) - seen)
        place = to_xy(near)
        viewport = Viewport(place[0] + 300, place[1], 40, 150, 150)
        found = middle_of(painted(layer, viewport), colour)
        assert np.abs(found - viewport.to_px(place)).max() < 1
        # Without the correction it would be many pixels away.
        assert np.abs(found - viewport.to_px(affine.apply(mark))).max() > 5
    alpha = painted(layer, Viewport(X + 40e3, Y + 30e3, 100, 500, 400))[..., 3]
    assert (alpha[:, 100:400] == 255).all(), "seams between the cells"


def test_degrees_over_a_wide_strip(tmp_path: Path) -> None:
    affine = from_bounds(SIZE, (70, 20, 100, 50))
    layer = PictureLayer(saved(tmp_path / "a.png", marked()), affine, crs="EPSG:4326")
    for mark, colour in zip(MARKS, COLOURS, strict=True):
        place = to_xy(affine.apply(mark))
        viewport = Viewport(place[0], place[1], 8000, 150, 150)
        found = middle_of(painted(layer, viewport), colour)
        assert np.abs(found - viewport.to_px(place)).max() < 1


def test_by_a_stored_placement(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", marked())
    points = tuple((*mark, *TURNED.apply(mark).tolist()) for mark in MARKS)
    layer = PictureLayer.placed(path, Placement(control_points=points))
    same = PictureLayer.placed(path, Placement(affine=TURNED))
    viewport = Viewport(*TURNED.apply([150, 101]).tolist(), 1.3, 200, 150)
    assert np.abs(painted(layer, viewport) - painted(same, viewport)).max() <= 2


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif"])
@pytest.mark.qt_log_ignore("qt.imageformats", "libpng", "qt.gui", extend=True)
def test_a_damaged_file_is_told_and_not_painted(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path / name, noisy(QImage.Format.Format_RGB32))
    whole = path.read_bytes()
    viewport = Viewport(X + 150, Y - 100, 1, 100, 100)
    head = 8 if name.endswith("tif") else len(whole) // 3
    path.write_bytes(whole[:head])
    layer = PictureLayer(path, PLAIN)
    assert (painted(layer, viewport) == 0).all()
    assert name in layer.problem
    assert (painted(layer, viewport) == 0).all()
    path.write_bytes(b"no picture")
    assert name in PictureLayer(path, PLAIN).problem
    path.unlink()
    assert name in PictureLayer(path, PLAIN).problem


def test_a_file_that_goes_away_is_a_problem(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", marked())
    layer = PictureLayer(path, PLAIN)
    path.unlink()
    layer.prepare()
    assert "a.png" in layer.problem


def test_a_prepared_picture_needs_its_file_no_more(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", marked())
    layer = PictureLayer(path, PLAIN)
    layer.prepare()
    path.unlink()
    assert painted(layer, Viewport(X + 150, Y - 100, 1, 100, 100))[..., 3].min() == 255


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("suffix", ["png", "jpg", "tif"])
def test_a_scan_of_a_hundred_million_pixels_fits(tmp_path: Path, suffix: str) -> None:
    """In a process of its own, whose peak of memory is nobody else's; whole, it takes 400 MB."""
    side = 10_000
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    image.setPixelColor(9000, 9000, QColor(255, 0, 0))
    path = saved(tmp_path / f"a.{suffix}", image)
    del image
    program = """
        import sys
        from pathlib import Path
        from PySide6.QtGui import QImage, QPainter
        from gridstudio.canvas.painters.pictures import PictureLayer
        from gridstudio.canvas.viewport import Viewport
        from gridstudio.geometry.affine import Affine
        def peak_mb():
            lines = open("/proc/self/status").read().splitlines()
            return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
        out = QImage(800, 600, QImage.Format.Format_ARGB32_Premultiplied)
        layer = PictureLayer(Path(sys.argv[1]), Affine(1, 0, 0, 0, -1, 0))
        before = peak_mb()
        for metre_per_px in (12, 3, 1):
            out.fill(0)
            painter = QPainter(out)
            layer.paint(painter, Viewport(9000.5, -9000.5, metre_per_px, 800, 600))
            painter.end()
        print(peak_mb() - before, out.pixelColor(399, 299).name(), layer.problem)
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    grown, colour = done.stdout.split()
    assert float(grown) < 160
    assert QColor(colour).red() > (150 if suffix == "jpg" else 250)
