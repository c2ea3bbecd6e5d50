"""Which lines of the card beside a dragged border there is room for, and how high they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from gridstudio.ui.panels.balance_lines import Row
from gridstudio.ui.style import TEXT_PX

LEAST_NAMES = 2
"""So many customers are named before anything else is done without."""
ALWAYS_LEVEL = 2
"""Figures whose balance is told whatever is pinned: customers and value."""


@dataclass(frozen=True)
class Setting:
    """How lines are set, in pixels: sizes of letters, ``heights`` by kind of line, of those with
    two lines the first's (``upper``, of names ``upper_name``), and by how much figures are higher
    where sides are too narrow for one line of changes (``stacked``)."""

    text: int
    small: int
    heights: dict[str, int]
    upper: int
    upper_name: int
    stacked: int

    def height(self, row: Row, *, stacks: bool) -> int:
        """Of one line."""
        more = self.stacked if stacks and row.kind in ("figure", "measure") else 0
        return self.heights[row.kind] + more

    def total(self, rows: Sequence[Row], *, stacks: bool) -> int:
        """Of some lines."""
        return sum(self.height(row, stacks=stacks) for row in rows)


USUAL = Setting(
    TEXT_PX,
    11,
    {"head": 26, "figure": 36, "measure": 18, "count": 18, "level": 18, "section": 28, "name": 34},
    18,
    17,
    12,
)
DENSE = Setting(
    12,
    10,
    {"head": 20, "figure": 29, "measure": 15, "count": 15, "level": 15, "section": 24, "name": 28},
    15,
    14,
    11,
)
"""For many pinned figures in a low window."""


def arranged(
    rows: Sequence[Row], room: float, moved: Collection[str], *, stacks: bool
) -> tuple[Setting, list[Row]]:
    """The lines that fit into a height. Where there is too little, lines stand closer; then those
    counts go that have not changed in this gesture (``moved`` has the labels of all others), then
    the balance of pinned figures, the last first, and what names are left without room."""
    names = [row for row in rows if row.kind == "name"]
    rest = [row for row in rows if row.kind != "name"]
    setting, kept = USUAL, rest
    for setting, kept in _choices(rest, moved):
        # Room for names is kept whether there are any: they come and go while the hand moves.
        least = LEAST_NAMES * setting.heights["name"]
        if setting.total(kept, stacks=stacks) + least <= room:
            break
    left = max(int((room - setting.total(kept, stacks=stacks)) // setting.heights["name"]), 0)
    return setting, kept + names[:left]


def _choices(rest: list[Row], moved: Collection[str]) -> Iterator[tuple[Setting, list[Row]]]:
    """Ways to set the lines, the best first."""
    yield USUAL, rest
    yield DENSE, rest
    changing = [row for row in rest if row.kind != "count" or row.label in moved]
    yield DENSE, changing
    levels = [at for at, row in enumerate(changing) if row.kind == "level"][ALWAYS_LEVEL:]
    while levels:
        changing = [row for at, row in enumerate(changing) if at != levels[-1]]
        levels = levels[:-1]
        yield DENSE, changing
