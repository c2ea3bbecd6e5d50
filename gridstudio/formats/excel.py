"""Spreadsheets (xlsx, xls, ods) through calamine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import python_calamine

from gridstudio.errors import UserError
from gridstudio.formats.table import Table
from gridstudio.i18n import _

HEADER_WITHIN_ROWS = 15


def read_excel(path: Path) -> Table:
    """Read the first sheet that holds a table; titles above the column names are passed over.

    Raises UserError for a file that is no spreadsheet or holds no table.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UserError(
            _("{path} is no spreadsheet that can be read: {reason}.").format(
                path=path.name, reason=error
            )
        ) from None
    for rows in sheets:
        at = _header_row(rows)
        if at is not None:
            return _table(rows, at)
    raise UserError(_("{path} holds no table with column names.").format(path=path.name))


def _header_row(rows: list[list[Any]]) -> int | None:
    """The first row among the upper ones with the most texts: merged titles fill one cell only."""
    best, most = None, 1
    for at, row in enumerate(rows[:HEADER_WITHIN_ROWS]):
        texts = sum(isinstance(cell, str) and bool(cell.strip()) for cell in row)
        if texts > most:
            best, most = at, texts
    return best


def _table(rows: list[list[Any]], header: int) -> Table:
    names: list[str] = []
    for at, cell in enumerate(rows[header]):
        name = str(cell).strip() or f"column {at + 1}"
        while name in names:
            name += "_"
        names.append(name)
    columns: dict[str, list[Any]] = {name: [] for name in names}
    lines = []
    for at, row in enumerate(rows[header + 1 :], start=header + 2):
        if not any(cell not in ("", None) for cell in row):
            continue
        lines.append(at)
        for column, name in enumerate(names):
            columns[name].append(_plain(row[column]) if column < len(row) else "")
    return Table(columns, lines, np.full(len(lines), None, dtype=object))


def _plain(cell: Any) -> Any:
    """Whole numbers come as floats from spreadsheets: a phone number is not 139.0."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell.strip() if isinstance(cell, str) else cell
