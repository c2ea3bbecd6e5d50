"""Ground that not exactly one area of a level holds, in pieces that hang together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import shapely
from shapely.geometry import MultiPolygon

from gridstudio.geometry.arranging import Arrangement, Faces, arrange, involved, m2, spot
from gridstudio.geometry.coverage import Coverage
from gridstudio.geometry.edge_table import Objects
from gridstudio.geometry.rings import Point

SLIVER_DEG2 = 1e-14
"""Areas of difference below this (about 1 cm²) are the noise of computing them."""
SAME_SHARE = 0.999
Kind = Literal["gap", "overlap", "outside", "duplicate"]


@dataclass(frozen=True, eq=False)
class Contest:
    """A piece of ground of a ``parent``'s children: nobody's (gap), several's (overlap, and
    duplicate where it is all of them), or a child's beyond the parent (outside). ``among`` are the
    children that hold it; ``size`` is in square degrees."""

    kind: Kind
    parent: int
    level: int
    faces: Faces
    among: tuple[int, ...]
    size: float
    made: Arrangement

    @cached_property
    def ground(self) -> MultiPolygon:
        """The piece in degrees."""
        return self.made.ground(self.faces)

    @property
    def area_m2(self) -> float:
        """How large it is on the ellipsoid."""
        return m2(self.ground)

    @property
    def place(self) -> Point:
        """A point in it, degrees."""
        return spot(self.ground)

    @property
    def tiny(self) -> bool:
        """Whether it is but the noise of computing."""
        return self.size <= SLIVER_DEG2


def laid_out(coverage: Coverage, lines: Objects, certain: Iterable[int]) -> Arrangement:
    """The faces around lines where something is wrong; every area with a contested face has its
    own borders among theirs, and so has one of which it is not clear what it holds."""
    keys = {*certain}
    while True:
        near = involved(coverage, lines, keys)
        present = [held for held in coverage.grounds.values() if held.geometry is not None]
        made = arrange(near, present)
        missing = {key for item in contests(coverage, made) for key in item.among} - made.whole
        missing |= made.doubtful
        if missing <= keys:
            return made
        keys |= made.whole | missing


def contests(coverage: Coverage, made: Arrangement, level: int = 0) -> list[Contest]:
    """All contested ground among the areas of a level, of every level for 0."""
    found: list[Contest] = []
    families: dict[int, list[int]] = {}
    for held in coverage.grounds.values():
        if held.parent in coverage.grounds and (not level or held.level == level):
            families.setdefault(held.parent, []).append(held.id)
    for parent, children in families.items():
        found += _of_family(coverage, made, parent, children)
    return found


def _of_family(
    coverage: Coverage, made: Arrangement, parent: int, children: list[int]
) -> list[Contest]:
    level = coverage[parent].level + 1
    own = made.held.get(parent, set())
    claims: dict[int, tuple[int, ...]] = dict.fromkeys(own, ())
    found = []
    for child in children:
        faces = made.held.get(child, set())
        for face in faces & own:
            claims[face] += (child,)
        for piece in made.pieces(faces - own):
            size = made.size(piece)
            found.append(Contest("outside", parent, level, piece, (child,), size, made))
    groups: dict[tuple[int, ...], set[int]] = {}
    for face, among in claims.items():
        if len(among) != 1:
            groups.setdefault(among, set()).add(face)
    for among, faces in groups.items():
        for piece in made.pieces(faces):
            size = made.size(piece)
            kind = _kind(coverage, among, size)
            found.append(Contest(kind, parent, level, piece, among, size, made))
    return found


def _kind(coverage: Coverage, among: tuple[int, ...], size: float) -> Kind:
    if not among:
        return "gap"
    whole = max(float(shapely.area(coverage[key].geometry)) for key in among)
    return "duplicate" if size > SAME_SHARE * whole else "overlap"
