"""A disk of its own that is too small, for a process that writes until it is full.

The disk is a tmpfs in a mount namespace of the process, so nobody else sees it and it goes with the
process; no mount survives a test.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Either as a user who is root in a namespace of users, or, where that is not allowed, as root.
_WAYS = (
    ["unshare", "--user", "--map-root-user", "--mount"],
    ["unshare", "--mount", "--propagation", "private"],
)


def run_on_small_disk(module: str, *arguments: str) -> list[str]:
    """The lines that ``python -m module`` prints where it may call ``mount_small_disk``; skips the
    test where this machine lets nobody mount."""
    for way in _WAYS if sys.platform == "linux" else ():
        trial = [*way, "mount", "-t", "tmpfs", "none", "/mnt"]
        if subprocess.run(trial, capture_output=True, check=False).returncode == 0:
            command = [*way, sys.executable, "-m", module, *arguments]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            return done.stdout.splitlines()
    pytest.skip("this machine does not let a test mount a small disk")


def mount_small_disk(folder: Path, size: str) -> None:
    """Let ``folder`` be a disk of ``size`` ("64k"), for this process only."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, f"size={size}".encode()):
        raise OSError(ctypes.get_errno(), "no disk can be mounted here")


def fill(folder: Path) -> Path:
    """Take the rest of the disk; returns the file that does."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as stream:
        for size in (65536, 4096, 1):
            try:
                while stream.write(bytes(size)):
                    pass
            except OSError:
                continue
    assert os.statvfs(folder).f_bavail == 0
    return path
