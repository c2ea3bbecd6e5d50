"""Run by test_report: writes a report onto a disk that is too small, and says what came of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.small_disk import mount_small_disk


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
