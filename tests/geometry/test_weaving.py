"""Rings that get the same nodes, and lose what runs out and straight back."""

from __future__ import annotations

import pytest

from gridstudio.errors import Refused
from gridstudio.geometry.rings import Node, node_of, rings
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
