"""Looking at what an act would do: by lists of events."""

from __future__ import annotations

import numpy as np
import pytest

from gridstudio.errors import Refused
from gridstudio.geometry.mercator import to_xy
from gridstudio.tools.gesture import Overlay
from gridstudio.tools.preview import preview
from tests.tools.events import key, move, played, press

SHOWN = Overlay(hint="look", rings=(np.zeros((3, 2)),))


def test_it_is_shown_until_enter() -> None:
    done: list[str] = []
    tool = preview(SHOWN, lambda: done.append("done") or "Done.")  # type: ignore[func-returns-value]
    assert all(o is SHOWN for o in played(tool, [move(112, 35), press(112, 35), key("x")]))
    assert done == []
    with pytest.raises(StopIteration) as end:
        tool.send(key("Enter"))
    assert end.value.value == "Done." and done == ["done"]


def test_a_refusal_is_shown_at_its_place_and_the_preview_stays() -> None:
    def refuse() -> str:
        raise Refused("Locked.", place=(112.0, 35.0))

    shown, after = played(preview(SHOWN, refuse), [key("Enter"), press(112, 35)])[1:]
    assert shown.refusal is not None and shown.refusal.text == "Locked."
    assert shown.refusal.xy == pytest.approx(to_xy(np.array((112.0, 35.0))))
    assert shown.rings is SHOWN.rings and after is SHOWN
