"""Areas in colours of the theme: the same area has the same one in each scheme."""

from __future__ import annotations

from pathlib import Path

from gridstudio.canvas.painters.areas import fill_numbers
from gridstudio.commands.areas import split_area
from gridstudio.commands.schemes import copy_scheme, make_current
from gridstudio.project import Project
from tests.cases import divided_project


def colours(project: Project) -> dict[str, int]:
    areas = project.areas()
    numbers = fill_numbers(areas).tolist()
    rows = range(len(areas))
    return {str(areas.code[row]): numbers[row] for row in rows if not areas.open[row]}


def test_a_copied_scheme_has_the_colours_of_the_one_it_was_copied_from(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        before, ids = colours(project), project.areas().id.tolist()
        copied = copy_scheme(project, project.scheme_id(), "Copy")
        make_current(project, copied)
        assert colours(project) == before
        assert not {*project.areas().id.tolist()} & {*ids}, "they are other areas"


def test_what_is_changed_in_the_copy_recolours_little(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        before = colours(project)
        make_current(project, copy_scheme(project, project.scheme_id(), "Copy"))
        areas = project.areas()
        one = int(areas.id[list(areas.name).index("One")])
        west, south, east, north = areas.geometry[areas.row(one)].bounds
        middle = (west + east) / 2
        split_area(project, one, [(middle, south - 0.01), (middle, north + 0.01)])
        now = colours(project)
        assert {*before} < {*now}
        assert sum(now[code] != colour for code, colour in before.items()) <= 1
