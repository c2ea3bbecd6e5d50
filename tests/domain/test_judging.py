"""Areas coloured by their judgement."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from gridstudio.domain.columns import Numbers, classes_of
from gridstudio.domain.judging import judged, judgement_field, judgement_style, judgement_words
from gridstudio.domain.style import LabelStyle, Style
from gridstudio.domain.targets import Judgement, Target, judgement_color
from gridstudio.domain.vision import Vision, difference, seen

TARGET = Target(2, "customers", 50, 100, 150)
VALUES = Numbers(np.array([10.0, 60.0, 100.0, 140.0, 200.0, np.nan]))


def test_each_judgement_falls_into_its_class() -> None:
    style = judgement_style("customers", Style(label=LabelStyle("name")))
    assert style.field == "judgement.customers" and style.label == LabelStyle("name")
    column = judged(TARGET, VALUES)
    codes = classes_of(style, column, 6).tolist()
    colors = [style.classes[code].symbol.color for code in codes]
    assert colors[:5] == [judgement_color(one) for one in Judgement]
    assert style.classes[codes[5]].value is None, "without a figure"
    assert [column.texts[code] for code in column.codes[:5]] == ["-2", "-1", "0", "1", "2"]


def test_a_legend_reads_from_over_to_under_with_signs() -> None:
    names = [word.name() for word in judgement_words()]
    assert names[0] == "▲ over maximum" and names[2] == "on target"
    assert names[-1] == "▼ under minimum"
    field = judgement_field("customers", "Customers")
    assert field.name == "Target: Customers" and field.words == judgement_words()


@pytest.mark.parametrize("vision", ["full", "deuteranopia", "protanopia"])
def test_the_colour_blind_tell_the_judgements_apart(vision: Vision) -> None:
    looks = [seen(judgement_color(one), vision) for one in Judgement]
    assert min(difference(one, other) for one, other in pairwise(looks)) > 7
    assert difference(looks[0], looks[-1]) > 30 < difference(looks[1], looks[0])
