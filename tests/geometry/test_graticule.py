"""Which lines a graticule has, and what stands at them."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.geometry.graticule import STEPS, degree_text, lines_between, step_for


@pytest.mark.parametrize(
    ("degrees_per_px", "step"),
    [(1e-6, 1 / 3600), (1e-4, 1 / 60), (1e-3, 10 / 60), (0.009, 1.0), (0.1, 10.0), (9.0, 30.0)],
)
def test_lines_stand_well_apart_at_round_degrees(degrees_per_px: float, step: float) -> None:
    assert step_for(degrees_per_px, 100) == pytest.approx(step)


def test_steps_grow_and_divide_a_degree() -> None:
    assert list(STEPS) == sorted(STEPS)
    assert all(1 / step == pytest.approx(round(1 / step)) for step in STEPS if step < 1)


def test_lines_lie_at_multiples_and_on_the_edges() -> None:
    assert lines_between(111.95, 112.21, 0.1) == pytest.approx([112.0, 112.1, 112.2])
    assert lines_between(112.0, 113.0, 1.0) == pytest.approx([112.0, 113.0])
    assert lines_between(112.01, 112.02, 0.1).shape == (0,)
    assert np.allclose(lines_between(-0.6, 0.6, 0.5), [-0.5, 0, 0.5])


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (112.0, 1.0, "112°E"),
        (112.5, 0.5, "112°30′E"),
        (-112.5, 0.5, "112°30′W"),
        (0.0, 1.0, "0°"),
        (35 + 59 / 60 + 59.9999 / 3600, 1 / 60, "36°00′E"),
        (35 + 20 / 3600, 10 / 3600, "35°00′20″E"),
    ],
)
def test_degrees_are_written_as_finely_as_they_step(value: float, step: float, text: str) -> None:
    assert degree_text(value, step, "EW") == text
