"""What every reader returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of a foreign file. ``columns`` holds one list per name, ``lines`` the line (or feature)
    number of each row for messages; ``geometry (n,)`` shapely in degrees of the file's datum or
    None; ``datum`` is what the format defines ("" where it does not)."""

    columns: dict[str, list[Any]]
    lines: list[int]
    geometry: NDArray[np.object_]
    datum: str = ""
    problems: tuple[tuple[int, str], ...] = ()

    def __len__(self) -> int:
        return len(self.lines)
