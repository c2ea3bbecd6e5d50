"""Pieces, holes, exclaves, nodes and whose ground it is, read from each kind of drawn coverage.

The picture itself is the oracle: its cells are counted, nothing is computed in two ways.
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridstudio.errors import Refused
from gridstudio.geometry import area_index
from gridstudio.geometry.area_index import areas_of
from gridstudio.geometry.colouring import colour_numbers
from gridstudio.geometry.ground_area import area_km2, areas_km2
from gridstudio.geometry.holes import exclave_at, hole_at, piece_at
from gridstudio.geometry.ownership import owners_by_position
from gridstudio.geometry.reshaping import sharing
from tests.geometry.drawn import COUNTY
from tests.geometry.kinds.every import corners, every_kind, letters, of, of_level, pieces


@every_kind("piece_at")
def test_the_piece_under_a_place_is_the_one_drawn_there(kind: str) -> None:
    coverage, names = of(kind)
    for piece in pieces(kind):
        ground, part = piece_at(coverage, 1, piece.middle)
        assert ground.id == names[piece.letter] and part.equals(piece.ground)


@every_kind("hole_at")
def test_a_hole_is_what_one_area_alone_surrounds(kind: str) -> None:
    coverage, names = of(kind)
    for piece in pieces(kind):
        if len(piece.beside) == 1 and "" not in piece.beside:
            ground, part, around = hole_at(coverage, 1, piece.middle)
            assert (ground.id, around.id) == (names[piece.letter], names[[*piece.beside][0]])
            assert part.equals(piece.ground)
            continue
        # A ring is surrounded where its outer side is one area's, whatever lies in it.
        outline = shapely.Polygon(shapely.get_exterior_ring(piece.ground))
        outer = {
            letter
            for letter, other in ((one.letter, one) for one in pieces(kind))
            if outline.boundary.intersection(other.ground).length > 0
            and not outline.covers(other.ground)
        }
        if len(outer) == 1 and outline.boundary.disjoint(coverage[COUNTY].geometry.boundary):
            assert hole_at(coverage, 1, piece.middle)[2].id == names[outer.pop()]
        else:
            with pytest.raises(Refused, match="no hole"):
                hole_at(coverage, 1, piece.middle)


@every_kind("exclave_at")
def test_an_exclave_is_a_smaller_piece_and_goes_to_the_longest_border(kind: str) -> None:
    coverage, names = of(kind)
    drawn = [*pieces(kind)]
    for piece in drawn:
        sizes = [other.size for other in drawn if other.letter == piece.letter]
        if piece.letter == "." or len(sizes) == 1 or piece.size == max(sizes):
            with pytest.raises(Refused, match="main piece|one piece"):
                exclave_at(coverage, 1, piece.middle)
            continue
        ground, part, heir = exclave_at(coverage, 1, piece.middle)
        assert ground.id == names[piece.letter] and part.equals(piece.ground)
        named = {letter: sides for letter, sides in piece.beside.items() if letter not in ("", ".")}
        longest = max(named.values())
        assert heir.id in {names[letter] for letter in named if named[letter] == longest}


@every_kind("sharing")
def test_a_node_is_shared_by_those_who_meet_there(kind: str) -> None:
    coverage, names = of(kind)
    for corner, around, is_outer in corners(kind):
        if is_outer:
            with pytest.raises(Refused, match="own border|no node"):
                sharing(coverage, corner)
        elif len(around) > 1:
            found = {held.id for held in sharing(coverage, corner) if held.level == 1}
            assert found == {names[letter] for letter in around}, corner


@every_kind("area_km2", "areas_km2")
def test_areas_are_those_of_their_cells(kind: str) -> None:
    coverage, names = of(kind)
    grid = letters(kind)
    for letter in np.unique(grid).tolist():
        cells = [shapely.box(x, y, x + 1, y + 1) for y, x in np.argwhere(grid == letter).tolist()]
        size = area_km2(coverage[names[letter]].geometry)
        assert size == pytest.approx(float(areas_km2(cells).sum()), rel=1e-12)
    for level in (0, 1):
        whole = list(of_level(coverage, level).values())
        assert areas_km2(whole).sum() == pytest.approx(areas_km2([coverage[COUNTY].geometry])[0])


@pytest.mark.parametrize("few", [True, False], ids=["few points", "by a raster"])
@every_kind("areas_of", "owners_by_position")
def test_every_quarter_of_a_cell_belongs_to_the_lowest_that_touches(
    kind: str, few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not few:
        monkeypatch.setattr(area_index, "FEW_POINTS", 0)
    coverage, names = of(kind)
    held = of_level(coverage, 1)
    ids = np.array([*held])
    shapes = np.array([*held.values()], dtype=object)
    grid = letters(kind)
    high, wide = grid.shape
    places = np.array(
        [(x / 4, y / 4) for y in range(-1, 4 * high + 2) for x in range(-1, 4 * wide + 2)]
    )
    wanted = []
    for x, y in places.tolist():
        around = {
            names[grid[row, column]]
            for row in {int(np.ceil(y)) - 1, int(np.floor(y))}
            for column in {int(np.ceil(x)) - 1, int(np.floor(x))}
            if 0 <= row < high and 0 <= column < wide
        }
        wanted.append(min(around, default=0))
    assert owners_by_position(places, shapes, ids).tolist() == wanted
    order = np.argsort(ids)
    found = areas_of(places, shapes[order])
    assert np.where(found >= 0, ids[order][found], 0).tolist() == wanted


@every_kind("colour_numbers")
def test_neighbours_differ_at_sides_and_at_corners(kind: str) -> None:
    coverage, names = of(kind)
    held = [*coverage.grounds.values()]
    shapes = np.empty(len(held), dtype=object)
    shapes[:] = [one.geometry for one in held]
    ids, level = np.array([one.id for one in held]), np.array([one.level for one in held], np.int16)
    opened = np.array([one.open for one in held])
    for seed in (ids, np.zeros_like(ids)):  # as they are, and all wishing for the same
        numbers = colour_numbers(seed, shapes, level, opened).tolist()
        colour = dict(zip(ids.tolist(), numbers, strict=True))
        for _corner, around, _outer in corners(kind):
            named = [names[letter] for letter in around if letter != "."]
            assert len({colour[key] for key in named}) == len(named)
        assert {colour[key] for key in ids.tolist() if coverage[key].open} <= {0}
