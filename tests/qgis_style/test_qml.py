"""Our styles in QGIS's words and back."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridstudio.domain.ramps import RAMPS
from gridstudio.domain.style import (
    SHAPES,
    LabelStyle,
    SizeBy,
    Style,
    StyleClass,
    Symbol,
)
from gridstudio.errors import UserError
from gridstudio.qgis_style.qml import from_qml, to_qml

GEOMETRIES = ("point", "line", "polygon")

colors = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
maybe_colors = st.just("") | colors
sizes = st.integers(1, 200_000).map(lambda thousandths: thousandths / 1000)
texts = st.text(max_size=8)
names = st.text(min_size=1, max_size=8)
bounds = st.floats(allow_nan=False)
symbols = st.builds(
    Symbol,
    color=maybe_colors,
    outline=maybe_colors,
    outline_px=st.just(0.0) | sizes,
    size_px=st.just(0.0) | sizes,
    shape=st.sampled_from(SHAPES),
    dash=st.lists(sizes, max_size=4).map(tuple),
    opacity=st.floats(0, 1),
    casing=maybe_colors,
    casing_px=st.just(0.0) | sizes,
)
classes = st.builds(
    StyleClass,
    symbol=symbols,
    label=texts,
    value=st.none() | texts,
    lower=bounds,
    upper=bounds,
    visible=st.booleans(),
)
styles = st.builds(
    Style,
    mode=st.sampled_from(["single", "categories", "graduated", "heat", "cluster"]),
    field=texts,
    classes=st.lists(classes, max_size=3).map(tuple),
    size_by=st.none()
    | st.builds(SizeBy, names, st.lists(st.tuples(texts, sizes), max_size=3).map(tuple))
    | st.builds(SizeBy, names, st.just(()), bounds, sizes, sizes),
    label=st.none()
    | st.builds(LabelStyle, texts, sizes, maybe_colors, maybe_colors, st.booleans(), sizes),
    ramp=st.sampled_from([*RAMPS, "my own"]),
    radius_px=sizes,
    symbols_from=st.just(0.0) | sizes,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(styles, st.sampled_from(GEOMETRIES))
def test_every_style_comes_back_the_same(style: Style, geometry: Any) -> None:
    assert from_qml(to_qml(style, geometry)) == style


plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8).filter(
    lambda text: "\ufffe" not in text and "\uffff" not in text
)
drawn = st.builds(
    Symbol,
    color=maybe_colors,
    outline=colors,
    outline_px=sizes,
    size_px=sizes,
    shape=st.sampled_from(SHAPES),
    opacity=st.floats(0, 1),
)
categories = st.builds(
    StyleClass,
    symbol=drawn,
    label=plain,
    value=st.none() | plain.filter(bool),
    visible=st.booleans(),
)
field_names = st.sampled_from(["class", "类别", "人口(万)", 'a "b"', "pop(2020)", "it's", "$id"])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(categories, min_size=1, max_size=3).map(tuple),
    field_names,
    st.lists(st.tuples(plain, sizes), min_size=1, max_size=3).map(tuple),
    st.builds(LabelStyle, plain.filter(bool), sizes, colors, maybe_colors, st.booleans(), sizes),
)
def test_what_qgis_has_words_for_is_said_in_them_alone(
    classes: tuple[StyleClass, ...],
    field: str,
    pairs: tuple[tuple[str, float], ...],
    label: LabelStyle,
) -> None:
    style = Style("categories", field, classes, SizeBy(field, pairs), label)
    qml = to_qml(style, "point")
    assert " gridstudio=" not in qml
    assert from_qml(qml) == style
    old = re.sub(r"<Option type=\"Map\">(\s*<Option [^>]*/>)*\s*</Option>(?=\s*<prop)", "", qml)
    assert old.count("<Option") < qml.count("<Option")
    assert from_qml(old) == style
    assert from_qml(re.sub("<prop [^>]*/>", "", qml)) == style


def test_census_facts_and_proportional_sizes_are_said_in_qgis_words_alone() -> None:
    fact = 'census.it\'s \\ "scale"'
    for size_by in (
        SizeBy(fact, largest=1234.5, least_px=3.5, most_px=24.125),
        SizeBy(fact, (("a", 3.0), ("b", 4.5))),
    ):
        style = Style("categories", fact, (StyleClass(Symbol(), "x", "x"),), size_by)
        style = replace(style, label=LabelStyle(fact))
        qml = to_qml(style, "point")
        assert " gridstudio=" not in qml
        assert from_qml(qml) == style


def test_lines_grounds_ranges_and_heat_are_said_in_qgis_words_alone() -> None:
    line = Symbol("#112233", size_px=0.4, dash=(4.0, 2.5, 0.125, 2.0), opacity=0.25)
    ground = Symbol("", "#445566", 2.5, opacity=0.5)
    ranges = (
        StyleClass(Symbol(), "low", lower=-1e-9, upper=0.1),
        StyleClass(Symbol("#abcdef"), "middle", lower=0.1, upper=1e20),
        StyleClass(Symbol("#abcdef"), "rest", lower=1e20, upper=float("inf"), visible=False),
    )
    for style, geometry in (
        (Style(classes=(StyleClass(line),)), "line"),
        (Style(classes=(StyleClass(ground),)), "polygon"),
        (Style("graduated", "n", ranges, ramp="plasma"), "point"),
        (Style("heat", "n", ramp="cividis", radius_px=30.125), "point"),
        (Style("cluster", radius_px=30.125), "point"),
        (Style("cluster", "kind", (StyleClass(Symbol(), "a", "A"),)), "point"),
    ):
        qml = to_qml(style, geometry)  # type: ignore[arg-type]
        assert " gridstudio=" not in qml
        assert from_qml(qml) == style


def test_a_cased_line_is_two_lines_in_two_passes() -> None:
    road = Symbol("#ffffff", "", 0.0, 4.0, casing="#aa8855", casing_px=1.5)
    style = Style("categories", "class", (StyleClass(road, "a", "a"), StyleClass(road, "b", "b")))
    renderer = ET.fromstring(to_qml(style, "line")).find("renderer-v2")
    assert renderer is not None and renderer.get("symbollevels") == "1"
    passes = [layer.get("pass") for layer in renderer.findall("symbols/symbol/layer")]
    assert passes == ["0", "1", "0", "2"]
    plain = to_qml(Style(classes=(StyleClass(Symbol(size_px=4.0)),)), "line")
    assert 'symbollevels="0"' in plain


@pytest.mark.parametrize("control", ["\0", "\x0b", "\ud800", "\uffff"])
def test_characters_that_xml_cannot_hold_come_back(control: str) -> None:
    style = Style("categories", "a", (StyleClass(Symbol(), control, control + "]]>&<"),))
    assert from_qml(to_qml(style, "point")) == style


@pytest.mark.parametrize(
    "rest", ["{", "[1]", '{"mode": 3}', '{"classes": {"0": {"symbol": 1}}}', "[" * 100_000, "1e999"]
)
def test_a_damaged_remainder_counts_for_nothing(rest: str) -> None:
    qml = to_qml(Style(), "point").replace("<qgis ", f"<qgis gridstudio='{rest}' ")
    assert from_qml(qml) == Style()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a QGIS style"),
        ("no xml", "not a QGIS style"),
        ("<svg/>", "begins with <svg>"),
        ('<!DOCTYPE q [<!ENTITY a "b">]><qgis>&a;</qgis>', "entities"),
        ("<qgis/>", "no symbols"),
        ('<qgis><renderer-v2 type="RuleRenderer"/></qgis>', "“RuleRenderer”"),
        ('<qgis><renderer-v2 type="nullSymbol"/></qgis>', "“nullSymbol”"),
        ('<qgis><renderer-v2 type="singleSymbol"/></qgis>', "not understood"),
        ('<qgis><renderer-v2 type="pointCluster"/></qgis>', "not understood"),
        (
            """<qgis><renderer-v2 type="categorizedSymbol" attr='upper("a")'/></qgis>""",
            'expression upper("a")',
        ),
        ('<qgis><renderer-v2 type="heatmapRenderer" radius="wide"/></qgis>', "number"),
        ('<qgis><renderer-v2 type="heatmapRenderer" radius_unit="1"/></qgis>', "“MapUnit”"),
    ],
)
def test_what_is_not_understood_is_refused_in_words(text: str, reason: str) -> None:
    with pytest.raises(UserError, match=re.escape(reason)) as caught:
        from_qml(text)
    assert "The layer keeps its style" in str(caught.value) or "the layer keeps" in str(
        caught.value
    )
