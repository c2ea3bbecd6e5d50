"""Straightening borders, and taking several nodes out of them at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

from gridstudio.errors import Refused
from gridstudio.geometry.borders import Border, Bounds, passed_through
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground
from gridstudio.geometry.densifying import densified
from gridstudio.geometry.rings import Node, all_nodes, node_of, point_of, undirected
from gridstudio.geometry.weaving import Way, Weave, both_ways
from gridstudio.i18n import _, ngettext


def straighten(coverage: Coverage, border: Border) -> CoverageEdit:
    """Take the nodes between the ends of a border out of all areas that have them.

    Nodes where several borders of any level meet stay: the border runs straight from one to the
    next. Raises Refused for a border that ends where it begins with no such node between, where
    nothing would change, and where an area would vanish.
    """
    near = _grounds_of(coverage, border.nodes)
    staying = [node for node in border.nodes if node not in passed_through(near, border.nodes)]
    ends = {border.nodes[0], border.nodes[-1]}
    kept = [node for node in border.nodes if node in ends or node in staying]
    if border.closed and len(kept) < 4:
        raise Refused(
            _("This border runs round an area: choose two of its nodes to straighten between."),
            place=point_of(border.nodes[0]),
        )
    dropped = frozenset(border.nodes) - {*kept}
    between: dict[Way, tuple[Node, ...]] = {}
    edges_there = {*border.edges}
    for start, end in zip(kept, kept[1:], strict=False):
        if undirected(start, end) in edges_there:
            continue  # straight as it is
        line = densified(np.array([point_of(start), point_of(end)]))
        between |= both_ways(start, end, [node_of(point) for point in line[1:-1]])
    middle = point_of(border.nodes[len(border.nodes) // 2])
    changed = Weave(dropped=dropped, between=between, place=middle).applied(near)
    if not changed:
        raise Refused(_("This border is straight already."), place=middle)
    return CoverageEdit(changed)


def delete_nodes_within(coverage: Coverage, bounds: Bounds) -> CoverageEdit:
    """Take all nodes in a box (west, south, east, north in degrees) out of the borders.

    Nodes where several borders meet stay, and so does the county's own border; the notice counts
    them. Raises Refused where there is nothing to take out, and where an area would vanish.
    """
    west, south, east, north = bounds
    boxed: set[Node] = set()
    for ground in coverage.near(bounds):
        inside = shapely.points([point_of(node) for node in all_nodes(ground.geometry)])
        at = shapely.get_coordinates(inside)
        chosen = (at >= (west, south)).all(axis=1) & (at <= (east, north)).all(axis=1)
        boxed |= {node_of(point) for point in at[chosen]}
    middle = (west + east) / 2, (south + north) / 2
    near = _grounds_of(coverage, tuple(boxed)) if boxed else []
    dropped = passed_through(near, boxed)
    if not dropped:
        raise Refused(_("There is no node in the box that could be taken out."), place=middle)
    edit = CoverageEdit(Weave(dropped=dropped, place=middle).applied(near))
    stayed = len(boxed) - len(dropped)
    if not stayed:
        return edit
    notice = ngettext(
        "{n} node stays: borders meet there, or it is the county's own.",
        "{n} nodes stay: borders meet there, or they are the county's own.",
        stayed,
    )
    return CoverageEdit(edit.changed, notice=notice.format(n=stayed))


def _grounds_of(coverage: Coverage, nodes: Iterable[Node]) -> list[Ground]:
    """The areas of all levels that have one of these nodes."""
    wanted = {*nodes}
    lon, lat = zip(*(point_of(node) for node in wanted), strict=True)
    boxed = coverage.near((min(lon), min(lat), max(lon), max(lat)), slack=1e-8)
    return [ground for ground in boxed if not wanted.isdisjoint(all_nodes(ground.geometry))]
