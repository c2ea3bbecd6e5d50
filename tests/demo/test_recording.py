"""The recording: sound sentences, and a survey that a receiver's reader understands."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

import numpy as np
import pytest
import shapely

from gridstudio.demo.land import Land, lay_out
from gridstudio.demo.plane import to_degrees
from gridstudio.demo.recording import nmea_recording
from gridstudio.gps.epoch import Epoch
from gridstudio.gps.stream import NmeaStream


@pytest.fixture(scope="module")
def land() -> Land:
    return lay_out(np.random.default_rng([1, 0]))


@pytest.fixture(scope="module")
def recording(land: Land) -> bytes:
    return nmea_recording(land, np.random.default_rng([1, 3]))


@pytest.fixture(scope="module")
def epochs(recording: bytes) -> list[Epoch]:
    stream = NmeaStream()
    found = stream.feed(recording) + stream.finish()
    assert stream.rejected == 0
    return found


def test_every_sentence_has_its_checksum(recording: bytes) -> None:
    assert recording.endswith(b"\r\n")
    lines = recording.decode("ascii").split("\r\n")[:-1]
    for line in lines:
        body, checksum = line.removeprefix("$").split("*")
        assert reduce(lambda total, letter: total ^ ord(letter), body, 0) == int(checksum, 16)
        assert len(line) <= 80, "NMEA 0183 allows 82 characters, line end included"
    assert {line[3:6] for line in lines} == {"GGA", "GSA", "GSV", "RMC"}


def test_an_epoch_a_second_for_a_quarter_of_an_hour(epochs: list[Epoch]) -> None:
    assert 15 * 60 <= len(epochs) <= 20 * 60
    times = [epoch.time for epoch in epochs]
    steps = {(after - before).total_seconds() for before, after in pairwise(times)}
    assert steps == {1.0}


def test_it_searches_first_and_then_has_a_fix(epochs: list[Epoch]) -> None:
    fixes = [epoch.has_fix for epoch in epochs]
    first = fixes.index(True)
    assert 3 <= first <= 15
    assert all(fixes[first:])
    assert {epoch.quality for epoch in epochs} == {0, 1, 2}
    assert {epoch.mode for epoch in epochs[first:]} == {3}


def test_it_walks_and_then_drives_along_the_roads(land: Land, epochs: list[Epoch]) -> None:
    speeds = np.array([epoch.speed_mps for epoch in epochs if epoch.has_fix])
    assert 0.8 < np.median(speeds[10:400]) < 2.0
    assert 10.0 < np.median(speeds[-300:]) < 16.0
    ways = [shape.geometry for shape in (*land.roads, *land.settlements[0].streets)]
    network = shapely.transform(shapely.union_all(ways), to_degrees)
    points = shapely.points([(epoch.lon, epoch.lat) for epoch in epochs if epoch.has_fix])
    off_m = shapely.distance(points, network) * 111_000
    assert np.median(off_m) < 5.0
    assert off_m.max() < 150.0


def test_positions_wander_like_a_receivers(epochs: list[Epoch]) -> None:
    places = {(epoch.lon, epoch.lat) for epoch in epochs if epoch.has_fix}
    assert len(places) > 0.99 * sum(epoch.has_fix for epoch in epochs)
