"""A style while it is being made: what each choice of the dialog makes of it. Without Qt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gridstudio.domain.base_styles import CLASS_DIAMETERS_PX, NEIGHBOURS_DIFFER
from gridstudio.domain.columns import Column, Numbers, Texts, classes_of
from gridstudio.domain.fields import Field
from gridstudio.domain.style import NEUTRAL, LabelStyle, Mode, SizeBy, Style, StyleClass, Symbol
from gridstudio.domain.style_making import (
    categories_of,
    largest_of,
    merged_into_others,
    ranges_of,
    recolored,
    sorted_by,
    turned,
    with_symbols,
)
from gridstudio.geometry.classification import Method

CHOROPLETH_OPACITY = 0.8
CLASSES = 5


@dataclass(frozen=True)
class Subject:
    """The layer that is being styled: ``kind`` as Layer has it; ``geometry`` point, line or
    polygon; what it can be styled by and labelled with."""

    name: str
    kind: str
    geometry: str
    fields: tuple[Field, ...]
    label_fields: tuple[Field, ...]

    @property
    def modes(self) -> tuple[Mode, ...]:
        found: list[Mode] = ["single", "categories"]
        if any(field.numeric for field in self.fields):
            found.append("graduated")
        if self.kind == "customers":
            found += ["heat", "cluster"]
        return tuple(found)

    def fields_for(self, mode: Mode) -> tuple[Field, ...]:
        """What a mode can follow; for heat and clusters besides nothing."""
        numeric = mode in ("graduated", "heat")
        if mode == "single":
            return ()
        return tuple(field for field in self.fields if field.numeric == numeric)

    def field(self, key: str) -> Field | None:
        return next((field for field in self.fields if field.key == key), None)


class StyleDraft:
    """``style`` and the column that it follows."""

    def __init__(self, subject: Subject, style: Style, column: Column | None) -> None:
        self.subject, self.style, self.column = subject, style, column
        self.method: Method = "jenks"
        self.wanted = max(len(style.classes), 2) if style.mode == "graduated" else CLASSES

    @property
    def base(self) -> Symbol:
        """The symbol that new classes begin with."""
        classes = self.style.classes
        plain = self.subject.kind == "areas" and classes == NEIGHBOURS_DIFFER.classes
        if classes and not plain:
            return classes[0].symbol
        if self.subject.kind == "areas":
            return Symbol(NEUTRAL, outline="", outline_px=0.0, opacity=CHOROPLETH_OPACITY)
        return Symbol(NEUTRAL)

    def counts(self) -> list[int] | None:
        """How many features each class holds; None where nothing can be said."""
        if self.column is None or self.style.mode == "single":
            return None
        codes = classes_of(self.style, self.column, len(self.column)).astype(np.int64)
        counted = np.bincount(codes + 1, minlength=len(self.style.classes) + 1)[1:]
        return [int(count) for count in counted]

    def follow(self, mode: Mode, field: str, column: Column | None) -> None:
        """Another mode or field; the classes are made anew."""
        self.column = column
        base = self.base
        ramp = self.style.ramp
        if mode != self.style.mode and ramp == Style().ramp:
            # Where many is dark, few does not cover the map.
            wanted = "YlOrRd" if mode == "heat" else "YlGnBu"
            ramp = wanted if mode == "heat" or self.subject.kind == "areas" else ramp
        self.style = replace(self.style, mode=mode, field=field, ramp=ramp)
        if mode == "single":
            self.style = replace(self.style, field="", classes=(self._single(base),))
        elif mode == "graduated":
            self.classify(self.method, self.wanted)
        elif mode == "heat" or not field:
            self.style = replace(self.style, classes=(StyleClass(base),))
        elif column is not None:
            self._categorise(base, field, column)

    def _single(self, base: Symbol) -> StyleClass:
        return NEIGHBOURS_DIFFER.classes[0] if self.subject.kind == "areas" else StyleClass(base)

    def _categorise(self, base: Symbol, field: str, column: Column) -> None:
        known = self.subject.field(field)
        words = known.words if known is not None else ()
        shapes = self.subject.geometry == "point" and self.subject.kind != "sites"
        classes = categories_of(column, base, words, shapes=shapes)
        self.style = replace(self.style, classes=classes)

    def classify(self, method: Method, classes: int) -> None:
        """Other classes of the same numbers."""
        self.method, self.wanted = method, classes
        found: tuple[StyleClass, ...] = ()
        if isinstance(self.column, Numbers):
            base = replace(self.base, shape="circle")
            found = ranges_of(self.column, method, classes, self.style.ramp, base)
        self.style = replace(self.style, classes=found)

    def use_ramp(self, ramp: str) -> None:
        """Other colours."""
        classes = self.style.classes
        if self.style.mode == "graduated" and classes:
            classes = recolored(classes, ramp)
        self.style = replace(self.style, ramp=ramp, classes=classes)

    def turn(self) -> None:
        self.style = replace(self.style, classes=turned(self.style.classes))

    def sort(self, by: str) -> None:
        counts = self.counts() or [0] * len(self.style.classes)
        self.style = replace(self.style, classes=sorted_by(self.style, counts, by=by))

    def merge(self, rows: Collection[int]) -> None:
        self.style = replace(self.style, classes=merged_into_others(self.style, rows))

    def change_symbols(self, rows: Collection[int], changes: dict[str, object]) -> None:
        """Of the classes at ``rows``, of all where there are none."""
        self.style = replace(self.style, classes=with_symbols(self.style, rows, **changes))

    def change_class(self, at: int, one: StyleClass) -> None:
        classes = list(self.style.classes)
        classes[at] = one
        self.style = replace(self.style, classes=tuple(classes))

    def size_by(self, field: str, column: Column | None) -> None:
        """Sizes by a field: by words from large to small, by numbers in proportion."""
        if not field or column is None:
            self.style = replace(self.style, size_by=None)
        elif isinstance(column, Texts):
            sizes = tuple(zip(column.texts, _diameters(column.texts), strict=True))
            self.style = replace(self.style, size_by=SizeBy(field, sizes))
        else:
            self.style = replace(self.style, size_by=SizeBy(field, largest=largest_of(column)))

    def resize(self, least_px: float, most_px: float) -> None:
        """The smallest and the largest symbol, where sizes follow a field."""
        size_by = self.style.size_by
        if size_by is None:
            return
        if size_by.largest:
            size_by = replace(size_by, least_px=least_px, most_px=max(most_px, least_px))
        elif size_by.sizes:
            count = len(size_by.sizes)
            steps = np.linspace(most_px, min(least_px, most_px), count).round(2).tolist()
            names = [name for name, _px in size_by.sizes]
            size_by = replace(size_by, sizes=tuple(zip(names, steps, strict=True)))
        self.style = replace(self.style, size_by=size_by)

    def size_range(self) -> tuple[float, float]:
        """The smallest and the largest diameter."""
        size_by = self.style.size_by
        if size_by is None or not (size_by.largest or size_by.sizes):
            return 3.0, 18.0
        if size_by.largest:
            return size_by.least_px, size_by.most_px
        found = [px for _name, px in size_by.sizes]
        return min(found), max(found)

    def reach(self, radius_px: float, symbols_from: float) -> None:
        self.style = replace(self.style, radius_px=radius_px, symbols_from=symbols_from)

    def letter(self, label: LabelStyle | None) -> None:
        self.style = replace(self.style, label=label)


def _diameters(texts: Sequence[str]) -> list[float]:
    last = len(CLASS_DIAMETERS_PX) - 1
    return [CLASS_DIAMETERS_PX[min(at, last)] for at in range(len(texts))]
