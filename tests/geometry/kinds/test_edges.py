"""Edges, faces, arcs and flaws of each kind of drawn coverage."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon

from gridstudio.geometry.arcs import arcs_of
from gridstudio.geometry.arranging import arrange, involved
from gridstudio.geometry.checking import check, trouble_of
from gridstudio.geometry.cleaning import clean
from gridstudio.geometry.contests import contests, laid_out
from gridstudio.geometry.coverage import (
    Coverage,
    apply,
    bad_place,
    outline_difference,
    require_tiled,
)
from gridstudio.geometry.crossings import tangled
from gridstudio.geometry.edge_rows import edge_rows, odd_edges
from gridstudio.geometry.edge_table import edges_of
from gridstudio.geometry.fitting import misfits
from gridstudio.geometry.mending import mend
from gridstudio.geometry.noding import insert_nodes, node_line, rings_noded
from gridstudio.geometry.parting import faces_in, parts_of
from gridstudio.geometry.rings import (
    all_nodes,
    edges,
    faces,
    inner_point,
    node_of,
    polygons,
    rebuilt,
    together,
    undirected,
)
from tests.geometry.drawn import COUNTY, slant, slanted
from tests.geometry.kinds.every import corners, every_kind, of, of_level, pieces
from tests.geometry.kinds.kinds import conserves, turned

in_both = pytest.mark.parametrize("in_county", [False, True], ids=["exact", "rounded"])
"""As it is drawn, and in a real county, where what lay on a line lies a hair beside it."""


def same(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    """But for what rounding makes of a border."""
    return bool(one.symmetric_difference(other).area < 1e-9)


def families(coverage: Coverage) -> list[tuple[MultiPolygon, list[MultiPolygon]]]:
    """Every parent with the children that tile it."""
    return [
        (held.geometry, [child.geometry for child in children])
        for held in coverage.grounds.values()
        if (children := coverage.children(held.id))
    ]


@every_kind("edges", "edge_rows", "odd_edges", "outline_difference", "edges_of", "together")
def test_children_cancel_to_their_parent(kind: str) -> None:
    for coverage in (of(kind)[0], turned(of(kind)[0])):
        for parent, children in families(coverage):
            assert together(children).equals(parent)
            assert edges(together(children)) == edges(parent)
            assert not len(odd_edges([*children, parent]))
            assert outline_difference(children, parent) is None
            assert not edges_of([*children, parent]).stray().any()
            alone = odd_edges(children)
            assert np.array_equal(alone, odd_edges([parent]))
            assert {undirected((a, b), (c, d)) for a, b, c, d in alone.tolist()} == edges(parent)
            for child in children:
                left = [other for other in children if other is not child]
                lone = {undirected((a, b), (c, d)) for a, b, c, d in edge_rows(child).tolist()}
                assert lone == edges(child)
                assert outline_difference(left, parent) is not None
                stray = edges_of([*left, parent])
                assert int(stray.stray().sum()) == len(edges(child))


@every_kind("faces", "inner_point", "polygons", "all_nodes", "rebuilt")
def test_the_faces_of_all_borders_are_the_pieces(kind: str) -> None:
    coverage, names = of(kind)
    grounds = of_level(coverage, 1)
    found = faces(set().union(*(edges(shape) for shape in grounds.values())))
    wanted = [(names[piece.letter], piece.ground) for piece in pieces(kind)]
    assert len(found) == len(wanted)
    for key, ground in wanted:
        face = next(face for face in found if face.equals(ground))
        assert ground.contains(inner_point(face)) and grounds[key].contains(inner_point(face))
        assert any(part.equals(face) for part in polygons(grounds[key]))
    for corner, around, _outer in corners(kind):
        has = {key for key, shape in grounds.items() if node_of(corner) in all_nodes(shape)}
        border = {names[letter] for letter in around}
        assert not has or has == border
        assert len(around) < 2 or has == border, "collinear nodes too"
    same = rebuilt(coverage[names["A"]].geometry, lambda ring: ring)
    assert same.equals_exact(coverage[names["A"]].geometry, 0.0)


@every_kind("node_line", "insert_nodes", "parts_of", "faces_in", "rings_noded")
def test_a_line_across_everything_is_noded_for_all(kind: str) -> None:
    """Through corners of cells, along borders and askew; and the same line backwards."""
    coverage, _names = of(kind)
    county = coverage[COUNTY].geometry
    west, south, east, north = county.bounds
    lines = [
        np.array([(west - 1, south - 1), (east + 1, north + 1)]),
        np.array([(west, south + 1), (east, south + 1), (east, north - 1), (west, north - 1)]),
        np.array([(west - 0.5, south + 0.25), (east + 0.5, north - 0.25)]),
    ]
    for line in (*lines, *(line[::-1] for line in lines)):
        noded = node_line(coverage, coverage.grounds.values(), line)
        assert check(noded.coverage) == []
        back = node_line(coverage, coverage.grounds.values(), line[::-1])
        assert {*noded.line} == {*back.line}
        along = shapely.LineString(line)
        for held in noded.coverage.grounds.values():
            was = coverage[held.id].geometry
            assert held.geometry.symmetric_difference(was).area < 1e-8
            assert all_nodes(was) <= all_nodes(held.geometry)
            parts = parts_of(held.geometry, noded.line)
            assert sum(part.area for part in parts) == pytest.approx(was.area)
            for part in parts:
                inside = along.intersection(part.buffer(-1e-6, join_style="mitre"))
                cuts = list(faces_in(held.geometry, {*noded.line}))
                assert inside.length < 1e-6 or any(
                    along.intersection(cut.buffer(-1e-6)).length > 1e-6 for cut in cuts
                )
        shape = rings_noded(coverage[2].geometry)
        assert edges(shape) == edges(coverage[2].geometry), "it was noded already"
    assert insert_nodes(coverage, {}) == {}


@every_kind("arcs_of", "areas_with", "tangled")
def test_areas_made_of_their_own_arcs_are_what_they_were(kind: str) -> None:
    coverage, _names = of(kind)
    for level, outer in ((None, True), (1, False), (2, False)):
        arcs = arcs_of(coverage, level, outer=outer)
        points = [arcs.nodes_of(at) for at in range(len(arcs))]
        for at, shape in arcs.areas_with(points, range(len(arcs))).items():
            assert shape.normalize().equals_exact(coverage[at].geometry.normalize(), 0.0)
        assert tangled(arcs, points, range(len(arcs))) == set()
        strung = {
            undirected(tuple(a), tuple(b))
            for line in points
            for a, b in zip(line[:-1].tolist(), line[1:].tolist(), strict=True)
        }
        assert sum(len(line) - 1 for line in points) == len(strung), "each edge in one arc"
        if outer:
            assert strung == set().union(
                *(edges(one.geometry) for one in coverage.grounds.values())
            )


@every_kind("check", "trouble_of", "misfits", "bad_place", "require_tiled", "clean")
def test_each_kind_is_sound_whichever_way_its_rings_run(kind: str) -> None:
    for coverage in (of(kind)[0], turned(of(kind)[0])):
        assert check(coverage) == [] and not trouble_of(coverage)
        for parent, children in families(coverage):
            assert [*misfits(children)] == [] and bad_place(children) is None
            cleaned = clean(children, 100.0, parent)
            assert cleaned.repairs == ()
            for was, now in zip(children, cleaned.shapes, strict=True):
                assert edges(was) == edges(now)
        for key in coverage.grounds:
            require_tiled(coverage, key)


@in_both
@every_kind("contests", "laid_out", "arrange", "involved", "mend")
def test_ground_that_an_area_loses_is_a_gap_and_is_given_to_somebody(
    kind: str, in_county: bool
) -> None:
    """Of each piece the area it belongs to is taken away; then its neighbour gets it as well."""
    coverage, names = of(kind)
    coverage = slanted(coverage) if in_county else coverage
    for piece in pieces(kind):
        key = names[piece.letter]
        if coverage.children(key) or len(polygons(coverage[key].geometry)) == 1:
            continue  # what has no ground at all is told as empty
        ground = shapely.transform(piece.ground, slant) if in_county else piece.ground
        parts = [part for part in polygons(coverage[key].geometry) if not same(part, ground)]
        (part,) = (one for one in polygons(coverage[key].geometry) if same(one, ground))
        lacking = _with(coverage, key, MultiPolygon(parts))
        flaws = check(lacking)
        gaps = [flaw for flaw in flaws if flaw.kind == "gap"]
        assert len(gaps) == 1 and same(gaps[0].ground, ground), piece.letter
        made = laid_out(lacking, trouble_of(lacking).lines, ())
        assert [item.kind for item in contests(lacking, made, 1)] == ["gap"]
        _mended(lacking)
        letter = next(letter for letter in piece.beside if letter)
        if coverage.children(names[letter]):
            continue
        twice = _with(coverage, names[letter], together([coverage[names[letter]].geometry, part]))
        overlaps = [flaw for flaw in check(twice) if flaw.kind in ("overlap", "duplicate")]
        assert len(overlaps) == 1 and same(overlaps[0].ground, ground)
        assert {*overlaps[0].among} == {key, names[letter]}
        _mended(twice)
    grounds = [*coverage.grounds.values()]
    assert len(arrange(grounds, grounds).faces) == len(
        faces(set().union(*(edges(held.geometry) for held in grounds)))
    )
    assert involved(coverage, np.empty(0, dtype=object), ()) == []


@in_both
@every_kind("check", "mend")
def test_a_node_that_only_one_area_has_elsewhere_is_found_and_mended(
    kind: str, in_county: bool
) -> None:
    coverage, names = of(kind)
    coverage = slanted(coverage) if in_county else coverage
    cell = 0.0115 if in_county else 1.0
    for corner, around, is_outer in corners(kind):
        if is_outer or len(around) < 2:
            continue
        for letter in sorted(around):
            at = slant(np.array(corner)) if in_county else np.array(corner)
            moved = _nudged(coverage, names[letter], at, cell)
            flaws = check(moved)
            assert flaws, (corner, letter)
            assert min(np.hypot(*np.subtract(flaw.place, at)) for flaw in flaws) < 1.01 * cell
            _mended(moved)


def _with(coverage: Coverage, key: int, shape: MultiPolygon) -> Coverage:
    return Coverage({**coverage.grounds, key: replace(coverage[key], geometry=shape)})


def _nudged(coverage: Coverage, key: int, at: np.ndarray, cell: float) -> Coverage:
    def nudge(xy: np.ndarray) -> np.ndarray:
        here = (xy == at).all(axis=1)
        return np.round(xy + cell * here[:, None] * (0.011, 0.007), 9)

    return _with(coverage, key, shapely.transform(coverage[key].geometry, nudge))


def _mended(broken: Coverage) -> None:
    mended = mend(broken)
    assert mended.left == ()
    result = apply(broken, mended.edit)
    assert check(result) == []
    conserves(broken, result)
