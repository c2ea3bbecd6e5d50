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


def edit_for_ever(path: str, first: int) -> None:
    with Project.open(path) as project:
        number = first
        while True:
            with project.edit(f"Edit {number}") as edit:
                edit.update("customers", 1, {"name": f"edit {number}"})
                edit.update("customers", 2, {"geom": Point(112.0 + number / 1e6, 35.1)})
                edit.add("sites", [{"geom": Point(112.1, 35.1), "name": f"edit {number}"}])
            os.write(1, f"{number}\n".encode())
            number += 1
            if number % 3 == 0 and number > first + 2:
                # From here until the redo is done only the edit before this one is promised.
                os.write(1, f"{number - 2}\n".encode())
                project.undo()
                project.redo()
                os.write(1, f"{number - 1}\n".encode())


def main() -> None:
    path, chance = sys.argv[1], random.Random(int(sys.argv[2]))
    for kill in range(KILLS):
        child = os.fork()
        if child == 0:
            edit_for_ever(path, kill * 100_000)
        # From before the file is open until dozens of edits have been made.
        time.sleep(chance.uniform(0.0, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.write(1, f"killed {kill}\n".encode())
        if sys.stdin.readline() == "":
            return


if __name__ == "__main__":
    main()
