"""An attribute of many features as one array, and which class of a style each falls into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.style import Style

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Numbers:
    """``values (n,)`` float64 aligned with a snapshot, NaN where not known."""

    values: Floats

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, eq=False)
class Texts:
    """``codes (n,)`` integers aligned with a snapshot: positions in ``texts``, -1 for none of
    them. ``names`` are the words shown for the texts, in the language in force."""

    codes: NDArray[np.integer[Any]]
    texts: tuple[str, ...]
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.codes)

    def name(self, code: int) -> str:
        return self.names[code] if self.names else self.texts[code]

    def counts(self) -> Ints:
        """How often each text occurs, and last how often none of them."""
        many = np.bincount(self.codes.astype(np.int64) + 1, minlength=len(self.texts) + 1)
        counted: Ints = np.roll(many, -1)
        return counted


Column = Numbers | Texts


def same(one: Column | None, other: Column | None) -> bool:
    """Whether two columns are of the same array."""
    if isinstance(one, Texts) and isinstance(other, Texts):
        return one.codes is other.codes and one.texts == other.texts
    if isinstance(one, Numbers) and isinstance(other, Numbers):
        return one.values is other.values
    return one is other


def texts_of(values: Sequence[object]) -> Texts:
    """A column of texts from values; None and "" are none."""
    words = np.array(["" if value is None else str(value) for value in values], dtype=object)
    if not len(words):
        return Texts(np.empty(0, dtype=np.int64), ())
    texts, codes = np.unique(words.astype(str), return_inverse=True)
    known = tuple(texts.tolist())
    if known[0] == "":
        return Texts(codes - 1, known[1:])
    return Texts(codes, known)


def classes_of(style: Style, column: Column | None, count: int) -> NDArray[np.int16]:
    """For each of ``count`` features the number of its class in the style, -1 where it has none.

    ``column`` is that of ``style.field``; where there is none (an unknown field), everything falls
    to the class of all others, or to none.
    """
    if style.mode in ("categories", "cluster") and style.field:
        return _by_category(style, column, count)
    if style.mode == "graduated":
        return _by_range(style, column, count)
    return np.full(count, 0 if style.classes else -1, dtype=np.int16)


def _by_category(style: Style, column: Column | None, count: int) -> NDArray[np.int16]:
    others = next((at for at, one in enumerate(style.classes) if one.value is None), -1)
    if column is None:
        return np.full(count, others, dtype=np.int16)
    if isinstance(column, Numbers):
        column = as_texts(column)
    number = {one.value: at for at, one in enumerate(style.classes) if one.value is not None}
    # The empty text is drawn as what has none; a category may be made for it.
    table = [number.get(text, others) for text in column.texts] + [number.get("", others)]
    found: NDArray[np.int16] = np.array(table, dtype=np.int16).take(column.codes, mode="wrap")
    return found


def _by_range(style: Style, column: Column | None, count: int) -> NDArray[np.int16]:
    found = np.full(count, -1, dtype=np.int16)
    if not isinstance(column, Numbers):
        return found
    values = column.values
    if _touching(style):
        edges = [one.lower for one in style.classes]
        # Comparing with each edge is quicker than searching for so few.
        for edge in edges:
            found += values >= edge
        last = style.classes[-1].upper
        found[(values > last) | np.isnan(values)] = -1
        return found
    for at in reversed(range(len(style.classes))):
        one = style.classes[at]
        ends = at == len(style.classes) - 1
        inside = (values >= one.lower) & ((values < one.upper) | (ends & (values == one.upper)))
        found[inside] = at
    return found


def _touching(style: Style) -> bool:
    """Whether each class begins where the one before ends, upwards."""
    pairs = zip(style.classes, style.classes[1:], strict=False)
    rising = all(one.lower <= one.upper for one in style.classes)
    return bool(style.classes) and rising and all(a.upper == b.lower for a, b in pairs)


def as_texts(column: Numbers) -> Texts:
    """Numbers as the texts that categories bear: 3, 2.5."""
    known = ~np.isnan(column.values)
    different, inverse = np.unique(column.values[known], return_inverse=True)
    codes = np.full(len(column.values), -1, dtype=np.int64)
    codes[known] = inverse
    return Texts(codes, tuple(f"{value:.15g}" for value in different.tolist()))
