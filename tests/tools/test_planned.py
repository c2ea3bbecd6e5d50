"""Never silent: what a stroke would be refused for stands beside it while it is drawn, and what is
merely not finished is no reproach. By lists of events, on a real project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.areas import set_area
from gridstudio.commands.locks import lock_level
from gridstudio.geometry.mercator import to_lonlat
from gridstudio.project import Project
from gridstudio.tools import foresight
from gridstudio.tools.context import ToolContext
from gridstudio.tools.draw import draw
from gridstudio.tools.gesture import MapEvent, Overlay, Tool
from gridstudio.tools.holes import cut_hole, fill_holes
from gridstudio.tools.reshape import carve, reshape, take
from gridstudio.tools.split import split
from tests.cases import blank_project, divided_project
from tests.tools.events import key, move, played, press

DISTRICT, GRID = 1, 2
ENDED = "Ended here, this would be refused: "
UNFINISHED = "Not finished yet. "
Place = tuple[float, float]


def id_of(project: Project, name: str) -> int:
    areas = project.areas()
    return int(areas.id[list(areas.name).index(name)])


def led(*places: Place) -> list[MapEvent]:
    """Clicks, and the hand on its way to the last place."""
    return [*(press(*place) for place in places[:-1]), move(*places[-1])]


def where(overlay: Overlay) -> Place:
    assert overlay.warning is not None
    lon, lat = to_lonlat(np.array(overlay.warning.xy)).tolist()
    return lon, lat


@dataclass(frozen=True)
class Case:
    """A gesture, where the hand goes, what is said while it is there (as a warning with its place,
    or else as a hint), and what Enter then says."""

    name: str
    tool: Callable[[Project], Tool]
    way: tuple[Place, ...]
    says: str
    place: Place | None = None
    enter: str = ""
    blank: bool = False


def tool_of(make: Callable[[ToolContext], Tool], level: int = GRID) -> Callable[[Project], Tool]:
    return lambda project: make(ToolContext(project, level))


def splitting(name: str) -> Callable[[Project], Tool]:
    return lambda project: split(ToolContext(project, GRID), id_of(project, name))


def taking(name: str) -> Callable[[Project], Tool]:
    return lambda project: take(ToolContext(project, GRID), id_of(project, name))


OPEN_RING = ((112.22, 35.02), (112.3, 35.02), (112.3, 35.1))
CASES = (
    # not finished: a hint
    Case("a ring of two corners", tool_of(draw), OPEN_RING[:2], "Click the corners"),
    Case(
        "a line that has not come to the border",
        splitting("One"),
        ((111.99, 35.1), (112.05, 35.11)),
        UNFINISHED + "The line does not cut",
        enter="does not cut",
    ),
    Case(
        "a stroke inside its area",
        tool_of(reshape),
        ((112.03, 35.05), (112.07, 35.05)),
        UNFINISHED + "The stroke encloses no ground",
    ),
    Case(
        "a stroke that is not back yet",
        tool_of(reshape),
        ((112.05, 35.05), (112.16, 35.05)),
        UNFINISHED + "Begin and end the stroke in the same area",
        enter="in the same area",
    ),
    Case(
        "ground that the area has",
        taking("One"),
        ((112.02, 35.02), (112.08, 35.02), (112.08, 35.08)),
        UNFINISHED + "Nothing would change",
    ),
    Case(
        "a ring that crosses itself only as long as it is not led on",
        tool_of(draw),
        (
            (112.30, 35.10),
            (112.24, 35.10),
            (112.24, 35.02),
            (112.38, 35.02),
            (112.38, 35.18),
            (112.22, 35.18),
            (112.22, 35.05),
        ),
        UNFINISHED + "Closed from here",
    ),
    # refused if it ended there: a warning, and the place
    Case(
        "no open ground",
        tool_of(draw),
        ((112.02, 35.02), (112.08, 35.02), (112.08, 35.08)),
        ENDED + "There is no open ground left here",
        (112.06, 35.04),
        enter="no open ground",
    ),
    Case(
        "nothing would be left",
        tool_of(cut_hole),
        ((111.9, 34.9), (112.11, 34.9), (112.11, 35.3), (111.9, 35.3)),
        ENDED + "Nothing would be left of the area",
        (112.05, 35.15),
    ),
    Case(
        "begun outside",
        tool_of(reshape),
        ((111.9, 35.05), (112.05, 35.05)),
        ENDED + "The stroke begins in no area",
        (111.9, 35.05),
    ),
    Case(
        "the hand crosses what is drawn",
        tool_of(draw),
        ((112.22, 35.02), (112.3, 35.02), (112.3, 35.1), (112.26, 34.98)),
        ENDED + "The line crosses itself",
        (112.27, 35.02),
        enter="crosses itself",
    ),
    # whatever follows
    Case(
        "the line crosses itself already",
        tool_of(draw),
        ((112.22, 35.02), (112.3, 35.02), (112.3, 35.1), (112.26, 34.98), (112.22, 34.99)),
        "The line crosses itself. Draw it simply. Backspace takes the last piece back.",
        (112.27, 35.02),
    ),
    Case(
        "no area that could hold it",
        tool_of(draw),
        OPEN_RING[:2],
        "Draw the level above first",
        OPEN_RING[1],
        blank=True,
    ),
    Case(
        "the county is not split",
        lambda project: split(ToolContext(project, GRID), int(project.areas().at_level(0)[0])),
        ((111.9, 35.1), (112.1, 35.1)),
        "The county itself is not split",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_hand_is_told_while_it_draws(tmp_path: Path, case: Case) -> None:
    with (blank_project if case.blank else divided_project)(tmp_path) as project:
        version = project.version
        tool = case.tool(project)
        overlay = played(tool, led(*case.way))[-1]
        assert overlay.refusal is None
        warned = not case.says.startswith((UNFINISHED, "Click"))
        assert (overlay.warning is not None) == warned
        said = overlay.warning.text if overlay.warning is not None else overlay.hint
        assert said.startswith(case.says)
        assert overlay.moved is None
        if case.place is not None:
            assert where(overlay) == pytest.approx(case.place, abs=0.011)
        if case.enter:
            refused = [tool.send(event) for event in (press(*case.way[-1]), key("Enter"))][-1]
            assert refused.refusal is not None and case.enter in refused.refusal.text
        assert project.version == version


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.place and len(case.way) > 3], ids=lambda case: case.name
)
def test_taking_pieces_back_clears_it(tmp_path: Path, case: Case) -> None:
    with divided_project(tmp_path) as project:
        tool = case.tool(project)
        assert played(tool, led(*case.way))[-1].warning is not None
        for _piece in case.way[2:]:
            tool.send(key("Backspace"))
        assert tool.send(move(*case.way[1])).warning is None


def test_a_warning_does_not_stay_where_the_hand_goes_on(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        tool = draw(ToolContext(project, GRID))
        bad, good = (112.26, 34.98), (112.22, 35.1)
        assert played(tool, led(*OPEN_RING, bad))[-1].warning is not None
        overlay = tool.send(move(*good))
        assert overlay.trouble is None and overlay.moved is not None
        assert "closes the area" in overlay.hint


def test_the_sentence_before_the_end_is_that_of_the_end(tmp_path: Path) -> None:
    """A locked grid under a ring: the same place, the same reason."""
    with divided_project(tmp_path) as project:
        set_area(project, id_of(project, "Two"), locked=True)
        tool = carve(ToolContext(project, GRID))
        way = [(112.05, 35.05), (112.15, 35.05), (112.15, 35.1)]
        before = played(tool, led(*way))[-1].warning
        assert before is not None
        tool.send(press(*way[-1]))
        after = tool.send(key("Enter")).refusal
        assert after is not None and before.text == ENDED + after.text
        assert before.xy == pytest.approx(after.xy, abs=1.0)


@pytest.mark.parametrize("make", [draw, carve, reshape, cut_hole])
def test_a_locked_level_is_told_before_the_first_point(
    tmp_path: Path, make: Callable[[ToolContext], Tool]
) -> None:
    with divided_project(tmp_path) as project:
        lock_level(project, GRID, locked=True)
        tool = make(ToolContext(project, GRID))
        first, hovering = played(tool, [move(112.25, 35.05)])
        assert first.trouble is None
        assert hovering.warning is not None and "Shift+L" in hovering.warning.text
        assert where(hovering) == pytest.approx((112.25, 35.05))
        lock_level(project, GRID, locked=False)
        assert tool.send(move(112.26, 35.05)).trouble is None


@pytest.mark.parametrize("make", [splitting("One"), taking("One")])
def test_a_locked_area_is_told_before_the_first_point(
    tmp_path: Path, make: Callable[[Project], Tool]
) -> None:
    with divided_project(tmp_path) as project:
        set_area(project, id_of(project, "One"), locked=True)
        overlay = played(make(project), [move(112.25, 35.05)])[-1]
        assert overlay.warning is not None and "This area is locked" in overlay.warning.text
        assert where(overlay) == pytest.approx((112.05, 35.1), abs=0.06)


def test_a_click_that_would_be_refused_is_told_before(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        carve(ToolContext(project, GRID))
        ring = [(112.03, 35.05), (112.07, 35.05), (112.07, 35.12), (112.03, 35.12)]
        tool = cut_hole(ToolContext(project, GRID))
        played(tool, [press(*place) for place in ring])
        with pytest.raises(StopIteration):
            tool.send(key("Enter"))
        set_area(project, id_of(project, "One"), locked=True)
        overlay = played(fill_holes(ToolContext(project, GRID)), [move(112.05, 35.08)])[-1]
        assert overlay.warning is not None and "locked area" in overlay.warning.text
        assert overlay.moved is None and overlay.rings


OVER_TWO = [(112.08, 34.97), (112.25, 34.97), (112.25, 35.23), (112.08, 35.23)]


def test_what_would_be_swallowed_is_named_at_its_place_before_it_goes(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        set_area(project, id_of(project, "Two"), team="Blue")
        tool = carve(ToolContext(project, GRID))
        overlay = played(tool, led(*OVER_TWO))[-1]
        had = int((project.owners().area == id_of(project, "Two")).sum())
        goes = [label for label in overlay.labels if "Two" in label.text]
        assert [label.text for label in goes] == [f"goes: “Two” ({had} customers, team Blue)"]
        lon, lat = to_lonlat(np.array(goes[0].xy)).tolist()
        assert 112.1 < lon < 112.2 and 35.0 < lat < 35.2
        assert "is merged into it." in overlay.hint and overlay.trouble is None
        smaller = tool.send(move(112.08, 35.15))
        assert not any("Two" in label.text for label in smaller.labels)
        tool.send(press(*OVER_TWO[-1]))
        with pytest.raises(StopIteration) as ended:
            tool.send(key("Enter"))
        assert "Merged into it: “Two”" in ended.value.value


def test_what_goes_unseen_is_said_at_the_end_and_done_by_the_next_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over much ground the hand has to rest before it sees what goes: this one does not."""
    monkeypatch.setattr(foresight, "LIGHT", 0)
    with divided_project(tmp_path, customers=400) as project:
        version = project.version
        tool = carve(ToolContext(project, GRID))
        overlay = played(tool, [press(*place) for place in OVER_TWO])[-1]
        assert overlay.waits and not any("Two" in label.text for label in overlay.labels)
        said = tool.send(key("Enter")).refusal
        assert said is not None and said.text.startswith("“Two” (")
        assert said.text.endswith("Enter once more does it.") and project.version == version
        with pytest.raises(StopIteration):
            tool.send(key("Enter"))
        assert "Two" not in project.areas().name and project.version != version


def test_taking_in_ground_tells_who_is_merged_too(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=400) as project:
        overlay = played(taking("One")(project), led(*OVER_TWO))[-1]
        assert any("“Two”" in label.text for label in overlay.labels)
