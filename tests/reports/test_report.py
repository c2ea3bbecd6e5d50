from __future__ import annotations

import errno
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gridstudio.domain.map_data import MapRequest
from gridstudio.domain.report_facts import ReportFacts
from gridstudio.errors import Cancelled, UserError
from gridstudio.reports.report import file_name, write_files, write_report
from tests.map_data_case import county_case, plain_map
from tests.small_disk import run_on_small_disk

FACTS = ReportFacts("Test", date(2026, 7, 28))
ROOT = Path(__file__).resolve().parents[2]


def write(folder: Path, facts: ReportFacts = FACTS) -> tuple[Path, Path]:
    return write_report(county_case(), facts, folder, "en", plain_map)


def test_writes_both_files_and_nothing_else(tmp_path: Path) -> None:
    pdf, book = write(tmp_path / "new" / "folder")
    assert pdf.name == "Test-report-2026-07-28.pdf" and book.name == "Test-report-2026-07-28.xlsx"
    assert sorted(pdf.parent.iterdir()) == [pdf, book]
    assert pdf.read_bytes()[:5] == b"%PDF-" and book.read_bytes()[:2] == b"PK"


def test_replaces_an_older_report(tmp_path: Path) -> None:
    pdf, _book = write(tmp_path)
    pdf.write_bytes(b"old")
    write(tmp_path)
    assert pdf.read_bytes()[:5] == b"%PDF-"
    assert len(list(tmp_path.iterdir())) == 2


def test_the_same_data_gives_the_same_pdf(tmp_path: Path) -> None:
    first, second = write(tmp_path / "1")[0], write(tmp_path / "2")[0]
    assert first.read_bytes() == second.read_bytes()


def test_progress_runs_from_nothing_to_all(tmp_path: Path) -> None:
    shares: list[float] = []
    write_report(
        county_case(), FACTS, tmp_path, "en", plain_map, lambda share, text: shares.append(share)
    )
    assert shares == sorted(shares) and shares[0] == 0.0 and shares[-1] == 1.0


def test_maps_are_asked_for_the_county_and_each_district(tmp_path: Path) -> None:
    asked: list[MapRequest] = []

    def draw(request: MapRequest) -> bytes:
        asked.append(request)
        return plain_map(request)

    write_report(county_case(), FACTS, tmp_path, "en", draw)
    assert [(request.level, request.highlight) for request in asked] == [(1, 0), (2, 2)]
    west, south, east, north = asked[1].bounds
    assert west < 110.0 < 110.2 < east and south < 25.0 < 25.1 < north


@pytest.mark.parametrize("step", range(1, 6))
def test_cancelled_at_any_step_leaves_nothing(tmp_path: Path, step: int) -> None:
    calls = 0

    def stop(share: float, text: str = "") -> None:
        nonlocal calls
        calls += 1
        if calls == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_report(county_case(), FACTS, tmp_path, "en", plain_map, stop)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_gets_a_sentence_and_keeps_the_old_report(tmp_path: Path) -> None:
    """On a real disk of 64 kB that exists only for a process of its own."""
    sentence, left = run_on_small_disk("tests.reports.full_disk", str(tmp_path))
    assert "disk is full" in sentence
    assert left == "['Test-report-2026-07-28.pdf'] b'the old report'"


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "close the old report"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_an_error_while_saving_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, word: str
) -> None:
    """The errors of disks that a test cannot have, raised where a disk raises them."""
    pdf, book = write(tmp_path)
    before = pdf.read_bytes(), book.read_bytes()

    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("gridstudio.reports.report.os.fsync", fail)
    with pytest.raises(UserError, match=word):
        write(tmp_path, replace(FACTS, author="new"))
    assert (pdf.read_bytes(), book.read_bytes()) == before
    assert len(list(tmp_path.iterdir())) == 2


def test_a_report_open_in_another_program_stays_with_its_pair(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to rename a file that Excel has open; the PDF is then put back too."""
    pdf, book = write(tmp_path)
    pdf.write_bytes(b"old pdf")
    book.write_bytes(b"old book")
    really = os.replace

    def replace_unless_open(source: Path, target: Path) -> None:
        if Path(source) == book:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        really(source, target)

    monkeypatch.setattr("gridstudio.reports.report.os.replace", replace_unless_open)
    with pytest.raises(UserError, match="close the old report"):
        write(tmp_path)
    assert (pdf.read_bytes(), book.read_bytes()) == (b"old pdf", b"old book")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_is_a_file_gets_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    for folder in (blocked, blocked / "below"):
        with pytest.raises(UserError, match="is a file, not a folder"):
            write(folder)
    assert blocked.read_text() == "x"


def test_a_folder_that_may_not_be_written_gets_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    if os.access(folder, os.W_OK):
        folder = Path("/proc/self")  # Nobody makes files there, the superuser included.
        if not folder.exists():
            pytest.skip("this user may write everywhere")
    with pytest.raises(UserError, match="cannot be written"):
        write(folder)


def test_write_files_writes_all_or_none(tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "missing" / "bad"
    with pytest.raises(FileNotFoundError):
        write_files({good: b"1", bad: b"2"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("临江县 2026", "临江县 2026"),
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("  ends. ", "ends"),
        ("", "project"),
        ("con", "project con"),
        ("LPT1.x", "project LPT1.x"),
        ("concert", "concert"),
        ("长" * 200, "长" * 50),
    ],
)
def test_file_names_suit_every_system(name: str, expected: str) -> None:
    assert file_name(name) == expected
