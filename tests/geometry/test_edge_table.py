"""Edges of many shapes in arrays, as ``rings`` has them one by one."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.geometry.edge_table import edges_of
from gridstudio.geometry.rings import edges, undirected
from tests.geometry.drawn import drawn

PICTURES = [
    "AABB",
    """
    AAA
    AHA
    AAA
    """,
    """
    ABAB
    BABA
    """,
]


@pytest.mark.parametrize("picture", PICTURES)
def test_the_same_edges_as_one_by_one(picture: str) -> None:
    coverage, _names = drawn(picture)
    shapes = [held.geometry for held in coverage.grounds.values()]
    table = edges_of(shapes)
    for at, shape in enumerate(shapes):
        ends = table.node[table.ends[table.shape == at]].tolist()
        assert {undirected(tuple(a), tuple(b)) for a, b in ends} == edges(shape)
    assert not table.stray().any(), "children and county cancel"
    children = edges_of(shapes[1:])
    outline = children.node[children.ends[children.stray()]].tolist()
    assert {undirected(tuple(a), tuple(b)) for a, b in outline} == edges(shapes[0])


def test_what_hangs_together_has_one_number() -> None:
    coverage, names = drawn("A.B")
    table = edges_of([coverage[names[name]].geometry for name in "AB"])
    label = table.clusters()
    assert len(np.unique(label)) == 2
    for at in (0, 1):
        assert len(np.unique(label[table.shape == at])) == 1


def test_nothing_at_all() -> None:
    table = edges_of([])
    assert len(table.node) == len(table.ends) == len(table.shape) == 0
    assert len(table.stray()) == 0
