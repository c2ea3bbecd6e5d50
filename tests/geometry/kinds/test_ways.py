"""Borders as a network, and snapping and tracing along them, on each kind of drawn coverage."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridstudio.errors import Refused
from gridstudio.geometry.border_moving import MovingBorder, move_border
from gridstudio.geometry.border_rails import rail_of
from gridstudio.geometry.borders import (
    Border,
    Network,
    Ways,
    border_at,
    edges_of,
    nearest_edge,
    passed_through,
    standing,
    stretch,
)
from gridstudio.geometry.coverage import Coverage, require_sound
from gridstudio.geometry.linework import Linework
from gridstudio.geometry.mercator import to_xy
from gridstudio.geometry.noding import touching_noded
from gridstudio.geometry.rings import Edge, Node, edges, node_of, point_of, undirected
from gridstudio.geometry.snapping import LineTarget, met, snapped
from gridstudio.geometry.tracing import Tracer
from tests.geometry.drawn import after
from tests.geometry.kinds.every import corners, every_kind, letters, of
from tests.geometry.kinds.kinds import conserves


def network_of(coverage: Coverage, level: int) -> dict[Node, set[Node]]:
    """The nodes beside each node, counted edge by edge."""
    found: dict[Node, set[Node]] = {}
    for held in standing(coverage, level):
        for start, end in edges(held.geometry):
            found.setdefault(start, set()).add(end)
            found.setdefault(end, set()).add(start)
    return found


def middle(edge: Edge) -> tuple[float, float]:
    (west, south), (east, north) = point_of(edge[0]), point_of(edge[1])
    return (west + east) / 2, (south + north) / 2


def inner_borders(coverage: Coverage, level: int) -> list[Border]:
    """Every border of a level that is not the county's."""
    found: dict[frozenset[Edge], Border] = {}
    county = edges(coverage[1].geometry)
    every = {edge for held in coverage.grounds.values() for edge in edges(held.geometry)}
    for edge in sorted(every - county):
        border = border_at(coverage, level, middle(edge), 0.1)
        found.setdefault(frozenset(border.edges), border)
    return [*found.values()]


@every_kind("border_at", "nearest_edge", "edges_of", "through", "standing")
def test_borders_run_from_junction_to_junction_and_share_no_edge(kind: str) -> None:
    coverage, _names = of(kind)
    for level in (1, 2):
        network = network_of(coverage, level)
        known: set[Edge] = set()
        for border in inner_borders(coverage, level):
            if border.level != level:
                continue
            assert known.isdisjoint(border.edges)
            known |= {*border.edges}
            assert all(len(network[node]) == 2 for node in border.nodes[1:-1])
            ends = {border.nodes[0], border.nodes[-1]}
            assert border.closed or all(len(network[node]) != 2 for node in ends)
        here = {undirected(node, other) for node, beside in network.items() for other in beside}
        assert known == here - edges(coverage[1].geometry)
        for edge in here:
            assert nearest_edge(coverage, middle(edge), 0.1) == edge
            holders = {held.id for held in edges_of(coverage, edge)}
            assert holders == {
                key for key, held in coverage.grounds.items() if edge in edges(held.geometry)
            }


@every_kind("stretch", "Ways", "Network", "passed_through")
def test_ways_between_nodes_are_as_short_as_counted(kind: str) -> None:
    """Every edge is one long, so that the shortest way is that with the fewest edges."""
    coverage, _names = of(kind)
    network = network_of(coverage, 1)
    assert {*network} == {node for node in network if node in Network(standing(coverage, 1))}
    county = edges(coverage[1].geometry)
    some = sorted(network)[::5]
    for start in some:
        steps = {start: 0}
        front = [start]
        while front:
            front = _onward(front, network, steps)
        ways = Ways(coverage, 1, point_of(start))
        for end in some:
            if end == start or end not in steps:
                with pytest.raises(Refused, match="Choose two nodes"):
                    ways.to(point_of(end))
                continue
            try:
                way = stretch(coverage, 1, point_of(start), point_of(end))
            except Refused as refusal:
                assert "own border" in str(refusal)
                continue
            assert way.nodes[0] == start and way.nodes[-1] == end
            assert len(way.edges) == steps[end] and county.isdisjoint(way.edges)
    grounds = [*coverage.grounds.values()]
    ends = network_of(coverage, 2)
    for node in network:
        both = {*network[node], *ends.get(node, ())}
        is_outer = any(node in edge for edge in county)
        assert (node in passed_through(grounds, [node])) == (len(both) == 2 and not is_outer)


