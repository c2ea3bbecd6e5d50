"""Gestures that join ground: merging areas, giving one back to open ground."""

from __future__ import annotations

from collections.abc import Sequence

from shapely.geometry import MultiPolygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, NewGround
from gridstudio.geometry.rings import edges, together
from gridstudio.i18n import _


def merge(coverage: Coverage, area_ids: Sequence[int]) -> CoverageEdit:
    """Join neighbours of one parent; the first keeps its identity, areas below stay as they are.

    Raises Refused for fewer than two areas, for several parents, for open ground, and where they do
    not touch along a border.
    """
    chosen = [coverage[area_id] for area_id in dict.fromkeys(area_ids)]
    if len(chosen) < 2:
        raise Refused(_("Choose two or more neighbouring areas to merge."))
    if len({ground.parent for ground in chosen}) > 1 or not chosen[0].parent:
        raise Refused(_("Only areas that lie in the same area above can be merged."))
    if any(ground.open for ground in chosen):
        raise Refused(_("Open ground is not merged: delete an area to make its ground open."))
    apart = _not_connected(chosen)
    if apart is not None:
        point = apart.geometry.representative_point()
        raise Refused(
            _("These areas do not touch along a border, so they cannot be one."),
            place=(point.x, point.y),
        )
    kept, gone = chosen[0], chosen[1:]
    changed = {kept.id: together(ground.geometry for ground in chosen)}
    parents = {
        child.id: kept.id
        for ground in gone
        for child in coverage.children(ground.id)
        if not child.open
    }
    removed = [ground.id for ground in gone]
    open_grounds = [
        child for ground in chosen for child in coverage.children(ground.id) if child.open
    ]
    added = _merged_open_ground(coverage, chosen, open_grounds, changed, parents, removed)
    return CoverageEdit(changed, added, tuple(removed), parents)


def give_back(coverage: Coverage, area_ids: Sequence[int]) -> CoverageEdit:
    """Delete areas: their ground becomes open ground of their parents, the areas below vanish.

    Raises Refused for the county, for open ground, and where an area below is locked.
    """
    removed: dict[int, None] = {}
    by_parent: dict[int, list[Ground]] = {}
    for area_id in dict.fromkeys(area_ids):
        ground = coverage[area_id]
        if not ground.parent:
            raise Refused(_("The county itself cannot be deleted."))
        if ground.open:
            raise Refused(_("Open ground cannot be deleted: draw an area on it."))
        below = coverage.descendants(area_id)
        for held in below:
            if held.locked:
                point = held.geometry.representative_point()
                raise Refused(
                    _("An area in it is locked. Unlock it first."), place=(point.x, point.y)
                )
        removed |= dict.fromkeys([area_id, *(held.id for held in below)])
        by_parent.setdefault(ground.parent, []).append(ground)
    changed: dict[int, MultiPolygon] = {}
    added: list[NewGround] = []
    for parent, grounds in by_parent.items():
        if parent in removed:
            continue  # it goes altogether, and what was below with it
        shapes = [ground.geometry for ground in grounds]
        open_ground = coverage.open_child(parent)
        if open_ground is not None:
            changed[open_ground.id] = together([open_ground.geometry, *shapes])
        else:
            level, whole = grounds[0].level, together(shapes)
            added.append(NewGround(-1 - len(added), parent, level, True, whole))
    return CoverageEdit(changed, tuple(added), tuple(removed))


def _merged_open_ground(
    coverage: Coverage,
    chosen: list[Ground],
    open_grounds: list[Ground],
    changed: dict[int, MultiPolygon],
    parents: dict[int, int],
    removed: list[int],
) -> tuple[NewGround, ...]:
    """The open ground below the merged area: what was open below any of them, and all of those that
    were not divided while another was."""
    undivided = [ground for ground in chosen if not coverage.children(ground.id)]
    if len(undivided) == len(chosen):
        return ()
    shapes = [ground.geometry for ground in (*open_grounds, *undivided)]
    if not shapes:
        return ()
    whole = together(shapes)
    if not open_grounds:
        return (NewGround(-1, chosen[0].id, chosen[0].level + 1, True, whole),)
    kept = open_grounds[0]
    changed[kept.id] = whole
    if kept.parent != chosen[0].id:
        parents[kept.id] = chosen[0].id
    removed += [ground.id for ground in open_grounds[1:]]
    return ()


def _not_connected(chosen: list[Ground]) -> Ground | None:
    """One of ``chosen`` that no chain of shared borders joins to the first; None where all are."""
    borders = {ground.id: edges(ground.geometry) for ground in chosen}
    reached = {chosen[0].id}
    grew = True
    while grew:
        grew = False
        for ground in chosen:
            if ground.id in reached:
                continue
            if any(not borders[ground.id].isdisjoint(borders[other]) for other in reached):
                reached.add(ground.id)
                grew = True
    return next((ground for ground in chosen if ground.id not in reached), None)
