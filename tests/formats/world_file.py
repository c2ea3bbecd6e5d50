"""World files for tests, written as other programs write them."""

from __future__ import annotations

from pathlib import Path

from gridstudio.geometry.affine import Affine

SUFFIXES = {".png": ".pgw", ".jpg": ".jgw", ".tif": ".tfw"}


def world_file(picture: Path, affine: Affine) -> None:
    """Write the world file of a picture beside it."""
    order = (affine.a, affine.d, affine.b, affine.e, affine.c, affine.f)
    path = picture.with_suffix(SUFFIXES[picture.suffix])
    path.write_text("".join(f"{value!r}\n" for value in order), "ascii")
