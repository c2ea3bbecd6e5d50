"""Look at what an act would do before it is done: Enter does it, Esc leaves all as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from gridstudio.errors import Refused
from gridstudio.geometry.mercator import to_xy
from gridstudio.tools.gesture import Mark, Overlay, Tool


def preview(overlay: Overlay, accept: Callable[[], str]) -> Tool:
    """Show ``overlay`` until Enter; then ``accept`` calls the command and returns a notice. Where
    that is refused, the reason stands at its place."""
    shown = overlay
    while True:
        event = yield shown
        shown = overlay
        if event.kind != "key" or event.key != "Enter":
            continue
        try:
            return accept()
        except Refused as refused:
            xy = event.xy if refused.place is None else to_xy(np.array(refused.place)).tolist()
            shown = replace(overlay, refusal=Mark((float(xy[0]), float(xy[1])), str(refused)))
