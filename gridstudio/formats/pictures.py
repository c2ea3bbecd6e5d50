"""Pictures of maps: size by header, world files, GeoTIFF tags, files cut into bands.

Without Qt and without decoding a pixel. Sources: PNG (ISO 15948), JPEG (ITU T.81), TIFF 6.0,
GeoTIFF 1.1 (OGC 19-008), world files as ESRI describes them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from gridstudio.errors import UserError, unwritable
from gridstudio.geometry.georeference import Affine, fit
from gridstudio.i18n import _

_WORLD_SUFFIXES = {
    ".png": (".pgw", ".pngw"),
    ".jpg": (".jgw", ".jpgw", ".jpegw"),
    ".tif": (".tfw", ".tifw", ".tiffw"),
}
_SAME = {".jpeg": ".jpg", ".tiff": ".tif"}
_MOST_WORLD_BYTES = 10_000
# TIFF 6.0, section 2: what each field type is to struct; rationals are not needed here.
_TIFF_TYPES = {1: "B", 2: "s", 3: "H", 4: "I", 6: "b", 7: "s", 8: "h", 9: "i", 11: "f", 12: "d"}
_TIFF_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_USER_DEFINED = 32767
# Markers of JPEG that begin a frame (T.81, table B.1): C0 to CF without DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def read_world_file(picture: Path) -> Affine | None:
    """The placement that a world file beside the picture gives; None where there is none.

    Looked for in any case: .pgw, .pngw, .jgw, .jpgw, .tfw, .tifw and .wld. Decimal commas are
    understood. Raises UserError, with file and line, where it is not six numbers.
    """
    path = _world_file_of(picture)
    if path is None:
        return None
    try:
        with path.open("rb") as stream:
            text = stream.read(_MOST_WORLD_BYTES).decode("utf-8-sig", "replace")
    except OSError as error:
        raise _unreadable(path, error) from None
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    filled = [(number, line) for number, line in lines if line]
    values = [_number(path, number, line) for number, line in filled[:6]]
    if len(values) < 6:
        message = _("{path} ends after line {line}: a world file has six numbers.")
        raise UserError(message.format(path=path, line=len(lines)))
    a, d, b, e, c, f = values
    if a * e - b * d == 0:
        message = _("{path}, lines 1 to 4: the pixels would have no area.")
        raise UserError(message.format(path=path))
    return Affine(a, b, c, d, e, f)


def write_world_file(picture: Path, affine: Affine) -> Path:
    """Write the world file of a picture (.pgw, .jgw, .tfw, else .wld) and return its path; an
    existing one is replaced. Raises UserError where it cannot be written."""
    path = picture.with_suffix(_world_suffixes(picture)[0])
    order = (affine.a, affine.d, affine.b, affine.e, affine.c, affine.f)
    # In full and without exponents, which older programs do not read.
    lines = [np.format_float_positional(value, trim="0") for value in order]
    try:
        path.write_text("\n".join(lines) + "\n", "ascii")
    except OSError as error:
        raise unwritable(path, error) from None
    return path


def _world_suffixes(picture: Path) -> tuple[str, ...]:
    suffix = picture.suffix.casefold()
    return (*_WORLD_SUFFIXES.get(_SAME.get(suffix, suffix), ()), ".wld")


def _world_file_of(picture: Path) -> Path | None:
    try:
        beside = {path.name.casefold(): path for path in sorted(picture.parent.iterdir())}
    except OSError as error:
        raise _unreadable(picture.parent, error) from None
    names = [picture.with_suffix(suffix).name.casefold() for suffix in _world_suffixes(picture)]
    return next((beside[name] for name in names if name in beside), None)


def _number(path: Path, line: int, text: str) -> float:
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        message = _("{path}, line {line}: “{text}” is no number.")
        raise UserError(message.format(path=path, line=line, text=text[:40]))
    return value


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels of a PNG, JPEG or TIFF (first page), as stored: turned by no
    orientation tag. Raises UserError for other files, damaged headers and BigTIFF."""
    try:
        with path.open("rb") as stream:
            size = _size_of(stream, path)
    except OSError as error:
        raise _unreadable(path, error) from None
    except (struct.error, IndexError):
        raise damaged(path) from None
    if min(size) <= 0:
        raise damaged(path)
    return size


