"""Customers given to another area than the one they lie in: decided, with a reason, and listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

import numpy as np

from gridstudio.domain.ids import Ids
from gridstudio.errors import Refused
from gridstudio.geometry.ownership import owners_by_position
from gridstudio.i18n import _
from gridstudio.project import Edit, Project
from gridstudio.project.queries import Override

State = Literal["in force", "disputed", "expired", "divided", "needless"]
"""``expired`` wants a decision and stays in force until then; ``divided`` names an area that has
been divided since, and leaves open which part is meant; ``needless`` says what position says
anyway, as after a re-division."""

WAITING: frozenset[State] = frozenset({"expired", "disputed", "divided"})
"""What wants to be decided anew."""


@dataclass(frozen=True)
class Decision:
    """An override as a list shows it: its ``state`` today, and the area by position (0: none)."""

    override: Override
    state: State
    by_position: int


def give_customers(
    project: Project,
    customer_ids: Sequence[int],
    area_id: int,
    reason: str,
    *,
    expires: date | None = None,
    disputed: bool = False,
    author: str = "",
) -> int:
    """Give customers to an area, whatever was decided before; returns how many. Without an
    ``author`` it is the project's.

    Raises Refused without customers or a reason, and for an area that has others below it, which
    would leave open which of them is meant.
    """
    customers = project.customers()
    known = customers.id[customers.index(Ids(customer_ids))].tolist()
    if not known:
        raise Refused(_("Select the customers first."))
    _require_reason(reason)
    _require_owner(project, area_id)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with project.edit(_("Give customers to an area")) as edit:
        _forget(edit, project, known)
        edit.add(
            "owner_overrides",
            (
                {
                    "customer_id": customer,
                    "area_id": area_id,
                    "reason": reason.strip(),
                    "author": author or project.author,
                    "created_at": now,
                    "expires_at": expires.isoformat() if expires else None,
                    "disputed": int(disputed),
                }
                for customer in known
            ),
        )
    return len(known)


def change_override(
    project: Project,
    override_id: int,
    area_id: int,
    *,
    reason: str,
    expires: date | None,
    disputed: bool,
) -> None:
    """Decide anew on an override. Raises Refused without a reason, and for an area that cannot own
    customers."""
    _require_reason(reason)
    _require_owner(project, area_id)
    with project.edit(_("Change a decision on owners")) as edit:
        edit.update(
            "owner_overrides",
            override_id,
            {
                "area_id": area_id,
                "reason": reason.strip(),
                "expires_at": expires.isoformat() if expires else None,
                "disputed": int(disputed),
            },
        )


def withdraw(project: Project, override_ids: Sequence[int]) -> None:
    """Let position decide again."""
    if override_ids:
        with project.edit(_("Withdraw decisions on owners")) as edit:
            edit.remove("owner_overrides", override_ids)


def decisions(project: Project, today: date) -> list[Decision]:
    """Every override with its state, those that want a decision first."""
    every = project.overrides()
    customers, areas = project.customers(), project.areas()
    leaves = np.flatnonzero(~np.isin(areas.id, areas.parent))
    parents = set(areas.parent.tolist())
    rows = customers.index([item.customer_id for item in every])
    position = owners_by_position(
        customers.lonlat[rows], areas.geometry[leaves], areas.id[leaves]
    ).tolist()
    listed = [
        Decision(item, _state(item, place, today, item.area_id in parents), place)
        for item, place in zip(every, position, strict=True)
    ]
    order: dict[State, int] = {
        "expired": 0, "disputed": 1, "divided": 2, "needless": 3, "in force": 4,
    }  # fmt: skip
    return sorted(listed, key=lambda decision: (order[decision.state], decision.override.id))


def waiting(project: Project, today: date) -> int:
    """How many decisions have to be made anew."""
    return sum(decision.state in WAITING for decision in decisions(project, today))


def decision_of(project: Project, customer_id: int, today: date) -> Decision | None:
    """The decision on one customer; None where position decides."""
    found = (one for one in decisions(project, today) if one.override.customer_id == customer_id)
    return next(found, None)


def _state(item: Override, by_position: int, today: date, divided: bool) -> State:
    if item.expires_at and item.expires_at < today.isoformat():
        return "expired"
    if item.disputed:
        return "disputed"
    if divided:
        return "divided"
    return "needless" if item.area_id == by_position else "in force"


def _forget(edit: Edit, project: Project, customer_ids: Sequence[int]) -> None:
    chosen = set(customer_ids)
    old = [item.id for item in project.overrides() if item.customer_id in chosen]
    if old:
        edit.remove("owner_overrides", old)


def _require_owner(project: Project, area_id: int) -> None:
    areas = project.areas()
    row = areas.row(area_id)
    if areas.open[row]:
        raise Refused(_("Open ground has no team: choose an area."))
    if len(areas.children(area_id)):
        raise Refused(_("This area is divided: choose one of the areas in it."))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why: a decision without a reason cannot be judged later."))
