"""The table of areas: what is in scheme A, what in B, and the difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from gridstudio.commands.scheme_comparison import AreaLine
from gridstudio.i18n import _

_Index = QModelIndex | QPersistentModelIndex
Pair = Callable[[AreaLine], tuple[float, float]]
RAW = Qt.ItemDataRole.UserRole
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Column:
    """A heading, what a line holds there, and for numbers how many decimals; ``signed`` is a
    difference, else a figure is that of the area on a ``side`` (0: A, 1: B)."""

    heading: str
    value: Callable[[AreaLine], Any]
    decimals: int | None = None
    signed: bool = False
    side: int | None = None

    def text(self, line: AreaLine) -> str:
        """What stands in the cell of a line."""
        value = self.value(line)
        if self.decimals is None:
            return str(value)
        if self.side is not None and (line.a or line.b) and not (line.a, line.b)[self.side]:
            return "–"  # there is no such area
        if self.signed:
            value = round(value, self.decimals) + 0.0  # no minus before a zero
            return f"{value:+,.{self.decimals}f}".replace("-", "−") if value else "0"
        return f"{value:,.{self.decimals}f}"


def columns() -> list[Column]:
    """In the user's language."""
    made = [
        Column(_("Code in A"), lambda line: line.codes[0]),
        Column(_("Name in A"), lambda line: line.names[0]),
        Column(_("Code in B"), lambda line: line.codes[1]),
        Column(_("Name in B"), lambda line: line.names[1]),
    ]
    figures: list[tuple[str, Pair, int]] = [
        (_("Customers"), lambda line: line.customers, 0),
        (_("Value"), lambda line: line.value, 0),
        ("km²", lambda line: line.km2, 2),
    ]
    for name, pair, decimals in figures:
        made += [
            Column(f"{name}\nA", partial(_side, pair, 0), decimals, side=0),
            Column(f"{name}\nB", partial(_side, pair, 1), decimals, side=1),
            Column(f"{name}\nB − A", partial(_difference, pair), decimals, signed=True),
        ]
    return made


def _side(pair: Pair, side: int, line: AreaLine) -> float:
    return pair(line)[side]


def _difference(pair: Pair, line: AreaLine) -> float:
    in_a, in_b = pair(line)
    return in_b - in_a


class AreaPairModel(QAbstractTableModel):
    """Lines of a comparison; those in which nothing differs are in a muted colour."""

    def __init__(self, muted: str) -> None:
        super().__init__()
        self._muted = QColor(muted)
        self.lines: list[AreaLine] = []
        self.columns = columns()

    def show_lines(self, lines: Sequence[AreaLine]) -> None:
        """Show other lines, in their order."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def is_number(self, column: int) -> bool:
        """Whether a column is set flush right."""
        return self.columns[column].decimals is not None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        right = role == Qt.ItemDataRole.TextAlignmentRole and self.is_number(section)
        return RIGHT if right else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, line = self.columns[index.column()], self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(line)
        if role == RAW:
            return column.value(line)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.decimals is not None else None
        if role == Qt.ItemDataRole.ForegroundRole and not differs(line):
            return self._muted
        return None


def differs(line: AreaLine) -> bool:
    """Whether a pair of areas differs in any figure that is shown."""
    figures = (line.customers, line.value, line.km2)
    return any(abs(b - a) >= 0.005 for a, b in figures) or bool(line.a) != bool(line.b)
