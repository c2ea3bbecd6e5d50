"""Credits of what a map is drawn from."""

from __future__ import annotations

from dataclasses import replace

from gridstudio.canvas.credits import credits_of
from gridstudio.canvas.scene import Look
from tests.map_data_case import county_case


def test_layers_that_are_shown_are_credited_once() -> None:
    data = county_case()
    layers = tuple(
        replace(layer, options={**layer.options, "attribution": "© Somebody"})
        if layer.id in data.features or layer.kind == "sites"
        else layer
        for layer in data.layers
    )
    data = replace(data, layers=layers)
    assert credits_of(data, Look()) == ["© Somebody"]
    hidden = frozenset(layer.id for layer in layers if layer.options.get("attribution"))
    assert credits_of(data, Look(hidden=hidden)) == []
