"""The change book of a project, since a moment or between schemes, as lines and as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gridstudio.assessment.change_book import (
    ChangeBook,
    Move,
    MovedCustomer,
    Ownership,
    area_name,
    area_team,
    change_book,
    moves,
)
from gridstudio.domain.template import Word
from gridstudio.project import Project


@dataclass(frozen=True)
class Span:
    """What a change book is between, for a list to choose from; both ends are made when they are
    asked for, ``after`` None is now."""

    text: str
    before: Callable[[], Ownership]
    after: Callable[[], Ownership | None] = lambda: None


def ownership(project: Project) -> Ownership:
    """Who owns whom now; cheap, and valid for good."""
    return Ownership(project.areas(), project.owners())


def moved_since(project: Project, before: Ownership, after: Ownership | None = None) -> ChangeBook:
    """Who has another owner than at a moment of this session or in another scheme: now, or in the
    scheme ``after``."""
    return change_book(project.customers(), before, after or ownership(project))


def moved_customers(
    project: Project,
    before: Ownership,
    book: ChangeBook,
    most: int | None = None,
    after: Ownership | None = None,
) -> list[MovedCustomer]:
    """The lines of a change book in words, the most valuable customers first; ``most`` of them."""
    customers, template = project.customers(), project.template
    areas = project.areas() if after is None else after.areas
    order = np.argsort(-np.nan_to_num(customers.value[book.rows]), kind="stable")[:most]
    ids = customers.id[book.rows[order]].tolist()
    texts = project.texts("customers", ids, ["name", "address"])
    lines = []
    for at, customer in zip(order.tolist(), ids, strict=True):
        row, old, new = int(book.rows[at]), int(book.old[at]), int(book.new[at])
        name, address = texts[customer]
        value = float(customers.value[row])
        lines.append(
            MovedCustomer(
                name=name,
                kind=_word(template.kinds, int(customers.kind[row])),
                class_=_word(template.classes, int(customers.class_[row])),
                value=None if np.isnan(value) else value,
                address=address,
                old=area_name(before.areas, old),
                old_team=area_team(before.areas, old),
                new=area_name(areas, new),
                new_team=area_team(areas, new),
            )
        )
    return lines


def sums(
    project: Project, before: Ownership, book: ChangeBook, after: Ownership | None = None
) -> list[tuple[str, str, Move]]:
    """From area to area: both names and the figures, the largest first."""
    areas = project.areas() if after is None else after.areas
    return [
        (area_name(before.areas, move.old), area_name(areas, move.new), move)
        for move in moves(book, project.customers())
    ]


def _word(words: tuple[Word, ...], code: int) -> str:
    return words[code].name() if 0 <= code < len(words) else ""
