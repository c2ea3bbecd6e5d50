"""The report as a PDF: content as JSON, layout by typst, both in a folder of their own."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gridstudio.settings import resource

FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimHei",
    "SimSun",
    "Noto Sans",
    "DejaVu Sans",
    "Libertinus Serif",
)
"""Best first; the last one is built into typst, so that some font is always there."""


def pdf_bytes(content: Mapping[str, Any], maps: Mapping[str, bytes]) -> bytes:
    """Set the content (see ``pages``) with its maps (file name to PNG) as a PDF.

    The content is data to the layout: no text in it is read as markup. Raises OSError where the
    temporary folder cannot be written.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="gridstudio-report-") as name:
        folder = Path(name)
        for template in sorted(resource("reports").glob("*.typ")):
            shutil.copyfile(template, folder / template.name)
        for picture, png in maps.items():
            (folder / picture).write_bytes(png)
        values = {**content, "fonts": available_fonts()}
        (folder / "content.json").write_text(json.dumps(values, ensure_ascii=False), "utf-8")
        source = str(folder / "report.typ")
        result = typst.compile(source, root=name, timestamp=_noon(*content["day"]))
    if not isinstance(result, bytes):
        raise TypeError("typst gave no PDF")
    return result


def available_fonts() -> list[str]:
    """Those of FONTS that this machine has; typst warns of every name that it does not find."""
    import typst

    families = set(typst.Fonts().families())
    return [family for family in FONTS if family in families]


def _noon(year: int, month: int, day: int) -> int:
    from datetime import UTC, datetime

    return int(datetime(year, month, day, 12, tzinfo=UTC).timestamp())
