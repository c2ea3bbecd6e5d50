"""Programs of others that read what ours wrote."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def text_of_pdf(path: Path) -> str:
    """The text of a PDF as it stands on the pages, by poppler; skips where that is absent."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def picture_of_pdf(path: Path, dpi: int) -> bytes:
    """The first page as PNG, by poppler; skips where that is absent."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    command = ["pdftoppm", "-png", "-r", str(dpi), "-f", "1", "-l", "1", str(path)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def pdf_facts(path: Path, program: str = "pdfinfo") -> str:
    """What ``pdfinfo``, ``pdffonts`` or ``pdfimages`` say of a PDF; skips where it is absent."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} (poppler-utils) is not installed")
    options = ["-list"] if program == "pdfimages" else []
    command = [program, *options, str(path)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def recalculated(book: Path, folder: Path) -> Path:
    """A workbook opened and saved by LibreOffice, which calculates what has no value yet; skips
    where that is absent."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = (folder / "profile").resolve().as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(book)]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return folder / f"{book.stem}.xlsx"


QGIS_PYTHON = "/usr/bin/python3"


def qgis_environment(home: Path) -> dict[str, str]:
    """The environment of a process with QGIS whose settings are in ``home``; skips where QGIS is
    not installed."""
    (home / "run").mkdir(mode=0o700, exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "TMPDIR")}
    kept |= {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "LANG": "C.UTF-8"}
    kept |= {"XDG_RUNTIME_DIR": str(home / "run")}
    try:
        command = [QGIS_PYTHON, "-c", "import qgis.core"]
        subprocess.run(command, env=kept, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("QGIS (python3-qgis) is not installed")
    return kept
