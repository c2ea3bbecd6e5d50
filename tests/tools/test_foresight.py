"""How often a line that is being drawn is looked at, and what is not looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridstudio.geometry.coverage import CoverageEdit
from gridstudio.project import Project
from gridstudio.tools import foresight
from gridstudio.tools.context import ToolContext
from gridstudio.tools.gesture import Overlay, Points, Tool
from gridstudio.tools.reshape import carve
from gridstudio.tools.stroke import drawing
from tests.cases import divided_project
from tests.tools.events import key, move, press

FAR = "35.15,1"


class Asked:
    """A tool that draws a line, its plan and its end, which note what they are given."""

    def __init__(self, project: Project, area_id: int = 0) -> None:
        self.lines: list[Points] = []
        self.ended: list[Points] = []
        self.tool: Tool = drawing(
            ToolContext(project, 2),
            self._finish,
            lambda _line: "Hint.",
            closed=False,
            enough=2,
            plan=self._plan,
            area_id=area_id,
        )
        next(self.tool)

    def _plan(self, line: Points) -> CoverageEdit:
        self.lines.append(line)
        return CoverageEdit()

    def _finish(self, line: Points) -> str:
        self.ended.append(line)
        return ""

    def type(self, text: str) -> Overlay:
        return [self.tool.send(key(sign)) for sign in text][-1]


def test_the_same_line_is_asked_about_once(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        asked = Asked(project)
        for event in (press(112.1, 35.05), move(112.15, 35.05), move(112.15, 35.05)):
            overlay = asked.tool.send(event)
        assert len(asked.lines) == 1 and overlay.moved is not None and not overlay.waits
        with project.edit("Something else") as edit:
            edit.update("areas", int(project.areas().at_level(2)[0]), {"note": "new"})
        asked.tool.send(move(112.15, 35.05))
        assert len(asked.lines) == 2, "another moment"


def test_much_ground_waits_until_the_hand_rests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresight, "LIGHT", 10)
    with divided_project(tmp_path) as project:
        asked = Asked(project)
        asked.tool.send(press(112.1, 35.05))
        for lon in (112.15, 112.25, 112.3):
            overlay = asked.tool.send(move(lon, 35.05))
            assert overlay.waits and overlay.moved is None
        assert asked.lines == [], "a hand that moves is not held up"
        overlay = asked.tool.send(move(112.3, 35.05))
        assert len(asked.lines) == 1 and overlay.moved is not None and not overlay.waits
        on = asked.tool.send(move(112.31, 35.05))
        assert on.waits and on.moved is overlay.moved, "the figures of before stay so long"
        assert len(asked.lines) == 1


def test_an_area_that_the_line_is_about_counts_wherever_the_line_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with divided_project(tmp_path) as project:
        grid = int(project.areas().at_level(2)[0])
        monkeypatch.setattr(foresight, "LIGHT", 0)
        elsewhere, about = Asked(project), Asked(project, grid)
        away = [press(112.5, 35.3), move(112.51, 35.31)]
        for event in away:
            elsewhere.tool.send(event)
            about.tool.send(event)
        assert len(elsewhere.lines) == 1 and about.lines == []


def test_what_lies_over_half_the_county_is_told_at_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresight, "HEAVIEST_LINE", 10)
    with divided_project(tmp_path) as project:
        asked = Asked(project)
        for event in (press(112.1, 35.05), move(112.3, 35.05), move(112.3, 35.05)):
            overlay = asked.tool.send(event)
        assert asked.lines == [] and not overlay.waits and "at its end" in overlay.hint
        asked.tool.send(press(112.3, 35.05))
        with pytest.raises(StopIteration):
            asked.tool.send(key("Enter"))
        assert len(asked.ended) == 1


def test_a_ring_over_much_ground_is_told_at_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with divided_project(tmp_path) as project:
        corners = press(112.05, 35.05), press(112.15, 35.05), press(112.15, 35.15)
        for heaviest, told in ((10_000, False), (10, True)):
            monkeypatch.setattr(foresight, "HEAVIEST_RING", heaviest)
            tool = carve(ToolContext(project, 2))
            next(tool)
            for event in (*corners, move(112.05, 35.15), move(112.05, 35.15)):
                overlay = tool.send(event)
            assert ("at its end" in overlay.hint) is told
            assert (overlay.moved is None) is told
            tool.close()


def test_a_position_far_outside_is_not_looked_at_and_not_placed(tmp_path: Path) -> None:
    """Half of 35.15,112.3 is typed: the line would be cut into tens of thousands of edges."""
    with divided_project(tmp_path) as project:
        asked = Asked(project)
        asked.tool.send(press(112.1, 35.05))
        asked.tool.send(move(112.15, 35.05))
        asked.type(FAR[:-1])
        known = len(asked.lines)
        overlay = asked.type(FAR[-1])
        assert len(asked.lines) == known
        assert overlay.entry is not None and not overlay.entry.wrong
        refused = asked.tool.send(key("Enter"))
        assert refused.refusal is not None
        assert "lies far outside the county" in refused.refusal.text
        assert refused.entry is not None and refused.entry.text == FAR, "to be typed on"
        overlay = asked.type("12.3")
        assert len(asked.lines) > known
        assert len(asked.tool.send(key("Enter")).nodes) == 2


def test_a_line_that_was_clicked_far_outside_is_told_and_not_ended(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        asked = Asked(project)
        for event in (press(112.1, 35.05), press(60.0, 35.05), move(60.1, 35.05)):
            overlay = asked.tool.send(event)
        assert overlay.hint == "The line leads far outside the county."
        assert asked.lines == []
        refused = asked.tool.send(key("Enter")).refusal
        assert refused is not None and "far outside the county" in refused.text
        assert asked.ended == []
        asked.tool.send(key("Backspace"))
        asked.tool.send(press(112.2, 35.1))
        with pytest.raises(StopIteration):
            asked.tool.send(key("Enter"))
        assert np.allclose(asked.ended[0][-1], (112.2, 35.1))


def test_somewhat_outside_is_no_matter(tmp_path: Path) -> None:
    """Rings and lines are led out over the county's border."""
    with divided_project(tmp_path) as project:
        asked = Asked(project)
        for event in (press(111.7, 35.05), press(112.7, 35.05), move(112.7, 35.1)):
            asked.tool.send(event)
        with pytest.raises(StopIteration):
            asked.tool.send(key("Enter"))
        assert len(asked.ended) == 1 and asked.lines
