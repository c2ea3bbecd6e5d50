"""Run by test_killed: edits a project without end until it is killed.

Each edit moves one customer, renames another and adds a site, all bearing the edit's number; once
the edit has returned, the number goes to standard output. A process that has everything imported
forks the editor, so that fifty of them start at once.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time

from shapely.geometry import Point

from gridstudio.project import Project

KILLS = 50


def edit_for_ever(path: str, first: int, told: int) -> None:
    """Edit; the numbers go to the file descriptor ``told``."""
    with Project.open(path) as project:
        number = first
        while True:
            with project.edit(f"Edit {number}") as edit:
                edit.update("customers", 1, {"name": f"edit {number}"})
                edit.update("customers", 2, {"geom": Point(112.0 + number / 1e6, 35.1)})
                edit.add("sites", [{"geom": Point(112.1, 35.1), "name": f"edit {number}"}])
            os.write(told, f"{number}\n".encode())
            number += 1
            if number % 3 == 0 and number > first + 2:
                # From here until the redo is done only the edit before this one is promised.
                os.write(told, f"{number - 2}\n".encode())
                project.undo()
                project.redo()
                os.write(told, f"{number - 1}\n".encode())


def main() -> None:
    path, chance = sys.argv[1], random.Random(int(sys.argv[2]))
    for kill in range(KILLS):
        numbers, told = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(numbers)
            edit_for_ever(path, kill * 100_000, told)
        os.close(told)
        with open(numbers, encoding="ascii") as lines:
            # Counted in edits and not in seconds alone, so that a busy machine comes to edit, too;
            # every fifth dies before its first: while it opens the file, say.
            for _edit in range(chance.randrange(1, 9) if kill % 5 else 0):
                os.write(1, lines.readline().encode())
            time.sleep(chance.uniform(0.0, 0.03))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.write(1, lines.read().encode())
        os.write(1, f"killed {kill}\n".encode())
        if sys.stdin.readline() == "":
            return


if __name__ == "__main__":
    main()
