"""Acts on schemes: whole divisions of the county, of which one is current."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridstudio.domain.rows import Scheme
from gridstudio.domain.template import code_of
from gridstudio.errors import Refused, UserError
from gridstudio.i18n import _
from gridstudio.project import Edit, Project


@dataclass(frozen=True)
class Lost:
    """What goes with a scheme that is deleted."""

    areas: int
    overrides: int


def new_scheme(project: Project, name: str = "", *, line: str = "", current: bool = False) -> int:
    """Add a scheme of the county's outline alone, all of it open ground; returns its id. With
    ``current`` it is the current one from now on. Raises Refused for a name that is taken."""
    name = _free_name(project, name)
    areas = project.areas()
    counties = areas.id[areas.level == 0].tolist()
    with project.edit(_("New scheme")) as edit:
        (made,) = edit.add("schemes", [{"name": name, "line": _line(project, line)}])
        copies = edit.copy("areas", counties, {"scheme_id": [made] * len(counties)})
        for county, copy in zip(counties, copies, strict=True):
            ground = {"geom": areas.geometry[areas.row(county)], "level": 1, "open": 1}
            edit.add("areas", [{**ground, "scheme_id": made, "parent_id": copy}])
        if current:
            _switch(edit, project, made)
    return made


def copy_scheme(
    project: Project,
    scheme_id: int,
    name: str = "",
    *,
    line: str | None = None,
    current: bool = False,
) -> int:
    """Copy a scheme with its areas, overrides, locks of levels and targets; returns the copy's id.

    ``line`` None keeps the market line. Raises Refused for a name that is taken, KeyError.
    """
    name = _free_name(project, name)
    source = scheme_of(project, scheme_id)
    areas = project.areas_of(scheme_id).id.tolist()
    overrides = project.overrides(scheme_id)
    facts = {"name": name, "line": source.line if line is None else _line(project, line)}
    with project.edit(_("Copy scheme")) as edit:
        (made,) = edit.add("schemes", [facts])
        own = {"scheme_id": [made] * len(areas)}
        copies = edit.copy("areas", areas, own, within="parent_id")
        copy_of = dict(zip(areas, copies, strict=True))
        given = [copy_of[item.area_id] for item in overrides]
        edit.copy("owner_overrides", [item.id for item in overrides], {"area_id": given})
        for table in ("scheme_levels", "targets"):
            rows = edit.ids_where(table, "scheme_id", scheme_id)
            edit.copy(table, rows, {"scheme_id": [made] * len(rows)})
        if current:
            _switch(edit, project, made)
    return made


def rename_scheme(project: Project, scheme_id: int, name: str) -> None:
    """Give a scheme another name; "" shows its number. Raises Refused for a name that is taken,
    KeyError."""
    scheme = scheme_of(project, scheme_id)
    name = _free_name(project, name, but=scheme_id)
    if name != scheme.name:
        with project.edit(_("Rename scheme")) as edit:
            edit.update("schemes", scheme_id, {"name": name})


def set_line(project: Project, scheme_id: int, line: str) -> None:
    """Say which market line a scheme is for, "" for none. Raises UserError for a line that the
    template lacks, KeyError."""
    if scheme_of(project, scheme_id).line != line:
        line = _line(project, line)
        with project.edit(_("Set market line")) as edit:
            edit.update("schemes", scheme_id, {"line": line})


def make_current(project: Project, scheme_id: int) -> None:
    """Let a scheme be the one that everything shows: every customer's owner follows from it.
    Raises KeyError."""
    if not scheme_of(project, scheme_id).current:
        with project.edit(_("Make scheme current")) as edit:
            _switch(edit, project, scheme_id)


def delete_scheme(project: Project, scheme_id: int) -> None:
    """Delete a scheme with its areas and all that was decided in it; where it was the current one,
    the one before it (else the first) is from now on. Raises Refused for the last one, KeyError."""
    schemes = project.schemes()
    scheme = scheme_of(project, scheme_id)
    if len(schemes) == 1:
        raise Refused(_("This is the only scheme: a project always has one."))
    areas = project.areas_of(scheme_id)
    deepest_first = areas.id[np.argsort(-areas.level, kind="stable")].tolist()
    with project.edit(_("Delete scheme")) as edit:
        if scheme.current:
            _switch(edit, project, heir(schemes, scheme_id).id)
        edit.remove("areas", deepest_first)
        edit.remove("schemes", [scheme_id])


def heir(schemes: tuple[Scheme, ...], scheme_id: int) -> Scheme:
    """Which of several schemes is current once this one is deleted, where it is that now."""
    earlier = [scheme for scheme in schemes if scheme.id < scheme_id]
    return earlier[-1] if earlier else next(one for one in schemes if one.id != scheme_id)


def lost_with(project: Project, scheme_id: int) -> Lost:
    """What goes when a scheme is deleted. Raises KeyError."""
    return Lost(scheme_of(project, scheme_id).areas, len(project.overrides(scheme_id)))


def scheme_of(project: Project, scheme_id: int) -> Scheme:
    """One scheme. Raises KeyError."""
    for scheme in project.schemes():
        if scheme.id == scheme_id:
            return scheme
    raise KeyError(scheme_id)


def current_scheme(project: Project) -> Scheme:
    """The scheme that is current."""
    return scheme_of(project, project.scheme_id())


def told_scheme(project: Project) -> Scheme | None:
    """The current scheme for reports and exports, None where naming it would tell nobody anything:
    the only one, without a name and a market line."""
    scheme = current_scheme(project)
    telling = scheme.name or scheme.line or len(project.schemes()) > 1
    return scheme if telling else None


def find_scheme(project: Project, text: str) -> Scheme:
    """The scheme of this name, shown name or number. Raises UserError that lists them."""
    wanted, schemes = text.strip().casefold(), project.schemes()
    for names in ("name", "shown_name", "id"):
        for scheme in schemes:
            if wanted and wanted == str(getattr(scheme, names)).casefold():
                return scheme
    known = ", ".join(f"{scheme.id} {scheme.shown_name}" for scheme in schemes)
    raise UserError(
        _("There is no scheme “{name}”; known are: {known}.").format(name=text, known=known)
    )


def copy_name(project: Project, scheme: Scheme) -> str:
    """A free name for a copy."""
    taken = {name for one in project.schemes() for name in (one.name, one.shown_name)}
    name, number = _("{name} (copy)").format(name=scheme.shown_name), 1
    while name in taken:
        number += 1
        name = _("{name} (copy {n})").format(name=scheme.shown_name, n=number)
    return name


def _switch(edit: Edit, project: Project, scheme_id: int) -> None:
    for scheme in project.schemes():
        if scheme.current and scheme.id != scheme_id:
            edit.update("schemes", scheme.id, {"current": 0})
    edit.update("schemes", scheme_id, {"current": 1})


def _free_name(project: Project, name: str, *, but: int = 0) -> str:
    """The name as it is stored. Raises Refused where another scheme shows it."""
    name = " ".join(name.split())
    others = [scheme for scheme in project.schemes() if scheme.id != but]
    if name and name.casefold() in {scheme.shown_name.casefold() for scheme in others}:
        raise Refused(_("Another scheme is called “{name}” already.").format(name=name))
    return name


def _line(project: Project, line: str) -> str:
    lines = project.template.lines
    if line and code_of(lines, line) < 0:
        known = ", ".join(word.key for word in lines)
        raise UserError(
            _("There is no market line “{line}”; known are: {known}.").format(
                line=line, known=known
            )
        )
    return line
