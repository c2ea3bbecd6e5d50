"""Long edges get nodes between; what was given stays."""

from __future__ import annotations

import numpy as np

from gridstudio.geometry.densifying import MAX_EDGE_M, densified
from gridstudio.geometry.mercator import to_xy


def test_long_edges_get_nodes_between_and_keep_their_ends() -> None:
    line = np.array([[112.0, 35.0], [112.1, 35.05], [112.1001, 35.05]])
    dense = densified(line)
    steps = np.hypot(*np.diff(to_xy(dense), axis=0).T)
    assert steps.max() <= MAX_EDGE_M * (1 + 1e-6)
    assert {tuple(point) for point in line.tolist()} <= {tuple(point) for point in dense.tolist()}
    again = densified(dense)
    assert (again == dense).all(), "nothing more comes in between"
    assert densified(line[:1]).tolist() == line[:1].tolist()
    ring = densified(line, closed=True)
    assert len(ring) > len(dense) and (ring[0] == line[0]).all() and (ring[-1] != line[0]).any()


def test_edges_of_borders_are_kept() -> None:
    line = np.array([[112.0, 35.0], [112.1, 35.0], [112.2, 35.0]])
    both, second = densified(line), densified(line, kept=[False, True, False])
    assert len(second) < len(both)
    assert (second[1] == line[1]).all(), "the edge that leads to the marked point has no nodes"
