"""Start GridStudio from its source folder; the first start sets everything up.

``python3 main.py [verb …]`` runs the program, ``python3 main.py test [pytest arguments …]`` its
tests. Only the standard library is used here: whatever else is needed goes into ``.venv`` beside
this file, by ``packaging/bootstrap``, from the pinned lists in ``packaging/``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
RUN_LOCK = ROOT / "packaging" / "requirements.lock"
TEST_LOCK = ROOT / "packaging" / "requirements-test.lock"
OLDEST, NEWEST = (3, 11), (3, 13)


def main(arguments: list[str]) -> int:
    """Set up where needed, then become the program; returns an exit status only where it cannot."""
    # At the end, so that no file of the folder hides a module of the same name.
    sys.path.append(str(ROOT / "packaging"))
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        from bootstrap.texts import tell

        tell(
            "GridStudio needs Python 3.11, 3.12 or 3.13, and this is {version}: start main.py "
            "with one of those.",
            version="Python {}.{}".format(*sys.version_info[:2]),
        )
        return 1
    from bootstrap import environment

    testing = arguments[:1] == ["test"]
    # The tests' list holds every pin of the program's, so it completes both.
    locks = [TEST_LOCK, RUN_LOCK] if testing else [RUN_LOCK]
    if not environment.stands(ROOT, locks[0]) and not environment.set_up(ROOT, locks):
        return 1
    # -P: a folder named gridstudio where the user happens to be is not the program.
    command = [str(environment.python_of(ROOT)), "-P", "-m"]
    if not testing:
        return become([*command, "gridstudio", *arguments])
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.chdir(ROOT)
    return become([*command, "pytest", *arguments[1:]])


def become(command: list[str]) -> int:
    """Run ``command`` in place of this process; Windows has no such act, so there it is a child."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C reaches the child as well, which ends in its own way


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
