"""Acts on customers and sites; each is one edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from shapely.geometry import Point

from gridstudio.domain.rows import Customer, FixQuality
from gridstudio.domain.selection import Selection
from gridstudio.domain.template import code_of
from gridstudio.errors import Refused
from gridstudio.i18n import _
from gridstudio.project import Project

_CUSTOMER_FACTS = {
    "name", "kind", "class_", "address", "contact", "phone", "value", "note", "census",
}  # fmt: skip


def record_customer(project: Project, customer: Customer) -> int:
    """Store a new customer, with its fix where a receiver gave the position; returns its id."""
    _require_place(customer.lon, customer.lat)
    facts = {key: value for key, value in asdict(customer).items() if key in _CUSTOMER_FACTS}
    row = _stored(project, facts) | _fix_columns(customer.fix)
    row["geom"] = Point(customer.lon, customer.lat)
    row["created_at"] = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    row["source"] = "gps" if customer.fix is not None else "map"
    with project.edit(_("Record customer")) as edit:
        (customer_id,) = edit.add("customers", [row])
    return customer_id


def edit_customer(project: Project, customer_id: int, **facts: Any) -> None:
    """Change facts of a customer: name, kind, class_, address, contact, phone, value, note,
    census."""
    if not facts.keys() <= _CUSTOMER_FACTS:
        raise ValueError(f"unknown facts: {facts.keys() - _CUSTOMER_FACTS}")
    with project.edit(_("Edit customer")) as edit:
        edit.update("customers", customer_id, _stored(project, facts))


def set_class(project: Project, customer_ids: Sequence[int], class_: str) -> None:
    """Give several customers one class."""
    values = _stored(project, {"class_": class_})
    with project.edit(_("Set class")) as edit:
        edit.update_all("customers", customer_ids, values)


def move_customer(project: Project, customer_id: int, lon: float, lat: float) -> None:
    """Move a customer to degrees WGS-84. What the receiver said of its old place goes."""
    _require_place(lon, lat)
    with project.edit(_("Move customer")) as edit:
        values = {"geom": Point(lon, lat)} | _fix_columns(None)
        edit.update("customers", customer_id, values)


def remove_customers(project: Project, customer_ids: Sequence[int]) -> None:
    """Delete customers, with their owner overrides."""
    with project.edit(_("Delete customers")) as edit:
        edit.remove("customers", customer_ids)


def remove_points(project: Project, selection: Selection) -> None:
    """Delete customers and sites together."""
    with project.edit(_("Delete customers and sites")):
        remove_customers(project, selection.customers)
        remove_sites(project, selection.sites)


def edit_site(project: Project, site_id: int, **facts: Any) -> None:
    """Change facts of a site: name, kind, code, address, note."""
    known = {"name", "kind", "code", "address", "note"}
    if not facts.keys() <= known:
        raise ValueError(f"unknown facts: {facts.keys() - known}")
    with project.edit(_("Edit site")) as edit:
        edit.update("sites", site_id, facts)


def move_site(project: Project, site_id: int, lon: float, lat: float) -> None:
    """Move a site to degrees WGS-84."""
    _require_place(lon, lat)
    with project.edit(_("Move site")) as edit:
        edit.update("sites", site_id, {"geom": Point(lon, lat)})


def remove_sites(project: Project, site_ids: Sequence[int]) -> None:
    """Delete sites."""
    with project.edit(_("Delete sites")) as edit:
        edit.remove("sites", site_ids)


def _stored(project: Project, facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as columns; a kind or class that the template does not have is a bug of the caller."""
    template = project.template
    for key, words in (("kind", template.kinds), ("class_", template.classes)):
        if facts.get(key) and code_of(words, facts[key]) < 0:
            raise ValueError(f"{key} {facts[key]!r} is not in the template")
    row = {key: value for key, value in facts.items() if key != "class_"}
    if "class_" in facts:
        row["class"] = facts["class_"]
    return row


def _fix_columns(fix: FixQuality | None) -> dict[str, Any]:
    return {
        "fix_quality": fix.quality if fix else None,
        "fix_satellites": fix.satellites_used if fix else None,
        "fix_hdop": fix.hdop if fix else None,
        "fix_accuracy_m": fix.accuracy_m if fix else None,
        "fix_time": fix.time if fix else None,
        "fix_receiver": fix.receiver if fix else "",
    }


def _require_place(lon: float, lat: float) -> None:
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Refused(_("This position is not on the earth."))
