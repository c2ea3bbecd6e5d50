"""The Python environment in ``.venv``: made once, complete or not there at all.

The stamp is written last, so that a set-up that failed or was killed is seen at the next start,
which begins it anew. An environment that stood before (for another list of packages, say) is put
aside as ``.venv.old`` meanwhile and comes back where the new one fails.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

STAMP = "gridstudio.stamp"
DISK_FULL = "The disk is full: free about 2 GB and start again (details: {log})."
BEGUN = "gridstudio.begun"  # tells a half-made .venv of ours from one that somebody else made


def python_of(root: Path) -> Path:
    """Where the interpreter of ``root``'s environment is, or will be."""
    if os.name == "nt":
        return root / ".venv" / "Scripts" / "python.exe"
    return root / ".venv" / "bin" / "python"


def stamp_of(lock: Path) -> str:
    """The line that says: this list of packages is complete, for this Python on this system."""
    import hashlib

    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return f"{lock.name} {digest} {sys.implementation.cache_tag} {sys.platform}"


def stands(root: Path, lock: Path) -> bool:
    """Whether the environment is complete for ``lock``."""
    try:
        lines = (root / ".venv" / STAMP).read_text("utf-8").splitlines()
    except OSError:
        return False
    return stamp_of(lock) in lines and python_of(root).exists()


def set_up(root: Path, locks: list[Path]) -> bool:
    """Make the environment from ``locks[0]``, which holds the other locks' pins too.

    Says on stderr what it does; returns False where it failed, with the reason said.
    """
    from bootstrap import system
    from bootstrap.texts import SetupFailed, say, tell

    try:
        with only_one(root) as handle:
            recover(root)
            if stands(root, locks[0]):
                return True
            tell("Setting GridStudio up, once; this takes a minute or two.")
            runner = Runner(root / ".venv.setup" / "log.txt", handle)
            for_tests = "test" in locks[0].name
            system.provide(system.missing_here(for_tests=for_tests), runner.run)
            make(root, locks, runner)
            tell("Ready.")
            return True
    except SetupFailed as failure:
        say(str(failure))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            tell(DISK_FULL, log=root / ".venv.setup" / "log.txt")
            return False
        tell(
            "GridStudio cannot be set up in {folder}: {reason}. Make the folder writable, or copy "
            "it to one that is.",
            folder=root,
            reason=error.strerror or error,
        )
    except KeyboardInterrupt:
        tell("Stopped; the next start sets GridStudio up from the beginning.")
    return False


@contextmanager
def only_one(root: Path) -> Iterator[BinaryIO]:
    """Hold the set-up's lock, waiting for whoever has it; the system frees it when they die."""
    from bootstrap.texts import tell

    folder = root / ".venv.setup"
    folder.mkdir(exist_ok=True)
    with open(folder / "lock", "a+b") as handle:
        if not _try_lock(handle):
            tell("Another start is setting GridStudio up; waiting for it.")
            while not _try_lock(handle):
                time.sleep(0.2)
        yield handle


def _try_lock(handle: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class Runner:
    """Runs the set-up's commands, their output in a log beside the environment.

    The children inherit the lock: one that outlives a killed main.py still keeps others waiting.
    """

    def __init__(self, log: Path, handle: BinaryIO) -> None:
        self.log = log
        self._handle = handle
        log.write_text("", "utf-8")

    def run(self, command: list[str], on_line: Callable[[str], None] | None = None) -> int:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PIP_USER": "0"}
        inherited = () if os.name == "nt" else (self._handle.fileno(),)
        with (
            open(self.log, "a", buffering=1, encoding="utf-8") as log,
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                env=environment,
                pass_fds=inherited,
            ) as child,
        ):
            log.write("$ " + " ".join(command) + "\n")
            assert child.stdout is not None
            try:
                for line in child.stdout:
                    log.write(line)
                    if on_line:
                        on_line(line)
            except BaseException:
                child.kill()
                raise
        return child.returncode


def recover(root: Path) -> None:
    """Clear up after a set-up that was killed: what stood before it comes back."""
    folder, old = root / ".venv", root / ".venv.old"
    if not old.exists():
        return
    if (folder / STAMP).exists():
        remove(old)
    else:
        remove(folder)
        old.rename(folder)


