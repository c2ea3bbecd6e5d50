"""What the operating system must have before PySide6 runs, and how a Debian gets it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from bootstrap.texts import SetupFailed, say, sentence, tell

# The shared libraries that PySide6's wheels expect from the system, and Debian's packages of them.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libstdc++.so.6": "libstdc++6",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libbrotlidec.so.1": "libbrotli1",
    "libzstd.so.1": "libzstd1",
}
# What Qt needs besides to open a window on a screen; pictures, tests and reports do without.
SCREEN_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# Other programs that read back in tests what ours wrote; without one its tests say that they skip.
TEST_PROGRAMS = {"pdftotext": "poppler-utils", "ogrinfo": "gdal-bin", "cs2cs": "proj-bin"}
FONT_PACKAGE = "fonts-noto-cjk"
# Parts of the file names of fonts that hold Chinese, for systems without fc-list.
FONT_NAMES = (
    "cjk",
    "wqy",
    "wenquanyi",
    "uming",
    "ukai",
    "sourcehan",
    "droidsansfallback",
    "simsun",
)

Run = Callable[[list[str]], int]


class Need(NamedTuple):
    """Something that is missing: what the user calls it, its Debian package, can we go on?"""

    name: str
    package: str
    essential: bool


def missing(
    *,
    has_module: Callable[[str], bool],
    has_library: Callable[[str], bool],
    has_chinese_font: Callable[[], bool],
    linux: bool,
    needs_x11: bool,
    programs: Iterable[str] = (),
    has_program: Callable[[str], bool] = lambda name: shutil.which(name) is not None,
) -> list[Need]:
    """What this machine lacks, in the order of the tables; the probes say what it has.

    ``programs`` are those of TEST_PROGRAMS that are wanted, none for running the program.
    """
    needs = []
    if not (has_module("venv") and has_module("ensurepip")):
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        needs.append(Need(sentence("Python's venv module").strip(), package, True))
    if not linux:
        return needs
    for tables, essential in ((QT_LIBRARIES, True), (SCREEN_LIBRARIES, needs_x11)):
        needs += [
            Need(library, package, essential)
            for library, package in tables.items()
            if not has_library(library)
        ]
    if not has_chinese_font():
        needs.append(Need(sentence("a Chinese font"), FONT_PACKAGE, False))
    needs += [Need(name, TEST_PROGRAMS[name], False) for name in programs if not has_program(name)]
    return needs


def missing_here(*, for_tests: bool = False) -> list[Need]:
    """What the machine that runs this lacks."""
    environment = os.environ
    return missing(
        has_module=has_module,
        has_library=has_library,
        has_chinese_font=has_chinese_font,
        linux=sys.platform.startswith("linux"),
        needs_x11="DISPLAY" in environment and "WAYLAND_DISPLAY" not in environment,
        programs=TEST_PROGRAMS if for_tests else (),
    )


def has_module(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None


def has_library(name: str) -> bool:
    """Whether the loader finds the shared library; loading it is the only sure answer."""
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese letters, or one lies in the usual folders."""
    if shutil.which("fc-list"):
        answer = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
        return bool(answer.stdout.strip())
    home = Path.home()
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", home / ".fonts")
    return font_among(Path(f) for f in (*folders, home / ".local" / "share" / "fonts"))


def font_among(folders: Iterable[Path]) -> bool:
    """Whether a font file with a name known to hold Chinese lies below one of the folders."""
    return any(
        any(part in name.lower().replace("-", "").replace("_", "") for part in FONT_NAMES)
        for folder in folders
        for _, _, names in os.walk(folder)
        for name in names
    )


def command_for(packages: list[str], *, root: bool, sudo: bool) -> str:
    """The one line that installs the packages on a Debian, for a user to paste."""
    line = "apt-get update && apt-get install -y " + " ".join(packages)
    if root:
        return line
    if sudo:
        return line.replace("apt-get", "sudo apt-get")
    return f"su -c '{line}'"


def provide(needs: list[Need], run: Run) -> None:
    """Install what is missing where we may, or say how; ``run`` runs a command, returns its status.

    Raises SetupFailed where something essential stays missing.
    """
    if not needs:
        return
    debian = shutil.which("apt-get") is not None
    root = debian and os.geteuid() == 0
    if root and _install(packages_of(needs), run):
        return
    essential = [need for need in needs if need.essential]
    # A package that only this release lacks, a font say, must not hold the others up.
    if root and essential and _install(packages_of(essential), run):
        needs = [need for need in needs if not need.essential]
        essential = []
    report = advice(needs, debian=debian, root=root, sudo=shutil.which("sudo") is not None)
    if essential:
        raise SetupFailed(report)
    say(report)


def packages_of(needs: list[Need]) -> list[str]:
    """The Debian packages, each once."""
    return list(dict.fromkeys(need.package for need in needs))


def advice(needs: list[Need], *, debian: bool, root: bool, sudo: bool) -> str:
    """What the user is told where we could not install; the command brings the optional too."""
    essential = [need for need in needs if need.essential]
    names = ", ".join(need.name for need in essential or needs)
    command = command_for(packages_of(needs), root=root, sudo=sudo)
    if root and essential:
        text = (
            "The system packages could not be installed: check the network and run this command, "
            "then start again:\n  {command}"
        )
    elif debian and essential:
        text = "The system lacks {missing}. Run this command, then start again:\n  {command}"
    elif essential:
        text = "The system lacks {missing}. Install the packages that hold them, then start again."
    elif debian:
        text = (
            "The system lacks {missing}; GridStudio starts nevertheless. This command adds them:\n"
            "  {command}"
        )
    else:
        text = "The system lacks {missing}; GridStudio starts nevertheless."
    return sentence(text, missing=names, command=command)


def _install(packages: list[str], run: Run) -> bool:
    tell("Installing system packages: {packages}", packages=" ".join(packages))
    # An update that fails (one dead source among several) need not stop the installation, and
    # packages that a power cut left half-installed would.
    run(["dpkg", "--configure", "-a"])
    run(["apt-get", "-q", "update"])
    install = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120", "install"]
    return run([*install, "--no-install-recommends", *packages]) == 0