def damaged(path: Path) -> UserError:
    """What to raise where a picture cannot be decoded."""
    return UserError(
        _("The picture {path} is damaged or cut short. Scan or save it anew.").format(path=path)
    )


def _size_of(stream: BinaryIO, path: Path) -> tuple[int, int]:
    head = stream.read(26)
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        if head[12:16] != b"IHDR":
            raise damaged(path)
        width, height = struct.unpack(">II", head[16:24])
        return width, height
    if head[:3] == b"\xff\xd8\xff":
        stream.seek(2)
        return _jpeg_size(stream)
    if head[:2] in (b"II", b"MM"):
        directory = read_tiff_directory(path)
        return int(directory.numbers(256)[0]), int(directory.numbers(257)[0])
    raise UserError(
        _("{path} is no PNG, JPEG or TIFF picture. Save it as one of these.").format(path=path)
    )


def _jpeg_size(stream: BinaryIO) -> tuple[int, int]:
    """From the first frame header; struct.error where there is none."""
    while True:
        prefix, marker = struct.unpack(">BB", stream.read(2))
        while prefix == 0xFF and marker == 0xFF:  # fill bytes
            (marker,) = struct.unpack(">B", stream.read(1))
        if prefix != 0xFF or marker in (0xD9, 0xDA):
            raise struct.error("no frame before the scan")
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            continue
        (length,) = struct.unpack(">H", stream.read(2))
        if marker in _FRAMES:
            _precision, height, width = struct.unpack(">BHH", stream.read(5))
            return width, height
        stream.seek(length - 2, 1)


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
        raise _unreadable(path, error) from None
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


def _unreadable(path: Path, error: OSError) -> UserError:
    message = _("{path} cannot be read: {reason}. Choose another file.")
    return UserError(message.format(path=path, reason=error.strerror or error))


_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PIECE = 1 << 18


