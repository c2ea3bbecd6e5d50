"""Taking in the ground of customers: seen first, done by Enter."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridstudio.commands.ground import plan_taking
from gridstudio.tools.context import ToolContext
from gridstudio.tools.gather import gather
from tests.cases import divided_project
from tests.tools.events import key, move, played

GRID = 2


def test_the_ground_and_the_figures_are_seen_before_it_is_done(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=200) as project:
        areas, customers, owners = project.areas(), project.customers(), project.owners()
        one = int(areas.id[list(areas.name).index("One")])
        ids = customers.id[abs(customers.lonlat[:, 0] - 112.136) < 0.001]
        plan = plan_taking(areas, customers, owners, one, ids)
        version = project.version
        tool = gather(ToolContext(project, GRID), plan)
        first, later = played(tool, [move(112.1, 35.1)])
        assert first is later and len(first.rings) == len(plan.ground.geoms)
        assert "come along: 20." in first.hint
        assert first.moved is not None and len(first.moved.rows) == 20
        assert project.version == version
        with pytest.raises(StopIteration) as end:
            tool.send(key("Enter"))
        assert "come along: 20." in end.value.value
        assert project.undo_label == "Take in the ground of customers"
