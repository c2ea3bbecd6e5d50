"""Ways along real roads, against a plain search over all vertices that the roads share."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from gridstudio.geometry.geodesic import geod
from gridstudio.geometry.linework import Linework
from gridstudio.geometry.snapping import LineTarget
from gridstudio.geometry.tracing import Tracer
from tests.shared_data import shared_data

PAIRS = 12
HALF_PERCENT = 0.005
"""The network is searched in a plane, which is not quite the ellipsoid."""


def roads_of(name: str) -> NDArray[np.object_]:
    found = pyogrio.raw.read(shared_data(name), layer="lines", columns=["highway"])
    is_road = np.array([value is not None for value in found[3][0]])
    return np.asarray(shapely.from_wkb(found[2]))[is_road]


@pytest.mark.parametrize("name", ["liechtenstein-2013-08-03.osm.pbf", "andorra.osm.pbf"])
def test_ways_along_real_roads_are_the_shortest(name: str) -> None:
    roads = roads_of(f"osm/{name}")
    coords, line = shapely.get_coordinates(roads, return_index=True)
    vertices, place = np.unique(np.round(coords, 9), axis=0, return_inverse=True)
    joined = line[1:] == line[:-1]
    one, other = place.reshape(-1)[:-1][joined], place.reshape(-1)[1:][joined]
    length = geod().inv(*vertices[one].T, *vertices[other].T)[2]
    low, high = np.minimum(one, other), np.maximum(one, other)
    _keys, first = np.unique(low * len(vertices) + high, return_index=True)
    whole = csr_array(
        (length[first], (low[first], high[first])), shape=(len(vertices), len(vertices))
    )
    _count, part = connected_components(whole, directed=False)
    largest = np.flatnonzero(part == np.bincount(part).argmax())
    chance = np.random.default_rng(1)
    texts = [np.full(len(roads), text, dtype=object) for text in ("road", "")]
    tracer = Tracer([LineTarget(Linework(roads), *texts)])
    for start, end in chance.choice(largest, (PAIRS, 2)).tolist():
        shortest = float(dijkstra(whole, directed=False, indices=start)[end])
        places = tuple(vertices[start].tolist()), tuple(vertices[end].tolist())
        way = tracer.way(*places, 2.0)
        assert way is not None
        # Roads that end just short of one another are joined, which may save a little.
        assert way.length_m <= shortest * (1 + HALF_PERCENT) + 1.0
        ends = np.round(way.lonlat[[0, -1]], 9)
        assert ends.tolist() == [list(places[0]), list(places[1])]
        other_way = tracer.way(*places, 2.0, other=True)
        if other_way is not None:
            assert other_way.length_m >= way.length_m * (1 - HALF_PERCENT)