def make(root: Path, locks: list[Path], runner: Runner) -> None:
    """Make the environment anew; on any failure the folder is as it was before.

    Raises SetupFailed with a sentence for the user.
    """
    folder, old = root / ".venv", root / ".venv.old"
    put_aside(folder, old)
    try:
        folder.mkdir()
        (folder / BEGUN).touch()
        _build(root, locks[0], runner)
        draft = folder / (STAMP + ".new")
        draft.write_text("".join(stamp_of(lock) + "\n" for lock in locks), "utf-8")
        os.replace(draft, folder / STAMP)
    except BaseException:
        remove(folder)
        if old.exists():
            old.rename(folder)
        raise
    remove(old)


def put_aside(folder: Path, old: Path) -> None:
    """Free the place: what is complete becomes ``old``, what others made is kept, ruins go."""
    from bootstrap.texts import tell

    if (folder / STAMP).exists():
        folder.rename(old)
    elif (folder / "pyvenv.cfg").exists() and not (folder / BEGUN).exists():
        number = 1
        while (kept := folder.with_name(f".venv.kept-{number}")).exists():
            number += 1
        folder.rename(kept)
        tell(
            "The environment in .venv was not made by GridStudio; it is kept as {name}.",
            name=kept.name,
        )
    else:
        remove(folder)


def _build(root: Path, lock: Path, runner: Runner) -> None:
    from bootstrap.texts import SetupFailed, sentence, tell

    tell("Making the Python environment in {folder}", folder=root / ".venv")
    # The interpreter below any environment that main.py was started with, which may be this one.
    base = getattr(sys, "_base_executable", None) or sys.executable
    if runner.run([base, "-m", "venv", str(root / ".venv")]) != 0:
        text = (
            "The Python environment could not be made; see {log} for the reason, then start again."
        )
        raise SetupFailed(_disk_full(runner.log) or sentence(text, log=runner.log))
    tell("Downloading and installing the components")
    install = "-m pip install --require-hashes --only-binary :all: --no-input --progress-bar off"
    options = ["--disable-pip-version-check", "--no-warn-script-location", "-r", str(lock)]
    python = str(python_of(root))
    if runner.run([python, *install.split(), *options], _tell_download) != 0:
        raise SetupFailed(_why_pip_failed(runner.log))
    site = next(iter((root / ".venv").glob("[Ll]ib/**/site-packages")))
    # Relative, so that the path's letters do not matter.
    (site / "gridstudio-source.pth").write_text(os.path.relpath(root, site) + "\n", "utf-8")


def _tell_download(line: str) -> None:
    """Show the downloads of pip's output, but not those of mere metadata."""
    from bootstrap.texts import say

    words = line.split()
    if words[:1] == ["Downloading"] and ".whl.metadata" not in line and len(words) >= 4:
        file = words[1].rsplit("/", 1)[-1]
        say("  " + "-".join(file.split("-")[:2]) + " " + " ".join(words[2:4]))


def _why_pip_failed(log: Path) -> str:
    from bootstrap.texts import sentence

    text = log.read_text("utf-8")
    if "DO NOT MATCH THE HASHES" in text:
        return sentence(
            "A downloaded component differs from the pinned one: start again, without a mirror if "
            "one is configured (details: {log}).",
            log=log,
        )
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return sentence(
            "The package index shows a certificate that is not trusted here: name your network's "
            "certificate file in the environment variable PIP_CERT, then start again (details: "
            "{log}).",
            log=log,
        )
    return _disk_full(log) or sentence(
        "The components could not be downloaded: check the network, or name a nearer package index "
        "in the environment variable PIP_INDEX_URL, then start again (details: {log}).",
        log=log,
    )


def _disk_full(log: Path) -> str:
    """The sentence for a full disk where the log tells of one, else nothing."""
    from bootstrap.texts import sentence

    if "No space left on device" not in log.read_text("utf-8"):
        return ""
    return sentence(DISK_FULL, log=log)


def remove(folder: Path) -> None:
    """Delete the folder with all that is in it; one that is not there is fine."""
    if folder.exists():
        shutil.rmtree(folder)
