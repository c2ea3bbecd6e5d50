"""An SVG of a page as a PDF of that page: lines stay lines, texts stay texts with their fonts."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

_PAGE = """\
#let page-of = json("page.json")
#set document(title: page-of.title)
#set page(width: page-of.width * 1mm, height: page-of.height * 1mm, margin: 0pt)
#image("map.svg", width: 100%, height: 100%)
"""


def sheet_pdf(svg: bytes, width_mm: float, height_mm: float, title: str) -> bytes:
    """Set ``svg`` (as large as the page) by typst, whose PDF can be searched and copied from.

    Raises OSError where the temporary folder cannot be written.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="gridstudio-sheet-") as name:
        folder = Path(name)
        (folder / "map.svg").write_bytes(svg)
        facts = {"width": width_mm, "height": height_mm, "title": title}
        (folder / "page.json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
        (folder / "sheet.typ").write_text(_PAGE, "utf-8")
        result = typst.compile(str(folder / "sheet.typ"), root=name)
    if not isinstance(result, bytes):
        raise TypeError("typst gave no PDF")
    return result
