"""Whether what a file calls tiles are pictures that can be shown, and how large they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.formats.tiles.source import DEFAULT_TILE_PX, picture_kind
from gridstudio.i18n import _

# How many tiles to look at before a file is refused: a downloaded one may begin with a server's
# error page in place of a picture.
SAMPLES = 8

_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_PACKED = (b"\x1f\x8b", b"\x78\x01", b"\x78\x9c", b"\x78\xda")


def sampled_px(path: Path, samples: Iterable[bytes]) -> int:
    """The side of the first picture among ``samples``, in pixels.

    Raises UserError, with the reason, where there is no sample or none of them is a picture.
    """
    held = [data for data in samples if data]
    if not held:
        raise no_tiles(path)
    for data in held:
        if picture_kind(data):
            return picture_px(data) or DEFAULT_TILE_PX
    raise _no_picture(path, held[0])


def no_tiles(path: Path) -> UserError:
    """What to raise for a file of the right kind with nothing in it."""
    return UserError(_("The base map {path} holds no tiles.").format(path=path))


def unreadable(path: Path, error: OSError) -> UserError:
    """What to raise where the system does not let the file be read, with its reason."""
    return UserError(
        _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror or error)
    )


def vector_tiles(path: Path) -> UserError:
    """What to raise for a file that says that it holds vector tiles."""
    return UserError(
        _("The base map {path} holds no pictures: vector tiles cannot be shown yet.").format(
            path=path
        )
    )


def other_pictures(path: Path, kind: str) -> UserError:
    """What to raise for pictures that Qt cannot read."""
    return UserError(
        _(
            "The base map {path} holds {kind} pictures, which cannot be shown. "
            "Convert it to PNG, JPEG or WebP."
        ).format(path=path, kind=kind)
    )


def _no_picture(path: Path, data: bytes) -> UserError:
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return other_pictures(path, "AVIF")
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return other_pictures(path, "TIFF")
    # A vector tile is a protocol buffer, which begins with its first layer, and mostly packed.
    if data.startswith((*_PACKED, b"\x1a")):
        return vector_tiles(path)
    return UserError(
        _("The tiles of the base map {path} are no pictures (PNG, JPEG or WebP).").format(path=path)
    )


def picture_px(data: bytes) -> int:
    """The width a picture states of itself, 0 where it states none."""
    kind = picture_kind(data)
    if kind == "png":
        return int.from_bytes(data[16:20], "big")
    if kind == "jpg":
        return _jpeg_px(data)
    return _webp_px(data) if kind == "webp" else 0


def _jpeg_px(data: bytes) -> int:
    """By the segments of ITU-T T.81, annex B, up to the first frame header."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _JPEG_FRAMES:
            return int.from_bytes(data[at + 7 : at + 9], "big")
        # Any number of 0xFF may fill the space before a marker.
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0


def _webp_px(data: bytes) -> int:
    """By RFC 9649: the first chunk is lossy, lossless or extended."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1
    if chunk == b"VP8L":
        return (int.from_bytes(data[21:23], "little") & 0x3FFF) + 1
    return int.from_bytes(data[26:28], "little") & 0x3FFF if chunk == b"VP8 " else 0
