"""What a foreign format can hold of our texts: the encoding, and the length of a cell."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import Any

from gridstudio.errors import UserError
from gridstudio.i18n import _, ngettext

# MapInfo names a character set in the file; these are the ones of China, and GDAL's names of them.
MAPINFO = {"gbk": "CP936", "gb2312": "CP936", "gb18030": "CP936", "big5": "CP950", "utf-8": "UTF-8"}
MAPINFO_ENDINGS = (".tab", ".mif")
CELL_BYTES = 254  # a text of a DBF file or a MapInfo table


def encoding_for(ending: str, asked: str, texts: Sequence[str]) -> str:
    """Python's name of the encoding to write ``texts`` in; ``asked`` is "" for the usual one.

    Raises UserError for an encoding that is not known, that the format does not have, or that lacks
    a letter.
    """
    name = _known(asked) if asked else ""
    if name == "utf-8-sig" and ending != ".csv":
        name = "utf-8"
    if ending in MAPINFO_ENDINGS:
        # Older MapInfo knows no Unicode, and reads a file that names no encoding as the system's.
        usual = "gbk" if all(_fits(text, "gbk") for text in texts) else "utf-8"
        _require_named(ending, name)
        encoding = {"gb18030": "gbk", "gb2312": "gbk"}.get(name, name) or usual
    elif ending == ".csv":
        encoding = name or "utf-8-sig"  # the mark tells Excel
    elif ending == ".shp":
        _require_named(ending, name)
        encoding = name or "utf-8"
    elif name not in ("", "utf-8"):
        raise UserError(
            _("“{ending}” files are always written in UTF-8. Leave the encoding out.").format(
                ending=ending
            )
        )
    else:
        return "utf-8"
    _require_fit(texts, encoding)
    return encoding


def cut_to_cells(
    columns: dict[str, Sequence[Any]], encoding: str
) -> tuple[dict[str, Sequence[Any]], tuple[str, ...]]:
    """The columns with no text longer than a cell, cut between letters, and a note for each column
    that lost something."""
    notes = []
    result: dict[str, Sequence[Any]] = {}
    for name, cells in columns.items():
        cut = [_cut(cell, encoding) if isinstance(cell, str) else cell for cell in cells]
        lost = sum(a != b for a, b in zip(cells, cut, strict=True))
        if lost:
            notes.append(
                ngettext(
                    "{count} text of “{name}” was cut: this format holds {bytes} bytes of each.",
                    "{count} texts of “{name}” were cut: this format holds {bytes} bytes of each.",
                    lost,
                ).format(count=lost, name=name, bytes=CELL_BYTES)
            )
        result[name] = cut if lost else cells
    return result, tuple(notes)


def _require_named(ending: str, name: str) -> None:
    if name and name not in MAPINFO:
        raise UserError(
            _("“{ending}” files are written in {known}. Choose one of these.").format(
                ending=ending, known=", ".join(MAPINFO)
            )
        )


def _known(asked: str) -> str:
    try:
        "".encode(asked)  # refuses what is no encoding of texts
        return codecs.lookup(asked).name
    except LookupError:
        raise UserError(_("There is no encoding “{name}”.").format(name=asked)) from None


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _require_fit(texts: Sequence[str], encoding: str) -> None:
    if encoding.startswith("utf"):
        return
    for text in texts:
        try:
            text.encode(encoding)
        except UnicodeEncodeError as error:
            raise UserError(
                _("“{text}” cannot be written in {encoding}. Leave the encoding out.").format(
                    text=error.object[error.start : error.end], encoding=encoding
                )
            ) from None


def _cut(text: str, encoding: str) -> str:
    raw = text.encode(encoding)
    if len(raw) <= CELL_BYTES:
        return text
    return raw[:CELL_BYTES].decode(encoding, "ignore")
