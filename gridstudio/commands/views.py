"""Views that a project remembers: the last one, and bookmarks. View state: no edit, no undo."""

from __future__ import annotations

from typing import Any

from gridstudio.domain.bookmarks import Bookmark, MapPlace
from gridstudio.errors import Refused
from gridstudio.i18n import _
from gridstudio.project import Project

LAST_VIEW, BOOKMARKS = "last_view", "bookmarks"


def last_view(project: Project) -> MapPlace | None:
    """The view that the map had when the project was closed; None where there is none."""
    return MapPlace.from_json(project.view_state(LAST_VIEW))


def keep_last_view(project: Project, place: MapPlace) -> None:
    project.keep_view_state(LAST_VIEW, place.to_json())


def bookmarks(project: Project) -> tuple[Bookmark, ...]:
    """In the order in which they were added; what is damaged is left out."""
    stored = project.view_state(BOOKMARKS, [])
    found = [_bookmark(item) for item in stored] if isinstance(stored, list) else []
    return tuple(item for item in found if item is not None)


def add_bookmark(project: Project, name: str, place: MapPlace) -> None:
    """Name a view. Raises Refused for a name that is empty or taken."""
    kept = bookmarks(project)
    _keep(project, (*kept, Bookmark(_free_name(name, kept), place)))


def rename_bookmark(project: Project, name: str, new_name: str) -> None:
    """Raises Refused for a new name that is empty or taken."""
    kept = bookmarks(project)
    others = tuple(item for item in kept if item.name != name)
    fresh = _free_name(new_name, others)
    _keep(
        project,
        tuple(Bookmark(fresh, item.place) if item.name == name else item for item in kept),
    )


def remove_bookmark(project: Project, name: str) -> None:
    _keep(project, tuple(item for item in bookmarks(project) if item.name != name))


def free_bookmark_name(project: Project) -> str:
    """A name to propose: “View 1”, or the next number that is free."""
    taken = {item.name for item in bookmarks(project)}
    number = 1
    while (name := _("View {number}").format(number=number)) in taken:
        number += 1
    return name


def _free_name(name: str, others: tuple[Bookmark, ...]) -> str:
    name = name.strip()
    if not name:
        raise Refused(_("A bookmark needs a name."))
    if any(item.name == name for item in others):
        raise Refused(_("There is a bookmark “{name}” already.").format(name=name))
    return name


def _keep(project: Project, kept: tuple[Bookmark, ...]) -> None:
    value = [{"name": item.name, **item.place.to_json()} for item in kept]
    project.keep_view_state(BOOKMARKS, value)


def _bookmark(stored: Any) -> Bookmark | None:
    place = MapPlace.from_json(stored)
    return Bookmark(str(stored.get("name", "")), place) if place is not None else None
