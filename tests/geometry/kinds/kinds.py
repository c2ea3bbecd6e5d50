"""The kinds of borders that every function has to stand, each as one drawn coverage of two levels,
and cells: what a function makes of one of them.

A function's cells are a table by kind. Where a kind makes no sense for it, the reason stands there
instead; ``test_table.py`` sees to it that nothing is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Coverage, CoverageEdit
from gridstudio.geometry.ground_area import areas_km2
from gridstudio.geometry.rings import rebuilt
from tests.geometry.drawn import COUNTY, after, cells, drawn, rows_of

Names = dict[str, int]
Act = Callable[[Coverage, Names], CoverageEdit]

KINDS: dict[str, tuple[str, str]] = {
    # One hole touches the outline in a point, one lies free.
    "hole": (
        """
        .AAAB
        A.AAB
        AAAAB
        AA.AB
        AAAAB
        """,
        """
        _PQQR
        P_QQR
        PPQQR
        PP_QR
        PPQQR
        """,
    ),
    # Pieces that touch each other diagonally in a node, and others that lie apart; open ground too.
    "exclave": (
        """
        AABBB
        AABA.
        BBAB.
        .BBBA
        """,
        """
        PPRSS
        PPRQ_
        RRPS_
        _RRSQ
        """,
    ),
    "node of three": (
        """
        AAABBB
        AAABBB
        CCCCCC
        CC....
        """,
        """
        PPQRRS
        PPQRRS
        TTTTUU
        TT____
        """,
    ),
    "node of four": (
        """
        AABB.
        AABB.
        CCDD.
        CCDD.
        """,
        """
        PQRS_
        PQRS_
        TTVV_
        TTVV_
        """,
    ),
    # Nodes in a straight border: some that only those below need, some that nobody needs.
    "collinear": (
        """
        AAAAAA
        BBCCC.
        """,
        """
        ______
        PPQQ._
        """,
    ),
    # An island in open ground in a ring of two areas in another.
    "island": (
        """
        AAAAAAA
        ABBBBBA
        AB...BA
        AB.C.BA
        AB...BA
        ABBBBBA
        AAAAAAA
        """,
        """
        PPPPPPP
        PRRRTTP
        PR___TP
        PR_S_TP
        PR___TP
        PRRRTTP
        PPPPPPP
        """,
    ),
    # For strokes that run along borders, against the way these run, and along themselves.
    "antiparallel": (
        """
        AABB
        AABB
        CC..
        """,
        """
        PQRR
        PQRR
        ____
        """,
    ),
}
AS_BEFORE = "as before"
"""A level that the act leaves as the kind draws it."""
STROKELESS = "it takes no stroke; that rings may run either way, every cell shows"


@dataclass(frozen=True)
class Cell:
    """What becomes of a kind's coverage: ``first`` and ``second`` are the pictures of both levels
    afterwards, as fine as they need be (twice as many letters are cells half as wide), AS_BEFORE
    where nothing changes; new areas are digits. Where ground is cut askew, ``ground`` gives areas
    by name in square degrees, and a ``refused`` act raises Refused with these words and a
    place."""

    act: Act
    first: str = ""
    second: str = ""
    ground: Mapping[str, float] = field(default_factory=dict)
    refused: str = ""
    nodes: Mapping[tuple[float, float], str] = field(default_factory=dict)
    """Who has a node at a place afterwards, at any level: names, "" for nobody."""
    given: Act | None = None
    """What is done before."""


Cells = Mapping[str, "Cell | str"]


def cases(tables: Mapping[str, Cells]) -> list[Any]:
    """The cells of all tables as parameters ``kind, cell``."""
    return [
        pytest.param(kind, cell, id=f"{name}, {kind}")
        for name, table in tables.items()
        for kind, cell in table.items()
        if isinstance(cell, Cell)
    ]


def holds(kind: str, cell: Cell) -> None:
    """Assert that a cell is so: what it shows, that the coverage is sound and no ground is lost,
    and that it makes no difference which way rings run."""
    coverage, names = drawn(*KINDS[kind])
    if cell.given is not None:
        coverage = after(coverage, cell.given(coverage, names))
    if cell.refused:
        with pytest.raises(Refused, match=cell.refused) as refusal:
            after(coverage, cell.act(coverage, names))
        assert refusal.value.place is not None
        return
    result = after(coverage, cell.act(coverage, names))
    conserves(coverage, result)
    for level, picture in ((1, cell.first), (2, cell.second)):
        if picture:
            shown = KINDS[kind][level - 1] if picture == AS_BEFORE else picture
            is_drawn(result, names, level, shown, kind)
    for name, size in cell.ground.items():
        assert result[names.get(name, -1)].geometry.area == pytest.approx(size, abs=1e-6), name
    for place, wanted in cell.nodes.items():
        has = {name for name, key in names.items() if place in nodes_of(result[key].geometry)}
        assert has == {*wanted.split()}, place
    other = turned(coverage)
    again = after(other, cell.act(other, names))
    assert sorted(result.grounds) == sorted(again.grounds)
    for key, held in result.grounds.items():
        same = [again[key]] if key > 0 else again.grounds.values()
        assert any(_same(held.geometry, one.geometry) for one in same if one.level == held.level)


def conserves(before: Coverage, now: Coverage) -> None:
    """Assert that each level has its ground still, on the ellipsoid, to 1e-9, and that the county's
    border has kept its nodes."""
    county, was = now[COUNTY].geometry, before[COUNTY].geometry
    whole, old = areas_km2([county, was])
    assert whole == pytest.approx(old, rel=1e-9)
    assert nodes_of(was) <= nodes_of(county)
    for parent in now.grounds:
        children = [child.geometry for child in now.children(parent)]
        if children:
            below, above = areas_km2(children).sum(), areas_km2([now[parent].geometry])[0]
            assert abs(below - above) <= 1e-9 * old


def is_drawn(coverage: Coverage, names: Names, level: int, picture: str, kind: str) -> None:
    """Assert that the areas of a level have exactly the ground drawn; digits stand for new ones."""
    left = {
        key: held.geometry
        for key, held in coverage.grounds.items()
        if held.level == level and not held.open
    }
    opened = [
        held.geometry for held in coverage.grounds.values() if held.level == level and held.open
    ]
    fine = len(rows_of(picture)) / len(rows_of(KINDS[kind][0]))
    for letter, ground in cells(picture).items():
        wanted = shapely.transform(ground, lambda xy: xy / fine)
        if letter == ".":
            assert shapely.union_all(opened).equals(wanted), "what is open"
        elif letter.isdigit():
            same = [key for key, shape in left.items() if shape.equals(wanted)]
            assert len(same) == 1 and same[0] not in names.values(), f"new area {letter}"
            del left[same[0]]
        elif letter != "_":
            assert left.pop(names[letter]).equals(wanted), letter
    assert not left, "areas that are not in the picture"
    assert opened or "." not in picture


def turned(coverage: Coverage) -> Coverage:
    """The same with every ring running the other way, from another node on."""
    return Coverage(
        {
            key: replace(held, geometry=rebuilt(held.geometry, _turned))
            for key, held in coverage.grounds.items()
        },
        coverage.locked_levels,
    )


def _turned(ring: np.ndarray) -> np.ndarray:
    back = np.roll(ring[:-1][::-1], 1, axis=0)
    return np.concatenate([back, back[:1]])


def _same(one: MultiPolygon, other: MultiPolygon) -> bool:
    return one.symmetric_difference(other).area < 1e-7


def nodes_of(shape: MultiPolygon) -> set[tuple[float, float]]:
    return {(lon, lat) for lon, lat in shapely.get_coordinates(shape).tolist()}
