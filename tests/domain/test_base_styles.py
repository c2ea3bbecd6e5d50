"""What layers look like that nobody has styled."""

from __future__ import annotations

import pytest

from gridstudio.domain.base_styles import BY_CATEGORY, default_style
from gridstudio.domain.rows import Layer
from gridstudio.domain.vision import Vision, difference, seen
from tests.cases import telecom


@pytest.mark.parametrize("vision", ["full", "deuteranopia", "protanopia"])
def test_a_track_is_a_thin_line_like_no_road_river_or_border(vision: Vision) -> None:
    style = default_style(Layer(1, "", "tracks"), telecom())
    (only,) = style.classes
    assert only.symbol.size_px <= 3 and only.symbol.is_cased
    others = [one.symbol.color or one.symbol.outline for one in BY_CATEGORY.classes if one.value]
    track = seen(only.symbol.color, vision)
    nearest = min(others, key=lambda color: difference(track, seen(color, vision)))
    assert difference(track, seen(nearest, vision)) > 15, nearest
