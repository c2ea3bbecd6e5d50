"""World files, as ESRI describes them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gridstudio.errors import UserError
from gridstudio.formats.pictures.problems import unreadable
from gridstudio.geometry.affine import Affine
from gridstudio.i18n import _

_WORLD_SUFFIXES = {
    ".png": (".pgw", ".pngw"),
    ".jpg": (".jgw", ".jpgw", ".jpegw"),
    ".tif": (".tfw", ".tifw", ".tiffw"),
}
_SAME = {".jpeg": ".jpg", ".tiff": ".tif"}
_MOST_WORLD_BYTES = 10_000


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
        raise unreadable(path, error) from None
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


def _world_suffixes(picture: Path) -> tuple[str, ...]:
    suffix = picture.suffix.casefold()
    return (*_WORLD_SUFFIXES.get(_SAME.get(suffix, suffix), ()), ".wld")


def _world_file_of(picture: Path) -> Path | None:
    try:
        beside = {path.name.casefold(): path for path in sorted(picture.parent.iterdir())}
    except OSError as error:
        raise unreadable(picture.parent, error) from None
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
