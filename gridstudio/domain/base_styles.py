"""How layers are drawn that nobody has styled: by category, calm, under the customers."""

from __future__ import annotations

from gridstudio.domain.style import Style, StyleClass, Symbol


def _line(color: str, width_px: float, dash: tuple[float, ...] = ()) -> Symbol:
    return Symbol(color=color, outline="", outline_px=0.0, size_px=width_px, dash=dash)


def _ground(fill: str, outline: str, width_px: float, dash: tuple[float, ...] = ()) -> Symbol:
    return Symbol(color=fill, outline=outline, outline_px=width_px, size_px=width_px, dash=dash)


PLAIN = Symbol(color="#5f6b76", outline="#5f6b76", outline_px=1.4, size_px=1.4)
OTHERS = StyleClass(PLAIN)
BY_CATEGORY = Style(
    mode="categories",
    field="category",
    classes=tuple(
        StyleClass(symbol, label=category, value=category)
        for category, symbol in {
            "wood": _ground("#dfe8d0", "#b9c9a3", 0.6),
            "park": _ground("#cfe2bd", "#a9c495", 0.6),
            "block": _ground("#e4dccf", "#cbbfae", 0.6),
            "lake": _ground("#a8cde3", "#6aa9cf", 1.0),
            "water": _ground("#a8cde3", "#6aa9cf", 1.0),
            "river": _ground("#a8cde3", "#6aa9cf", 1.0),
            "stream": _line("#6aa9cf", 1.2),
            "local": _line("#b3aa9b", 1.0),
            "street": _line("#a39c90", 1.0),
            "secondary": _line("#b59b5a", 1.8),
            "trunk": _line("#d9a93a", 2.4),
            "motorway": _line("#d9793f", 3.0),
            "township": _ground("", "#8f7aa0", 1.2, (6.0, 3.0, 1.0, 3.0)),
        }.items()
    )
    + (OTHERS,),
)
"""Categories of the demo county; drawn in this order."""
