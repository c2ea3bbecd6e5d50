"""Many ids as one sorted array that behaves like a tuple: a million of them cost 8 MB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
DENSE = 8
"""Where the largest id is less than so many times their number, marking each is quicker than
searching: 5 ms instead of 50 for a million."""


class Ids(Sequence[int]):
    """Distinct ids in ascending order; ``array (n,)`` int64 is read-only.

    Equal to any sequence of the same numbers. ``|``, ``&``, ``-`` and ``^`` are those of sets and
    cost a few milliseconds for a million, since both sides are sorted.
    """

    __slots__ = ("array",)
    __hash__ = None  # type: ignore[assignment]  # equal to tuples, whose hash it could not have

    def __init__(self, ids: Iterable[int] | Ints = ()) -> None:
        if isinstance(ids, Ids):
            self.array: Ints = ids.array
            return
        given = np.asarray(ids if isinstance(ids, np.ndarray) else list(ids), dtype=np.int64)
        ascending = bool((given[1:] > given[:-1]).all())
        self.array = given.copy() if ascending else distinct(given)
        self.array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.array)

    def __iter__(self) -> Iterator[int]:
        return iter(self.array.tolist())

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Ids: ...
    def __getitem__(self, at: int | slice) -> int | Ids:
        return Ids(self.array[at]) if isinstance(at, slice) else int(self.array[at])

    def __contains__(self, wanted: object) -> bool:
        if not isinstance(wanted, int | np.integer):
            return False
        at = int(np.searchsorted(self.array, wanted))
        return at < len(self.array) and bool(self.array[at] == wanted)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Ids):
            return np.array_equal(self.array, other.array)
        if isinstance(other, Sequence) and not isinstance(other, str):
            return len(other) == len(self) and tuple(self) == tuple(other)
        return NotImplemented

    def __repr__(self) -> str:
        shown = ", ".join(str(item) for item in self.array[:10].tolist())
        return f"Ids({shown}{', …' if len(self) > 10 else ''})"

    def __or__(self, other: Ids) -> Ids:
        more = other.array[~held(other.array, self)]
        return Ids(_merged(self.array, more)) if len(more) else self

    def __and__(self, other: Ids) -> Ids:
        return Ids(self.array[held(self.array, other)])

    def __sub__(self, other: Ids) -> Ids:
        return Ids(self.array[~held(self.array, other)])

    def __xor__(self, other: Ids) -> Ids:
        return (self - other) | (other - self)


def distinct(ids: Ints) -> Ints:
    """Each of ``ids`` once, ascending. (numpy 2's own ``unique`` hashes integers, and takes two
    seconds for a million that follow each other.)"""
    ascending = np.sort(ids)
    first = np.ones(len(ascending), dtype=bool)
    first[1:] = ascending[1:] != ascending[:-1]
    return ascending[first]


def held(these: Ints, those: Ids) -> NDArray[np.bool_]:
    """Which of ``these`` (ascending, none negative) are among ``those``."""
    if not len(those) or not len(these):
        return np.zeros(len(these), dtype=bool)
    most = int(max(these[-1], those.array[-1]))
    if most < DENSE * (len(these) + len(those)):
        marked = np.zeros(most + 1, dtype=bool)
        marked[those.array] = True
        return marked[these]
    at = np.minimum(np.searchsorted(those.array, these), len(those) - 1)
    found: NDArray[np.bool_] = those.array[at] == these
    return found


def _merged(these: Ints, those: Ints) -> Ints:
    both: NDArray[Any] = np.concatenate([these, those])
    return np.sort(both, kind="stable")  # two ascending runs: merged, not sorted
