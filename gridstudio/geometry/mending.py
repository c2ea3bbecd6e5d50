"""A coverage with flaws made sound: contested ground goes to one area at every level.

From the county downwards each piece of contested ground is given to one of its parent's children;
what passes from area to area passes below them as well. Areas are then made anew from whole faces,
so that all levels share their vertices exactly, and each piece that changed hands is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry import MultiPolygon

from gridstudio.geometry.arranging import Arrangement, Faces, m2, spot
from gridstudio.geometry.checking import Flaw, Trouble, check, crossing, trouble_of
from gridstudio.geometry.cleaning import are_narrow
from gridstudio.geometry.contests import Contest, contests, laid_out
from gridstudio.geometry.coverage import Coverage, CoverageEdit, Ground, NewGround
from gridstudio.geometry.rings import Point, edges
from gridstudio.jobs import Progress, no_progress

NOBODY = 0
ROUNDS = 3
"""Noding may move a border by the file's last digit, which is looked at once more."""
WIDE_M = 10.0


@dataclass(frozen=True, eq=False)
class Mend:
    """One repair. ``kind`` is that of the flaw, or vanished (an area others had all ground of) or
    moved (an area that has another area above now). ``among`` had the ground, ``to`` has it now
    (NOBODY: cut off; negative: an area that the edit adds)."""

    kind: str
    level: int
    among: tuple[int, ...]
    to: int
    ground: MultiPolygon

    @property
    def area_m2(self) -> float:
        """How large the piece is on the ellipsoid."""
        return m2(self.ground)

    @property
    def place(self) -> Point:
        """A point in it, degrees."""
        return spot(self.ground)


@dataclass(frozen=True, eq=False)
class Mended:
    """``edit`` makes the coverage sound but for the flaws ``left``; ``mends`` the largest first."""

    edit: CoverageEdit
    mends: tuple[Mend, ...]
    left: tuple[Flaw, ...]


def mend(
    coverage: Coverage,
    wide_m: float = WIDE_M,
    only: Sequence[Flaw] | None = None,
    progress: Progress = no_progress,
) -> Mended:
    """Repair a coverage, or of its flaws ``only`` some.

    Gaps nowhere wider than ``wide_m`` go to the neighbour with the longest border, wider ones to
    open ground. Of several who hold a narrow piece the one with the longest border gets it, a wide
    one the smallest of them; an area comes before open ground. What reaches beyond the area above
    is cut off, or belongs to the area above that most of it lies in. Locked areas keep what they
    have and get nothing. Only vertices that the areas lack are given to all, whatever is chosen.
    """
    now, mends = coverage, []
    for number in range(ROUNDS):
        progress(number / ROUNDS, "")
        trouble = trouble_of(now)
        if not trouble:
            break
        work, after = _round(now, trouble, wide_m, only)
        mends += work.mends
        if edit_between(now, after) == CoverageEdit():
            break
        now = after
        only = () if only is not None else None
    progress(0.9, "")
    return Mended(
        edit_between(coverage, now),
        tuple(sorted(mends, key=lambda item: -item.ground.area)),
        tuple(check(now)),
    )


def _round(
    coverage: Coverage, trouble: Trouble, wide_m: float, only: Sequence[Flaw] | None
) -> tuple[_Mending, Coverage]:
    """One round; begun anew where ground passes to or from an area that was not laid out."""
    certain = trouble.areas
    while True:
        work = _Mending(coverage, laid_out(coverage, trouble.lines, certain), wide_m, only)
        after = work.run()
        missing = {key for key in work.giving if key > 0} - work.made.whole
        if not missing:
            return work, after
        certain |= work.made.whole | missing


