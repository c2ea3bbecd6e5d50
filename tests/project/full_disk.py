"""Run by test_project: edits a project on a disk that fills up, and says what came of it."""

from __future__ import annotations

import sys
from pathlib import Path

from gridstudio.commands.check import check
from gridstudio.errors import UserError
from gridstudio.project import Project
from tests.cases import divided_project
from tests.small_disk import fill, mount_small_disk


def main() -> None:
    folder = Path(sys.argv[1])
    mount_small_disk(folder, "4m")
    divided_project(folder).close()
    path = folder / "Case.gpkg"
    with Project.open(path) as project:
        with project.edit("Before") as edit:
            edit.update("customers", 1, {"name": "before"})
        filler = fill(folder)
        content = path.read_bytes()
        for name in ("small", "large" * 100_000):
            try:
                with project.edit("Full") as edit:
                    edit.update("customers", 1, {"name": name})
            except UserError as error:
                print(error)
        print(path.read_bytes() == content, project.customer(1).name, project.undo_label)
        filler.unlink()
        with project.edit("After") as edit:
            edit.update("customers", 1, {"name": "after"})
    with Project.open(path) as project:
        print(project.customer(1).name, check(project))


if __name__ == "__main__":
    main()
