"""What is selected, and how a new choice is joined with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from gridstudio.domain.ids import Ids, Ints

Mode = Literal["new", "add", "remove", "intersect", "toggle"]
"""``toggle`` adds what was not selected and takes out what was."""
_Many = Iterable[int] | Ints


class Selection:
    """Ids of what is selected: customers, sites and areas. Never changes."""

    __slots__ = ("areas", "customers", "sites")

    def __init__(self, customers: _Many = (), sites: _Many = (), areas: _Many = ()) -> None:
        self.customers, self.sites, self.areas = Ids(customers), Ids(sites), Ids(areas)

    def __bool__(self) -> bool:
        return bool(len(self.customers) or len(self.sites) or len(self.areas))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Selection):
            return NotImplemented
        return (
            self.customers == other.customers
            and self.sites == other.sites
            and self.areas == other.areas
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Selection({self.customers!r}, {self.sites!r}, {self.areas!r})"

    def joined(self, other: Selection, mode: Mode) -> Selection:
        """This selection after ``other`` has been chosen in a mode."""
        if mode == "new":
            return other
        join = _JOINS[mode]
        return Selection(
            join(self.customers, other.customers),
            join(self.sites, other.sites),
            join(self.areas, other.areas),
        )


_JOINS: dict[str, Callable[[Ids, Ids], Ids]] = {
    "add": lambda these, those: these | those,
    "remove": lambda these, those: these - those,
    "intersect": lambda these, those: these & those,
    "toggle": lambda these, those: these ^ those,
}


def mode_of(*, shift: bool, alt: bool, control: bool = False) -> Mode:
    """The mode that held keys mean: Shift adds, Alt (or Ctrl, where the system takes Alt for
    itself) removes, both keep what is in both."""
    less = alt or control
    if shift:
        return "intersect" if less else "add"
    return "remove" if less else "new"
