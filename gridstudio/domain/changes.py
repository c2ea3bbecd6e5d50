"""What one edit, undo or redo changed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TableChange:
    """Row ids of one table; a row that came and went within the edit is in none of the sets."""

    added: frozenset[int] = frozenset()
    updated: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()

    @property
    def touched(self) -> frozenset[int]:
        return self.added | self.updated | self.removed

    def __bool__(self) -> bool:
        return bool(self.added or self.updated or self.removed)


@dataclass(frozen=True)
class Changes:
    """Changed rows per table name. ``everything`` is set when another program wrote the file."""

    tables: dict[str, TableChange] = field(default_factory=dict)
    everything: bool = False

    def of(self, table: str) -> TableChange:
        return self.tables.get(table, TableChange())

    def touches(self, *tables: str) -> bool:
        return self.everything or any(bool(self.of(table)) for table in tables)

    def __bool__(self) -> bool:
        return self.everything or any(bool(change) for change in self.tables.values())