def _onward(
    front: list[Node], network: dict[Node, set[Node]], steps: dict[Node, int]
) -> list[Node]:
    """The nodes one step farther out."""
    found = []
    for node in front:
        for end in network[node]:
            if end not in steps:
                steps[end] = steps[node] + 1
                found.append(end)
    return found


@every_kind("rail_of", "slid", "move_border", "MovingBorder", "moved")
def test_every_border_moved_every_way_is_sound_or_refused(kind: str) -> None:
    coverage, _names = of(kind)
    done = 0
    for level in (1, 2):
        for border in inner_borders(coverage, level):
            if not border.closed:
                rail = rail_of(coverage, border, edges_of(coverage, border.edges[0]))
                assert rail.nodes[rail.at] == border.nodes[0]
                for start, end in zip(rail.nodes, rail.nodes[1:], strict=False):
                    assert undirected(start, end) not in border.edges
                    assert edges_of(coverage, undirected(start, end))
            at = middle(border.edges[0])
            for east, north in ((0.25, 0), (-0.25, 0), (0, 0.25), (0, -0.25), (0.2, 0.3)):
                to = at[0] + east, at[1] + north
                try:
                    edit = touching_noded(coverage, move_border(coverage, border, at, to))
                    require_sound(coverage, edit)
                except Refused as refusal:
                    assert refusal.place is not None
                    continue
                result = after(coverage, edit)
                conserves(coverage, result)
                assert result[1].geometry.symmetric_difference(coverage[1].geometry).area < 1e-8
                done += 1
                stays = MovingBorder(coverage, border).moved(at, at)
                assert stays.changed == {}
    assert done > 3


def targets(coverage: Coverage) -> list[LineTarget]:
    shapes = np.empty(len(coverage.grounds), dtype=object)
    shapes[:] = [held.geometry for held in coverage.grounds.values()]
    kinds = np.full(len(shapes), "border", dtype=object)
    return [LineTarget(Linework(shapes), kinds, np.full(len(shapes), "", dtype=object))]


@every_kind("snapped", "met", "Linework", "near")
def test_nodes_edges_and_nothing_are_snapped_to(kind: str) -> None:
    coverage, _names = of(kind)
    lines = targets(coverage)
    cell_m = 100_000.0
    for corner, around, is_outer in corners(kind):
        x, y = to_xy(np.array(corner)).tolist()
        snap = snapped((x + 300, y - 200), 1000.0, lines)
        if around and (is_outer or len(around) > 1):
            assert (snap.kind, snap.lonlat) == ("node", corner)
            there = snapped((x + 300, y - 200), 1000.0, lines, without=("border", "node"))
            assert there.kind == ""
    every = {edge for held in coverage.grounds.values() for edge in edges(held.geometry)}
    for edge in every:
        lon, lat = middle(edge)
        x, y = to_xy(np.array((lon, lat))).tolist()
        snap = snapped((x + 300, y + 300), 1000.0, lines)
        ends = shapely.LineString([point_of(edge[0]), point_of(edge[1])])
        assert snap.kind == "border" and ends.distance(shapely.Point(snap.lonlat)) < 1e-9
        start = (lon + 0.3, lat + 0.2)
        hit = met(start, snap, 1000.0, lines)
        assert ends.distance(shapely.Point(hit.lonlat)) < 1e-9
    grid = letters(kind)
    for south, west in np.argwhere(grid != "").tolist():
        x, y = to_xy(np.array((west + 0.5, south + 0.5))).tolist()
        assert snapped((x, y), cell_m / 4, lines).kind == ""


@every_kind("way", "Tracer", "network", "touching")
def test_a_way_along_borders_follows_stored_edges_only(kind: str) -> None:
    coverage, _names = of(kind)
    tracer = Tracer(targets(coverage))
    every = network_of(coverage, 2)
    for node, beside in network_of(coverage, 1).items():
        every.setdefault(node, set()).update(beside)
    some = sorted(every)[::4]
    for start in some:
        steps = {start: 0}
        front = [start]
        while front:
            front = _onward(front, every, steps)
        for end in some:
            if end == start:
                continue
            way = tracer.way(point_of(start), point_of(end), 100.0)
            if end not in steps:
                assert way is None, "an island's border joins no other"
                continue
            assert way is not None
            nodes = [node_of(point) for point in way.lonlat]
            nodes = [node for at, node in enumerate(nodes) if not at or node != nodes[at - 1]]
            assert {nodes[0], nodes[-1]} == {start, end}
            assert all(b in every[a] for a, b in zip(nodes, nodes[1:], strict=False))
            assert len(nodes) - 1 == steps[end]
