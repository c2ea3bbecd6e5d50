"""Build a folder that runs without Python into ``dist/gridstudio`` and try it.

    pip install .[build] && python packaging/build.py

PyInstaller builds for the system that it runs on: Windows on Windows, macOS on macOS.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    if find_spec("PyInstaller") is None:
        print("PyInstaller is not installed: run  pip install .[build]", file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN"]
    folders = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    subprocess.run([*command, *folders, str(ROOT / "packaging" / "gridstudio.spec")], check=True)
    program = ROOT / "dist" / "gridstudio" / "gridstudio"
    subprocess.run([program, "--help"], check=True, stdout=subprocess.DEVNULL)
    print(program.parent)
    return 0


if __name__ == "__main__":
    sys.exit(main())
