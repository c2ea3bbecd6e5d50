"""What a foreign file seems to hold, before anybody has said it."""

from __future__ import annotations

from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.formats.base_map_files import is_base_map
from gridstudio.formats.reading import SHEETS, TEXT
from gridstudio.formats.vector import shapes_in

_HOLDS = {"polygon": "areas", "line": "layer", "point": "customers", "": ""}


def look_of(path: Path) -> str:
    """As ImportOptions has it: "customers", "areas" or "layer"; "" where that does not show."""
    try:
        if not path.is_file():
            return ""
        if path.suffix.lower() in TEXT | SHEETS:
            return "customers"
        return "layer" if is_base_map(path) else _HOLDS[shapes_in(path)]
    except (UserError, OSError):  # also where no file can have such a name
        return ""
