"""What a foreign file seems to hold, before anybody has said it."""

from __future__ import annotations

from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.formats.base_map_files import is_base_map
from gridstudio.formats.reading import SHEETS, TEXT
from gridstudio.formats.vector import shapes_in

_HOLDS = {"polygon": "areas", "line": "layer", "point": "customers", "": ""}


def look_of(path: Path) -> str:
    """ "customers", "areas" or "layer", as ImportOptions has it; "" where that does not show."""
    try:
        if not path.is_file():
            return ""
        if path.suffix.lower() in TEXT | SHEETS:
            return "customers"
        return "layer" if is_base_map(path) else _HOLDS[shapes_in(path)]
    except UserError:
        return ""