class _Mending:
    """One round, from the county downwards."""

    def __init__(
        self,
        coverage: Coverage,
        made: Arrangement,
        wide_m: float,
        only: Sequence[Flaw] | None,
    ) -> None:
        self.coverage, self.made = coverage, made
        self.held = made.held
        self.had = {key for key, faces in made.held.items() if faces}
        self.wide_m = wide_m
        self.chosen = None if only is None else {(flaw.area_id, flaw.place) for flaw in only}
        self.named = {key for flaw in only or () for key in (flaw.area_id, *flaw.among)}
        self.touched: set[int] = set()
        self.giving: set[int] = set()
        """Areas whose ground changes."""
        self.mends: list[Mend] = []

    def run(self) -> Coverage:
        self._told_crossings()
        self._one_open_ground()
        deepest = max((held.level for held in self.coverage.grounds.values()), default=0)
        for level in range(1, deepest + 1):
            self._adopt(level)
            for kinds in (("outside",), ("overlap", "duplicate"), ("gap",)):
                for item in contests(self.coverage, self.made, level):
                    if item.kind in kinds and self._wanted(item):
                        self._settle(item)
        return self._rebuilt()

    # --- who gets what

    def _wanted(self, item: Contest) -> bool:
        if self.chosen is None or item.tiny or item.faces & self.touched:
            return True
        return (item.parent, item.place) in self.chosen

    def _settle(self, item: Contest) -> None:
        if any(self._locked(key) for key in item.among) and item.kind == "outside":
            return
        to = NOBODY if item.kind == "outside" else self._heir(item)
        if to is None:
            return
        for key in item.among:
            if key != to:
                self.held[key] -= item.faces
        if to:
            self.held[to] |= item.faces
        self.touched |= item.faces
        self.giving |= {key for key in (*item.among, to) if key}
        if not item.tiny:
            self.mends.append(Mend(item.kind, item.level, item.among, to, item.ground))

    def _heir(self, item: Contest) -> int | None:
        """Who gets a piece: an id, or None where only locked areas could."""
        is_narrow = bool(are_narrow(np.array([item.ground], dtype=object), self.wide_m)[0])
        family = [held for held in self.coverage.children(item.parent) if self.held.get(held.id)]
        if item.kind == "gap":
            free = {held.id for held in family if not self._locked(held.id)}
            found = self._longest(item.faces, free) if is_narrow else None
            return found if found is not None else self._open_ground(item, family)
        among = [self.coverage[key] for key in item.among]
        locked = [held.id for held in among if self._locked(held.id)]
        if locked:
            return locked[0] if len(locked) == 1 else None
        named = [held for held in among if not held.open] or among
        found = self._longest(item.faces, {held.id for held in named}) if is_narrow else None
        return found if found is not None else min(named, key=self._size).id

    def _size(self, held: Ground) -> tuple[float, bool, int]:
        """Smaller comes first; of equals, what is divided, then what came first."""
        size = float(f"{shapely.area(held.geometry):.9e}")
        return size, not self.coverage.children(held.id), held.id

    def _longest(self, faces: Faces, among: set[int]) -> int | None:
        """Of some areas the one with the longest border to a piece of ground."""
        lengths: dict[int, float] = {}
        for face, length in self.made.neighbours(faces):
            for key in among:
                if face in self.held[key]:
                    lengths[key] = lengths.get(key, 0.0) + length
        if not lengths:
            return None
        return max(lengths, key=lambda key: (round(lengths[key], 12), -key))

    def _open_ground(self, item: Contest, family: list[Ground]) -> int | None:
        opened = next((held for held in family if held.open), None)
        if opened is not None:
            return None if self._locked(opened.id) else opened.id
        if item.level in self.coverage.locked_levels:
            return None
        key = min(0, *self.coverage.grounds) - 1
        new = Ground(key, item.parent, item.level, True, MultiPolygon())
        self.coverage = replace(self.coverage, grounds={**self.coverage.grounds, key: new})
        self.held[key] = set()
        return key

    # --- who belongs to whom

    def _one_open_ground(self) -> None:
        opened: dict[int, list[int]] = {}
        for held in self.coverage.grounds.values():
            if held.open and self.held.get(held.id):
                opened.setdefault(held.parent, []).append(held.id)
        for parent, keys in opened.items():
            if len(keys) > 1 and (self.chosen is None or parent in self.named):
                self.giving |= {*keys}
                for key in keys[1:]:
                    self.held[keys[0]] |= self.held[key]
                    self.held[key] = set()

    def _adopt(self, level: int) -> None:
        """Areas that lie mostly in another area above belong to it."""
        above = {
            held.id: self.held[held.id]
            for held in self.coverage.grounds.values()
            if held.level == level - 1 and not held.open and self.held.get(held.id)
        }
        parents: dict[int, int] = {}
        for held in self.coverage.grounds.values():
            mine = self.held.get(held.id)
            if held.level != level or held.open or self._locked(held.id) or not mine:
                continue
            if self.chosen is not None and held.id not in self.named and not mine & self.touched:
                continue
            if mine <= above.get(held.parent, set()):
                continue
            shares = {key: self.made.size(mine & faces) for key, faces in above.items()}
            best = max(shares, key=lambda key: (shares[key], -key), default=0)
            if best and best != held.parent and shares[best] > self.made.size(mine) / 2:
                parents[held.id] = best
        for key, parent in parents.items():
            self.touched |= self.held[key]
            ground = self.made.ground(self.held[key])
            self.mends.append(Mend("moved", level, (key,), parent, ground))
        grounds = dict(self.coverage.grounds)
        for key, parent in parents.items():
            grounds[key] = replace(grounds[key], parent=parent)
        self.coverage = replace(self.coverage, grounds=grounds)

    def _told_crossings(self) -> None:
        for key in self.had:
            held = self.coverage[key]
            if not shapely.is_valid(held.geometry):
                doubtful = crossing(held).ground
                ground = self.made.ground(self.held[key]) if doubtful.is_empty else doubtful
                self.mends.append(Mend("invalid", held.level, (key,), key, ground))

    def _locked(self, key: int) -> bool:
        held = self.coverage[key]
        return held.locked or held.level in self.coverage.locked_levels

    # --- what comes of it

    def _rebuilt(self) -> Coverage:
        grounds = dict(self.coverage.grounds)
        for key, faces in self.held.items():
            if key > 0 and key not in self.made.whole:
                continue
            held = self.coverage[key]
            if faces:
                ground = self.made.ground(faces)
                if edges(ground) != edges(held.geometry) or not held.geometry.is_valid:
                    grounds[key] = replace(held, geometry=ground)
            elif key in self.had or key < 0:
                del grounds[key]
                if not held.open:
                    self.mends.append(Mend("vanished", held.level, (key,), NOBODY, held.geometry))
        return replace(self.coverage, grounds=grounds)


def edit_between(before: Coverage, after: Coverage) -> CoverageEdit:
    """What leads from one coverage to another; areas with negative ids are added."""
    kept = before.grounds.keys() & after.grounds.keys()
    return CoverageEdit(
        changed={
            key: after[key].geometry
            for key in sorted(kept)
            if key > 0 and after[key].geometry is not before[key].geometry
        },
        added=tuple(
            NewGround(key, held.parent, held.level, held.open, held.geometry)
            for key, held in after.grounds.items()
            if key < 0
        ),
        removed=tuple(sorted(before.grounds.keys() - after.grounds.keys())),
        parents={
            key: after[key].parent
            for key in sorted(kept)
            if after[key].parent != before[key].parent
        },
    )
