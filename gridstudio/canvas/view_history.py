"""Back and forward through the views at which the hand rested."""

from __future__ import annotations

from gridstudio.domain.bookmarks import MapPlace

KEPT = 100


class ViewHistory:
    """The views of one project in their order, and which of them is shown."""

    def __init__(self) -> None:
        self._places: list[MapPlace] = []
        self._at = -1

    def clear(self) -> None:
        self._places.clear()
        self._at = -1

    def visit(self, place: MapPlace) -> bool:
        """Remember a view; those ahead are forgotten. False where it is the one shown anyway."""
        if self._at >= 0 and self._places[self._at].near(place):
            return False
        self._places = [*self._places[: self._at + 1], place][-KEPT:]
        self._at = len(self._places) - 1
        return True

    @property
    def can_go_back(self) -> bool:
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        return self._at < len(self._places) - 1

    def back(self) -> MapPlace | None:
        """The view before; None where there is none."""
        return self._step(-1) if self.can_go_back else None

    def forward(self) -> MapPlace | None:
        """The view after, where one has gone back; None else."""
        return self._step(1) if self.can_go_forward else None

    def _step(self, by: int) -> MapPlace:
        self._at += by
        return self._places[self._at]
