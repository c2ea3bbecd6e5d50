"""The two values between the map and a tool: events in, overlays out.

A tool is a generator. The map sends it each MapEvent and paints the Overlay that it yields; when
the generator returns, the gesture is over, and what it returns is a notice for the user. Closing it
(Esc) leaves nothing behind, since a tool calls its one command only at the end.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gridstudio.assessment.moving import Moved

Points = NDArray[np.float64]
EventKind = Literal["press", "move", "release", "double_click", "key"]


@dataclass(frozen=True)
class MapEvent:
    """One input on the map. ``xy`` is in metres (EPSG:3857); ``metre_per_px`` turns a tolerance in
    pixels into metres; ``held`` is whether the left button is down while the mouse moves, ``rests``
    whether this is the last move once more, told since the hand is still. ``key``
    is for kind "key": "Enter", "Backspace", "Delete", "Undo", "Redo", "Tab", "Escape" (only while
    an overlay has an entry or holds something), or a character that was typed."""

    kind: EventKind
    xy: tuple[float, float]
    metre_per_px: float
    button: Literal["left", "right", "middle", ""] = ""
    key: str = ""
    shift: bool = False
    control: bool = False
    alt: bool = False
    held: bool = False
    rests: bool = False


@dataclass(frozen=True)
class Mark:
    """A point with a word beside it: what the cursor snapped to, or why an act was refused."""

    xy: tuple[float, float]
    text: str = ""


@dataclass(frozen=True)
class Entry:
    """What is being typed, beside the point it is about: the ``text`` so far, and what it means, or
    why it means nothing (``wrong``)."""

    xy: tuple[float, float]
    text: str
    meaning: str = ""
    wrong: bool = False


@dataclass(frozen=True)
class Overlay:
    """What a tool wants to be seen, all in EPSG:3857 metres.

    ``lines`` are open, ``rings`` filled faintly, ``nodes`` drawn as handles, ``labels`` are figures
    at their places; ``snap`` marks what the cursor snapped to, ``refusal`` where and why the act
    was refused, ``warning`` where and why it would be, if it ended now; ``hint`` is for the status
    bar, ``figure`` what copying copies; ``moved`` is what letting go here would do to the areas'
    figures. The tool ``waits`` if it has more to say once the hand rests. ``begins`` are the signs
    that, when typed, begin an ``entry``; while there is one, the tool gets every key. ``undoes``
    and ``redoes`` say whether the tool takes Undo and Redo for itself now. While the hand ``holds``
    what it drags, Escape lets that go; else it ends the tool.
    """

    lines: tuple[Points, ...] = ()
    rings: tuple[Points, ...] = ()
    nodes: tuple[tuple[float, float], ...] = ()
    labels: tuple[Mark, ...] = ()
    snap: Mark | None = None
    refusal: Mark | None = None
    warning: Mark | None = None
    hint: str = ""
    figure: str = ""
    moved: Moved | None = None
    waits: bool = False
    begins: str = ""
    entry: Entry | None = None
    undoes: bool = False
    redoes: bool = False
    holds: bool = False

    @property
    def trouble(self) -> Mark | None:
        """What was refused, or would be."""
        return self.refusal or self.warning


Tool = Generator[Overlay, MapEvent, str]
