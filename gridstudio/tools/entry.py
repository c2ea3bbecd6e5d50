"""Typing the next point of a line, sign by sign, with the hand still on the mouse."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gridstudio.errors import Refused
from gridstudio.formats.typed_place import TypedPlace
from gridstudio.formats.typed_step import TypedCourse, typed_step
from gridstudio.geometry.snapping import Snap
from gridstudio.i18n import _
from gridstudio.tools.course import aimed, way
from gridstudio.tools.figures import bearing_words, length_words
from gridstudio.tools.gesture import Entry

LONGEST = 60
"""Signs; more is no position."""


@dataclass(frozen=True)
class Typing:
    """What has been typed so far."""

    text: str = ""

    def with_key(self, key: str) -> Typing | None:
        """After one more key; None where the entry is left."""
        if key == "Escape" or (key == "Backspace" and not self.text):
            return None
        if key == "Backspace":
            return replace(self, text=self.text[:-1])
        if len(key) == 1 and key.isprintable() and len(self.text) < LONGEST:
            return replace(self, text=self.text + key)
        return self

    def aim(self, last: Snap | None, before: Snap | None, cursor: Snap | None) -> Snap:
        """The point that is meant. Raises Refused with the reason where there is none."""
        return aimed(self._read(last or cursor), last, before, cursor)

    def entry(
        self, last: Snap | None, before: Snap | None, cursor: Snap | None, at: tuple[float, float]
    ) -> Entry:
        """How it is shown at a place of the map."""
        if not self.text:
            return Entry(at, "", _("Length, bearing or position: 120, 1.2km, @45, 120@45"))
        try:
            typed = self._read(last or cursor)
            target = aimed(typed, last, before, cursor)
        except Refused as refused:
            return Entry(at, self.text, str(refused), wrong=True)
        return Entry(at, self.text, _meaning(typed, last, target))

    def _read(self, near: Snap | None) -> TypedCourse | TypedPlace:
        try:
            return typed_step(self.text, about=near.lonlat if near is not None else None)
        except ValueError as error:
            raise Refused(str(error)) from None


def _meaning(typed: TypedCourse | TypedPlace, last: Snap | None, target: Snap) -> str:
    lon, lat = target.lonlat
    place = f"{lat:.6f}, {lon:.6f}"
    if last is None or last.lonlat == target.lonlat:
        return place
    here = way(last.lonlat, target.lonlat)
    words = f"{length_words(here.length_m)} · {bearing_words(here.bearing_deg)}"
    return f"{place}  ({words})" if isinstance(typed, TypedPlace) else words
