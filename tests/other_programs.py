"""Programs of others that read what ours wrote."""

from __future__ import annotations

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
