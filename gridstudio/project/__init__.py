"""The project file: schema, migrations, GeoPackage codec, history, snapshots. All SQL."""

from gridstudio.project.edit import Edit
from gridstudio.project.project import Project

__all__ = ["Edit", "Project"]
