"""Writes a report onto a disk of its own that is too small, and says what came of it.

Run under ``unshare --user --map-root-user --mount``: the disk exists for this process only.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path


def mount_small_disk(folder: Path, size: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, f"size={size}".encode()):
        raise OSError(ctypes.get_errno(), "no disk can be mounted here")


def main() -> None:
    folder = Path(sys.argv[1])
    mount_small_disk(folder, "64k")
    old = folder / "Test-report-2026-07-28.pdf"
    old.write_bytes(b"the old report")

    from datetime import date

    from gridstudio.domain.report_facts import ReportFacts
    from gridstudio.errors import UserError
    from gridstudio.reports.report import write_report
    from tests.map_data_case import county_case, plain_map

    facts = ReportFacts("Test", date(2026, 7, 28))
    try:
        write_report(county_case(), facts, folder, "en", plain_map)
    except UserError as error:
        print(error)
    print(os.listdir(folder), old.read_bytes())


if __name__ == "__main__":
    main()
