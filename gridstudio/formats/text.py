"""Text tables (CSV, TSV): encoding and delimiter found out, damage named by line."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np

from gridstudio.errors import UserError
from gridstudio.formats.table import Table
from gridstudio.i18n import _

LONGEST_CELL = 100_000
_GUESSES = ("utf-8", "gb18030", "big5")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_text(path: Path, encoding: str = "") -> Table:
    """Read a text table; the first row names the columns.

    Raises UserError for a file that is no text, has another encoding than the one given, or has no
    column names. A row with a cell beyond LONGEST_CELL characters is left out and named.
    """
    text = decoded(path.read_bytes(), path, encoding)
    delimiter = _delimiter(text)
    csv.field_size_limit(max(len(text) + 1, csv.field_size_limit()))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next(reader, [])
        names = _names(header)
        if not names:
            raise UserError(
                _("{path} has no column names in its first line.").format(path=path.name)
            )
        return _rows(reader, names, reader.line_num)
    except csv.Error as error:
        raise UserError(
            _("{path}, line {line}: {reason}. Save it as CSV anew.").format(
                path=path.name, line=reader.line_num, reason=error
            )
        ) from None


def decoded(data: bytes, path: Path, encoding: str = "") -> str:
    """The text of a file. Raises UserError that names the place where an encoding fails."""
    if encoding:
        try:
            return data.decode(encoding)
        except LookupError:
            raise UserError(
                _("There is no encoding “{encoding}”. Try utf-8 or gb18030.").format(
                    encoding=encoding
                )
            ) from None
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise UserError(
                _(
                    "{path} is not {encoding}: line {line} cannot be read. Leave the encoding out, "
                    "or try gb18030."
                ).format(path=path.name, encoding=encoding, line=line)
            ) from None
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    if b"\x00" in data[:4096]:
        raise UserError(
            _("{path} is no text file. Is it a spreadsheet? Then save it as .xlsx.").format(
                path=path.name
            )
        )
    for name in _GUESSES:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise UserError(
        _("The encoding of {path} was not recognised. Name it, for example gb18030.").format(
            path=path.name
        )
    )


def _rows(reader: Any, names: list[str], line: int) -> Table:
    columns: dict[str, list[Any]] = {name: [] for name in names}
    lines: list[int] = []
    problems: list[tuple[int, str]] = []
    cells_of = list(columns.values())
    for row in reader:
        first, line = line + 1, reader.line_num
        if not any(row):
            continue
        if any(len(cell) > LONGEST_CELL for cell in row):
            reason = _("a cell has more than {limit:,} characters").format(limit=LONGEST_CELL)
            problems.append((first, reason))
            continue
        lines.append(first)
        for at, cells in enumerate(cells_of):
            cells.append(row[at].strip() if at < len(row) else "")
    geometry = np.full(len(lines), None, dtype=object)
    return Table(columns, lines, geometry, problems=tuple(problems))


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0][:10_000]
    return max((",", "\t", ";", "|"), key=first.count)


def _names(header: list[str]) -> list[str]:
    names: list[str] = []
    for at, cell in enumerate(header):
        name = cell.strip().lstrip("\ufeff") or f"column {at + 1}"
        while name in names:
            name += "_"
        names.append(name)
    return names if any(cell.strip() for cell in header) else []
