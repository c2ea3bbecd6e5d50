"""Names along lines: upright, in order, and only where there is room."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.canvas.figures import ensure_application
from gridstudio.canvas.lettering import Course, Room, in_row, is_chinese, lettering_font


@pytest.fixture(autouse=True)
def application() -> None:
    ensure_application()


def course(*points: tuple[float, float]) -> Course:
    return Course(np.array(points, dtype=float))


def written(line: Course, text: str) -> list[tuple[str, float, float, float]]:
    found = line.written(text, lettering_font(12), line.length / 2)
    assert found is not None
    return list(found.pieces)


@pytest.mark.parametrize("ends", [((0, 0), (300, 40)), ((300, 40), (0, 0))])
def test_names_run_from_left_to_right_whichever_way_the_line_does(
    ends: tuple[tuple[float, float], tuple[float, float]],
) -> None:
    pieces = written(course(*ends), "Long Street")
    assert "".join(letter for letter, *_rest in pieces) == "LongStreet"
    across = [x for _letter, x, _y, _turn in pieces]
    assert across == sorted(across)
    assert all(turn == pytest.approx(7.6, abs=0.1) for *_rest, turn in pieces)


@pytest.mark.parametrize("ends", [((0, 0), (20, 300)), ((20, 300), (0, 0))])
def test_chinese_goes_down_steep_lines_upright(
    ends: tuple[tuple[float, float], tuple[float, float]],
) -> None:
    pieces = written(course(*ends), "和平大街")
    assert [letter for letter, *_rest in pieces] == list("和平大街")
    down = [y for _letter, _x, y, _turn in pieces]
    assert down == sorted(down)
    assert all(abs(turn) < 5 for *_rest, turn in pieces)


def test_the_alphabet_leans_on_steep_lines() -> None:
    pieces = written(course((0, 300), (5, 0)), "Street")
    assert all(turn == pytest.approx(-89, abs=0.5) for *_rest, turn in pieces)


def test_no_name_where_the_line_is_too_short_or_bends() -> None:
    font = lettering_font(12)
    short = course((0, 0), (30, 0))
    assert short.written("A very long street", font, 15) is None
    corner = course((0, 0), (60, 0), (60, 60))
    assert corner.written("Corner Street", font, corner.length / 2) is None
    assert corner.written("Co", font, 25) is not None


def test_each_letter_has_a_box_around_it() -> None:
    line = course((0, 0), (200, 200))
    found = line.written("Hillside", lettering_font(12), line.length / 2)
    assert found is not None
    for (_letter, x, y, _turn), (left, top, right, bottom) in zip(
        found.pieces, found.boxes, strict=True
    ):
        assert left - 6 < x < right and top < y < bottom + 6
    left, top, right, bottom = found.extent
    assert (left, top) <= found.boxes[0][:2] and (right, bottom) >= found.boxes[-1][2:]


def test_rows_are_anchored_and_drawn_where_they_say() -> None:
    row = in_row("Village", lettering_font(14), 100, 50, anchor=0.0)
    left, top, right, bottom = row.boxes[0]
    assert left == 100 and top < 50 < bottom
    inked = row.path().boundingRect()
    assert left - 1 <= inked.left() and inked.right() <= right + 1
    middle = in_row("Village", lettering_font(14), 100, 50)
    assert sum(middle.boxes[0][::2]) / 2 == pytest.approx(100)


def test_room_is_given_once() -> None:
    room = Room()
    assert room.take([(0, 0, 50, 10)])
    assert not room.take([(40, 5, 90, 15)])
    assert not room.take([(52, 0, 90, 10)], margin_px=3)
    assert room.take([(52, 0, 90, 10)], margin_px=1)
    # Of several boxes either all get room, or none.
    assert not room.take([(500, 500, 510, 510), (10, 0, 20, 10)])
    assert room.take([(500, 500, 510, 510)])


def test_which_letters_are_chinese() -> None:
    assert is_chinese("G6辅路") and not is_chinese("Rue de l'Église")
