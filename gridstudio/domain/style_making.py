"""Making and changing styles: classes from an attribute, their colours, order and merging."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from gridstudio.domain.base_styles import UNKNOWN_COLOR
from gridstudio.domain.columns import Column, Numbers, as_texts
from gridstudio.domain.ramps import category_colors, class_colors
from gridstudio.domain.style import SHAPES, Style, StyleClass, Symbol
from gridstudio.domain.template import Word
from gridstudio.geometry.classification import Method, edges_of

MOST_CATEGORIES = 60
"""More would be no legend; the most frequent are kept and the rest falls to all others."""


def categories_of(
    column: Column, base: Symbol, words: Sequence[Word] = (), *, shapes: bool = True
) -> tuple[StyleClass, ...]:
    """A class for each text that occurs, and one for all others. With ``words`` in their order, in
    their colours and under their names; else the most frequent first. ``shapes``: points get
    different ones."""
    texts = as_texts(column) if isinstance(column, Numbers) else column
    counts = texts.counts()[:-1]
    if words:
        order = [texts.texts.index(word.key) for word in words if word.key in texts.texts]
    else:
        by_count = np.argsort(-counts, kind="stable")[:MOST_CATEGORIES]
        chosen = [int(at) for at in by_count if counts[at]]
        order = sorted(chosen, key=lambda at: _natural(texts.texts[at]))
    own = {word.key: word.color for word in words}
    colors = category_colors(len(order))
    classes = []
    for number, at in enumerate(order):
        text = texts.texts[at]
        color = own.get(text, "") or colors[number]
        shape = SHAPES[number % len(SHAPES)] if shapes else base.shape
        symbol = replace(base, color=color, shape=shape)
        classes.append(StyleClass(symbol, texts.name(at), text))
    others = replace(base, color=UNKNOWN_COLOR)
    return (*classes, StyleClass(others))


def _natural(text: str) -> tuple[float, str]:
    try:
        return float(text), text
    except ValueError:
        return np.inf, text


def ranges_of(
    column: Numbers, method: Method, classes: int, ramp: str, base: Symbol
) -> tuple[StyleClass, ...]:
    """Classes of numbers in the colours of a ramp; none where there is no number."""
    edges = edges_of(column.values, method, classes).tolist()
    pairs = list(zip(edges, edges[1:], strict=False))
    return tuple(
        StyleClass(replace(base, color=color), lower=lower, upper=upper)
        for (lower, upper), color in zip(pairs, class_colors(ramp, len(pairs)), strict=True)
    )


def recolored(classes: tuple[StyleClass, ...], ramp: str) -> tuple[StyleClass, ...]:
    """The same classes in the colours of a ramp."""
    colors = class_colors(ramp, len(classes))
    return tuple(
        replace(one, symbol=one.symbol.with_color(color))
        for one, color in zip(classes, colors, strict=True)
    )


def turned(classes: tuple[StyleClass, ...]) -> tuple[StyleClass, ...]:
    """The same classes with their colours the other way round."""
    colors = [one.symbol.color for one in reversed(classes)]
    return tuple(
        replace(one, symbol=one.symbol.with_color(color))
        for one, color in zip(classes, colors, strict=True)
    )


def sorted_by(style: Style, counts: Sequence[int], *, by: str) -> tuple[StyleClass, ...]:
    """The classes by ``count`` (the largest first) or ``label``; all others stay last."""
    paired = list(zip(style.classes, counts, strict=True))
    kept = [pair for pair in paired if pair[0].value is not None]
    last = [pair for pair in paired if pair[0].value is None]
    if by == "count":
        kept.sort(key=lambda pair: -pair[1])
    else:
        kept.sort(key=lambda pair: _natural(pair[0].label or pair[0].value or ""))
    return tuple(one for one, _count in kept + last)


def merged_into_others(style: Style, rows: Collection[int]) -> tuple[StyleClass, ...]:
    """Without the classes at ``rows``: what they held falls to all others, which are made where
    there are none."""
    kept = [one for at, one in enumerate(style.classes) if at not in rows or one.value is None]
    if not any(one.value is None for one in kept):
        base = style.classes[0].symbol if style.classes else Symbol()
        kept.append(StyleClass(base.with_color(UNKNOWN_COLOR)))
    return tuple(kept)


def with_symbols(style: Style, rows: Collection[int], **changes: object) -> tuple[StyleClass, ...]:
    """The classes at ``rows`` (none: all of them) with parts of their symbols changed."""
    return tuple(
        replace(one, symbol=replace(one.symbol, **changes))  # type: ignore[arg-type]
        if not rows or at in rows
        else one
        for at, one in enumerate(style.classes)
    )


def largest_of(column: Column | None) -> float:
    """The number at which symbols reach their full size: nearly the largest there is, so that one
    giant does not make dwarfs of all others."""
    if not isinstance(column, Numbers):
        return 0.0
    known = column.values[np.isfinite(column.values)]
    if not len(known) or known.max() <= 0:
        return 1.0
    return float(f"{max(float(np.percentile(known, 99)), float(known.max()) / 100):.2g}")