class PngHead(NamedTuple):
    """What a PNG says before its pixels; ``colours`` are palette and transparency, as chunks."""

    width: int
    depth: int
    colour: int
    interlaced: int
    colours: bytes

    @property
    def per_line(self) -> int:
        return (self.width * _PNG_CHANNELS[self.colour] * self.depth + 7) // 8

    @property
    def per_pixel(self) -> int:
        return max(1, _PNG_CHANNELS[self.colour] * self.depth // 8)


def read_png_head(path: Path, stream: BinaryIO) -> PngHead:
    """Leaves the stream at the first chunk of pixels. Raises UserError where there is none."""
    stream.seek(16)
    width, _height, depth, colour, _c, _f, interlaced = struct.unpack(">IIBBBBB", stream.read(13))
    stream.seek(4, 1)
    colours = b""
    while True:
        length, kind = _png_chunk_head(path, stream)
        if kind == b"IDAT":
            stream.seek(-8, 1)
            break
        wanted = length if kind in (b"PLTE", b"tRNS") else 0
        colours += _png_chunk(kind, stream.read(wanted)) if wanted else b""
        stream.seek(length - wanted + 4, 1)
    if colour not in _PNG_CHANNELS:
        raise damaged(path)
    return PngHead(width, depth, colour, interlaced, colours)


def _png_chunk_head(path: Path, stream: BinaryIO) -> tuple[int, bytes]:
    try:
        length, kind = struct.unpack(">I4s", stream.read(8))
    except struct.error:
        raise damaged(path) from None
    return length, kind


def png_lines(path: Path, stream: BinaryIO, head: PngHead, count: int) -> Iterator[bytes]:
    """Inflated lines, each with its filter byte and still filtered, ``count`` at a time and the
    rest last, from where ``read_png_head`` left the stream. Raises UserError for damage."""
    length = count * (head.per_line + 1)
    inflate = zlib.decompressobj()
    held = bytearray()
    try:
        for piece in _png_pieces(path, stream):
            while piece:
                held += inflate.decompress(piece, length)
                piece = inflate.unconsumed_tail
                while len(held) >= length:
                    yield bytes(held[:length])
                    del held[:length]
        held += inflate.flush()
    except zlib.error:
        raise damaged(path) from None
    whole = len(held) // (head.per_line + 1) * (head.per_line + 1)
    if whole:
        yield bytes(held[:whole])


def _png_pieces(path: Path, stream: BinaryIO) -> Iterator[bytes]:
    while True:
        length, kind = _png_chunk_head(path, stream)
        if kind != b"IDAT":
            return
        while length:
            piece = stream.read(min(length, _PIECE))
            if not piece:
                raise damaged(path)
            length -= len(piece)
            yield piece
        stream.seek(4, 1)


def png_file(
    width: int, height: int, depth: int, colour: int, colours: bytes, packed: bytes
) -> bytes:
    """A PNG of deflated lines; ``colours`` are whole chunks."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = _png_chunk(b"IHDR", head) + colours + _png_chunk(b"IDAT", packed)
    return b"\x89PNG\r\n\x1a\n" + chunks + _png_chunk(b"IEND", b"")


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# What decides how strips and tiles are decoded (TIFF 6.0).
_TIFF_KEPT = frozenset((256, 258, 259, 262, 266, 277, 284, 292, 293, 317, 320, 322, 323, 338, 339))
# None, CCITT (three), LZW, deflate (two numbers), PackBits: what Qt's libtiff is built with.
_TIFF_READ = {1, 2, 3, 4, 5, 8, 32773, 32946}


def tiff_bands(
    path: Path, size: tuple[int, int], first: int, most_px: int
) -> Iterator[tuple[int, bytes]] | None:
    """The picture from line ``first`` on as small TIFF files, each with the line it begins at.

    They hold whole strips or rows of tiles, as many as ``most_px`` allow. None where the file
    cannot be cut so (planes apart). Raises UserError, also for JPEG within TIFF."""
    directory = read_tiff_directory(path)
    width, height = size
    tiled = 322 in directory.fields
    tags = (323, 324, 325) if tiled else (278, 273, 279)
    lines, offsets, lengths = ([int(number) for number in directory.numbers(tag)] for tag in tags)
    high = min(lines[0] if lines else height, height)
    wide = int((*directory.numbers(322), 0)[0]) if tiled else width
    if (*directory.numbers(259), 1)[0] not in _TIFF_READ:
        message = _("How {path} is compressed is not understood. Save it with LZW, or as JPEG.")
        raise UserError(message.format(path=path))
    if directory.numbers(284) == (2,) or high <= 0 or wide <= 0:
        return None
    across, rows = -(-width // wide), -(-height // high)
    if not len(offsets) == len(lengths) == across * rows:
        return None
    chunks = list(zip(offsets, lengths, strict=True))
    groups = range(first // high, rows, max(1, most_px // (width * high)))

    def bands() -> Iterator[tuple[int, bytes]]:
        with path.open("rb") as stream:
            for row in groups:
                units = chunks[row * across : (row + groups.step) * across]
                data = [_chunk(stream, *unit) for unit in units]
                count = min(groups.step * high, height - row * high)
                yield row * high, _tiff_file(directory, data, count, high)

    return bands()


def _chunk(stream: BinaryIO, offset: int, length: int) -> bytes:
    stream.seek(offset)
    return stream.read(length)


def _tiff_file(directory: TiffDirectory, chunks: list[bytes], count: int, lines: int) -> bytes:
    """A TIFF of ``count`` lines in chunks of ``lines``, coded as the given directory says."""
    order = directory.order
    body = bytearray((b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 0))
    offsets = [_appended(body, chunk) for chunk in chunks]
    fields = {tag: directory.fields[tag] for tag in _TIFF_KEPT if tag in directory.fields}
    numbers = {257: [count], 324: offsets, 325: [len(chunk) for chunk in chunks]}
    if 322 not in directory.fields:
        numbers = {257: [count], 273: offsets, 278: [lines], 279: numbers[325]}
    for tag, values in numbers.items():
        fields[tag] = 4, len(values), struct.pack(f"{order}{len(values)}I", *values)
    entries = b""
    for tag, (kind, length, value) in sorted(fields.items()):
        stored = value.ljust(4, b"\0")
        if len(value) > 4:
            stored = struct.pack(f"{order}I", _appended(body, value))
        entries += struct.pack(f"{order}HHI", tag, kind, length) + stored
    start = _appended(body, struct.pack(f"{order}H", len(fields)) + entries + bytes(4))
    body[4:8] = struct.pack(f"{order}I", start)
    return bytes(body)


def _appended(body: bytearray, data: bytes) -> int:
    """Where ``data`` begins in the file; values must begin on a word."""
    if len(body) % 2:
        body += b"\0"
    start = len(body)
    body += data
    return start
