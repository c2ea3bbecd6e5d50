"""Rings that get the same nodes, and lose what runs out and straight back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon

from gridstudio.errors import Refused
from gridstudio.geometry.coverage import Ground
from gridstudio.geometry.edge_rows import difference, odd_edges
from gridstudio.geometry.rings import Node, node_of, nodes_of, rings
from gridstudio.geometry.weaving import Weave, both_ways
from tests.geometry.drawn import drawn


def at(lon: float, lat: float) -> Node:
    return node_of((lon, lat))


def test_both_sides_of_an_edge_get_its_nodes() -> None:
    coverage, names = drawn("AB")
    weave = Weave(between=both_ways(at(1, 0), at(1, 1), [at(1.2, 0.3), at(1.2, 0.6)]))
    changed = weave.applied(coverage.grounds.values())
    assert changed.keys() == {names["A"], names["B"]}
    total = sum(shape.area for shape in changed.values())
    assert total == pytest.approx(2)
    assert changed[names["A"]].area > 1


def test_a_detour_that_runs_back_over_the_ring_goes() -> None:
    """From (1, 1) over (0, 1) and on to (0.5, 0.5): A loses the corner, B gains the triangle."""
    coverage, names = drawn("AB")
    way = both_ways(at(1, 0), at(1, 1), [at(0.5, 0.5), at(0, 1)])
    changed = Weave(between=way).applied(coverage.grounds.values())
    (ring,) = rings(changed[names["A"]])
    assert (1.0, 1.0) not in map(tuple, ring.tolist())
    assert changed[names["A"]].area + changed[names["B"]].area == pytest.approx(2)


@pytest.mark.parametrize("turn", range(4))
def test_spikes_go_wherever_the_ring_begins(turn: int) -> None:
    from gridstudio.geometry.weaving import _without_spikes

    ring = [at(0, 0), at(1, 0), at(1, 1), at(2, 1), at(1, 1), at(0, 1)]
    turned = ring[turn:] + ring[:turn]
    kept = _without_spikes(turned)
    assert sorted(kept) == sorted([at(0, 0), at(1, 0), at(1, 1), at(0, 1)])


def test_what_would_vanish_is_refused() -> None:
    coverage, _names = drawn("AB")
    with pytest.raises(Refused, match="three corners") as refusal:
        Weave(dropped=frozenset({at(0, 0), at(0, 1)}), place=(0.5, 0.5)).applied(
            coverage.grounds.values()
        )
    assert refusal.value.place == (0.5, 0.5)


def gone_through(weave: Weave, ring: list[Node]) -> list[Node]:
    """A ring as it becomes, all of it looked at."""
    from gridstudio.geometry.weaving import _without_spikes

    kept = [node for node in ring if node not in weave.dropped]
    result: list[Node] = []
    for start, end in zip(kept, [*kept[1:], *kept[:1]], strict=True):
        result += [weave.moved.get(start, start), *weave.between.get((start, end), ())]
    return _without_spikes(result)


def assert_same_round(found: list[Node], expected: list[Node]) -> None:
    """The same ring, wherever it begins."""
    begins = [at for at, node in enumerate(found) if node == expected[0]]
    assert len(found) == len(expected)
    assert any(found[at:] + found[:at] == expected for at in begins)


@given(st.integers(0, 100_000))
def test_a_stretch_changes_as_if_the_whole_ring_were_gone_through(seed: int) -> None:
    random = np.random.default_rng(seed)
    around = np.linspace(0, 2 * np.pi, 15)[:-1] + random.uniform(0, 0.3, 14)
    circle = np.round(np.column_stack([np.cos(around), np.sin(around)]) * 0.01 + 112, 9)
    ring = nodes_of(circle)
    first, count = int(random.integers(0, 14)), int(random.integers(1, 9))
    some = [ring[at % 14] for at in range(first, first + count)]
    targets = [*ring, *nodes_of(np.round(random.uniform(111.99, 112.01, (6, 2)), 9))]

    def anywhere() -> Node:
        return targets[random.integers(0, len(targets))]

    dropped = {node for node in some if random.random() < 0.2}
    kept = [node for node in ring if node not in dropped]
    between = {}
    for start, end in zip(kept, [*kept[1:], kept[0]], strict=True):
        if start in some and random.random() < 0.2:
            between |= both_ways(start, end, [anywhere() for _step in range(2)])
    moved = {node: anywhere() for node in some if node not in dropped and random.random() < 0.5}
    weave = Weave(moved, frozenset(dropped), between)
    ground = Ground(1, 0, 0, False, MultiPolygon([Polygon(circle)]))
    expected = gone_through(weave, ring)
    if len(expected) < 3:
        with pytest.raises(Refused):
            weave.applied([ground])
        return
    changed = weave.applied([ground])
    assert bool(changed) == (expected != ring)
    if changed:
        (found,) = rings(changed[1])
        assert_same_round(nodes_of(found[:-1]), expected)
        known = difference(ground.geometry, changed[1])
        anew = odd_edges((ground.geometry, changed[1]))
        assert np.array_equal(known.edges, anew), "what is remembered is what is found"
