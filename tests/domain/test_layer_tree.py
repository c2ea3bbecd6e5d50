"""The tree of layers: order, groups, scales, names."""

from __future__ import annotations

from gridstudio.domain.layer_tree import in_paint_order, members, place_for, shown_layers, title
from gridstudio.domain.rows import Layer
from tests.cases import telecom


def layer(number: int, kind: str = "features", position: int = 0, **more: object) -> Layer:
    return Layer(id=number, name=f"Layer {number}", kind=kind, position=position, **more)  # type: ignore[arg-type]


def ids(layers: object) -> list[int]:
    return [one.id for one in layers]  # type: ignore[attr-defined]


TREE = (
    layer(1, "tiles", 0),
    layer(2, "group", 1, opacity=0.5, farthest=100_000),
    layer(3, position=1, parent=2, opacity=0.5),
    layer(4, position=0, parent=2, nearest=5_000),
    layer(5, "customers", 2),
)


def test_layers_are_ordered_bottom_first_and_a_group_follows_what_is_in_it() -> None:
    assert ids(in_paint_order(reversed(TREE))) == [1, 4, 3, 2, 5]


def test_a_group_that_is_gone_or_lies_in_itself_hides_nothing() -> None:
    ring = (layer(1, "group", parent=2), layer(2, "group", parent=1), layer(3, parent=1))
    assert sorted(ids(in_paint_order(ring))) == [1, 2, 3]
    assert ids(in_paint_order([layer(1, parent=99), layer(2, position=1)])) == [1, 2]
    assert ids(one.layer for one in shown_layers(ring, frozenset())) == [3]


def test_a_groups_switch_opacity_and_scale_range_hold_for_its_members() -> None:
    ordered = in_paint_order(TREE)
    assert ids(one.layer for one in shown_layers(ordered, frozenset())) == [1, 4, 3, 5]
    assert [one.opacity for one in shown_layers(ordered, frozenset())] == [1.0, 0.5, 0.25, 1.0]
    assert ids(one.layer for one in shown_layers(ordered, frozenset({2}))) == [1, 5]
    for denominator, expected in ((1_000, [1, 3, 5]), (5_000, [1, 4, 3, 5]), (200_000, [1, 5])):
        shown = shown_layers(ordered, frozenset(), denominator)
        assert ids(one.layer for one in shown) == expected


def test_what_lies_in_a_group_at_any_depth() -> None:
    nested = (*TREE, layer(6, "group", 3), layer(7, "group", 0, parent=6), layer(8, parent=7))
    assert ids(members(nested, 6)) == [7, 8]
    assert members(nested, 3) == ()


def test_new_layers_come_under_the_areas_and_base_maps_under_everything() -> None:
    outside = [layer(1, "tiles"), layer(2), layer(3, "areas"), layer(4, "customers")]
    assert place_for(outside, "tiles") == 1
    assert place_for(outside, "picture") == 1
    assert place_for(outside, "features") == 2
    assert place_for(outside, "group") == 2
    assert place_for([], "features") == 0


def test_built_in_layers_are_called_as_their_kind_until_they_are_renamed() -> None:
    template = telecom()
    named = Layer(id=1, name="", kind="areas", options={"level": 1})
    assert title(named, template) == template.levels[1].name()
    assert title(Layer(id=1, name="", kind="areas", options={"level": 9}), template) == "Areas"
    assert title(Layer(id=1, name="", kind="customers"), template) == "Customers"
    assert title(Layer(id=1, name="Shops", kind="customers"), template) == "Shops"
    assert title(Layer(id=7, name="", kind="features"), template) == "Layer 7"
