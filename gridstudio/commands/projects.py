"""Making a blank project."""

from __future__ import annotations

from pathlib import Path

import shapely
from shapely.geometry import MultiPolygon

from gridstudio.domain.template import Template
from gridstudio.errors import UserError
from gridstudio.formats.reading import read_table
from gridstudio.geometry.rounding import round_geometry
from gridstudio.i18n import _
from gridstudio.project import Project
from gridstudio.settings import resource


def templates() -> list[Template]:
    """The installed templates, by key."""
    return [Template.load(path) for path in sorted(resource("templates").glob("*.toml"))]


def find_template(name: str) -> Template:
    """A template by its key, or by the path of its file. Raises UserError."""
    if name.endswith(".toml"):
        return Template.load(Path(name))
    for template in templates():
        if template.key == name:
            return template
    known = ", ".join(template.key for template in templates())
    raise UserError(
        _("There is no template “{name}”; known are: {known}. Or name a .toml file.").format(
            name=name, known=known
        )
    )


def new_project(
    path: Path,
    *,
    name: str,
    template: str = "telecom",
    border: Path | None = None,
    author: str = "",
) -> Project:
    """Make a blank project and open it; ``border`` is a polygon file in WGS-84, of which every
    polygon is taken. Raises UserError."""
    if not name.strip():
        raise UserError(_("Give the project a name: that of its county."))
    shape = read_border(border) if border is not None else None
    return Project.create(
        path, name=name, template=find_template(template), border=shape, author=author
    )


def read_border(path: Path) -> MultiPolygon:
    """The union of a file's polygons in degrees WGS-84. Raises UserError where it has none."""
    table = read_table(path)
    shapes = [shape for shape in table.geometry if shape is not None and not shape.is_empty]
    shapes = [shape for shape in shapes if shape.geom_type in ("Polygon", "MultiPolygon")]
    if not shapes:
        raise UserError(_("{path} holds no polygon that could be a border.").format(path=path))
    whole = round_geometry(shapely.union_all([shapely.force_2d(shape) for shape in shapes]))
    if not whole.is_valid:
        whole = shapely.make_valid(whole)
    parts = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    return MultiPolygon(parts)
