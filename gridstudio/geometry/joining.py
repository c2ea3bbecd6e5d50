"""Gestures that join ground: merging areas, giving one back to open ground."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from shapely.geometry import MultiPolygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, NewGround, apply
from gridstudio.geometry.ground_area import area_km2
from gridstudio.geometry.noding import Noded
from gridstudio.geometry.passing import NEW, named_chain, passing
from gridstudio.geometry.rings import Point, edges, polygons, together
from gridstudio.i18n import _, ngettext


def merge(coverage: Coverage, area_ids: Sequence[int]) -> CoverageEdit:
    """Join neighbours of one parent; the first area keeps its identity, areas below stay as they
    are. Of open ground among them the pieces that touch are taken in, which the notice says.

    Raises Refused, with the place, for fewer than two, for several parents, and where they do not
    touch along a border.
    """
    chosen = [coverage[area_id] for area_id in dict.fromkeys(area_ids)]
    if len(chosen) < 2:
        raise Refused(
            _("Choose two or more neighbouring areas to merge."),
            place=_inside(chosen[0]) if chosen else None,
        )
    stranger = next((one for one in chosen if one.parent != chosen[0].parent), None)
    if stranger is not None or not chosen[0].parent:
        raise Refused(
            _("Only areas that lie in the same area above can be merged."),
            place=_inside(stranger or chosen[0]),
        )
    named = [ground for ground in chosen if not ground.open]
    opened = next((ground for ground in chosen if ground.open), None)
    edit = _joined(coverage, named) if len(named) > 1 else CoverageEdit()
    return edit if opened is None else _with_open_ground(coverage, edit, named[0], opened)


def _joined(coverage: Coverage, chosen: list[Ground]) -> CoverageEdit:
    apart = _not_connected(chosen)
    if apart is not None:
        raise Refused(
            _("These areas do not touch along a border, so they cannot be one."),
            place=_inside(apart),
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


def _with_open_ground(
    coverage: Coverage, edit: CoverageEdit, kept: Ground, opened: Ground
) -> CoverageEdit:
    """The edit, and then the pieces of open ground taken in that touch what it makes."""
    after = apply(coverage, edit)
    border = edges(after[kept.id].geometry)
    pieces = [piece for piece in polygons(opened.geometry) if not edges(piece).isdisjoint(border)]
    if not pieces:
        raise Refused(
            _("This open ground does not touch the area along a border."), place=_inside(opened)
        )
    chain = named_chain(after, kept.id)
    second = passing(after, Noded(after, (), ()), {opened.id: pieces}, kept.id, chain)
    added = tuple(
        replace(new, geometry=second.changed.get(new.key, new.geometry)) for new in edit.added
    )
    keys = {new.key for new in added}
    changed = {key: shape for key, shape in second.changed.items() if key not in keys}
    said = _("The area has taken in {km2:.2f} km² of open ground.")
    return CoverageEdit(
        edit.changed | changed,
        added,
        (*edit.removed, *second.removed),
        edit.parents | second.parents,
        said.format(km2=sum(area_km2(piece) for piece in pieces)),
    )


def give_back(coverage: Coverage, area_ids: Sequence[int]) -> CoverageEdit:
    """Delete areas: their ground becomes open ground of their parents, the areas below vanish.

    The notice says how many areas below went too. Raises Refused, with the place, for the county,
    for open ground, and where an area below is locked.
    """
    removed: dict[int, None] = {}
    by_parent: dict[int, list[Ground]] = {}
    for area_id in dict.fromkeys(area_ids):
        ground = coverage[area_id]
        if not ground.parent:
            raise Refused(_("The county itself cannot be deleted."), place=_inside(ground))
        if ground.open:
            raise Refused(
                _("Open ground cannot be deleted: draw an area on it."), place=_inside(ground)
            )
        below = coverage.descendants(area_id)
        for held in below:
            if held.locked:
                raise Refused(_("An area in it is locked. Unlock it first."), place=_inside(held))
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
    return CoverageEdit(
        changed, tuple(added), tuple(removed), notice=_gone(coverage, area_ids, removed)
    )


def _gone(coverage: Coverage, area_ids: Sequence[int], removed: Iterable[int]) -> str:
    """What there is to say of areas below that go with those that were named."""
    below = sum(not coverage[key].open for key in {*removed} - {*area_ids})
    if not below:
        return ""
    return ngettext("{n} area below went with it.", "{n} areas below went with it.", below).format(
        n=below
    )


def _inside(ground: Ground) -> Point:
    point = ground.geometry.representative_point()
    return float(point.x), float(point.y)


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
        return (NewGround(NEW - 1, chosen[0].id, chosen[0].level + 1, True, whole),)
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
