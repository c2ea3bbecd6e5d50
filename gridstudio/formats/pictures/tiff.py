"""TIFF 6.0 and GeoTIFF 1.1 (OGC 19-008): the first directory, and the placement it carries."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from gridstudio.errors import UserError
from gridstudio.formats.pictures.problems import damaged, unreadable
from gridstudio.geometry.affine import Affine
from gridstudio.geometry.control_points import fit
from gridstudio.i18n import _

# TIFF 6.0, section 2: what each field type is to struct; rationals are not needed here.
_TIFF_TYPES = {1: "B", 2: "s", 3: "H", 4: "I", 6: "b", 7: "s", 8: "h", 9: "i", 11: "f", 12: "d"}
_TIFF_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_USER_DEFINED = 32767


@dataclass(frozen=True)
class TiffDirectory:
    """The first directory of a classic TIFF: per tag the field type, count and value as bytes in
    the file's ``order`` (< little-endian, > big-endian)."""

    order: str
    fields: Mapping[int, tuple[int, int, bytes]]

    def numbers(self, tag: int) -> tuple[float, ...]:
        """A tag's values; empty where it is absent or holds no plain numbers."""
        kind, count, value = self.fields.get(tag, (0, 0, b""))
        letter = _TIFF_TYPES.get(kind, "s")
        return () if letter == "s" else struct.unpack(f"{self.order}{count}{letter}", value)


def read_tiff_directory(path: Path) -> TiffDirectory:
    """Raises UserError for damaged files and BigTIFF (more than 4 GB)."""
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
            order = {b"II": "<", b"MM": ">"}.get(head[:2], "=")
            version, start = struct.unpack(f"{order}HI", head[2:])
            if version == 43:
                raise UserError(
                    _("{path} is a BigTIFF, which is not read. Save it as TIFF.").format(path=path)
                )
            if version != 42 or order == "=":
                raise damaged(path)
            stream.seek(start)
            (count,) = struct.unpack(f"{order}H", stream.read(2))
            entries = [struct.unpack(f"{order}HHI4s", stream.read(12)) for _n in range(count)]
            return TiffDirectory(order, {e[0]: _field(stream, order, path, *e) for e in entries})
    except OSError as error:
        raise unreadable(path, error) from None
    except struct.error:
        raise damaged(path) from None


def _field(
    stream: BinaryIO, order: str, path: Path, _tag: int, kind: int, count: int, value: bytes
) -> tuple[int, int, bytes]:
    size = _TIFF_BYTES.get(kind, 0) * count
    if size <= 4:
        return kind, count, value[:size]
    # A damaged count must not make us read gigabytes.
    (offset,) = struct.unpack(f"{order}I", value)
    if offset + size > path.stat().st_size:
        raise damaged(path)
    stream.seek(offset)
    return kind, count, stream.read(size)


def read_geotiff(path: Path) -> tuple[Affine | None, str]:
    """Placement and coordinate system (``EPSG:n``, empty where it names none) that a TIFF carries;
    ``(None, "")`` for a plain one. Tie points without a scale are fitted. Raises UserError."""
    directory = read_tiff_directory(path)
    keys = _geo_keys(directory)
    affine = _model(path, directory)
    # Raster type 2 counts from the centre of the first pixel as we do, 1 from its corner.
    if affine is not None and keys.get(1025, 1) != 2:
        affine = affine.compose(Affine(1, 0, 0.5, 0, 1, 0.5))
    # A projected picture without a code of its own still names its geographic base in 2048.
    code = keys.get(2048, 0) if keys.get(1024) == 2 else keys.get(3072, 0)
    return affine, f"EPSG:{code}" if 1024 <= code < _USER_DEFINED else ""


def _geo_keys(directory: TiffDirectory) -> dict[int, int]:
    """Keys with a short value; those that point into other tags are texts and doubles."""
    numbers = [int(number) for number in directory.numbers(34735)]
    quadruples = zip(*(numbers[start::4] for start in range(4, 8)), strict=False)
    return {key: value for key, place, _count, value in quadruples if place == 0}


def _model(path: Path, directory: TiffDirectory) -> Affine | None:
    """From ModelTransformation, or ModelPixelScale and ModelTiepoint."""
    matrix, scale, ties = (directory.numbers(tag) for tag in (34264, 33550, 33922))
    points = np.array(ties[: len(ties) // 6 * 6]).reshape(-1, 6)
    if len(matrix) == 16:
        return Affine(matrix[0], matrix[1], matrix[3], matrix[4], matrix[5], matrix[7])
    if len(scale) >= 2 and len(points):
        column, line, _depth, x, y, _height = points[0].tolist()
        c, f = x - column * scale[0], y + line * scale[1]
        return Affine(scale[0], 0.0, c, 0.0, -scale[1], f)
    if len(points) < 2:
        return None
    try:
        return fit(points[:, :2], points[:, 3:5])[0]
    except ValueError as error:
        raise UserError(f"{path}: {error}") from None
