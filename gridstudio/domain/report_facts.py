"""What a report says that the map's snapshots do not hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gridstudio.domain.markets import Markets
from gridstudio.domain.rows import Scheme


@dataclass(frozen=True)
class ReportFacts:
    """The cover's facts and the names that a report prints.

    ``boundary_version`` says how often boundaries were changed (0: never),
    ``boundaries_changed_at`` when last (ISO 8601 UTC). Names are by id; one that is missing prints
    as empty. ``markets`` is what the census says of the specialised markets; ``scheme`` is named
    where it is not None.
    """

    name: str
    date: date
    boundary_version: int = 0
    boundaries_changed_at: str = ""
    author: str = ""
    scheme: Scheme | None = None
    site_names: dict[int, str] = field(default_factory=dict)
    customer_names: dict[int, str] = field(default_factory=dict)
    markets: Markets = field(default_factory=Markets)
