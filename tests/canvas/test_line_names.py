"""Names along lines: on the line, again and again, upright, and the same while the view moves."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import LineString

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.lettering import lettering_font
from gridstudio.canvas.line_names import APART_PX, moved, named_lines
from gridstudio.geometry.mercator import to_xy
from tests.map_data_case import features_of

ensure_application()
FONT = lettering_font(12.0)


def test_lines_of_one_name_that_meet_are_one() -> None:
    features = features_of(
        [
            LineString([(110.0, 25.0), (110.1, 25.0)]),
            LineString([(110.1, 25.0), (110.2, 25.01)]),
            LineString([(110.3, 25.0), (110.35, 25.0)]),
            LineString([(110.0, 25.1), (110.1, 25.1)]),
            LineString([(110.0, 25.2), (110.1, 25.2)]),
        ],
        ["trunk"] * 5,
        ["G1", "G1", "G1", "S2", ""],
    )
    lines = named_lines(features.geometry, features.name)
    assert sorted(lines.text.tolist()) == ["G1", "G1", "S2"]
    assert lines.text[0] == "G1" and (np.diff(shapely.length(lines.line)) <= 0).all()
    assert named_lines(features.geometry, features.name) is lines


def test_a_long_line_bears_its_name_again_and_again() -> None:
    shape = LineString([(110.0, 25.0), (110.5, 25.05)])
    features = features_of([shape], ["trunk"], ["Long road"])
    lines = named_lines(features.geometry, features.name)
    metre = shapely.length(lines.line[0]) / 2000
    places = lines.at_scale(0, metre, FONT)
    assert 3 <= len(places) <= 2000 / APART_PX
    assert len(lines.at_scale(0, metre * 10, FONT)) == 1
    assert lines.at_scale(0, metre * 1000, FONT) == []
    assert lines.at_scale(0, metre, FONT) is places


def test_letters_stand_on_the_line_and_upright_whichever_way_it_runs() -> None:
    for ends in (((110.0, 25.0), (110.2, 25.08)), ((110.2, 25.08), (110.0, 25.0))):
        features = features_of([LineString(ends)], ["trunk"], ["East Road"])
        lines = named_lines(features.geometry, features.name)
        metre = shapely.length(lines.line[0]) / 400
        (place,) = lines.at_scale(0, metre, FONT)
        turns = [turn for _text, _x, _y, turn in place.pieces]
        assert max(abs(turn) for turn in turns) < 60 and turns[0] < -5  # it rises to the right
        text = "".join(piece[0] for piece in place.pieces)
        assert text == "EastRoad"
        line = shapely.linestrings(to_xy(np.array(ends)) / metre * (1, -1))
        middles = [((a + c) / 2, (b + d) / 2) for a, b, c, d in place.boxes]
        assert max(shapely.distance(line, shapely.points(middles)).tolist()) < 4


def test_a_moved_view_shows_the_same_letters() -> None:
    features = features_of([LineString([(110, 25), (110.2, 25)])], [""], ["Road"])
    lines = named_lines(features.geometry, features.name)
    (place,) = lines.at_scale(0, shapely.length(lines.line[0]) / 300, FONT)
    there = moved(place, 100.0, -50.0)
    assert [p[3] for p in there.pieces] == [p[3] for p in place.pieces]
    assert there.pieces[0][1] == place.pieces[0][1] - 100.0
    assert there.boxes[0][1] == place.boxes[0][1] + 50.0
