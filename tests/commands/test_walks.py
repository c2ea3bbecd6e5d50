"""Walks as tracks and as borders: what is written, undone and refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from gridstudio.commands.areas import set_area
from gridstudio.commands.check import check
from gridstudio.commands.walks import (
    area_by_walk,
    border_by_walk,
    keep_track,
    read_walk,
    split_by_walk,
)
from gridstudio.errors import Refused, UserError
from tests.cases import area_named, divided_project
from tests.gps.wire import gga

BULGE = [(112.1, 35.03), (112.14, 35.1), (112.1, 35.17)]
ACROSS = [(111.9999, 35.12), (112.05, 35.13), (112.1001, 35.12)]


def test_each_act_is_one_step_back(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        acts = {
            "Split area by a walk": lambda: split_by_walk(
                project, area_named(project, "One"), ACROSS
            ),
            "Move border to a walk": lambda: border_by_walk(project, 2, BULGE),
            "Draw area by a walk": lambda: area_by_walk(project, 2, BULGE),
        }
        for label, act in acts.items():
            before = project.areas()
            act()
            assert project.undo_label == label and check(project) == []
            project.undo()
            after = project.areas()
            assert (after.id == before.id).all() and (after.geometry == before.geometry).all()


def test_a_refused_walk_leaves_everything(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        set_area(project, area_named(project, "One"), locked=True)
        label = project.undo_label
        for act in (
            lambda: split_by_walk(project, area_named(project, "One"), ACROSS),
            lambda: border_by_walk(project, 2, BULGE),
            lambda: border_by_walk(project, 2, [(112.1, 35.1), (112.2, 35.1)]),
        ):
            with pytest.raises(Refused) as refusal:
                act()
            assert refusal.value.place is not None
        assert project.undo_label == label


def test_a_track_tells_who_recorded_it_and_when(tmp_path: Path) -> None:
    with divided_project(tmp_path) as project:
        start = datetime(2026, 5, 18, 9, 30, tzinfo=UTC)
        positions = np.array([*ACROSS, (np.nan, np.nan)])
        track_id = keep_track(project, "Monday", positions, receiver="COM3", started=start)
        facts = project.texts("tracks", [track_id], ["name", "receiver", "points", "started_at"])
        assert facts[track_id] == ("Monday", "COM3", 3, "2026-05-18T09:30:00+00:00")
        with pytest.raises(UserError, match="two positions"):
            keep_track(project, "Still", [ACROSS[0], ACROSS[0]])


def test_a_recording_is_read_to_its_last_position(tmp_path: Path) -> None:
    recording = tmp_path / "walk.nmea"
    recording.write_bytes(
        b"".join(gga(second, lat=35.5 + second / 10_000) for second in range(30))
        + gga(30, quality=0)
    )
    lonlat, accuracy_m = read_walk(recording)
    assert len(lonlat) == len(accuracy_m) == 30
    assert lonlat[-1] == pytest.approx((112.0, 35.5029), abs=1e-5)
    assert (accuracy_m == 5.0).all()
    for wrong in ("nothing", ""):
        recording.write_text(wrong)
        with pytest.raises(UserError, match="no walk"):
            read_walk(recording)
    with pytest.raises(UserError, match="cannot be read"):
        read_walk(tmp_path / "absent.nmea")
