"""One way to read every foreign file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from gridstudio.errors import UserError
from gridstudio.formats.excel import read_excel
from gridstudio.formats.table import Table
from gridstudio.formats.text import read_text
from gridstudio.formats.vector import read_vector, unpacked_kmz
from gridstudio.i18n import _

TEXT = {".csv", ".tsv", ".txt"}
SHEETS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"}


def read_table(path: Path, *, encoding: str = "") -> Table:
    """Rows and shapes of a file, by its ending. Raises UserError, in words."""
    if not path.exists():
        raise UserError(_("There is no file {path}. Check the name.").format(path=path))
    if path.is_dir():
        raise UserError(_("{path} is a folder, not a file.").format(path=path))
    ending = path.suffix.lower()
    try:
        if ending in TEXT:
            return read_text(path, encoding)
        if ending in SHEETS:
            return read_excel(path)
        if ending == ".kmz":
            with tempfile.TemporaryDirectory() as folder:
                return read_vector(unpacked_kmz(path, Path(folder)), encoding)
        return read_vector(path, encoding)
    except OSError as error:
        raise UserError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror or error)
        ) from None
