"""Colours as others see them."""

from __future__ import annotations

from gridstudio.domain.style import LabelStyle, Style, StyleClass, Symbol
from gridstudio.domain.vision import difference, seen, style_seen


def test_greys_stay_greys() -> None:
    for vision in ("deuteranopia", "protanopia", "grey"):
        red, green, blue = bytes.fromhex(seen("#808080", vision)[1:])
        assert max(red, green, blue) - min(red, green, blue) <= 2
        assert abs(green - 0x80) <= 2


def test_luminance_is_that_of_rec_709() -> None:
    # 0.7152 of the light of white, encoded: 0.7152 ** (1 / 2.4) * 1.055 - 0.055
    assert seen("#00ff00", "grey") == "#dcdcdc"
    assert seen("", "grey") == ""


def test_white_and_black_are_a_hundred_apart() -> None:
    assert round(difference("#ffffff", "#000000"), 1) == 100.0
    assert difference("#123456", "#123456") == 0.0


def test_a_style_in_black_and_white_has_no_colour_left() -> None:
    style = Style(
        "categories",
        "kind",
        (StyleClass(Symbol("#ff0000", "#00ff00")), StyleClass(Symbol("", ""))),
        label=LabelStyle("name", color="#0000ff", halo=""),
    )
    grey = style_seen(style, "grey")
    colors = [color for one in grey.classes for color in (one.symbol.color, one.symbol.outline)]
    assert grey.label is not None
    for color in [*colors, grey.label.color, grey.label.halo]:
        assert color == "" or color[1:3] == color[3:5] == color[5:7]
    assert grey.ramp == "greys" and style_seen(style, "full") is style
